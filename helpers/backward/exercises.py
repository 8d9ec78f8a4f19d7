"""Lesson 06: a slope by nudging, the gradients of ReLU, a dense layer and the loss, and a backward pass to mend."""

import math

import numpy as np

from ..engine.describe import alike
from ..engine.judge import Function
from ..layers import Softmax, SoftmaxLoss
from ..loss.exercises import LABELS

softmax = Softmax().forward


class Formula(str):
    """A function of one number that is shown as it is written."""

    __repr__ = str.__str__

    def __call__(self, x):
        return eval(self, {"x": x})


def products(one, other):
    """Return the matrix product, one number at a time."""
    return np.array([[math.fsum(a * b for a, b in zip(row, column)) for column in other.T] for row in one])


def beside_the_nudge(start, scalar):
    """Return a flaw that shows where a gradient is farthest off, and what nudging that number says.

    `start(*args)` is the array whose gradient is asked for, `scalar(array, *args)` what it is the gradient of.
    """

    def flaw(case):
        if case.got.ndim != 2 or alike(case.got, case.expected).all() or not np.isfinite(case.got).all():
            return None
        entry = np.unravel_index(np.argmax(np.abs(case.got - case.expected)), case.expected.shape)
        costs = []
        for step in (1e-5, -1e-5):
            array = np.array(start(*case.args), dtype=float)
            array[entry] += step
            costs.append(scalar(array, *case.args))
        return (
            f"Row {entry[0]}, column {entry[1]} is farthest off: yours is {case.got[entry]:.6g}, ours "
            f"{case.expected[entry]:.6g}, and nudging that number gives {(costs[0] - costs[1]) / 2e-5:.6g}."
        )

    return flaw


def zeros_for(*shape):
    return lambda *args: np.zeros([args[of].shape[axis] for of, axis in shape])


INPUTS = np.array([[1.0, -2.0], [0.5, 3.0], [-1.5, 0.25], [2.0, 1.0]])
WEIGHTS = np.array([[0.5, -1.0, 2.0], [1.5, 0.25, -0.75]])
D = np.array([[0.1234, -0.4, 0.3], [-0.2, 0.5, -0.7], [0.6, 0.05, 0.9], [-0.8, 0.15, 0.35]])
SQUARE = np.array([[1.0, -3.0], [2.0, 0.5]])
UNSYMMETRIC = np.array([[0.5, 2.0], [-1.5, 1.0]])
SQUARE_D = np.array([[0.25, -0.5], [1.0, 0.75]])

EXERCISES = {
    "slope": Function(
        reference=lambda f, x, step: f(x + step) / (2 * step) - f(x - step) / (2 * step),
        probes=[
            (Formula("x * x"), 3.0, 0.5),
            (Formula("x * x * x"), 2.0, 0.1),
            (Formula("1 / x"), 0.5, 0.001),
            (Formula("5 - 2 * x"), -1.0, 0.25),
            (Formula("x * x"), 0.0, 0.01),
            (Formula("x * x * x - x"), -1, 1),
        ],
        praise="The errors of the two sides cancel as far as they can.",
    ),
    "relu_backward": Function(
        reference=lambda inputs, d: [[slope if x > 0 else 0.0 for x, slope in zip(*rows)] for rows in zip(inputs, d)],
        probes=[
            ([[-2.0, 0.0, 3.0]], [[0.5, -1.0, -2.1234]]),
            ([[1.5, -0.5], [0.0, 2.0], [-3.0, 0.25]], [[0.3, 0.7], [0.9, -0.4], [-0.6, 0.1]]),
            (
                [[2, -1, 0, 0], [3, 1, -4, 2], [0, -1, -2, -9]],
                [[-0.1, -0.2, 0.3, -0.4], [0.5, 0.6, 0.7, 0.0], [1, 2, 3, 4]],
            ),
        ],
        praise="The input opens the gate; the gradient passes or does not.",
    ),
    "bias_gradient": Function(
        reference=lambda d: [[math.fsum(column) for column in d.T]],
        probes=[D, SQUARE_D, [[0.5, -0.25, 2.0]], [[1.0], [2.5], [-0.5], [4.0], [3.0]]],
        flaw=beside_the_nudge(lambda d: np.zeros((1, d.shape[1])), lambda b, d: np.sum(d * b)),
        praise="A bias is added to every sample's output, so its slopes add up.",
    ),
    "weight_gradient": Function(
        reference=lambda inputs, d: products(inputs.T, d),
        probes=[(INPUTS, D), (SQUARE, SQUARE_D), (INPUTS[:1], D[:1]), (INPUTS[:, :1], D[:, :2])],
        flaw=beside_the_nudge(zeros_for((0, 1), (1, 1)), lambda w, inputs, d: np.sum(d * (inputs @ w))),
        praise="Each sample gives every weight its input times its slope, and the product adds the samples up.",
    ),
    "input_gradient": Function(
        reference=lambda d, weights: products(d, weights.T),
        probes=[(D, WEIGHTS), (SQUARE_D, UNSYMMETRIC), (D[:1], WEIGHTS), (D[:, :2], WEIGHTS[:1, :2])],
        flaw=beside_the_nudge(zeros_for((0, 0), (1, 0)), lambda x, d, weights: np.sum(d * (x @ weights))),
        praise="Each input goes to every neuron, and what comes back is added up over them.",
    ),
    "loss_gradient": Function(
        reference=lambda logits, y: [
            [(p - (place == label)) / len(y) for place, p in enumerate(row)]
            for row, label in zip(softmax(logits).tolist(), y.tolist())
        ],
        probes=[
            ([[2.0, 0.0, -1.0], [-3.0, 1.0, 0.5], [1.5, 1.0, 4.0], [0.25, 0.5, 0.75]], LABELS),
            ([[1, 2], [0, -1], [3, 1], [2, 2], [1, 4]], [0, 1, 1, 0, 1]),
            ([[0.0, 1.0, 2.0], [1000.0, 1001.0, 1002.0]], np.array([1, 1], dtype=np.uint8)),
            ([[0.5, -0.5]], [1]),
        ],
        flaw=beside_the_nudge(lambda logits, y: logits, lambda z, logits, y: SoftmaxLoss().forward(z, y)),
        praise="Probabilities, 1 less at the label, shared out over the batch: no loss needs to be computed for it.",
    ),
    "mend_backward": Function(
        reference=lambda inputs, weights, sums, d: np.concatenate(
            [
                products(inputs.T, d * (sums > 0)).ravel(),
                [math.fsum(column) for column in (d * (sums > 0)).T],
                products(d * (sums > 0), weights.T).ravel(),
            ]
        ),
        probes=[
            (INPUTS, WEIGHTS, INPUTS @ WEIGHTS, D),
            (SQUARE, UNSYMMETRIC, SQUARE @ UNSYMMETRIC, SQUARE_D),
            (INPUTS[:, :1], WEIGHTS[:1], INPUTS[:, :1] @ WEIGHTS[:1] - [0.5, 0, 0], D),
        ],
        praise="It ran without an error before, too: only a comparison of its numbers told.",
    ),
}
