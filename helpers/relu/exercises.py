"""Lesson 01: write ReLU, mend a layer, break `x * (x > 0)`, predict a shape, find dead neurons, build a tent."""

import numpy as np

from ..engine.judge import Find, Function, Value


def relu(x):
    x = np.asarray(x)
    return np.where(x > 0, x, 0)


def drop_negatives(x):
    return x[x > 0]


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
        (np.array([0.0008, 0.7525]),),
        (np.array([0.75]),),  # one number: `max` and `if` can judge it, and so are told by failing on the others only
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
            "At x = -inf you get nan: -inf times 0, or -inf plus inf, has no definite value. Choose between x and 0 "
            "(`np.maximum`, `np.where`, `if`) instead of calculating.",
        ),
        (
            lambda x: np.minimum(0, x),
            "You keep the negative values and turn the positive ones into 0: that is the minimum of 0 and x. "
            "ReLU is the maximum.",
        ),
        (np.abs, "You flip the sign of negative inputs, which is the absolute value. ReLU turns them into 0."),
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
        *[
            (
                lambda x, slope=slope: np.where(x > 0, x, slope * x),
                f"Negative inputs still leak through, times {slope}: that is the leaky ReLU. Here they become 0.",
            )
            for slope in (0.001, 0.01, 0.1, 0.2)
        ],
        (
            lambda x: max(0, x),
            "`x` is a whole array, and `max` and `if` can judge one number only: loop over `x`, or use `np.maximum`.",
        ),
        (lambda x: -relu(x), "The sign is wrong: a positive input comes out negative. ReLU passes it unchanged."),
        (
            lambda x: relu(-x),
            "You take the ReLU of -x: negative inputs come out positive, and positive ones as 0. Leave out the minus.",
        ),
        (lambda x: np.where(x > 1, x, 0), "You pass on what is above 1 only. ReLU passes everything above 0."),
        (lambda x: np.maximum(1, x), "You take the larger of x and 1, so nothing falls below 1. Compare with 0."),
        (lambda x: relu(x)[:-1], "The last number is missing: does your loop stop one too early?"),
        (lambda x: relu(x)[1:], "The first number is missing: does your loop start at 1? Python counts from 0."),
        (
            lambda x: relu(x).sum(),
            "You add the results up to one number. Return them one by one, as a list or an array.",
        ),
        (
            lambda x: [value for each in x for value in ([each, 0] if each > 0 else [0])],
            "After each positive value you append a 0 as well: the 0 belongs to `else`.",
        ),
        (drop_negatives, "You drop the negative values instead of turning them into 0, so the shape changes."),
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
        (INPUTS[1:2], WEIGHTS, BIASES),  # the given cell goes negative here
        (INPUTS, WEIGHTS, BIASES),
        (np.array([[1.0, -2.0], [6.0, 1.0]]), np.array([[1.0, 2.0], [-1.0, 0.5]]), np.array([[0.5, -4.0]])),
        (np.array([[2.0]]), np.array([[1.5]]), np.array([[-1.0]])),  # one number: `max` and `if` can judge it
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
        (lambda inputs, weights, biases: relu(inputs @ weights - biases), "You subtract the biases; a bias is added."),
        (
            lambda inputs, weights, biases: relu(inputs @ weights.T + biases),
            "You transpose the weights. They have one row per input and one column per neuron, so "
            "`inputs @ weights` fits as it is.",
        ),
        (
            lambda inputs, weights, biases: relu(weights @ inputs + biases),
            "You multiply in the wrong order: samples come first, `inputs @ weights`.",
        ),
        (
            lambda inputs, weights, biases: relu(bias_too_late(inputs, weights, biases)),
            "You cut off twice, before the biases and after. What the first cut takes is lost: cut off once, after.",
        ),
        (
            lambda inputs, weights, biases: relu(inputs) @ weights + biases,
            "You apply ReLU to the inputs. They enter the product as they are; ReLU comes after the biases.",
        ),
        (
            lambda inputs, weights, biases: relu(relu(inputs) @ weights + biases),
            "The inputs go through ReLU as well, which loses the negative ones. Apply it once, at the end.",
        ),
        (
            lambda inputs, weights, biases: relu(inputs @ weights + biases) + biases,
            "You add the biases twice, inside the ReLU and outside. Leave out the outer ones.",
        ),
        (
            lambda inputs, weights, biases: np.max(inputs @ weights + biases),
            "You get one number for the whole batch: `np.max` finds the largest. `np.maximum` compares each with 0.",
        ),
        (
            lambda inputs, weights, biases: max(0, inputs @ weights + biases),
            "The sum is a whole array, and `max` and `if` can judge one number only: use `np.maximum`.",
        ),
        (
            lambda inputs, weights, biases: drop_negatives(inputs @ weights + biases),
            "You drop the negative outputs instead of turning them into 0, so rows and columns are lost.",
        ),
        (
            lambda inputs, weights, biases: np.clip(inputs @ weights + biases, 0, 6),
            "You also cut off everything above 6. ReLU has no upper limit.",
        ),
    ],
    praise="Weights, then biases, then ReLU.",
)

SHAPE = Value(
    right=(300, 3),
    mistakes={
        (3, 300): "Rows and columns are exchanged: a batch keeps one sample per row, before and after a layer.",
        (300, 2): "That is the shape of X, which goes in. The layer turns 2 features into one number per neuron.",
        (2, 3): "That is the shape of the weights. The output has one row for each of the 300 samples.",
        (300, 1): "That would be one neuron. `Dense(2, 3)` has 3, and each gives a number for every sample.",
        (300,): "That would be one number per sample. `Dense(2, 3)` has 3 neurons, and each gives one.",
        900: "300 samples times 3 neurons are 900 numbers, but they stay in rows and columns.",
        3: "3 is the number of columns. A shape has two numbers here, a tuple: (rows, columns).",
        300: "300 is the number of rows. A shape has two numbers here, a tuple: (rows, columns).",
        (5, 3): "Only the print stops after five rows. The layer gives one row for every sample.",
        **dict.fromkeys(
            [(300, columns) for columns in (4, 5, 6, 100, 300, 600, 900)],
            "The 300 rows are right. A column is one neuron: how many does `Dense(2, 3)` have?",
        ),
        **dict.fromkeys(
            [(rows, 3) for rows in (1, 3, 150, 200, 299, 301, 600, 900)],
            "The 3 columns are right. A row is one sample: how many go in?",
        ),
        (100, 3): "There are 100 points in each of 3 classes, so 300 samples go in, and 300 rows come out.",
    },
    otherwise="Not this. The shape is two numbers, (rows, columns): one row per sample, one column per neuron.",
    praise="ReLU keeps it: it changes values, never a shape.",
)


def _breaks(x):
    if not np.array_equal(x * (x > 0), np.maximum(0, x), equal_nan=True):
        return None
    if np.isnan(x).any():
        return "At nan both give nan, so they agree. Look for an x that is nan in one of them only."
    if np.isposinf(x).any():
        return "inf is above 0, so it is multiplied by 1 and stays inf, as in ReLU. Look below 0."
    if (x < 0).any():
        return "There x * (x > 0) gives 0 or -0.0, which are equal. Which negative number times 0 is not 0 at all?"
    return "There the two agree. What becomes 0 in ReLU is multiplied by 0 here: which x times 0 is not 0?"


BREAK = Find(_breaks, praise="-inf * 0 is nan, and a mask by multiplication cannot undo that; choosing can.")


def dead(outputs):
    return np.array([not any(value != 0 for value in column) for column in outputs.T])


# No neuron of these is dead: one is 0 but for a small number, one never changes, one is 0 but for one sample.
SELDOM = np.zeros((13, 3))
SELDOM[7, 0], SELDOM[:, 1], SELDOM[9, 2] = 0.0005, 0.4, 0.4

DEAD = Function(
    reference=dead,
    probes=[
        (np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]),),
        (np.array([[0.0, 2.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 3.0, 0.0], [0.0, 0.5, 4.0, 0.0, 0.0]]),),
        (np.array([[0.5, 0.0, 0.0, 0.0], [0.0, 0.0, 2.0, 0.0], [0.0, 0.0, 0.0, 0.0]]),),
        (SELDOM,),
        (np.array([[0.0]]),),  # one number: `if` and `all` can judge it
    ],
    mistakes=[
        (
            lambda outputs: (outputs == 0).any(axis=0),
            "You call a neuron dead as soon as one sample gives it 0. That is a resting neuron; a dead one is 0 for "
            "every sample: in all of them, not in any.",
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
        (
            lambda outputs: outputs[-1] == 0,
            "The last sample alone decides. In a loop, it must not overwrite what earlier samples have told.",
        ),
        (lambda outputs: (outputs != 0).all(axis=0), "You ask which neurons are never 0. Ask which are always 0."),
        (
            lambda outputs: np.logical_and.accumulate(dead(outputs)),
            "After the first living neuron you call none dead any more: set your flag anew for each neuron.",
        ),
        (
            lambda outputs: dead(outputs).any(),
            "You say whether there is a dead neuron at all. Say it for each neuron: one answer to a column.",
        ),
        (
            lambda outputs: np.flatnonzero(dead(outputs)),
            "You list the numbers of the dead neurons. Return True or False for each neuron, dead or not.",
        ),
        (
            lambda outputs: np.where(dead(outputs)),
            "`np.where` turns your True and False into places. Leave it out: what you ask it is the answer.",
        ),
        (
            lambda outputs: np.sum(outputs == 0, axis=0),
            "You count the zeros of each neuron. Say whether there are as many as samples.",
        ),
        (
            lambda outputs: np.mean(outputs == 0, axis=0),
            "You return the share of zeros of each neuron. Say whether that share is 1.",
        ),
        (lambda outputs: np.sum(outputs, axis=0), "You return the sum of each neuron's outputs. Say whether it is 0."),
        (lambda outputs: np.max(outputs, axis=0), "You return the largest output of each neuron. Say whether it is 0."),
        (
            lambda outputs: np.mean(outputs == 0, axis=0) > 0.9,
            "You call a neuron dead that is 0 for nearly every sample. One sample above 0 and it is alive.",
        ),
        (
            lambda outputs: (outputs < 0.01).all(axis=0),
            "You call a neuron dead whose outputs are small. However small, a number above 0 is alive: compare with 0.",
        ),
        (
            lambda outputs: (outputs < 0.5).all(axis=0),
            "You take every number below 0.5 for a 0. Compare with 0 itself.",
        ),
        (
            lambda outputs: outputs.std(axis=0) == 0,
            "You ask whether a neuron's output changes at all. One that stays at 0.4 is not dead: compare with 0.",
        ),
        (
            lambda outputs: all(outputs == 0),
            "You ask `if` or `all` about a whole array at once, and they can judge one True or False only: look at one "
            "column at a time.",
        ),
    ],
    praise="A zero is a moment; a dead neuron is a column of nothing but zeros.",
)


def tent(x):
    return np.interp(x, [-1, 0, 1], [0, 1, 0])


TENT = Function(
    reference=tent,
    probes=[
        (np.array([-1.0, -0.5, 0.0, 0.5, 1.0]),),
        (np.array([-3.0, -0.5, 0.25, 0.5, 2.0]),),
        (np.linspace(-4, 4, 33),),
        (np.array([0.5]),),  # one number: `max` and `if` can judge it
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
        (
            lambda x: 2 * tent(x / 2),
            "That is the tent of section 6, twice as wide and twice as high. This one bends at -1, 0 and 1.",
        ),
        (
            lambda x: tent(x / 2),
            "The top is right, but the tent is twice as wide: bring its feet to -1 and 1, with slopes of 1 and -1.",
        ),
        (lambda x: 2 * tent(x), "The bends are right, but everything is twice as high: halve the weights."),
        (lambda x: -tent(x), "Your tent hangs upside down: turn the sign of each of the three weights."),
        (
            lambda x: tent(x - 1),
            "Your tent stands 1 too far right. ReLU(x + b) bends at x = -b: a bend at -1 needs b = 1.",
        ),
        (
            lambda x: tent(x + 1),
            "Your tent stands 1 too far left. ReLU(x + b) bends at x = -b: a bend at 1 needs b = -1.",
        ),
        (
            lambda x: relu(x + 1),
            "Your line rises for ever: it bends once, at -1. At 0 it must turn down, and at 1 level out.",
        ),
        (
            lambda x: 2 * relu(x - 1) - 2 * relu(x),
            "Nothing bends at -1, and two units bend at 1: a bend at -1 needs b = 1, as ReLU(x + b) bends at -b.",
        ),
        (
            lambda x: 2 * relu(x + 1) - 2 * relu(x),
            "Nothing bends at 1, and two units bend at -1: a bend at 1 needs b = -1, as ReLU(x + b) bends at -b.",
        ),
        (
            lambda x: relu(x + 1) + relu(-2 * x) + relu(x - 1),
            "The weight -2 stands inside the ReLU, where it turns the unit round. Put it in front: -2 * ReLU(x).",
        ),
        (lambda x: [relu(x + 1), -2 * relu(x), relu(x - 1)], "You return the three units side by side. Add them up."),
        (
            lambda x: np.max(x + 1) - 2 * np.max(x) + np.max(x - 1),
            "You return 0 for all of x at once. `np.max` would do that: it finds one largest number, and "
            "`np.maximum(0, x)` compares each.",
        ),
        (
            lambda x: max(0, x + 1) - 2 * max(0, x) + max(0, x - 1),
            "`x` is a whole array, and `max` and `if` can judge one number only: use `np.maximum` or loop over `x`.",
        ),
        (relu, "You return ReLU(x): one bend. The tent has three, at -1, 0 and 1."),
    ],
    praise="Slope 1, then -1, then 0: the changes are +1, -2, +1.",
)

EXERCISES = {
    "relu": RELU,
    "shape_after_layer": SHAPE,
    "mend_layer": LAYER,
    "break_the_mask": BREAK,
    "dead_neurons": DEAD,
    "tent": TENT,
}
