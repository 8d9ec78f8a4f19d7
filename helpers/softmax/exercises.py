"""Lesson 02: predict a shift and a shape, mend a stale variable, write softmax for a list and a batch, go backwards."""

import math

import numpy as np

from ..engine.judge import Find, Function, Value


def softmax(logits):
    """Softmax of one row, one number at a time."""
    return np.array([1 / math.fsum(math.exp(other - one) for other in logits) for one in logits])


def powers(logits):
    return np.exp(logits)


def shares(parts):
    return parts / np.sum(parts)


LEFT_OVER = np.array([4.8, 1.21, 2.385])  # the logits that `exp_values` was made of


def stale_total(logits):
    return powers(logits) / np.sum(powers(LEFT_OVER))


def sums(case):
    """Say what the numbers, or the rows, of a wrong answer sum to."""
    said = [f"{total:.4g}" for total in np.atleast_2d(case.got).sum(axis=1)]
    return f"Your {'numbers' if case.got.ndim < 2 else 'rows'} sum to {' and '.join(said)}"


LIST = Function(
    reference=softmax,
    probes=[
        (np.array([1.0, 2.0, 3.0]),),
        (np.array([4.8, 1.21, 2.385]),),
        (np.array([2.0, -1.0, 0.5, -3.0]),),
        (np.array([0.0, -1.0]),),
        (np.array([2, 1, 1, 1]),),
    ],
    mistakes=[
        (
            shares,
            "You divide the logits themselves by their sum. A negative logit stays negative that way, and a sum of 0 "
            "breaks it: raise e to the power of each logit first.",
        ),
        (
            lambda z: shares(np.abs(z)),
            "You divide the sizes of the logits, without their signs: -3 and 3 then count alike. Use powers of e.",
        ),
        (
            lambda z: shares(np.square(z)),
            "You divide the squares of the logits, so -3 and 3 count alike. Make the logit an exponent: `math.exp(z)`.",
        ),
        (
            lambda z: z,
            "You return the logits unchanged: raise e to the power of each, and divide by the total of these powers.",
        ),
        (
            powers,
            lambda case: f"{sums(case)}, not to 1: the powers of e are right, now divide each by their total.",
        ),
        (
            lambda z: powers(z - np.max(z)),
            lambda case: (
                f"{sums(case)}, the largest is 1: you divide by the largest power, or you subtract the largest logit "
                "and divide by nothing. Divide by the sum of the powers."
            ),
        ),
        (
            lambda z: powers(z - np.max(z)) / np.sum(powers(z)),
            lambda case: (
                f"{sums(case)}: you subtract the largest logit above the line only. Divide by the sum of the same "
                "powers that stand above it."
            ),
        ),
        (
            lambda z: powers(z) / len(z),
            "You divide by how many classes there are. Divide by the sum of the powers.",
        ),
        (
            lambda z: powers(z) / np.sum(z),
            "You divide the powers by the sum of the logits. The sum must run over the powers, too.",
        ),
        (
            lambda z: powers(z) / powers(np.sum(z)),
            "You divide by e to the power of the sum of the logits. First take the powers, then add them up.",
        ),
        (
            lambda z: powers(z) / np.cumsum(powers(z)),
            "You divide each power by the total so far: let the loop that adds up end before you divide.",
        ),
        (
            stale_total,
            "You divide by the total of `exp_values`, which belongs to other logits. Add up the powers of these.",
        ),
        (
            lambda z: np.full(len(z), 1 / len(z)),
            "Every class gets the same share: your total adds the same power again and again. Let the sum take the "
            "power of each logit in turn.",
        ),
        (
            lambda z: softmax(softmax(z)),
            "You apply softmax twice: the second time it takes your probabilities for logits and flattens them.",
        ),
        (
            lambda z: 1 / (1 + powers(-z)),
            lambda case: (
                f"{sums(case)}: you squash each logit by itself (the sigmoid). In softmax the classes share: divide "
                "each power by their total."
            ),
        ),
        (
            lambda z: (z == np.max(z)).astype(float),
            "You give 1 to the largest and 0 to the others: that is argmax. Softmax leaves each class its share.",
        ),
        *[
            (
                lambda z, base=base: shares(base**z),
                f"You use powers of {base:g}. Softmax uses e = 2.71828…, which `math.e`, `math.exp` and `np.exp` know.",
            )
            for base in (2.0, 2.7, 2.71, 2.718, 2.72, 3.0, 10.0)
        ],
        (
            lambda z: softmax(2 * z),
            "You double the logits, or square the powers, before you divide. Leave that out.",
        ),
        (
            lambda z: softmax(z / 2),
            "You halve the logits, or take the roots of the powers, before you divide. Leave that out.",
        ),
        (
            lambda z: np.log(softmax(z)),
            "You return the logarithms of the probabilities. Leave out the last step.",
        ),
        (
            lambda z: softmax(-z),
            "The smallest logit gets the largest probability: there is a minus sign too many in the exponent.",
        ),
        (
            lambda z: powers(-z),
            lambda case: f"{sums(case)}: the exponent has a minus sign too many, and the division is missing.",
        ),
        (
            lambda z: 1 - softmax(z),
            "You return 1 minus each probability. Leave out that step.",
        ),
        (
            lambda z: 100 * softmax(z),
            "You return per cent, which sum to 100. Probabilities sum to 1: leave out the factor 100.",
        ),
        (
            lambda z: np.cumsum(softmax(z)),
            "You return running totals: each number holds the ones before it as well. Return each share by itself.",
        ),
        (
            lambda z: np.sort(softmax(z)),
            "You sort the probabilities, the smallest first. Leave each in the place of its logit.",
        ),
        (
            lambda z: np.sort(softmax(z))[::-1],
            "You sort the probabilities, the largest first. Leave each in the place of its logit.",
        ),
        (
            lambda z: np.sum(softmax(z)),
            "You return the sum of the probabilities, which is always 1. Return the probabilities, one for each logit.",
        ),
    ],
    praise="Powers of e, each divided by their sum.",
)


STALE_ONLY = [
    (
        stale_total,
        "Not yet: the cell behaves as it was given. Its result does not sum to 1, since one of its names holds "
        "what an earlier cell left there. Which?",
    ),
    (
        lambda z: shares(powers(LEFT_OVER)),
        "You return the same numbers whatever the logits: every name in your function comes from an earlier cell.",
    ),
    (
        lambda z: powers(LEFT_OVER) / np.sum(powers(z)),
        "Now the total is right, and it is what you divide that an earlier cell left: divide `powers`.",
    ),
    (
        powers,
        "The division is gone, or you divide by the sum of leftover probabilities, which is 1. Divide by the sum of "
        "this function's own `powers`.",
    ),
    (
        lambda z: powers(z) / np.sum(powers([1.0, 2.0, 3.0])),
        "It is right for the logits 1, 2, 3 and for no others: the total now comes from the cell of section 5.",
    ),
    (
        lambda z: powers(z) / softmax(LEFT_OVER),
        "You divide by leftover probabilities, number by number. Divide by one number: the sum of `powers`.",
    ),
]

STALE = Function(
    reference=softmax,
    probes=[
        (np.array([1.0, 2.0, 3.0]),),
        (np.array([0.0, -1.0]),),
        (np.array([1.5, -0.5, 0.25]),),
        (np.array([0.3, 0.2, 0.1, 0.0]),),
    ],
    mistakes=STALE_ONLY + [mistake for mistake in LIST.mistakes if mistake[0] not in dict(STALE_ONLY)],
    praise="Now everything that the function uses, it was given or made itself.",
)

NEARLY = "Nearly: give at least three digits, as it is printed above, so that no other answer fits."

SHIFT = Value(
    right=0.66524096,
    mistakes={
        0.67: NEARLY,
        0.7: NEARLY,
        66.524096: "Nearly: that is in per cent. A probability lies between 0 and 1.",
        (0.09003057, 0.24472847, 0.66524096): "All three are right. Give the largest of them alone.",
        0.09003057: "That is one of the right three, but the smallest. Which does the largest logit get?",
        0.24472847: "That is one of the right three, but the middle one. Which does the largest logit get?",
        2: "2 is the place of the largest, counted from 0. Give the probability that stands there.",
        103: "That is the largest logit. Give the probability that softmax makes of it.",
        1.0: "That would need logits far apart from each other. These are as far apart as before: 1.",
        103 / 306: "You divided the raw logits by their sum. Softmax divides powers of e, and only differences count.",
        1 / 3: "They look nearly equal next to 100, but softmax sees only their differences, and these are 1.",
    },
    otherwise="Adding the same to all logits multiplies every power of e by the same number. What cancels it?",
    praise="A shift changes nothing: the common factor cancels.",
)

SHAPE = Value(
    right=(5, 3),
    mistakes={
        (3, 5): "Rows and columns are exchanged: a batch keeps one sample per row, one class per column.",
        (5,): "That would be one number for each sample. Softmax gives each sample one for every class.",
        (3,): "That is the softmax of one sample. The batch has 5, and each keeps its row.",
        (15,): "There are 15 numbers, but they stay in rows and columns.",
        (5, 1): "That is the shape of the totals, one for each row. Dividing by them leaves every number in its place.",
    },
    otherwise="Give the shape as a tuple (rows, columns): one row per sample, one column per class.",
    praise="Softmax changes the values and keeps the shape: a probability stands where its logit stood.",
)


def _too_tame(k):
    if k.size != 1:
        return f"The check wants one number to multiply with, and got {k.size} numbers."
    k = k.item()
    if not math.isfinite(k):
        return f"{k} times a logit is no number to take the power of: give a finite one."
    if abs(3 * k) > 709:
        return "That is far more than needed, so far that the powers of e no longer fit a float. Try a smaller one."
    top = softmax(k * np.array([1.0, 2.0, 3.0]))[2]
    if k < 0:
        return f"A negative factor turns the order round: the last class gets {top:.4f}. Try a positive one."
    if top <= 0.99:
        return (
            f"With {k:g} the last class gets {top:.4f}, still not above 0.99. A larger factor pulls them further apart."
        )
    return None


WANTED = np.array([0.5, 0.3, 0.2])


def makes(logits, wanted=WANTED):
    return np.allclose(softmax(logits), wanted, atol=5e-3)


def _not_these(logits):
    if logits.shape != (3,):
        got = f"{logits.size} number{'s' * (logits.size > 1)}" if logits.ndim < 2 else f"the shape {logits.shape}"
        return f"The check wants three logits in a list, and got {got}."
    if not np.isfinite(logits).all():
        return "Each logit must be a finite number: no probability here is 0."
    if np.ptp(logits) > 200:
        return "These lie so far apart that the smallest power of e is lost. The probabilities asked for are close."
    if makes(logits):
        return None
    said = ", ".join(f"{p:.3f}" for p in softmax(logits))
    if np.allclose(logits, WANTED):
        return f"These are the probabilities themselves: softmax makes {said} of them. What undoes a power of e?"
    if np.sum(logits) > 0 and np.allclose(shares(logits), WANTED):
        return f"The proportions are right, but softmax takes powers first and makes {said} of these. What undoes them?"
    if np.allclose(logits, powers(WANTED), atol=5e-3):
        return f"You took powers of e once more: softmax makes {said} of them. You want what undoes a power of e."
    if np.allclose(logits, softmax(WANTED), atol=5e-4):
        return f"Softmax again goes forwards, to {said}. You want to go back: what undoes a power of e?"
    if makes(-logits):
        return f"Right but for the sign: softmax makes {said} of these. Leave the minus out."
    for base in (2, 10):
        if makes(logits * math.log(base)):
            return f"These are logarithms to the base {base}. Softmax takes powers of e, which `np.log` undoes."
    if makes(np.sort(logits)[::-1]):
        return f"Softmax makes {said} of these: the right three, in the wrong order."
    return f"Softmax makes {said} of these, and 0.500, 0.300, 0.200 is wanted."


def per_row(function):
    return lambda batch: np.array([function(row) for row in batch])


rows = per_row(softmax)


def row_totals(batch):
    return np.sum(powers(batch), axis=1)


BATCH = Function(
    reference=rows,
    probes=[
        (np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 2.0]]),),
        (np.array([[4.8, 1.21, 2.385], [8.9, -1.81, 0.2], [1.41, 1.051, 0.026]]),),
        (np.array([[0.5, -0.5]]),),
        (np.array([[2, 1, 1, 1], [0, 1, 0, 0]]),),
    ],
    mistakes=[
        (
            lambda z: shares(powers(z)),
            lambda case: (
                f"All your numbers together sum to {np.sum(case.got):.4g}: you divide by one total for the whole "
                "batch. Each row needs its own."
            ),
        ),
        (
            lambda z: powers(z) / np.sum(powers(z), axis=0),
            "It is your columns that sum to 1, not your rows. A sample is a row, and its classes share 1.",
        ),
        (
            lambda z: powers(z) / row_totals(z),
            "NumPy cannot divide shape (2, 3) by (2,); lesson 03 shows how. Here, take the rows one at a time.",
        ),
        (
            powers,
            "You return the powers of e. Divide each row by its own total.",
        ),
        (
            lambda z: powers(z) / np.cumsum(row_totals(z))[:, None],
            "Your total keeps growing from row to row. Set it back to 0 where a new row begins.",
        ),
        (
            lambda z: powers(z) / row_totals(z)[-1],
            "You divide every row by the total of the last one: divide inside the loop, before the next row's total.",
        ),
        (
            lambda z: np.tile(rows(z).ravel(), (len(z), 1)),
            "Each of your rows holds the numbers of all rows: one list serves for all. Begin each row with an empty "
            "list of its own.",
        ),
        (
            lambda z: np.tile(rows(z)[-1], (len(z), 1)),
            "All your rows are the last one: the same array is filled and collected each time. Make a new one for each "
            "row.",
        ),
        (
            lambda z: rows(z)[0],
            "You return the first row only: the loop ends too early. Is `return` inside it?",
        ),
        (
            lambda z: rows(z).ravel(),
            "The numbers are right, but all in one row. Keep one row for each sample.",
        ),
        *[(per_row(mistaken), words) for mistaken, words in LIST.mistakes if mistaken is not powers],
    ],
    praise="One sample per row, and every row sums to 1.",
)

EXERCISES = {
    "shifted_top": SHIFT,
    "batch_shape": SHAPE,
    "mend_stale": STALE,
    "softmax_list": LIST,
    "scale_to_certain": Find(
        _too_tame, praise="The same order, the same differences times your factor, and no doubt left."
    ),
    "logits_for": Find(
        _not_these, praise="The logarithm undoes the power of e; any constant added to all three would do as well."
    ),
    "softmax_rows": BATCH,
}
