"""Lesson 08: what a network makes of the plane while it learns, with one activation or another."""

import functools

import numpy as np
from matplotlib.colors import ListedColormap, to_rgba

from ..engine.looks import BLUE, INK, ORANGE, PINK
from ..engine.picture import Picture
from ..layers import SGD, SoftmaxLoss
from ..spiral import CURVES, Activation, Network, spiral
from ..training.pictures import ARMS, scatter

EDGE = 1.1
FINE, COARSE = 200, 100  # so fine that a border's corners can be told from its curves, and computed on every second


def grid(many):
    """Return the points of the plane, `many` each way, shape (many², 2)."""
    along = np.linspace(-EDGE, EDGE, many, dtype=np.float32)
    return np.stack(np.meshgrid(along, along), axis=-1).reshape(-1, 2)


PLANE, COMPUTED = grid(FINE), grid(COARSE)
# Which two computed points a drawn one lies between, and how far it is from the first.
BELOW = np.minimum(np.arange(FINE) * (COARSE - 1) // (FINE - 1), COARSE - 2)
PART = (np.linspace(0, COARSE - 1, FINE) - BELOW).astype(np.float32).reshape(-1, 1, 1)
NOTHING, MARKED = 3, 4  # what may be drawn in the place of a class
COLORS = ListedColormap([*(to_rgba(color, 0.3) for color, _ in ARMS), (0, 0, 0, 0), to_rgba(PINK, 0.59)])


def logits(points, numbers, activation="ReLU"):
    """Return the scores that a network with these four arrays gives `points`, in their dtype."""
    w1, b1, w2, b2 = (np.asarray(each, dtype=points.dtype) for each in numbers)
    parts = np.array_split(points, 1 + len(points) // 1000)  # so few stay in the processor's cache: thrice as quick
    return np.concatenate([CURVES[activation][0](part @ w1 + b1) @ w2 + b2 for part in parts])


def finer(scores):
    """Return `scores`, `COARSE` along the first axis, `FINE` times: exact wherever a score is flat like a sheet.

    Not as a product of matrices, for which NumPy starts threads: on a busy machine they wait for each other.
    """
    return scores[BELOW] + PART * (scores[BELOW + 1] - scores[BELOW])


def classes_of(numbers, activation="ReLU"):
    """Return the class that a network with these four arrays gives each point of `PLANE`, row by row."""
    scores = finer(logits(COMPUTED, numbers, activation).reshape(COARSE, COARSE, 3))
    first, second, third = finer(np.ascontiguousarray(scores.transpose(1, 2, 0))).swapaxes(0, 1)
    # np.argmax over the three takes twice as long: it compares them point by point
    return np.where(third > np.maximum(first, second), np.uint8(2), second > first).T


@functools.cache
def course_history(name, epochs=100):
    """Return the numbers of the course's own network after every tenth epoch, for a picture without a learner's."""
    points, labels, random = spiral()
    network = Network(random, lambda: Activation(name))
    kept = []
    for epoch, _ in enumerate(network.train(points, labels, SGD(0.3, momentum=0.9), epochs)):
        if epoch % 10 == 0:
            kept.append([each for layer in (network.first, network.second) for each in (layer.weights, layer.biases)])
    return kept


def checked(history):
    """Return `history`, or raise ValueError when it is not what a picture can be drawn of."""
    wanted = "wanted a list with one entry for every ten epochs: [weights, biases, weights, biases]"
    if not isinstance(history, (list, tuple)) or not history:
        raise ValueError(f"got {type(history).__name__} as history; {wanted}")
    for entry in history:
        try:
            assert logits(np.zeros((1, 2)), entry).shape == (1, 3)
        except Exception:
            raise ValueError(f"an entry of the history does not make three scores of a point; {wanted}") from None
    if len(history) > 1 and all(np.array_equal(history[0][0], entry[0]) for entry in history):
        raise ValueError(f"all {len(history)} entries of the history are the same numbers: keep copies, `.copy()`")
    return history


class Epochs(Picture):
    """The plane as the network divides it after some epochs, and the loss on the way.

    `histories` has one list for each activation's name, of the network's four arrays after every tenth epoch.
    """

    size = (6.4, 3.6)
    names = ("ReLU",)

    def __init__(self, points=None, labels=None, histories=None):
        if histories is None:
            points, labels, _ = spiral()
            histories = {name: course_history(name) for name in self.names}
        self.points, self.labels = np.asarray(points), np.asarray(labels)
        self.histories = {name: checked(history) for name, history in histories.items()}
        self.losses, self.right, self._seen = {}, {}, {}
        for name, history in self.histories.items():
            scores = [logits(self.points, entry, name) for entry in history]
            self.losses[name] = np.array([SoftmaxLoss().forward(each, self.labels) for each in scores])
            self.right[name] = [int(np.sum(np.argmax(each, axis=1) == self.labels)) for each in scores]
        self.last = 10 * (min(map(len, self.histories.values())) - 1)
        super().__init__()

    def set_up(self):
        plane = self.figure.add_axes((0.06, 0.11, 0.5, 0.86))
        plane.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE), xticks=[-1, 0, 1], yticks=[-1, 0, 1])
        look = dict(extent=(-EDGE, EDGE, -EDGE, EDGE), origin="lower", interpolation="nearest", aspect="auto")
        blank, bounds = np.zeros((FINE, FINE), dtype=np.uint8), dict(vmin=-0.5, vmax=COLORS.N - 0.5)
        self.plane = self.moving(plane.imshow(blank, cmap=COLORS, **bounds, **look))
        for each in scatter(plane, self.points, self.labels):
            self.above(each)
        low, high = self.place()
        axes = self.figure.add_axes((0.67, low, 0.3, high - low))
        self.top = min(3, max(1.2, *(losses.max() for losses in self.losses.values())))
        axes.set(xlim=(0, max(1, self.last)), ylim=(0, self.top), xlabel="epoch", title="loss")
        self.line = self.moving(axes.plot([], color=BLUE, lw=1.5)[0])
        self.dot = self.moving(axes.plot([], "D", color=ORANGE, mec=INK, ms=7, clip_on=False)[0])
        self.score = self.words(axes, 0.97, 0.95, transform=axes.transAxes, ha="right", va="top", color=INK)

    def place(self):
        """Return where the loss is drawn, from a height to a height."""
        return 0.15, 0.9

    def move(self, epoch=0, activation="ReLU"):
        at = round(epoch / 10)
        losses, right = self.losses[activation], self.right[activation][at]
        if (activation, at) not in self._seen:  # a hand goes to and fro
            self._seen[activation, at] = classes_of(self.histories[activation][at], activation)
        self.classes = self._seen[activation, at]
        self.plane.set_data(self.classes)
        self.line.set_data(10 * np.arange(len(losses)), losses)
        self.dot.set_data([10 * at], np.minimum(losses[at : at + 1], self.top))
        self.score.set_text(f"{losses[at]:.2f}\n{right} right")
        return (
            f"After {10 * at} epochs the loss is {losses[at]:.2f}, and {right} of {len(self.labels)} points are right."
        )


class Activations(Epochs):
    """The same, for several activations, each with its curve and its slope."""

    names = tuple(CURVES)

    def set_up(self):
        super().set_up()
        axes = self.figure.add_axes((0.67, 0.11, 0.3, 0.3))
        axes.set(xlim=(-4, 4), ylim=(-1.3, 3.6), xticks=[-4, 0, 4], yticks=[-1, 0, 1, 2, 3])
        axes.grid()
        self.x = np.unique(np.concatenate([np.linspace(-4, 4, 81), [-1e-9, 1e-9]]))
        self.curve = self.moving(axes.plot([], color=INK, label="activation")[0])
        self.slope = self.moving(axes.plot([], "--", color=ORANGE, lw=1.5, label="slope")[0])
        axes.legend(loc="upper left", fontsize=8)

    def place(self):
        return 0.57, 0.92

    def move(self, epoch=0, activation="ReLU"):
        curve, slope = CURVES[activation]
        self.curve.set_data(self.x, curve(self.x))
        self.slope.set_data(self.x, slope(self.x))
        said = super().move(epoch, activation)
        return f"With {'no activation' if activation == 'none' else activation}: a{said[1:]}"
