"""Lesson 07: steps down a bowl of two weights, and the bends of a layer at its start."""

import numpy as np

from ..engine.looks import BLUE, GREEN, GREY, INK, ORANGE
from ..engine.picture import Picture
from ..layers import SGD
from ..spiral import dense, spiral

START = 3.0, 1.0
STEEP = np.array([1.0, 8.0])  # how the bowl curves along each weight
ARMS = (BLUE, "o"), (ORANGE, "^"), (GREEN, "s")


def bowl(weights):
    """Return the loss (w0² + 8 w1²) / 2 of the pairs in the last axis of `weights`."""
    return np.sum(STEEP * np.square(weights), axis=-1) / 2


def descend(rate, steps, momentum=0.0):
    """Return the pairs of weights from `START` on, shape (steps + 1, 2), by the course's own optimizer."""
    pair, walker = dense(np.array([START]), np.zeros((1, 2))), SGD(rate, momentum=momentum)
    path = [START]
    for _ in range(steps):
        pair.d_weights, pair.d_biases = STEEP * pair.weights, np.zeros((1, 2))
        walker.step(pair)
        path.append(tuple(pair.weights[0]))
    return np.array(path)


def scatter(axes, points, labels, size=3.0, **style):
    """Draw the points, each class with a colour and a mark of its own, and return the artists."""
    return [
        axes.plot(*points[labels == arm].T, mark, color=color, ms=size, mew=0, label=f"class {arm}", **style)[0]
        for arm, (color, mark) in enumerate(ARMS)
    ]


class TwoWeights(Picture):
    """The path of gradient descent over a bowl, and the loss at each of its points."""

    size = (6.4, 3.3)

    def set_up(self):
        left = self.figure.add_axes((0.11, 0.16, 0.47, 0.72))
        right = self.figure.add_axes((0.7, 0.16, 0.27, 0.72))
        left.set(xlim=(-3.6, 3.6), ylim=(-1.8, 1.8), xlabel="w₀", ylabel="w₁", title="the loss, and the way down")
        across, up = np.meshgrid(np.linspace(-3.6, 3.6, 181), np.linspace(-1.8, 1.8, 91))
        losses = bowl(np.stack([across, up], axis=-1))
        left.contour(across, up, losses, [0.1, 0.5, 1.5, 3, 5, 8.5, 13], colors=GREY, linewidths=0.8)
        left.plot([0], [0], "+", color=INK, ms=9, mew=1.5)
        left.plot(*START, "s", color=INK, ms=6)
        right.set(xlim=(0, 40), ylim=(1e-6, 1e4), yscale="log", xlabel="step", title="loss")
        right.set_yticks([1e-6, 1e-4, 1e-2, 1, 1e2, 1e4], ["10⁻⁶", "10⁻⁴", "0.01", "1", "100", "10⁴"])
        right.minorticks_off()
        right.grid()
        self.path = self.moving(left.plot([], "o-", color=BLUE, mec="none", ms=4, lw=1.2)[0])
        self.end = self.moving(left.plot([], "D", color=ORANGE, mec=INK, ms=8)[0])
        self.losses = self.moving(right.plot([], "-", color=BLUE, lw=1.5)[0])
        self.last = self.moving(right.plot([], "D", color=ORANGE, mec=INK, ms=7, clip_on=False)[0])

    def move(self, rate=0.05, steps=20, momentum=0.0):
        path = descend(rate, int(steps), momentum)
        losses = bowl(path)
        drawn = np.clip(path, -50, 50)  # far outside a picture a line's end need not be exact
        self.path.set_data(*drawn.T)
        self.end.set_data(*drawn[-1:].T)
        self.losses.set_data(np.arange(len(path)), np.clip(losses, 1e-9, 1e7))
        self.last.set_data([len(path) - 1], np.clip(losses[-1:], 1e-6, 1e4))
        crossed = int(np.sum(path[1:, 1] * path[:-1, 1] < 0))
        end, start = losses[-1], losses[0]
        went = "fallen" if end < start - 1e-9 else "risen" if end > start + 1e-9 else "stayed"
        to = f" from {start:g} to {told(end)}" if went != "stayed" else f" at {start:g}"
        kept = f" and momentum {momentum:g}" if momentum else ""
        return f"{counted(int(steps), 'step')} at rate {rate:g}{kept}: the loss has {went}{to}. The path " + (
            f"jumps across the floor of the valley {counted(crossed, 'time')}." if crossed else "keeps to one side."
        )


def told(number):
    """Return a positive number in a few digits: 0.0123, 8.5, 1,234,000."""
    if number >= 1000:
        return f"{float(f'{number:.3g}'):,.0f}" if number < 1e9 else "more than a billion"
    return f"{number:.3g}" if number >= 1e-4 else "less than 0.0001"


def counted(number, what):
    return f"{number} {what}{'s' * (number != 1)}"


class Bends(Picture):
    """Where the 64 hidden neurons bend: with every bias at 0, and with biases as random as the weights."""

    size = (6.4, 3.5)

    def set_up(self):
        points, labels, random = spiral()
        weights = 3 * random.randn(2, 64)
        random.randn(64, 3)  # the second layer's, drawn before the biases
        self.crossing = []
        both = ("all biases 0", np.zeros(64)), ("biases drawn at random", random.randn(64))
        for left, (title, biases) in zip((0.07, 0.56), both):
            axes = self.figure.add_axes((left, 0.14, 0.42, 0.76))
            axes.set(xlim=(-1.1, 1.1), ylim=(-1.1, 1.1), title=title, xticks=[-1, 0, 1], yticks=[-1, 0, 1])
            near = np.abs(biases) / np.sqrt(np.sum(weights**2, axis=0))
            self.crossing.append(np.count_nonzero(near < 1))
            for (a, b), bias in zip(weights.T, biases):
                foot, along = -bias * np.array([a, b]) / (a * a + b * b), np.array([-b, a]) / np.hypot(a, b)
                axes.plot(*np.stack([foot - 4 * along, foot + 4 * along], axis=1), color=GREY, lw=0.5)
            scatter(axes, points, labels)

    def move(self):
        return (
            f"The bends of 64 neurons. With every bias at 0 all {self.crossing[0]} run through one point, the origin. "
            f"With random biases {self.crossing[1]} cut through the circle that holds the spiral, each elsewhere."
        )
