"""Lesson 08: what is drawn of a training is what the network does, and a network handed over is judged as it is."""

import numpy as np
import pytest

from helpers import check, explorables
from helpers.layers import SGD, Adam
from helpers.spiral import CURVES, Activation, Network, spiral
from helpers.watching.pictures import PLANE, TINTED, course_history

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
    drawn = np.asarray(explorable.picture.plane.get_array()).reshape(-1, 4)
    same = np.all(drawn == TINTED[by_layers(entry, name, PLANE.astype(float))], axis=1)
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


def trained(activation="ReLU", optimizer=lambda: Adam(0.03, decay=0.001), epochs=1500, seed=0):
    network = Network(np.random.RandomState(seed), lambda: Activation(activation))
    list(network.train(POINTS, LABELS, optimizer(), epochs))
    return [network.first.weights, network.first.biases, network.second.weights, network.second.biases]


@pytest.mark.parametrize("seed", range(3))
def test_the_published_way_makes_a_network_that_passes(seed):
    verdict = check("own_network", trained(seed=seed))
    assert verdict.passed, verdict


def test_with_adam_the_sigmoid_gets_there():
    assert np.sum(by_layers(trained("sigmoid", epochs=1000), "sigmoid", POINTS) == LABELS) == 282


def test_a_network_that_fails_is_told_what_is_wrong_with_it():
    w1, b1, w2, b2 = good = trained()
    answers = {
        "Not yet": ...,
        "in a list": w1,
        "list of 3": good[:3],
        "not an array of numbers": ["a", b1, w2, b2],
        "one row for each input": [w1.T, b1, w2.T, b2],
        "in this order": [w2, b2, w1, b1],
        "first biases": [w1, b1[:, :5], w2, b2],
        "nan or infinite": [w1 * np.nan, b1, w2, b2],
        "With tanh it would be": trained("tanh"),
        "is dead": [w1, b1 - 1e6, w2, b2],
        "not far from guessing": [0.01 * w1, 0 * b1, 0.01 * w2, b2],
        "Train longer": trained(optimizer=lambda: SGD(0.3, momentum=0.9), epochs=200),
    }
    for words, answer in answers.items():
        verdict = check("own_network", answer)
        assert not verdict.passed and words in verdict.message, verdict


RIGHT = {
    "momentum_step": [lambda last, gradient, rate, momentum: -(rate * gradient - last * momentum)],
    "decayed_rate": [lambda rate, decay, steps: rate * (1 / (1 + steps * decay))],
    "leaky_backward": [lambda x, d: d * np.where(x > 0, 1, 0.01), lambda x, d: d * ((x > 0) + 0.01 * (x <= 0))],
    "sigmoid_backward": [lambda output, d: d * (output - output**2)],
    "momentum_for_two": [0.6, 0.7],
}


def test_a_momentum_that_fails_is_told_which_way_to_go():
    for momentum, said in {0.3: "keep more", 0.9: "keep less", 1.0: "below 1", -0.5: "at least 0"}.items():
        assert said in check("momentum_for_two", momentum).message
