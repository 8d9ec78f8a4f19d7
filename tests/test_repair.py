"""What is told of an answer that no book of slips foresees: what all inputs show, and the one change that mends it."""

import numpy as np
import pytest
from test_judge import first_line, typed

from helpers.engine.judge import Function

# What is said where no book and no single change names the cause: what was seen on all inputs.
BEHAVIOUR = {
    "lambda z: z.sum(axis=1) * 3": "number 0, counting from 0, is 9.75 where 3.25 is wanted",
    "lambda z: z.sum()": "You return a single number, where one for each is wanted",
    "lambda z: np.trunc(z.sum(axis=1))": "Everything after the decimal point is cut off",
    "lambda z: np.abs(z).sum(axis=1)": "wrong for 1 of the 3 inputs tried, those where `z` has a number below 0",
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
