"""Lesson 07: the steps drawn, the bends counted, what its table says of faults, and its bar."""

import os
import re
import signal
from pathlib import Path

import nbformat
import numpy as np
import pytest

from helpers import check, explorables, pictures, progress
from helpers.engine import progress as bars
from helpers.layers import SGD
from helpers.spiral import Network, spiral

LESSON = nbformat.read(Path(__file__).parent.parent / "notebooks" / "07_train.ipynb", as_version=4)


@pytest.mark.parametrize("rate", [0, 0.05, 0.12, 0.25, 0.3])
@pytest.mark.parametrize("steps", [0, 1, 40])
def test_each_step_multiplies_each_weight_by_one_number(rate, steps):
    explorable = explorables.two_weights()
    explorable.controls["rate"].value, explorable.controls["steps"].value = rate, steps
    k = np.arange(steps + 1)
    flat, steep = 3 * (1 - rate) ** k, (1 - 8 * rate) ** k
    inside = np.abs(steep) <= 50
    assert np.allclose(np.array(explorable.picture.path.get_data())[:, inside], np.array([flat, steep])[:, inside])
    end, start = (flat[-1] ** 2 + 8 * steep[-1] ** 2) / 2, 8.5
    went = "stayed" if np.isclose(end, start) else "fallen" if end < start else "risen"
    assert f"the loss has {went}" in explorable.sentence


def test_the_bends_that_cut_the_spirals_circle_are_counted():
    random = spiral()[2]
    weights, _, biases = 3 * random.randn(2, 64), random.randn(64, 3), random.randn(64)
    angles = np.linspace(0, 2 * np.pi, 20001)
    sums = np.array([np.sin(angles), np.cos(angles)]).T @ weights + biases
    cut = np.count_nonzero((sums.min(axis=0) < 0) & (sums.max(axis=0) > 0))
    assert f"With random biases {cut} cut through" in pictures.Bends().sentence


def faulty(scale=1.0, twice=False):
    """Return the losses and the number right of 500 epochs whose gradient by the logits is off as said."""
    points, labels, random = spiral()
    network, losses = Network(random), []
    backward = network.loss.backward
    if twice:
        inner = network.loss.forward

        def forward(logits, labels):
            powers = np.exp(logits - logits.max(axis=1, keepdims=True))
            network.shares = powers / powers.sum(axis=1, keepdims=True)
            return inner(network.shares, labels)

        def backward():
            d, p = type(network.loss).backward(network.loss), network.shares
            return p * (d - np.sum(d * p, axis=1, keepdims=True))

        network.loss.forward = forward
    network.loss.backward = lambda: scale * backward()
    with np.errstate(all="ignore"):
        losses = list(network.train(points, labels, SGD(1.0), 500))
    return losses, np.count_nonzero(network.second.output.argmax(axis=1) == labels)


def test_the_table_of_faults_says_what_training_shows():
    text = "\n".join(cell.source for cell in LESSON.cells)
    rows = {who: row for who, *row in re.findall(r"^\| (\w+) \| (.+?) \| (.+?) \| (.+?) \| (.+) \|$", text, re.M)}
    for who, faults in {"Ann": {"scale": -1}, "Ben": {"scale": 300}, "Dan": {"twice": True}}.items():
        losses, right = faulty(**faults)
        told = rows[who][3]
        assert abs(int(told.removeprefix("about ")) - right) <= (10 if "about" in told else 0)
        for told, epoch in zip(rows[who], (0, 10, 500)):
            if told.startswith("above"):
                assert losses[epoch] > float(told.removeprefix("above ").replace(",", ""))
            else:
                assert told == f"{losses[epoch]:.2f}" or (told == "too large to print" and losses[epoch] > 1e200)
    assert f"{-np.log(np.e / (np.e + 2)):.2f}" == "0.55"  # softmax of 1, 0, 0, what the sure logits have become


def test_a_loop_under_a_bar_sees_every_step(capsys):
    assert list(progress(range(7))) == list(range(7)) and list(progress([])) == []
    assert "Stopped" not in capsys.readouterr().out


def test_the_stop_button_ends_the_loop_after_a_whole_step(capsys):
    before, seen = signal.getsignal(signal.SIGINT), []
    for step in progress(range(100)):
        if step == 3:
            os.kill(os.getpid(), signal.SIGINT)
        seen.append(step)
    assert seen == [0, 1, 2, 3] and "Stopped after 4 of 100 steps." in capsys.readouterr().out
    assert signal.getsignal(signal.SIGINT) is before


def test_pressed_twice_it_breaks_off_at_once():
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        for _ in progress(range(100)):
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_old_bars_are_forgotten():
    for _ in range(30):
        list(progress(range(2)))
    assert len(bars._shown) == 12


RIGHT = {
    "update": [
        lambda weights, gradient, rate: weights + -rate * gradient,
        lambda weights, gradient, rate: np.vectorize(lambda w, g: w - g * rate)(weights, gradient),
    ],
    "bend_distance": [
        lambda w, b: np.abs(b) / np.linalg.norm(w, axis=0),
        lambda w, b: [abs(b[j]) / (w[0, j] ** 2 + w[1, j] ** 2) ** 0.5 for j in range(len(b))],
        lambda w, b: np.abs(b / np.hypot(w[0], w[1])),
    ],
    "mend_order": [
        lambda X, h, d, w1, w2, r: (w1 - r * X.T @ ((d @ w2.T) * (h > 0)), w2 - r * h.T @ d),
    ],
    "rate_for_two": [0.15, 0.2, 0.23],
    "rate_for_all": [1.7, 2.0],
    "name_the_faults": [2413],
    "count_numbers": [387.0],
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_answers_of_any_style_pass(name):
    for answer in RIGHT[name]:
        assert check(name, answer).passed, check(name, answer)


@pytest.mark.parametrize(
    "name, wrong", [("rate_for_two", (-0.1, 0, 0.1, 0.24, 0.3, np.nan)), ("rate_for_all", (0.1, 5))]
)
def test_a_rate_that_fails_is_told_what_it_does(name, wrong):
    said = [check(name, rate) for rate in wrong]
    assert not any(verdict.passed for verdict in said) and len({verdict.message for verdict in said}) == len(wrong)
