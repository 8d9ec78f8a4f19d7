"""How an answer becomes a verdict: run it safely, judge shape before values, and name the mistake.

A check never raises, whatever the answer does: it may print, fail, loop for ever or return anything at all.
"""

import time
import typing
from dataclasses import dataclass

import numpy as np

from . import run as runner
from .describe import close, describe
from .looks import box, coded
from .run import STUB, kind_of, numbers, run, text


@dataclass(frozen=True)
class Verdict:
    """What a check says. The first line of `message` is enough to act on; the rest is the counterexample."""

    passed: bool
    message: str

    def __repr__(self):
        return f"{'✔' if self.passed else '✘'} {self.message}"

    def _repr_html_(self):
        first, _, rest = self.message.partition("\n")
        return box(self.passed, f"<b>{'✔' if self.passed else '✘'}</b> {coded(first)}", rest)


class Case(typing.NamedTuple):
    """One input that an answer got wrong."""

    args: tuple
    got: np.ndarray | None
    expected: np.ndarray


def show(value, digits=4):
    """Return `value` as a learner would type it, shortened."""
    if isinstance(value, np.ndarray):
        with np.errstate(all="ignore"):
            return np.array2string(value, precision=digits, separator=", ", threshold=40, max_line_width=90)
    told = repr(value)
    return told if len(told) <= 200 else told[:200] + " …"


def _lines(cause, **shown):
    """Return the cause and, under it, what was tried, got and expected, each indented as a block."""
    lines = [f"{name.replace('_', ' '):<11}{value}" for name, value in shown.items()]
    return "\n".join([cause, *(line.replace("\n", "\n" + 11 * " ") for line in lines)])


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
    flaw : callable, optional; takes a `Case` of the right shape and returns what is wrong with it, or None. For
        what no single function stands for; asked about answers that are close enough, too.
    """

    reference: typing.Callable
    probes: list
    mistakes: list
    praise: str = ""
    flaw: typing.Callable = lambda case: None

    def judge(self, answer):
        if answer is ... or answer is None:
            return Verdict(False, STUB)
        if isinstance(answer, type) or hasattr(answer, "forward"):
            mend = "make an object of it and give its method" if isinstance(answer, type) else "give its method"
            return Verdict(False, f"The check wants a function, and got {_layer(answer)}: {mend}, `.forward`.")
        if not callable(answer):
            return Verdict(
                False,
                f"The check wants your function itself, and got {kind_of(answer)}: leave out the parentheses.",
            )
        calls, end = [], time.monotonic() + runner.SECONDS
        for args in self.probes:
            result = run(answer, args, max(0.1, end - time.monotonic()))
            calls.append((args, result))
            if result.kind in ("stub", "endless"):
                break
        for args, result in calls:
            expected = np.asarray(self.reference(*args))
            if result.array is None or not close(result.array, expected):
                return Verdict(False, self._explain(Case(args, result.array, expected), result, calls))
        for args, result in calls:
            case = Case(args, result.array, np.asarray(self.reference(*args)))
            if self.flaw(case):
                return Verdict(False, self._explain(case, result, calls))
            if result.changed_input:
                cause = (
                    "The values are right, but your function changes its input in place: the caller's array is "
                    "different afterwards. Make a new array instead."
                )
                return Verdict(False, _lines(cause, tried_on=_call(args)))
        return Verdict(True, f"Right, on all {len(self.probes)} inputs tried. {self.praise}".strip())

    def _explain(self, case, result, calls):
        if result.kind in ("stub", "endless"):
            return result.fault
        cause = self._cause(case, calls) or result.fault or self._constant(calls)
        cause = cause or describe(case.got, case.expected)
        got, expected = result.kind, _shown(case.expected)
        if case.got is not None:
            got = _shown(case.got)
            if got == expected:  # told apart by later digits only
                got, expected = _shown(case.got, 8), _shown(case.expected, 8)
        told = _lines(cause, tried_on=_call(case.args), got=got, expected=expected)
        return told + "\nIt also changes its input in place; make a new array instead." * result.changed_input

    def _constant(self, calls):
        """Say so when the answer is the same whatever the input, which no right answer is."""
        arrays = [result.array for _, result in calls if result.array is not None]
        if len(arrays) == len(self.probes) > 1 and all(close(arrays[0], other) for other in arrays[1:]):
            return (
                "Your function answers the same whatever it is given: use its argument, not a name from another cell."
            )
        return None

    def _cause(self, case, calls):
        for mistaken, words in self.mistakes:
            numbers_agree, faults_agree = False, True
            for args, result in calls:
                outcome = run(mistaken, args)
                if not _same(outcome, result):
                    break
                numbers_agree |= outcome.array is not None
                faults_agree &= outcome.fault == result.fault
            else:
                # Failing alike is no evidence by itself: the same numbers somewhere are, or the same words everywhere.
                if numbers_agree or faults_agree:
                    return words(case) if callable(words) else words
        return self.flaw(case) if case.got is not None and case.got.shape == case.expected.shape else None


def _layer(answer):
    return f"the class {answer.__name__}" if isinstance(answer, type) else kind_of(answer)


def _same(one, other):
    if one.array is None or other.array is None:
        return one.kind == other.kind
    kinds = [(r.array.dtype.kind == "b", r.changed_input) for r in (one, other)]
    return kinds[0] == kinds[1] and close(one.array, other.array)


def _call(args):
    return ", ".join(show(arg) for arg in args)


def _shown(array, digits=4):
    return f"{show(array, digits)}   shape {array.shape}"


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
            return _quoted(answer)
        if _equal(answer, self.right):
            return Verdict(True, f"Right: {show(self.right)}. {self.praise}".strip())
        for wrong, words in self.mistakes.items():
            if _equal(answer, wrong):
                return Verdict(False, words)
        return Verdict(False, _lines(self.otherwise, got=text(answer)))


def _quoted(answer):
    return Verdict(False, f"You gave the text {answer[:40]!r}. Give the number or numbers themselves, without quotes.")


def _equal(one, other):
    one, other = numbers(one), np.asarray(other)
    if one is not None and other.ndim == 0 and one.size == 1:
        one = one.reshape(())
    return one is not None and close(one, other, rtol=1e-3)


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
        for each in _leaves(answer):
            if each is ...:
                return Verdict(False, "Not yet: a `...` is left among your numbers.")
            if isinstance(each, str):
                return _quoted(each)
        array = numbers(answer)
        if array is not None and array.size == 0:
            return Verdict(False, "Your answer is empty: give it numbers.")
        if array is None:
            what = kind_of(answer)
            if isinstance(answer, (list, tuple)):
                what += " that holds something else, or rows of different lengths"
            return Verdict(False, f"The check wants a number or a list of numbers, and got {what}.")
        with np.errstate(all="ignore"):
            words = self.test(array.astype(float))
        return Verdict(False, words) if words else Verdict(True, f"Right. {self.praise}".strip())


def _leaves(answer):
    """Yield the values in nested lists and tuples."""
    if isinstance(answer, (list, tuple)):
        for each in answer:
            yield from _leaves(each)
    else:
        yield answer
