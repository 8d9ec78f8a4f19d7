"""How an answer becomes a verdict: run it safely, judge shape before values, and name the mistake.

A check never raises, whatever the answer does: it may print, fail, loop for ever or return anything at all.
"""

import contextlib
import copy
import html
import io
import sys
import time
import typing
import warnings
from dataclasses import dataclass

import numpy as np

SECONDS = 3  # how long an answer may run before it is stopped
RTOL, ATOL = 1e-3, 1e-6  # so that float16 and float32 answers pass as well as float64 ones
STUB = "Not yet: replace the `...` with your own code, run the cell, and it is checked again."


@dataclass(frozen=True)
class Verdict:
    """What a check says. The first line of `message` is enough to act on; the rest is the counterexample."""

    passed: bool
    message: str

    def __repr__(self):
        return f"{'✔' if self.passed else '✘'} {self.message}"

    def _repr_html_(self):
        first, _, rest = self.message.partition("\n")
        color, mark = ("#009E73", "✔") if self.passed else ("#D55E00", "✘")
        words = f"<b>{mark}</b> {html.escape(first)}" + (f"<pre>{html.escape(rest)}</pre>" if rest else "")
        return f'<div style="border-left: 5px solid {color}; padding: 4px 12px">{words}</div>'


class Result(typing.NamedTuple):
    """What one call of an answer came to: `array` holds its numbers, or `fault` says why there are none."""

    array: np.ndarray | None
    fault: str = ""
    kind: str = "numbers"
    changed_input: bool = False


class Case(typing.NamedTuple):
    """One input that an answer got wrong."""

    args: tuple
    got: np.ndarray | None
    expected: np.ndarray


class _TooLong(BaseException):
    """Raised inside an answer that runs too long; not an Exception, so that `except Exception` lets it pass."""


@contextlib.contextmanager
def _deadline(seconds):
    """Stop Python code after `seconds`. By tracing, since that works in every thread, on Windows and in a browser."""
    end, before = time.monotonic() + seconds, sys.gettrace()

    def trace(frame, event, arg):
        frame.f_trace_opcodes = True  # by lines alone, `while True: pass` is never seen again
        if time.monotonic() > end:
            raise _TooLong
        return trace

    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)


def run(answer, args, seconds=SECONDS):
    """Call `answer` on copies of `args` and return a `Result`."""
    args = copy.deepcopy(args)
    before = copy.deepcopy(args)
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with _deadline(seconds):
                value = answer(*args)
            if value is ... or value is NotImplemented:
                return Result(None, STUB, "stub")
            if value is None:
                what = "prints its result but returns None" if printed.getvalue() else "returns None"
                return Result(None, f"Your function {what}: end it with `return` and the result.", "None")
            if isinstance(value, (str, bytes)):
                return Result(None, f"Your function returns the text {value[:40]!r}, not numbers.", "text")
            array = _numbers(value)
        if array is None:
            return Result(None, f"Your function returns {_kind_of(value)}, not an array or a list of numbers.", "other")
        changed = any(_differ(a, b) for a, b in zip(args, before, strict=True))
        return Result(array, changed_input=changed)
    except NotImplementedError:
        return Result(None, STUB, "stub")
    except _TooLong:
        words = f"Your function was still running after {SECONDS} seconds and was stopped: does a loop never end?"
        return Result(None, words, "endless")
    except BaseException as error:  # even SystemExit: the learner's kernel and work must live on
        kind = type(error).__name__
        return Result(None, f"Your function raises {kind}: {_text(error)}", kind)


def _numbers(value):
    """Return a float or integer array holding a copy of `value`, or None when it is not made of numbers."""
    try:
        array = np.array(value)
        if array.dtype.kind in "biuf":
            return array
        return array.astype(float) if array.dtype.kind == "O" and array.ndim else None
    except Exception:
        return None


def _differ(one, other):
    one, other = np.asarray(one), np.asarray(other)
    return one.shape != other.shape or not np.array_equal(one, other, equal_nan=one.dtype.kind == "f")


def _text(value):
    try:
        return str(value).strip().split("\n")[0][:200] or "(it gives no reason)"
    except BaseException:
        return "(its own text cannot be shown)"


def _kind_of(value):
    name = type(value).__name__
    return f"{'an' if name[:1] in 'aeiou' else 'a'} {name}"


def close(one, other):
    """Whether two arrays hold the same numbers in the same shape, nan counting as equal to nan."""
    return one.shape == other.shape and np.allclose(
        np.asarray(one, dtype=float), np.asarray(other, dtype=float), rtol=RTOL, atol=ATOL, equal_nan=True
    )


def show(value):
    """Return `value` as a learner would type it, shortened."""
    if isinstance(value, np.ndarray):
        with np.errstate(all="ignore"):
            return np.array2string(value, precision=4, separator=", ", threshold=40, max_line_width=90)
    text = repr(value)
    return text if len(text) < 200 else text[:200] + " …"


@dataclass(frozen=True)
class Function:
    """An exercise whose answer is a function.

    Parameters
    ----------
    reference : callable, written independently of the solution that the lesson shows
    probes : list of tuples of arguments; the first that fails is shown, so the smallest come first
    mistakes : list of pairs (the function as the mistake has it, what to say). What to say is a str, or takes
        a `Case` and returns one. A mistake is named only when the answer does what it does on every probe.
    praise : str, said after a pass
    """

    reference: typing.Callable
    probes: list
    mistakes: list
    praise: str = ""

    def judge(self, answer):
        if not callable(answer):
            if answer is ... or answer is None:
                return Verdict(False, STUB)
            return Verdict(
                False,
                f"The check wants your function itself, and got {_kind_of(answer)}: leave out the parentheses.",
            )
        results, end = [], time.monotonic() + SECONDS
        for args in self.probes:
            results.append(run(answer, args, max(0.1, end - time.monotonic())))
            if results[-1].kind in ("stub", "endless"):
                break
        for args, result in zip(self.probes, results, strict=False):
            expected = np.asarray(self.reference(*args))
            if result.array is None or not close(result.array, expected):
                return Verdict(False, self._explain(Case(args, result.array, expected), result, results))
        for args, result in zip(self.probes, results, strict=True):
            if result.changed_input:
                return Verdict(
                    False,
                    "The values are right, but your function changes its input in place: the caller's array is "
                    f"different afterwards. Make a new array instead.\ntried on   {_call(args)}",
                )
        return Verdict(True, f"Right, on all {len(self.probes)} inputs tried. {self.praise}".strip())

    def _explain(self, case, result, results):
        if result.kind in ("stub", "endless"):
            return result.fault
        cause = self._cause(case, results) or result.fault or _describe(case)
        got = result.kind if case.got is None else f"{_shown(case.got)}"
        lines = [
            cause,
            f"tried on   {_call(case.args)}",
            f"got        {got}",
            f"expected   {_shown(case.expected)}",
        ]
        if result.changed_input:
            lines.append("It also changes its input in place; make a new array instead.")
        return "\n".join(line.replace("\n", "\n           ") for line in lines)

    def _cause(self, case, results):
        for mistaken, words in self.mistakes:
            outcomes = [run(mistaken, args) for args, _ in zip(self.probes, results, strict=False)]
            # Failing alike is no evidence by itself: at least one result must be the same numbers.
            if any(one.array is not None for one in outcomes) and all(map(_same, outcomes, results)):
                return words(case) if callable(words) else words
        return None


def _same(one, other):
    if one.array is None or other.array is None:
        return one.kind == other.kind
    kinds = [(r.array.dtype.kind == "b", r.changed_input) for r in (one, other)]
    return kinds[0] == kinds[1] and close(one.array, other.array)


def _call(args):
    return ", ".join(show(arg) for arg in args)


def _shown(array):
    return f"{show(array)}   shape {array.shape}"


def _describe(case):
    """The most useful true statement about a wrong answer whose cause nobody foresaw."""
    got, expected = case.got, case.expected
    if got.shape != expected.shape:
        if got.size == expected.size and close(got.ravel(), expected.ravel()):
            return f"The values are right, but the shape is {got.shape} where {expected.shape} is wanted."
        if got.ndim == 2 and got.T.shape == expected.shape and close(got.T, expected):
            return "The values are right, but rows and columns are exchanged."
        return f"The shape is {got.shape} where {expected.shape} is wanted: look at the shape before the values."
    if got.dtype.kind in "iub" and expected.dtype.kind == "f" and close(got, np.trunc(expected)):
        return "Everything after the decimal point is cut off: the result is kept in an array of integers."
    wrong = ~np.isclose(got.astype(float), expected.astype(float), rtol=RTOL, atol=ATOL, equal_nan=True)
    if np.isnan(got[wrong].astype(float)).any():
        return f"{np.isnan(got.astype(float)).sum()} of {got.size} values are nan, which means “not a number”."
    far = np.abs(got.astype(float) - expected)[wrong].max()
    if got.ndim == 2:
        rows = np.flatnonzero(wrong.any(axis=1))
        sums = ", ".join(f"{total:.4g}" for total in got.sum(axis=1))
        return f"Wrong in row {', '.join(map(str, rows))}, by up to {far:.4g}; your rows sum to {sums}."
    return f"{wrong.sum()} of {got.size} values differ, by up to {far:.4g}."


@dataclass(frozen=True)
class Value:
    """An exercise whose answer is a value: a number, a shape, a choice.

    Parameters
    ----------
    right : the answer, a number or a tuple of them
    mistakes : dict of a wrong answer to what to say to it
    otherwise : str, said to every other wrong answer
    praise : str, said after a pass
    """

    right: object
    mistakes: dict
    otherwise: str
    praise: str = ""

    def judge(self, answer):
        if answer is ... or answer is None:
            return Verdict(False, STUB)
        if callable(answer):
            return Verdict(False, "The check wants a value here, and got a function: give it what you predict.")
        if isinstance(answer, str):
            return Verdict(False, f"You gave the text {answer[:40]!r}: leave out the quotes.")
        if _equal(answer, self.right):
            return Verdict(True, f"Right: {show(self.right)}. {self.praise}".strip())
        for wrong, words in self.mistakes.items():
            if _equal(answer, wrong):
                return Verdict(False, words)
        return Verdict(False, f"{self.otherwise}\ngot        {_text(answer)}")


def _equal(one, other):
    one = _numbers(one)
    return one is not None and close(one, np.asarray(other))


@dataclass(frozen=True)
class Find:
    """An exercise whose answer is an input with some property.

    `test(answer)` returns None when it has the property, and otherwise what to say.
    """

    test: typing.Callable
    praise: str = ""

    def judge(self, answer):
        if answer is ... or answer is None:
            return Verdict(False, STUB)
        if callable(answer):
            return Verdict(False, "The check wants an input here, and got a function: give it the input you found.")
        array = _numbers(answer)
        if array is None or array.size == 0:
            return Verdict(False, f"The check wants a number or a list of numbers, and got {_kind_of(answer)}.")
        with np.errstate(all="ignore"):
            words = self.test(array)
        return Verdict(False, words) if words else Verdict(True, f"Right. {self.praise}".strip())
