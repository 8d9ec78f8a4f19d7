"""What lessons 01 to 04 say with only, any, never, always, no, nothing or the same, and what tries to break each.

A claim stands here as it is in the lesson; one that a lesson no longer makes is red, as is one that is found false.
"""

import itertools
import math
import re

import numpy as np
import pytest
from test_course import LESSONS

from helpers.layers import Softmax
from helpers.spiral import spiral

RANDOM = np.random.RandomState(0)
EDGES = [0.0, -0.0, 5e-324, -5e-324, 1e-310, 1.0, -1.0, 2.0**53, 1e308, -1e308]  # finite floats of every kind
CLAIMS = []


def claim(lesson, words):
    """Take the decorated function as what tries to break `words`; it returns whether they hold."""

    def keep(attempt):
        CLAIMS.append(pytest.param(lesson, words, attempt, id=f"{lesson}-{attempt.__name__}"))
        return attempt

    return keep


def softmax(logits):
    return Softmax().forward(np.atleast_2d(logits))


def naive(logits):
    powers = np.exp(logits)
    return powers / np.sum(powers, axis=-1, keepdims=True)


def rows(many=2000, scale=5):
    return scale * RANDOM.randn(many, 3)


@pytest.mark.parametrize("lesson, words, attempt", CLAIMS)
def test_a_claim_is_made_and_holds(lesson, words, attempt):
    (notebook,) = (notebook for name, notebook in LESSONS.items() if name.startswith(lesson))
    prose = " ".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert words in re.sub(r"\s+", " ", prose), "the lesson says it otherwise now: so must this list"
    with np.errstate(all="ignore"):
        assert attempt()


@claim("01", "the same as “take the larger of the two”")
def the_rule_takes_the_larger():
    return all((x if x > 0 else 0) == max(0, x) == np.maximum(0, x) for x in [*EDGES, math.inf, -math.inf])


@claim("01", "Every finite one does: times 1 it is itself, times 0 it is 0")
def the_shortcut_differs_at_an_infinity_alone():
    tried = [*EDGES, *rows().ravel(), math.inf, -math.inf]
    return [x for x in tried if x * (x > 0) != np.maximum(0, x)] == [-math.inf]


@claim("01", "no straight line parts one arm from the other two")
def no_line_parts_an_arm():
    points, arms, _ = spiral()
    for turn in np.linspace(0, 2 * np.pi, 800):
        order = arms[np.argsort(points @ [math.cos(turn), math.sin(turn)])]
        if any((order[:100] == arm).all() for arm in range(3)):
            return False
    return True


@claim("01", "A third layer makes one table and one row of these, and so on")
def dense_layers_alone_draw_a_straight_line():
    x = np.linspace(-9, 9, 50)[:, None]
    for depth in (2, 3, 6):
        y = x
        for n_in, n_out in itertools.pairwise([1, *[4] * (depth - 1), 1]):
            y = y @ RANDOM.randn(n_in, n_out) + RANDOM.randn(1, n_out)
        if np.abs(np.diff(y, 2, axis=0)).max() > 1e-9 * np.abs(y).max():
            return False
    return True


@claim(
    "01", "A neuron with a weight of 0, on x or in the next layer, bends nothing, and two that turn at the same x can"
)
def what_bends_nothing():
    x = np.linspace(-3, 3, 601)
    sums = 0 * np.maximum(0, x + 1), np.maximum(0, 0 * x + 1), np.maximum(0, x) - np.maximum(0, -x)
    return all(np.allclose(np.diff(y, 2), 0) for y in sums)


@claim("01", "a small change of its weights or bias changes no output")
def a_dead_neuron_has_no_hint():
    points, _, _ = spiral()
    weights = 0.01 * RANDOM.randn(2, 1000)
    moved = weights + 0.001 * RANDOM.randn(2, 1000)
    return not np.maximum(0, points @ weights - 1).any() and not np.maximum(0, points @ moved - 0.999).any()


@claim("02", "another number only stretches or shrinks the logits")
def another_base_is_a_factor():
    z = rows()
    powers = [(base, base**z) for base in (1.001, 2.0, 3.0, 10.0, 1e6)]
    return all(np.allclose(p / p.sum(axis=1, keepdims=True), softmax(math.log(base) * z)) for base, p in powers)


@claim("02", "A factor above 1 makes the largest probability larger, one between 0 and 1 makes it smaller (unless")
def a_factor_stretches():
    z = rows()
    largest = [softmax(factor * z).max(axis=1) for factor in (0.1, 0.9, 1, 1.1)]
    room = largest[-1] < 1 - 1e-9  # elsewhere a float has none
    return room.sum() > 1000 and all((one < other)[room].all() for one, other in itertools.pairwise(largest))


@claim("02", "So if a network never gives more than 0.58 to one of three classes")
def twice_is_at_most():
    return 0.57 < softmax(softmax(rows(scale=50))).max() < 0.58


@claim("02", "still positive, still summing to 1, the same class in front")
def twice_keeps_the_class_in_front():
    once = softmax(rows())
    twice = softmax(once)
    alike = np.argmax(once, axis=1) == np.argmax(twice, axis=1)
    return (twice > 0).all() and np.allclose(twice.sum(axis=1), 1) and alike.all()


@claim("02", "Adding the same to all logits changes nothing, as long as the powers fit into a float")
def adding_changes_nothing_while_it_fits():
    z = rows(scale=1)
    fits = all(np.allclose(naive(z + shift), naive(z), rtol=1e-9) for shift in (-600, -1, 1, 100, 600))
    return fits and np.isnan(naive(z + 1000)).all()


@claim("02", "without rounding, no probability of softmax is 0")
def a_probability_is_0_by_rounding_alone():
    return softmax([0, -800])[0, 1] == 0 and softmax([0, -700])[0, 1] > 0


@claim("03", "softmax looks at differences only")
def softmax_of_a_shifted_row():
    z = rows(scale=1)
    return all(np.allclose(softmax(z + shift), softmax(z), rtol=1e-6) for shift in (-1e6, 1000, 1e6))


@claim("03", "At each place the lengths must be equal, or one of them must be 1")
def broadcasting_looks_at_shapes_alone():
    for one, other in itertools.product([s for n in range(4) for s in itertools.product(range(4), repeat=n)], repeat=2):
        pairs = itertools.zip_longest(one[::-1], other[::-1], fillvalue=1)
        wanted = all(a == b or 1 in (a, b) for a, b in pairs)
        for operate in (np.add, np.divide, np.less):
            try:
                operate(np.ones(one), np.ones(other))
                fits = True
            except ValueError:
                fits = False
            if fits != wanted:
                return False
    return True


@claim("03", "One change is enough, with `None` or with `keepdims`")
def one_change_mends_the_square_trap():
    for shape in itertools.product(range(1, 8), repeat=2):
        powers = np.exp(RANDOM.randn(*shape))
        for totals in (np.sum(powers, axis=1)[:, None], np.sum(powers, axis=1, keepdims=True)):
            if not np.allclose((powers / totals).sum(axis=1), 1):
                return False
    return True


@claim("04", "for this row, which is `nan` throughout, `np.argmax` answers 0")
def argmax_of_a_lost_row():
    return np.argmax([np.nan] * 3) == 0 and np.argmax([1, np.nan, 2]) == 1


@claim("04", "nan is not equal to anything, not even to itself")
def nothing_equals_nan():
    return not any(np.nan == other for other in [*EDGES, np.nan, math.inf, None, "nan"])


@claim("04", "From which power of 2 on does adding 1 to x change nothing?")
def adding_1_in_vain():
    powers = 2.0 ** np.arange(80)
    return ((powers + 1 == powers) == (np.arange(80) >= 53)).all()


@claim("04", "If the logits are finite floats, then - every exponent is 0 or below")
def no_finite_row_is_lost():
    tried = [np.array(row) for row in itertools.product(EDGES, repeat=3)]
    tried += [row.astype(np.float32) for row in rows(scale=1e37)] + [row for row in rows(scale=1e307)]
    for row in tried:
        powers = np.exp(row - np.max(row))
        if not (powers.max() == 1 and powers.min() >= 0 and np.isclose(np.sum(powers / np.sum(powers)), 1)):
            return False
    return True


@claim("04", "But no one constant lies near every row there can be")
def no_constant_serves_two_rows_far_apart():
    near = np.array([[0.0, 1, 2], [-2000, -1999, -1998]])
    return all(np.isnan(naive(near - m)).any() for m in np.linspace(-4000, 4000, 8001))


@claim("04", "with it `exp` cannot overflow either")
def one_maximum_never_overflows():
    return not any(np.isinf(np.exp(np.array(pair) - np.max(pair))).any() for pair in itertools.product(EDGES, repeat=4))


@claim("04", "-inf minus a finite maximum is still -inf")
def a_mask_stays():
    return all(-math.inf - m == -math.inf for m in EDGES) and np.allclose(
        softmax([1, -np.inf, 3])[0, [0, 2]], softmax([1, 3])[0]
    )


@claim("04", "No constant helps")
def a_row_of_minus_infinity():
    return all(np.isnan(naive(np.full(3, -np.inf) - m)).all() for m in [*EDGES, -math.inf])


@claim("04", "equal shares among classes that are all forbidden")
def a_large_number_for_a_mask():
    return np.allclose(softmax(np.where([False] * 3, rows(100), -1e9)), 1 / 3)


@claim("04", "Shifting logits changes nothing, scaling them does")
def a_scale_is_no_shift():
    z = rows(scale=1)
    return np.allclose(softmax(z + 7), softmax(z)) and (np.abs(softmax(7 * z) - softmax(z)).max(axis=1) > 1e-3).all()
