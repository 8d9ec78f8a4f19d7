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

# Telling states of its pictures, besides those that its controls begin and end at.
STATES = {
    "TwoWeights": [
        {},
        {"rate": 0.22},
        {"rate": 0.26, "steps": 12},
        {"rate": 0.3, "steps": 40},
        {"rate": 0, "steps": 0},
    ],
}
# What a learner finds by its label, what they set it to, and what the picture must then say.
MOVES = {
    "two_weights": [
        ("rate", 0.3, "20 steps at rate 0.3: the loss has risen"),
        ("steps", 1, "1 step at rate 0.3: the loss"),
    ],
}

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
    "count_right": [
        lambda X, y, w1, b1, w2, b2: sum(np.maximum(X @ w1 + b1, 0).dot(w2).__add__(b2).argmax(axis=-1) == y),
        lambda X, y, w1, b1, w2, b2: np.count_nonzero((np.clip(X @ w1 + b1, 0, None) @ w2 + b2).argmax(1) == y),
    ],
    "wide_start": [
        lambda n: (np.random.normal(0, 3, (2, n)), np.random.randn(1, n), np.random.randn(n, 3) / 100, [[0, 0, 0]]),
    ],
    "rate_for_two": [0.15, 0.2, 0.23],
    "rate_for_all": [1.7, 2.0],
    "name_the_faults": [2413],
}


@pytest.mark.parametrize(
    "name, wrong", [("rate_for_two", (-0.1, 0, 0.1, 0.24, 0.3, np.nan)), ("rate_for_all", (0.1, 5))]
)
def test_a_rate_that_fails_is_told_what_it_does(name, wrong):
    said = [check(name, rate) for rate in wrong]
    assert not any(verdict.passed for verdict in said) and len({verdict.message for verdict in said}) == len(wrong)


def test_a_start_that_fails_is_told_what_is_wrong_with_it():
    draw = np.random.randn

    def start(w1=3.0, b1=1.0, w2=0.01, b2=0.0):
        return lambda n: [w1 * draw(2, n), b1 * draw(1, n), w2 * draw(n, 3), np.full((1, 3), b2)]

    def seeded(n):
        np.random.seed(0)
        return start()(n)

    answers = {
        "Not yet": lambda n: ...,
        "Return four arrays": lambda n: start()(n)[:3],
        "You return an ndarray": lambda n: draw(2, n),
        "(400, 2); (2, 400)": lambda n: [3 * draw(*((2, n) if n == 5 else (n, 2))), *start()(n)[1:]],
        "`b1` has the shape (5,); (1, 5)": lambda n: [3 * draw(2, n), draw(n), *start()(n)[2:]],
        "`w1` has numbers of about 0.0": start(w1=0.01),
        "All numbers of `b1` are the same": start(b1=0.0),
        "`w2` has numbers of about": start(w2=1.0),
        "`b2` are to be 0": start(b2=0.1),
        "`w1` has no number below 0": lambda n: [3 * np.random.rand(2, n), *start()(n)[1:]],
        "the same numbers": seeded,
    }
    for words, answer in answers.items():
        verdict = check("wide_start", answer)
        assert not verdict.passed and words in verdict.message, verdict


@pytest.mark.thorough
def test_the_size_of_the_weights_decides_and_the_bends_help_on_each_of_eight_seeds():
    apart = []
    for seed in range(8):
        ends = {}
        for size in (1 / 300, 1):
            for spread in (0, 1):
                points, labels, random = spiral(seed=seed)
                network = Network(random)
                network.first.weights = size * network.first.weights
                network.first.biases = spread * size * network.first.biases
                *_, loss = network.train(points, labels, SGD(1.0), 1000)
                right = np.count_nonzero(network.second.output.argmax(axis=1) == labels)
                ends[size, spread] = loss
                assert right > 200 if size == 1 else right < 150
        apart.append(ends[1, 0] - ends[1, 1])
        if seed == 0:
            assert round(ends[1, 0], 2) == 0.68
    assert round(min(apart), 2) == 0.03 and round(max(apart), 2) == 0.13
