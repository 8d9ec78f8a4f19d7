"""Lesson 02: write softmax for a list and for a batch, mend a stale variable, predict, scale, and go backwards."""

import math

import numpy as np

from .engine import Find, Function, Value


def softmax(logits):
    """Softmax of one row, one number at a time."""
    return np.array([1 / math.fsum(math.exp(other - one) for other in logits) for one in logits])


def powers(logits):
    return np.exp(np.asarray(logits, dtype=float))


def total_said(case):
    return f"{float(np.sum(case.got)):.4g}"


LIST = Function(
    reference=softmax,
    probes=[
        (np.array([1.0, 2.0, 3.0]),),
        (np.array([4.8, 1.21, 2.385]),),
        (np.array([2.0, -1.0, 0.5, -3.0]),),
        (np.array([0.0, -1.0]),),
    ],
    mistakes=[
        (
            lambda z: z / np.sum(z),
            lambda case: (
                "You divide the logits themselves by their sum. A negative logit stays negative that way, and a sum "
                "of 0 breaks it: raise e to the power of each logit first."
            ),
        ),
        (
            lambda z: np.abs(z) / np.sum(np.abs(z)),
            "You divide the sizes of the logits, without their signs: -3 and 3 then count alike. Use powers of e.",
        ),
        (
            powers,
            lambda case: (
                f"Your numbers sum to {total_said(case)}, not to 1: the powers of e are right, now divide each by "
                "their total."
            ),
        ),
        (
            lambda z: powers(z) / np.max(powers(z)),
            lambda case: (
                f"Your largest number is 1 and all sum to {total_said(case)}: you divide by the largest power. "
                "Divide by the sum of the powers."
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
            lambda z: softmax(softmax(z)),
            "You apply softmax twice: the second time it takes your probabilities for logits and flattens them.",
        ),
        (
            lambda z: 1 / (1 + powers(-z)),
            lambda case: (
                f"You squash each logit by itself (the sigmoid), so they sum to {total_said(case)}. In softmax the "
                "classes share: divide by one total of all powers."
            ),
        ),
        (
            lambda z: (z == np.max(z)).astype(float),
            "You give 1 to the largest and 0 to the others: that is argmax. Softmax leaves each class its share.",
        ),
        (
            lambda z: 2.0**z / np.sum(2.0**z),
            "You use powers of 2: it sums to 1, but softmax is made with powers of e (`np.exp` or `math.e ** z`).",
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
            lambda z: np.sum(softmax(z)),
            "You return one number, the sum of all probabilities. Return the probabilities, one for each logit.",
        ),
    ],
    praise="Powers of e, each divided by their sum.",
)

STALE_LOGITS = np.array([4.8, 1.21, 2.385])

STALE = Function(
    reference=softmax,
    probes=[(np.array([1.0, 2.0, 3.0]),), (np.array([0.0, -1.0]),), (np.array([0.3, 0.2, 0.1, 0.0]),)],
    mistakes=[
        (
            lambda z: powers(z) / np.sum(powers(STALE_LOGITS)),
            "Not yet: the cell behaves as it was given. Its result does not sum to 1, since one of its names holds "
            "what an earlier cell left there. Which?",
        ),
        (
            lambda z: powers(STALE_LOGITS) / np.sum(powers(STALE_LOGITS)),
            "You return the same numbers whatever the logits: every name in your function comes from an earlier cell.",
        ),
        (
            powers,
            "The division is gone: without it the numbers do not sum to 1.",
        ),
        (
            lambda z: powers(z) / np.sum(z),
            "You divide by the sum of the logits; the sum of their powers is meant.",
        ),
    ],
    praise="Now everything that the function uses, it was given or made itself.",
)

SHIFT = Value(
    right=0.66524096,
    mistakes={
        0.665: "Nearly: give it to four digits or more, as they are printed above, so that no other answer fits.",
        0.67: "Nearly: give it to four digits or more, as they are printed above, so that no other answer fits.",
        1.0: "That would need logits far apart from each other. These are as far apart as before: 1.",
        103 / 306: "You divided the raw logits by their sum. Softmax divides powers of e, and only differences count.",
        1 / 3: "They look nearly equal next to 100, but softmax sees only their differences, and these are 1.",
    },
    otherwise="Adding the same to all logits multiplies every power of e by the same number. What cancels it?",
    praise="A shift changes nothing: the common factor cancels.",
)


def _too_tame(k):
    if k.size != 1:
        return f"The check wants one number to multiply with, and got {k.size}."
    k = float(k.reshape(-1)[0])
    if not math.isfinite(k):
        return f"{k} times a logit is no number to take the power of: give a finite one."
    if abs(k) > 200:
        return "That is far more than needed, so far that the powers of e no longer fit a float. Try a smaller one."
    top = softmax(k * np.array([1.0, 2.0, 3.0]))[2]
    if k < 0:
        return f"A negative factor turns the order round: the last class gets {top:.4f}. Try a positive one."
    if top <= 0.99:
        return (
            f"With {k:g} the last class gets {top:.4f}, still not above 0.99. A larger factor pulls them further apart."
        )
    return None


def _not_these(logits):
    wanted = np.array([0.5, 0.3, 0.2])
    if logits.shape != (3,):
        return f"The check wants three logits in a list, and got an array of shape {logits.shape}."
    if not np.isfinite(logits.astype(float)).all():
        return "Each logit must be a finite number: no probability here is 0."
    if np.ptp(logits.astype(float)) > 200:
        return "These lie so far apart that the smallest power of e is lost. The probabilities asked for are close."
    got = softmax(logits)
    if np.allclose(got, wanted, atol=5e-3):
        return None
    said = ", ".join(f"{p:.3f}" for p in got)
    if np.allclose(logits, wanted):
        return f"These are the probabilities themselves: softmax makes {said} of them. What undoes a power of e?"
    if np.allclose(logits, np.exp(wanted)):
        return f"You took powers of e once more: softmax makes {said} of them. You want what undoes a power of e."
    if np.allclose(got, wanted[::-1], atol=5e-3):
        return f"Softmax makes {said} of these: the right three, in the wrong order."
    return f"Softmax makes {said} of these, and 0.500, 0.300, 0.200 is wanted."


def rows(batch):
    return np.array([softmax(row) for row in batch])


BATCH = Function(
    reference=rows,
    probes=[
        (np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 2.0]]),),
        (np.array([[4.8, 1.21, 2.385], [8.9, -1.81, 0.2], [1.41, 1.051, 0.026]]),),
        (np.array([[0.5, -0.5]]),),
    ],
    mistakes=[
        (
            lambda z: powers(z) / np.sum(powers(z)),
            lambda case: (
                f"All your numbers together sum to {total_said(case)}: you divide by one total for the whole batch. "
                "Each row needs its own."
            ),
        ),
        (
            lambda z: powers(z) / np.sum(powers(z), axis=0),
            lambda case: "It is your columns that sum to 1, not your rows. A sample is a row, and its classes share 1.",
        ),
        (
            powers,
            "You return the powers of e. Divide each row by its own total.",
        ),
        (
            lambda z: rows(rows(z)),
            "You apply softmax twice: the second time flattens the probabilities.",
        ),
        (
            lambda z: z / np.sum(z, axis=1, keepdims=True),
            "You divide the raw logits of each row. Take powers of e first.",
        ),
        (
            lambda z: rows(z)[0],
            "You return the first row only: the loop ends too early. Is `return` inside it?",
        ),
        (
            lambda z: rows(z).ravel(),
            "The numbers are right, but all in one row. Keep one row for each sample.",
        ),
    ],
    praise="One sample per row, and every row sums to 1.",
)

EXERCISES = {
    "softmax_list": LIST,
    "mend_stale": STALE,
    "shifted_top": SHIFT,
    "scale_to_certain": Find(
        _too_tame, praise="The same order, the same differences times your factor, and no doubt left."
    ),
    "logits_for": Find(
        _not_these, praise="The logarithm undoes the power of e; any constant added to all three would do as well."
    ),
    "softmax_rows": BATCH,
}
