"""Lesson 03: what its explorables draw and say."""

import itertools
import math
import re

import numpy as np
import pytest

from helpers import explorables
from helpers.axis import pictures as drawn

# Telling states of its pictures, besides those that its controls begin and end at.
STATES = {
    "TwoShapes": [
        {},
        {"a": "(2, 1)", "b": "(1, 3)"},
        {"a": "(2, 1)", "b": "(2,)"},
        {"b": "(2,)"},
        {"b": "(2, 3)"},
        {"a": "(1, 1)", "b": "(3,)"},
        {"a": "()", "b": "()"},
    ],
    "WhichAxis": [{"axis": axis, "keepdims": keepdims} for axis in ("None", 0, 1) for keepdims in (False, True)]
    + [{"rows": 3, "axis": axis} for axis in (0, 1)]
    + [{"rows": 3, "columns": 1, "axis": 1}, {"rows": 1, "columns": 4, "axis": 1}, {"rows": 4, "columns": 1, "axis": 0}]
    + [{"rows": 4, "columns": 4, "axis": 1, "keepdims": True}, {"rows": 4, "columns": 2, "axis": 0, "keepdims": True}],
}
# What a learner finds by its label, what they set it to, and what the picture must then say.
MOVES = {
    "two_shapes": [("shape of a", "(2, 1)", "(2, 1) + (3,) has"), ("shape of b", "(1, 3)", "(2, 1) + (1, 3) has")],
    "which_axis": [
        ("rows (samples)", 4, "(4, 3) becomes (3,)"),
        ("columns (classes)", 2, "(4, 2) becomes (2,)"),
        ("axis", 1, "(4, 2) becomes (4,)"),
        ("keepdims", True, "(4, 2) becomes (4, 1)"),
    ],
}

LOGITS = drawn.LOGITS.tolist()


def at(nested, i, j):
    """The number in row i and column j of nested lists, repeated where they have one row, one column or no brackets."""
    while isinstance(nested, list) and not isinstance(nested[0], list):
        nested = [nested]
    if not isinstance(nested, list):
        return nested
    row = nested[i if len(nested) > 1 else 0]
    return row[j if len(row) > 1 else 0]


NESTED = {"(2, 3)": [[1, 2, 3], [4, 5, 6]], "(2, 1)": [[1], [2]], "(1, 3)": [[1, 2, 3]], "(1, 1)": [[1]]} | {
    "(3,)": [1, 2, 3],
    "(2,)": [1, 2],
    "()": 1,
}


@pytest.fixture(scope="module")
def two_shapes():
    return explorables.two_shapes()


@pytest.mark.parametrize("a, b", list(itertools.product(NESTED, NESTED)))
def test_two_shapes_are_lined_up_and_repeated_as_numpy_does(two_shapes, a, b):
    two_shapes.controls["a"].value, two_shapes.controls["b"].value = a, b
    drawing, said = two_shapes.picture, two_shapes.sentence

    def seen(place):
        cells = [(*back.get_xy()[::-1], text) for back, text in drawing.cells[place] if text.get_visible()]
        return [text for *_, text in sorted(cells, key=lambda cell: cell[:2])]

    try:
        shape = np.broadcast_shapes(eval(a), eval(b))
    except ValueError:
        assert "do not fit" in said and drawing.error.get_text() == "ValueError" and not seen(2)
        return
    assert not drawing.error.get_text()
    assert f"{a} + {b} has the shape {shape}." in said
    cells = list(np.ndindex(tuple(shape) if len(shape) == 2 else (1, math.prod(shape))))
    for place, want in enumerate((lambda i, j: 10 * at(NESTED[a], i, j), lambda i, j: at(NESTED[b], i, j))):
        texts = seen(place)
        assert [float(text.get_text()) for text in texts] == [want(i, j) for i, j in cells]
        own = [text for text in texts if text.get_color() == drawn.INK]
        assert len(own) == np.prod(eval((a, b)[place]))
        name = "ab"[place]
        assert bool(re.search(f"of {name} (is repeated|stands)", said)) is (len(own) < len(texts))
    sums = [10 * at(NESTED[a], i, j) + at(NESTED[b], i, j) for i, j in cells]
    assert [float(text.get_text()) for text in seen(2)] == sums


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
    if rows == columns or rows == 1 or columns == 1:  # as many totals as columns, or one of the two is repeated
        wide = max(rows, columns)
        return {(i, j): sums[j if rows > 1 else 0] for i, j in itertools.product(range(rows), range(wide))}, (rows,)
    return None, (rows,)


@pytest.fixture(scope="module")
def which_axis():
    """One for all, since a hundred texts take their time: what a control holds already is not drawn again."""
    return explorables.which_axis()


@pytest.mark.parametrize("axis, keepdims", list(itertools.product(["None", 0, 1], [True, False])))
@pytest.mark.parametrize("rows, columns", [(1, 1), (1, 4), (2, 3), (3, 1), (3, 3), (4, 2), (4, 4)])
def test_each_cell_is_divided_by_what_numpy_lines_up_with_it(which_axis, axis, keepdims, rows, columns):
    for name, value in dict(rows=rows, columns=columns, axis=axis, keepdims=keepdims).items():
        which_axis.controls[name].value = value
    powers = [[math.exp(z) for z in row[:columns]] for row in LOGITS[:rows]]
    divisors, shape = totals_by_hand(powers, axis, keepdims)

    drawing, sentence = which_axis.picture, which_axis.sentence
    texts = [text.get_text() for _, text in drawing.shares if text.get_visible()]
    assert f"({rows}, {columns}) becomes {shape}" in sentence
    assert drawing.shapes.get_text() == f"powers ({rows}, {columns})     total {shape}"
    assert len([1 for _, text in drawing.totals if text.get_visible()]) == math.prod(shape)
    if divisors is None:
        assert not texts and f"({rows},{columns}) ({rows},)" in drawing.error.get_text()
        assert f"raises a ValueError: lined up from the right, {columns} columns meet {rows} totals" in sentence
        return
    assert not drawing.error.get_text()
    wide = len(divisors) // rows
    quotients = [[powers[i][min(j, columns - 1)] / divisors[i, j] for j in range(wide)] for i in range(rows)]
    for text, (i, j) in zip(texts, itertools.product(range(rows), range(wide)), strict=True):
        divisor, result = (float(number) for number in re.findall(r"[\d.]+", text))
        assert result == pytest.approx(quotients[i][j], abs=5e-4, rel=1e-3)
        assert divisor == pytest.approx(divisors[i, j], rel=2e-2, abs=5e-3)
        # A cell has the tint of the total that it is divided by.
        tints = {drawing.totals[k][0].get_facecolor(): drawing.total.flat[k] for k in range(drawing.total.size)}
        assert tints[drawing.shares[4 * i + j][0].get_facecolor()] == pytest.approx(divisors[i, j])
    sums = [math.fsum(row) for row in quotients]
    right = all(math.isclose(total, 1) for total in sums)
    assert ("Right" in sentence, "No error, and wrong" in sentence) == (right, not right)
    said = [text.get_text() for text in drawing.row_sums if text.get_visible()]
    assert said == [f"{drawn.brief(total)} {'✔' if math.isclose(total, 1) else '✘'}" for total in sums]
    assert all(drawn.brief(total) in sentence for total in sums)


def test_the_square_trap_with_the_numbers_of_the_lesson():
    live = explorables.which_axis()
    live.controls["axis"].value = 1
    assert "raises a ValueError: lined up from the right, 3 columns meet 2 totals" in live.sentence
    live.controls["rows"].value = 3
    assert live.sentence.endswith("so the rows sum to 2.26, 54.17 and 0.16.")
    live.reset()
    assert live.values == dict(rows=2, columns=3, axis=0, keepdims=False)
    assert live.sentence.endswith("so the rows sum to 1.87 and 1.13.")
