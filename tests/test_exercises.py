"""What every check must stand: any answer at all, and every mistake of its own table."""

import contextlib
import subprocess
import sys
import threading
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import helpers
from helpers import check
from helpers.engine import judge, run
from helpers.engine.describe import alike, describe
from helpers.engine.judge import Function, Verdict
from helpers.layers import Softmax

FUNCTIONS = {name: each for name, each in helpers.exercises().items() if isinstance(each, Function)}


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


LIMIT = pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.10 raises nothing where a `try` begins")


@pytest.mark.parametrize("answer", [endless, pytest.param(swallows, marks=LIMIT), waits_inside_try])
def test_an_endless_answer_is_stopped_and_nothing_is_left_running(answer, monkeypatch):
    monkeypatch.setattr(run, "SECONDS", 0.3)
    running = threading.active_count()
    for _ in range(2):  # a learner runs the cell again
        assert "ran for longer than 0.3 seconds" in check("relu", answer).message
        assert threading.active_count() == running


def test_an_endless_answer_is_stopped_where_there_is_no_second_thread():
    """As in a browser, whose Python is newer: that of 3.11, once warm, no longer traces an empty loop."""
    code = """
import sys
from helpers import check
from helpers.engine import run
def answer(x):
    while True:
        pass
sys.platform, run.SECONDS = "emscripten", 0.3
print(check("relu", answer).message, sys.gettrace())
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60).stdout
    assert "ran for longer than 0.3 seconds" in said and said.endswith("None\n")


def test_after_a_check_a_debugger_can_trace():
    code = """
import sys
from helpers import check
from helpers.engine import run
def endless(x):
    while True:
        pass
def traced():
    return "traced"
run.SECONDS = 0.3
for answer in (abs, endless):
    check("relu", answer)
    sys.settrace(lambda *event: None)
    print(traced())
    sys.settrace(None)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60).stdout
    assert said == "traced\ntraced\n"


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


@pytest.mark.parametrize(
    "answers, same",
    [([5], False), ([5, 5], True), ([5, 5, 5], True), ([5, 6, 5], False), ([6, 5, 5], False), ([5, 5, None], False)],
)
def test_an_answer_that_never_changes_is_told_so(answers, same):
    exercise = Function(reference=lambda x: x, probes=[(x,) for x in range(len(answers))], mistakes=[])
    verdict = exercise.judge(lambda x: answers[x])
    assert not verdict.passed and ("the same whatever it is given" in verdict.message) is same


def raising(words, error=ValueError):
    def answer(*args):
        raise error(words)

    return answer


def in_turn(*values):
    """Return a function that gives the value for 1, 2, ..., and raises it where it is a text."""

    def answer(x):
        value = values[x - 1]
        if isinstance(value, str):
            raise ValueError(value)
        return value

    return answer


@pytest.mark.parametrize(
    "mistake, answer, named",
    [
        (["one", "one"], ["one", "one"], True),
        (["one", "one"], ["two", "two"], False),
        (["one", "one"], ["two", "one"], False),
        ([0, "one"], [0, "two"], True),
        (["one", 0], ["two", 0], True),
        ([0, "one"], [0, 0], False),
    ],
)
def test_failing_alike_is_evidence_only_with_numbers_or_the_same_words(mistake, answer, named):
    exercise = Function(reference=abs, probes=[(1,), (2,)], mistakes=[(in_turn(*mistake), "This is the mistake.")])
    assert (first_line(exercise.judge(in_turn(*answer))) == "This is the mistake.") is named


def test_a_flaw_is_looked_for_where_the_shape_is_right():
    def flaw(case):
        return f"{case.got} is too much." if np.any(case.got > case.expected) else None

    exercise = Function(reference=abs, probes=[(1,), (2,)], mistakes=[], praise="Well done.", flaw=flaw)
    assert exercise.judge(lambda x: x + 1).message.startswith("2 is too much.\ntried on   1\ngot        2   shape ()")
    assert exercise.judge(lambda x: [x + 1]).message.startswith("The shape is (1,) where () is wanted")
    assert first_line(exercise.judge(lambda x: x * 1.000001)).endswith("is too much.")
    assert exercise.judge(abs) == Verdict(True, "Right, on all 2 inputs tried. Well done.")


def test_what_is_wrong_first_is_told_though_a_later_input_meets_a_stub():
    exercise = Function(reference=abs, probes=[(1,), (2,), (3,)], mistakes=[(lambda x: -x, "You turn the sign.")])
    assert first_line(exercise.judge(lambda x: -x if x < 2 else ...)) == "You return -1 where 1 is wanted."


def test_all_inputs_of_an_exercise_share_one_answers_time(monkeypatch):
    clock, given = iter([10, 10, 12, 14]), []

    def called(answer, args, seconds):
        given.append(seconds)
        return run.Result(np.array(args[0]))

    monkeypatch.setattr(judge, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    monkeypatch.setattr(judge, "run", called)
    assert Function(reference=abs, probes=[(1,), (2,), (3,)], mistakes=[]).judge(abs).passed
    assert given == [3, 1, 0.1]


def test_a_call_has_all_the_time_there_is_or_what_it_is_given(monkeypatch):
    given = []
    monkeypatch.setattr(run, "_deadline", lambda seconds: given.append(seconds) or contextlib.nullcontext())
    run.run(abs, (1,))
    run.run(abs, (1,), 0.5)
    assert given == [3, 0.5]


def gives(value):
    return lambda: value


@pytest.mark.parametrize(
    "answer, fault",
    [
        (gives(np.array([b"1"])), "Your function returns an array of text, not of real numbers."),
        (gives(np.array([None])), "Your function returns an array of objects, not of real numbers."),
        (
            gives(np.array(["2024-01-01"], dtype="datetime64[D]")),
            "Your function returns an array of datetime64[D], not of real numbers.",
        ),
        (gives([np.array(1), "1"]), "Your function returns a list that holds something else than numbers."),
        (
            gives([[1], 2]),
            "Your function returns rows of different lengths (1, 0): is the list for one row made anew for each?",
        ),
        (
            gives([[0] * n for n in range(8)]),
            "Your function returns rows of different lengths (0, 1, 2, 3, 4, 5): is the list for one row made anew for "
            "each?",
        ),
        (gives(enumerate([1])), "Your function returns an enumerate, not an array or a list of numbers."),
        (gives(type("X", (), {})()), "Your function returns a X, not an array or a list of numbers."),
        (gives(b"1" * 50), f"Your function returns the text {b'1' * 40}, not numbers."),
        (gives(NotImplemented), run.STUB),
        (raising("later", NotImplementedError), run.STUB),
        (
            raising("", run._TooLong),
            "Your function ran for longer than 3 seconds and was stopped: does a loop never end?",
        ),
    ],
)
def test_why_an_answer_gives_no_numbers(answer, fault):
    result = run.run(answer, ())
    assert result.array is None and result.fault == fault and not result.changed_input


def test_an_answer_that_was_stopped_is_told_that_and_no_more():
    assert check("relu", raising("", run._TooLong)).message == run.run(raising("", run._TooLong), ()).fault


def test_an_error_is_told_in_one_line_whatever_it_holds():
    assert run.text(" one\ntwo") == "one" and run.text("x" * 201) == "x" * 200
    assert run.text("") == "(it gives no reason)" and run.text(Hostile()) == "(its own text cannot be shown)"


def test_an_answer_gets_copies_and_nan_is_no_change():
    def keeps(x, rows):
        kept.extend([x, rows[0]])
        return x

    kept, given = [], (np.array([np.nan]), [np.zeros(2)])
    result = run.run(keeps, given)
    assert not result.changed_input
    assert not np.shares_memory(kept[0], given[0]) and not np.shares_memory(kept[1], given[1][0])
    assert run.run(lambda x: x.resize(3, refcheck=False) or x, (np.zeros(2),)).changed_input


def test_an_array_is_shown_on_lines_that_fit_and_a_long_one_in_part():
    lines = [", ".join(["0.125"] * count) for count in (12, 12, 12, 4)]
    assert judge.show(np.full(40, 0.125)) == "[" + ",\n ".join(lines) + "]"
    assert judge.show(np.arange(41) / 8) == "[0.   , 0.125, 0.25 , ..., 4.75 , 4.875, 5.   ]"


def test_what_is_no_array_is_shown_up_to_a_length():
    assert judge.show("x" * 198) == "'" + "x" * 198 + "'"
    assert judge.show("x" * 199) == "'" + "x" * 199 + " …"


@pytest.mark.parametrize("ends", [run._TooLong, NotImplementedError])
def test_a_stub_and_an_endless_answer_are_called_once(ends):
    def answer(x):
        called.append(x)
        raise ends

    called = []
    Function(reference=abs, probes=[(1,), (2,)], mistakes=[]).judge(answer)
    assert called == [1]


def test_an_answer_that_no_check_can_handle_has_not_passed(monkeypatch):
    monkeypatch.setitem(helpers.exercises(), "relu", SimpleNamespace(judge=lambda answer: 1 / 0))
    told = "Your answer could not be judged: handling it raises ZeroDivisionError."
    assert check("relu", abs) == Verdict(False, told)


def test_how_close_is_close_enough():
    zero, half = np.zeros(1), np.array([0.5], dtype=np.float16)
    assert alike(zero, zero + 9e-7) and not alike(zero, zero + 2e-6)
    assert alike(half, half + 5e-3) and not alike(half, half + np.float16(7e-3))
    assert alike(half.astype(float) + 5e-3, half) and not alike(half.astype(float), half.astype(float) + 5e-3)


def test_numbers_that_overflow_are_compared_and_described_without_a_warning():
    with np.errstate(all="raise"):
        assert not alike(np.array(1e308), np.array(-1e308))
        assert describe(np.array([0, 0.5, 1.5]), np.array([0, 0.25, 0.75])).endswith("they sum to 2.")


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
@pytest.mark.parametrize("name", helpers.exercises())
def test_no_answer_crashes_a_check(name, value):
    for answer in (value, lambda *args: value):
        verdict = check(name, answer)
        assert isinstance(verdict.passed, bool) and verdict.message
        assert repr(verdict) and verdict._repr_html_()
