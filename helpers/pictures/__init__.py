"""Every picture of the course, by name. Each lesson's drawings are in the module that bears its name.

`python -m helpers.pictures images` writes them all to the folder images/.
"""

from .axis import WhichAxis
from .relu import BendALine, ReluCurve
from .softmax import Exponential, Temperature, TwoClasses
from .stability import Cliff, OneMaximum

ALL = {
    "relu_curve": ReluCurve,
    "bend_a_line": BendALine,
    "exponential": Exponential,
    "temperature": Temperature,
    "two_classes": TwoClasses,
    "which_axis": WhichAxis,
    "cliff": Cliff,
    "one_maximum": OneMaximum,
}
