"""Lesson 05: right answers of any style pass, the documented mistakes are named, the pictures say what is true."""

import math
import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from helpers import exercises
from helpers.layers import Softmax, SoftmaxLoss
from helpers.loss.pictures import FourSamples, OneLoss

# Telling states of its pictures, besides those that its controls begin and end at.
STATES = {
    "OneLoss": [{}, {"z0": -5, "z1": 5, "z2": 5}, {"z0": 5, "z1": -5, "z2": -5}, {"z2": 0.5, "label": 2}],
    "FourSamples": [
        {},
        {"p0": 0.01, "p1": 0.01, "p2": 0.99, "p3": 0.5},
        {"p0": 0.51, "p1": 0.52, "p2": 0.53, "p3": 0.54},
    ],
}
# What a learner finds by its label, what they set it to, and what the picture must then say.
MOVES = {
    "one_loss": [
        ("logit of class 0", 1, "The logits 1, 1, -1 give class 0"),
        ("logit of class 1", 0, "The logits 1, 0, -1 give class 0"),
        ("logit of class 2", 0, "The logits 1, 0, 0 give class 0"),
        ("label", 2, "give class 2, the label, the probability 0.2119, not the largest: its loss is 1.551."),
    ],
    "four_samples": [
        ("sample 0", 0.5, "2 of 4 right, accuracy 0.5. The losses 0.69, 0.22, 0.36, 1.20"),
        ("sample 1", 0.5, "1 of 4 right"),
        ("sample 2", 0.5, "0 of 4 right"),
        ("sample 3", 0.99, "1 of 4 right, accuracy 0.25. The losses 0.69, 0.69, 0.69, 0.01 have the mean 0.522."),
    ],
}


def rows(p, y):
    return zip(p.tolist(), y.tolist())


def with_one_hot(p, y):
    return np.where(np.eye(p.shape[1], dtype=bool)[y], p, 0).sum(axis=1)


def logs(z):
    return z - np.logaddexp.reduce(z, axis=1, keepdims=True)


RIGHT = {
    "pick": [
        with_one_hot,
        lambda p, y: [row[label] for row, label in rows(p, y)],
        lambda p, y: np.take_along_axis(p, y[:, None].astype(int), axis=1)[:, 0],
        lambda p, y: np.diag(p[:, y]),
    ],
    "cross_entropy": [
        lambda p, y: sum(-math.log(row[label]) for row, label in rows(p, y)) / len(y),
        lambda p, y: -np.log(with_one_hot(p, y)).mean(),
    ],
    "log_sum_exp": [
        lambda z: [max(row) + math.log(sum(math.exp(v - max(row)) for v in row)) for row in z.tolist()],
        lambda z: np.squeeze(z.max(1, keepdims=True) + np.log(np.exp(z - z.max(1, keepdims=True)).sum(1)[:, None]), 1),
        lambda z: np.logaddexp.reduce(z, axis=1).astype(np.float32),
    ],
    "loss_from_logits": [SoftmaxLoss().forward, lambda z, y: -logs(z)[range(len(y)), list(y)].mean()],
}


def softmax(z):
    return Softmax().forward(z)


WRONG = {
    "softmax twice": ("loss_from_logits", lambda z, y: SoftmaxLoss().forward(softmax(z), y), "applied twice"),
    "log of what underflowed": ("loss_from_logits", lambda z, y: -np.log(softmax(z))[range(len(y)), y].mean(), "-800"),
    "logits clipped": ("loss_from_logits", lambda z, y: SoftmaxLoss().forward(z.clip(-500, 500), y), "clip the logits"),
    "probabilities clipped": (
        "loss_from_logits",
        lambda z, y: -np.log(softmax(z).clip(1e-7))[range(len(y)), y].mean(),
        "probability costs 16.12 where the truth is 800. A floor",
    ),
    "a small number added": ("cross_entropy", lambda p, y: -np.log(p[range(len(y)), y] + 1e-15).mean(), "A floor"),
    "one-hot taken for numbers": ("cross_entropy", lambda p, y: -(y * np.log(p)).sum() / len(y), "one-hot rows"),
    "0 times -inf": ("cross_entropy", lambda p, y: -(np.eye(p.shape[1])[y] * np.log(p)).sum() / len(y), "0 times -inf"),
    "every listed column": ("cross_entropy", lambda p, y: np.mean(-np.log(p[:, y])), "other samples' labels"),
    "every listed column, to pick": ("pick", lambda p, y: p[:, y], "all the columns that `y` lists"),
    "rows for columns": ("pick", lambda p, y: p[y], "Labels are columns"),
    "mean over all entries": ("cross_entropy", lambda p, y: np.mean(-np.log(p)), "right class or not"),
    "not divided": ("cross_entropy", lambda p, y: np.sum(-np.log(p[range(len(y)), y])), "Take their mean"),
    "the largest": ("cross_entropy", lambda p, y: np.mean(-np.log(p.max(axis=1))), "right or wrong: take the label's"),
}


@given(st.lists(st.floats(0.001, 0.999), min_size=8, max_size=8))
def test_two_networks_part_ways_when_more_are_right_at_a_larger_loss(p):
    right = [sum(each > 0.5 for each in four) for four in (p[:4], p[4:])]
    losses = [math.fsum(-math.log(each) for each in four) for four in (p[:4], p[4:])]
    verdict = exercises()["part_ways"].judge([p[:4], p[4:]])
    assert verdict.passed == (right[0] > right[1] and losses[0] > losses[1] and 0.5 not in p)


one_loss, four_samples = OneLoss(), FourSamples()
logit = st.floats(-5, 5).map(lambda z: round(z, 1))


@given(logit, logit, logit, st.integers(0, 2))
def test_one_loss_says_what_the_label_costs(z0, z1, z2, label):
    sentence = one_loss.move(z0, z1, z2, label)
    wanted = SoftmaxLoss().forward([[z0, z1, z2]], [label])
    assert math.isclose(float(re.search(r"loss is (.*)\.$", sentence)[1]), wanted, rel_tol=1e-3)


@given(st.lists(st.integers(1, 99), min_size=4, max_size=4))
def test_four_samples_are_counted_and_weighed(percent):
    p = [each / 100 for each in percent]
    sentence = four_samples.move(*p)
    mean = math.fsum(-math.log(each) for each in p) / 4
    assert sentence.startswith(f"{sum(each > 50 for each in percent)} of 4 right") and f"mean {mean:.3f}" in sentence
