"""What is under the hand in this lesson."""

from ..engine.controls import choice, slider
from ..engine.explorable import Explorable
from .pictures import SHOWN, Borders


def borders(X=None, y=None, history=None, fresh=None):
    """The borders a network learned beside those of the ideal rule; `fresh` is a pair of points and labels.

    `history` is a list of [weights, biases, weights, biases] after every tenth epoch; without one, the course's own
    network is shown. Raises ValueError for a history that no network of two inputs and three classes could have.
    """
    picture = Borders(X, y, None if history is None else {"ReLU": history}, fresh)
    return Explorable(
        picture, epoch=slider("epoch", picture.last, 0, picture.last, 10), shown=choice("regions", SHOWN, SHOWN[0])
    )
