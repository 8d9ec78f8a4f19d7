"""Lesson 02: what its explorables draw and say, and what its exercises answer."""

import math

import numpy as np
import pytest

from helpers import explorables
from helpers.exercises import check


def by_hand(logits):
    top = max(logits)
    powers = [math.exp(z - top) for z in logits]
    return [power / math.fsum(powers) for power in powers]


def heights(explorable):
    return [bar.get_height() for bar in explorable._drawing.bars]


@pytest.mark.parametrize("name", ["a", "b", "c", "add", "times"])
@pytest.mark.parametrize("where", [0, 0.5, 1])
def test_the_bars_are_softmax_and_sum_to_1(name, where):
    bars = explorables.temperature()
    hand = bars.controls[name]
    hand.value = hand.min + where * (hand.max - hand.min)
    values = bars.values
    logits = [values[key] * values["times"] + values["add"] for key in "abc"]
    drawn = heights(bars)
    assert drawn[:3] == pytest.approx(logits)
    assert drawn[3:] == pytest.approx(by_hand(logits))
    assert math.fsum(drawn[3:]) == pytest.approx(1)
    assert ", ".join(f"{p:.3f}" for p in by_hand(logits)) in bars.sentence


def test_a_shift_is_said_to_change_nothing_and_a_factor_what():
    bars = explorables.temperature()
    before = heights(bars)[3:]
    bars.controls["add"].value = 7
    assert heights(bars)[3:] == pytest.approx(before)
    assert "Adding 7 to all changed no probability." in bars.sentence
    bars.controls["times"].value = 2
    assert "Multiplying all by 2 (temperature 0.5) moved class 0 from 0.895 to 0.991." in bars.sentence
    bars.reset()
    assert heights(bars)[3:] == pytest.approx(before)


@pytest.mark.parametrize("z0, z1", [(-5, 5), (-5, -5), (0, 0), (2.5, -1), (5, -5)])
def test_one_of_two_is_the_sigmoid_of_the_difference(z0, z1):
    two = explorables.two_classes()
    two.controls["z0"].value, two.controls["z1"].value = z0, z1
    sigmoid = 1 / (1 + math.exp(z1 - z0))
    (x,), (y,) = two._drawing.one.get_data()
    assert (x, y) == (z0 - z1, pytest.approx(sigmoid))
    assert two._drawing.other.get_data()[1][0] == pytest.approx(1 - sigmoid)
    assert f"class 0 gets {sigmoid:.4f}" in two.sentence and f"is {sigmoid:.4f} as well" in two.sentence


def loops(logits):
    total = 0
    for z in logits:
        total += math.e**z
    return [math.e**z / total for z in logits]


def log_sum_exp(logits):
    return np.exp(logits - np.logaddexp.reduce(logits))


RIGHT = {
    "softmax_list": [
        loops,
        log_sum_exp,
        lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(),
        lambda z: (np.exp(z) / np.exp(z).sum()).astype(np.float16),
        lambda z: tuple(by_hand(list(z))),
    ],
    "mend_stale": [loops, log_sum_exp],
    "shifted_top": [0.66524096, 0.6652, np.float32(0.66524)],
    "scale_to_certain": [4.7, 5, 100, np.array(10.0), [6]],
    "logits_for": [np.log([0.5, 0.3, 0.2]), [math.log(5), math.log(3), math.log(2)], (-0.693, -1.204, -1.609)],
    "softmax_rows": [
        lambda b: [loops(row) for row in b],
        lambda b: np.apply_along_axis(log_sum_exp, 1, b),
        lambda b: (np.exp(b).T / np.exp(b).sum(axis=1)).T,
        lambda b: np.exp(b) / np.exp(b).sum(axis=-1, keepdims=True),
    ],
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_answers_of_any_style_pass(name):
    for answer in RIGHT[name]:
        verdict = check(name, answer)
        assert verdict.passed, verdict


# Written apart from the tables: each answer makes one mistake, and a word that its verdict must contain.
WRONG = {
    "softmax_list": [
        (lambda z: [v / sum(z) for v in z], "divide the logits themselves"),
        (lambda z: [math.exp(v) for v in z], "Your numbers sum to 30.19"),
        (lambda z: np.exp(z - np.max(z)), "divide by the largest"),
        (lambda z: np.exp(z) / z.size, "how many classes"),
        (lambda z: loops(loops(z)), "twice"),
        (lambda z: [1 / (1 + math.exp(-v)) for v in z], "sigmoid"),
        (lambda z: np.eye(len(z))[np.argmax(z)], "argmax"),
        (lambda z: np.exp2(z) / np.exp2(z).sum(), "powers of 2"),
        (lambda z: z - np.logaddexp.reduce(z), "logarithms"),
        (lambda z: loops([-v for v in z]), "minus sign"),
    ],
    "mend_stale": [(lambda z: [math.exp(v) / 135.7229648364 for v in z], "Not yet"), (np.exp, "division is gone")],
    "shifted_top": [(1, "far apart"), (0.3366, "raw logits"), (0.34, "What cancels"), ("0.665", "quotes")],
    "scale_to_certain": [(2, "0.8668"), (-5, "order round"), ([1, 2], "one number"), (np.inf, "finite")],
    "logits_for": [([0.5, 0.3, 0.2], "probabilities themselves"), ([2, 3, 5], "is wanted"), ([1, 2], "three logits")],
    "softmax_rows": [
        (lambda b: np.exp(b) / np.exp(b).sum(), "together sum to 1:"),
        (lambda b: (np.exp(b.T) / np.exp(b.T).sum(axis=1, keepdims=True)).T, "columns"),
        (lambda b: [loops(loops(row)) for row in b], "twice"),
        (lambda b: loops(b[0]), "first row only"),
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
