"""What is under the hand in this lesson."""

from ..engine.controls import slider
from ..engine.explorable import Explorable
from .pictures import Temperature, TwoClasses


def temperature():
    """Three logits, "add the same to all", "multiply all by", and their softmax."""
    # A slider snaps to its steps: 0.005 keeps the lesson's own logits on the grid.
    return Explorable(
        Temperature(),
        a=slider("class 0", 4.8, -5, 5, 0.005),
        b=slider("class 1", 1.21, -5, 5, 0.005),
        c=slider("class 2", 2.385, -5, 5, 0.005),
        add=slider("add to all", 0, -10, 10, 0.5),
        times=slider("multiply all by", 1, 0, 4),
    )


def two_classes():
    """Softmax of two logits is the sigmoid of their difference."""
    return Explorable(TwoClasses(), z0=slider("z₀", 2, -5, 5), z1=slider("z₁", -1, -5, 5))
