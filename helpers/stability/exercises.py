"""Lesson 04: find where exp overflows, break a softmax, mend it, write it, its logarithm, log-sum-exp, and a mask."""

import math

import numpy as np

from ..engine.describe import alike
from ..engine.judge import Find, Function

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


def _lost_to_one_maximum(batch):
    if batch.ndim != 2:
        return f"Give a batch, a list of rows such as [[1, 2], [3, 4]]. Yours has shape {batch.shape}."
    if not np.isfinite(batch).all():
        return "You typed in nan or inf yourself. Give finite logits, and let the function make the nan."
    if abs(far := batch.flat[np.abs(batch).argmax()]) > 500:
        return f"The logit {far:g} lies beyond ±500. It breaks with smaller ones, too."
    if len(batch) == 1:
        return "One row alone brings the batch's maximum itself, and is always safe. Give it a neighbour."
    tops = batch.max(axis=1)
    if np.exp(low := tops.min() - tops.max()) > 0:
        return (
            f"No nan: the largest logit of row {tops.argmin()}, {tops.min():g}, loses the batch's maximum, "
            f"{tops.max():g}, and exp({low:g}) is still above 0. All of a row must lie lower than that."
        )
    return None


BREAK = Find(
    _lost_to_one_maximum,
    praise="No logit is large, but one row lies so far below the other that all its exponentials become 0.",
)


def by_rows(row_rule):
    """Return a function of a batch that hands each row to `row_rule` as a list of Python floats."""
    return lambda logits, *more: np.array(
        [row_rule(row, *(m[i] for m in more)) for i, row in enumerate(logits.tolist())]
    )


def row_softmax(row):
    """1 / sum of exp of the differences to all classes; the overflow of a hopeless class means probability 0."""
    return [0.0 if max(row) - z > 700 else 1 / math.fsum(math.exp(other - z) for other in row) for z in row]


def recipe(top, total):
    """Return a softmax that subtracts `top(logits)` and divides by `total(powers)`."""

    def softmax(logits):
        powers = np.exp(logits - top(logits))
        return powers / total(powers)

    return softmax


def log_by(top, total):
    """Return a log-softmax that subtracts `top(logits)` and then the log of `total(powers)`."""

    def log_softmax(logits):
        shifted = logits - top(logits)
        return shifted - np.log(total(np.exp(shifted)))

    return log_softmax


def lse_by(top):
    """Return a log-sum-exp that takes `top(logits)` out of the exponents and adds it back."""
    return lambda z: each_row(top, z) + np.log(np.exp(z - top(z)).sum(axis=1))


def looped(finish):
    """Return what makes a loop out of `top`, in Python's own floats, which raise where NumPy gives inf or nan."""

    def loop_by(top):
        def loop(z):
            rows = zip(z.tolist(), each_row(top, z).tolist(), strict=True)
            return np.array([finish(row, m, [math.exp(v - m) for v in row]) for row, m in rows])

        return loop

    return loop_by


def each_row(top, z):
    return np.broadcast_to(top(z), (len(z), 1))[:, 0]


def most(axis=None, keep=True):
    return lambda logits: logits.max(axis=axis, keepdims=keep)


def sums(axis=None, keep=True):
    return lambda powers: powers.sum(axis=axis, keepdims=keep)


def nothing(logits):
    return 0


def never_reset(logits):
    return np.maximum.accumulate(right_most(logits))


def from_zero(logits):
    return np.maximum(right_most(logits), 0)


right_most, right_sums = most(1), sums(1)
plain = recipe(right_most, right_sums)

# Mistakes by axis, made alike in a softmax, in its logarithm and in a masked softmax.
AXES = [
    (
        most(0),
        right_sums,
        "You subtract the maximum of each column (axis=0). What a row subtracts must be the same for all of its "
        "classes, or their differences change: take the maximum along axis=1.",
    ),
    (
        right_most,
        sums(0),
        "The sum runs down each column (axis=0), so it is the columns whose probabilities sum to 1. The classes of one "
        "sample lie along its row: axis=1.",
    ),
    (
        right_most,
        sums(),
        "The sum runs over the whole batch: the probabilities of all rows together sum to 1, where those of each row "
        "should. Give the sum `axis=1, keepdims=True`.",
    ),
    (
        most(),
        sums(),
        "Neither the maximum nor the sum names an axis, so the batch is treated as one long row. Give both "
        "`axis=1, keepdims=True`.",
    ),
    (
        most(0),
        sums(0),
        "Maximum and sum both run along axis=0: you normalise the columns. The classes of one sample lie along its "
        "row, so both need axis=1.",
    ),
    (
        most(1, False),
        sums(1, False),
        "Neither the maximum nor the sum keeps its dimension, so NumPy lines up the rows' numbers with the columns. A "
        "square batch hides it, another raises an error. Add `keepdims=True` to both.",
    ),
    (
        most(1, False),
        right_sums,
        "The maximum lacks `keepdims=True`: NumPy lines up the rows' maxima with the columns. A square batch hides it, "
        "another raises an error.",
    ),
    (
        right_most,
        sums(1, False),
        "The sum lacks `keepdims=True`: NumPy lines up the rows' sums with the columns. A square batch hides it, "
        "another raises an error.",
    ),
]
NO_MAXIMUM = "No maximum is subtracted: exp(1000) is inf and inf/inf is nan. Subtract each row's own maximum first."
NEVER_RESET = (
    "Your maximum is never reset: a row keeps the larger maximum of a row before it, and underflows. Start anew "
    "for each row."
)
FROM_ZERO = (
    "Your maximum starts at 0, so a row of negative logits does not find its own, and far below 0 all its "
    "exponentials become 0. Start with the row's first logit."
)
# What is subtracted instead of the row's maximum, in a softmax, its logarithm and log-sum-exp alike.
SUBTRACTED = [
    (
        lambda z: z.min(axis=1, keepdims=True),
        "You subtract the minimum: the largest exponent stays above 0 and can still overflow. Subtract the maximum, "
        "so that no exponent is above 0.",
    ),
    (
        lambda z: z.mean(axis=1, keepdims=True),
        "You subtract the row's mean. It shifts too little when one logit lies far above the others: only the "
        "maximum brings every exponent to 0 or below.",
    ),
    (
        lambda z: z.mean(),
        "You subtract the mean of the whole batch: a row far above it overflows, a row far below it underflows. "
        "Each row needs its own maximum.",
    ),
    (
        lambda z: z[:, :1],
        "You subtract each row's first logit. Where another lies far above it, `exp` still overflows: take the row's "
        "maximum.",
    ),
    (
        lambda z: z[:, -1:],
        "You subtract each row's last logit. Where another lies far above it, `exp` still overflows: take the row's "
        "maximum.",
    ),
    (never_reset, NEVER_RESET),
    (from_zero, FROM_ZERO),
]
BASES = [(base, f"You use the logarithm to base {base}. The one that undoes `np.exp` is `np.log`.") for base in (2, 10)]
MATH_EXP = (
    "`math.exp(1000)` is too large for a float, and Python's `math` stops where NumPy gives inf. Subtract the row's "
    "maximum first."
)
IN_PLACE = (
    "`-=`, `/=` and `out=` write into the array you were given, and one of whole numbers cannot hold what comes out. "
    "Make a new array, such as `shifted = logits - ...`."
)


def common(by, loop_by, at_zero):
    """Return the mistakes of SUBTRACTED as `by` makes them and, where Python stops at a 0, as `loop_by` does."""
    stops = f" (Python stops at {at_zero}, where NumPy gives nan or inf.)"
    return [
        *((by(top), words) for top, words in SUBTRACTED),
        (loop_by(nothing), MATH_EXP),
        (loop_by(never_reset), NEVER_RESET + stops),
        (loop_by(from_zero), FROM_ZERO + stops),
    ]


def softmax_in_place(z):
    z -= right_most(z)
    np.exp(z, out=z)
    z /= right_sums(z)
    return z


SOFTMAX_MISTAKES = [
    (recipe(nothing, right_sums), NO_MAXIMUM),
    *((recipe(top, total), words) for top, total, words in AXES),
    *common(
        lambda top: recipe(top, right_sums),
        looped(lambda row, m, powers: [power / sum(powers) for power in powers]),
        "0/0",
    ),
    (
        lambda z: np.nan_to_num(recipe(most(), right_sums)(z)),
        "A row far below the batch's one maximum comes out as 0: turning nan into 0, or adding a small number to the "
        "sum, only hides that all its exponentials are 0. Give each row its own maximum.",
    ),
    (
        lambda z: plain(plain(z)),
        "You apply softmax twice: the probabilities are taken for logits and flattened again. Once is enough.",
    ),
    (
        lambda z: np.exp(z - right_most(z)),
        "The exponentials are not divided by their row's sum: the largest of each row is 1, and the rows do not sum "
        "to 1. (Dividing by the row's largest exponential changes nothing: it is 1.)",
    ),
    (
        lambda z: recipe(nothing, right_sums)(right_most(z) - z),
        "You subtract the logits from the maximum, not the maximum from the logits: the smallest logit gets the "
        "largest share, and a large distance overflows.",
    ),
    (
        lambda z: np.exp(z - right_most(z)) / right_sums(np.exp(z)),
        "You subtract the maximum above the fraction line only. It cancels when the exponentials in the sum lose it "
        "as well: use the same powers in both places.",
    ),
    (
        lambda z: np.exp(z) / right_sums(np.exp(z - right_most(z))),
        "You subtract the maximum in the sum only. It cancels when the exponentials above the fraction line lose it "
        "as well: use the same powers in both places.",
    ),
    (
        lambda z: (z - right_most(z)) / right_sums(z - right_most(z)),
        "`np.exp` is missing: you divide the shifted logits themselves, and the largest logit gets 0.",
    ),
    (
        recipe(lambda z: -right_most(z), right_sums),
        "You add the maximum instead of subtracting it: the exponents grow, and overflow sooner.",
    ),
    (
        lambda z: recipe(nothing, right_sums)(np.clip(z, -700, 700)),
        "You clip the logits. No inf arises, but all logits beyond the limit become equal, and their differences "
        "are what softmax is about.",
    ),
    (
        lambda z: np.nan_to_num(recipe(nothing, right_sums)(z)),
        "You turn the nan into 0 after the fact: the row no longer sums to 1, and what it said is lost. Prevent "
        "the overflow instead.",
    ),
    (
        lambda z: z - right_most(z),
        "You return the shifted logits. `np.exp` and the division by the row's sum are still to come.",
    ),
    (
        lambda z: np.log(plain(z)),
        "You return the logarithm of the softmax. The probabilities themselves are wanted here.",
    ),
    (
        lambda z: z / right_sums(z),
        "You divide the logits by their sum without taking exponentials: a negative logit stays negative.",
    ),
    (softmax_in_place, IN_PLACE),
]
BATCHES = [
    (np.array([[1.0, 2.0, 3.0]]),),
    (np.array([[0, 1, 2], [1000, 1001, 1002]]),),
    (np.array([[2.0, 0.0, -1.0], [-3.0, 1.0, 0.5], [1.5, 1.5, 4.0]]),),
    (np.array([[800, -800], [3, -800], [-1000, -1002]]),),  # falling, and below 0 at the end
    (np.array([[-800, 800, 0], [0, -800, 800], [7, 800, 7]]),),
    (np.array([[12000, 12008], [0, 1]]),),  # beyond the longest floats, too
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
        *SOFTMAX_MISTAKES,
    ],
    praise="Each row brings its own maximum, so the largest exponential of every row is 1.",
)

ONE_MAXIMUM = (
    "You subtract one maximum from the whole batch. A row far below it underflows: all its exponentials become 0, "
    "and 0/0 is nan. Give each row its own maximum: `axis=1, keepdims=True`."
)
STABLE = Function(
    reference=by_rows(row_softmax),
    probes=BATCHES,
    mistakes=[(recipe(most(), right_sums), ONE_MAXIMUM), *SOFTMAX_MISTAKES],
    praise="No exponent is above 0, and every row's sum is at least 1.",
)


def log_rest(z):
    """The log of each row's sum after its maximum is taken out, which is right."""
    return np.log(np.exp(z - right_most(z)).sum(axis=1))


LOG_SUM_EXP = Function(
    reference=by_rows(np.logaddexp.reduce),  # adds up two at a time, in the world of logs
    probes=[
        (np.array([[1.0, 2.0]]),),
        (np.array([[1.0, 2.0, 3.0], [0.0, -800.0, 5.0]]),),
        (np.array([[1000, 1001, 1002], [-1000, -1001, -1002]]),),
        (np.array([[1.0, 2.0], [3.0, 5.0]]),),
        (np.array([[1000, -500, -600], [0, 0, 2000]]),),
        (np.array([[12000, 12008], [5, 6]]),),
    ],
    mistakes=[
        (
            lambda z: np.log(np.exp(z).sum(axis=1)),
            "This is the formula as it stands, and it breaks at both ends: exp(1000) is inf, and exp(-1000) is 0, "
            "whose log is -inf. Subtract each row's maximum first, and add it back after the log.",
        ),
        (
            log_rest,
            "You subtract the maximum and never add it back: log-sum-exp is not shift-invariant, as softmax is. "
            "The result is `m + np.log(...)`.",
        ),
        (
            lse_by(most()),
            "You use one maximum for the whole batch: a row far below it becomes log(0). Each row needs its own.",
        ),
        *common(lse_by, looped(lambda row, m, powers: m + math.log(sum(powers))), "math.log(0)"),
        (
            lambda z: right_most(z) + log_rest(z),
            "A column of maxima plus a flat row of logs makes a square: one kept its dimension and the other did not. "
            "For one number per row take `m[:, 0]`, or `z.max(axis=1)` without keepdims, where you add it back.",
        ),
        (
            lambda z: right_most(z) + log_rest(z)[:, None],
            "The values are right, but they stand in a column, shape (rows, 1). One number per row is wanted, shape "
            "(rows,): drop the last `keepdims`, or take `[:, 0]`.",
        ),
        (
            lambda z: z.max(axis=1) + np.log(np.exp(z - z.max(axis=1)).sum(axis=1)),
            "The maximum that you subtract lacks `keepdims=True`: the rows' maxima are lined up with the columns. A "
            "square batch hides it, another raises an error.",
        ),
        (
            lambda z: z.max(axis=0) + np.log(np.exp(z - z.max(axis=0)).sum(axis=0)),
            "You get one number per column: axis=0 makes the rows disappear. One number per row is wanted: axis=1.",
        ),
        (
            lambda z: z.max(axis=1) + np.log(np.exp(z - right_most(z)).sum(axis=0)),
            "You sum the exponentials of each column (axis=0), and add each row's maximum. The classes of one sample "
            "lie along its row: sum along axis=1.",
        ),
        (
            lambda z: z.max() + np.log(np.exp(z - z.max()).sum()),
            "You get a single number for the whole batch. Name the axis that should disappear: the classes, axis=1.",
        ),
        (
            lambda z: z.max(axis=1) + np.log(np.exp(z - right_most(z)).sum()),
            "The sum names no axis, so every row gets the log of the whole batch's sum. Give it axis=1.",
        ),
        (
            lambda z: z.max(axis=1),
            "You return each row's maximum. It is close when one logit stands far above the rest, but the sum of the "
            "other exponentials is missing.",
        ),
        (
            lambda z: log_rest(z) - z.max(axis=1),
            "You subtract the maximum once more at the end. It was taken out of the exponents, so it is added back.",
        ),
        (
            lambda z: np.log(z.max(axis=1) + np.exp(z - right_most(z)).sum(axis=1)),
            "You add the maximum inside the log. It comes out of the log as a term: `m + np.log(...)`.",
        ),
        (
            lambda z: z.max(axis=1) + np.exp(z - right_most(z)).sum(axis=1),
            "The log is missing: you add the sum of the exponentials itself.",
        ),
        *((lambda z, base=base: z.max(axis=1) + log_rest(z) / np.log(base), words) for base, words in BASES),
        (
            lambda z: z.max(axis=1) * log_rest(z),
            "You multiply by the maximum. exp(m) was a factor inside the log, and the log of a product is a sum: "
            "add m.",
        ),
        (
            lambda z: z.sum(axis=1),
            "You return the sum of the logits: the log of each exponential, added up. It is the log of their sum that "
            "is wanted.",
        ),
        (
            lambda z: np.log(np.exp(np.clip(z, -700, 700)).sum(axis=1)),
            "You clip the logits, so every row beyond the limit gets the same answer. Take the maximum out of the "
            "exponents instead, and add it back.",
        ),
        (
            lambda z: np.log(np.exp(z).sum(axis=1) + 1e-9),
            "You add a small number before the log: exp(1000) is inf all the same, and a row of -1000 gets the log of "
            "the small number. Take the maximum out of the exponents instead.",
        ),
        (plain, "You return the softmax. One number per row is wanted: the log of what softmax divides by."),
        (
            log_by(right_most, right_sums),
            "You return log-softmax, one number per class. What it subtracts from the logits is wanted, one number "
            "per row.",
        ),
    ],
    praise="The maximum comes out of the sum as a factor, and out of the log as a term.",
)


def floored(case):
    tiny, good = case.expected < -16, alike(case.got, case.expected)  # a probability below 1e-7
    if not tiny.any() or (tiny == good).any() or not (case.got > 0.95 * case.expected)[tiny].all():
        return None
    return (
        "You put a floor under the probabilities (a small number added, or a clip): no log falls below about "
        f"{case.got.min():.4g}. The truth here is {case.expected.min():.4g}: subtract in the world of logs instead."
    )


def log_softmax_in_place(z):
    z -= right_most(z)
    z -= np.log(right_sums(np.exp(z)))
    return z


LOG_SOFTMAX = Function(
    reference=by_rows(lambda row: [z - np.logaddexp.reduce(row) for z in row]),
    probes=[
        (np.array([[1.0, 2.0, 3.0]]),),
        (np.array([[0, -800]]),),
        (np.array([[0, 1, 2], [1000, 1001, 1002]]),),
        (np.array([[2.0, 0.0, -1.0], [-3.0, 1.0, 0.5], [1.5, 1.5, 4.0]]),),
        (np.array([[0, 0, 0, 0, -20000]]),),
        (np.array([[-1000, -1001, -1002], [1000, -500, -600], [0, 0, 2000]]),),
        (np.array([[800, -800], [3, 4]]),),
    ],
    flaw=floored,
    mistakes=[
        (
            lambda z: np.log(plain(z)),
            "You take the log of the finished softmax: there e^(-800) has underflowed to 0 already, and log(0) is "
            "-inf. Let the algebra take the log: z - m - log(sum of exp(z - m)).",
        ),
        (
            lambda z: np.nan_to_num(np.log(plain(z))),
            "You turn -inf into the lowest number a float has. The truth here is -800: let the algebra take the log, "
            "z - m - log(sum of exp(z - m)).",
        ),
        (
            looped(lambda row, m, powers: [math.log(power / sum(powers)) for power in powers])(right_most),
            "You take the log of the finished softmax: there e^(-800) is 0 already, and `math.log(0)` is an error. "
            "Let the algebra take the log: z - m - log(sum of exp(z - m)).",
        ),
        (
            lambda z: np.log(recipe(nothing, right_sums)(z)),
            "You take the log of a softmax that subtracts no maximum: exp(1000) becomes nan, and e^(-800) becomes 0, "
            "whose log is -inf. Let the algebra take the log: z - m - log(sum of exp(z - m)).",
        ),
        (
            log_by(nothing, right_sums),
            "No maximum is subtracted: exp(1000) is inf, its log is inf, and the result is -inf. Shift by each row's "
            "maximum first.",
        ),
        (
            log_by(most(), right_sums),
            "You subtract one maximum from the whole batch: the row far below it gets log(0). Each row needs its own.",
        ),
        *common(
            lambda top: log_by(top, right_sums),
            looped(lambda row, m, powers: [z - m - math.log(sum(powers)) for z in row]),
            "math.log(0)",
        ),
        *((log_by(top, total), words) for top, total, words in AXES),
        (
            lambda z: z - log_rest(z)[:, None],
            "The maximum is subtracted inside the sum only. Then it is missing in front: z - m - log(...).",
        ),
        (
            lambda z: z - 2 * right_most(z) - log_rest(z)[:, None],
            "You subtract the maximum twice: the shifted logits have lost it already.",
        ),
        (
            lambda z: z - right_most(z),
            "You return the shifted logits alone: the log of the sum is still to be subtracted, or the probabilities "
            "do not sum to 1.",
        ),
        (
            lambda z: z - right_most(z) - right_sums(np.exp(z - right_most(z))),
            "You subtract the sum itself. Its log is what the division turns into.",
        ),
        (
            lambda z: z - right_most(z) + log_rest(z)[:, None],
            "You add the log of the sum. A division turns into a subtraction of logs.",
        ),
        (
            lambda z: (z - right_most(z)) / log_rest(z)[:, None],
            "You divide by the log of the sum. The log of a quotient is a difference: subtract it.",
        ),
        (plain, "You return the softmax itself: the values lie between 0 and 1. Its logarithm is wanted, 0 or below."),
        (
            lambda z: -log_by(right_most, right_sums)(z),
            "The sign is turned round: the log of a probability is 0 or below. (With a minus it is a loss, what "
            "training makes small.)",
        ),
        *(
            (lambda z, base=base: z - right_most(z) - log_rest(z)[:, None] / np.log(base), words)
            for base, words in BASES
        ),
        (log_softmax_in_place, IN_PLACE),
    ],
    praise="Nothing is divided and no log of 0 is taken, so -800 stays -800.",
)


def row_masked(row, allowed):
    kept = [z for z, a in zip(row, allowed, strict=True) if a]
    found = iter(row_softmax(kept))
    return [next(found) if a else 0.0 for a in allowed]


def masked_by(fill, top=right_most):
    """Return a masked softmax that puts `fill` where the mask is False, and subtracts `top` of that."""
    return lambda logits, allowed: recipe(top, right_sums)(np.where(allowed, logits, fill))


def masked_recipe(top, total):
    """Return a masked softmax that subtracts and divides as told, and leaves zeros where no class is allowed."""

    def softmax(logits, allowed):
        kept = np.where(allowed, logits, -np.inf)
        m = top(kept)
        powers = np.exp(kept - np.where(np.isfinite(m), m, 0))
        divisor = total(powers)
        return powers / np.where(divisor == 0, 1, divisor)

    return softmax


def weighted(powers, allowed):
    kept = powers * allowed
    return kept / kept.sum(axis=1, keepdims=True)


def leaks(case):
    share = case.got[~case.args[1]]
    if not (np.isfinite(share).all() and share.any()):
        return None
    return (
        f"A forbidden class gets {share[share != 0][0]:.3g}, not exactly 0. Put -inf in place of its logit, not merely "
        "a small number, and add nothing to the result."
    )


YES, NO = True, False
MASKED = Function(
    reference=by_rows(row_masked),
    probes=[
        (np.array([[1.0, 2.0, 3.0]]), np.array([[YES, YES, NO]])),
        (np.array([[1.0, 2.0, 1000.0], [0.0, -1.0, 4.0]]), np.array([[YES, YES, NO], [YES, NO, YES]])),
        (np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([[YES, NO, YES], [NO, NO, NO]])),
        (
            np.array([[1000.0, 1001.0, 0.0], [1.0, 2.0, 3.0], [0.0, 0.0, 2000.0]]),
            np.array([[YES, YES, YES], [YES, YES, NO], [YES, YES, YES]]),
        ),
        (np.array([[-1000.0, -1001.0, 5.0]]), np.array([[YES, YES, NO]])),
    ],
    flaw=leaks,
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
            lambda z, allowed: plain(z - 1e9 * ~allowed),
            "You subtract a large number from each forbidden logit. In the row in which nothing is allowed all of them "
            "lose the same, which softmax does not notice. Use -inf, and answer that row apart: all zeros.",
        ),
        (
            lambda z, allowed: plain(z + ~allowed * -np.inf),
            "0 times -inf is nan, so your mask spoils the allowed logits as well. Choose instead of multiplying: "
            "`np.where(allowed, logits, -np.inf)`.",
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
            masked_recipe(most(), right_sums),
            "You subtract one maximum from the whole batch: a row far below it comes out as 0, though it has classes "
            "to choose. Give each row its own maximum.",
        ),
        (masked_by(-np.inf, most()), ONE_MAXIMUM),
        (masked_recipe(nothing, right_sums), NO_MAXIMUM),
        (
            lambda z, allowed: np.where(allowed.any(axis=1)[:, None], masked_by(-np.inf, nothing)(z, allowed), 0),
            f"{NO_MAXIMUM} A row of -1000 is lost as well: its exponentials are 0, and so is their sum.",
        ),
        *((masked_recipe(top, total), words) for top, total, words in AXES),
        (masked_recipe(never_reset, right_sums), NEVER_RESET),
        (
            masked_recipe(from_zero, right_sums),
            "A row whose allowed logits all lie below 0 loses 0, not their maximum: does your maximum start at 0, or "
            "take forbidden logits for 0? Give them -inf before you take it.",
        ),
        (
            lambda z, allowed: np.nan_to_num(weighted(np.exp(z), allowed)),
            "No maximum is subtracted, so a logit of 1000 still overflows, and turning nan into 0 loses its row. Mask "
            "the logits, then subtract each row's maximum.",
        ),
        (
            masked_recipe(right_most, nothing),
            "The exponentials of the allowed classes are not divided by their row's sum.",
        ),
        (
            lambda z, allowed: masked_by(-np.inf)(z, allowed) if allowed.any(axis=1).all() else np.zeros(z.shape),
            "One row without any class makes your whole batch 0. Ask row by row: "
            "`np.any(allowed, axis=1, keepdims=True)`.",
        ),
        (
            lambda z, allowed: plain(z[allowed][None])[0],
            "`logits[allowed]` drops the forbidden classes and makes one flat row of the whole batch. Keep the shape: "
            "`np.where(allowed, logits, -np.inf)`.",
        ),
    ],
    praise="A forbidden class gets exactly 0, and a row without any class answers 0 instead of nan.",
)

EXERCISES = {
    "first_overflow": FIRST,
    "break_one_maximum": BREAK,
    "mend_one_maximum": MEND,
    "stable_softmax": STABLE,
    "log_sum_exp": LOG_SUM_EXP,
    "log_softmax": LOG_SOFTMAX,
    "masked_softmax": MASKED,
}
