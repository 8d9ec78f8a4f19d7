"""Lesson 02: break the raw division, write softmax, predict, go backwards, find what stays, mend a leftover."""

import math

import numpy as np

from ..engine.judge import Function
from ..engine.values import Find, Value


def softmax(logits):
    """Softmax of one row, one number at a time."""
    return np.array([1 / math.fsum(math.exp(other - one) for other in logits) for one in logits])


LEFT_OVER = np.array([4.8, 1.21, 2.385])  # the logits that an earlier cell's total was made of
exp_values = np.exp(LEFT_OVER)


def _still_divides(logits):
    if said := _no_three(logits):
        return said
    if not logits.any():
        return "Not all of them 0, please. Which other three sum to 0?"
    total = sum(logits.tolist())
    if total == 0:
        return None
    if abs(total) < 1e-12 * np.max(np.abs(logits)):
        return f"Nearly: as floats they sum to {total:.3g}, which rounding leaves. Take whole numbers."
    said = ", ".join(f"{share:.4g}" for share in logits / total)
    return f"They sum to {total:.4g}, and the shares are {said}. By which sum can nothing be divided?"


def _no_three(logits):
    """Say so when `logits` are not three finite numbers."""
    if logits.shape != (3,):
        got = f"{logits.size} number{'s' * (logits.size > 1)}" if logits.ndim < 2 else f"the shape {logits.shape}"
        comma = " A decimal point is a point: 0,5 are two numbers." if logits.size > 3 else ""
        return f"The check wants three numbers in a list, and got {got}.{comma}"
    return None if np.isfinite(logits).all() else "Each must be a finite number."


def _changed(numbers):
    if said := _no_three(numbers):
        return said
    if (numbers < 0).any() or (numbers > 1).any():
        return "What softmax returns lies between 0 and 1. To stay as they are, your numbers must as well."
    if not numbers.any():
        return "They sum to 0, and what softmax returns sums to 1. (`//` rounds down: 1 // 3 is 0, and 1 / 3 is not.)"
    if not np.isclose(total := numbers.sum(), 1, atol=1e-3):
        return f"They sum to {total:.4g}, and what softmax returns sums to 1. To stay as they are, they must as well."
    made = softmax(numbers)
    if np.allclose(made, numbers, atol=1e-3):
        return None
    told = ", ".join(f"{p:.3f}" for p in made)
    if np.ptp(numbers) < 0.2:
        return f"Softmax brings them closer together still, to {told}. Go on until nothing moves."
    return f"Softmax makes {told} of them: it takes from the largest. When can it not?"


WANTED = np.array([0.5, 0.3, 0.2])


def makes(logits, wanted=WANTED):
    return np.allclose(softmax(logits), wanted, atol=1.5e-3)


def _not_these(logits):
    if said := _no_three(logits):
        return said
    if np.ptp(logits) > 200:
        return "These lie so far apart that the smallest power of e is lost. The probabilities asked for are close."
    if makes(logits):
        return None
    said = ", ".join(f"{p:.3f}" for p in softmax(logits))
    if np.allclose(logits, WANTED):
        return f"These are the probabilities themselves: softmax makes {said} of them. What undoes a power of e?"
    if np.sum(logits) > 0 and np.allclose(logits / np.sum(logits), WANTED):
        return f"The proportions are right, but softmax takes powers first and makes {said} of these. What undoes them?"
    if np.allclose(logits, np.exp(WANTED), atol=5e-3):
        return f"You took powers of e once more: softmax makes {said} of them. You want what undoes a power of e."
    if np.allclose(logits, softmax(WANTED), atol=5e-4):
        return f"Softmax again goes forwards, to {said}. You want to go back: what undoes a power of e?"
    if makes(-logits):
        return f"Right but for the sign: softmax makes {said} of these. Leave the minus out."
    if np.allclose(logits, np.log(WANTED / (1 - WANTED)), atol=5e-3):
        return (
            f"log(p / (1 - p)) undoes a sigmoid, and softmax makes {said} of it. A power of e is undone by log p alone."
        )
    for base in (2, 10):
        if makes(logits * math.log(base)):
            return f"These are logarithms to the base {base}. Softmax takes powers of e, which `np.log` undoes."
    if makes(np.sort(logits)[::-1]):
        return f"Softmax makes {said} of these: the right three, in the wrong order."
    if np.allclose(softmax(logits), WANTED, atol=0.01):
        return f"Close, and too few digits: softmax makes {said} of these. Give the logits as they were calculated."
    return f"Softmax makes {said} of these, and 0.500, 0.300, 0.200 is wanted."


EXERCISES = {
    "break_division": Find(_still_divides, praise="A sum of 0, and there is nothing to divide by."),
    "shifted_top": Value(praise="A shift changes nothing: the common factor cancels."),
    "mend_stale": Function(
        reference=softmax,
        probes=[[1.0, 2.0, 3.0], [0.0, -1.0], [1.5, -0.5, 0.25], [0.3, 0.2, 0.1, 0.0], [2, 1, 1, 1, -3]],
        praise="Now everything that the function uses, it was given or made itself.",
    ),
    "softmax_list": Function(
        reference=softmax,
        probes=[
            [1.0, 2.0, 3.0],
            [4.8, 1.21, 2.385],
            [2.0, -1.0, 0.5, -3.0],
            [0.0, -1.0],
            [2, 1, 1, 1],
            [0.5],
            [1.5, -0.5, 1.5],  # the same logit twice
            [-4.0, 3.5, 0.0, 1.0, 2.25, -0.75, 3.0],
        ],
        praise="Powers of e, each divided by their sum.",
    ),
    "left_alone": Find(_changed, praise="Where nobody leads, there is no lead to take away."),
    "logits_for": Find(
        _not_these, praise="The logarithm undoes the power of e; any constant added to all three would do as well."
    ),
}
