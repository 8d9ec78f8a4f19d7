"""Lesson 02: what its explorables draw and say, and what its exercises answer."""

import math

import pytest

from helpers import explorables


def by_hand(logits):
    top = max(logits)
    powers = [math.exp(z - top) for z in logits]
    return [power / math.fsum(powers) for power in powers]


def heights(explorable):
    return [bar.get_height() for bar in explorable.picture.bars]


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
    (x,), (y,) = two.picture.one.get_data()
    assert (x, y) == (z0 - z1, pytest.approx(sigmoid))
    assert two.picture.other.get_data()[1][0] == pytest.approx(1 - sigmoid)
    assert f"class 0 gets {sigmoid:.4f}" in two.sentence and f"is {sigmoid:.4f} as well" in two.sentence
