"""Lesson 08: what is drawn of a training is what the network does, and a network handed over is judged as it is."""

import numpy as np
import pytest

from helpers import check, explorables
from helpers.layers import SGD, Adam
from helpers.spiral import CURVES, Activation, Network, spiral
from helpers.watching.pictures import PLANE, course_history

# Telling states of its pictures, besides those that its controls begin and end at.
STATES = {
    "Epochs": [{}, {"epoch": 50}, {"epoch": 100}],
    "Activations": [{"epoch": 100, "activation": name} for name in CURVES],
}
# What a learner finds by its label, what they set it to, and what the picture must then say.
MOVES = {
    "momentum": [
        ("rate", 0.1, "20 steps at rate 0.1: the loss"),
        ("momentum", 0.5, "20 steps at rate 0.1 and momentum 0.5: the loss"),
        ("steps", 2, "2 steps at rate 0.1 and momentum 0.5: the loss"),
    ],
    "epochs": [("epoch", 50, "After 50 epochs")],
    "activations": [("activation", "tanh", "With tanh: after 100"), ("epoch", 20, "With tanh: after 20")],
}

POINTS, LABELS, _ = spiral()


def by_layers(entry, activation, points):
    """The class of each point, by the layers themselves."""
    network = Network(np.random.RandomState(0), lambda: Activation(activation))
    network.first.weights, network.first.biases, network.second.weights, network.second.biases = entry
    return network.forward(points).argmax(axis=1)


@pytest.mark.parametrize("name", CURVES)
@pytest.mark.parametrize("epoch", [0, 50, 100])
def test_regions_and_count_are_those_of_the_network_after_that_epoch(name, epoch):
    explorable = explorables.activations()
    explorable.controls["activation"].value, explorable.controls["epoch"].value = name, epoch
    entry = course_history(name)[epoch // 10]
    same = explorable.picture.plane.get_array().ravel() == by_layers(entry, name, PLANE.astype(float))
    assert np.mean(same) > 0.99  # every second point is computed, and a border may lie a pixel elsewhere
    right = np.count_nonzero(by_layers(entry, name, POINTS) == LABELS)
    assert f"after {epoch} epochs the loss is" in explorable.sentence and f"{right} of 300" in explorable.sentence


@pytest.mark.parametrize("name", CURVES)
def test_a_slope_is_that_of_its_curve(name):
    curve, slope = CURVES[name]
    x = np.array([-20.0, -3, -0.5, 0.2, 2, 20])
    assert np.allclose((curve(x + 1e-5) - curve(x - 1e-5)) / 2e-5, slope(x), atol=1e-8)


@pytest.mark.parametrize(
    "history, said",
    [
        ([], "list"),
        (np.zeros(3), "ndarray"),
        ([[np.zeros((64, 2)), np.zeros(64), np.zeros((64, 3)), np.zeros(3)]], "three scores"),
        ([[np.zeros((2, 8)), np.zeros(8), np.zeros((8, 3)), np.zeros(3)]] * 3, "copies"),
    ],
)
def test_a_history_that_cannot_be_drawn_is_told_why(history, said):
    with pytest.raises(ValueError, match=said):
        explorables.epochs(POINTS, LABELS, history)


HANDED, HANDED_LABELS, _ = spiral(seed=7)


def trained(
    activation="ReLU", optimizer=lambda: Adam(0.03, decay=0.001), epochs=1500, seed=0, on=(HANDED, HANDED_LABELS)
):
    network = Network(np.random.RandomState(seed), lambda: Activation(activation))
    list(network.train(*on, optimizer(), epochs))
    return [network.first.weights, network.first.biases, network.second.weights, network.second.biases]


def by_momentum():
    return SGD(0.15, decay=0.0005, momentum=0.9)


@pytest.mark.thorough
def test_the_published_way_reaches_the_bound_from_forty_starts():
    for seed in range(40):
        verdict = check("own_network", trained(seed=seed, optimizer=by_momentum))
        assert verdict.passed, f"seed {seed}: {verdict}"


def test_the_network_that_the_lesson_trained_on_other_points_does_not_pass():
    lessons = trained(optimizer=lambda: SGD(0.3, momentum=0.9), epochs=1000, on=(POINTS, LABELS))
    verdict = check("own_network", lessons)
    assert not verdict.passed and "points of seed 0 it would be" in verdict.message
    start = [*lessons[:3], np.zeros((1, 3))]
    assert "Your last biases are all 0" in check("own_network", start).message


@pytest.mark.thorough
def test_momentum_makes_the_loss_lower_from_eight_starts_and_more_right_from_seven_and_a_larger_rate_does_not():
    ends = []
    for seed in range(8):
        for optimizer in (SGD(1.0), SGD(0.3, momentum=0.9), SGD(3.0)):
            points, labels, random = spiral(seed=seed)
            network = Network(random)
            *_, loss = network.train(points, labels, optimizer, 1000)
            ends.append((loss, np.count_nonzero(network.second.output.argmax(axis=1) == labels)))
    plain, momentum, larger = (np.array(ends[k::3]) for k in range(3))
    assert (momentum[:, 0] < plain[:, 0]).all() and np.count_nonzero(momentum[:, 1] > plain[:, 1]) == 7
    assert np.count_nonzero(larger[:, 1] < plain[:, 1]) == 7 and abs(larger[0, 1] - 200) < 5 < plain[0, 1] - 200


@pytest.mark.parametrize("seed", range(3))
def test_the_published_way_makes_a_network_that_passes(seed):
    verdict = check("own_network", trained(seed=seed))
    assert verdict.passed, verdict


def test_with_adam_the_sigmoid_gets_there():
    assert np.sum(by_layers(trained("sigmoid", epochs=1000, on=(POINTS, LABELS)), "sigmoid", POINTS) == LABELS) == 282


def test_a_network_that_fails_is_told_what_is_wrong_with_it():
    w1, b1, w2, b2 = good = trained()
    answers = {
        "Not yet": ...,
        "in a list": w1,
        "list of 3": good[:3],
        "the text 'a'": ["a", b1, w2, b2],
        "not an array of numbers": [{1}, b1, w2, b2],
        "one row for each input": [w1.T, b1, w2.T, b2],
        "(64, 3), (1, 3), (2, 64) and (1, 64). These are the right ones in another order": [w2, b2, w1, b1],
        "(2, 64), (64, 3), (1, 64) and (1, 3). These are the right ones in another order": [w1, w2, b1, b2],
        "(1, 5), (64, 3) and (1, 3). (2, neurons), (1, neurons)": [w1, b1[:, :5], w2, b2],
        "nan or infinite": [w1 * np.nan, b1, w2, b2],
        "With tanh it would be": trained("tanh"),
        "64 of 64 hidden neurons are dead": [w1, b1 - 1e6, w2, b2],
        "hidden neurons are dead. Shorter steps": trained(optimizer=lambda: SGD(3.0, momentum=0.9), epochs=200),
        "The loss is": trained(optimizer=lambda: SGD(-0.2, momentum=0.9), epochs=300),
        "have the same weights": [0 * w1, 0 * b1, 0 * w2, b2],
        "not far from guessing": [0.01 * w1, 0 * b1, 0.01 * w2, b2],
        "train longer": trained(optimizer=lambda: SGD(0.3, momentum=0.9), epochs=200),
    }
    for words, answer in answers.items():
        verdict = check("own_network", answer)
        assert not verdict.passed and words in verdict.message, verdict


def by_hand(X, y, w1, b1, w2, b2, rate, epochs):
    for _ in range(epochs):
        hidden = np.maximum(0, X @ w1 + b1)
        powers = np.exp(hidden @ w2 + b2)
        d = (powers / powers.sum(axis=1, keepdims=True) - np.eye(3)[y]) / len(X)
        back = (d @ w2.T) * (hidden > 0)
        w2, b2 = w2 - rate * hidden.T @ d, b2 - rate * d.sum(axis=0)
        w1, b1 = w1 - rate * X.T @ back, b1 - rate * back.sum(axis=0)
    return w1, b1, w2, b2


RIGHT = {
    "momentum_step": [lambda last, gradient, rate, momentum: -(rate * gradient - last * momentum)],
    "sigmoid_backward": [lambda output, d: d * (output - output**2)],
    "own_loop": [by_hand],
    "momentum_for_two": [0.6, 0.7],
}


def test_a_momentum_that_fails_is_told_which_way_to_go():
    for momentum, said in {0.3: "keep more", 0.9: "keep less", 1.0: "below 1", -0.5: "at least 0"}.items():
        assert said in check("momentum_for_two", momentum).message
