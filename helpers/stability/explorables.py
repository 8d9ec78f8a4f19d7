"""What is under the hand in this lesson."""

from ..engine.controls import choice, slider
from ..engine.explorable import Explorable
from .pictures import Cliff, FloatLine, OneMaximum


def float_line():
    """Halve and double a float, until it is 0 or inf, and see the floats next to it."""
    return Explorable(FloatLine(), power=slider("x is 2 to the power", 0, -1080, 1030, 1, whole=True))


def one_maximum():
    """Drag one row of a batch away, with one maximum for the batch and one for each row."""
    return Explorable(OneMaximum(), shift=slider("move row 1 by", -750, -800, 800, 5))


def cliff():
    """Drag a logit over the edge of a dtype and watch the naive and the stable softmax."""
    return Explorable(
        Cliff(),
        dtype=choice("dtype", ["float16", "float32", "float64"], "float16"),
        z=slider("logit z", 12, 0, 800, 1),
    )
