"""What is under the hand in this lesson."""

from ..engine.controls import choice, slider, switch
from ..engine.explorable import Explorable
from .pictures import SHAPES, TwoShapes, WhichAxis


def two_shapes():
    """Add two small arrays of any shapes, and see which numbers are repeated."""
    return Explorable(
        TwoShapes(),
        a=choice("shape of a", list(SHAPES), "(2, 3)"),
        b=choice("shape of b", list(SHAPES), "(3,)"),
    )


def which_axis():
    """Sum a batch along an axis, with or without keepdims, and divide by what comes out."""
    return Explorable(
        WhichAxis(),
        rows=slider("rows (samples)", 2, 1, 4, 1, whole=True),
        columns=slider("columns (classes)", 3, 1, 4, 1, whole=True),
        axis=choice("axis", ["None", 0, 1], 0),
        keepdims=switch("keepdims", False),
    )
