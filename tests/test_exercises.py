"""What every check must stand: any answer at all, and every mistake of its own table."""

import subprocess
import sys
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises
from helpers.exercises import check
from helpers.exercises.engine import Function
from helpers.layers import Softmax

FUNCTIONS = {name: each for name, each in exercises.ALL.items() if isinstance(each, Function)}


def first_line(verdict):
    return verdict.message.split("\n")[0]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_reference_passes(name):
    verdict = check(name, FUNCTIONS[name].reference)
    assert verdict.passed, verdict


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_two_mistakes_get_the_same_words(name):
    said = []
    for mistaken, words in FUNCTIONS[name].mistakes:
        verdict = check(name, mistaken)
        assert not verdict.passed
        if isinstance(words, str):
            assert first_line(verdict) == words.split("\n")[0]
        said.append(first_line(verdict))
    assert len(set(said)) == len(said)


def endless(*args):
    while True:
        pass


def prints(*args):
    print("a learner's print")


def stops(*args):
    raise SystemExit


ODD = {
    "returns None": (lambda *args: None, "returns None"),
    "prints": (prints, "prints its result but returns None"),
    "raises": (lambda *args: {}["key"], "raises KeyError: 'key'"),
    "ends the process": (stops, "raises SystemExit"),
    "takes no argument": (lambda: 1, "raises TypeError"),
    "text": (lambda *args: "0.5", "returns the text '0.5'"),
    "a dict": (lambda *args: {"a": 1}, "returns a dict"),
    "an object array": (lambda *args: [object()], "a list that holds something else than numbers"),
    "text in an array": (lambda *args: np.array(["1", "2"]), "an array of text"),
    "complex numbers": (lambda *args: np.array([1j]), "an array of complex numbers"),
    "a map": (lambda *args: map(abs, [1]), "a map, which has not run yet: put `list(...)` around it"),
    "an unknown name": (lambda *args: nowhere, "`nowhere` is not defined in this kernel"),  # noqa: F821
    "a list with None": (lambda *args: [None, None], "a list that holds None"),
    "ragged rows": (lambda *args: [[1], [1, 2]], "rows of different lengths (1, 2)"),
    "a masked array": (lambda *args: np.ma.masked_less([1.0, -1.0], 0), ".filled(0)"),
    "stub": (lambda *args: ..., "Not yet"),
    "unwritten": (None, "Not yet"),
    "the result": (np.ones(3), "leave out the parentheses"),
    "a layer": (Softmax(), "got a Softmax: give its method, `.forward`"),
    "a class": (Softmax, "got the class Softmax"),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("odd", ODD)
def test_odd_answers_get_words_of_their_own(name, odd, capsys):
    answer, words = ODD[odd]
    verdict = check(name, answer)
    assert not verdict.passed and words in first_line(verdict)
    assert capsys.readouterr().out == ""


def swallows(*args):
    while True:
        try:
            len(args)
        except:  # noqa: E722 (the very thing a learner writes)
            pass


def waits_inside_try(*args):
    while True:
        try:
            while True:
                pass
        except Exception:
            pass


@pytest.mark.parametrize("answer", [endless, swallows, waits_inside_try])
def test_an_endless_answer_is_stopped_and_nothing_is_left_running(answer, monkeypatch):
    monkeypatch.setattr("helpers.exercises.run.SECONDS", 0.3)
    running = threading.active_count()
    for _ in range(2):  # a learner runs the cell again
        assert "ran for longer than 0.3 seconds" in check("relu", answer).message
        assert threading.active_count() == running


def test_an_endless_answer_is_stopped_where_there_is_no_second_thread():
    """As in a browser, whose Python is newer: that of 3.11, once warm, no longer traces an empty loop."""
    code = """
import sys
from helpers.exercises import check, run
def answer(x):
    while True:
        pass
sys.platform, run.SECONDS = "emscripten", 0.3
print(check("relu", answer).message, sys.gettrace())
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60).stdout
    assert "ran for longer than 0.3 seconds" in said and said.endswith("None\n")


def test_an_answer_that_changes_its_input_is_told_so():
    def in_place(x):
        x[x < 0] = 0
        return x

    verdict = check("relu", in_place)
    assert not verdict.passed and "changes its input in place" in first_line(verdict)


def test_right_values_in_the_wrong_shape():
    verdict = check("relu", lambda x: np.maximum(0, x).reshape(-1, 1))
    assert first_line(verdict) == "The values are right, but the shape is (2, 1) where (2,) is wanted."


def test_an_unknown_mistake_gets_a_counterexample():
    verdict = check("relu", lambda x: np.maximum(0, x) + 1)
    assert first_line(verdict) == "2 of 2 values differ: number 0, counting from 0, is 1 where 0 is wanted."
    assert "tried on   [-2.,  3.]" in verdict.message and "expected   [0., 3.]" in verdict.message


def test_both_forms_of_a_verdict_say_the_same():
    verdict = check("relu", lambda x: "<b>")
    assert verdict.message.split("\n")[0] in repr(verdict)
    assert "&lt;b&gt;" in verdict._repr_html_() and "<b>'" not in verdict._repr_html_()


def test_an_unknown_exercise_is_named_with_those_there_are():
    assert "no exercise called 'rleu'" in check("rleu", 1).message and "relu" in check("rleu", 1).message
    assert not check(["relu"], 1).passed


class Hostile:
    """Raises at everything that a check could do with it."""

    def __getattribute__(self, name):
        raise RuntimeError(name)

    def __repr__(self):
        raise RuntimeError

    __str__ = __eq__ = __len__ = __array__ = __iter__ = __bool__ = __repr__
    __hash__ = None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=6,
) | st.builds(Hostile)


@settings(max_examples=40, deadline=None)
@given(value=VALUES)
@pytest.mark.parametrize("name", exercises.ALL)
def test_no_answer_crashes_a_check(name, value):
    for answer in (value, lambda *args: value):
        verdict = check(name, answer)
        assert isinstance(verdict.passed, bool) and verdict.message
        assert repr(verdict) and verdict._repr_html_()
