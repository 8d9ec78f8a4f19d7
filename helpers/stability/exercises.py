"""Lesson 04: find lost rows and lost digits, write a stable softmax, break another, and shut out classes."""

import math

import numpy as np

from ..engine.judge import Function, Verdict
from ..engine.values import Find
from ..layers import Softmax

softmax = Softmax().forward

DTYPES = np.float16, np.float32, np.float64


NAN = np.nan


def _not_in_vain(x):
    if x.size != 1:
        return f"One number is asked for, and you gave {x.size}."
    x = x.item()
    if not math.isfinite(x):
        return f"{x} is no finite number."
    if x + 1 == x:
        return None
    if x in (2 ^ 53, 10 ^ 16, 2 ^ 54, 10 ^ 17, 10 ^ 15):
        return f"{x!r} + 1 is another number. Did you write a power by `^`? In Python a power is written `**`."
    away = math.nextafter(x, math.inf) - x
    return (
        f"{x!r} + 1 is {x + 1!r}, another number: the next float above {x!r} is {away!r} away. Where are floats so far "
        "apart that a step of 1 does not reach the next?"
    )


class Float(Find):
    """A `Find` for a float: a whole number of Python's is never rounded."""

    def judge(self, answer):
        if isinstance(answer, (int, np.integer)):
            kind = type(answer).__name__
            return Verdict(
                False,
                f"That is a whole number, type {kind}, and with 1 more it is another. A float is written with a point "
                "or an e, such as 2.0 or 2e0.",
            )
        if isinstance(answer, np.floating) and np.isfinite(answer) and answer + type(answer)(1) == answer:
            return Verdict(True, f"Right. {self.praise}")
        return super().judge(answer)


OVERFLOWS = {
    tuple(float(np.finfo(dtype).max) for dtype in DTYPES): "These are the largest numbers of the dtypes. Asked is the "
    "first z whose exp(z) goes beyond them: the logarithm leads there.",
    (11, 88, 709): "These three still fit, each as the last that does: the first to break is the next whole number. "
    "A limit such as 11.09 is rounded up.",
    (11, 89, 710): "89 and 710 are right. exp(11) still fits a float16: a limit of 11.09 is rounded up, to 12.",
    (16, 32, 64): "These are how many bits the dtypes have. Asked is the first z whose exp(z) goes beyond the largest.",
    (4, 38, 308): "These are powers of ten: 10 to them still fits. It is e whose power overflows.",
    (16, 128, 1024): "These are powers of two: 2 to them overflows, and e to them did long before.",
    (710, 710, 710): "710 is right for float64. The other two break far earlier: turn z into the dtype before "
    "`np.exp`, `np.exp(dtype(z))`.",
}


def _first_overflow(answers):
    if answers.shape != (3,):
        return (
            "Give three whole numbers, for float16, float32 and float64 in this order. "
            f"Yours has shape {answers.shape}."
        )
    if list(answers) != sorted(answers) and not _first_overflow(np.sort(answers)):
        return "These are the right three in another order: float16 comes first, then float32, then float64."
    for wrong, words in OVERFLOWS.items():
        if np.allclose(answers, wrong, rtol=1e-3):
            return words
    for dtype, z in zip(DTYPES, map(float, answers), strict=True):
        name = np.dtype(dtype).name
        if not z.is_integer():
            return f"{name}: {z:g} is not a whole number. Which is the first whole number that lies beyond the limit?"
        if np.isfinite(power := np.exp(dtype(z))):
            return (
                f"{name}: exp({z:g}) = {power:.4g} still fits below the largest number, {np.finfo(dtype).max:.4g}. "
                "A larger z is the first that breaks."
            )
        if np.isinf(np.exp(dtype(z - 1))):
            return f"{name}: {z:g} breaks, but it is not the first that does: exp({z - 1:g}) is inf already."
    return None


def _lost_to_one_maximum(batch):
    if batch.ndim != 2:
        return f"Give a batch, a list of rows such as [[1, 2], [3, 4]]. Yours has shape {batch.shape}."
    if not np.isfinite(batch).all():
        return "nan or inf is among your logits. Give finite ones, and let the function make the nan."
    if abs(far := batch.flat[np.abs(batch).argmax()]) > 500:
        return f"The logit {far:g} lies beyond ±500. It breaks with smaller ones, too."
    if len(batch) == 1:
        return "One row alone brings the batch's maximum itself, and is always safe. Give it a neighbour."
    tops = batch.max(axis=1)
    if np.exp(low := tops.min() - tops.max()) > 0:
        return (
            f"No nan: the largest logit of row {tops.argmin()}, {tops.min():g}, loses the batch's maximum, "
            f"{tops.max():g}, and exp({low:g}) is still above 0. All of a row must lie lower than that."
        )
    return None


def by_rows(row_rule):
    """Return a function of a batch that hands each row to `row_rule` as a list of Python floats."""
    return lambda z, *more: np.array([row_rule(row, *(m[i] for m in more)) for i, row in enumerate(z.tolist())])


def row_softmax(row):
    """1 / sum of exp of the differences to all classes; the overflow of a hopeless class means probability 0."""
    return [0.0 if max(row) - z > 700 else 1 / math.fsum(math.exp(other - z) for other in row) for z in row]


BATCHES = [
    [[1.0, 2.0, 3.0]],
    [[0, 1, 2], [1000, 1001, 1002]],
    [[2.0, 0.0, -1.0], [-3.0, 1.0, 0.5], [1.5, 1.5, 4.0]],
    [[800, -800], [3, -800], [-1000, -1002]],  # falling, and below 0 at the end
    [[-800, 800, 0], [0, -800, 800], [7, 800, 7]],
    [[-5, 800, 3]],  # the first is not the largest
    [[12000, 12008], [0, 1]],  # beyond the longest floats, too
    [[0, 1], [2000, 2001], [500, 400], [-3, -7], [0, 0]],
    np.array([[1.0, 2.0, 3.0]], dtype=np.float32),
]


def row_masked(row, allowed):
    kept = [z for z, a in zip(row, allowed, strict=True) if a]
    found = iter(row_softmax(kept))
    return [next(found) if a else 0.0 for a in allowed]


def finite(m):
    """Return the maxima `m`, 0 where a row has nothing allowed."""
    return np.where(np.isfinite(m), m, 0)


def weighted(powers, allowed):
    kept = powers * allowed
    return kept / kept.sum(axis=1, keepdims=True)


def leaks(case):
    share = case.got[~case.args[1]]
    if not (np.isfinite(share).all() and share.any()):
        return None
    return (
        f"A forbidden class gets {share[share != 0][0]:.3g}, not exactly 0. Put -inf in place of its logit, not merely "
        "a small number, and add nothing to the result."
    )


YES, NO = True, False


def masked(logits, allowed):
    return by_rows(row_masked)(logits, allowed)


EXERCISES = {
    "lost_rows": Function(
        reference=lambda probabilities: np.array([any(p != p for p in row) for row in probabilities.tolist()]),
        probes=[
            [[0.1, 0.2, 0.7], [NAN, NAN, NAN]],
            [[0.0, 0.0, NAN], [0.0, 0.5, 0.5], [NAN, 0.0, 0.0]],
            [[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]],
            [[0.0, NAN, 0.0, 0.0], [NAN] * 4, [0.25] * 4, [0.0, 0.0, 0.0, NAN], [1.0, 0.0, 0.0, 0.0]],
            [[0.2, 0.8, NAN]],
            [[0.1, 0.7, 0.2 - 2**-53], [0.5, 0.25, 0.25]],  # rounded, as softmax does: no sum of exactly 1
            [[0.0, 0.0, 0.0], [0.2, 0.3, 0.5]],  # all exponentials are 0: no sum of 1 either, and no nan
        ],
        praise="One nan is enough to lose a row.",
    ),
    "add_one_in_vain": Float(
        _not_in_vain, praise="The sum lies between two floats, and is rounded back to where it came from."
    ),
    "stable_softmax": Function(
        reference=by_rows(row_softmax),
        probes=BATCHES,
        praise="Far logits no longer overflow, and every row sums to 1.",
    ),
    "break_one_maximum": Find(
        _lost_to_one_maximum,
        praise="No logit is large, but one row lies so far below the other that all its exponentials become 0.",
    ),
    "first_overflow": Find(
        _first_overflow, praise="12, 89 and 710: none of them is a large number. What is large is e to that power."
    ),
    "masked_softmax": Function(
        reference=masked,
        probes=[
            ([[1.0, 2.0, 3.0]], [[YES, YES, NO]]),
            ([[1.0, 2.0, 1000.0], [0.0, -1.0, 4.0]], [[YES, YES, NO], [YES, NO, YES]]),
            ([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [[YES, NO, YES], [NO, NO, NO]]),
            (
                [[1000.0, 1001.0, 0.0], [1.0, 2.0, 3.0], [0.0, 0.0, 2000.0]],
                [[YES, YES, YES], [YES, YES, NO], [YES, YES, YES]],
            ),
            ([[-1000.0, -1001.0, 5.0]], [[YES, YES, NO]]),
            ([[1.7, -0.6, 0.2]], [[YES, YES, YES]]),
            ([[2, -1, 0, 1], [3, 3, 4, 0]], [[YES, YES, NO, YES], [NO, YES, YES, NO]]),
            ([[700.3, 712.0]], [[YES, YES]]),
        ],
        flaw=leaks,
        praise="A forbidden class gets exactly 0, and a row without any class answers 0 instead of nan.",
    ),
}
