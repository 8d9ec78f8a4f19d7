"""The most useful true statement about a wrong array whose cause nobody foresaw."""

import typing

import numpy as np

from .looks import joined

RTOL, ATOL = 1e-5, 1e-6  # float32 answers pass as well as float64 ones
HALF = 4e-3  # both for float16, which has three digits


class Description(typing.NamedTuple):
    """`kind` is the same for arrays that are described alike; `words` hold this array's own numbers."""

    kind: str
    words: str


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


def describe(got, expected, guess=True):
    """Return a `Description` of how `got` differs from `expected`: its shape first, then its values.

    With `guess`, what it looks like may be named (another order, cut decimals); without, only the numbers that differ.
    """
    with np.errstate(all="ignore"):
        if guess and (found := _looks_like(got, expected)):
            return Description(found, found)
        if got.shape != expected.shape:
            one = " You return a single number, where one for each is wanted." if got.ndim == 0 else ""
            words = f"The shape is {got.shape} where {expected.shape} is wanted: look at the shape before the values."
            return Description("shape", words + one)
        return Description("values", _values(got.astype(float), expected.astype(float), ~alike(got, expected)))


def _looks_like(got, expected):
    """Return what a wrong array looks like, or None."""
    one = "row" if expected.ndim > 1 else "number"
    if got.ndim == 2 and close(got.T, expected):
        return "The values are right, but rows and columns are exchanged: turn the result round."
    if got.shape != expected.shape:
        if close(got.ravel(), expected.ravel()):
            return (
                f"The values are right, but not their shape: {expected.ndim} axes are wanted, and there are {got.ndim}."
            )
        if expected.ndim > 1 or expected.size > 2:  # of two numbers, the last can be a sum or a maximum as well
            if close(got, expected[:1]) or close(got, expected[0]):
                return f"You return the first {one} only: every {one} is wanted."
            if close(got, expected[-1:]) or close(got, expected[-1]):
                return f"You return the last {one} only: collect each {one}, for instance in a list."
        return None
    if close(got, np.trunc(expected)) and got.any() and not close(got, np.round(expected)):
        return "Everything after the decimal point is cut off: somewhere the numbers become whole."
    for digits in range(1, 6):
        if np.array_equal(got, np.round(expected, digits)):
            return f"Your numbers are rounded to {digits} digits: return them with all their digits."
    if got.size > 2 and alike(np.sort(got, axis=None), np.sort(expected, axis=None)).all():
        return "These are the right numbers in the wrong order."
    return None


def _values(got, expected, wrong):
    rows = np.flatnonzero(wrong.reshape(len(wrong), -1).any(axis=1)) if got.ndim else []
    who = f"row{'s' * (len(rows) > 1)} {joined(list(map(str, rows)))}" if got.ndim > 1 else ""
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
            return f"Your {'rows' if who else 'numbers'} sum to 1, and yet {who or 'they'} are off by up to {far:.4g}."
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
