"""Lesson 02: what its explorables draw and say, and what its exercises answer."""

import math

import numpy as np
import pytest

from helpers import check, explorables

# Telling states of its pictures, besides those that its controls begin and end at.
STATES = {
    "Temperature": [
        {},
        {"a": -5, "b": 0, "add": -5, "temperature": 0.1},
        {"temperature": 20},
        {"a": 5, "b": 4.9, "c": 5, "add": 5, "temperature": 0.5},
        {"a": 1, "b": 1, "c": 1, "temperature": 3},
        {"a": -5, "b": 5, "c": 5, "temperature": 0.1},
    ],
    "TwoClasses": [{}, {"z0": -5, "z1": 5}, {"z0": 5, "z1": -5}, {"z0": 0.0, "z1": 0.0}],
}
# What a learner finds by its label, what they set it to, and what the picture must then say.
MOVES = {
    "temperature": [
        ("class 0", 3, "the logits 3, 1.2, 2.4 become"),
        ("class 1", 2, "the logits 3, 2, 2.4 become"),
        ("class 2", 1, "the logits 3, 2, 1 become"),
        ("add to all", 5, "the logits 8, 7, 6 become"),
        ("temperature", 2, "At temperature 2 the logits 8, 7, 6 become"),
    ],
    "two_classes": [("z₀", 5, "The logits 5 and -1 differ by 6"), ("z₁", 4, "The logits 5 and 4 differ by 1")],
}


def by_hand(logits):
    top = max(logits)
    powers = [math.exp(z - top) for z in logits]
    return [power / math.fsum(powers) for power in powers]


def heights(explorable):
    return [bar.get_height() for bar in explorable.picture.bars]


@pytest.mark.parametrize("name", ["a", "b", "c", "add", "temperature"])
@pytest.mark.parametrize("where", [0, 0.5, 1])
def test_the_bars_are_softmax_and_sum_to_1(name, where):
    bars = explorables.temperature()
    hand = bars.controls[name]
    hand.value = hand.min + where * (hand.max - hand.min)
    values = bars.values
    logits = [values[key] + values["add"] for key in "abc"]
    wanted = by_hand([logit / values["temperature"] for logit in logits])
    drawn = heights(bars)
    assert drawn[:3] == pytest.approx(logits)
    assert drawn[3:] == pytest.approx(wanted)
    assert math.fsum(drawn[3:]) == pytest.approx(1)
    labels = [label.get_text() for label in bars.picture.labels[3:]]
    assert f"become {', '.join(labels)}." in bars.sentence
    for label, share in zip(labels, wanted, strict=True):
        assert eval(f"{share} {label}") if label[0] in "<>" else float(label) == pytest.approx(share, abs=5e-4)


def test_a_shift_is_said_to_change_nothing_and_a_temperature_what():
    bars = explorables.temperature()
    before = heights(bars)[3:]
    bars.controls["add"].value = 5
    assert heights(bars)[3:] == pytest.approx(before)
    assert "Adding 5 to all changes no probability." in bars.sentence
    for temperature, said in ((0.5, True), (0.6, False)):
        bars.controls["temperature"].value = temperature
        assert ("Class 0 is above 0.99." in bars.sentence) == said == (heights(bars)[3] > 0.99)
    assert "At temperature 1, class 0 has 0.894." in bars.sentence
    for temperature, said in ((12.1, False), (12.2, True)):
        bars.controls["temperature"].value = temperature
        assert ("within 0.1 of each other" in bars.sentence) == said == (np.ptp(heights(bars)[3:]) < 0.1)
    bars.reset()
    assert heights(bars)[3:] == pytest.approx(before)
    bars.picture.show(a=-3.5, b=3.3, c=1, temperature=0.5)  # 0.99004
    assert "become < 0.001, 0.990, 0.010. At temperature 1," in bars.picture.sentence


def test_equal_logits_are_said_to_be_moved_by_no_temperature():
    bars = explorables.temperature()
    for name, value in dict(a=1.3, b=1.3, c=1.3, temperature=3).items():
        bars.controls[name].value = value
    assert bars.sentence.endswith("become 0.333, 0.333, 0.333. Equal logits get equal shares, at any temperature.")


@pytest.mark.parametrize("z0, z1", [(-5, 5), (-5, -5), (0, 0), (2.5, -1), (5, -5)])
def test_one_of_two_is_the_sigmoid_of_the_difference(z0, z1):
    two = explorables.two_classes()
    two.controls["z0"].value, two.controls["z1"].value = z0, z1
    sigmoid = 1 / (1 + math.exp(z1 - z0))
    (x,), (y,) = two.picture.one.get_data()
    assert (x, y) == (z0 - z1, pytest.approx(sigmoid))
    assert two.picture.other.get_data()[1][0] == pytest.approx(1 - sigmoid)
    assert f"class 0 gets {sigmoid:.5f}" in two.sentence and f"is {sigmoid:.5f} as well" in two.sentence


@pytest.mark.parametrize(
    "scores, words",
    [
        ([1, 2, -3], "Right."),
        (np.array([0.5, -0.25, -0.25]), "Right."),
        ([0, 0, 0], "Not all of them 0"),
        ([0.1, 0.2, -0.3], "as floats they sum to 5.55e-17"),
        ([4.8, 1.21, -2.385], "They sum to 3.625, and the shares are 1.324, 0.3338, -0.6579."),
        ([1, -1], "got 2 numbers"),
        ([1, np.inf, -1], "finite"),
        ([1e308, 1e308, -1e308], "They sum to inf"),
    ],
)
def test_what_cannot_be_divided_by_its_sum_breaks_the_division(scores, words):
    assert words in check("break_division", scores).message


@pytest.mark.parametrize(
    "alone, words",
    [
        ([1 / 3, 1 / 3, 1 / 3], "Right."),
        ([0.333, 0.333, 0.334], "Right."),
        ([0.34, 0.33, 0.33], "closer together still, to 0.336, 0.332, 0.332"),
        ([1, 0, 0], "Softmax makes 0.576, 0.212, 0.212 of them"),
        ([0, 0, 0], "They sum to 0,"),
        ([1000, 1000, -1000], "between 0 and 1"),
    ],
)
def test_softmax_leaves_equal_shares_alone_and_nothing_else(alone, words):
    assert words in check("left_alone", alone).message
