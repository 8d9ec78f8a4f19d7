"""Lesson 03: what its explorable draws and says, and what its exercises answer."""

import itertools
import math
import re

import numpy as np
import pytest

from helpers import check, explorables
from helpers.axis import exercises as axis
from helpers.axis import pictures as drawn

LOGITS = drawn.LOGITS.tolist()


def totals_by_hand(powers, axis, keepdims):
    """The totals as a dict from a cell to what it is divided by, their shape, or None where nothing fits."""
    rows, columns = len(powers), len(powers[0])
    cells = list(itertools.product(range(rows), range(columns)))
    if axis == "None":
        everything = math.fsum(itertools.chain(*powers))
        return {cell: everything for cell in cells}, (1, 1) if keepdims else ()
    if axis == 0:
        sums = [math.fsum(row[j] for row in powers) for j in range(columns)]
        return {(i, j): sums[j] for i, j in cells}, (1, columns) if keepdims else (columns,)
    sums = [math.fsum(row) for row in powers]
    if keepdims:
        return {(i, j): sums[i] for i, j in cells}, (rows, 1)
    if rows == columns:
        return {(i, j): sums[j] for i, j in cells}, (rows,)
    return ({(i, j): sums[0] for i, j in cells} if rows == 1 else None), (rows,)


@pytest.fixture(scope="module")
def which_axis():
    """One for all, since a hundred texts take their time: what a control holds already is not drawn again."""
    return explorables.which_axis()


@pytest.mark.parametrize("axis, keepdims", list(itertools.product(["None", 0, 1], [True, False])))
@pytest.mark.parametrize("rows, columns, square", [(1, 2, 0), (2, 3, 0), (4, 2, 0), (3, 4, 0), (2, 3, 1), (1, 4, 1)])
def test_each_cell_is_divided_by_what_numpy_lines_up_with_it(which_axis, axis, keepdims, rows, columns, square):
    for name, value in dict(rows=rows, columns=columns, axis=axis, keepdims=keepdims, square=bool(square)).items():
        which_axis.controls[name].value = value
    rows = columns if square else rows
    powers = [[math.exp(z) for z in row[:columns]] for row in LOGITS[:rows]]
    divisors, shape = totals_by_hand(powers, axis, keepdims)

    drawing, sentence = which_axis._drawing, which_axis.sentence
    texts = [text.get_text() for _, text in drawing.shares if text.get_visible()]
    assert f"({rows}, {columns}) becomes {shape}" in sentence
    assert drawing.shape.get_text().startswith(f"total.shape = {shape}")
    assert len([1 for _, text in drawing.totals if text.get_visible()]) == math.prod(shape)
    if divisors is None:
        assert not texts and f"({rows},{columns}) ({rows},)" in drawing.error.get_text()
        assert f"raises a ValueError: {columns} columns, and {rows} totals" in sentence
        return
    assert not drawing.error.get_text()
    quotients = [[powers[i][j] / divisors[i, j] for j in range(columns)] for i in range(rows)]
    for text, (i, j) in zip(texts, itertools.product(range(rows), range(columns)), strict=True):
        top, bottom, result = (float(number) for number in re.findall(r"[\d.]+", text))
        assert (top, bottom) == pytest.approx((powers[i][j], divisors[i, j]), rel=2e-2, abs=5e-3)
        assert result == pytest.approx(quotients[i][j], abs=5e-4)
        # A cell has the tint of the total that it is divided by.
        tints = {drawing.totals[k][0].get_facecolor(): drawing.total.flat[k] for k in range(drawing.total.size)}
        assert tints[drawing.shares[4 * i + j][0].get_facecolor()] == pytest.approx(divisors[i, j])
    sums = [math.fsum(row) for row in quotients]
    right = all(math.isclose(total, 1) for total in sums)
    assert ("Right" in sentence, "No error, and wrong" in sentence) == (right, not right)
    assert all(f"{total:.2f}" in sentence for total in sums)
    said = [text.get_text() for text in drawing.sums if text.get_visible()]
    assert said == [f"sums to {total:.2f} {'✔' if math.isclose(total, 1) else '✘'}" for total in sums]


def test_the_square_trap_with_the_numbers_of_the_lesson():
    live = explorables.which_axis()
    live.controls["keepdims"].value = False
    assert "raises a ValueError: 3 columns, and 2 totals" in live.sentence
    live.controls["square"].value = True
    assert live.sentence.endswith("so the rows sum to 2.26, 54.17 and 0.16.")
    live.reset()
    assert live.values == dict(rows=2, columns=3, axis=1, keepdims=True, square=False)
    assert live.sentence.endswith("the rows sum to 1.00 and 1.00.")


def loop(logits):
    return [[math.exp(z) / sum(map(math.exp, row)) for z in row] for row in logits]


def deep(logits):
    return [deep(part) for part in logits] if np.ndim(logits) > 1 else loop([logits])[0]


def along(z, axis):
    return np.exp(z) / np.add.reduce(np.exp(z), axis, keepdims=True)


def into_one_like_it(array, rule):
    like = np.zeros_like(array)
    for i in range(len(array)):
        like[i] = rule(array[i]) if np.ndim(array[i]) else deep(array)[i]
    return like


def powers_cut(z):
    powers = np.empty_like(z)
    powers[...] = np.exp(z)
    return powers / np.add.reduce(powers, -1)[..., None]


def except_where_it_fits(powers):
    try:
        return powers / np.add.reduce(powers, 1)
    except ValueError:
        return [row / sum(row) for row in powers]


def in_place(powers):
    powers /= powers.sum(axis=1)[:, None]
    return powers


RIGHT = {
    "max_shape": [(32, 1), [32, 1], np.array([32, 1]), np.zeros((32, 1)).shape],
    "row_totals": [
        lambda b: np.sum(b, axis=-1, keepdims=True),
        lambda b: b.sum(axis=1)[:, np.newaxis],
        lambda b: b.sum(axis=1).reshape(-1, 1),
        lambda b: [[sum(row)] for row in b],
        lambda b: b @ np.ones((b.shape[1], 1)),
        lambda b: np.sum(b, axis=1, keepdims=True).astype(np.float32),
    ],
    "silent_shape": [(3, 3), (2, 2), [7, 7], (3, 1), np.array([4, 4])],
    "mend_square_trap": [
        lambda p: p / np.sum(p, axis=1, keepdims=True),
        lambda p: (p.T / p.sum(axis=1)).T,
        lambda p: p / p.sum(axis=1)[:, None],
        lambda p: [row / row.sum() for row in p],
        lambda p: np.einsum("ij,i->ij", p, 1 / p.sum(1)),
    ],
    "batch_softmax": [
        loop,
        deep,
        lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True),
        lambda z: np.exp(z - z.max(1, keepdims=True)) / np.exp(z - z.max(1, keepdims=True)).sum(1)[:, None],
        lambda z: np.exp(z - np.logaddexp.reduce(z, axis=1, keepdims=True)),
        lambda z: (np.exp(z).T / np.exp(z).sum(axis=1)).T.astype(np.float16),
    ],
    "last_axis_softmax": [
        deep,
        lambda z: np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True),
        lambda z: np.exp(z) / np.exp(z).sum(axis=-1)[..., None],
        lambda z: np.apply_along_axis(lambda row: np.exp(row) / np.exp(row).sum(), -1, z),
        lambda z: np.exp(z) / np.exp(z).sum(axis=z.ndim - 1, keepdims=True),
    ],
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_answers_of_any_style_pass(name):
    for answer in RIGHT[name]:
        verdict = check(name, answer)
        assert verdict.passed, verdict


# Written apart from the tables: each answer makes one mistake, and a word that its verdict must contain.
WRONG = {
    "max_shape": [
        ((32,), "without keepdims"),
        ((10,), "one maximum for each class. The axis"),
        ((1, 10), "Here axis 1"),
        ((10, 1), "lost the 32"),
        ((32, 10), "whole batch"),
        ((1, 32), "stand"),
        (32, "a length for each axis"),
        ((2, 1), "own batch of 2"),
        ((), "a single number"),
        (np.zeros((32, 1)), "That is an array"),
        ((32, 1, 1), "Start from (32, 10)"),
        (((32, 1), 1), "Start from (32, 10)"),
        ("(32, 1)", "quotes"),
        (np.max, "got a function"),
    ],
    "row_totals": [
        (lambda b: [sum(row) for row in b], "lie flat"),
        (lambda b: [sum(row) for row in b.T], "total of each column"),
        (lambda b: [[sum(row) for row in b.T]], "with keepdims as it should be"),
        (lambda b: sum(sum(row) for row in b), "one number"),
        (lambda b: [[np.sum(b)]], "the axis is missing"),
        (lambda b: [[sum(row) for row in b]], "lie in one row"),
        (lambda b: [[sum(row) / len(row)] for row in b], "means"),
        (lambda b: [[max(row)] for row in b], "maxima"),
        (lambda b: np.add.accumulate(b, axis=1), "running total"),
        (lambda b: [[b[: i + 1].sum()] for i in range(len(b))], "start each row at 0"),
        (lambda b: [[sum(b[0])], [sum(b[1])]], "two totals, however many rows"),
        (lambda b: [[sum(row)] for row in b.T], "stood upright"),
        (lambda b: [[sum(row)] * len(row) for row in b], "repeated along its row"),
        (lambda b: [row / sum(row) for row in b], "divided already"),
        (lambda b: [list(row) for row in b], "as it came"),
        (lambda b: [[sum(map(math.exp, row))] for row in b], "No `np.exp` here"),
    ],
    "silent_shape": [
        ((2, 3), "shapes (2,3) (2,)"),
        ((1, 3), "with one row"),
        ((3,), "two whole numbers, rows and columns"),
        ((3, 3, 3), "a shape with 3 axes"),
        ([(3, 3), (4, 4)], "one shape alone"),
        ((2.5, 2), "no shape to try"),
        ((0, 0), "no shape to try"),
        ((10**9, 10**9), "no shape to try"),
        ((np.nan, 1), "no shape to try"),
    ],
    "mend_square_trap": [
        (lambda p: [[v / sum(row) for v, row in zip(line, p, strict=True)] for line in p], "Not yet"),
        (lambda p: np.array([column / column.sum() for column in p.T]).T, "columns that sum to 1"),
        (lambda p: p * (1 / sum(map(sum, p))), "whole batch sums to 1"),
        (
            lambda p: [row / row.sum() for row in p] @ np.eye(p.shape[1])[::-1],
            "the right numbers in the wrong order",
        ),
        (lambda p: np.array([row / row.sum() for row in p]).T, "one `.T` too many or one too few"),
        (lambda p: [line / line.sum() for line in p.T], "turn the array round first"),
        (except_where_it_fits, "your `except` never gets its turn"),
        (in_place, "`/=` writes into the array it is given"),
        (lambda p: into_one_like_it(p, lambda row: row / sum(row)), "Everything after the decimal point is cut off"),
        (loop, "powers already"),
        (lambda p: [[sum(row)] for row in p], "You return the totals"),
    ],
    "batch_softmax": [
        (
            lambda z: [[math.exp(v) / sum(map(math.exp, row)) for v, row in zip(line, z, strict=True)] for line in z],
            "Your rows sum to 2.26, 54.17 and 0.16. You divided by the row totals without `keepdims`",
        ),
        (lambda z: np.exp(z - np.amax(z, -1)) / np.add.reduce(np.exp(z - np.amax(z, -1)), -1), "Neither the maximum"),
        (
            lambda z: np.exp(z - z.max(1)[:, None]) / np.exp(z - z.max(1)[:, None]).sum(1),
            "Your rows sum to 0.97, 0.90 and 1.72. The maximum keeps its axis",
        ),
        (lambda z: np.exp(z - z.max(1)) / np.exp(z - z.max(1)).sum(1)[:, None], "the maximum lacks"),
        (lambda z: np.exp(z - z.max(0)) / np.exp(z - z.max(0)).sum(1)[:, None], "each column's maximum"),
        (
            lambda z: (np.exp(z).T / [[math.fsum(row)] for row in np.exp(z)]).T,
            "Your rows sum to 2.26, 54.17 and 0.16. You divided by the row totals without `keepdims`",
        ),
        (lambda z: np.exp(z) / sum(np.exp(z)), "the totals of the columns (axis=0"),
        (lambda z: np.exp(z) / sum(sum(np.exp(z))), "Name axis=1"),
        (lambda z: except_where_it_fits(np.exp(z)), "your `except` never gets its turn"),
        (powers_cut, "cut to whole numbers"),
        (lambda z: loop(loop(z)), "twice"),
        (lambda z: [row / row.sum() for row in z], "logits themselves"),
        (lambda z: [[math.exp(v) for v in row] for row in z], "not divided yet"),
        (lambda z: [[math.fsum(map(math.exp, row))] for row in z], "the totals"),
        (lambda z: loop(z)[0], "first row only"),
        (lambda z: [row - np.logaddexp.reduce(row) for row in z], "logarithms"),
    ],
    "last_axis_softmax": [
        (lambda z: np.exp(z) / np.add.reduce(np.exp(z), 1, keepdims=True), "the middle one"),
        (lambda z: np.exp(z) / np.add.reduce(np.exp(z), -1), "its place is lost"),
        (lambda z: np.exp(z) / sum(np.exp(z)), "axis=0 is the first axis"),
        (lambda z: np.exp(z) / np.exp(z).sum(), "names no axis"),
        (lambda z: np.exp(z) / np.add.reduce(np.exp(z), -2, keepdims=True), "one too far"),
        (lambda z: np.exp(z) / np.add.reduce(np.exp(z), 2, keepdims=True), "in 3-D only"),
        (lambda z: loop([z])[0] if z.ndim == 1 else along(z, 1), "A single row is right, and so is a batch"),
        (lambda z: along(z, len(z) - 1), "counts the rows"),
        (lambda z: np.exp(z) / np.add.reduce(np.exp(z), -1)[:, np.newaxis], "stands up the totals of a batch only"),
        (lambda z: np.exp(z - np.amax(z, -1)) / np.add.reduce(np.exp(z - np.amax(z, -1)), -1), "both lose their place"),
        (lambda z: along(z - np.amax(z, -1), -1), "it is the maximum that lacks"),
        (
            lambda z: np.exp(z - z.max(-1)[..., None]) / np.exp(z - z.max(-1)[..., None]).sum(-1),
            "The maximum keeps its place",
        ),
        (lambda z: [np.exp(part) / np.sum(np.exp(part)) for part in z], "in a single row it gives one number"),
        (
            lambda z: loop([z])[0] if z.ndim == 1 else [np.exp(part) / np.sum(np.exp(part)) for part in z],
            "and all of it sums to 1",
        ),
        (lambda z: deep(z) if z.ndim < 3 else along(z, 2), "you still take axis 2"),
        (lambda z: deep(z) if z.ndim < 4 else along(z, 1), "you take axis 1, not the last"),
        (lambda z: deep(z) if z.ndim < 4 else along(z, None), "one total for everything"),
        (lambda z: deep(z) if z.ndim < 4 else None, "nothing is returned"),
        (lambda z: into_one_like_it(z, deep), "Everything after the decimal point is cut off"),
        (lambda z: deep(deep(z)), "twice"),
        (lambda z: np.true_divide(z, np.add.reduce(z, -1, keepdims=True)), "logits themselves"),
        (lambda z: math.e**z, "not divided yet"),
        (lambda z: np.add.reduce(math.e**z, -1)[..., None], "You return the totals"),
        (lambda z: z - np.logaddexp.reduce(z, axis=-1, keepdims=True), "logarithms"),
        (powers_cut, "cut to whole numbers"),
    ],
}


@pytest.mark.parametrize("name", WRONG)
def test_each_mistake_is_called_by_its_name(name):
    said = {}
    for answer, word in WRONG[name]:
        verdict = check(name, answer)
        assert not verdict.passed and word in verdict.message, verdict
        said.setdefault(verdict.message.split("\n")[0], []).append(word)
    assert all(len(set(words)) == 1 for words in said.values())


def test_what_mistakes_are_made_of_is_right_where_nothing_is_mistaken():
    batch = np.array([[1.0, 2.0, 4.0], [0.0, 0.5, 3.0]])
    for made in (axis.divided(**axis.WITH), axis.shifted(axis.WITH, axis.WITH), axis.cased()):
        assert np.allclose(made(batch), loop(batch))
    assert np.allclose(axis.shifted(axis.WITH, axis.WITH)(batch + 700), loop(batch))
    assert np.allclose(axis.caught(np.exp(batch)), loop(batch))
    assert np.allclose(axis.whole_powers(batch), loop(batch))
    named = axis.cased(*(lambda z, name=name: name for name in ("one", "three", "more")))
    assert [named(np.zeros((2,) * axes)) for axes in (1, 3, 4)] == ["one", "three", "more"]
    assert np.allclose(named(batch), loop(batch))


def test_the_sums_of_rows_as_text():
    assert axis.sums_said(np.ones((7, 2))) == "2.00, 2.00, 2.00, 2.00, 2.00 and 2.00"
    assert axis.sums_said(np.arange(8).reshape(2, 2, 2)) == "1.00, 5.00, 9.00 and 13.00"
    assert axis.sums_said(np.full(2, 6e4, dtype=np.float16)) == "120000.00"
