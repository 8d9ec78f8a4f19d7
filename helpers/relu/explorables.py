"""What is under the hand in this lesson."""

from ..engine.controls import slider, typed_numbers
from ..engine.explorable import Explorable
from .pictures import BendALine, FollowACurve, ReluCurve


def relu_curve():
    """Inputs that you type, and one that you drag, on the ReLU curve."""
    return Explorable(
        ReluCurve(),
        inputs=typed_numbers("inputs", "0, 2, -1, 3.3, -2.7, 1.1, 2.2, -100"),
        x=slider("x", -1.5, -5, 5),
    )


def bend_a_line():
    """Three ReLU units with a weight and a bias each, all 0; make their sum lie on the target."""

    def hand(name):
        kind, unit = name
        label = f"{kind}{'₁₂₃'[int(unit) - 1]}"
        few = [-2, -1, 0, 1, 2]  # enough for the target
        return slider(label, 0, -4, 4, few=few, off=lambda held: kind == "b" and held[f"w{unit}"] == 0)

    return Explorable(BendALine(), **{f"{kind}{unit}": hand(f"{kind}{unit}") for unit in "123" for kind in "wb"})


def follow_a_curve():
    """1 to 20 ReLU units under a curve."""
    return Explorable(FollowACurve(), units=slider("units", 1, 1, 20, 1))
