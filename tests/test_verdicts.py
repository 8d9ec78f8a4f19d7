"""Every word of the checks, compared with verdicts.txt, which `make record` writes anew: its diff is to be read."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
import test_axis
import test_exercises
import test_relu
import test_softmax
import test_stability

from helpers import check, exercises
from helpers.engine.describe import describe
from helpers.engine.judge import Function

RECORD = Path(__file__).parent / "verdicts.txt"
# Their messages quote an error of Python's or NumPy's own, whose words differ from version to version.
QUOTING = "takes no argument", "shapes (2,3) (2,)"

A, B = np.array([[0.25, 0.75], [0.5, 0.5], [0.125, 0.875]]), np.array([[1.5, -2.5], [3.25, 4.75], [0.5, 0.125]])
C = np.array([1.5, 2.25, -3.125])
# Wrong arrays whose cause no table foresees, each with the right one.
UNFORESEEN = {
    "turned round": (B.T, B),
    "a vector for a batch": (B.ravel(), B),
    "the first row": (B[0], B),
    "the first row, as a batch": (B[:1], B),
    "the last row": (B[-1], B),
    "the first number": (C[0], C),
    "the last number": (C[2:], C),
    "the last of two numbers": (C[1], C[:2]),
    "the last row of a column": (C[1:2], C[:2, None]),
    "two numbers of three": (C[:2], C),
    "one number for many": (np.array(7.0), C),
    "two rows of three": (B[1:], B),
    "a row too many": (np.concatenate([B, B]), B),
    "a column too few": (B[:, :1], B),
    "decimals cut off": (np.trunc(B), B),
    "decimals cut off by integers": (B.astype(int), B),
    "all cut off to 0": (np.zeros(2), A[0]),
    "all cut off to the integer 0": (np.zeros(2, dtype=int), A[0]),
    "rounded to whole numbers": (np.round(C), C),
    "rounded to two digits": (np.round(C, 2), C),
    "rounded to five digits": (np.round(C / 7, 5), C / 7),
    "nan in one row": (np.where(B == 3.25, np.nan, B), B),
    "nan in all rows": (np.where(B > -9, np.nan, B), B),
    "nan in a list": (np.array([np.nan, 2.25, 0]), C),
    "one number nan": (np.array(np.nan), np.array(1.5)),
    "in the wrong order": (C[::-1], C),
    "rows in the wrong order": (B[::-1], B),
    "shares of another sum": (A / 2, A),
    "shares of another sum, one row": (A[0] * 3, A[0]),
    "shares of sums of their own": (A * [[2], [3], [4]], A),
    "other shares": (np.array([[0.3, 0.7], [0.5, 0.5], [0.4, 0.6]]), A),
    "other shares, one row": (np.array([0.3, 0.7]), A[0]),
    "no shares": (A + 1, A),
    "no shares, one row": (np.array([0.3, 0.9]), A[0]),
    "shares with a 0": (np.array([0, 0.9]), A[0]),
    "shares of another sum, beside a 0": (np.array([0, 0.5, 1.5]), np.array([0, 0.25, 0.75])),
    "other shares, beside some that are close enough": (
        np.array([[2e-6, 0.500003, 0.499995]]),
        np.array([[0, 0.5, 0.5]]),
    ),
    "no shares, beside some that are close enough": (
        np.array([2e-6] * 6 + [0.500005] * 2),
        np.array([0] * 6 + [0.5] * 2),
    ),
    "0 or 1, not shares": (np.array([0, 0.5]), np.array([0.0, 1])),
    "no shares, since negative": (np.array([-0.25, 0.5]), np.array([-0.5, 1.5])),
    "one wrong in a column": (B[:, :1] + [[0], [1.5], [0]], B[:, :1]),
    "one row wrong": (B * [[1], [1.5], [1]], B),
    "two rows wrong": (B * [[2], [1], [3]], B),
    "three rows wrong": (B * 2, B),
    "one number wrong": (C * [1, 1.5, 1], C),
    "all numbers wrong": (C + 1, C),
    "one number where one is wanted": (np.array(2.125), np.array(1.5)),
    "one number in a list where one is wanted": (np.array([2.125]), np.array([1.5])),
    "a block wrong": (np.stack([B, B + 1]), np.stack([B, B])),
    "a block of one row wrong": (np.stack([B[:1], B[:1] + 1]), np.stack([B[:1], B[:1]])),
    "a block of one column wrong": (np.stack([B[:, :1], B[:, :1] + 1]), np.stack([B[:, :1], B[:, :1]])),
    "one row wrong, beside inf": (np.array([[np.inf, 1.5], [2, 3]]), np.array([[np.inf, 2.5], [2, 3]])),
    "inf": (np.array([np.inf, 2.25, -3.125]), C),
    "true for false": (np.array([True, False, True]), np.array([True, True, True])),
}
ODD = None, [..., 1], ["a", 1], [[1], [1, 2]], {}, {"a": 1}, [], "x" * 50, [None], len
# Answers just on one side of a limit, and such as nobody asked for.
VALUES = {
    "shape_after_layer": ODD,
    "break_the_mask": [0, 0.5, *ODD],
    "scale_to_certain": [-0.5, 0, 0.5, 200, 709 / 3, 236.5],
    "logits_for": [
        [0, np.inf, 1],
        [0, 200, 0],
        [0, 200.5, 0],
        [0.05, 0.03, 0.02],
        [-0.5, -0.3, -0.2],
        [1.649, 1.35, 1.221],
        [0.391, 0.32, 0.289],
    ],
    "silent_shape": [(1000, 1000), (1001, 1001), (1, 1), (5, 1), (0.5, 0.5)],
    "first_overflow": [(11, 89, 710), (12, 88, 710), (12, 89, 711)],
    "break_one_maximum": [[[500, 1], [-500, -499]], [[500.5, 1], [0, 0]], [[373, 0], [-373, -400]]],
}


def spoilt(x):
    """Right, in place."""
    x[x < 0] = 0
    return x


def cases():
    """Yield what each case is called, and what gives its words: a text, or a verdict."""
    for name, exercise in exercises().items():
        if isinstance(exercise, Function):
            yield f"{name}, its reference", partial(check, name, exercise.reference)
            for number, (mistaken, _) in enumerate(exercise.mistakes, 1):
                yield f"{name}, mistake {number} of its table", partial(check, name, mistaken)
    for module in (test_relu, test_softmax, test_axis, test_stability):
        for name in [name for name in module.WRONG if not isinstance(exercises()[name], Function)]:
            yield f"{name}, right", partial(check, name, module.RIGHT[name][0])
            for number, (answer, word) in enumerate(module.WRONG[name], 1):
                if word not in QUOTING:
                    yield f"{name}, wrong answer {number} of {module.__name__}", partial(check, name, answer)
    for name in ("relu", "mend_layer"):
        for odd, (answer, _) in test_exercises.ODD.items():
            if odd not in QUOTING:
                yield f"{name}, an answer that is odd: {odd}", partial(check, name, answer)
    for name, answers in VALUES.items():
        for answer in answers:
            yield f"{name}, {answer}", partial(check, name, answer)
    shares, masked = test_stability.softmax_loop, test_stability.masked_loop
    yield "log_softmax, 1e-9 added", partial(check, "log_softmax", lambda z: np.log(np.add(shares(z), 1e-9)))
    yield "masked_softmax, 1e-9 added", partial(check, "masked_softmax", lambda z, a: np.add(masked(z, a), 1e-9))
    yield "rleu, which there is not", partial(check, "rleu", 1)
    yield "relu, right, but in place", partial(check, "relu", spoilt)
    yield "relu, wrong and in place", partial(check, "relu", lambda x: spoilt(x) + 1)
    yield "relu, the same for all", partial(check, "relu", lambda x: np.array([0.0, 3.0]))
    yield "relu, told apart by later digits", partial(check, "relu", lambda x: np.maximum(0, x) * 1.00002)
    yield "relu, wrong, in the notebook", lambda: check("relu", np.abs)._repr_html_()
    yield "relu, right, in the notebook", lambda: check("relu", lambda x: np.maximum(0, x))._repr_html_()
    for called, (got, expected) in UNFORESEEN.items():
        yield f"unforeseen: {called}", partial(describe, got, expected)


CASES = dict(cases())


def said(case):
    words = CASES[case]()
    if isinstance(words, str):
        return words
    assert isinstance(words.passed, bool)
    return repr(words)


def recorded():
    """Return what the file holds: cases parted by blank lines, each its name and, below, its words."""
    return dict(entry.split("\n", 1) for entry in RECORD.read_text(encoding="utf-8").rstrip("\n").split("\n\n"))


WORDS = recorded() if RECORD.exists() else {}


@pytest.mark.parametrize("case", CASES)
def test_the_words_are_those_recorded(case):
    assert said(case) == WORDS.get(case)


def test_nothing_is_recorded_that_no_case_says():
    assert list(WORDS) == list(CASES)


if __name__ == "__main__":
    RECORD.write_text("\n\n".join(f"{case}\n{said(case)}" for case in CASES) + "\n", encoding="utf-8")
