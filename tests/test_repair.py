"""What is told of an answer that no book of slips foresees: what all inputs show, and the one change that mends it."""

import numpy as np
import pytest
from test_judge import first_line, typed

from helpers.engine.judge import Function

# What is said where no book and no single change names the cause: what was seen on all inputs.
BEHAVIOUR = {
    "lambda z: z.sum(axis=1) * 3": "Each number is 3 times what is wanted",
    "lambda z: -z.sum(axis=1)": "with the sign turned",
    "lambda z: z.sum(axis=1) + 0.5": "Each number is 0.5 too large",
    "lambda z: z.sum(axis=1) * len(z)": "as many times too large as there are rows",
    "lambda z: z.sum(axis=1) / len(z)": "as many times too small as there are rows",
    "lambda z: z.sum(axis=1) * (1 + 1e-9)": "a trace too large, by 1e-09 of itself",
    "lambda z: z.sum(axis=1)[:1]": "the first result only",
    "lambda z: z.sum(axis=1)[: 1 if len(z) == 3 else 9]": "What is there is right, and the end is missing",
    "lambda z: z.sum()": "no axis 0, as after a sum",
    "lambda z: z.sum(axis=1).round()": "rounded to no digits",
    "lambda z: np.abs(z).sum(axis=1)": "wrong for 1 of the 3 inputs tried, those where `z` has a number below 0",
    "lambda z: np.where(len(z) == 4, 7, z.sum(axis=1))": "4.5 too large. It goes wrong for 1 of the 3 inputs",
}


@pytest.mark.parametrize("code", BEHAVIOUR)
def test_what_nobody_foresaw_is_described_by_what_all_inputs_show(code):
    probes = [[[1.25, 2.0]], [[1.5, 2.0], [3.25, 4.0], [5.75, -6.5]], [[1.25, 1.25]] * 4]
    verdict = Function(lambda z: np.sum(z, axis=1), probes).judge(eval(code))
    assert BEHAVIOUR[code] in first_line(verdict), verdict


# Wrong and right: one change of each kind that no book need foresee.
CHANGES = {
    "np.abs(a) + 1": "np.abs(a + 1)",
    "np.exp(np.cumsum(a))": "np.cumsum(np.exp(a))",
    "a.reshape(a.shape[1], -1)": "a.T",
    "np.sin(np.pi * a)": "np.sin(2 * np.pi * a)",
    "np.argmin(a, axis=1)": "np.argmax(a, axis=1)",
    "a @ b.T": "a * b",
    "a / np.exp(a).sum(axis=1)": "a / np.exp(a).sum(axis=1)[:, None]",
    "np.max(a)": "np.max(a, axis=1)",
    "2.7**a": "np.exp(a)",
    "np.cos(a) - 1": "np.abs(np.cos(a) - 1)",
    "a.sum(axis=1) + 0 * b.sum() / a.sum()": "b.sum(axis=1) + 0 * a.sum() / b.sum()",
    "a.sum(axis=1) / len(a)": "a.sum(axis=1) / a.shape[1]",
}


@pytest.mark.parametrize("wrong", CHANGES)
def test_one_change_that_makes_it_right_is_found(wrong):
    probes = [([[0.25, -2.0, 1.75]], [[1.0, 2.5, 0.5]]), ([[0.5, 1.5, -1.0], [2.25, 0.1, 3.0]], [[1.0] * 3, [2.0] * 3])]
    exercise = Function(eval(f"lambda a, b: {CHANGES[wrong]}", {"np": np}), probes)
    verdict = exercise.judge(typed(f"def answer(a, b):\n    return {wrong}"))
    assert "The check passes with" in first_line(verdict), verdict


def test_a_number_that_parts_right_from_wrong_is_named():
    exercise = Function(lambda z, n: z * n, [([1.0, 2.0], 1), ([1.0, 2.0], 2), ([0.5, 3.0], 4)])
    assert "2 of the 3 inputs tried, those where `n` is above 1" in first_line(exercise.judge(lambda z, n: z + n - 1))
