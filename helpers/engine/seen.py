"""What all wrong results of an answer have in common, and the inputs for which it goes wrong."""

import numpy as np

from .describe import close, describe
from .run import numbers


def seen(names, cases):
    """Say what all of `cases`, each a `judge.Case`, show; their arguments have `names`.

    What looks like a cause is said only when every wrong result looks like it.
    """
    right, wrong = ([case for case in cases if case.right is fate] for fate in (True, False))
    made = [case for case in wrong if case.got is not None]
    if len(cases) > 1 and all(case.got is not None and np.array_equal(case.got, cases[0].got) for case in cases):
        return "Your function answers the same whatever it is given."
    for place, name in enumerate(names):
        pairs = [(case.got, numbers(case.args[place])) for case in cases]  # an argument may be a text
        if all(got is not None and given is not None and close(got, given) for got, given in pairs):
            return f"You return `{name}` as it was given."
    for words, holds in LOOKS.items():
        with np.errstate(all="ignore"):
            if all(holds(case.got, case.expected) for case in made) and any(case.got.any() for case in made):
                return words
    return describe(*made[0][1:]) + parted(names, right, wrong)


# What an array that is got can look like beside what is expected.
LOOKS = {
    "The values are right, but rows and columns are exchanged: turn the result round.": lambda got, expected: (
        got.ndim == 2 and close(got.T, expected)
    ),
    "Everything after the decimal point is cut off: somewhere the numbers become whole, by `int(...)` or in an array "
    "of whole numbers.": lambda got, expected: close(got, np.trunc(expected)),
}

# What inputs can have in common.
SEEN = {
    "several rows": lambda array: array.ndim > 1 and len(array) > 1,
    "three columns or more": lambda array: array.ndim > 1 and array.shape[1] > 2,
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
    """Say what the inputs of the cases that are `wrong` have and those of the `right` do not, or ""."""
    for place, name in enumerate(names):
        for words, holds in SEEN.items():
            ours, theirs = ([np.asarray(case.args[place]) for case in group] for group in (right, wrong))
            if ours and all(each.ndim and each.dtype.kind in "biuf" for each in ours + theirs):
                if all(map(holds, theirs)) and not any(map(holds, ours)):
                    tried = f"{len(wrong)} of the {len(right) + len(wrong)} inputs tried"
                    return f" It goes wrong for {tried}, those where `{name}` has {words}."
    return ""
