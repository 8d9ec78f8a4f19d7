"""Lesson 01: what its explorables draw and say, and what its exercises answer."""

import numpy as np
import pytest

from helpers import explorables


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
    assert [list(map(float, data)) for data in curve.picture.dots.get_data()] == [[4, -4, 0, 7], [4, 0, 0, 7]]
    assert "Of 4 inputs, 2 pass unchanged and 2 become 0, 1 of them outside the picture." in curve.sentence


@pytest.mark.parametrize(
    "typed, named",
    [
        ("", "Type a few numbers"),
        ("1, 2, nan", "nan"),
        ("1e400", "1e400"),
        ("1,abc", "abc"),
        ("1,,2", "between two"),
        ("<b>", "&lt;b&gt;"),
        ("1 2", "1 2"),
        ("0," * 60 + "0", "61 numbers"),
    ],
)
def test_bad_typing_is_named_and_the_picture_stays(typed, named):
    curve = explorables.relu_curve()
    picture, sentence = curve.picture.moved, curve.sentence
    curve.controls["inputs"].value = typed
    assert named in curve._complaint.value
    assert (curve.picture.moved, curve.sentence, curve.values["inputs"]) == (picture, sentence, typed)
    curve.controls["inputs"].value = "1"
    assert curve._complaint.value == "" and curve.picture.moved != picture


def by_hand(x, values):
    """The sum of the three units at one x, with no array."""
    return sum(values[f"w{i}"] * max(0, x + values[f"b{i}"]) for i in (1, 2, 3))


@pytest.mark.parametrize("name", ["w1", "b1", "w2", "b2", "w3", "b3"])
@pytest.mark.parametrize("value", [-4, -1.3, 0, 4])
def test_the_sum_is_drawn_as_it_is(name, value):
    line = explorables.bend_a_line()
    before = line.picture.moved
    line.controls[name].value = value
    values, drawing = line.values, line.picture
    for x, y in zip(*drawing.sum.get_data(), strict=True):
        assert y == pytest.approx(by_hand(float(x), values))
    target = np.interp(grid := np.linspace(-4, 4, 801), [-2, 0, 2], [0, 2, 0])
    worst = max(abs(by_hand(x, values) - t) for x, t in zip(grid, target, strict=True))
    assert f"by {worst:.2f}." in line.sentence
    line.reset()
    assert line.picture.moved == before


def test_the_published_weights_reach_the_target():
    line = explorables.bend_a_line()
    for name, value in dict(w1=1, b1=2, w2=-2, b2=0, w3=1, b3=-2).items():
        line.controls[name].value = value
    assert line.sentence == (
        "The sum bends at x = -2, 0, 2. It lies on the target everywhere: three ReLUs make this tent."
    )
