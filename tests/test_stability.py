"""Lesson 04: what its explorables draw and say, and what its exercises answer."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import check, explorables, pictures

# Telling states of its pictures, besides those that its controls begin and end at.
STATES = {
    "Cliff": [
        {},
        {"dtype": "float32", "z": 5},
        {"dtype": "float64", "z": 800},
        {"dtype": "float64", "z": 747},
        {"dtype": "float16", "z": 11},
        {"z": 20},
        {"z": 3},
        {"z": 0},
    ],
    "FloatLine": [{"power": power} for power in (0, 53, 1023, 1024, -53, -1022, -1074, -1075)],
    "OneMaximum": [{}, {"shift": -745}, {"shift": -740}, {"shift": -735}, {"shift": 0}, {"shift": 750}, {"shift": -5}],
}
# What a learner finds by its label, what they set it to, and what the picture must then say.
MOVES = {
    "float_line": [("x is 2 to the power", -1074, "x = 2^-1074 = 5e-324.")],
    "one_maximum": [("move row 1 by", 400, "Row 1 lies 400 above row 0.")],
    "cliff": [("dtype", "float32", "float32, logits 1, 2, 12"), ("logit z", 89, "exp(89) is beyond")],
}

# Written out from the formats' definitions, apart from NumPy: (2 - 2**-p) * 2**e.
LARGEST = {
    "float16": (2 - Fraction(1, 2**10)) * 2**15,
    "float32": (2 - Fraction(1, 2**23)) * 2**127,
    "float64": (2 - Fraction(1, 2**52)) * 2**1023,
}


SMALLEST = {"float16": 2.0**-24, "float32": 2.0**-149, "float64": 2.0**-1074}


def shares(logits):
    """Softmax in Python's own floats: one over the sum of the powers of all differences to a logit."""
    return [
        0 if max(logits) - z > 745 else float(1 / math.fsum(math.exp(min(709, other - z)) for other in logits))
        for z in logits
    ]


def shown(live, column, rows=(0, 1, 2)):
    return [live.picture.cells[row, column][1].get_text() for row in rows]


@pytest.mark.parametrize("dtype", LARGEST)
def test_the_cliff_breaks_where_the_dtype_ends(dtype):
    live = explorables.cliff()
    live.controls["dtype"].value = dtype
    for z in (0, 3, 11, 12, 88, 89, 400, 709, 710, 800):
        live.controls["z"].value = z
        broken_as_it_should(live, dtype, z)


def broken_as_it_should(live, dtype, z):
    over = z > math.log(LARGEST[dtype])  # exact for integers of any length
    drawing = live.picture
    assert [float(d[0]) for d in drawing.dot.get_data()] == [z, list(LARGEST).index(dtype)]
    assert float(drawing.drop.get_xdata()[0]) == z

    assert (shown(live, 1, (2, 3)) == ["inf", "inf"]) is over
    assert (shown(live, 2) == ["0", "0", "nan"]) is over
    # Marked is what is not usable any more: inf, nan, and a 0 where the dtype has a number that is nearer.
    right, least = shares([1, 2, z]), SMALLEST[dtype]
    for (row, column), (back, text) in drawing.cells.items():
        lost = column == 2 and text.get_text() == "0" and right[row] > least
        assert back.get_visible() is (text.get_text() in ("inf", "nan") or lost)

    tolerance = dict(rel=2e-2 if dtype == "float16" else 6e-3, abs=1e-7 if dtype == "float16" else 1e-30)
    assert [float(text) for text in shown(live, 4)] == pytest.approx(right, **tolerance)
    if not over:
        assert [float(text) for text in shown(live, 2)] == pytest.approx(right, **tolerance)

    assert live.sentence.startswith(f"{dtype}, logits 1, 2, {z}: exp({z}) ")
    assert ("becomes inf. Naive: 0, 0, nan; " in live.sentence) is over
    same = shown(live, 2) == shown(live, 4)
    assert (f"Naive and stable agree: {', '.join(shown(live, 4))}." in live.sentence) is same
    assert same or f"Stable: {', '.join(shown(live, 4))}." in live.sentence
    assert ("A stable 0 stands for less" in live.sentence) is ("0" in shown(live, 4))


def test_the_limits_drawn_are_the_logarithms_of_the_largest_numbers():
    bars = explorables.cliff().picture.figure.axes[0]
    fits = [bar.get_width() for bar in bars.patches if bar.get_x() == 0]
    assert fits == pytest.approx([math.log(number) for number in LARGEST.values()])
    said = [text.get_text() for text in bars.get_yticklabels()]
    assert said == ["float16, to 11.09", "float32, to 88.72", "float64, to 709.78"]


@pytest.fixture(scope="module")
def float_line():
    return pictures.FloatLine()


@pytest.mark.parametrize("power", [-1080, -1075, -1074, -1073, -1022, -1021, -53, -52, 0, 52, 53, 54, 1023, 1024, 1030])
def test_the_float_line_says_what_python_computes(float_line, power):
    drawing = float_line
    drawing.show(power=power)
    x = 0.0 if power < -1074 else math.inf if power > 1023 else 2.0**power
    assert drawing.name.get_text() in (f"x = {x:.3g}", f"x = {x!r}")
    assert ("It becomes 0" in drawing.sentence, "It becomes inf" in drawing.sentence) == (x == 0, x == math.inf)
    if 0 < x < math.inf:
        above, below = (abs(math.nextafter(x, to) - x) for to in (math.inf, 0))
        assert [float(text.get_text().strip("←→ ")) for text in (drawing.above, drawing.below)] == pytest.approx(
            [above, below], rel=1e-2
        )
        assert ("x + 1 is x." in drawing.sentence, "1 + x is 1." in drawing.sentence) == (x + 1 == x, 1 + x == 1)
        ticks = sorted(drawing.ticks.get_xdata())
        steps = [later - earlier for earlier, later in itertools.pairwise(ticks) if earlier * later > 0]
        assert set(steps) == {1, below / above}


@pytest.fixture(scope="module")
def one_maximum():
    return explorables.one_maximum()


@pytest.mark.parametrize("shift", [-800, -750, -745, -740, -400, -5, 0, 5, 400, 700, 750, 800])
def test_one_maximum_loses_the_row_that_lies_low(one_maximum, shift):
    live = one_maximum
    live.controls["shift"].value = shift
    drawing = live.picture
    right = shares([1, 2, 3])
    low = 1 if shift < 0 else 0
    heights = np.array([bar.get_height() for bar in drawing.bars]).reshape(2, 3)
    labels = np.array([label.get_text() for label in drawing.labels]).reshape(2, 3)
    assert heights[1 - low] == pytest.approx(right)  # the row that brings the maximum is always safe
    if abs(shift) >= 750:
        assert list(labels[low]) == ["nan"] * 3 and not heights[low].any()
        assert f"every exponential of row {low} is 0, and 0/0 makes it nan" in live.sentence
    elif shift in (-745, -740):
        lost = {-745: ["0.000", "0.000", "1.000"], -740: ["0.087", "0.244", "0.669"]}[shift]
        assert list(labels[1]) == lost and f"{', '.join(lost)}, without a warning" in live.sentence
    else:
        assert list(labels[low]) == ["0.090", "0.245", "0.665"]
        assert "both rows come out right, to three digits" in live.sentence
    assert live.sentence.endswith("With its own maximum each row is 0.090, 0.245, 0.665.")
    maxima = [note.get_text().split(",")[0] for note in drawing.notes]
    assert maxima == [f"m = {m}" for m in (max(3, 3 + shift), max(3, 3 + shift), 3, 3 + shift)]


@pytest.mark.parametrize("shift", [-800, -300.5, 0, 0.1, 800])
def test_with_its_own_maximum_no_row_depends_on_the_shift(one_maximum, shift):
    """The right half of the picture is drawn once: this is why it may be."""
    drawing = one_maximum.picture
    _, (_, _, probabilities) = drawing.results(shift)
    for row in probabilities:
        assert row == pytest.approx(shares([1, 2, 3]))
    bars = drawing.figure.axes[1].patches
    assert [bar.get_height() for bar in bars] == pytest.approx(shares([1, 2, 3]) * 2)


@given(st.lists(st.integers(-500, 500), min_size=4, max_size=4))
def test_a_batch_breaks_one_maximum_exactly_when_it_comes_out_as_nan(logits):
    batch = np.array(logits, dtype=float).reshape(2, 2)
    with np.errstate(invalid="ignore"):
        powers = np.exp(batch - batch.max())
        lost = np.isnan(powers / powers.sum(axis=1, keepdims=True)).any()
    assert check("break_one_maximum", batch.tolist()).passed is bool(lost)


def test_an_answer_of_true_and_false_is_shown_as_that():
    verdict = check("lost_rows", lambda probabilities: np.isnan(probabilities[:, 0]) | (probabilities[:, 0] == 0.5))
    assert "number 0, counting from 0, is False where True is wanted" in verdict.message.split("\n")[0]
