"""What is under the hand in this lesson."""

from ..engine.controls import choice, slider
from ..engine.explorable import Explorable
from .pictures import OneNeuron, Step


def one_neuron():
    """One neuron and a loss: values go forward, slopes come back."""
    return Explorable(OneNeuron(), x=slider("x", 2, -4, 4), w=slider("w", 0.75, -2, 2, 0.05), b=slider("b", 0.5, -4, 4))


def step():
    """The step of a slope by nudging, from 0.1 to 10^-15, in 64 bits or 32."""
    return Explorable(
        Step(),
        power=slider("step: 10 to the power", -1, -15, -1, 1),
        dtype=choice("dtype", ["float64", "float32"], "float64"),
    )
