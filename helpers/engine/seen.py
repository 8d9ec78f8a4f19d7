"""What all wrong results of an answer have in common, and the inputs for which it goes wrong."""

import numpy as np

from .describe import alike, close, describe
from .run import numbers


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
    sound = any(got is not None and expected.shape[:1] > (1,) and close(got, expected) for _, got, expected in cases)
    if not made:
        return None
    where = parted(names[: len(cases[0][0])], right, [args for args, _, _ in wrong])
    return (
        looks_like([each[1:] for each in made], sound)
        or _axis_gone([each[1:] for each in made])
        or (in_proportion(made) or describe(*made[0][1:])) + where
    )


def _axis_gone(pairs):
    """Say which axis of all that is expected the arrays got lack, or have with the length 1; None if they differ."""
    whole, found = [expected.shape for _, expected in pairs], []
    for axis in range(len(whole[0])):
        gone = [shape[:axis] + shape[axis + 1 :] for shape in whole]
        ones = [(*shape[:axis], 1, *shape[axis + 1 :]) for shape in whole]
        for shapes, how in (gone, f"has no axis {axis}"), (ones, f"has the length 1 along axis {axis}"):
            if [got.shape for got, _ in pairs] == shapes != whole:
                found.append(f"Your result {how}, as after a sum, a mean or a maximum along it")
    return f"{found[0]}: the shape is {pairs[0][0].shape} where {whole[0]} is wanted." if len(found) == 1 else None


def looks_like(pairs, sound=False):
    """Return what all of `pairs`, the arrays got and expected, look like, or None; `sound`: several rows are right."""
    pairs = [(got.astype(float), expected.astype(float)) for got, expected in pairs]
    for words, holds in LOOKS.items():
        if sound and holds in (_first_only, _last_only):
            continue
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
    if np.allclose(factors, 1, rtol=1e-3):
        much = f"by {abs(factors[0] - 1):.1g} of itself"
        return f"Each number is a trace too {'large' if factors[0] > 1 else 'small'}, {much}: is something small added?"
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
