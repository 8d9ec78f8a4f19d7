"""Lesson 01: what its explorables draw and say, and what its exercises answer."""

import numpy as np
import pytest

from helpers import check, explorables
from helpers.relu import exercises as relu


@pytest.mark.parametrize("x", [-5, -0.1, 0, 0.1, 2.5, 5])
def test_the_dragged_point_is_on_the_curve(x):
    curve = explorables.relu_curve()
    curve.controls["x"].value = x
    drawn = curve._drawing.dot.get_data()
    assert [float(drawn[0][0]), float(drawn[1][0])] == [x, x if x > 0 else 0]
    assert curve.sentence.startswith(f"ReLU({x:g}) = {x if x > 0 else 0:g}:")


def test_typed_inputs_are_drawn_and_counted():
    curve = explorables.relu_curve()
    curve.controls["inputs"].value = "[4, -4, 0, 7]"
    assert [list(map(float, data)) for data in curve._drawing.dots.get_data()] == [[4, -4, 0, 7], [4, 0, 0, 7]]
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
    picture, sentence = curve.picture.value, curve.sentence
    curve.controls["inputs"].value = typed
    assert named in curve._complaint.value
    assert (curve.picture.value, curve.sentence, curve.values["inputs"]) == (picture, sentence, typed)
    curve.controls["inputs"].value = "1"
    assert curve._complaint.value == "" and curve.picture.value != picture


def by_hand(x, values):
    """The sum of the three units at one x, with no array."""
    return sum(values[f"w{i}"] * max(0, x + values[f"b{i}"]) for i in (1, 2, 3))


@pytest.mark.parametrize("name", ["w1", "b1", "w2", "b2", "w3", "b3"])
@pytest.mark.parametrize("value", [-4, -1.3, 0, 4])
def test_the_sum_is_drawn_as_it_is(name, value):
    line = explorables.bend_a_line()
    before = line.picture.value
    line.controls[name].value = value
    values, drawing = line.values, line._drawing
    for x, y in zip(*drawing.sum.get_data(), strict=True):
        assert y == pytest.approx(by_hand(float(x), values))
    target = np.interp(grid := np.linspace(-4, 4, 801), [-2, 0, 2], [0, 2, 0])
    worst = max(abs(by_hand(x, values) - t) for x, t in zip(grid, target, strict=True))
    assert f"by {worst:.2f}." in line.sentence
    line.reset()
    assert line.picture.value == before


def test_the_published_weights_reach_the_target():
    line = explorables.bend_a_line()
    for name, value in dict(w1=1, b1=2, w2=-2, b2=0, w3=1, b3=-2).items():
        line.controls[name].value = value
    assert line.sentence == (
        "The sum bends at x = -2, 0, 2. It lies on the target everywhere: three ReLUs make this tent."
    )


def loop(x):
    out = []
    for value in x:
        out.append(value if value > 0 else 0)
    return out


RIGHT = {
    "relu": [
        loop,
        lambda x: np.where(x < 0, 0, x),
        lambda x: np.fmax(x, 0),
        lambda x: np.clip(x, 0, None),
        lambda x: tuple(max(0.0, float(v)) for v in x),
        lambda x: np.maximum(0, x).astype(np.float32),
        lambda x: np.maximum(np.zeros_like(x), x).astype(np.float16),
    ],
    "mend_layer": [
        lambda i, w, b: (i @ w + b).clip(min=0),
        lambda i, w, b: [[max(0, v) for v in row] for row in (np.dot(i, w) + b).tolist()],
        lambda i, w, b: np.maximum(0, i @ w + b).astype(np.float16),
    ],
    "dead_neurons": [
        lambda o: o.sum(axis=0) == 0,
        lambda o: [not column.any() for column in o.T],
        lambda o: o.max(axis=0) == 0,
        lambda o: np.isclose(o, 0).all(axis=0).astype(int),
        lambda o: [all(value == 0 for value in column) for column in zip(*o, strict=True)],
    ],
    "tent": [
        lambda x: np.maximum(0, 1 - np.abs(x)),
        lambda x: [max(0, min(1 + v, 1 - v)) for v in x],
        lambda x: units(x, (1, 1), (-2, 0), (1, -1)),
        lambda x: np.interp(x, [-1, 0, 1], [0, 1, 0]).astype(np.float16),
    ],
    "shape_after_layer": [(300, 3), [300, 3], np.array([300, 3]), (np.int64(300), 3.0)],
    "break_the_mask": [-np.inf, np.array(-np.inf), float("-inf"), [-np.inf]],
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_answers_of_any_style_pass(name):
    for answer in RIGHT[name]:
        verdict = check(name, answer)
        assert verdict.passed, verdict


def if_on_an_array(x):
    if x > 0:
        return x
    else:
        return 0


def appends_0_always(x):
    out = []
    for value in x:
        if value > 0:
            out.append(value)
        out.append(0)
    return out


def flag_set_once(outputs):
    answers, flag = [], True
    for column in outputs.T:
        for value in column:
            if value != 0:
                flag = False
        answers.append(flag)
    return answers


def units(x, *pairs):
    return [sum(w * max(0, value + b) for w, b in pairs) for value in x]


# Written apart from the tables: each answer makes one mistake, and a word that its verdict must contain.
WRONG = {
    "relu": [
        (max, "one number for all"),
        (lambda x: x * (x > 0).astype(int), "-inf times 0"),
        (lambda x: np.maximum(-0.1 * -x, x), "times 0.1:"),
        (lambda x: [v if v > 0 else v / 5 for v in x], "times 0.2:"),
        (lambda x: [v if v > 0 else v / 1000 for v in x], "times 0.001:"),
        (if_on_an_array, "`if` can judge one number only"),
        (lambda x: np.minimum(0, -x), "comes out negative"),
        (lambda x: [max(0, -v) for v in x], "Leave out the minus"),
        (lambda x: [v if v > 1 else 0 for v in x], "above 1 only"),
        (lambda x: [max(1, v) for v in x], "larger of x and 1"),
        (lambda x: [max(0, x[i]) for i in range(len(x) - 1)], "last number is missing"),
        (lambda x: [max(0, x[i]) for i in range(1, len(x))], "first number is missing"),
        (lambda x: sum(v for v in x if v > 0), "add the results up"),
        (appends_0_always, "belongs to `else`"),
        (lambda x: np.array([0.0 if v < 0.5 else v for v in x]), "where 0.25 is wanted"),
        (lambda x: [v if v > 1e-3 else 0 for v in x], "where 0.0008 is wanted"),
        (lambda x: [abs(v) for v in x], "absolute value"),
        (lambda x: [v > 0 for v in x], "True or False"),
        (lambda x: np.heaviside(x, 0), "step function"),
        (lambda x: [min(0, v) for v in x], "minimum"),
        (lambda x: [min(1, max(0, v)) for v in x], "above 1"),
        (lambda x: [v for v in x if v > 0], "drop"),
        (lambda x: [v if v > 0 else v / 100 for v in x], "leaky"),
        (lambda x: x.copy(), "unchanged"),
    ],
    "mend_layer": [
        (lambda i, w, b: b + np.where(i @ w > 0, i @ w, 0), "Not yet"),
        (lambda i, w, b: b + np.dot(i, w), "ReLU is gone"),
        (lambda i, w, b: np.maximum(i @ w, 0), "biases are gone"),
        (lambda i, w, b: np.maximum(i @ w - b, 0), "subtract"),
        (lambda i, w, b: np.maximum(i @ w.T + b, 0), "transpose"),
        (lambda i, w, b: np.maximum(0, b + np.clip(np.dot(i, w), 0, None)), "twice, before"),
        (lambda i, w, b: np.where(i > 0, i, 0) @ w + b, "ReLU to the inputs"),
        (lambda i, w, b: (i.clip(min=0) @ w + b).clip(min=0), "inputs go through ReLU as well"),
        (lambda i, w, b: b + (b + i @ w).clip(min=0), "biases twice"),
        (lambda i, w, b: max(v for row in i @ w + b for v in row), "whole batch"),
        (lambda i, w, b: if_on_an_array(i @ w + b), "`if` can judge one number only"),
        (lambda i, w, b: [v for row in i @ w + b for v in row if v > 0], "drop"),
        (lambda i, w, b: np.minimum(6, np.maximum(i @ w + b, 0)), "above 6"),
    ],
    "dead_neurons": [
        (lambda o: [0 in column for column in o.T], "resting"),
        (lambda o: [not row.any() for row in o], "per sample"),
        (lambda o: o < 1e-9, "per number"),
        (lambda o: not o.any(), "single answer"),
        (lambda o: o.max(axis=0) > 0, "opposite"),
        (lambda o: [row == 0 for row in o][-1], "last sample alone"),
        (lambda o: [0 not in column for column in o.T], "never 0"),
        (flag_set_once, "flag anew"),
        (lambda o: any(not column.any() for column in o.T), "at all"),
        (lambda o: [j for j in range(o.shape[1]) if not o[:, j].any()], "numbers of the dead"),
        (lambda o: np.nonzero(o.max(axis=0) == 0), "`np.where`"),
        (lambda o: [list(column).count(0) for column in o.T], "count the zeros"),
        (lambda o: [list(column).count(0) / len(column) for column in o.T], "share of zeros"),
        (lambda o: sum(row for row in o), "sum of each"),
        (lambda o: [max(column) for column in o.T], "largest output"),
        (lambda o: np.count_nonzero(o, axis=0) / len(o) < 0.1, "nearly every"),
        (lambda o: o.max(axis=0) <= 0.001, "are small"),
        (lambda o: [max(column) < 0.5 for column in o.T], "below 0.5"),
        (lambda o: np.ptp(o, axis=0) == 0, "changes at all"),
        (lambda o: True if o == 0 else False, "`if` or `all`"),
    ],
    "tent": [
        (lambda x: [max(0, v + 1) - 2 * max(0, v) for v in x], "for ever"),
        (lambda x: [min(1, max(0, v + 1)) for v in x], "goes flat"),
        (lambda x: 1 - abs(x), "below 0"),
        (lambda x: units(x, (1, 2), (-2, 0), (1, -2)), "section 6"),
        (lambda x: units(x, (0.5, 2), (-1, 0), (0.5, -2)), "twice as wide:"),
        (lambda x: units(x, (2, 1), (-4, 0), (2, -1)), "halve"),
        (lambda x: units(x, (-1, 1), (2, 0), (-1, -1)), "upside down"),
        (lambda x: units(x, (1, 0), (-2, -1), (1, -2)), "too far right"),
        (lambda x: units(x, (1, 2), (-2, 1), (1, 0)), "too far left"),
        (lambda x: units(x, (1, 1)), "rises for ever"),
        (lambda x: units(x, (1, -1), (-2, 0), (1, -1)), "Nothing bends at -1"),
        (lambda x: units(x, (1, 1), (-2, 0), (1, 1)), "Nothing bends at 1"),
        (lambda x: np.clip(x + 1, 0, None) + np.clip(-2 * x, 0, None) + np.clip(x - 1, 0, None), "inside the ReLU"),
        (lambda x: tuple(w * np.clip(x + b, 0, None) for w, b in [(1, 1), (-2, 0), (1, -1)]), "Add them up"),
        (lambda x: max(x + 1) - 2 * max(x) + max(x - 1), "`np.max` would"),
        (lambda x: x + 1 if x < 0 else 1 - x, "`if` can judge one number only"),
        (lambda x: np.where(x > 0, 0, np.maximum(0, x + 1)), "number 3, counting from 0, is 0 where 0.5"),
    ],
    "shape_after_layer": [
        ((3, 300), "exchanged"),
        ([300, 2], "goes in"),
        (300, "tuple"),
        ("(300, 3)", "quotes"),
        (3, "number of columns"),
        ((900,), "900 numbers"),
        ([5, 3], "after five rows"),
        (np.array([300, 5]), "300 rows are right"),
        ((1.0, 3.0), "3 columns are right"),
        ((7, 7), "Not this"),
    ],
    "break_the_mask": [
        (-5, "-0.0"),
        (3, "agree"),
        ([], "is empty"),
        (relu.relu, "function"),
        (np.nan, "both give nan"),
        ([np.inf], "above 0"),
    ],
}


@pytest.mark.parametrize("name", WRONG)
def test_each_mistake_is_called_by_its_name(name):
    said = set()
    for answer, word in WRONG[name]:
        verdict = check(name, answer)
        assert not verdict.passed and word in verdict.message, verdict
        said.add(verdict.message.split("\n")[0])
    assert len(said) == len(WRONG[name])
