"""What is under the hand in this lesson."""

from ..engine.controls import slider
from ..engine.explorable import Explorable
from .pictures import Temperature, TwoClasses


def temperature():
    """Three logits, "add the same to all", a temperature, and the softmax of it all."""
    return Explorable(
        Temperature(),
        a=slider("class 0", 4.8, -5, 5),
        b=slider("class 1", 1.2, -5, 5),
        c=slider("class 2", 2.4, -5, 5),
        add=slider("add to all", 0, -5, 5, 0.5),
        temperature=slider("temperature", 1, 0.1, 20, few=[0.1, 0.2, 0.5, 1, 2, 5, 10, 20]),
    )


def two_classes():
    """Softmax of two logits is the sigmoid of their difference."""
    return Explorable(TwoClasses(), z0=slider("z₀", 2, -5, 5), z1=slider("z₁", -1, -5, 5))
