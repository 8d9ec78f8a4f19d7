"""Lesson 05: what costs 1, picking, cross-entropy, log-sum-exp, the loss from logits, networks that part ways."""

import math

import numpy as np

from ..engine.judge import Function
from ..engine.values import Find, Value
from ..layers import Softmax
from ..stability.exercises import by_rows

softmax = Softmax().forward


def picked(p, y):
    return [row[int(label)] for row, label in zip(p.tolist(), y.tolist())]


def mean(numbers):
    return math.fsum(numbers) / len(numbers)


def log_softmax(z):
    return z - np.logaddexp.reduce(z, axis=1, keepdims=True)


def one_hot(y, classes):
    return np.eye(classes)[y]


# Labels of the dtype that the spiral comes with: -y wraps round in it.
LABELS = np.array([2, 0, 0, 1], dtype=np.uint8)
FOUR = np.array([[0.1, 0.1875, 0.7125], [0.4512, 0.3, 0.2488], [0.2, 0.5, 0.3], [0.25, 0.4, 0.35]])
GUESSES = [
    (FOUR, LABELS),
    ([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8], [0.55, 0.45], [0.3, 0.7]], [0, 1, 1, 1, 1]),
    ([[0.2, 0.5, 0.3], [0.6, 0.1, 0.3], [0.15, 0.25, 0.6]], [1, 2, 0]),
    ([[0.3, 0.7]], [0]),
]
# The same with probabilities that a clip or a small number added would change, and with a 0 that costs nothing.
HARD = [
    ([[1e-12, 0.4, 0.6]], [0]),
    ([[1e-12, 0.4, 0.6], [0.5, 0.25, 0.25], [1e-12, 0.5, 0.5], [0.2, 0.7, 0.1]], LABELS),
    ([[0.0, 0.5, 0.5], [0.25, 0.75, 0.0], [0.125, 0.0, 0.875]], [1, 0, 2]),
    ([[1e-300, 1.0], [0.5, 0.5]], [0, 1]),
]
LOGITS = [
    ([[0.0, -800.0]], [1]),
    ([[2.0, 0.0, -1.0], [-3.0, 1.0, 0.5], [1.5, 1.0, 4.0], [0.25, 0.5, 0.75]], LABELS),
    ([[-800.0, 0.0]], [0]),
    ([[-1000, -1001, -1002]], [1]),
    ([[1.0, 2.0, 3.0], [0.5, -1.0, 2.0], [2.0, 2.5, 0.0]], [2, 2, 1]),
    ([[0, 1, 2], [1000, 1001, 1002]], [0, 2]),
    ([[0, 0, 2000], [0, 1, 5], [1000, -500, -600]], np.array([2, 1, 0], dtype=np.uint8)),
    ([[-30.0, 0.0], [3.0, -40.0], [1.0, 2.0], [0.5, -0.5], [4.0, 2.0]], [0, 1, 1, 0, 1]),
]


def floored(case):
    """Say so when the probabilities were given a floor: the one mistake that comes in every size."""
    got, truth = case.got.item(), case.expected.item()
    far = truth > 16  # a probability below 1e-7
    if not (far and 0 < got < truth) or np.isclose(truth / got, np.round(truth / got), rtol=1e-5):
        return None  # near enough, or divided by a whole number
    if got == round(got, 6):
        return None  # a loss of six digits was rounded by the answer itself
    floor = math.exp(-got) - math.exp(-truth) * (got > 20)
    if len(case.args[0]) == 1 and not any(
        math.isclose(each, float(f"{each:.0e}"), rel_tol=1e-3) for each in (floor, math.exp(-got))
    ):
        return None  # floors are round numbers
    for digits in (4, 8, 17):  # as many as tell the two apart
        if f"{got:.{digits}g}" != f"{truth:.{digits}g}":
            break
    return (
        f"A very small probability costs {got:.{digits}g} where the truth is {truth:.{digits}g}. A floor under the "
        "probabilities does that (a small number added, or a clip): leave it out."
    )


def _no_parting(both):
    if both.shape != (2, 4):
        return (
            "Give two rows of four probabilities, one row for each network: what it gives to each sample's own class, "
            f"not how many are right or what they cost. Yours has shape {both.shape}."
        )
    if not (np.isfinite(both) & (both > 0) & (both < 1)).all():
        return "Each number is the probability of a sample's own class: above 0 and below 1."
    if (both == 0.5).any():
        return "At exactly 0.5 both classes have the same probability, so neither wins. Take a little more or less."
    right, losses = (both > 0.5).sum(axis=1), np.mean(-np.log(both), axis=1)
    if right[0] > right[1] and losses[0] > losses[1]:
        return None
    counts = f"Network A has {right[0]} of 4 right and a loss of {losses[0]:.3f}, B {right[1]} of 4 and {losses[1]:.3f}"
    if right[0] < right[1] and losses[0] < losses[1]:
        return f"{counts}: exchange the two rows, A is to have more right and the larger loss."
    if right[0] > right[1]:
        return f"{counts}: what makes A's loss larger without making another of its answers wrong?"
    return f"{counts}: A needs more right answers than B."


EXERCISES = {
    "costs_one": Value(praise="The loss is -log p, so the way back is `np.exp(-loss)`."),
    "pick": Function(
        reference=picked,
        probes=[*GUESSES, (FOUR[:3], [1, 2, 0])],
        praise="Rows and columns are read in pairs.",
    ),
    "cross_entropy": Function(
        reference=lambda p, y: mean([-float(np.log(each)) for each in picked(p, y)]),
        probes=[*HARD, *GUESSES],
        flaw=floored,
        praise="0 only when every label has the probability 1; it has no upper limit.",
    ),
    "log_sum_exp": Function(
        reference=by_rows(np.logaddexp.reduce),  # adds up two at a time, in the world of logs
        probes=[
            [[1.0, 2.0]],
            [[1.0, 2.0, 3.0], [0.0, -800.0, 5.0]],
            [[1000, 1001, 1002], [-1000, -1001, -1002]],
            [[1.3, 2.0], [3.0, 5.2]],
            [[1000, -500, -600], [0, 0, 2000]],
            [[12000, 12008], [5, 6]],
        ],
        praise="The maximum comes out of the sum as a factor, and out of the log as a term.",
    ),
    "loss_from_logits": Function(
        reference=lambda logits, y: mean(
            [np.logaddexp.reduce(row) - own for row, own in zip(logits.tolist(), picked(logits, y))]
        ),
        probes=LOGITS,
        flaw=floored,
        praise="No probability is formed on the way, so nothing can underflow: 800 costs 800.",
    ),
    "part_ways": Find(
        _no_parting, praise="Accuracy counts the right answers, however narrow; the loss weighs every answer."
    ),
}
