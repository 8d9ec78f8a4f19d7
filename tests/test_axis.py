"""Lesson 03: what its explorable draws and says, and what its exercises answer."""

import itertools
import math
import re

import pytest

from helpers import explorables
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

    drawing, sentence = which_axis.picture, which_axis.sentence
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
