"""What is under the hand in this lesson."""

from ..engine.controls import slider, typed_numbers
from ..engine.explorable import Explorable
from .pictures import BendALine, ReluCurve


def relu_curve():
    """Inputs that you type, and one that you drag, on the ReLU curve."""
    return Explorable(
        ReluCurve(),
        inputs=typed_numbers("inputs", "0, 2, -1, 3.3, -2.7, 1.1, 2.2, -100"),
        x=slider("x", -1.5, -5, 5),
    )


def bend_a_line():
    """Three ReLU units with a weight and a bias each; make their sum lie on the target."""
    start = {"w1": 1, "b1": 2, "w2": 0, "b2": 0, "w3": 0, "b3": -2}

    def hand(name, value):
        kind, unit = name
        label = f"{kind}{'₁₂₃'[int(unit) - 1]}"
        return slider(label, value, -4, 4, off=lambda held: kind == "b" and held[f"w{unit}"] == 0)

    return Explorable(BendALine(), **{name: hand(name, value) for name, value in start.items()})
