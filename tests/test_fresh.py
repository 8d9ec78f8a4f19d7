"""Lesson 09: the ideal rule is what the recipe says, the picture counts what is there, PyTorch comes to the same."""

import math
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from helpers import check, explorables, pictures
from helpers.fresh.pictures import SHOWN, ideal
from helpers.layers import SGD
from helpers.spiral import Network, spiral
from helpers.watching.pictures import MARKED, PLANE

# Telling states of its pictures, besides those that its controls begin and end at.
STATES = {
    "Borders": [{}, *({"epoch": 100, "shown": shown} for shown in SHOWN)],
}
# What a learner finds by its label, what they set it to, and what the picture must then say.
MOVES = {
    "borders": [
        ("epoch", 20, "After 20 epochs: training"),
        ("regions", "the ideal rule's", "After 20 epochs: training"),
    ],
}

LESSON = nbformat.read(Path(__file__).parent.parent / "notebooks" / "09_fresh_points.ipynb", as_version=4)


def likelihoods(points):
    """How likely each arm makes a point at this angle, the noise being normal, all its turns summed."""
    radius, angle = np.hypot(points[:, 0], points[:, 1]), np.arctan2(points[:, 0], points[:, 1])
    arms = 2.5 * (4 * np.arange(3) + 4 * radius[:, None])
    turns = 2 * np.pi * np.arange(-8, 9)
    return np.exp(-(((angle[:, None, None] - arms[:, :, None] + turns) / 0.5) ** 2) / 2).sum(axis=2)


def test_the_ideal_rule_takes_the_arm_that_makes_a_point_most_likely():
    points = np.random.default_rng(0).uniform(-0.7, 0.7, (2000, 2))
    chances = np.sort(likelihoods(points), axis=1)
    clear = chances[:, 2] > chances[:, 1] * (1 + 1e-9)
    assert clear.mean() > 0.999
    assert np.array_equal(ideal(points)[clear], likelihoods(points).argmax(axis=1)[clear])


def test_the_limit_is_91_per_cent():
    def beyond(gap):  # the chance that noise carries an angle past half of a gap between arms
        return math.erfc(gap / 2 / 0.5 / math.sqrt(2)) / 2

    starts = sorted((10 * arm) % (2 * math.pi) for arm in range(3))
    gaps = [starts[1] - starts[0], starts[2] - starts[1], 2 * math.pi - starts[2] + starts[0]]
    wrong = np.mean([beyond(gaps[k]) + beyond(gaps[k - 1]) for k in range(3)])
    assert round(100 * (1 - wrong)) == 91
    points, labels, _ = spiral(50_000, 7)
    assert abs(np.mean(ideal(points) == labels) - (1 - wrong)) < 0.003


def test_the_borders_drawn_are_where_the_ideal_rule_changes():
    for line in pictures.Borders().figure.axes[0].lines[3:6]:  # the first three are the points
        x, y = np.array(line.get_data())[:, 5:]
        aside = 0.002 * np.array([y, -x]) / np.hypot(x, y)
        here, there = ideal((np.array([x, y]) + aside).T), ideal((np.array([x, y]) - aside).T)
        assert np.all(here != there) and len({*here}) == len({*there}) == 1


def test_the_regions_of_the_rule_and_the_differences_are_shown():
    borders = explorables.borders()
    borders.controls["shown"].value = SHOWN[1]
    rule = borders.picture.plane.get_array().ravel()
    assert np.array_equal(rule, ideal(PLANE))
    borders.controls["shown"].value = SHOWN[0]
    learned = borders.picture.plane.get_array().ravel()
    borders.controls["shown"].value = SHOWN[2]
    marked = borders.picture.plane.get_array().ravel() == MARKED
    inside = np.hypot(*PLANE.T) <= 1
    assert np.array_equal(marked, inside & (rule != learned))


def test_pytorch_comes_to_the_same_loss_from_the_same_start():
    torch = pytest.importorskip("torch")
    (shown,) = (cell.source for cell in LESSON.cells if "import torch" in cell.source)
    before, _, after = re.search(r"```python\n(import torch.*?)```", shown, re.S)[1].partition("for epoch")
    points, labels, random = spiral()
    network = Network(random)
    names = {"X": points, "y": labels}
    exec(before, names)
    with torch.no_grad():
        for theirs, ours in ((names["net"][0], network.first), (names["net"][2], network.second)):
            theirs.weight.copy_(torch.tensor(ours.weights.T))
            theirs.bias.copy_(torch.tensor(ours.biases[0]))
    exec("for epoch" + after, names)
    *_, loss = network.train(points, labels, SGD(0.3, momentum=0.9), 1000)
    assert abs(names["loss"](names["net"](names["points"]), names["labels"]).item() - loss) < 1e-9


def counted_at_once(labels, guesses):
    table = np.zeros((3, 3))
    np.add.at(table, (labels, guesses), 1)
    return table


RIGHT = {
    "gap": [459, 3000 * (289 / 300 - 2431 / 3000), np.int64(459)],
    "best_epoch": [lambda losses: losses.tolist().index(min(losses)) * 10],
    "angle_apart": [
        lambda a, b: np.abs((a - b + np.pi) % (2 * np.pi) - np.pi),
        lambda a, b: np.arccos(np.clip(np.cos(a - b), -1, 1)),
        lambda a, b: [min((x - y) % (2 * np.pi), (y - x) % (2 * np.pi)) for x, y in zip(a, b)],
    ],
    "confusion": [
        lambda labels, guesses: np.bincount(3 * labels + guesses, minlength=9).reshape(3, 3),
        counted_at_once,
    ],
    "nearest": [
        lambda points, X, y: y[np.argmin(np.sum((points[:, None] - X) ** 2, axis=2), axis=1)],
        lambda points, X, y: [y[np.argmin(np.linalg.norm(X - point, axis=1))] for point in points],
    ],
    "held_out": [list(range(0, 300, 5)), [*range(4, 100, 5), *range(102, 200, 5), *range(201, 300, 5)]],
}


def test_points_that_are_not_held_out_fairly_are_told_why():
    answers = {
        "60 of class 2": list(range(240, 300)),
        "none of the points 20 to 39": [*range(20), *range(100, 120), *range(200, 220)],
        "none of the points 0 to 19": [*range(80, 100), *range(180, 200), *range(280, 300)],
        "59 numbers": list(range(0, 295, 5)),
        "Only 59": [*range(0, 295, 5), 0],
        "whole numbers": [*range(0, 295, 5), 300],
        "lists in your list": [list(range(arm, arm + 100, 5)) for arm in (0, 100, 200)],
    }
    for words, answer in answers.items():
        assert words in check("held_out", answer).message
