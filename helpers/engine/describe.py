"""The most useful true statement about a wrong array whose cause nobody foresaw."""

import numpy as np

RTOL, ATOL = 1e-5, 1e-6  # float32 answers pass as well as float64 ones
HALF = 4e-3  # both for float16, which has three digits


def close(one, other, rtol=RTOL):
    """Whether two arrays hold the same numbers in the same shape, nan counting as equal to nan."""
    return one.shape == other.shape and bool(alike(one, other, rtol).all())


def alike(one, other, rtol=RTOL):
    """Return where two arrays of one shape hold the same numbers."""
    atol = ATOL
    if np.float16 in (one.dtype, other.dtype):
        rtol = atol = HALF
    with np.errstate(all="ignore"):
        return np.isclose(one.astype(float), other.astype(float), rtol=rtol, atol=atol, equal_nan=True)


def describe(got, expected):
    """Return one sentence about how `got` differs from `expected`: its shape first, then its values."""
    if got.ndim == 2 and close(got.T, expected):
        return "The values are right, but rows and columns are exchanged: turn the result round."
    if got.shape != expected.shape:
        return _shape(got, expected)
    with np.errstate(all="ignore"):
        if close(got, np.trunc(expected)) and (got.dtype.kind != "f" or got.any()):
            return (
                "Everything after the decimal point is cut off: somewhere the numbers are kept as integers. Leave out "
                "`int`, or give the new array floats."
            )
        shares = expected.dtype.kind == "f" and (expected >= 0).all() and np.allclose(expected.sum(axis=-1), 1)
        shares &= not np.isin(expected, (0, 1)).all()
        wrong = ~alike(got, expected)
        return _values(got.astype(float), expected.astype(float), wrong, shares)


def _shape(got, expected):
    if close(got.ravel(), expected.ravel()):
        return f"The values are right, but the shape is {got.shape} where {expected.shape} is wanted."
    one = "row" if expected.ndim > 1 else "number"
    if expected.ndim > 1 or expected.size > 2:  # of two numbers, the last can be a sum or a maximum as well
        if close(got, expected[:1]) or close(got, expected[0]):
            return f"You return the first {one} only: does `return` stand inside the loop?"
        if close(got, expected[-1:]) or close(got, expected[-1]):
            return f"You return the last {one} only: collect each {one}, for instance in a list."
    if got.ndim == 0:
        return f"You return a single number, where {expected.shape} is wanted: one for each."
    if expected.ndim > 1 and got.shape[1:] == expected.shape[1:] and len(got) < len(expected):
        return (
            f"You return {len(got)} rows for a batch of {len(expected)}: does `return` stand inside the loop, or is "
            "the number of rows fixed?"
        )
    return f"The shape is {got.shape} where {expected.shape} is wanted: look at the shape before the values."


def _values(got, expected, wrong, shares):
    for digits in range(6):
        if np.array_equal(got, np.round(expected, digits)):
            return f"Your numbers are rounded to {digits} digits: return them with all their digits."
    rows = np.flatnonzero(wrong.reshape(len(wrong), -1).any(axis=1)) if got.ndim else []
    who = f"row{'s' * (len(rows) > 1)} {_listed(rows)}" if got.ndim > 1 else ""
    if np.isnan(got[wrong]).any():
        where = f", in {who}" if who else ""
        return (
            f"{np.isnan(got).sum()} of {got.size} values are nan, “not a number”{where}. It comes from inf/inf, 0/0 "
            "or inf - inf: print what goes into the last step."
        )
    if alike(np.sort(got, axis=None), np.sort(expected, axis=None)).all():
        return "These are the right numbers in the wrong order."
    if shares:
        sums = ", ".join(f"{total:.4g}" for total in got.sum(axis=-1).ravel())
        rows_sum = f"the rows sum to {sums}" if got.ndim > 1 else f"they sum to {sums}"
        ratio = got / expected
        if np.allclose(ratio, ratio[..., :1]) and not (got == 0).any():
            of = "its row's own sum" if got.ndim > 1 else "their own sum"
            return f"The proportions are right, but {rows_sum}: what you divide by, if anything, is not {of}."
        if np.allclose(got.sum(axis=-1), 1):
            where = f" In {who} they are off by up to {_far(got, expected, wrong)}." if who else ""
            return f"Your numbers sum to 1, so the division is right: it is what you divide that is not.{where}"
        return f"Wrong{f' in {who}' if who else ''}, by up to {_far(got, expected, wrong)}; {rows_sum}."
    if got.shape[1:] == (1,):
        first = rows[0]
        return f"Row {first}: {got[first].item():.6g} where {expected[first].item():.6g} is wanted."
    if who:
        return f"Wrong in {who}, by up to {_far(got, expected, wrong)}."
    if got.ndim == 0:
        return f"You return {got:.6g} where {expected:.6g} is wanted."
    first = np.flatnonzero(wrong)[0]
    told = f"{wrong.sum()} of {got.size} values differ" if got.size > 1 else "The value differs"
    return f"{told}: number {first}, counting from 0, is {got[first]:.6g} where {expected[first]:.6g} is wanted."


def _far(got, expected, wrong):
    return f"{np.abs(got - expected)[wrong].max():.4g}"


def _listed(rows):
    rows = [str(row) for row in rows]
    return " and ".join(filter(None, [", ".join(rows[:-1]), rows[-1]]))
