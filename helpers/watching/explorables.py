"""What is under the hand in this lesson."""

from ..engine.controls import choice, slider
from ..engine.explorable import Explorable
from ..training.pictures import TwoWeights
from .pictures import Activations, Epochs


def momentum():
    """Gradient descent over a bowl, with momentum."""
    return Explorable(
        TwoWeights(),
        rate=slider("rate", 0.05, 0, 0.3, 0.01),
        momentum=slider("momentum", 0, 0, 0.95, 0.05),
        steps=slider("steps", 20, 0, 40, 1),
    )


def epochs(X=None, y=None, history=None):
    """How a network divides the plane while it learns.

    `history` is a list of [weights, biases, weights, biases] after every tenth epoch; without one, the course's own
    network is shown. Raises ValueError for a history that no network of two inputs and three classes could have.
    """
    picture = Epochs(X, y, None if history is None else {"ReLU": history})
    return Explorable(picture, epoch=slider("epoch", 0, 0, picture.last, 10))


def activations(X=None, y=None, histories=None):
    """The same for several activations: `histories` has a list as in `epochs` for each activation's name."""
    picture = Activations(X, y, histories)
    names = list(picture.histories)
    return Explorable(
        picture,
        activation=choice("activation", names, "ReLU" if "ReLU" in names else names[0]),
        epoch=slider("epoch", picture.last, 0, picture.last, 10),
    )
