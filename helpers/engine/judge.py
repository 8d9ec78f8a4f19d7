"""How an answer becomes a verdict: run it safely, judge shape before values, and name the mistake.

A check raises nothing but KeyboardInterrupt, whatever the answer does: it may print, fail, loop for ever or return
anything at all.
"""

import functools
import inspect
import typing
from dataclasses import dataclass

import numpy as np

from . import repair, source
from .describe import close, facts
from .run import SECONDS, as_before, kind_of, run
from .seen import seen
from .trees import differs, too_late, trees_of, unused
from .verdict import Verdict, called, lines, show

# Where Python's own numbers stop and NumPy goes on with inf or nan.
STOPS = "OverflowError", "ZeroDivisionError", "ValueError: math domain", "ValueError: expected a"
LONG = 10  # seconds that all calls of an answer may take together


class Case(typing.NamedTuple):
    """One input, what an answer made of it, and what is right."""

    args: tuple
    got: np.ndarray | None
    expected: np.ndarray

    @property
    def right(self):
        return self.got is not None and close(self.got, self.expected)


@dataclass(frozen=True)
class Function:
    """An exercise whose answer is a function.

    Parameters
    ----------
    reference : callable, written independently of the solution that the lesson shows
    probes : list of inputs, each a tuple of arguments or the only one; a list stands for an array. The first that
        fails is shown, so the smallest come first
    praise : str, said after a pass
    flaw : callable, optional; takes a `Case` of the right shape and returns what is wrong with it, or None. For
        what no single function stands for; asked about answers that are close enough, too.
    slips : list of `slips.Slip`, from the lesson's book. A slip is named only when the answer does what it does on
        every probe.
    """

    reference: typing.Callable
    probes: list
    praise: str = ""
    flaw: typing.Callable = lambda case: None
    slips: tuple = ()

    def __post_init__(self):
        probes = [args if isinstance(args, tuple) else (args,) for args in self.probes]
        arrays = [tuple(np.array(arg) if isinstance(arg, list) else arg for arg in args) for args in probes]
        object.__setattr__(self, "probes", arrays)

    def with_slips(self, slips):
        return Function(self.reference, self.probes, self.praise, self.flaw, tuple(slips))

    def judge(self, answer):
        if said := no_function(answer):
            return Verdict(False, said)
        results, spent = [], 0
        with as_before(answer):
            for args in self.probes:
                results.append(result := run(answer, args))
                spent += result.took
                if result.kind in ("stub", "endless") or spent > LONG - SECONDS:
                    break
        cases = [Case(args, each.array, np.asarray(self.reference(*args))) for args, each in zip(self.probes, results)]
        calls = list(zip(cases, results))
        for case, result in calls:
            if not case.right:
                return Verdict(False, self._explain(answer, case, result, calls))
        for case, result in calls:
            if self.flaw(case):
                return Verdict(False, self._explain(answer, case, result, calls))
            if result.changed_input:
                cause = (
                    "The values are right, but your function changes its input in place: the caller's array is "
                    "different afterwards. Make a new array instead."
                )
                return Verdict(False, lines(cause, tried_on=called(case.args, self.reference)))
        slow = f" It is slow: {spent:.0f} seconds for {len(calls)} inputs." if spent > 1 else ""
        tried = f"all {len(calls)}" if len(calls) == len(self.probes) else f"the first {len(calls)}"
        return Verdict(True, f"Right, on {tried} inputs tried. {self.praise}{slow}".strip())

    def _explain(self, answer, case, result, calls):
        if result.kind in ("stub", "endless"):
            return result.fault
        cause = self._cause(answer, case, result, calls)
        if name := unused(answer):
            cause += f" `{name}` is calculated and never used." * (f"`{name}`" not in cause)
        elif line := too_late(answer):
            cause += f" What {line} calculates is never used: no line below it reads that name."
        got, expected = result.kind, _shown(case.expected, 4)
        for digits in (4, 8, 17) if case.got is not None else ():  # as many as tell the two apart
            got, expected = _shown(case.got, digits), _shown(case.expected, digits)
            if got != expected:
                break
        told = lines(cause, tried_on=called(case.args, self.reference), got=got, expected=expected)
        return told + "\nIt also changes its input in place; make a new array instead." * result.changed_input

    def _cause(self, answer, case, result, calls):
        if result.kind.startswith("TypeError") and " argument" in result.kind and "()" in result.kind:
            return result.fault  # it is called with what the exercise gives, and takes something else
        return (
            source.certain(answer)
            or self._repaired(answer, calls, unused(answer))
            or self._slip(answer, case, result, calls)
            or self._whole_numbers(answer, case, result, calls)
            or (result.kind != "None" and self._repaired(answer, calls, fault=result.fault))
            or (self.flaw(case) if case.got is not None and case.got.shape == case.expected.shape else None)
            or (result.kind != "None" and source.likely(answer))
            or result.fault
            or seen([*inspect.signature(self.reference).parameters][: len(case.args)], [case for case, _ in calls])
        )

    def _repaired(self, answer, calls, forgotten=None, fault=""):
        """Say, after `fault`, which one change makes the answer right: with `forgotten`, only the use of that name."""
        if forgotten == "" or sum(result.took for _, result in calls) > 1 or "Recursion" in calls[-1][1].kind:
            return None
        tried = sorted((case for case, _ in calls), key=lambda case: case.right)  # where it is wrong comes first

        def right(function):
            for case in tried:
                result = run(function, case.args, 0.2)
                case = case._replace(got=result.array)
                if not case.right or result.changed_input or self.flaw(case):
                    return False
            return len(calls) == len(self.probes)

        with as_before(answer):
            words = repair.repaired(answer, right, forgotten)
        return f"{fault} {words[words.index('The check passes') :]}" if words and fault else words

    def _slip(self, answer, case, result, calls):
        for slip, outcomes in zip(self.slips, self._outcomes):
            pairs = [(one, two) for one, (_, two) in zip(outcomes, calls)]
            # Failing alike is no evidence by itself: the same numbers somewhere are, or the same error everywhere.
            evident = any(one.array is not None for one, _ in pairs) or all(one.kind == two.kind for one, two in pairs)
            if not evident or not all(_same(*pair) for pair in pairs):
                continue
            words = slip.words.format(slip=slip.line, **facts(case.got))
            if words.startswith("Not yet") and differs(answer, slip.source):
                vain = "Your change has no effect: the cell still behaves as it was given."
                return self._repaired(answer, calls, fault=vain) or vain + words[words.index(".") + 1 :]
            if result.kind.startswith(STOPS):
                words += f" (Python stops there with {result.kind.partition(':')[0]}, NumPy gives inf or nan.)"
            several = len(trees_of(answer)) > 1  # in which of them it is, is said behind
            return (several and self._repaired(answer, calls, fault=words)) or words
        return None

    @functools.cached_property
    def _outcomes(self):
        """What each slip makes of each probe."""
        return [[run(slip.function, args) for args in self.probes] for slip in self.slips]

    def _whole_numbers(self, answer, case, result, calls):
        """Say so when an answer fails on whole numbers only because they are whole numbers."""
        if result.took > 1 or not any(isinstance(arg, np.ndarray) and arg.dtype.kind in "iu" for arg in case.args):
            return None
        floats = tuple(arg * 1.0 if isinstance(arg, np.ndarray) else arg for arg in case.args)
        with as_before(answer):
            again = run(answer, floats)
        others = [each for each, _ in calls if np.asarray(each.args[0]).dtype.kind == "f"]
        if not all(each.right for each in [*others, case._replace(got=again.array)]):
            return None
        if result.changed_input or again.changed_input:
            return (
                "Your function writes into the array it was given: the caller's array is another afterwards, and one "
                "of whole numbers cannot hold the results. Make a new array of floats."
            )
        only = "It is right for floats and wrong for whole numbers."
        asked = " Does an array made like the input, of whole numbers alone, take its results? Make it of floats."
        return self._repaired(answer, calls, fault=only) or only + asked


def no_function(answer):
    """Return what to say when `answer` is no function, or None."""
    if answer is None:
        return (
            "The check wants your function itself, and got None. What prints, sorts or appends returns None; and a "
            "`def` is not assigned: write `def name(...):` and give the check the name."
        )
    if isinstance(answer, type):
        return f"The check wants a function, and got the class {answer.__name__}: give the `.forward` of an object."
    if hasattr(answer, "forward"):
        return f"The check wants a function, and got {kind_of(answer)}: give its method, `.forward`."
    if not callable(answer):
        return (
            f"The check wants your function itself, and got {kind_of(answer)}: write a `def` that takes the input and "
            "returns the result, and give the check its name. (With `(...)` behind it, a name gives the result.)"
        )
    return None


def _same(one, other):
    """Whether a slip's outcome and a learner's are the same: Python stops where NumPy gives inf or nan."""
    if other.array is None and one.array is not None:
        return other.kind.startswith(STOPS) and not np.isfinite(one.array.astype(float)).all()
    if one.array is None or other.array is None:
        return one.array is other.array and one.kind.partition(":")[0] == other.kind.partition(":")[0]
    kinds = [(r.array.dtype.kind == "b", r.changed_input) for r in (one, other)]
    return kinds[0] == kinds[1] and close(one.array, other.array)


def _shown(array, digits):
    return f"{show(array, digits)}   shape {array.shape}"
