"""The exercises' checks: an answer goes in, a verdict that names the mistake comes out.

Each lesson's tables (an independent reference, inputs that tell the known mistakes apart, what to say) are in
the module that bears its name.
"""

from . import axis, relu, softmax, stability
from .engine import Verdict

ALL = {**relu.EXERCISES, **softmax.EXERCISES, **axis.EXERCISES, **stability.EXERCISES}


def check(name, answer):
    """Judge `answer` to the exercise `name` and return a `Verdict`; never raises.

    Parameters
    ----------
    name : str, the exercise's name as its check cell has it
    answer : a function, a number, a shape or an input, as the exercise asks
    """
    exercise = ALL.get(name) if isinstance(name, str) else None
    if exercise is None:
        return Verdict(False, f"There is no exercise called {name!r}. There are: {', '.join(ALL)}.")
    try:
        return exercise.judge(answer)
    except BaseException as error:  # an answer can be stranger than any check foresees
        return Verdict(False, f"Your answer could not be judged: handling it raises {type(error).__name__}.")
