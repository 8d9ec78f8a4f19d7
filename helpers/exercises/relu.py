"""Lesson 01: write ReLU, mend a layer, break `x * (x > 0)`, predict a shape, find dead neurons, build a tent."""

import numpy as np

from .engine import Find, Function, Value


def relu(x):
    x = np.asarray(x)
    return np.where(x > 0, x, 0)


def integer_buffer(x):
    out = np.zeros(x.shape, dtype=int)
    out[x > 0] = x[x > 0]
    return out


RELU = Function(
    reference=relu,
    probes=[
        (np.array([-2.0, 3.0]),),
        (np.array([-3.0, -1.0]),),
        (np.array([-1.5, 0.0, 0.25, 2.7]),),
        (np.array([-np.inf, np.inf, -800.0]),),
    ],
    mistakes=[
        (
            lambda x: np.max(x),
            "You get one number for all inputs: `np.max` finds the largest of an array. `np.maximum(0, x)` compares "
            "each value with 0.",
        ),
        (
            lambda x: max(0, np.max(x)),
            "You get one number for all inputs: the largest of them, or 0. Each input needs its own comparison "
            "with 0, which is what `np.maximum` does.",
        ),
        (
            lambda x: x * (x > 0),
            "At x = -inf you get nan, since -inf * 0 is nan. Choose (`np.maximum`, `np.where`, `if`), don't multiply.",
        ),
        (
            lambda x: np.minimum(0, x),
            "You keep the negative values and turn the positive ones into 0: that is the minimum of 0 and x. "
            "ReLU is the maximum.",
        ),
        (
            np.abs,
            "You flip the sign of negative inputs, which is the absolute value. ReLU turns them into 0.",
        ),
        (
            lambda x: x > 0,
            "You return whether each value is positive (True or False). Return the value itself where it is.",
        ),
        (
            lambda x: (x > 0).astype(float),
            "You return 1 for each positive value: that is the step function. ReLU returns the value itself.",
        ),
        (
            lambda x: np.clip(x, 0, 1),
            "You also cut off everything above 1. ReLU has no upper limit: a positive input passes unchanged.",
        ),
        (
            lambda x: np.where(x > 0, x, 0.01 * x),
            "Negative inputs still leak through, times 0.01: that is the leaky ReLU. Here they become 0.",
        ),
        (
            lambda x: x[x > 0],
            "You drop the negative values instead of turning them into 0, so the shape changes.",
        ),
        (lambda x: x, "Your function returns its input unchanged: negative values must become 0."),
        (
            integer_buffer,
            "Everything after the decimal point is cut off: your result is kept in an array of integers. "
            "Make it a float array, for instance with `np.zeros_like(x)`.",
        ),
    ],
    praise="Negative inputs and 0 become 0, all others pass unchanged.",
)

INPUTS = np.array([[1.0, 2.0], [-1.0, 0.5], [0.0, -3.0]])
WEIGHTS = np.array([[1.0, -1.0, 0.5, 2.0], [0.5, 2.0, -1.0, 0.0]])
BIASES = np.array([[-1.0, 0.5, 2.0, 0.25]])


def bias_too_late(inputs, weights, biases):
    return np.maximum(0, inputs @ weights) + biases


LAYER = Function(
    reference=lambda inputs, weights, biases: relu(np.einsum("sf,fn->sn", inputs, weights) + biases),
    probes=[
        (INPUTS[:1], WEIGHTS, BIASES),
        (INPUTS, WEIGHTS, BIASES),
        (np.array([[1.0, -2.0], [3.0, 1.0]]), np.array([[1.0, 2.0], [-1.0, 0.5]]), np.array([[0.5, -4.0]])),
    ],
    mistakes=[
        (
            bias_too_late,
            "Not yet: the cell still behaves as it was given. It has negative outputs, which ReLU never has: "
            "what is added after the ReLU that belongs inside it?",
        ),
        (
            lambda inputs, weights, biases: inputs @ weights + biases,
            "The ReLU is gone: your outputs are those of the dense part alone, negative ones included.",
        ),
        (
            lambda inputs, weights, biases: relu(inputs @ weights),
            "The biases are gone: add them to `inputs @ weights` before the ReLU.",
        ),
        (
            lambda inputs, weights, biases: relu(inputs @ weights) + relu(biases),
            "You apply ReLU to the product and to the biases apart. Add first, then apply it once to the sum.",
        ),
        (
            lambda inputs, weights, biases: relu(inputs @ weights - biases),
            "You subtract the biases; a bias is added.",
        ),
        (
            lambda inputs, weights, biases: relu(inputs @ weights.T + biases),
            "You transpose the weights. They have one row per input and one column per neuron, so "
            "`inputs @ weights` fits as it is.",
        ),
        (
            lambda inputs, weights, biases: relu(weights @ inputs + biases),
            "You multiply in the wrong order: samples come first, `inputs @ weights`.",
        ),
    ],
    praise="Weights, then biases, then ReLU.",
)

SHAPE = Value(
    right=(300, 3),
    mistakes={
        (
            3,
            300,
        ): "Rows and columns are exchanged: a batch keeps one sample per row, before and after a layer.",
        (
            300,
            2,
        ): "That is the shape of X, which goes in. The layer turns 2 features into one number per neuron.",
        (2, 3): "That is the shape of the weights. The output has one row for each of the 300 samples.",
        (300, 1): "That would be one neuron. `Dense(2, 3)` has 3, and each gives a number for every sample.",
        (300,): "That would be one number per sample. `Dense(2, 3)` has 3 neurons, and each gives one.",
        (900,): "300 samples times 3 neurons are 900 numbers, but they stay in rows and columns.",
        (100, 3): "There are 100 points in each of 3 classes, so 300 samples go in, and 300 rows come out.",
    },
    otherwise="Give the shape as a tuple (rows, columns): one row per sample, one column per neuron.",
    praise="ReLU keeps it: it changes values, never a shape.",
)


def _breaks(x):
    product, wanted = x * (x > 0), relu(x)
    if np.array_equal(product, wanted, equal_nan=True):
        if np.any(x < 0):
            return (
                "There x * (x > 0) gives -0.0, which Python counts as equal to 0. Which negative number times 0 is "
                "not 0 at all?"
            )
        return "There the two agree. What becomes 0 in ReLU is multiplied by 0 here: which x times 0 is not 0?"
    return None


BREAK = Find(_breaks, praise="-inf * 0 is nan, and a mask by multiplication cannot undo that; choosing can.")

DEAD = Function(
    reference=lambda outputs: np.array([not any(value != 0 for value in column) for column in outputs.T]),
    probes=[
        (np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]),),
        (np.array([[0.0, 2.0, 0.0, 1.0], [0.0, 0.0, 0.0, 3.0], [0.0, 0.5, 4.0, 0.0]]),),
        (np.array([[0.5, 0.0, 0.0], [0.0, 0.0, 2.0], [0.0, 0.0, 0.0]]),),
    ],
    mistakes=[
        (
            lambda outputs: (outputs == 0).any(axis=0),
            "You call a neuron dead as soon as one sample gives it 0. That is a resting neuron; a dead one is 0 for "
            "every sample (`all`, not `any`).",
        ),
        (
            lambda outputs: (outputs == 0).all(axis=1),
            "You get one answer per sample: axis=1 makes the neurons disappear. To keep one answer per neuron, the "
            "samples must disappear (axis=0).",
        ),
        (
            lambda outputs: (outputs == 0).any(axis=1),
            "You get one answer per sample, and it only asks for one 0. A neuron is a column: ask whether all of the "
            "column is 0 (axis=0).",
        ),
        (
            lambda outputs: outputs == 0,
            "You get one answer per number. A neuron is a whole column: ask whether all its numbers are 0.",
        ),
        (
            lambda outputs: (outputs == 0).all(),
            "You get a single answer for the whole layer. Name the axis that should disappear: the samples.",
        ),
        (
            lambda outputs: (outputs != 0).any(axis=0),
            "Your answer is the opposite: it is True for the neurons that are alive.",
        ),
        (
            lambda outputs: outputs[0] == 0,
            "You look at the first sample only. A neuron is dead when every sample gives it 0.",
        ),
    ],
    praise="A zero is a moment; a dead neuron is a column of nothing but zeros.",
)

TENT = Function(
    reference=lambda x: np.interp(x, [-1, 0, 1], [0, 1, 0]),
    probes=[
        (np.array([-1.0, 0.0, 1.0]),),
        (np.array([-3.0, -0.5, 0.25, 0.5, 2.0]),),
        (np.linspace(-4, 4, 33),),
    ],
    mistakes=[
        (
            lambda x: relu(x + 1) - 2 * relu(x),
            "Your line falls for ever after the top. It needs a third bend at x = 1 that stops it: add ReLU(x - 1).",
        ),
        (
            lambda x: relu(x + 1) - relu(x),
            "Your line goes flat after the top instead of falling: subtracting one ReLU only cancels the slope of 1. "
            "Subtract two of them to turn it into -1.",
        ),
        (
            lambda x: relu(x + 1) - relu(x) + relu(x - 1),
            "The middle unit is too weak: the slope must change from 1 to -1 at x = 0, by -2.",
        ),
        (
            lambda x: relu(x + 1) - 2 * relu(x) - relu(x - 1),
            "The last unit pulls the wrong way: at x = 1 the slope must change from -1 to 0, by +1.",
        ),
        (
            lambda x: relu(x - 1) - 2 * relu(x) + relu(x + 1) + 1,
            "The tent floats 1 too high: nothing needs adding outside the ReLUs.",
        ),
        (
            lambda x: relu(x + 1) + relu(x) + relu(x - 1),
            "All three units push upwards, so the line only gets steeper. A downward bend needs a negative weight.",
        ),
        (
            lambda x: 1 - np.abs(x),
            "The top is right, but outside [-1, 1] you go below 0. One more ReLU around it all mends that.",
        ),
        (relu, "You return ReLU(x): one bend. The tent has three, at -1, 0 and 1."),
    ],
    praise="Slope 1, then -1, then 0: each unit changes the slope at one point.",
)

EXERCISES = {
    "relu": RELU,
    "shape_after_layer": SHAPE,
    "mend_layer": LAYER,
    "break_the_mask": BREAK,
    "dead_neurons": DEAD,
    "tent": TENT,
}
