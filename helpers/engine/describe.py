"""The most useful true statement about a wrong array whose cause nobody foresaw."""

import numpy as np

from .looks import joined
from .run import numbers

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


def seen(names, cases):
    """Say what all of `cases` show: the arguments, whose `names` are known, the array got or None, the one expected.

    What looks like a cause is said only when every wrong result looks like it.
    """
    right = [args for args, got, expected in cases if got is not None and close(got, expected)]
    wrong = [each for each in cases if each[1] is None or not close(*each[1:])]
    made = [each for each in wrong if each[1] is not None]
    for place, name in enumerate(names[: len(cases[0][0])]):
        pairs = [(got, numbers(args[place])) for args, got, _ in cases]
        if all(got is not None and given is not None and close(got, given) for got, given in pairs):
            return f"You return `{name}` as it was given."
    if not made:
        return None
    where = parted(names[: len(cases[0][0])], right, [args for args, _, _ in wrong])
    return looks_like([each[1:] for each in made]) or (in_proportion(made) or describe(*made[0][1:])) + where


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
    **{
        f"The numbers are rounded to {digits or 'no'} digits behind the point: return all their digits.": (
            lambda got, expected, n=digits: close(got, np.round(expected, n))
        )
        for digits in range(6)
    },
    "The numbers are the right ones with the sign turned.": lambda got, expected: close(-got, expected),
    "These are the right numbers in the wrong order.": _in_another_order,
}


def in_proportion(cases):
    """Say by how much all numbers of `cases`, the arguments, the arrays got and expected, are too large, or None."""
    if sum(got.size for _, got, _ in cases) < 2 or any(got.shape != expected.shape for _, got, expected in cases):
        return None
    pairs = [(got.astype(float), expected.astype(float)) for _, got, expected in cases]
    rows = np.array([len(args[0]) if np.ndim(args[0]) else 1 for args, _, _ in cases])
    with np.errstate(all="ignore"):
        factors = [(got * expected).sum() / (expected * expected).sum() for got, expected in pairs]
        steps = [(got - expected).mean() for got, expected in pairs]
        if all(close(got - steps[0], expected) for got, expected in pairs):
            return f"Each number is {abs(steps[0]):.4g} too {'large' if steps[0] > 0 else 'small'}."
        if not all(factor and close(got, factor * expected) for factor, (got, expected) in zip(factors, pairs)):
            return None
    if len(set(rows)) > 1 and np.allclose(factors, rows):
        return "Each number is as many times too large as there are rows: divide by the number of rows."
    if len(set(rows)) > 1 and np.allclose(factors, 1 / rows):
        return "Each number is as many times too small as there are rows: do you divide by their number once too often?"
    if np.allclose(factors, factors[0]):
        return f"Each number is {factors[0]:.4g} times what is wanted: which factor is missing, or one too many?"
    return None


# What inputs can have in common.
SEEN = {
    "several rows": lambda array: array.ndim > 1 and len(array) > 1,
    "one row": lambda array: array.ndim > 1 and len(array) == 1,
    "nan": lambda array: np.isnan(array).any(),
    "inf or -inf": lambda array: np.isinf(array).any(),
    "a number above 700": lambda array: (array > 700).any(),
    "a number below -700": lambda array: (array < -700).any(),
    "a number below 0": lambda array: (array < 0).any(),
    "a number above 0": lambda array: (array > 0).any(),
    "a 0": lambda array: array.dtype != bool and (array == 0).any(),
    "a False": lambda array: array.dtype == bool and not array.all(),
    "whole numbers": lambda array: array.dtype.kind in "iu",
    "another number of rows than of columns": lambda array: array.ndim > 1 and array.shape[0] != array.shape[1],
    "the same number twice": lambda array: len(np.unique(array)) < array.size,
}


def parted(names, right, wrong):
    """Say what the inputs that go `wrong`, lists of arguments, have and those that go `right` do not, or ""."""
    for place, name in enumerate(names):
        ours, theirs = ([args[place] for args in group] for group in (right, wrong))
        if ours and all(isinstance(each, (int, float)) for each in ours + theirs):
            for how, differs in {"above": min(theirs) > max(ours), "below": max(theirs) < min(ours)}.items():
                if differs:
                    limit = max(ours) if how == "above" else min(ours)
                    return f" It goes wrong for {_many(right, wrong)}, those where `{name}` is {how} {limit:g}."
    for place, name in enumerate(names):
        for words, holds in SEEN.items():
            ours, theirs = ([np.asarray(args[place]) for args in group] for group in (right, wrong))
            if ours and all(each.ndim and each.dtype.kind in "biuf" for each in ours + theirs):
                if all(map(holds, theirs)) and not any(map(holds, ours)):
                    return f" It goes wrong for {_many(right, wrong)}, those where `{name}` has {words}."
    return ""


def _many(right, wrong):
    return f"{len(wrong)} of the {len(right) + len(wrong)} inputs tried"


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


def facts(got, expected):
    """Return the learner's own numbers, for the places in a slip's words that ask for them."""
    got, wanted = (np.atleast_1d(np.nan if x is None else x).astype(float) for x in (got, expected))
    with np.errstate(all="ignore"):
        sums = joined([f"{total:.4g}" for total in np.atleast_2d(got).sum(axis=-1).ravel()[:6]])
        many = "rows sum" if got.ndim > 1 and len(got) > 1 else "row sums" if got.ndim > 1 else "numbers sum"
        return {
            "your_sums": f"Your {many} to {sums}",
            "sums": sums,
            "total": f"{got.sum():.4g}",
            "low": f"{got.min():.4g}",
            "high": f"{got.max():.4g}",
            "wanted_low": f"{wanted.min():.4g}",
            "wanted_high": f"{wanted.max():.4g}",
            "wanted_total": f"{wanted.sum():.4g}",
        }
