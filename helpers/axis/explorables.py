"""What is under the hand in this lesson."""

from ..engine.controls import choice, slider, switch
from ..engine.explorable import Explorable
from .pictures import WhichAxis


def which_axis():
    """Sum a batch along an axis, with or without keepdims, and divide by what comes out."""
    return Explorable(
        WhichAxis(),
        rows=slider("rows (samples)", 2, 1, 4, 1, whole=True, off=lambda values: values["square"]),
        columns=slider("columns (classes)", 3, 2, 4, 1, whole=True),
        axis=choice("axis", ["None", 0, 1], 1),
        keepdims=switch("keepdims", True),
        square=switch("make it square"),
    )
