"""What is under the hand in this lesson."""

from ..engine.controls import choice, slider
from ..engine.explorable import Explorable
from .pictures import FourSamples, OneLoss


def one_loss():
    """Three logits and a label: the probability that the label gets, and what it costs."""
    return Explorable(
        OneLoss(),
        z0=slider("logit of class 0", 2, -5, 5),
        z1=slider("logit of class 1", 1, -5, 5),
        z2=slider("logit of class 2", -1, -5, 5),
        label=choice("label", [0, 1, 2], 0),
    )


def four_samples():
    """The probabilities that four samples gave to their own class, of two."""
    starts = 0.9, 0.8, 0.7, 0.3
    return Explorable(
        FourSamples(), **{f"p{i}": slider(f"sample {i}", start, 0.01, 0.99, 0.01) for i, start in enumerate(starts)}
    )
