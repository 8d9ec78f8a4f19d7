"""Lesson 03: predict a shape, keep a column, find and mend the square trap, write a batch softmax, and one for 3-D."""

import math

import numpy as np

from ..engine.judge import Find, Function, Value, Verdict
from ..engine.run import numbers


class Shape(Value):
    """An exercise whose answer is a shape: an array given in its stead is told so."""

    def judge(self, answer):
        array = numbers(answer)
        if array is not None and array.ndim > 1:
            return Verdict(False, "That is an array. Its shape is asked for: a tuple with a length for each axis.")
        return super().judge(answer)


MAX_SHAPE = Shape(
    right=(32, 1),
    mistakes={
        (32,): "That is the shape without keepdims. With it, the axis that disappears stays behind with length 1.",
        (1, 32): "The numbers stand, they do not lie: axis 0 keeps its 32, and axis 1 is left with length 1.",
        (10,): "That is axis=0 without keepdims, one maximum for each class. The axis you name is the one that goes.",
        (1, 10): "That is axis=0, one maximum for each class. Here axis 1, the one of length 10, goes.",
        (10, 1): "You kept the 10 and lost the 32. The axis you name, axis 1, is the one of length 10, and it goes.",
        (32, 10): "That is the shape of the whole batch. A maximum makes one number out of many.",
        (1, 1): "That is the shape with axis=None. With axis=1 there is one maximum for each of the 32 rows.",
        (2, 1): "Those are the maxima of the notebook's own batch of 2. `many` has 32 samples.",
        (): "That is the shape with axis=None and without keepdims, a single number. Here only axis 1 goes.",
        (1,): "That would be one maximum of all. With axis=1 there is one for each of the 32 rows.",
        32: "There are 32 numbers. A shape is a tuple with a length for each axis: keepdims leaves two axes.",
    },
    otherwise="Start from (32, 10). Axis 1 is the second number: keepdims leaves a 1 in its place.",
    praise="Axis 1 went from 10 to 1 and kept its place.",
)


def sums_said(array):
    """Return the sums of an array's rows as text."""
    sums = [f"{total:.2f}" for total in np.asarray(array, dtype=float).sum(axis=-1).ravel()[:6]]
    return " and ".join(filter(None, [", ".join(sums[:-1]), sums[-1]]))


def column(batch):
    return np.array([[math.fsum(row)] for row in batch.tolist()])


TOTALS = Function(
    reference=column,
    probes=[
        (np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 9.0]]),),
        (np.array([[4.8, 1.21, 2.385], [8.9, -1.81, 0.2], [1.41, 1.051, 0.026]]),),
        (np.array([[1, 2], [3, 4], [5, 6]]),),
    ],
    mistakes=[
        (
            lambda b: b.sum(axis=1),
            "The totals are right, but they lie flat: shape (rows,). Add `keepdims=True`, and they stand beside their "
            "rows; or, in a loop, put each total into a list of its own: `[total]`.",
        ),
        (
            lambda b: b.sum(axis=0),
            "You have the total of each column. axis=0 makes the rows disappear; here the columns should.",
        ),
        (
            lambda b: b.sum(axis=0, keepdims=True),
            "You have the total of each column, with keepdims as it should be. It is axis 1 that should disappear.",
        ),
        (
            lambda b: b.sum(axis=0)[:, None],
            "You have the totals of the columns, stood upright. The totals of the rows are wanted: axis=1.",
        ),
        (
            lambda b: b.sum(),
            "You get one number, the total of everything: without an axis all of them disappear.",
        ),
        (
            lambda b: b.sum(keepdims=True),
            "All numbers are added up into one: keepdims is there, the axis is missing.",
        ),
        (
            lambda b: b.sum(axis=1)[None],
            "The totals are right, but they lie in one row, shape (1, rows). Each should stand beside its own row.",
        ),
        (
            lambda b: b.mean(axis=1, keepdims=True),
            "The shape is right. The values are the means of the rows, and the totals are wanted.",
        ),
        (
            lambda b: b.max(axis=1, keepdims=True),
            "The shape is right. The values are the maxima of the rows, and the totals are wanted.",
        ),
        (
            lambda b: b.cumsum(axis=1),
            "That is the running total (cumsum), which keeps every step. `np.sum` leaves only the last.",
        ),
        (
            lambda b: np.cumsum(column(b), axis=0),
            "Row 1 still holds the total of row 0: start each row at 0.",
        ),
        (
            lambda b: column(b)[:2],
            "You return two totals, however many rows there are. Take all rows of the batch that is given.",
        ),
        (
            lambda b: column(b) + np.zeros(b.shape),
            "Each total is right, but repeated along its row. Give it once: shape (rows, 1), as `keepdims=True` does.",
        ),
        (
            lambda b: b / column(b),
            "You have divided already; give the totals alone.",
        ),
        (
            lambda b: b.copy(),
            "You return the batch as it came, with nothing added up: `np.sum` it along axis 1.",
        ),
        (
            lambda b: column(np.exp(b)),
            "You add up the powers. No `np.exp` here: the numbers as they are.",
        ),
    ],
    praise="One total beside each row, ready to divide it.",
)


def _not_silent(shape):
    if shape.ndim > 1:
        return "You gave an array, or several shapes. Give one shape alone: two whole numbers, (rows, columns)."
    if shape.size > 2:
        return f"That is a shape with {shape.size} axes. Give one with two: (rows, columns)."
    if shape.shape != (2,):
        return "Give two whole numbers, rows and columns, such as (2, 3)."
    rows, columns = shape.tolist()
    if not all(math.isfinite(n) and n == int(n) and 1 <= n <= 1000 for n in (rows, columns)):
        return f"({rows:g}, {columns:g}) is no shape to try: give two whole numbers from 1 to 1000."
    try:
        np.divide(np.ones((int(rows), int(columns))), np.ones(int(rows)))  # powers by their totals, which lie flat
    except ValueError as error:
        return (
            f"That one is loud: ValueError: {str(error).strip()}. When would the {columns:g} columns find a total each?"
        )
    if rows == 1:
        return "Nothing is raised, but nothing is wrong either: with one row there is only one total. Take more rows."
    return None


def rows_softmax(batch):
    """Softmax along the last axis, one row at a time, as one over the sum of powers of differences."""
    batch = np.asarray(batch)
    rows = [[1 / math.fsum(math.exp(b - a) for b in row) for a in row] for row in batch.reshape(-1, batch.shape[-1])]
    return np.array(rows).reshape(batch.shape)


def divided(**how):
    """Return a softmax that forgets or mistakes what its sum is given."""
    return lambda z: np.exp(z) / np.exp(z).sum(**how)


def shifted(top, total):
    """Return a softmax that subtracts a maximum taken with `top` and divides by a sum taken with `total`."""

    def softmax(z):
        powers = np.exp(z - z.max(**top))
        return powers / powers.sum(**total)

    return softmax


SEED = np.array([[4.8, 1.21, 2.385], [8.9, -1.81, 0.2], [1.41, 1.051, 0.026]])
WITHOUT, WITH = dict(axis=1), dict(axis=1, keepdims=True)


def no_keepdims(case):
    return (
        f"Your rows sum to {sums_said(case.got)}. You divided by the row totals without `keepdims`, or laid them flat "
        "again (a list, a `.T`), so NumPy lined them up with the columns. Their shape must be (rows, 1). It raised "
        "nothing because this array is square: try it on 2 rows of 3."
    )


def caught(powers):
    """Divide as the square trap has it where that raises nothing, and rightly elsewhere."""
    try:
        return powers / powers.sum(axis=1)
    except ValueError:
        return powers / column(powers)


CAUGHT = (
    "On a square array nothing is raised, so your `except` never gets its turn (nor does an `if` for shapes that do "
    "not fit). Drop the two cases: `keepdims=True` serves both."
)


def whole_powers(z):
    """Softmax of powers kept in an array like the logits, which cuts them off when the logits are integers."""
    powers = np.exp(z).astype(z.dtype)
    return powers / powers.sum(axis=-1, keepdims=True)


SHARED_MISTAKES = [
    (lambda z: rows_softmax(rows_softmax(z)), "You apply softmax twice: the second time flattens the result."),
    (
        lambda z: z / z.sum(axis=-1, keepdims=True),
        "You divide the logits themselves. Take their powers first: `np.exp`.",
    ),
    (np.exp, lambda case: f"Your rows sum to {sums_said(case.got)}: these are the powers, not divided yet."),
    (
        lambda z: np.exp(z).sum(axis=-1, keepdims=True),
        "You return the totals. The powers divided by them are wanted.",
    ),
    (lambda z: np.log(rows_softmax(z)), "You return the logarithms of the probabilities. Leave the log out."),
    (
        whole_powers,
        "With whole numbers as logits your powers are cut to whole numbers: an array made like the logits "
        "(`zeros_like`) takes their integers over. Keep the powers that `np.exp` returns.",
    ),
]


def divided_in_place(powers):
    powers /= column(powers)
    return powers


MEND = Function(
    reference=lambda powers: powers / column(powers),
    probes=[
        (np.array([[1.0, 2.0, 1.0], [2.0, 2.0, 4.0], [1.0, 8.0, 1.0]]),),
        (np.array([[1.0, 3.0, 4.0], [2.0, 2.0, 6.0]]),),
        (np.array([[1, 3], [2, 2], [5, 15]]),),  # integers: an array made like them cuts the shares off
    ],
    mistakes=[
        (
            lambda p: p / p.sum(axis=1),
            "Not yet: the cell still behaves as it was given. Its rows do not sum to 1, and nothing is raised, since "
            "this array is square. Try it on 2 rows of 3.",
        ),
        (
            lambda p: p / p.sum(axis=0),
            "Now no shape raises an error, but it is the columns that sum to 1. Divide by the totals of the rows, "
            "stood upright: `axis=1, keepdims=True`.",
        ),
        (
            lambda p: p / p.sum(),
            "Now the whole batch sums to 1, not each row. Put the axis back, and keep its place: `keepdims=True`.",
        ),
        (
            lambda p: p.T / p.sum(axis=1),
            "The shares are right, and rows and columns are exchanged: one `.T` too many or one too few.",
        ),
        (
            lambda p: p.T / column(p.T),
            "You turn the array round first, so each column is divided by its total. Leave out the `.T`.",
        ),
        (caught, CAUGHT),
        (
            divided_in_place,
            "`/=` writes into the array it is given: the caller's array changes, and whole numbers cannot hold the "
            "shares. Make a new array: `powers / ...`.",
        ),
        (
            rows_softmax,
            "You take `np.exp` of numbers that are powers already. Divide them as they are.",
        ),
        (
            column,
            "You return the totals. Divide `powers` by them.",
        ),
    ],
    praise="It holds for every shape now, not only for those where the trap is loud.",
)

BATCH = Function(
    reference=rows_softmax,
    probes=[(SEED,), (np.array([[0.0, 1.0, 2.0], [3.0, 3.0, 5.0]]),), (np.array([[1, 2], [0, 0], [4, 1]]),)],
    mistakes=[
        (divided(**WITHOUT), no_keepdims),
        (
            shifted(WITHOUT, WITHOUT),
            lambda case: (
                f"Your rows sum to {sums_said(case.got)}. Neither the maximum nor the sum keeps its axis, so both "
                "are lined up with the columns. Give both `keepdims=True`."
            ),
        ),
        (
            shifted(WITH, WITHOUT),
            lambda case: (
                f"Your rows sum to {sums_said(case.got)}. The maximum keeps its axis and the sum does not: add "
                "`keepdims=True` there as well."
            ),
        ),
        (
            shifted(WITHOUT, WITH),
            "Your rows sum to 1 and are wrong all the same: the maximum lacks `keepdims=True`, so each column loses "
            "another row's maximum.",
        ),
        (
            shifted(dict(axis=0), WITH),
            "Your rows sum to 1 and are wrong all the same: you subtract each column's maximum (axis=0), which "
            "changes the differences within a row.",
        ),
        (
            divided(axis=0),
            lambda case: (
                f"Your columns sum to 1 and your rows to {sums_said(case.got)}: you divide by the totals of the "
                "columns (axis=0, or Python's `sum` of a whole batch). Use those of the rows: `axis=1, keepdims=True`."
            ),
        ),
        (
            divided(),
            "Your whole batch sums to 1, instead of each row: the sum names no axis, so both disappear. Name axis=1, "
            "with `keepdims=True`.",
        ),
        (lambda z: caught(np.exp(z)), CAUGHT),
        *SHARED_MISTAKES,
    ],
    praise="Each row sums to 1, in every shape.",
)


def cased(one=rows_softmax, three=rows_softmax, more=rows_softmax):
    """Return a softmax that is right for a batch and treats other numbers of axes by cases."""
    by_axes = {1: one, 2: rows_softmax, 3: three}
    return lambda z: by_axes.get(z.ndim, more)(z)


def by_blocks(z):
    """One total for each step along the first axis."""
    return np.array([np.exp(part) / np.exp(part).sum() for part in z])


LAST, LAST_WITH = dict(axis=-1), dict(axis=-1, keepdims=True)
ANY = Function(
    reference=rows_softmax,
    probes=[
        (np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 2.0]]),),
        (np.array([0.0, 1.0, 3.0]),),
        (np.array([[0.0, 1.0, 3.0], [2.0, 0.0, 1.0], [1.0, 1.0, 5.0]]),),  # square: raises nothing
        (np.array([[[0.0, 1.0, 2.0], [2.0, 0.0, 1.0]], [[5.0, 5.0, 5.0], [0.0, 3.0, 1.0]]]),),
        (np.arange(24.0).reshape(3, 2, 4) % 5,),
        (np.arange(12).reshape(2, 1, 2, 3) % 5,),  # integers, and one axis more than the lesson has
    ],
    mistakes=[
        (
            divided(**WITH),
            "axis=1 is the last axis of a batch, but not of every array: one row has only axis 0, and in 3-D axis 1 is "
            "the middle one. Count from the end: axis=-1.",
        ),
        (
            cased(one=divided(), three=divided(**WITH), more=divided(**WITH)),
            "A single row is right, and so is a batch; with three axes, axis=1 is the middle one. Without cases: "
            "axis=-1 is the last of one, two or three.",
        ),
        (
            lambda z: np.exp(z) / np.exp(z).sum(axis=len(z) - 1, keepdims=True),
            "`len` counts the rows, not the axes: `len(z) - 1` is the last axis by accident only. Use axis=-1.",
        ),
        (
            divided(**LAST),
            "The axis is right, and its place is lost: without `keepdims=True` the totals are lined up wrongly.",
        ),
        (
            lambda z: np.exp(z) / np.exp(z).sum(axis=-1)[:, None],
            "`[:, None]` stands up the totals of a batch only. `keepdims=True` does it for every number of axes, and "
            "so does `[..., None]`.",
        ),
        (
            shifted(LAST, LAST),
            "Maximum and sum both lose their place: give each of them `keepdims=True`.",
        ),
        (
            shifted(LAST, LAST_WITH),
            "The sum is right; it is the maximum that lacks `keepdims=True`, so other rows' maxima are subtracted.",
        ),
        (
            shifted(LAST_WITH, LAST),
            "The maximum keeps its place and the sum does not: add `keepdims=True` to the sum.",
        ),
        (divided(axis=0), "axis=0 is the first axis. The classes lie along the last: axis=-1."),
        (divided(), "The sum names no axis, so everything together sums to 1. The classes lie along axis=-1."),
        (
            divided(axis=-2, keepdims=True),
            "You count from the end, one too far: the last axis is -1, and -2 is the one before it.",
        ),
        (
            divided(axis=2, keepdims=True),
            "axis=2 is the last axis in 3-D only. Count from the end, and it fits every array: axis=-1.",
        ),
        (
            by_blocks,
            "You step along the first axis. That gives a row in a batch only: in a single row it gives one number, in "
            "3-D a whole table. Sum along the last axis: axis=-1.",
        ),
        (
            cased(three=by_blocks, more=by_blocks),
            "You step along the first axis, which in 3-D gives a whole table, not a row, and all of it sums to 1. Sum "
            "along the last axis: axis=-1.",
        ),
        *[
            (cased(more=more), f"Right up to three axes; with four {what}. axis=-1 needs no cases.")
            for more, what in [
                (divided(axis=2, keepdims=True), "you still take axis 2, no longer the last"),
                (divided(**WITH), "you take axis 1, not the last"),
                (divided(), "you divide by one total for everything"),
                (lambda z: None, "nothing is returned"),
            ]
        ],
        *SHARED_MISTAKES,
    ],
    praise="From one row to any number of axes, with the same two words: axis=-1 and keepdims.",
)

EXERCISES = {
    "max_shape": MAX_SHAPE,
    "row_totals": TOTALS,
    "silent_shape": Find(
        _not_silent,
        praise="No error, and wrong rows. Whoever tests with such a shape only, never finds the missing keepdims.",
    ),
    "mend_square_trap": MEND,
    "batch_softmax": BATCH,
    "last_axis_softmax": ANY,
}
