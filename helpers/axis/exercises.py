"""Lesson 03: sums along an axis, arrays of two shapes, the square trap, and softmax for a batch."""

import math

import numpy as np

from ..engine.judge import Function
from ..engine.values import Value
from ..softmax.exercises import softmax


def column(batch):
    return np.array([[math.fsum(row)] for row in batch.tolist()])


BATCHES = [
    [[4.8, 1.21, 2.385], [8.9, -1.81, 0.2]],
    [[1.0, 7.0, -3.0], [2.0, -4.0, -1.0], [6.0, 1.5, -2.0]],
    [[1, 2], [9, -4], [5, 3]],
    [[-1.5, 0.0, 2.0, -4.0], [0.5, 0.5, -3.0, -1.0], [2, 2, 2, -2], [7, -7, 1, -9], [0, 0, 0, -3]],
    [[2.51237, -1.0, 0.5]],
]


def rows_softmax(batch):
    return np.array([softmax(row) for row in batch])


SEED = np.array([[4.8, 1.21, 2.385], [8.9, -1.81, 0.2], [1.41, 1.051, 0.026]])


def caught(powers):
    """Divide as the square trap has it where that raises nothing, and rightly elsewhere."""
    try:
        return powers / powers.sum(axis=1)
    except ValueError:
        return powers / column(powers)


EXERCISES = {
    "largest_of_classes": Function(
        reference=lambda batch: np.array([max(column) for column in zip(*batch.tolist())]),
        probes=BATCHES,
        praise="The rows are gone, and each class has its largest logit.",
    ),
    "batch_accuracy": Function(
        reference=lambda probabilities, labels: (
            math.fsum(row.index(max(row)) == label for row, label in zip(probabilities.tolist(), labels.tolist()))
            / len(labels)
        ),
        probes=[
            ([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]], [0, 1]),
            ([[0.1, 0.8, 0.1], [0.3, 0.3, 0.4], [0.2, 0.5, 0.3]], [1, 2, 0]),
            ([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.3, 0.7]], [0, 1, 1, 1]),
            (
                [[0.1, 0.2, 0.3, 0.4], [0.4, 0.3, 0.2, 0.1], [0.7, 0.1, 0.1, 0.1], [0.2, 0.1, 0.5, 0.2], [0, 0, 1, 0]],
                [3, 0, 1, 2, 2],
            ),
            ([[0.2, 0.5, 0.3]], [1]),
            ([[0.2, 0.8], [0.9, 0.1]], [0, 1]),
        ],
        praise="1 is all right, 0 is all wrong.",
    ),
    "max_shape": Value(praise="Axis 1 went from 10 to 1 and kept its place."),
    "centre_classes": Function(
        reference=lambda batch: (
            np.array([[z - math.fsum(column) / len(column) for z in column] for column in zip(*batch.tolist())]).T
        ),
        probes=BATCHES,
        praise="One mean for each class, repeated for every row: (classes,) fits below (samples, classes).",
    ),
    "all_differences": Function(
        reference=lambda places: np.array([[one - other for other in places.ravel()] for one in places.ravel()]),
        probes=[[[0.0], [3.0], [10.0]], [[5], [2]], [[1.5], [-2.0], [0.25], [7.12345], [4.0]], [[4.0]]],
        praise="A column and a row: both are repeated, and every pair meets.",
    ),
    "mend_square_trap": Function(
        reference=lambda powers: powers / column(powers),
        probes=[
            [[1.0, 2.0, 1.0], [2.0, 2.0, 4.0], [1.0, 8.0, 1.0]],
            [[1.0, 3.0, 4.0], [2.0, 2.0, 6.0]],
            [[1, 3], [2, 2], [5, 15]],  # integers: an array made like them cuts the shares off
            [[0.51237, 1.5, 2.0, 1.0], [3.0, 1.0, 0.25, 0.75], [1, 1, 1, 1], [8, 4, 2, 2], [1, 0.5, 0.25, 0.25]],
        ],
        praise="It holds for every number of rows and columns now.",
    ),
    "batch_softmax": Function(
        reference=rows_softmax,
        probes=[
            SEED,
            [[0.0, 1.0, 2.0], [3.0, 3.0, 5.0]],
            [[1, 2], [0, 0], [4, 1]],
            [
                [0.0, 1.0, -2.0, 0.5],
                [3.0, -3.0, 0.5, 1.5],
                [0.0, 0.0, 1.0, 1.0],
                [2.0, 2.5, -1.0, 0.0],
                [1.0, -1.0, 0.0, 4.0],
            ],
        ],
        praise="Each row sums to 1, in every shape.",
    ),
}
