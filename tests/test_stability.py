"""Lesson 04: what its explorables draw and say, and what its exercises answer."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import check, explorables
from helpers.engine.judge import Case
from helpers.stability import exercises as stability

# Written out from the formats' definitions, apart from NumPy: (2 - 2**-p) * 2**e.
LARGEST = {
    "float16": (2 - Fraction(1, 2**10)) * 2**15,
    "float32": (2 - Fraction(1, 2**23)) * 2**127,
    "float64": (2 - Fraction(1, 2**52)) * 2**1023,
}


def shares(logits):
    """Softmax in Python's own floats: one over the sum of the powers of all differences to a logit."""
    return [1 / math.fsum(math.exp(min(700, other - z)) for other in logits) for z in logits]


def shown(live, column, rows=(0, 1, 2)):
    return [live._drawing.cells[row, column][1].get_text() for row in rows]


@pytest.mark.parametrize("dtype", LARGEST)
def test_the_cliff_breaks_where_the_dtype_ends(dtype):
    live = explorables.cliff()
    live.controls["dtype"].value = dtype
    for z in (0, 3, 11, 12, 88, 89, 400, 709, 710, 800):
        live.controls["z"].value = z
        broken_as_it_should(live, dtype, z)


def broken_as_it_should(live, dtype, z):
    over = z > math.log(LARGEST[dtype])  # exact for integers of any length
    drawing = live._drawing
    assert [float(d[0]) for d in drawing.dot.get_data()] == [z, list(LARGEST).index(dtype)]
    assert float(drawing.drop.get_xdata()[0]) == z

    assert (shown(live, 1, (2, 3)) == ["inf", "inf"]) is over
    assert (shown(live, 2) == ["0", "0", "nan"]) is over
    # The mark behind a cell is there exactly where the number is not usable any more.
    for back, text in drawing.cells.values():
        assert back.get_visible() is (text.get_text() in ("inf", "nan"))

    tolerance = dict(rel=2e-2 if dtype == "float16" else 6e-3, abs=1e-7 if dtype == "float16" else 1e-30)
    right = shares([1, 2, z])
    assert [float(text) for text in shown(live, 4)] == pytest.approx(right, **tolerance)
    if not over:
        assert [float(text) for text in shown(live, 2)] == pytest.approx(right, **tolerance)
    top = max(2, z)
    rest = math.log(math.fsum(math.exp(logit - top) for logit in (1, 2, z)))
    logs = [logit - top - rest for logit in (1, 2, z)]
    assert [float(text) for text in shown(live, 6)] == pytest.approx(logs, rel=6e-3, abs=1e-3)

    assert live.sentence.startswith(f"{dtype}, logits 1, 2, {z}: exp({z}) ")
    assert ("becomes inf. Naive softmax: 0, 0, nan." in live.sentence) is over
    assert ("Naive and stable softmax agree" in live.sentence) is not over
    assert "Log-softmax: " + ", ".join(shown(live, 6)) in live.sentence


def test_the_limits_drawn_are_the_logarithms_of_the_largest_numbers():
    bars = explorables.cliff()._drawing.figure.axes[0]
    fits = [bar.get_width() for bar in bars.patches if bar.get_x() == 0]
    assert fits == pytest.approx([math.log(number) for number in LARGEST.values()])
    said = " ".join(text.get_text() for text in bars.texts)
    assert all(limit in said for limit in ("11.09", "88.72", "709.78"))


def test_the_stable_column_underflows_and_log_softmax_does_not():
    live = explorables.cliff()
    live.controls["dtype"].value, live.controls["z"].value = "float64", 800
    assert live.sentence.endswith("-799, -798, 0. Two of them underflowed to 0; their logarithms are not lost.")


@pytest.fixture(scope="module")
def one_maximum():
    return explorables.one_maximum()


@pytest.mark.parametrize("shift", [-800, -750, -745, -740, -400, -5, 0, 5, 400, 700, 750, 800])
def test_one_maximum_loses_the_row_that_lies_low(one_maximum, shift):
    live = one_maximum
    live.controls["shift"].value = shift
    drawing = live._drawing
    right = shares([1, 2, 3])
    low = 1 if shift < 0 else 0
    heights = np.array([bar.get_height() for bar in drawing.bars]).reshape(2, 3)
    labels = np.array([label.get_text() for label in drawing.labels]).reshape(2, 3)
    assert heights[1 - low] == pytest.approx(right)  # the row that brings the maximum is always safe
    if abs(shift) >= 750:
        assert list(labels[low]) == ["nan"] * 3 and not heights[low].any()
        assert f"every exponential of row {low} is 0, and 0/0 makes it nan" in live.sentence
    elif shift == -745:
        assert list(labels[1]) == ["0.00", "0.00", "1.00"] and "0, 0, 1, without a warning" in live.sentence
    else:
        assert heights[low] == pytest.approx(right, abs=0.005)
        assert "both rows still come out right" in live.sentence
    assert live.sentence.endswith("With its own maximum each row is 0.09, 0.245, 0.665.")
    maxima = [note.get_text().split("\n")[0] for note in drawing.notes]
    assert maxima == [f"m = {m}" for m in (max(3, 3 + shift), max(3, 3 + shift), 3, 3 + shift)]


@pytest.mark.parametrize("shift", [-800, -300.5, 0, 0.1, 800])
def test_with_its_own_maximum_no_row_depends_on_the_shift(one_maximum, shift):
    """The right half of the picture is drawn once: this is why it may be."""
    drawing = one_maximum._drawing
    _, (_, _, probabilities) = drawing.results(shift)
    for row in probabilities:
        assert row == pytest.approx(shares([1, 2, 3]))
    bars = drawing.figure.axes[1].patches
    assert [bar.get_height() for bar in bars] == pytest.approx(shares([1, 2, 3]) * 2)


@pytest.mark.parametrize("name", ["cliff", "one_maximum"])
def test_reset_brings_the_first_picture_back(name):
    live = explorables.ALL[name]()
    before, sentence = live.picture.value, live.sentence
    for control in live.controls.values():
        control.value = control.options[-1] if hasattr(control, "options") else control.max
    assert live.picture.value != before
    live.reset()
    assert (live.picture.value, live.sentence) == (before, sentence)


def softmax_loop(logits):
    out = []
    for row in logits:
        powers = [math.exp(z - max(row)) for z in row]
        out.append([power / sum(powers) for power in powers])
    return out


def masked_loop(logits, allowed):
    out = np.zeros(logits.shape)
    for i in range(len(logits)):
        if allowed[i].any():
            out[i, allowed[i]] = softmax_loop([logits[i, allowed[i]].tolist()])[0]
    return out


def masked_in_half_the_digits(logits, allowed):
    z = np.where(allowed, logits, -np.inf).astype(np.float32)
    m = z.max(axis=1, keepdims=True)
    m[~np.isfinite(m)] = 0
    powers = np.exp(z - m)
    return powers / np.maximum(powers.sum(axis=1, keepdims=True), 1e-30)


def log_sum_exp(z):
    m = z.max(axis=1)
    return m + np.log(np.exp(z - m[:, None]).sum(axis=1))


def half_sums(z):
    z = z.astype(np.float16)
    return np.exp(z - z.max(1)[:, None]).sum(1)[:, None]


SOFTMAXES = [
    softmax_loop,
    lambda z: np.exp(z - log_sum_exp(z)[:, None]),
    lambda z: np.exp(z - np.logaddexp.reduce(z, axis=1, keepdims=True)),
    lambda z: 1 / np.exp(np.clip(z[:, None, :] - z[:, :, None], None, 700)).sum(axis=2),
    lambda z: np.array(softmax_loop(z.tolist())).astype(np.float16),
    lambda z: np.stack([np.exp(row - row.max()) / np.exp(row - row.max()).sum() for row in z]),
    lambda z: (np.exp(z.T - z.max(axis=1)) / np.exp(z.T - z.max(axis=1)).sum(axis=0)).T,
    lambda z: np.exp(z - z.max(-1, keepdims=True) - 5) / np.exp(z - z.max(-1, keepdims=True) - 5).sum(-1)[:, None],
    lambda z: np.apply_along_axis(lambda row: np.exp(row - max(row)) / np.exp(row - max(row)).sum(), 1, z),
    lambda z: np.exp((z.astype(np.float16).T - z.astype(np.float16).max(1)).T) / half_sums(z),
]
RIGHT = {
    "mend_one_maximum": SOFTMAXES,
    "stable_softmax": SOFTMAXES,
    "log_sum_exp": [
        log_sum_exp,
        lambda z: [max(row) + math.log(sum(math.exp(v - max(row)) for v in row)) for row in z],
        lambda z: np.logaddexp.reduce(z, axis=1),
        lambda z: np.array([np.logaddexp.reduce(row) for row in z], dtype=np.float32),
        lambda z: z.max(1).astype(np.float16) + np.log(half_sums(z))[:, 0],
        lambda z: np.squeeze(z.max(1, keepdims=True) + np.log(np.exp(z - z.max(1, keepdims=True)).sum(1)[:, None]), 1),
    ],
    "log_softmax": [
        lambda z: z - log_sum_exp(z)[:, None],
        lambda z: (z.T - log_sum_exp(z)).T,
        lambda z: [[v - np.logaddexp.reduce(row) for v in row] for row in z],
        lambda z: (z - np.logaddexp.reduce(z, axis=1, keepdims=True)).astype(np.float32),
        lambda z: (z - z.max(1)[:, None]).astype(np.float16) - np.log(half_sums(z)),
    ],
    "masked_softmax": [
        masked_loop,
        masked_in_half_the_digits,
        lambda z, allowed: masked_loop(z, allowed).tolist(),
        lambda z, allowed: masked_loop(z, allowed).astype(np.float16),
        lambda z, allowed: np.nan_to_num(np.array(softmax_loop_with_nan(np.where(allowed, z, -np.inf)))),
    ],
    "first_overflow": [(12, 89, 710), [12.0, 89.0, 710.0], np.array([12, 89, 710])],
    "break_one_maximum": [
        [[400, 401], [-400, -399]],
        ((500,), (-500,)),
        np.array([[-500.0, -499.0, -498.5], [0.0, 1.0, 2.0], [248.0, -500.0, -500.0]]),
    ],
}


def softmax_loop_with_nan(z):
    m = z.max(axis=1, keepdims=True)
    return np.exp(z - m) / np.exp(z - m).sum(axis=1, keepdims=True)


@pytest.mark.parametrize("name", RIGHT)
def test_right_answers_of_any_style_pass(name):
    for answer in RIGHT[name]:
        verdict = check(name, answer)
        assert verdict.passed, verdict


def powers(z):
    return np.exp(np.asarray(z, dtype=float))


def table(top=None, bottom=None):
    """A softmax by loops, with one number from `top` to subtract and one from `bottom` to divide by, per cell."""

    def softmax(z):
        rows, columns = z.shape
        e = np.array([[np.exp(float(z[i, j]) - top(z, i, j)) for j in range(columns)] for i in range(rows)])
        return [[e[i, j] / bottom(e, i, j) for j in range(columns)] for i in range(rows)]

    return softmax


def barred(z, allowed):
    return np.where(allowed, z, -np.inf)


def masked_table(top, bottom):
    """The same for a masked softmax, which answers 0 wherever nothing is left."""

    def masked(z, allowed):
        rows, columns = z.shape
        z = barred(z, allowed)
        e = np.zeros(z.shape)
        for i, j in np.argwhere(allowed):
            e[i, j] = np.exp(z[i, j] - top(z, i, j))
        return [[e[i, j] / (bottom(e, i, j) or 1) for j in range(columns)] for i in range(rows)]

    return masked


def no_maximum_but_a_guard(z, allowed):
    e = powers(z) * 1.0
    e[~allowed] = 0
    return e / np.where(allowed.any(1), e.sum(1), 1)[:, None]


def log_table(top, bottom):
    """The same for log-softmax."""

    def log_softmax(z):
        rows, columns = z.shape
        s = np.array([[float(z[i, j]) - top(z, i, j) for j in range(columns)] for i in range(rows)])
        return [[s[i, j] - np.log(bottom(np.exp(s), i, j)) for j in range(columns)] for i in range(rows)]

    return log_softmax


def row(function):
    return lambda values, i, j: function(values[i])


def column(function):
    return lambda values, i, j: function(values[:, j])


def everything(function):
    return lambda values, i, j: function(values)


def loops(finish, start):
    """Plain loops over rows, where `start(row, m)` says from what the search for the maximum starts."""

    def answer(z):
        out, m = [], -math.inf
        for values in z.tolist():
            m = start(values, m)
            for v in values:
                m = max(m, v)
            out.append(finish(values, m))
        return out

    return answer


def divided(values, m, exp=math.exp):
    e = [exp(v - m) for v in values]
    return [p / sum(e) for p in e]


def summed(values, m, exp=math.exp):
    return m + math.log(sum(exp(v - m) for v in values))


def logged(values, m, exp=math.exp):
    return [v - m - math.log(sum(exp(w - m) for w in values)) for v in values]


def divided_by_one(values):
    return [math.exp(v - max(values)) for v in values]


def unmoved(finish):
    return lambda z: [finish(values, 0) for values in z.tolist()]


def common(finish, of_top):
    """What softmax, its logarithm and log-sum-exp share: `of_top(z, m)` is the NumPy way with a column m."""
    return [
        (lambda z: of_top(z, np.sort(z, axis=1)[:, :1]), "the minimum"),
        (lambda z: of_top(z, (z.sum(1) / z.shape[1])[:, None]), "the row's mean"),
        (lambda z: of_top(z, np.full((len(z), 1), z.sum() / z.size)), "mean of the whole batch"),
        (lambda z: of_top(z, z.T[0][:, None]), "first logit. Where"),
        (lambda z: of_top(z, z.T[-1][:, None]), "last logit"),
        (lambda z: of_top(z, np.array([[z[: i + 1].max()] for i in range(len(z))])), "is never reset"),
        (lambda z: of_top(z, np.array([[max(0, *r)] for r in z])), "starts at 0"),
        (unmoved(finish), "`math.exp(1000)`"),
        (loops(finish, lambda values, m: m), "Start anew for each row. (Python stops"),
        (loops(finish, lambda values, m: 0), "first logit. (Python stops"),
    ]


def softmax_of_top(z, m):
    return np.exp(z - m) / np.exp(z - m).sum(1)[:, None]


def into_itself(z):
    z -= z.max(1)[:, None]
    z[:] = np.exp(z, out=z)
    z /= z.sum(1)[:, None]
    return z


def log_into_itself(z):
    z -= z.max(1)[:, None]
    z -= np.log(np.exp(z).sum(1))[:, None]
    return z


# The seven wrong softmaxes of the first line of mistakes, each with a word that its verdict must contain.
SEVEN = [
    (table(everything(np.max), row(np.sum)), "near 0|whole batch"),
    (table(column(np.max), row(np.sum)), "maximum of each column"),
    (table(row(np.max), column(np.sum)), "The sum runs down each column"),
    (table(everything(np.max), everything(np.sum)), "names an axis"),
    (
        lambda z: np.exp(z - np.amax(z, -1)) / np.add.reduce(np.exp(z - np.amax(z, -1)), -1),
        "Neither the maximum nor the sum keeps",
    ),
    (lambda z: powers(z) / powers(z).sum(1)[:, None], "No maximum"),
    (lambda z: softmax_loop(softmax_loop(z)), "twice"),
]
MORE = [
    (lambda z: np.exp(z - z.max(1)[:, None]) / np.exp(z - z.max(1)[:, None]).sum(1), "The sum lacks"),
    (lambda z: np.exp(z - z.max(1)) / np.exp(z - z.max(1)).sum(1)[:, None], "The maximum lacks"),
    (table(row(np.max), everything(np.sum)), "all rows together"),
    (table(column(np.max), column(np.sum)), "both run along axis=0"),
    (lambda z: [[math.exp(v - max(r)) for v in r] for r in z], "not divided by their row's sum"),
    *common(divided, softmax_of_top),
    (lambda z: np.exp(z - z.max()) / (np.exp(z - z.max()).sum(1)[:, None] + 1e-30), "only hides"),
    (lambda z: softmax_of_top(-z, -z.max(1)[:, None]), "from the maximum"),
    (lambda z: (powers(z - z.max(1)[:, None]).T / powers(z).sum(1)).T, "above the fraction line only"),
    (lambda z: (powers(z).T / powers(z - z.max(1)[:, None]).sum(1)).T, "in the sum only"),
    (lambda z: [[(v - max(r)) / sum(w - max(r) for w in r) for v in r] for r in z], "`np.exp` is missing"),
    (lambda z: softmax_of_top(z, -z.max(1)[:, None]), "You add the maximum"),
    (lambda z: softmax_loop(np.clip(z, -600, 600)), "You clip the logits"),
    (lambda z: [[p if p == p else 0 for p in r] for r in softmax_of_top(z, 0)], "after the fact"),
    (lambda z: [[v / sum(r) for v in r] for r in z], "without taking exponentials"),
    (lambda z: [[math.log(p or 5e-324) if p else -np.inf for p in r] for r in softmax_loop(z)], "logarithm"),
    (lambda z: z - np.amax(z, axis=1)[:, None], "shifted logits"),
    (into_itself, "write into the array"),
]
WRONG = {
    "mend_one_maximum": SEVEN + MORE,
    "stable_softmax": SEVEN + MORE,
    "log_sum_exp": [
        (lambda z: np.log([powers(r).sum() for r in z]), "breaks at both ends"),
        (lambda z: [math.log(sum(math.exp(v - max(r)) for v in r)) for r in z], "never add it back"),
        (lambda z: np.logaddexp.reduce(z, axis=0), "per column"),
        (lambda z: np.logaddexp.reduce(z, axis=None), "single number"),
        (lambda z: log_sum_exp(z)[:, None], "stand in a column"),
        (lambda z: z.max(axis=1)[:, None] + np.log(powers(z - z.max(axis=1)[:, None]).sum(1)), "makes a square"),
        (lambda z: [max(r) for r in z], "each row's maximum"),
        (lambda z: np.amax(z) + np.log(powers(z - np.amax(z)).sum(1)), "whole batch"),
        (lambda z: [sum(r) for r in z], "sum of the logits"),
        *common(summed, lambda z, m: m[:, 0] + np.log(powers(z - m).sum(1))),
        (lambda z: np.amax(z, 1) + np.log(powers(z - np.amax(z, 1)).sum(1)), "lacks `keepdims=True`"),
        (lambda z: np.amax(z, 1) + np.log(sum(powers(z - np.amax(z, 1)[:, None]))), "of each column (axis=0)"),
        (lambda z: np.amax(z, 1) + np.log(powers(z - np.amax(z, 1)[:, None]).sum()), "names no axis"),
        (lambda z: log_sum_exp(z) - 2 * z.max(1), "once more at the end"),
        (lambda z: [math.log(max(r) + sum(divided_by_one(r))) if max(r) > 0 else np.nan for r in z], "inside the log"),
        (lambda z: [max(r) + sum(divided_by_one(r)) for r in z], "The log is missing"),
        (lambda z: [max(r) + math.log2(sum(divided_by_one(r))) for r in z], "to base 2"),
        (lambda z: [max(r) + math.log10(sum(divided_by_one(r))) for r in z], "to base 10"),
        (lambda z: [max(r) * math.log(sum(divided_by_one(r))) for r in z], "You multiply"),
        (lambda z: np.log(powers(np.minimum(np.maximum(z, -700), 700)).sum(1)), "You clip"),
        (lambda z: np.log(1e-9 + powers(z).sum(1)), "small number before the log"),
        (softmax_loop, "You return the softmax"),
        (lambda z: z - log_sum_exp(z)[:, None], "You return log-softmax"),
    ],
    "log_softmax": [
        (lambda z: np.log(softmax_loop(z)), "finished softmax"),
        (lambda z: np.log(powers(z) / powers(z).sum(1)[:, None]), "softmax that subtracts no maximum"),
        (lambda z: np.subtract(z, np.log(powers(z).sum(1))[:, None]), "No maximum"),
        (lambda z: np.log(np.array(softmax_loop(z)) + 1e-9), "below about -20.72"),
        (lambda z: np.log(np.maximum(softmax_loop(z), 1e-12)), "below about -27.63"),
        (lambda z: np.log(np.array(softmax_loop(z)) + 1e-16), "below about -36.84"),
        (lambda z: np.maximum(np.log(softmax_loop(z)), -np.finfo(float).max), "lowest number"),
        (lambda z: [[math.log(p) for p in r] for r in softmax_loop(z)], "`math.log(0)` is an error"),
        *common(logged, lambda z, m: z - m - np.log(powers(z - m).sum(1))[:, None]),
        (log_table(everything(np.max), row(np.sum)), "one maximum from the whole batch"),
        (log_table(column(np.max), row(np.sum)), "maximum of each column"),
        (log_table(row(np.max), column(np.sum)), "The sum runs down each column"),
        (log_table(row(np.max), everything(np.sum)), "all rows together"),
        (log_table(everything(np.max), everything(np.sum)), "names an axis"),
        (log_table(column(np.max), column(np.sum)), "both run along axis=0"),
        (
            lambda z: z - np.amax(z, 1) - np.log(powers(z - np.amax(z, 1)).sum(1)),
            "Neither the maximum nor the sum keeps",
        ),
        (lambda z: z - np.amax(z, 1) - np.log(powers(z - np.amax(z, 1)).sum(1))[:, None], "The maximum lacks"),
        (lambda z: z - np.amax(z, 1)[:, None] - (log_sum_exp(z) - np.amax(z, 1)), "The sum lacks"),
        (lambda z: [[v - max(r) - sum(divided_by_one(r)) for v in r] for r in z], "the sum itself"),
        (lambda z: z - (log_sum_exp(z) + z.max(1))[:, None], "the maximum twice"),
        (lambda z: z + (log_sum_exp(z) - 2 * z.max(1))[:, None], "You add the log of the sum"),
        (lambda z: [[(v - max(r)) / np.log(sum(divided_by_one(r))) for v in r] for r in z], "divide by the log"),
        (lambda z: [[v - max(r) - math.log2(sum(divided_by_one(r))) for v in r] for r in z], "to base 2"),
        (lambda z: [[v - max(r) - math.log10(sum(divided_by_one(r))) for v in r] for r in z], "to base 10"),
        (log_into_itself, "write into the array"),
        (softmax_loop, "softmax itself"),
        (lambda z: log_sum_exp(z)[:, None] - z, "turned round"),
        (lambda z: z - np.amax(z, 1)[:, None], "shifted logits alone"),
        (lambda z: z - (log_sum_exp(z) - z.max(1))[:, None], "inside the sum only"),
    ],
    "masked_softmax": [
        (lambda z, allowed: softmax_loop_with_nan(np.where(allowed, z, -np.inf)), "comes out as nan"),
        (lambda z, allowed: softmax_loop(np.where(allowed, z, -1e12)), "equal shares"),
        (lambda z, allowed: softmax_loop(z * allowed), "e^0 is 1"),
        (lambda z, allowed: np.where(allowed, softmax_loop(z), 0), "after softmax"),
        (lambda z, allowed: softmax_loop(z), "do not use the mask"),
        (lambda z, allowed: masked_loop(z, ~allowed), "turned round"),
        (lambda z, allowed: softmax_loop(z - np.where(allowed, 0, 1e10)), "which softmax does not notice"),
        (lambda z, allowed: softmax_of_top(z - np.inf * (1 - allowed), 0), "0 times -inf"),
        (lambda z, allowed: masked_table(everything(np.max), row(np.sum))(z, allowed), "comes out as 0, though"),
        (lambda z, allowed: softmax_of_top(barred(z, allowed), barred(z, allowed).max()), "underflows: all its"),
        (masked_table(everything(lambda z: 0), row(np.sum)), "inf/inf is nan. Subtract each row's own maximum first."),
        (no_maximum_but_a_guard, "A row of -1000 is lost as well"),
        (masked_table(column(np.max), row(np.sum)), "maximum of each column"),
        (masked_table(row(np.max), column(np.sum)), "The sum runs down each column"),
        (masked_table(row(np.max), everything(np.sum)), "all rows together"),
        (masked_table(everything(np.max), everything(np.sum)), "names an axis"),
        (masked_table(column(np.max), column(np.sum)), "both run along axis=0"),
        (masked_table(row(np.max), everything(lambda e: 1)), "are not divided"),
        (masked_table(lambda z, i, j: max(0, *z[i]), row(np.sum)), "take forbidden logits for 0"),
        (masked_table(lambda z, i, j: z[: i + 1].max(), row(np.sum)), "is never reset"),
        (lambda z, allowed: masked_loop(z, allowed) * allowed.any(1).all(), "makes your whole batch 0"),
        (lambda z, allowed: softmax_loop([z[allowed].tolist()])[0], "drops the forbidden classes"),
        (lambda z, allowed: masked_loop(z, allowed) + 1e-9, "gets 1e-09, not exactly 0"),
        (lambda z, allowed: softmax_loop(np.where(allowed, z, -100)) * allowed.any(1)[:, None], "not exactly 0"),
    ],
    "first_overflow": [
        ((11, 89, 710), "float16: exp(11)"),
        ((12, 90, 710), "float32: 90 breaks, but it is not the first"),
        ((12, 89, 709), "float64: exp(709)"),
        ((11.09, 88.72, 709.78), "not a whole number"),
        (12, "three whole numbers"),
        ((12, 89, np.nan), "nan is not a whole number"),
        ("12, 89, 710", "without quotes"),
        (stability.by_rows, "function"),
    ],
    "break_one_maximum": [
        ([[1, 2], [3, 4]], "loses the batch's maximum, 4, and exp(-2) is still above 0"),
        ([[300, 301], [-300, -299]], "exp(-600)"),
        ([[500, -500], [500, -499]], "row 0, 500, loses the batch's maximum, 500, and exp(0)"),
        ([[400, 401], [-800, -799]], "-800 lies beyond"),
        ([[400, 401], [np.nan, 1]], "typed in"),
        ([[400, -400]], "One row alone"),
        ([400, -400], "Yours has shape (2,)"),
        (-800, "Yours has shape ()"),
        ("[[400], [-400]]", "without quotes"),
        (np.exp, "got a function"),
    ],
}


@given(st.lists(st.integers(-500, 500), min_size=4, max_size=4))
def test_a_batch_breaks_one_maximum_exactly_when_it_comes_out_as_nan(logits):
    batch = np.array(logits, dtype=float).reshape(2, 2)
    with np.errstate(invalid="ignore"):
        lost = np.isnan(softmax_of_top(batch, batch.max())).any()
    assert check("break_one_maximum", batch.tolist()).passed is bool(lost)


@pytest.mark.parametrize("name", WRONG)
def test_each_mistake_is_called_by_its_name(name):
    said = set()
    for answer, word in WRONG[name]:
        verdict = check(name, answer)
        assert not verdict.passed and any(each in verdict.message for each in word.split("|")), verdict
        said.add(verdict.message.split("\n")[0])
    assert len(said) == len(WRONG[name])


def test_a_softmax_in_integers_or_in_place_is_told_so():
    def whole_numbers(z):
        out = np.zeros_like(z)
        for i, values in enumerate(softmax_loop(z)):
            out[i] = values
        return out

    def in_place(z):
        z -= z.max(axis=1, keepdims=True)
        return softmax_loop(z)

    assert "cut off" in check("stable_softmax", whole_numbers).message
    assert "changes its input in place" in check("stable_softmax", in_place).message


def test_what_mistakes_are_made_of_is_right_where_nothing_is_mistaken():
    z = np.array([[0.0, 1.0, 2.0], [1000.0, 1003.0, 1001.0], [-800.0, -801.0, 0.5]])
    allowed = np.array([[True, False, True], [False, False, False], [True, True, False]])
    most, sums = stability.right_most, stability.right_sums
    assert np.allclose(stability.recipe(most, sums)(z), softmax_loop(z))
    assert np.allclose(stability.by_rows(stability.row_softmax)(z), softmax_loop(z))
    assert np.allclose(
        stability.looped(lambda row, m, powers: np.divide(powers, sum(powers)))(most)(z), softmax_loop(z)
    )
    assert stability.looped(lambda row, m, powers: [*row, m])(most)(z).tolist() == [[*row, max(row)] for row in z]
    assert np.allclose(stability.log_by(most, sums)(z), z - log_sum_exp(z)[:, None])
    assert np.allclose(stability.lse_by(most)(z), log_sum_exp(z))
    assert np.allclose(stability.masked_recipe(most, sums)(z, allowed), masked_loop(z, allowed))
    assert np.allclose(stability.by_rows(stability.row_masked)(z, allowed), masked_loop(z, allowed))
    assert np.allclose(stability.masked_by(-np.inf)(z[::2], allowed[::2]), masked_loop(z[::2], allowed[::2]))
    assert np.allclose(stability.softmax_in_place(z.copy()), softmax_loop(z))
    assert np.allclose(stability.log_softmax_in_place(z.copy()), z - log_sum_exp(z)[:, None])
    assert stability.nothing(z) == 0 and stability.from_zero(z - 900).tolist() == [[0], [103], [0]]
    assert stability.most()(z).tolist() == [[1003]] and stability.sums()(z[:1]).tolist() == [[3]]
    assert stability.most(1, False)(z).tolist() == [2, 1003, 0.5]
    assert stability.sums(0, False)(z[:1]).tolist() == [0, 1, 2]


def test_what_softmax_its_logarithm_and_log_sum_exp_get_wrong_alike():
    of_top = stability.common(lambda top: ("by", top), lambda top: ("loop", top), "0/0")
    assert of_top[:-3] == [(("by", top), words) for top, words in stability.SUBTRACTED]
    stops = " (Python stops at 0/0, where NumPy gives nan or inf.)"
    assert of_top[-3:] == [
        (("loop", stability.nothing), stability.MATH_EXP),
        (("loop", stability.never_reset), stability.NEVER_RESET + stops),
        (("loop", stability.from_zero), stability.FROM_ZERO + stops),
    ]


@pytest.mark.parametrize(
    "got, expected, told",
    [
        ([0, -20.7], [0, -800], True),
        ([-1, -15.6], [-1, -16.5], True),
        ([-1, -15], [-1, -16], False),  # no probability is that small
        ([-2, -20], [-1, -800], False),  # more is wrong than that
        ([-1, -19], [-1, -20], False),  # too near
        ([-1, -30], [-1, -20], False),  # too low
    ],
)
def test_a_floor_is_told_where_the_lowest_logarithms_alone_are_too_high(got, expected, told):
    assert bool(stability.floored(Case((), np.array(got), np.array(expected)))) is told
