"""Lesson 03: sums along an axis, arrays of two shapes, the square trap, and softmax for any number of axes."""

import math

import numpy as np

from ..engine.judge import Function
from ..engine.values import Find, Value


def column(batch):
    return np.array([[math.fsum(row)] for row in batch.tolist()])


BATCHES = [
    (np.array([[4.8, 1.21, 2.385], [8.9, -1.81, 0.2]]),),
    (np.array([[1.0, 7.0, -3.0], [2.0, -4.0, -1.0], [6.0, 1.5, -2.0]]),),
    (np.array([[1, 2], [9, -4], [5, 3]]),),
    (np.array([[-1.5, 0.0, 2.0, -4.0], [0.5, 0.5, -3.0, -1.0], [2, 2, 2, -2], [7, -7, 1, -9], [0, 0, 0, -3]]),),
    (np.array([[2.51237, -1.0, 0.5]]),),
]

LARGEST = Function(
    reference=lambda batch: np.array([max(column) for column in zip(*batch.tolist())]),
    probes=BATCHES,
    praise="The rows are gone, and each class has its largest logit.",
)

ACCURACY = Function(
    reference=lambda probabilities, labels: (
        math.fsum(row.index(max(row)) == label for row, label in zip(probabilities.tolist(), labels.tolist()))
        / len(labels)
    ),
    probes=[
        (np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]]), np.array([0, 1])),
        (np.array([[0.1, 0.8, 0.1], [0.3, 0.3, 0.4], [0.2, 0.5, 0.3]]), np.array([1, 2, 0])),
        (np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.3, 0.7]]), np.array([0, 1, 1, 1])),
        (
            np.array(
                [[0.1, 0.2, 0.3, 0.4], [0.4, 0.3, 0.2, 0.1], [0.7, 0.1, 0.1, 0.1], [0.2, 0.1, 0.5, 0.2], [0, 0, 1, 0]]
            ),
            np.array([3, 0, 1, 2, 2]),
        ),
        (np.array([[0.2, 0.5, 0.3]]), np.array([1])),
        (np.array([[0.2, 0.8], [0.9, 0.1]]), np.array([0, 1])),
    ],
    praise="1 is all right, 0 is all wrong.",
)


def centred_in_place(batch):
    batch -= np.mean(batch, axis=0).astype(batch.dtype)
    return batch


CENTRE = Function(
    reference=lambda batch: (
        np.array([[z - math.fsum(column) / len(column) for z in column] for column in zip(*batch.tolist())]).T
    ),
    probes=BATCHES,
    praise="One mean for each class, repeated for every row: (classes,) fits below (samples, classes).",
)

DIFFERENCES = Function(
    reference=lambda places: np.array([[one - other for other in places.ravel()] for one in places.ravel()]),
    probes=[
        (np.array([[0.0], [3.0], [10.0]]),),
        (np.array([[5], [2]]),),
        (np.array([[1.5], [-2.0], [0.25], [7.12345], [4.0]]),),
        (np.array([[4.0]]),),
    ],
    praise="A column and a row: both are repeated, and every pair meets.",
)


def _not_silent(shape):
    if shape.ndim > 1:
        return "You gave an array, or several shapes. Give one shape alone: two whole numbers, (rows, columns)."
    if shape.size > 2:
        return f"That is a shape with {shape.size} axes. Give one with two: (rows, columns)."
    if shape.shape != (2,):
        return "Give two whole numbers, rows and columns, such as (2, 3)."
    rows, columns = shape.tolist()
    if not all(math.isfinite(n) and n == int(n) and 1 <= n <= 1000 for n in (rows, columns)):
        return f"({rows:g}, {columns:g}) is no shape to try: give two whole numbers from 1 to 1000."
    try:
        np.divide(np.ones((int(rows), int(columns))), np.ones(int(rows)))  # powers by their totals, which lie flat
    except ValueError as error:
        return (
            f"That one is loud: ValueError: {str(error).strip()}. When would the {columns:g} columns find a total each?"
        )
    if rows == columns > 1:
        return f"({rows:g}, {columns:g}) is silent and wrong, but it is a square. Find a shape that is not."
    if rows == 1:
        return "Nothing is raised, but nothing is wrong either: with one row there is only one total. Take more rows."
    return None


def rows_softmax(batch):
    """Softmax along the last axis, one row at a time, as one over the sum of powers of differences."""
    batch = np.asarray(batch)
    rows = [[1 / math.fsum(math.exp(b - a) for b in row) for a in row] for row in batch.reshape(-1, batch.shape[-1])]
    return np.array(rows).reshape(batch.shape)


SEED = np.array([[4.8, 1.21, 2.385], [8.9, -1.81, 0.2], [1.41, 1.051, 0.026]])


def caught(powers):
    """Divide as the square trap has it where that raises nothing, and rightly elsewhere."""
    try:
        return powers / powers.sum(axis=1)
    except ValueError:
        return powers / column(powers)


def whole_powers(z):
    """Softmax of powers kept in an array like the logits, which cuts them off when the logits are integers."""
    powers = np.exp(z).astype(z.dtype)
    return powers / powers.sum(axis=-1, keepdims=True)


def divided_in_place(powers):
    powers /= column(powers)
    return powers


MEND = Function(
    reference=lambda powers: powers / column(powers),
    probes=[
        (np.array([[1.0, 2.0, 1.0], [2.0, 2.0, 4.0], [1.0, 8.0, 1.0]]),),
        (np.array([[1.0, 3.0, 4.0], [2.0, 2.0, 6.0]]),),
        (np.array([[1, 3], [2, 2], [5, 15]]),),  # integers: an array made like them cuts the shares off
        (
            np.array(
                [[0.51237, 1.5, 2.0, 1.0], [3.0, 1.0, 0.25, 0.75], [1, 1, 1, 1], [8, 4, 2, 2], [1, 0.5, 0.25, 0.25]]
            ),
        ),
    ],
    praise="It holds for every shape now, not only for those where the trap is loud.",
)

BATCH = Function(
    reference=rows_softmax,
    probes=[
        (SEED,),
        (np.array([[0.0, 1.0, 2.0], [3.0, 3.0, 5.0]]),),
        (np.array([[1, 2], [0, 0], [4, 1]]),),
        (
            np.array(
                [
                    [0.0, 1.0, -2.0, 0.5],
                    [3.0, -3.0, 0.5, 1.5],
                    [0.0, 0.0, 1.0, 1.0],
                    [2.0, 2.5, -1.0, 0.0],
                    [1.0, -1.0, 0.0, 4.0],
                ]
            ),
        ),
    ],
    praise="Each row sums to 1, in every shape.",
)


def by_axes(logits, one, three):
    """Softmax of a row by the total `one`, of three axes and more by `three`, and right for a batch."""
    return np.exp(logits) / {1: one, 2: column(np.exp(logits)) if logits.ndim == 2 else 0}.get(logits.ndim, three)


def first_total(powers):
    """The total of each step along the first axis, in its place."""
    return powers.sum(axis=tuple(range(1, powers.ndim)), keepdims=True)


def by_blocks(z):
    """One total for each step along the first axis."""
    return np.array([np.exp(part) / np.exp(part).sum() for part in z])


ANY = Function(
    reference=rows_softmax,
    probes=[
        (np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 2.0]]),),
        (np.array([0.0, 1.0, 3.0]),),
        (np.array([[0.0, 1.0, 3.0], [2.0, 0.0, -1.0], [1.0, 1.0, 5.0]]),),  # square: raises nothing
        (np.array([[[0.0, 1.0, 2.0], [2.0, 0.0, 1.0]], [[5.0, 5.0, 5.0], [0.0, 3.0, 1.0]]]),),
        (np.arange(24.0).reshape(3, 2, 4) * 0.7 % 5,),
        (np.arange(12).reshape(2, 1, 2, 3) % 5,),  # integers, and one axis more than the lesson has
    ],
    praise="From one row to any number of axes, with the same two words: axis=-1 and keepdims.",
)

EXERCISES = {
    "largest_of_classes": LARGEST,
    "batch_accuracy": ACCURACY,
    "max_shape": Value(praise="Axis 1 went from 10 to 1 and kept its place."),
    "centre_classes": CENTRE,
    "all_differences": DIFFERENCES,
    "silent_shape": Find(
        _not_silent,
        praise="One column meets a row of totals, and both are repeated: a square, though nobody asked for one.",
    ),
    "mend_square_trap": MEND,
    "batch_softmax": BATCH,
    "last_axis_softmax": ANY,
}
