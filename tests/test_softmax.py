"""Lesson 02: what its explorables draw and say, and what its exercises answer."""

import math

import numpy as np
import pytest

from helpers import check, explorables
from helpers.softmax import exercises as softmax


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


NAMES = {"np": np}
exec("def leans_on_another_cell(logits):\n    return np.exp(logits) / np.sum(exp_values)", NAMES)
exec("def own_names(logits):\n    exp_values = np.exp(logits)\n    return exp_values / sum(exp_values)", NAMES)

RIGHT = {
    "shifted_top": [0.66524096, 0.6652, 0.665, np.float32(0.66524)],
    "batch_shape": [(5, 3), [5, 3], np.shape(np.ones((5, 3)))],
    "mend_stale": [loops, log_sum_exp, NAMES["own_names"]],
    "softmax_list": [
        loops,
        log_sum_exp,
        lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(),
        lambda z: (np.exp(z) / np.exp(z).sum()).astype(np.float16),
        lambda z: tuple(by_hand(list(z))),
    ],
    "scale_to_certain": [4.7, 5, 100, 230, np.array(10.0), [6]],
    "logits_for": [
        np.log([0.5, 0.3, 0.2]),
        [math.log(5), math.log(3), math.log(2)],
        (-0.693, -1.204, -1.609),
        [0, math.log(0.6), math.log(0.4)],
        np.log([0.5, 0.3, 0.2]) + 700,
    ],
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


def above_only(z):
    return [math.exp(v - max(z)) / sum(math.exp(w) for w in z) for v in z]


def so_far(z):
    total, out = 0, []
    for v in z:
        total += math.exp(v)
        out.append(math.exp(v) / total)
    return out


def running(z):
    out = [by_hand(z)[0]]
    for share in by_hand(z)[1:]:
        out.append(out[-1] + share)
    return out


def same_term(z):
    return [math.exp(v) / sum(math.exp(v) for _ in z) for v in z]


def integer_buffer(z):
    out = np.zeros_like(z)
    out[:] = by_hand(z)
    return out


def total_kept(batch):
    total, out = 0, []
    for row in batch:
        for z in row:
            total += math.exp(z)
        out.append([math.exp(z) / total for z in row])
    return out


def total_of_the_last(batch):
    for row in batch:
        total = sum(math.exp(z) for z in row)
    return [[math.exp(z) / total for z in row] for row in batch]


def row_never_emptied(batch):
    out, row_out = [], []
    for row in batch:
        row_out.extend(by_hand(row))
        out.append(row_out)
    return out


def one_buffer(batch):
    out, buffer = [], np.zeros(batch.shape[1])
    for row in batch:
        buffer[:] = by_hand(row)
        out.append(buffer)
    return out


def based_on(base):
    return lambda z: [base ** float(v) / sum(base ** float(w) for w in z) for v in z]


# Written apart from the tables: each answer makes one mistake, and a word that its verdict's first line must hold.
LIST = [
    (lambda z: [v / sum(z) for v in z], "divide the logits themselves"),
    (lambda z: [abs(v) / sum(map(abs, z)) for v in z], "without their signs"),
    (lambda z: [v * v / sum(w * w for w in z) for v in z], "squares of the logits"),
    (lambda z: list(z), "logits unchanged"),
    (lambda z: np.exp(z - np.max(z)), "subtract the largest logit and divide by nothing"),
    (above_only, "above the line only"),
    (lambda z: np.exp(z) / z.size, "how many classes"),
    (lambda z: [math.exp(v) / sum(z) for v in z], "by the sum of the logits. The sum"),
    (lambda z: [math.exp(v - sum(z)) for v in z], "First take the powers"),
    (so_far, "total so far"),
    (same_term, "same power again and again"),
    (lambda z: loops(loops(z)), "twice"),
    (lambda z: [1 / (1 + math.exp(-v)) for v in z], "sigmoid"),
    (lambda z: np.eye(len(z))[np.argmax(z)], "argmax"),
    *[(based_on(base), f"powers of {base}.") for base in (2, 2.7, 2.71, 2.718, 2.72, 3, 10)],
    (lambda z: np.exp(z) ** 2 / np.sum(np.exp(z) ** 2), "square the powers"),
    (lambda z: np.sqrt(np.exp(z)) / np.sum(np.sqrt(np.exp(z))), "halve the logits"),
    (lambda z: z - np.logaddexp.reduce(z), "logarithms"),
    (lambda z: loops([-v for v in z]), "minus sign too many in the exponent."),
    (lambda z: [1 / math.exp(v) for v in z], "and the division is missing"),
    (lambda z: [1 - p for p in by_hand(z)], "1 minus"),
    (lambda z: [p * 100 for p in by_hand(z)], "per cent"),
    (running, "running totals"),
    (lambda z: sorted(by_hand(z)), "the smallest first"),
    (lambda z: sorted(by_hand(z), reverse=True), "the largest first"),
    (lambda z: math.fsum(by_hand(z)), "sum of the probabilities"),
]

WRONG = {
    "softmax_list": [
        *LIST,
        (lambda z: [math.exp(v) for v in z], "Your numbers sum to 30.19"),
        (lambda z: np.exp(z) / 135.7229648364, "belongs to other logits"),
        (lambda z: [0.09003057, 0.24472847, 0.66524096], "the same whatever it is given"),
        (lambda z: np.round(by_hand(z)), "rounded to 0 digits"),
        (integer_buffer, "cut off"),
    ],
    "mend_stale": [
        *LIST,
        (lambda z: [math.exp(v) / 135.7229648364 for v in z], "Not yet: the cell"),
        (lambda z: by_hand([4.8, 1.21, 2.385]), "every name in your function"),
        (lambda z: np.exp([4.8, 1.21, 2.385]) / np.exp(z).sum(), "divide `powers`"),
        (lambda z: np.exp(z) / sum([0.8952826639573506, 0.024708306782070668, 0.08000902926057876]), "which is 1"),
        (lambda z: np.exp(z) / np.sum(np.exp([1, 2, 3])), "and for no others"),
        (lambda z: np.exp(z) / [0.89528266, 0.02470831, 0.08000903], "number by number"),
        (NAMES["leans_on_another_cell"], "`exp_values` is not defined in this kernel"),
    ],
    "shifted_top": [
        (1, "far apart"),
        (0.3366, "raw logits"),
        (0.34, "What cancels"),
        ("it stays", "quotes"),
        (0.7, "Nearly: give"),
        (66.5, "per cent"),
        ([0.0900, 0.2447, 0.6652], "All three"),
        (0.0900, "the smallest"),
        (0.2447, "the middle"),
        (2, "place"),
        (103, "largest logit. Give"),
        (0.333, "nearly equal"),
    ],
    "batch_shape": [
        ((3, 5), "exchanged"),
        ((5,), "one number for each sample"),
        ((3,), "softmax of one sample"),
        (15, "as a tuple"),
        ((15,), "in rows and columns"),
        ((5, 1), "the shape of the totals"),
    ],
    "scale_to_certain": [
        (2, "0.8668"),
        (-5, "order round"),
        ([1, 2], "got 2 numbers"),
        (np.inf, "finite"),
        (300, "no longer fit a float"),
    ],
    "logits_for": [
        ([0.5, 0.3, 0.2], "probabilities themselves"),
        ([2, 3, 5], "is wanted"),
        ([1, 2], "got 2 numbers"),
        (-0.693, "got 1 number."),
        (np.ones((2, 3)), "the shape (2, 3)"),
        ([5, 3, 2], "proportions are right"),
        ([50, 30, 20], "makes 1.000, 0.000, 0.000"),
        ([0.693, 1.204, 1.609], "but for the sign"),
        (np.log10([0.5, 0.3, 0.2]), "base 10"),
        (np.log2([0.5, 0.3, 0.2]), "base 2."),
        (by_hand([0.5, 0.3, 0.2]), "again goes forwards"),
        ([math.e**p for p in (0.5, 0.3, 0.2)], "once more"),
        (np.log([0.3, 0.5, 0.2]), "wrong order"),
    ],
    "softmax_rows": [
        *[(lambda b, f=answer: [f(row) for row in b], word) for answer, word in LIST],
        (lambda b: np.exp(b) / np.exp(b).sum(), "together sum to 1:"),
        (lambda b: (np.exp(b.T) / np.exp(b.T).sum(axis=1, keepdims=True)).T, "columns"),
        (lambda b: np.exp(b) / np.exp(b).sum(axis=1), "cannot divide shape (2, 3) by (2,)"),
        (lambda b: [[math.exp(z) for z in row] for row in b], "You return the powers"),
        (total_kept, "keeps growing"),
        (total_of_the_last, "total of the last one"),
        (row_never_emptied, "Begin each row with an empty list"),
        (one_buffer, "All your rows are the last one"),
        (lambda b: loops(b[0]), "first row only"),
        (lambda b: [p for row in b for p in by_hand(row)], "all in one row"),
        (lambda b: [integer_buffer(row) for row in b], "cut off"),
    ],
}


@pytest.mark.parametrize("name", WRONG)
def test_each_mistake_is_called_by_its_name(name):
    said = set()
    for answer, word in WRONG[name]:
        verdict = check(name, answer)
        assert not verdict.passed and word in verdict.message.split("\n")[0], verdict
        said.add(verdict.message.split("\n")[0])
    assert len(said) == len(WRONG[name])


def test_a_mistake_in_one_row_becomes_one_in_every_row():
    assert softmax.per_row(sum)(np.array([[1, 2], [3, 4]])).tolist() == [3, 7]
