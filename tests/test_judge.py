"""What every check must stand: any answer at all. And what it says of the slips in Python itself, to every exercise."""

import functools
import linecache

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import helpers
from helpers import check
from helpers.engine import book
from helpers.engine.describe import alike, describe
from helpers.engine.judge import Function
from helpers.engine.verdict import Verdict, show

FUNCTIONS = [name for name, each in helpers.exercises().items() if isinstance(each, Function)]


def first_line(verdict):
    return verdict.message.split("\n")[0]


def typed(code, name="answer", **around):
    """Return the function `name` that a cell with `code` makes, its source at hand as in a notebook."""
    file = f"<cell {len(linecache.cache)}>"
    linecache.cache[file] = len(code), None, code.splitlines(True), file
    names = {"np": np, **around}
    exec(compile(code, file, "exec"), names)
    return names[name]


def said(code, exercise="relu", **around):
    return first_line(check(exercise, typed(code, **around)))


ODD = {
    "returns None": ("def answer(*args): pass", "returns None"),
    "prints": ("def answer(*args): print('a print')", "prints its result but returns None"),
    "an error of its own": ("def answer(*args): raise KeyError('key')", "stops with KeyError"),
    "ends the process": ("def answer(*args): raise SystemExit", "stops with SystemExit"),
    "no argument": ("def answer(): return 1", "is called with other arguments than it takes"),
    "text": ("def answer(*args): return '0.5'", "returns the text '0.5'"),
    "a dict": ("def answer(*args): return {'a': 1}", "returns a dict"),
    "objects": ("def answer(*args): return [object()]", "holds something else than numbers"),
    "complex numbers": ("def answer(*args): return np.array([1j])", "an array of complex numbers"),
    "a map": ("def answer(*args): return map(abs, [1])", "a map, which has not run yet: put `list(...)` around it"),
    "a name misspelt": ("def answer(*args): return nowhere", "`nowhere` is not defined in this kernel"),
    "None in a list": ("def answer(*args): return [None, None]", "a list that holds None"),
    "ragged rows": ("def answer(*args): return [[1], [1, 2]]", "rows of different lengths (1, 2)"),
    "a masked array": ("def answer(*args): return np.ma.masked_less([1.0, -1.0], 0)", ".filled(0)"),
    "too many": ("def answer(*args): return np.zeros(10**8)", "returns 100000000 numbers"),
    "a stub": ("def answer(*args): return ...", "Not yet"),
    "a `...` left": (
        "def answer(x, *more):\n    y = x + ...\n    return y",
        "A `...` is left in your code, in `x + ...`",
    ),
    "None": ("answer = None", "got None"),
    "a result": ("answer = np.ones(3)", "write a `def`"),
    "a layer": ("class Layer:\n    def forward(self): pass\nanswer = Layer()", "got a Layer: give its method"),
    "a class": ("class answer: pass", "got the class answer"),
    "an error of the stub's kind": ("class E(NotImplementedError): pass\ndef answer(*args): raise E('mine')", "mine"),
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_odd_answers_get_words_of_their_own(name, odd, capsys):
    code, words = ODD[odd]
    verdict = check(name, typed(code))
    assert not verdict.passed and words in first_line(verdict)
    assert capsys.readouterr().out == ""


LOOP = "def answer(x):\n    out = []\n    for i in x:\n        {}\n    return out"
PYTHON = {
    "def answer(x):\n    np.maximum(0, x)\n    return x": "The result of `np.maximum(0, x)` is dropped",
    LOOP.format("np.append(out, max(0, i))"): "The result of `np.append(out, max(0, i))` is dropped",
    LOOP.format("out + [max(0, i)]"): "The line `out + [max(0, i)]` calculates something and keeps it nowhere",
    LOOP.format("out.append(max(0, i))\n        return out"): "`return` stands inside the loop `for i in x:`",
    LOOP.format("out.append(np.maximum(0, x))"): "The check passes with `out.append(np.maximum(0, i))`",
    "def answer(x):\n    y = np.maximum(0, x)\n    return x": "`y` is calculated",
    "def answer(x):\n    return np.maximum(0, rows)": "`rows` comes from outside the function. The check passes with",
    "def answer(x):\n    return sum(x)": "`sum` is no longer Python's own",
    "np = 3\ndef answer(x):\n    return np.maximum(0, x)": "`np` is no longer NumPy: the name was given",
    "def answer(x):\n    return np.max(0, x)": "`np.max` works on one array, and takes what comes second for an axis",
    "def answer(x):\n    return max(0, x)": "`max` compares two arguments as a whole|`max` and `if` judge one number",
    "def answer(x):\n    if x > 0:\n        return x\n    return 0": "one number only|True or False",
    "def answer(x):\n    return x ^ 2": "`^` is no power",
    "def answer(x):\n    return list(x) / 2": "a list cannot be calculated with as a whole",
    "def answer(x):\n    return max(x, axis=0)": "knows neither axis nor keepdims",
    "def answer(x):\n    return [max(0, x[i]) for i in range(4)]": "index",
    "def answer(x):\n    return x.maximum(0)": "an array has no `maximum`",
    "def answer(x):\n    return answer(x)": "calls itself without an end",
}


@pytest.mark.parametrize("code", PYTHON)
def test_a_slip_in_python_itself_is_named_with_its_line(code):
    words = said(code, sum=5, rows=np.array([1.0, -1.0]))
    assert any(each in words for each in PYTHON[code].split("|")), words


def test_what_is_said_of_the_source_is_said_of_no_right_answer():
    code = "def answer(x):\n    unused = 1\n    for i in x:\n        np.abs(i)\n    return np.where(x > 0, x, 0)"
    assert check("relu", typed(code)).passed


def test_an_array_of_whole_numbers_is_told_from_an_array_written_into():
    code = "def answer(z):\n    out = {}\n    out[:] = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)\n    return out"
    assert "with `np.zeros_like(z, dtype=float)` in place" in said(code.format("np.zeros_like(z)"), "batch_softmax")
    assert "changes its input in place" in said(
        code.format("z"), "batch_softmax"
    ) or "writes into the array it was given" in said(code.format("z"), "batch_softmax")


def test_an_argument_returned_as_it_came_is_named():
    exercise = Function(lambda old, step: old - step, [([1.0, 2.0], [0.5, 0.25]), ([3.0], [1.0])])
    assert first_line(exercise.judge(lambda a, b: b)) == "You return `step` as it was given."


def test_a_verdict_does_not_depend_on_how_numpy_prints():
    wrong = check("relu", lambda x: np.maximum(0, x) + 1.00001)
    with np.printoptions(precision=1, formatter={"float": lambda x: "?"}):
        assert check("relu", lambda x: np.maximum(0, x) + 1.00001) == wrong


def test_what_differs_in_late_digits_only_is_shown_with_them_and_arguments_by_name():
    verdict = check("relu", lambda x: np.maximum(0, x) * 1.00002)
    got, expected = (line for line in verdict.message.split("\n") if line.startswith(("got", "expected")))
    assert got.split("shape")[0][11:] != expected.split("shape")[0][11:]
    assert "inputs = [[" in check("mend_layer", lambda inputs, weights, biases: inputs).message


def test_a_long_array_is_shown_in_part():
    assert show(np.arange(41) / 8) == "[0.   , 0.125, 0.25 , ..., 4.75 , 4.875, 5.   ]"
    assert len(show(np.zeros((9, 4))).split("\n")) == 8


def test_what_it_looks_like_is_said_only_where_all_wrong_results_look_so():
    exercise = Function(reference=lambda x: x * 1.0, probes=[(np.array([1.5, 3.0]),), (np.array([1.5, 5.5]),)])
    assert "cut off" in first_line(exercise.judge(np.trunc))
    sometimes = exercise.judge(lambda x: np.trunc(x) if x[1] == 3 else x + 1)
    assert first_line(sometimes) == "1 of 2 values differ: number 0, counting from 0, is 1 where 1.5 is wanted."


def test_how_close_is_close_enough():
    zero, half = np.zeros(1), np.array([0.5], dtype=np.float16)
    third = np.array([1 / 3])
    assert alike(zero, zero + 9e-11) and not alike(zero, zero + 1e-9)
    assert alike(third.astype(np.float32), third) and not alike(third + 1e-7, third)
    assert alike(half, half + 5e-3) and not alike(half, half + np.float16(7e-3))
    with np.errstate(all="raise"):
        assert not alike(np.array(1e308), np.array(-1e308))
        assert describe(np.array([0, 0.5, 1.5]), np.array([0, 0.25, 0.75])).endswith("sum to 2 where 1 is wanted.")


def test_both_forms_of_a_verdict_say_the_same_and_code_is_in_code_type():
    text = "Use `a < b`.\n<b>\ngot        [1,\n            2]   shape (2,)\nexpected   [2]   shape (1,)\nIt too."
    verdict = Verdict(False, text)
    assert repr(verdict) == f"✘ {text}"
    for piece in ("<code>a &lt; b</code>", "&lt;b&gt;\n</pre>", ", shape (2,)\n[1,\n 2]</pre><pre", "[2]</pre><div"):
        assert piece in verdict._repr_html_()


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


@settings(max_examples=40)
@given(value=VALUES)
@example(value=(True, False))
@example(value=np.sum)
@example(value=functools.cache(book.read))
@pytest.mark.parametrize("name", helpers.exercises())
def test_no_answer_crashes_a_check(name, value):
    for answer in (value, lambda *args: value):
        verdict = check(name, answer)
        assert isinstance(verdict.passed, bool) and verdict.message
        assert "could not be judged" not in verdict.message or "raises RuntimeError" in verdict.message  # Hostile's
        assert repr(verdict) and verdict._repr_html_()


@pytest.mark.parametrize("name", ["sum", "exp", "errstate"])
@pytest.mark.parametrize("now", [None, eval("lambda x: 0", {"__name__": "__main__"})], ids=["a value", "a function"])
def test_a_function_of_numpys_that_a_cell_has_given_another_value_is_named(name, now, monkeypatch):
    monkeypatch.setattr(np, name, now)
    assert f"`np.{name}` is no longer NumPy's own" in check("relu", lambda x: x).message
