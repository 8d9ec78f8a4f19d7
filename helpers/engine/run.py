"""How an answer is called: on copies, with nothing printed, for a few seconds, and whatever it does is caught."""

import contextlib
import copy
import ctypes
import io
import sys
import threading
import time
import typing
import warnings

import numpy as np

SECONDS = 3  # how long an answer may run before it is stopped
STUB = "Not yet: replace the `...` with your own code, run the cell, and it is checked again."


class Result(typing.NamedTuple):
    """What one call of an answer came to: `array` holds its numbers, or `fault` says why there are none."""

    array: np.ndarray | None
    fault: str = ""
    kind: str = "numbers"
    changed_input: bool = False


class _TooLong(BaseException):
    """Raised inside an answer that runs too long; not an Exception, so that `except Exception` lets it pass."""


@contextlib.contextmanager
def _deadline(seconds):
    """Stop Python code in this thread after `seconds`.

    Again and again, since a bare `except:` inside a loop swallows what is raised in its reach. What no Python
    code runs in, such as `sum` of an endless iterator or a long sleep, cannot be stopped from within a kernel;
    nor, by Python 3.10, a loop that is a `try` with a bare `except:` from end to end.
    """
    if sys.platform == "emscripten":  # a browser's Python has no second thread
        with _traced(seconds):
            yield
        return
    done, here = threading.Event(), ctypes.c_ulong(threading.get_ident())

    def watch():
        wait = seconds
        while not done.wait(wait):
            ctypes.pythonapi.PyThreadState_SetAsyncExc(here, ctypes.py_object(_TooLong))
            wait = 0.05

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        while True:
            try:  # what was asked for can be raised in any of these lines, and in the loop at the latest
                done.set()
                watcher.join()
                # Not taken back by SetAsyncExc(None): Python 3.11 would look for it for ever once a debugger traces.
                for _ in range(2):
                    pass
                break
            except _TooLong:
                pass


@contextlib.contextmanager
def _traced(seconds):
    """Stop Python code after `seconds` by tracing it: slower, and only once."""
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


def run(answer, args, seconds=None):
    """Call `answer` on copies of `args` and return a `Result`."""
    args = copy.deepcopy(args)
    before = copy.deepcopy(args)
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with _deadline(SECONDS if seconds is None else seconds):
                value = answer(*args)
            if value is ... or value is NotImplemented:
                return Result(None, STUB, "stub")
            if value is None:
                what = "prints its result but returns None" if printed.getvalue() else "returns None"
                return Result(None, f"Your function {what}: end it with `return` and the result.", "None")
            if isinstance(value, (str, bytes)):
                return Result(None, f"Your function returns the text {value[:40]!r}, not numbers.", "text")
            array = numbers(value)
            if array is None:
                return Result(None, f"Your function returns {_why_not(value)}", "other")
        changed = any(map(_differ, args, before))
        return Result(array, changed_input=changed)
    except NotImplementedError:
        return Result(None, STUB, "stub")
    except _TooLong:
        words = f"Your function ran for longer than {SECONDS} seconds and was stopped: does a loop never end?"
        return Result(None, words, "endless")
    except NameError as error:
        words = (
            f"`{error.name}` is not defined in this kernel: it is misspelt, or it comes from another cell. Let the "
            "function use only what it is given or makes itself."
        )
        return Result(None, words, "NameError")
    except BaseException as error:  # even SystemExit: the learner's kernel and work must live on
        kind = type(error).__name__
        return Result(None, f"Your function raises {kind}: {text(error)}", kind)


def numbers(value):
    """Return a float or integer array holding a copy of `value`, or None when it is not made of numbers."""
    try:
        if isinstance(value, np.ma.MaskedArray):
            return None
        array = np.array(value)
        if array.dtype.kind in "biuf":
            return array
        if array.dtype.kind == "O" and array.ndim and not any(each is None for each in array.flat):
            return array.astype(float)  # Fractions, Decimals
        return None
    except Exception:
        return None


def _why_not(value):
    """Say why `value` is no array of numbers, and what to do about it."""
    if isinstance(value, np.ma.MaskedArray):
        return "a masked array: end it with `.filled(0)`, or with what should stand in the gaps."
    if isinstance(value, np.ndarray):
        kinds = {"U": "text", "S": "text", "c": "complex numbers", "O": "objects"}
        return f"an array of {kinds.get(value.dtype.kind, value.dtype)}, not of real numbers."
    if isinstance(value, (map, filter, zip, typing.Generator)):
        return f"{kind_of(value)}, which has not run yet: put `list(...)` around it."
    if isinstance(value, (list, tuple)):
        if any(each is None for each in value):
            return f"{kind_of(value)} that holds None: does something in it print instead of returning?"
        lengths = [len(each) if isinstance(each, (list, tuple, np.ndarray)) and np.ndim(each) else 0 for each in value]
        if len(set(lengths)) > 1:
            told = ", ".join(map(str, lengths[:6]))
            return f"rows of different lengths ({told}): is the list for one row made anew for each?"
        return f"{kind_of(value)} that holds something else than numbers."
    return f"{kind_of(value)}, not an array or a list of numbers."


def _differ(one, other):
    one = np.asarray(one)
    return not np.array_equal(one, other, equal_nan=one.dtype.kind == "f")


def text(value):
    """Return the first line of `value` as text, whatever its own methods do."""
    try:
        return str(value).strip().split("\n")[0][:200] or "(it gives no reason)"
    except BaseException:
        return "(its own text cannot be shown)"


def kind_of(value):
    """Return the name of the type of `value` with its article."""
    name = type(value).__name__
    return f"{'an' if name[:1] in 'aeiou' else 'a'} {name}"
