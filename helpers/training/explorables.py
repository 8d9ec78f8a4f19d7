"""What is under the hand in this lesson."""

from ..engine.controls import slider
from ..engine.explorable import Explorable
from .pictures import TwoWeights


def two_weights():
    """Gradient descent over a bowl: how long a step, and how many."""
    return Explorable(TwoWeights(), rate=slider("rate", 0.05, 0, 0.3, 0.01), steps=slider("steps", 20, 0, 40, 1))
