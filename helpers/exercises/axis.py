"""Lesson 03: predict a shape, keep a column, find and mend the square trap, write a batch softmax, and one for 3-D."""

import math

import numpy as np

from .engine import Find, Function, Value

MAX_SHAPE = Value(
    right=(32, 1),
    mistakes={
        (32,): "That is the shape without keepdims. With it, the axis that disappears stays behind with length 1.",
        (1, 32): "The numbers stand, they do not lie: axis 0 keeps its 32, and axis 1 is left with length 1.",
        (10,): "That is axis=0 without keepdims, one maximum for each class. The axis you name is the one that goes.",
        (1, 10): "That is axis=0, one maximum for each class. Here axis 1, the one of length 10, goes.",
        (10, 1): "You kept the 10 and lost the 32. The axis you name, axis 1, is the one of length 10, and it goes.",
        (32, 10): "That is the shape of the whole batch. A maximum makes one number out of many.",
        (1, 1): "That is the shape with axis=None. With axis=1 there is one maximum for each of the 32 rows.",
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
            "rows.",
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
    ],
    praise="One total beside each row, ready to divide it.",
)


def _not_silent(shape):
    if shape.shape != (2,):
        return "Give two whole numbers, rows and columns, such as (2, 3)."
    rows, columns = shape.tolist()
    if not all(math.isfinite(n) and n == int(n) and 1 <= n <= 1000 for n in (rows, columns)):
        return f"({rows:g}, {columns:g}) is no shape to try: give two whole numbers from 1 to 1000."
    powers = np.exp(np.add.outer(np.arange(int(rows)) % 5, np.arange(int(columns)) % 7))
    try:
        got = powers / powers.sum(axis=1)
    except ValueError as error:
        return (
            f"That one is loud: ValueError: {str(error).strip()}. When would the {columns:g} columns find a total each?"
        )
    if got.shape == powers.shape and np.allclose(got.sum(axis=1), 1):
        return "Nothing is raised, but nothing is wrong either: with one row there is only one total. Take more rows."
    return None


def rows_softmax(batch):
    """Softmax along the last axis, one row at a time, as one over the sum of powers of differences."""
    batch = np.asarray(batch, dtype=float)
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
        f"Your rows sum to {sums_said(case.got)}. You divided by the row totals without `keepdims`, so NumPy lined "
        "them up with the columns. It raised nothing because this array is square. Try it on 2 rows of 3."
    )


MEND = Function(
    reference=lambda powers: powers / column(powers),
    probes=[
        (np.array([[1.0, 2.0, 1.0], [2.0, 2.0, 4.0], [1.0, 8.0, 1.0]]),),
        (np.array([[1.0, 3.0, 4.0], [2.0, 2.0, 6.0]]),),
        (np.array([[1.0, 3.0], [2.0, 2.0], [5.0, 15.0]]),),
    ],
    mistakes=[
        (
            lambda p: p / p.sum(axis=1),
            "Not yet: the cell still behaves as it was given. Its rows do not sum to 1, and nothing is raised, since "
            "this array is square. Try it on 2 rows of 3.",
        ),
        (
            lambda p: p / p.sum(axis=0),
            "Now no shape raises an error, but it is the columns that sum to 1. The axis was right; its place is "
            "missing: `keepdims=True`.",
        ),
        (
            lambda p: p / p.sum(),
            "Now the whole batch sums to 1, not each row. Put the axis back, and keep its place: `keepdims=True`.",
        ),
        (
            lambda p: p.T / p.sum(axis=1),
            "Turning the array round lets the totals meet their rows, but the result is still turned: add a `.T`.",
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
                f"Your columns sum to 1 and your rows to {sums_said(case.got)}: axis=0 makes the rows disappear. The "
                "classes of one sample lie along its row, axis=1."
            ),
        ),
        (
            divided(),
            "Your whole batch sums to 1, instead of each row: the sum names no axis, so both disappear.",
        ),
        (lambda z: rows_softmax(rows_softmax(z)), "You apply softmax twice: the second time flattens the result."),
        (lambda z: z / z.sum(**WITH), "You divide the logits themselves. Take their powers first: `np.exp`."),
        (np.exp, lambda case: f"Your rows sum to {sums_said(case.got)}: these are the powers, not divided yet."),
        (
            lambda z: np.exp(z).sum(**WITH),
            "You return the totals. The powers divided by them are wanted.",
        ),
        (
            lambda z: rows_softmax(z)[0],
            "You return the first row only: is the `return` inside the loop?",
        ),
        (lambda z: np.log(rows_softmax(z)), "You return the logarithms of the probabilities. Leave the log out."),
    ],
    praise="Each row sums to 1, in every shape.",
)

ANY = Function(
    reference=rows_softmax,
    probes=[
        (np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 2.0]]),),
        (np.array([0.0, 1.0, 3.0]),),
        (np.array([[[0.0, 1.0, 2.0], [2.0, 0.0, 1.0]], [[5.0, 5.0, 5.0], [0.0, 3.0, 1.0]]]),),
        (np.arange(24.0).reshape(2, 3, 4) % 5,),
    ],
    mistakes=[
        (
            divided(**WITH),
            "axis=1 is the last axis of a batch, but not of every array: one row has only axis 0, and in 3-D axis 1 is "
            "the middle one. Count from the end: axis=-1.",
        ),
        (
            divided(axis=-1),
            "The axis is right, and its place is lost: without `keepdims=True` the totals are lined up wrongly.",
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
        (lambda z: rows_softmax(rows_softmax(z)), "You apply softmax twice: the second time flattens the result."),
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
