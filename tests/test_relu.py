"""Lesson 01: what its explorables draw and say, and what its exercises answer."""

import numpy as np
import pytest

from helpers import explorables, pictures

# Telling states of its pictures, besides those that its controls begin and end at.
STATES = {
    "FollowACurve": [{"units": units} for units in (1, 2, 7, 18, 19, 20)],
    "ReluCurve": [
        {},
        {"inputs": [4, -4, 0, 7], "x": 4.5},
        {"inputs": [5, -5, 6, -6], "x": 4},
        {"inputs": [5, -5, 6, -6, 7, -8.25], "x": 4},
        {"x": 0},
        {"x": -5},
        {"x": 5},
        {"inputs": [0.5, 1], "x": 0.5},
    ],
    "BendALine": [
        {},
        {"w2": -2, "w3": 1},
        {"w1": 0},
        {"w1": -4, "b1": 1.5, "w2": 0.5, "b2": -3, "w3": 2, "b3": 3},
        {"w2": -2, "w3": 1.01},
        {"w2": -2, "w3": 1.03},
        {"w1": 0, "b1": 0, "b3": 0},
        {"w2": -1, "b2": 2},
        {"w1": 3, "w2": -2, "b2": 2, "w3": 0.5},
    ],
}
# What a learner finds by its label, what they set it to, and what the picture must then say.
MOVES = {
    "relu_curve": [("inputs", "1, -2, 3", "Of 3 inputs, 2 pass"), ("x", 2.5, "ReLU(2.5) = 2.5")],
    "bend_a_line": [
        ("w₁", 1, "bends at x = 0."),
        ("w₁", 0, "Every weight is 0"),
        ("w₂", 1, "bends at x = 0."),
        ("b₂", 3, "bends at x = -3."),
        ("w₃", 1, "bends at x = -3, 0."),
        ("b₃", 1, "bends at x = -3, -1."),
        ("w₁", 1, "bends at x = -3, -1, 0."),
        ("b₁", -4, "bends at x = -3, -1, 4."),
    ],
    "follow_a_curve": [("units", 19, "19 units: the sum is farthest")],
}


@pytest.mark.parametrize("x", [-5, -0.1, 0, 0.1, 2.5, 5])
def test_the_dragged_point_is_on_the_curve(x):
    curve = explorables.relu_curve()
    curve.controls["x"].value = x
    drawn = curve.picture.dot.get_data()
    assert [float(drawn[0][0]), float(drawn[1][0])] == [x, x if x > 0 else 0]
    assert curve.sentence.startswith(f"ReLU({x:g}) = {x if x > 0 else 0:g}:")


def test_typed_inputs_are_drawn_and_counted():
    curve = explorables.relu_curve()
    curve.controls["inputs"].value = "[4, -4, 0, 7]"
    assert [list(map(float, data)) for data in curve.picture.dots.get_data()] == [[4, -4, 0], [4, 0, 0]]  # 7 is outside
    assert "Of 4 inputs, 2 pass unchanged and 2 become 0. Outside the picture: 7." in curve.sentence


def by_hand(x, values):
    """The sum of the three units at one x, with no array."""
    return sum(values[f"w{i}"] * max(0, x + values[f"b{i}"]) for i in (1, 2, 3))


@pytest.mark.parametrize("name", ["w1", "b1", "w2", "b2", "w3", "b3"])
@pytest.mark.parametrize("value", [-4, -1.3, 0, 4])
def test_the_sum_is_drawn_as_it_is(name, value):
    line = explorables.bend_a_line()
    before = line.picture.moved
    for start in dict(w1=1, b1=2, w2=-1, b2=0.5, w3=2, b3=-2).items():
        line.controls[start[0]].value = start[1]
    line.controls[name].value = value
    values, drawing = line.values, line.picture
    for x, y in zip(*drawing.sum.get_data(), strict=True):
        assert y == pytest.approx(by_hand(float(x), values))
    target = np.interp(grid := np.linspace(-4, 4, 801), [-2, 0, 2], [0, 2, 0])
    worst = max(abs(by_hand(x, values) - t) for x, t in zip(grid, target, strict=True))
    assert f"by {worst:.2f}." in line.sentence
    line.reset()
    assert line.picture.moved == before


@pytest.mark.parametrize("pair", [(1, -1), (0.3, -0.3), (-4, 4)])
def test_no_bend_is_said_where_two_units_cancel(pair):
    line = explorables.bend_a_line()
    for name, value in dict(w1=pair[0], b1=2, w2=pair[1], b2=2).items():
        line.controls[name].value = value
    assert line.sentence.startswith("The units cancel, so the sum is flat.") and not line.picture.bends.get_xdata().size
    line.controls["w3"].value = 1
    assert line.sentence.startswith("The sum bends at x = 0.")


@pytest.mark.parametrize("units", range(1, 21))
def test_more_units_meet_the_curve_at_more_places(units):
    under = explorables.follow_a_curve()
    under.controls["units"].value = units
    x, y = under.picture.sum.get_data()
    gaps = np.abs(y - 2 * np.sin(1.5 * x))
    assert f"by {gaps.max():.3f}." in under.sentence and ("closer than 0.1" in under.sentence) == (units >= 19)
    for place, height in zip(*under.picture.bends.get_data(), strict=True):
        assert height == pytest.approx(2 * np.sin(1.5 * place))
        assert np.interp(place, x, y) == pytest.approx(height, abs=0.02)  # between two of the 801 points
    assert len(under.picture.bends.get_xdata()) == units


def test_straight_and_bent_are_what_the_lessons_cell_prints():
    x = np.array([[-4.0], [-2], [0], [2], [4]])
    straight, bent = (line.get_data() for line in pictures.StraightAndBent().figure.axes[0].lines[:2])
    assert np.interp(x[:, 0], *map(np.ravel, straight)).tolist() == [17, 12, 7, 2, -3]
    assert np.interp(x[:, 0], *map(np.ravel, bent)).tolist() == [10, 6, 4, 4, 3]


def test_the_spiral_is_drawn_as_given():
    points, arms = np.arange(12.0).reshape(6, 2), np.array([0, 1, 2, 0, 1, 2])
    spiral = pictures.Spiral(points=points, arms=arms)
    assert [line.get_xydata().tolist() for line in spiral.arms] == [points[arms == arm].tolist() for arm in range(3)]
    assert spiral.sentence.startswith("6 points in 3 arms")
