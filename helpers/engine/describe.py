"""The most useful true statement about a wrong array whose cause nobody foresaw."""

import numpy as np

from .looks import joined

# How close a right answer comes, relatively and near 0: in float64, in float32, in float16, which has three digits.
CLOSE = {8: (1e-8, 1e-10), 4: (1e-5, 1e-6), 2: (4e-3, 4e-3)}


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


def looks_like(pairs):
    """Return what all of `pairs`, the arrays got and expected, look like, or None."""
    pairs = [(got.astype(float), expected.astype(float)) for got, expected in pairs]
    for words, holds in LOOKS.items():
        with np.errstate(all="ignore"):
            if all(holds(got, expected) for got, expected in pairs) and any(got.any() for got, _ in pairs):
                return words
    return None


def _first_only(got, expected):
    return expected.shape[:1] > (1,) and (close(got, expected[:1]) or close(got, expected[0]))


def _last_only(got, expected):
    return expected.shape[:1] > (1,) and (close(got, expected[-1:]) or close(got, expected[-1]))


def _cut_short(got, expected):
    return (
        got.ndim == expected.ndim > 0
        and got.size > 0
        and any(close(got, expected[place]) for place in (np.s_[: len(got)], np.s_[..., : got.shape[-1]]))
    )


def _in_another_order(got, expected):
    return got.shape == expected.shape and bool(alike(np.sort(got, axis=None), np.sort(expected, axis=None)).all())


LOOKS = {
    "The values are right, but rows and columns are exchanged: turn the result round.": lambda got, expected: (
        got.ndim == 2 and close(got.T, expected)
    ),
    "The values are right, but not the shape: look at what is got and what is expected.": lambda got, expected: close(
        got.ravel(), expected.ravel()
    ),
    "You return the first result only: one for each is wanted.": _first_only,
    "You return the last result only: collect each, for instance in a list.": _last_only,
    "What is there is right, and the end is missing: is a number of rows or columns fixed in your code?": _cut_short,
    "Everything after the decimal point is cut off: somewhere the numbers become whole, by `int(...)` or in an array "
    "of whole numbers.": lambda got, expected: close(got, np.trunc(expected)),
    "Your numbers are rounded to whole numbers: return them with all their digits.": lambda got, expected: (
        np.array_equal(got, np.round(expected))
    ),
    **{
        f"The numbers are rounded to {digits} digits: return all their digits.": lambda got, expected, n=digits: close(
            got, np.round(expected, n)
        )
        for digits in range(1, 6)
    },
    "These are the right numbers in the wrong order.": _in_another_order,
}


def describe(got, expected):
    """Return one sentence about how `got` differs from `expected`: its shape first, then its values."""
    if got.shape != expected.shape:
        one = " You return a single number, where one for each is wanted." if got.ndim == 0 else ""
        return f"The shape is {got.shape} where {expected.shape} is wanted: look at the shape before the values.{one}"
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
            "0 * inf or inf - inf: print what goes into the last step."
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
