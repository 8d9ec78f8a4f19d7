"""The small package behind *Activation functions from scratch*.

    from helpers import check, explorables, pictures, predict, progress

Every lesson has a room of its own beside `layers`, the maths that all build, and `engine`, which knows no lesson.
A room is a folder with `exercises.py`, `explorables.py`, `pictures.py`, `questions.txt` and `slips.txt`; it is found
by being there. Importing `helpers` alone loads none of them.
"""

import contextlib
import functools
import importlib
import pathlib
import types

_HERE = pathlib.Path(__file__).parent
LESSONS = sorted(path.parent.name for path in _HERE.glob("*/exercises.py"))


def _together(of):
    """Return one dict of what all lessons have, `of(lesson)` being a dict by name."""
    found, owner = {}, {}
    for lesson in LESSONS:
        for name, thing in of(lesson).items():
            if name in found:
                raise ValueError(f"{name!r} is given twice: in {owner[name]} and in {lesson}")
            found[name], owner[name] = thing, lesson
    return found


def _module(lesson, kind):
    return importlib.import_module(f"{__name__}.{lesson}.{kind}")


def _text(lesson, book):
    return (_HERE / lesson / f"{book}.txt").read_text(encoding="utf-8")


@functools.cache
def questions():
    """Return every lesson's questions by name."""
    from .engine.prediction import read_questions

    return _together(lambda lesson: read_questions(_text(lesson, "questions")))


@functools.cache
def exercises():
    """Return every lesson's exercises by name, each with what its lesson's book of slips has for it."""
    return _together(_with_book)


def _with_book(lesson):
    from .engine import book, slips

    module, entries = _module(lesson, "exercises"), book.read(_text(lesson, "slips"))
    made = dict(module.EXERCISES)
    for name, each in made.items():
        if hasattr(each, "with_slips"):
            made[name] = each.with_slips(slips.of(name, entries, vars(module)))
        elif name in entries:
            made[name] = each.from_book(entries[name])
    return made


def start():
    """Let NumPy warn and print as it does when nobody has set anything: the lessons' texts tell of that.

    A startup file of the learner's, or a cell, may have made NumPy raise, print fewer digits, or Python raise or hide
    its warnings. Those that NumPy gives of numbers are shown again. Where `from numpy import *` or a value has taken
    the name of one of Python's own functions, such as `sum`, the name is Python's again. Of a home folder that it
    cannot write to, or of fonts that it counts, matplotlib is not to speak in the midst of a lesson.
    A file beside the lesson that is taken for a module which a lesson needs is told, with the mend.
    """
    import builtins
    import logging
    import sys
    import warnings

    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    if hidden := _hidden():
        print(hidden)
        return

    import numpy as np

    from .engine.verdict import PLAIN

    np.seterr(divide="warn", over="warn", under="ignore", invalid="warn")
    np.set_printoptions(precision=8, threshold=1000, linewidth=75, **PLAIN)
    warnings.simplefilter("default", RuntimeWarning)
    typed = vars(sys.modules["__main__"])
    for name in typed.keys() & vars(builtins).keys() - {"exit", "quit", "open", "get_ipython"}:  # IPython's own
        if not name.startswith("_"):
            del typed[name]


def _hidden():
    """Import what lessons need, and say which file beside the lesson is taken for some of it; empty where none is."""
    import sys

    before, failed, here = set(sys.modules), None, None
    with contextlib.suppress(OSError):  # a folder that was deleted while the kernel lives
        here = pathlib.Path.cwd()
    try:
        for name in ("numpy.random", "nnfs", "matplotlib.backends.backend_agg", f"{__name__}.engine.run"):
            importlib.import_module(name)
        __getattr__("explorables")
    except Exception as error:
        failed = error
    for name, module in list(sys.modules.items()):
        place = pathlib.Path(getattr(module, "__file__", None) or "")
        beside = here in list(place.parents)[:2] and not name.startswith((f"{__name__}.", "__"))
        if beside and name != __name__ and (name not in before or name in str(failed)):
            place = place.parent if place.stem == "__init__" else place
            return f"{place} hides the module {name}: rename it, restart the kernel and run this cell again."
    if failed:
        raise failed
    return ""


def predict(name):
    """Return the question called `name`, to be a cell's last line; KeyError names those there are."""
    from .engine.prediction import asked

    if not isinstance(name, str) or name not in questions():
        raise KeyError(f"there is no prediction called {name!r}; there are: {', '.join(questions())}")
    return asked(name, questions()[name])


def check(name, answer):
    """Judge `answer` to the exercise `name` and return a `Verdict`, which has `.passed` and `.message`.

    In a notebook it is shown even when other lines follow in its cell. Raises nothing but KeyboardInterrupt, when the
    stop button is pressed.

    Parameters
    ----------
    name : str, the exercise's name as its check cell has it
    answer : a function, a number, a shape or an input, as the exercise asks
    """
    from .engine.verdict import show_at_the_end

    verdict = _judged(name, answer)
    show_at_the_end(verdict)
    return verdict


def _judged(name, answer):
    from .engine.verdict import Verdict

    exercise = exercises().get(name) if isinstance(name, str) else None
    if exercise is None:
        return Verdict(False, f"There is no exercise called {name!r}. There are: {', '.join(exercises())}.")
    import numpy as np

    from .engine.values import replaced, unreadable

    if said := replaced():
        return Verdict(False, said)
    try:
        with np.errstate(all="ignore"):  # as a kernel whose user made NumPy raise must not be judged otherwise
            said = "" if callable(answer) else unreadable(answer)
            return Verdict(False, said) if said else exercise.judge(answer)
    except KeyboardInterrupt:
        raise  # the stop button
    except BaseException as error:  # an answer can be stranger than any check foresees
        return Verdict(False, f"Your answer could not be judged: handling it raises {type(error).__name__}.")


def progress(steps):
    """Yield each of `steps`, such as `range(1000)`, and show a bar meanwhile; the stop button ends the loop early."""
    from .engine.progress import progress as shown

    return shown(steps)


def keep(name, function, again=False):
    """Keep a function that has passed the check `name` in my_network.py, beside the lesson; print what was done.

    What it calls of your other cells, or of the course's layers, is written there before it.
    A function of that name that is there already is replaced only if `again` is True.
    """
    from .engine import own

    print(own.keep(name, function, _judged, exercises().get(name), again))


def part(name, yours=None, until=None):
    """Return your answer to the exercise `name`, or what stands in for it until there is one; print which.

    Yours is `yours` where it passes the check, and else the function that you kept. Without one it is `until`, or, if
    that is not given, the course's own function.
    """
    from .engine import own

    kept = own.read()
    passes = yours is not None and _judged(name, yours).passed
    print(f"{name}: {'yours' if passes or name in kept else 'by the course'}")
    if passes:
        return yours
    if name in kept:
        return own.made(kept[name])
    return _solution(name) if until is None else until


def _solution(name):
    """Return the function with which the exercise's book of slips solves it."""
    from .engine import book, slips

    for lesson in LESSONS:
        entries = book.read(_text(lesson, "slips"))
        if name in entries:
            return slips.Slip("", "", entries[name].opening, vars(_module(lesson, "exercises"))).function
    raise KeyError(f"there is no exercise called {name!r}")


def __getattr__(name):
    """Give `helpers.explorables` and `helpers.pictures`: all of them as attributes, and by name in `.ALL`."""
    kind = {"explorables": types.FunctionType, "pictures": type}.get(name)
    if kind is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def own(lesson):
        module = _module(lesson, name)
        things = {each: thing for each, thing in vars(module).items() if isinstance(thing, kind)}
        return {each: thing for each, thing in things.items() if thing.__module__ == module.__name__}

    found = _together(own)
    globals()[name] = types.SimpleNamespace(ALL=found, **found)
    return globals()[name]
