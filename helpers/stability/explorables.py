"""What is under the hand in this lesson."""

from ..engine.controls import choice, slider
from ..engine.explorable import Explorable
from .pictures import Cliff, OneMaximum


def one_maximum():
    """Drag one row of a batch away, with one maximum for the batch and one for each row."""
    return Explorable(OneMaximum(), shift=slider("move row 1 by", -750, -800, 800, 5))


def cliff():
    """Drag a logit over the edge of a dtype and watch naive, stable and log-softmax."""
    return Explorable(
        Cliff(),
        dtype=choice("dtype", ["float16", "float32", "float64"], "float16"),
        z=slider("logit z", 12, 0, 800, 1),
    )
