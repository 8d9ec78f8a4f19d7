"""Lesson 01: write ReLU, mend a layer, break `x * (x > 0)`, predict a shape, find dead neurons, build a tent."""

import numpy as np

from ..engine.judge import Function
from ..engine.values import Find, Value


def relu(x):
    x = np.asarray(x)
    return np.where(x > 0, x, 0)


INPUTS = np.array([[1.0, 2.0], [-1.0, 0.5], [0.0, -3.0]])
WEIGHTS = np.array([[1.0, -1.0, 0.5, 2.0], [0.5, 2.0, -1.0, 0.0]])
BIASES = np.array([[-1.0, 0.5, 2.0, 0.25]])


def _breaks(x):
    if not np.array_equal(x * (x > 0), np.maximum(0, x), equal_nan=True):
        return None
    if np.isnan(x).any():
        return (
            "At nan `np.maximum` gives nan, too, and a loop with `if` or `max` gives 0: ReLU is not defined there. "
            "Look for a number, or an infinity."
        )
    if np.isposinf(x).any():
        return "inf is above 0, so it is multiplied by 1 and stays inf, as in ReLU. Look below 0."
    if x.size > 1:
        return f"`x` holds {x.size} numbers, and the two agree on all of them. Which one number times 0 is not 0?"
    if not x.any():
        return "At 0 both give 0, and -0.0 counts as equal to it. Which number, times 0, is not 0?"
    if (x < 0).any():
        return "There x * (x > 0) gives 0 or -0.0, which are equal. Which negative number times 0 is not 0 at all?"
    return "There the two agree. What becomes 0 in ReLU is multiplied by 0 here: which x times 0 is not 0?"


def dead(outputs):
    return np.array([not any(value != 0 for value in column) for column in outputs.T])


# No neuron of these is dead: one is 0 but for a small number, one never changes, one is 0 but for one sample.
SELDOM = np.zeros((300, 3))
SELDOM[7, 0], SELDOM[:, 1], SELDOM[290, 2] = 0.0005, 0.5, 0.5


def tent(x):
    return np.interp(x, [-1, 0, 1], [0, 1, 0])


EXERCISES = {
    "relu": Function(
        reference=relu,
        probes=[
            [-2.0, 3.0],
            [-3.0, -1.0],
            [-1.5, -0.5, 0.0, 0.25, 2.7],
            [-np.inf, np.inf, -800.0],
            [0.0008, 0.7525],
            [3, -2, 0, 7, -1, 4, 5, -6, 2],
            [0.75],  # one number: `max` and `if` can judge it, and so are told by failing on the others only
        ],
        praise="Negative inputs and 0 become 0, all others pass unchanged.",
    ),
    "shape_after_layer": Value(praise="A layer keeps the rows and gives a column for each of its neurons."),
    "mend_layer": Function(
        reference=lambda inputs, weights, biases: relu(np.einsum("sf,fn->sn", inputs, weights) + biases),
        probes=[
            (INPUTS[1:2], WEIGHTS, BIASES),  # the given cell goes negative here
            (INPUTS, WEIGHTS, BIASES),
            ([[1.0, -2.0], [6.0, 1.0]], [[1.0, 2.0], [-1.0, 0.5]], [[0.5, -4.0]]),
            ([[2.0]], [[1.51237]], [[-1.0]]),  # one number: `max` and `if` can judge it
        ],
        praise="Weights, then biases, then ReLU.",
    ),
    "break_the_mask": Find(_breaks, praise="-inf * 0 is nan. `np.maximum` chooses, and multiplies nothing."),
    "dead_neurons": Function(
        reference=dead,
        probes=[
            [[0.0, 1.0, 0.0], [0.0, 0.0, 0.0]],
            [[0.0, 2.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 3.0, 0.0], [0.0, 0.5, 4.0, 0.0, 0.0]],
            [[0.5, 0.0, 0.0, 0.0], [0.0, 0.0, 2.0, 0.0], [0.0, 0.0, 0.0, 0.0]],
            SELDOM,
            [[0.004, 0.0], [0.004, 3.0]],
            [[0.0]],  # one number: `if` and `all` can judge it
        ],
        praise="A zero belongs to one sample; a dead neuron is a column of nothing but zeros.",
    ),
    "tent": Function(
        reference=tent,
        probes=[
            [-1.0, -0.5, 0.0, 0.5, 1.0],
            [-3.0, -0.5, 0.25, 0.5, 2.0],
            np.linspace(-4, 4, 33),
            [2.0, -0.25, 0.75, -3.0, 0.1],
            [0.51237],  # one number: `max` and `if` can judge it
        ],
        praise="Its slope changes by +1, -2 and +1: three ReLUs with these weights make it.",
    ),
}
