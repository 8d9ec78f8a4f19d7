"""How an answer is called: on copies, with nothing printed, for a few seconds, and all that it changes is put back."""

import builtins
import contextlib
import copy
import io
import os
import random
import signal
import sys
import threading
import time
import typing
import warnings

import numpy as np

from . import faults
from .looks import joined

SECONDS = 3  # how long one call may take before it is stopped
MOST = 10**6  # more numbers than any exercise asks for
STUB = "Not yet: replace the `...` with your own code, run the cell, and it is checked again."


class Result(typing.NamedTuple):
    """What one call came to: `array` holds its numbers, or `fault` says why there are none.

    `kind` is "numbers", or tells faults apart: "stub", "endless", or an error's own type and text. `took` is in
    seconds.
    """

    array: np.ndarray | None
    fault: str = ""
    kind: str = "numbers"
    changed_input: bool = False
    took: float = 0.0


class TooLong(BaseException):
    """Raised inside an answer that runs too long; not an Exception, so that `except Exception` lets it pass."""


@contextlib.contextmanager
def deadline(seconds):
    """Stop Python code in this thread after `seconds`, again and again, since a bare `except:` swallows what it meets.

    What cannot be stopped: one call into compiled code, such as `sum` of an endless iterator; and, by Python 3.10, a
    loop that is a `try` with a bare `except:` from end to end.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        with _traced(seconds):
            yield
        return

    def stop(number, frame):
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, 0.05)
        yield
    finally:
        while True:
            try:  # the alarm can go off in any of these lines
                signal.setitimer(signal.ITIMER_REAL, 0)
                signal.signal(signal.SIGALRM, before)
                break
            except TooLong:
                pass


@contextlib.contextmanager
def _traced(seconds):
    """Stop Python code after `seconds` by tracing, where there is no alarm (Windows, a browser): slower, and once."""
    end, before = time.monotonic() + seconds, sys.gettrace()

    def trace(frame, event, arg):
        frame.f_trace_opcodes = True  # by lines alone, `while True: pass` is never seen again
        if time.monotonic() > end:
            raise TooLong
        return trace

    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)


@contextlib.contextmanager
def as_before(answer):
    """Put back what an answer can change around it: names, NumPy's settings, random numbers, the working folder."""
    its = getattr(answer, "__globals__", {})
    used = getattr(getattr(answer, "__code__", None), "co_names", ())
    kept = {name: its[name] for name in used if isinstance(its.get(name), (list, dict, set, np.ndarray))}
    kept |= enumerate(each for each in getattr(answer, "__defaults__", None) or () if isinstance(each, list))
    copies = copy.deepcopy(kept)
    spaces = [(space, dict(space)) for space in (its, vars(np), vars(builtins))]
    states = np.random.get_state(), random.getstate()
    limit, trace, folder = sys.getrecursionlimit(), sys.gettrace(), os.curdir
    with contextlib.suppress(OSError):  # a folder that was deleted while the kernel lives
        folder = os.getcwd()
    try:
        with np.errstate(), np.printoptions():
            yield
    finally:
        for name in its.keys() - spaces[0][1].keys():
            del its[name]
        for space, before in spaces:
            space.update({name: value for name, value in before.items() if space.get(name, space) is not value})
        for name, value in kept.items():
            if isinstance(value, np.ndarray):
                if value.shape == copies[name].shape and value.flags.writeable:
                    value[...] = copies[name]
            else:
                value.clear()
                (value.extend if isinstance(value, list) else value.update)(copies[name])
        np.random.set_state(states[0])
        random.setstate(states[1])
        sys.setrecursionlimit(limit)
        sys.settrace(trace)
        with contextlib.suppress(OSError):
            os.chdir(folder)


def run(answer, args, seconds=None):
    """Call `answer` on copies of `args` and return a `Result`. Only KeyboardInterrupt, the stop button, is raised.

    With `seconds`, it is stopped after so many, and an error is not explained.
    """
    args = copy.deepcopy(args)
    before = copy.deepcopy(args)
    printed, start = io.StringIO(), time.perf_counter()
    try:
        with contextlib.redirect_stdout(printed), np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with deadline(seconds or SECONDS):
                try:
                    result = _judged(answer(*args), printed.tell() > 0)
                except (KeyboardInterrupt, TooLong):
                    raise
                except BaseException as error:  # even SystemExit: the learner's kernel and work must live on
                    fault = "" if seconds else faults.explained(error, answer)
                    result = Result(None, fault, f"{type(error).__name__}: {faults.text(error)}")
                changed = result.array is not None and any(map(_differ, args, before))
        return result._replace(changed_input=changed, took=time.perf_counter() - start)
    except TooLong:
        words = f"Your function ran for longer than {SECONDS} seconds and was stopped: does a loop never end?"
        return Result(None, words, "endless")


def _judged(value, printed):
    """Return the `Result` that a returned value is."""
    if value is ... or value is NotImplemented:
        return Result(None, STUB, "stub")
    if value is None:
        what = "prints its result but returns None" if printed else "returns None"
        return Result(None, f"Your function {what}: end it with `return` and the result.", "None")
    if isinstance(value, (str, bytes)):
        return Result(None, f"Your function returns the text {value[:40]!r}, not numbers.", "text")
    if getattr(value, "size", 0) > MOST:
        return Result(None, f"Your function returns {value.size} numbers, shape {value.shape}.", "too many")
    if isinstance(value, (list, tuple)) and any(isinstance(each, np.ndarray) and each.ndim == 2 for each in value):
        if len(value) > 2 and len(set(map(np.shape, value))) > 1:
            value = np.concatenate([np.ravel(each) for each in value])  # several, such as a network's, in one row
    array = numbers(value)
    return Result(None, f"Your function returns {_why_not(value)}", "other") if array is None else Result(array)


def numbers(value):
    """Return a float or integer array holding a copy of `value`, or None when it is not made of numbers."""
    try:
        if isinstance(value, np.ma.MaskedArray):
            return None
        array = np.array(value)
        if array.dtype.kind in "biuf":
            return array
        if array.dtype.kind == "O" and not any(each is None for each in array.flat):
            return array.astype(float)  # Fractions, Decimals
        return None
    except Exception:
        return None


def _why_not(value):
    """Say why `value` is no array of numbers, and what to do about it."""
    if isinstance(value, np.ma.MaskedArray):
        return "a masked array: end it with `.filled(0)`, or with what should stand in the gaps."
    if isinstance(value, np.ndarray):
        if value.dtype == object and any(each is None for each in value.flat):
            return f"{kind_of(value)} that holds None: does something in it print, or end without a `return`?"
        kinds = {"U": "text", "S": "text", "c": "complex numbers", "O": "objects"}
        return f"an array of {kinds.get(value.dtype.kind, value.dtype)}, not of real numbers."
    if isinstance(value, (map, filter, zip, typing.Generator)):
        return f"{kind_of(value)}, which has not run yet: put `list(...)` around it."
    if isinstance(value, (list, tuple)):
        if any(each is ... for each in value):
            return f"{kind_of(value)} in which a `...` is left: write your own code there."
        if any(each is None for each in value):
            return f"{kind_of(value)} that holds None: does something in it print instead of returning?"
        if any(isinstance(each, str) for each in value):
            return f"{kind_of(value)} that holds text: leave out the quotes, or the `str(...)`."
        if all(isinstance(each, np.ndarray) for each in value) and any(each.ndim > 1 for each in value):
            return f"{len(value)} arrays, of the shapes {joined([str(each.shape) for each in value])}; one is wanted."
        lengths = [len(each) if isinstance(each, (list, tuple, np.ndarray)) and np.ndim(each) else 0 for each in value]
        if len(set(lengths)) > 1:
            told = ", ".join(map(str, lengths[:6])) + ", …" * (len(lengths) > 6)
            return f"rows of different lengths ({told}), which make no array."
        return f"{kind_of(value)} that holds something else than numbers."
    return f"{kind_of(value)}, not an array or a list of numbers."


def _differ(one, other):
    one = np.asarray(one)
    return not np.array_equal(one, other, equal_nan=one.dtype.kind == "f")


def kind_of(value):
    """Return the name of the type of `value` with its article."""
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' or name.startswith('nd') else 'a'} {name}"
