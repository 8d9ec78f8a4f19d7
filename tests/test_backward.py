"""Lesson 06: gradients of any style pass, the documented mistakes are named, the pictures show true slopes."""

import math
import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from helpers import check
from helpers.backward.pictures import OneNeuron, Step
from helpers.layers import Softmax

# Telling states of its pictures, besides those that its controls begin and end at.
STATES = {
    "OneNeuron": [{}, {"x": -4, "w": -1.95, "b": -3.9}, {"x": -3, "w": 1.05, "b": -4}, {"x": 0, "b": 0}],
    "Step": [{}, {"power": -5}, {"power": -15}, {"power": -2, "dtype": "float32"}, {"power": -9, "dtype": "float32"}],
}
# What a learner finds by its label, what they set it to, and what the picture must then say.
MOVES = {
    "one_neuron": [
        (
            "x",
            1,
            "s = 1.25, r = 1.25, loss 0.0625. Going back: by r the slope is 0.5, by s 0.5, by w 0.5, by b 0.5, by x",
        ),
        ("w", 2, "s = 2.5, r = 2.5, loss 2.25."),
        ("b", -4, "s = -2, r = 0, loss 1. Going back: by r the slope is -2, by s 0, by w 0, by b 0, by x 0."),
    ],
    "step": [
        (
            "step: 10 to the power",
            -2,
            "float64, step 1e-2: nudged both ways, the slope of w·w·w at 1.3 is 5.0701, off by",
        ),
        ("dtype", "float32", "float32, step 1e-2"),
    ],
}


def softmax(z):
    return Softmax().forward(z)


def loss_by_loop(z, y):
    rows = softmax(z).tolist()
    for row, label in zip(rows, y):
        row[label] -= 1
    return [[slope / len(y) for slope in row] for row in rows]


RIGHT = {
    "slope": [lambda f, x, h: (f(x + h) - f(x)) / (2 * h) + (f(x) - f(x - h)) / (2 * h)],
    "relu_backward": [
        lambda x, d: d * (x > 0),
        lambda x, d: d * (np.maximum(0, x) > 0),  # masked by the output: it looks wrong, and is right
        lambda x, d: [[each if z > 0 else 0 for z, each in zip(*rows)] for rows in zip(x, d)],
    ],
    "bias_gradient": [lambda d: np.ones((1, len(d))) @ d, lambda d: [sum(d)]],
    "weight_gradient": [lambda x, d: sum(np.outer(one, other) for one, other in zip(x, d)), lambda x, d: (d.T @ x).T],
    "input_gradient": [lambda d, w: np.einsum("nj,ij->ni", d, w), lambda d, w: [w @ row for row in d]],
    "loss_gradient": [
        loss_by_loop,
        lambda z, y: (softmax(z) - np.eye(z.shape[1])[y]) / len(y),
        lambda z, y: (softmax(z).astype(np.float32) - np.eye(z.shape[1], dtype=np.float32)[y]) / len(y),
    ],
}


WRONG = {
    "the bias not summed": ("bias_gradient", lambda d: d * 1, "a row for each sample"),
    "of softmax alone": ("loss_gradient", lambda z, y: softmax(z) * (1 - softmax(z)) / len(y), "softmax alone"),
}


def test_a_gradient_off_in_one_place_is_shown_beside_the_nudge():
    def off(x, d):
        gradient = x.T @ d
        gradient[-1, -1] += 0.3
        gradient[-1, -1] -= 0.2  # in two lines, so that no one change makes it right
        return gradient

    first = check("weight_gradient", off).message.split("\n")[0]
    shown = re.search(r"Row 1, column 2 is .* yours is (.*), ours (.*), and nudging that number gives (.*)\.$", first)
    yours, ours, nudged = map(float, shown.groups())
    assert math.isclose(ours, nudged, rel_tol=1e-5) and math.isclose(yours, ours + 0.1, rel_tol=1e-5)


neuron, step = OneNeuron(), Step()
tenth = st.integers(-40, 40).map(lambda tenths: tenths / 10)


@given(tenth, st.integers(-40, 40).map(lambda steps: steps / 20), tenth)
def test_the_slopes_of_one_neuron_are_those_of_nudging(x, w, b):
    def loss(x, w, b):
        return (max(0, w * x + b) - 1) ** 2

    said = neuron.move(x, w, b)
    if abs(w * x + b) < 1e-3:
        assert "by s 0, by w 0, by b 0, by x 0." in said  # at the bend the course takes 0
        return
    for name in "xwb":
        at = {"x": x, "w": w, "b": b}
        right, left = (loss(**(at | {name: at[name] + nudge})) for nudge in (1e-6, -1e-6))
        slope = float(re.search(rf"by {name} ([-\d.e]+)[,.]( |$)", said)[1])
        assert math.isclose(slope, (right - left) / 2e-6, rel_tol=1e-3, abs_tol=1e-4), (name, said)


def test_the_best_step_lies_inside_and_both_ways_beat_one_at_large_steps():
    for dtype, best in (("float64", -5), ("float32", -2)):
        off = {}
        for power in Step.powers:
            _, _, one, both = step.slopes(power, np.dtype(dtype).type)
            off[power] = abs(float(both) - 3 * 1.3**2)
            assert power < -2 or off[power] < abs(float(one) - 3 * 1.3**2)
        assert min(off, key=off.get) == best
