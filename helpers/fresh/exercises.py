"""Lesson 09: a gap, the best epoch, two angles, a table of who is taken for whom, points to hold out, the nearest."""

import math

import numpy as np

from ..engine.judge import Function
from ..engine.values import Find, Value


def short_way(one, other):
    return np.array([math.acos(max(-1, min(1, math.cos(a - b)))) for a, b in zip(one, other)])


def table(labels, guesses):
    return np.array([[np.sum((labels == i) & (guesses == j)) for j in range(3)] for i in range(3)])


def held_out(places):
    if places.ndim == 2 and np.any(places != np.floor(places)):
        return f"Those are coordinates, in the shape {places.shape}. Give the numbers of the points: point 7 is `X[7]`."
    if places.ndim > 1:
        return "There are lists in your list. Put all the numbers into one."
    places = np.ravel(places)
    if len(places) != 60:
        return f"You give {len(places)} numbers, and 60 are to be held out."
    if np.any(places != np.floor(places)) or places.min() < 0 or places.max() > 299:
        return "The points are numbered 0 to 299: give whole numbers from these."
    if len(set(places)) < 60:
        return f"Only {len(set(places))} of your 60 are different: a point is held out once."
    of_each = np.bincount(places.astype(int) // 100, minlength=3)
    if set(of_each) != {20}:
        told = ", ".join(f"{count} of class {arm}" for arm, count in enumerate(of_each))
        return f"You hold out {told}; 20 of each are wanted. Points 0 to 99 are class 0, 100 to 199 class 1."
    for arm in range(3):
        fifths = np.bincount(places[places // 100 == arm].astype(int) % 100 // 20, minlength=5)
        if fifths.min() == 0:
            return (
                f"Of class {arm} you hold out none of the points {100 * arm + 20 * fifths.argmin()} to "
                f"{100 * arm + 20 * fifths.argmin() + 19}. The points of a class are sorted, from the middle of the "
                "spiral outwards: take some from each part."
            )
    return None


def by_loop(points, X, y):
    return [min(zip(X.tolist(), y), key=lambda pair: math.dist(point, pair[0]))[1] for point in points.tolist()]


def _near(seed, samples, features=2):
    random = np.random.default_rng(seed)
    return random.normal(size=(4, features)), random.normal(size=(samples, features)), random.integers(0, 3, samples)


EXERCISES = {
    "gap": Value(praise="That many fresh points are missed because part of what it learned holds for its 300 alone."),
    "best_epoch": Function(
        reference=lambda losses: 10 * min(range(len(losses)), key=lambda place: losses[place]),
        probes=[
            [1.1, 0.7, 0.5, 0.6],
            [1.0, 0.4, 0.8, 0.9, 1.3, 1.2],
            [0.9, 0.8, 0.7],
            [0.9, 0.7, 0.8, 0.5, 0.6, 0.55],
            [0.3, 2.5, 0.4],
            [7.0, 6.5, 9.0],
            [250.0, 120.5, 130.0, 101.25, 110.0],  # above every place and every number of them
        ],
        praise="Stop there, or keep the numbers of that epoch: that is called early stopping.",
    ),
    "angle_apart": Function(
        reference=short_way,
        probes=[
            ([1.0, 0.5], [0.25, 2.5]),
            ([0.1, 6.2, -3.0], [6.2, 0.1, 3.0]),
            ([20.5, -15.0, 2.0, 9.0], [1.0, 3.0, 2.5, 9.25]),
        ],
        praise="It never says more than half a turn.",
    ),
    "confusion": Function(
        reference=table,
        probes=[
            ([0, 0, 1, 2, 2], [0, 2, 1, 1, 2]),
            ([2, 1, 0, 0, 2, 1, 2, 0], [2, 1, 0, 1, 0, 2, 0, 1]),
            ([1, 1, 0], [0, 0, 0]),
        ],
        praise="Its diagonal holds what is right, and the rest says what is taken for what.",
    ),
    "nearest": Function(
        reference=by_loop,
        probes=[
            ([[0.0, 0.0], [3.0, 4.0]], [[1.0, 1.0], [3.0, 5.0], [-4.0, 0.0]], [2, 0, 1]),
            ([[0.0, 0.0]], [[2.0, -2.0], [1.5, 1.0], [0.0, 2.2]], [0, 1, 2]),
            ([[1.0, 2.0], [0.5, 0.5]], [[0.5, 0.25], [1.0, 2.0], [1.0, 1.5]], [0, 2, 1]),  # the same place
            *(_near(seed, samples) for seed, samples in ((1, 2), (2, 7), (3, 12), (4, 20))),
        ],
        praise="No training at all: it keeps every point, and looks at all of them for every answer.",
    ),
    "held_out": Find(held_out, praise="20 of each class, and from the middle of each arm to its end."),
}
