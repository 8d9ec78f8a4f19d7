"""Lesson 09: the borders that a network learned, on the borders that the spiral's own recipe draws."""

import numpy as np

from ..engine.looks import BLUE, INK, ORANGE
from ..layers import SoftmaxLoss
from ..spiral import spiral
from ..watching.pictures import FINE, MARKED, NOTHING, PLANE, Epochs, logits

SHOWN = "the network's", "the ideal rule's", "where the two differ"


def apart(one, other):
    """Return how far two angles are apart, the short way round: 0 to π."""
    return np.abs((np.subtract(one, other) + np.pi) % (2 * np.pi) - np.pi)


def ideal(points):
    """Return the class whose arm is nearest in angle: no rule is right more often on points of this recipe."""
    radius, angle = np.hypot(*np.transpose(points)), np.arctan2(*np.transpose(points))
    arms = 10 * np.arange(3) + 10 * radius[:, None]
    return np.argmin(apart(angle[:, None], arms), axis=1)


class Borders(Epochs):
    """The regions after some epochs, and the loss on points that the network trained on and on fresh ones."""

    def __init__(self, points=None, labels=None, histories=None, fresh=None):
        points_too, labels_too, _ = spiral(1000, 1)
        self.fresh, self.fresh_labels = fresh or (points_too, labels_too)
        super().__init__(points, labels, histories)

    def set_up(self):
        super().set_up()
        (history,) = self.histories.values()
        scores = [logits(np.asarray(self.fresh, dtype=float), entry) for entry in history]
        self.fresh_losses = np.array([SoftmaxLoss().forward(each, self.fresh_labels) for each in scores])
        self.fresh_right = [int(np.sum(np.argmax(each, axis=1) == self.fresh_labels)) for each in scores]
        plane, axes = self.figure.axes
        radius, turn = np.linspace(0, 1, 80), 2 * np.pi
        # The arms begin at 0, 20 and 10 radians, less 0, 3 and 1 turns: borders lie half-way between two of these.
        for middle in (20 - 3 * turn) / 2, (20 - 3 * turn + 10 - turn) / 2, (10 - turn + turn) / 2:
            x, y = radius * np.sin(middle + 10 * radius), radius * np.cos(middle + 10 * radius)
            self.above(plane.plot(x, y, color=INK, lw=1.3)[0])
        self.rule = ideal(PLANE).reshape(FINE, FINE).astype(np.uint8)
        self.inside = (np.hypot(*PLANE.T) <= 1).reshape(FINE, FINE)
        epochs = 10 * np.arange(len(history))
        axes.plot(epochs, self.losses["ReLU"], color=BLUE, lw=1.5, label="training")
        axes.plot(epochs, self.fresh_losses, "--", color=ORANGE, lw=1.5, label="fresh")
        axes.legend(loc="upper right")
        self.line.set_visible(False)
        self.score.set_visible(False)
        self.second = self.moving(axes.plot([], "D", color=ORANGE, mec=INK, ms=7, clip_on=False)[0])
        self.dot.set_color(BLUE)

    def move(self, epoch=0, shown=SHOWN[0]):
        super().move(epoch)
        at = round(epoch / 10)
        self.second.set_data([10 * at], np.minimum(self.fresh_losses[at : at + 1], self.top))
        unlike = (self.rule != self.classes) & self.inside
        if shown == SHOWN[1]:
            self.plane.set_data(self.rule)
        elif shown == SHOWN[2]:
            self.plane.set_data(np.where(unlike, np.uint8(MARKED), np.uint8(NOTHING)))
        differ = np.count_nonzero(unlike) / np.count_nonzero(self.inside)
        return (
            f"After {10 * at} epochs: training points, loss {self.losses['ReLU'][at]:.2f}, {self.right['ReLU'][at]} of "
            f"{len(self.labels)} right; fresh points, loss {self.fresh_losses[at]:.2f}, {self.fresh_right[at]} of "
            f"{len(self.fresh_labels)} right. In {differ:.0%} of the circle the network and the ideal rule differ."
        )
