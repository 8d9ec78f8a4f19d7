"""The most useful true statement about a wrong array whose cause nobody foresaw."""

import numpy as np

from .looks import joined

# How close a right answer comes, relatively and near 0: in float64, in float32, in float16, which has three digits.
CLOSE = {8: (2e-10, 1e-10), 4: (1e-5, 1e-6), 2: (4e-3, 4e-3)}


def close(one, other, rtol=None):
    """Whether two arrays hold the same numbers in the same shape, nan counting as equal to nan."""
    return one.shape == other.shape and bool(alike(one, other, rtol).all())


def alike(one, other, rtol=None):
    """Return where two arrays of one shape hold the same numbers, to the digits that the coarser of them has."""
    near = CLOSE[min(map(_digits, (one, other)))]
    with np.errstate(all="ignore"):
        return np.isclose(one.astype(float), other.astype(float), rtol=rtol or near[0], atol=near[1], equal_nan=True)


def _digits(array):
    """Return the bytes of the smallest float that the numbers fit, whatever they are kept in."""
    if array.dtype.kind != "f":
        return 8
    with np.errstate(all="ignore"):
        single = array.astype(np.float32)
    whole = array[np.isfinite(array)] % 0.125 == 0  # these fit any float
    fits = np.array_equal(single, array, equal_nan=True) and not whole.all()
    return min(array.dtype.itemsize, 4 if fits else 8)


def describe(got, expected):
    """Return one sentence about how `got` differs from `expected`: its shape first, then its values."""
    if got.shape != expected.shape:
        one = " You return a single number, where one for each is wanted." if got.ndim == 0 else ""
        return f"The shape is {got.shape} where {expected.shape} is wanted: look at the shape before the values.{one}"
    wrong = np.flatnonzero(~alike(got, expected)) if got.ndim == 1 else []
    if len(wrong) and got.dtype == expected.dtype == bool:
        first = f"number {wrong[0]}, counting from 0, is {got[wrong[0]]} where {expected[wrong[0]]} is wanted"
        return f"{len(wrong)} of {got.size} answers differ: {first}."
    with np.errstate(all="ignore"):
        return _values(got.astype(float), expected.astype(float), ~alike(got, expected))


def _values(got, expected, wrong):
    rows = np.flatnonzero(wrong.reshape(len(wrong), -1).any(axis=1)) if got.ndim else []
    what = "row" if got.ndim == 2 else "array"  # of several that were returned together
    who = f"{what}{'s' * (len(rows) > 1)} {joined(list(map(str, rows)))}" if got.ndim > 1 else ""
    if np.isnan(got[wrong]).any():
        where = f", in {who}" if who else ""
        return (
            f"{np.isnan(got).sum()} of {got.size} values are nan, “not a number”{where}. It comes from inf/inf, 0/0, "
            "0 * inf, inf - inf, or the log or root of a number below 0: print what goes into the last step."
        )
    far = np.abs(got - expected)[wrong].max()
    if _are_shares(expected):
        sums = ", ".join(f"{total:.4g}" for total in got.sum(axis=-1).ravel()[:6])
        each = "the rows sum to" if got.ndim > 1 else "they sum to"
        if np.allclose(got.sum(axis=-1), 1):
            where = f" in {who}" if who else ""
            return f"Your {'rows' if who else 'numbers'} sum to 1, and yet they are off by up to {far:.4g}{where}."
        return f"Wrong{f' in {who}' if who else ''}, by up to {far:.4g}; {each} {sums} where 1 is wanted."
    if got.shape[1:] == (1,):
        first = rows[0]
        return f"Row {first}: {got[first].item():.6g} where {expected[first].item():.6g} is wanted."
    if who:
        return f"Wrong in {who}, by up to {far:.4g}."
    if got.ndim == 0:
        return f"You return {got:.6g} where {expected:.6g} is wanted."
    first = np.flatnonzero(wrong)[0]
    told = f"{wrong.sum()} of {got.size} values differ" if got.size > 1 else "The value differs"
    return f"{told}: number {first}, counting from 0, is {got[first]:.6g} where {expected[first]:.6g} is wanted."


def _are_shares(expected):
    """Whether the right numbers are probabilities, which sum to 1."""
    several = expected.ndim > 0 and expected.shape[-1] > 1
    return several and (expected >= 0).all() and np.allclose(expected.sum(axis=-1), 1) and bool((expected % 1).any())


def facts(got):
    """Return what the rows of a learner's result sum to, for the places in a slip's words that ask for it."""
    got = np.atleast_1d(np.nan if got is None else got).astype(float)
    with np.errstate(all="ignore"):
        sums = joined([f"{total:.4g}" for total in np.atleast_2d(got).sum(axis=-1).ravel()[:6]])
    many = "rows sum" if got.ndim > 1 and len(got) > 1 else "row sums" if got.ndim > 1 else "numbers sum"
    return {"your_sums": f"Your {many} to {sums}", "sums": sums}
