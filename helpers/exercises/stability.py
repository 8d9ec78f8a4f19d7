"""Lesson 04: find where exp overflows, mend a softmax, write it, its logarithm, log-sum-exp, and a mask."""

import math

import numpy as np

from .engine import Find, Function

DTYPES = np.float16, np.float32, np.float64


def _first_overflow(answers):
    if answers.shape != (3,):
        return (
            "Give three whole numbers, for float16, float32 and float64 in this order. "
            f"Yours has shape {answers.shape}."
        )
    for dtype, z in zip(DTYPES, map(float, answers), strict=True):
        name = np.dtype(dtype).name
        if not z.is_integer():
            return f"{name}: {z:g} is not a whole number. Which is the first whole number that lies beyond the limit?"
        if np.isfinite(power := np.exp(dtype(z))):
            return (
                f"{name}: exp({z:g}) = {power:.4g} still fits below the largest number, {np.finfo(dtype).max:.4g}. "
                "A larger z is the first that breaks."
            )
        if np.isinf(np.exp(dtype(z - 1))):
            return f"{name}: {z:g} breaks, but it is not the first that does: exp({z - 1:g}) is inf already."
    return None


FIRST = Find(
    _first_overflow,
    praise="12, 89 and 710: none of them is a large number. What is large is e to that power.",
)


def by_rows(row_rule):
    """Return a function of a batch that hands each row to `row_rule` as a list of Python floats."""
    return lambda logits, *more: np.array(
        [row_rule(row, *(m[i] for m in more)) for i, row in enumerate(logits.tolist())]
    )


def row_softmax(row):
    """1 / sum of exp of the differences to all classes; the overflow of a hopeless class means probability 0."""
    return [0.0 if max(row) - z > 700 else 1 / math.fsum(math.exp(other - z) for other in row) for z in row]


def plain(logits):
    """The stable softmax as the mistakes below are made from it."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def recipe(top, total):
    """Return a softmax that subtracts `top(logits)` and divides by `total(powers)`."""

    def softmax(logits):
        powers = np.exp(logits - top(logits))
        return powers / total(powers)

    return softmax


def most(axis=None, keep=True):
    return lambda logits: logits.max(axis=axis, keepdims=keep)


def sums(axis=None, keep=True):
    return lambda powers: powers.sum(axis=axis, keepdims=keep)


right_most, right_sums = most(1), sums(1)

ONE_MAXIMUM = (
    "You subtract one maximum from the whole batch. A row far below it underflows: all its exponentials become 0, "
    "and 0/0 is nan. Give each row its own maximum: `axis=1, keepdims=True`."
)
SHARED_MISTAKES = [
    (
        recipe(most(0), right_sums),
        "You subtract the maximum of each column (axis=0). What a row subtracts must be the same for all of its "
        "classes, or their differences change: take the maximum along axis=1.",
    ),
    (
        recipe(right_most, sums(0)),
        "You divide by the sum of each column (axis=0), so it is the columns that sum to 1. The classes of one sample "
        "lie along its row: axis=1.",
    ),
    (
        recipe(right_most, sums()),
        "You divide by the sum of the whole batch: all rows together sum to 1, where each row should. "
        "Give the sum `axis=1, keepdims=True`.",
    ),
    (
        recipe(most(), sums()),
        "Neither the maximum nor the sum names an axis, so the batch is treated as one long row. Give both "
        "`axis=1, keepdims=True`.",
    ),
    (
        recipe(most(0), sums(0)),
        "Maximum and sum both run along axis=0: you normalise the columns. The classes of one sample lie along its "
        "row, so both need axis=1.",
    ),
    (
        recipe(most(1, False), sums(1, False)),
        "Neither the maximum nor the sum keeps its dimension, so NumPy lines up the rows' numbers with the columns. A "
        "square batch hides it, another raises an error. Add `keepdims=True` to both.",
    ),
    (
        recipe(most(1, False), right_sums),
        "The maximum lacks `keepdims=True`: NumPy lines up the rows' maxima with the columns. A square batch hides it, "
        "another raises an error.",
    ),
    (
        recipe(right_most, sums(1, False)),
        "The sum lacks `keepdims=True`: NumPy lines up the rows' sums with the columns. A square batch hides it, "
        "another raises an error.",
    ),
    (
        recipe(lambda logits: 0, right_sums),
        "No maximum is subtracted: exp(1000) is inf and inf/inf is nan. Subtract each row's own maximum first.",
    ),
    (
        lambda logits: plain(plain(logits)),
        "You apply softmax twice: the probabilities are taken for logits and flattened again. Once is enough.",
    ),
    (
        lambda logits: np.exp(logits - logits.max(axis=1, keepdims=True)),
        "You return the exponentials before they are divided by their row's sum: the largest of each row is 1, and the "
        "rows do not sum to 1.",
    ),
]
BATCHES = [
    (np.array([[1.0, 2.0, 3.0]]),),
    (np.array([[0, 1, 2], [1000, 1001, 1002]]),),
    (np.array([[2.0, 0.0, -1.0], [-3.0, 1.0, 0.5], [1.5, 1.5, 4.0]]),),
    (np.array([[-1000, -1002], [3, 4], [800, -800]]),),
]

MEND = Function(
    reference=by_rows(row_softmax),
    probes=BATCHES,
    mistakes=[
        (
            recipe(most(), right_sums),
            "Not yet: the cell still behaves as it was given. The row near 0 is lost: what it subtracts is so large "
            "that all its exponentials become 0. Whose maximum is that?",
        ),
        *SHARED_MISTAKES,
    ],
    praise="Each row brings its own maximum, so the largest exponential of every row is 1.",
)

STABLE = Function(
    reference=by_rows(row_softmax),
    probes=[*BATCHES, (np.array([[7, 900, 7]]),)],
    mistakes=[
        (recipe(most(), right_sums), ONE_MAXIMUM),
        *SHARED_MISTAKES,
        (
            recipe(lambda logits: logits.min(axis=1, keepdims=True), right_sums),
            "You subtract the minimum: the largest exponent stays above 0 and can still overflow. Subtract the "
            "maximum, so that no exponent is above 0.",
        ),
        (
            recipe(lambda logits: logits.mean(axis=1, keepdims=True), right_sums),
            "You subtract the row's mean. It shifts too little when one logit lies far above the others: only the "
            "maximum brings every exponent to 0 or below.",
        ),
        (
            recipe(lambda logits: -logits.max(axis=1, keepdims=True), right_sums),
            "You add the maximum instead of subtracting it: the exponents grow, and overflow sooner.",
        ),
        (
            lambda logits: recipe(lambda z: 0, right_sums)(np.clip(logits, -700, 700)),
            "You clip the logits. No inf arises, but all logits beyond the limit become equal, and their differences "
            "are what softmax is about.",
        ),
        (
            lambda logits: np.nan_to_num(recipe(lambda z: 0, right_sums)(logits)),
            "You turn the nan into 0 after the fact: the row no longer sums to 1, and what it said is lost. Prevent "
            "the overflow instead.",
        ),
        (
            lambda logits: logits - logits.max(axis=1, keepdims=True),
            "You return the shifted logits. `np.exp` and the division by the row's sum are still to come.",
        ),
        (
            lambda logits: np.log(plain(logits)),
            "You return the logarithm of the softmax. The probabilities themselves are wanted here.",
        ),
        (
            lambda logits: logits / logits.sum(axis=1, keepdims=True),
            "You divide the logits by their sum without taking exponentials: a negative logit stays negative.",
        ),
    ],
    praise="No exponent is above 0, and every row's sum is at least 1.",
)

LOG_SUM_EXP = Function(
    reference=by_rows(np.logaddexp.reduce),  # adds up two at a time, in the world of logs
    probes=[
        (np.array([[0.0, 0.0]]),),
        (np.array([[1.0, 2.0, 3.0], [0.0, -800.0, 5.0]]),),
        (np.array([[1000, 1001, 1002], [-1000, -1001, -1002]]),),
        (np.array([[1.0, 2.0], [3.0, 5.0]]),),
    ],
    mistakes=[
        (
            lambda z: np.log(np.exp(z).sum(axis=1)),
            "This is the formula as it stands, and it breaks at both ends: exp(1000) is inf, and exp(-1000) is 0, "
            "whose log is -inf. Subtract each row's maximum first, and add it back after the log.",
        ),
        (
            lambda z: np.log(np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1)),
            "You subtract the maximum and never add it back: log-sum-exp is not shift-invariant, as softmax is. "
            "The result is `m + np.log(...)`.",
        ),
        (
            lambda z: z.max() + np.log(np.exp(z - z.max()).sum(axis=1)),
            "You use one maximum for the whole batch: a row far below it becomes log(0). Each row needs its own.",
        ),
        (
            lambda z: z.max(axis=1, keepdims=True) + np.log(np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1)),
            "A column of maxima plus a flat row of logs makes a square: one kept its dimension and the other did not. "
            "For one number per row take `m[:, 0]`, or `z.max(axis=1)` without keepdims, where you add it back.",
        ),
        (
            lambda z: (
                z.max(axis=1, keepdims=True)
                + np.log(np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True))
            ),
            "The values are right, but they stand in a column, shape (rows, 1). One number per row is wanted, shape "
            "(rows,): drop the last `keepdims`, or take `[:, 0]`.",
        ),
        (
            lambda z: z.max(axis=0) + np.log(np.exp(z - z.max(axis=0)).sum(axis=0)),
            "You get one number per column: axis=0 makes the rows disappear. One number per row is wanted: axis=1.",
        ),
        (
            lambda z: z.max() + np.log(np.exp(z - z.max()).sum()),
            "You get a single number for the whole batch. Name the axis that should disappear: the classes, axis=1.",
        ),
        (
            lambda z: z.max(axis=1),
            "You return each row's maximum. It is close when one logit stands far above the rest, but the sum of the "
            "other exponentials is missing.",
        ),
        (
            lambda z: z.max(axis=1) + np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1),
            "The log is missing: you add the sum of the exponentials itself.",
        ),
        (
            lambda z: z.max(axis=1) * np.log(np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1)),
            "You multiply by the maximum. exp(m) was a factor inside the log, and the log of a product is a sum: "
            "add m.",
        ),
        (
            lambda z: z.sum(axis=1),
            "You return the sum of the logits: the log of each exponential, added up. It is the log of their sum that "
            "is wanted.",
        ),
    ],
    praise="The maximum comes out of the sum as a factor, and out of the log as a term.",
)


def log_by(top, total):
    """Return a log-softmax that subtracts `top(logits)` and then the log of `total(powers)`."""

    def log_softmax(z):
        shifted = z - top(z)
        return shifted - np.log(total(np.exp(shifted)))

    return log_softmax


LOG_SOFTMAX = Function(
    reference=by_rows(lambda row: [z - np.logaddexp.reduce(row) for z in row]),
    probes=[
        (np.array([[1.0, 2.0, 3.0]]),),
        (np.array([[0, -800]]),),
        (np.array([[0, 1, 2], [1000, 1001, 1002]]),),
        (np.array([[2.0, 0.0, -1.0], [-3.0, 1.0, 0.5], [1.5, 1.5, 4.0]]),),
    ],
    mistakes=[
        (
            lambda z: np.log(plain(z)),
            "You take the log of the finished softmax: there e^(-800) has underflowed to 0 already, and log(0) is "
            "-inf. Let the algebra take the log: z - m - log(sum of exp(z - m)).",
        ),
        (
            lambda z: np.log(recipe(lambda z: 0, right_sums)(z)),
            "You take the log of a softmax that subtracts no maximum: exp(1000) becomes nan, and e^(-800) becomes 0, "
            "whose log is -inf. Let the algebra take the log: z - m - log(sum of exp(z - m)).",
        ),
        (
            lambda z: np.log(plain(z) + 1e-9),
            "You add a small number before the log, so no log can be below about -21. The truth here is -800: subtract "
            "in the world of logs instead.",
        ),
        (
            lambda z: np.log(np.clip(plain(z), 1e-12, None)),
            "You clip the probabilities before the log, so every very unlikely class gets the same log. The truth here "
            "is -800: subtract in the world of logs instead.",
        ),
        (
            log_by(lambda z: 0, right_sums),
            "No maximum is subtracted: exp(1000) is inf, its log is inf, and the result is -inf. Shift by each row's "
            "maximum first.",
        ),
        (
            log_by(most(), right_sums),
            "You subtract one maximum from the whole batch: the row far below it gets log(0). Each row needs its own.",
        ),
        (
            log_by(most(0), right_sums),
            "You subtract the maximum of each column (axis=0), which changes the differences between the classes of a "
            "row: take it along axis=1.",
        ),
        (
            log_by(right_most, sums(0)),
            "You sum the exponentials of each column (axis=0): it is the columns whose probabilities sum to 1. Sum "
            "along axis=1.",
        ),
        (
            log_by(right_most, sums()),
            "You sum the exponentials of the whole batch: give the sum `axis=1, keepdims=True`.",
        ),
        (
            log_by(right_most, sums(1, False)),
            "The sum lacks `keepdims=True`: the rows' logs are lined up with the columns. A square batch hides it.",
        ),
        (
            log_by(most(1, False), right_sums),
            "The maximum lacks `keepdims=True`: the rows' maxima are lined up with the columns. A square batch hides "
            "it.",
        ),
        (
            lambda z: z - np.log(np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)),
            "The maximum is subtracted inside the sum only. Then it is missing in front: z - m - log(...).",
        ),
        (
            lambda z: z - z.max(axis=1, keepdims=True),
            "You return the shifted logits alone: the log of the sum is still to be subtracted, or the probabilities "
            "do not sum to 1.",
        ),
        (
            lambda z: (
                z - z.max(axis=1, keepdims=True) - np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)
            ),
            "You subtract the sum itself. Its log is what the division turns into.",
        ),
        (plain, "You return the softmax itself: the values lie between 0 and 1. Its logarithm is wanted, 0 or below."),
        (
            lambda z: -log_by(right_most, right_sums)(z),
            "The sign is turned round: the log of a probability is 0 or below. (With a minus it is a loss, which is "
            "lesson 05's matter.)",
        ),
        (
            lambda z: log_by(right_most, right_sums)(z) / np.log(10),
            "You use the logarithm to base 10. The one that undoes `np.exp` is `np.log`.",
        ),
    ],
    praise="Nothing is divided and no log of 0 is taken, so -800 stays -800.",
)


def row_masked(row, allowed):
    kept = [z for z, a in zip(row, allowed, strict=True) if a]
    found = iter(row_softmax(kept) if kept else [])
    return [next(found) if a else 0.0 for a in allowed]


def masked_by(fill):
    """Return a masked softmax that puts `fill` where the mask is False."""
    return lambda logits, allowed: plain(np.where(allowed, logits, fill))


def weighted(powers, allowed):
    kept = powers * allowed
    return kept / kept.sum(axis=1, keepdims=True)


YES, NO = True, False
MASKED = Function(
    reference=by_rows(row_masked),
    probes=[
        (np.array([[1.0, 2.0, 3.0]]), np.array([[YES, YES, NO]])),
        (np.array([[1.0, 2.0, 1000.0], [0.0, -1.0, 4.0]]), np.array([[YES, YES, NO], [YES, NO, YES]])),
        (np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([[YES, NO, YES], [NO, NO, NO]])),
        (np.array([[1000.0, 1001.0, 0.0]]), np.array([[YES, YES, YES]])),
    ],
    mistakes=[
        (
            masked_by(-np.inf),
            "The row in which nothing is allowed comes out as nan: its maximum is -inf, and -inf - (-inf) has no "
            "value. Answer that row apart: all zeros.",
        ),
        (
            masked_by(-1e9),
            "The row in which nothing is allowed comes out as equal shares, which is what a large negative number such "
            "as -1e9 does for a mask. Forbidden classes must get 0: use -inf, and answer that row apart, all zeros.",
        ),
        (
            masked_by(0.0),
            "You replace a forbidden logit by 0. e^0 is 1, so the class still gets a share; the logit whose "
            "exponential is 0 is -inf.",
        ),
        (
            lambda z, allowed: plain(z) * allowed,
            "You remove the forbidden classes after softmax, so what is left no longer sums to 1. Mask the logits "
            "before softmax.",
        ),
        (
            lambda z, allowed: weighted(plain(z), allowed),
            "You mask after the exponentials. A forbidden logit can still be the maximum: next to 1000 the allowed "
            "ones underflow, and 0/0 is nan. Mask the logits first.",
        ),
        (
            lambda z, allowed: np.nan_to_num(weighted(plain(z), allowed)),
            "You mask after the exponentials and turn nan into 0. A forbidden 1000 made the allowed classes underflow, "
            "and now that row is 0 though it has classes to choose. Mask the logits first.",
        ),
        (
            lambda z, allowed: np.nan_to_num(plain(np.where(allowed, -np.inf, z))),
            "The mask is turned round: True means that the class is allowed.",
        ),
        (
            lambda z, allowed: plain(z),
            "You do not use the mask: forbidden classes still get a share.",
        ),
        (
            lambda z, allowed: np.nan_to_num(weighted(np.exp(z), allowed)),
            "No maximum is subtracted, so a logit of 1000 still overflows. Mask the logits, then subtract each row's "
            "maximum.",
        ),
    ],
    praise="A forbidden class gets exactly 0, and a row without any class answers 0 instead of nan.",
)

EXERCISES = {
    "first_overflow": FIRST,
    "mend_one_maximum": MEND,
    "stable_softmax": STABLE,
    "log_sum_exp": LOG_SUM_EXP,
    "log_softmax": LOG_SOFTMAX,
    "masked_softmax": MASKED,
}
