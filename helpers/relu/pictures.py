"""Lesson 01: the ReLU curve, and a line bent by three ReLUs."""

import numpy as np

from ..engine.looks import BLUE, GREEN, GREY, INK, ORANGE, PALE, SKY
from ..engine.picture import Picture
from ..layers import ReLU

relu = ReLU().forward


class ReluCurve(Picture):
    """The curve y = ReLU(x) with a list of inputs on it, and one more that is dragged."""

    def set_up(self):
        axes = self.figure.add_axes((0.09, 0.16, 0.88, 0.78))
        axes.set(xlim=(-5, 5), ylim=(-0.8, 5), xlabel="x, the input", ylabel="y = ReLU(x)")
        axes.grid()
        line = np.array([-5.0, 0.0, 5.0])
        axes.plot(line, line, "--", color=GREY, lw=1.2, label="y = x")
        axes.plot(line, relu(line), color=BLUE, lw=2.5, label="ReLU")
        (self.dots,) = axes.plot([], "o", color=SKY, mec=INK, ms=7, label="your inputs")
        (self.path,) = axes.plot([], ":", color=ORANGE, lw=1.5)
        (self.dot,) = axes.plot([], "D", color=ORANGE, mec=INK, ms=9, clip_on=False, label="the x you drag")
        axes.legend(loc="upper left")
        for artist in (self.dots, self.path, self.dot):
            self.moving(artist)
        self.label = self.words(axes, color=ORANGE, weight="bold", va="bottom")

    def move(self, inputs=(0, 2, -1, 3.3, -2.7, 1.1, 2.2, -100), x=-1.5):
        inputs = np.asarray(inputs, dtype=float)
        outputs = relu(inputs)
        y = float(relu(x))
        self.dots.set_data(inputs, outputs)
        self.path.set_data([x, x], [x, y])
        self.dot.set_data([x], [y])
        # Above the flat part, and left of the slope, which would run through it.
        self.label.set_position((max(x, -4.3), 0.25) if x <= 0 else (x - 0.25, y))
        self.label.set_ha("center" if x <= 0 else "right")
        self.label.set_text(f"({x:g}, {y:g})")
        why = "a positive input passes unchanged" if x > 0 else "an input of 0 or less becomes 0"
        far = np.count_nonzero(np.abs(inputs) > 5)
        return (
            f"ReLU({x:g}) = {y:g}: {why}. Of {len(inputs)} inputs, {np.count_nonzero(inputs > 0)} pass unchanged "
            f"and {np.count_nonzero(inputs <= 0)} become 0" + (f", {far} of them outside the picture." if far else ".")
        )


class BendALine(Picture):
    """Three units w * ReLU(x + b), their sum, and a target to reach."""

    target = np.array([-4, -2, 0, 2, 4]), np.array([0, 0, 2, 0, 0])

    def set_up(self):
        left = self.figure.add_axes((0.08, 0.16, 0.4, 0.72))
        right = self.figure.add_axes((0.57, 0.16, 0.4, 0.72))
        for axes in (left, right):
            axes.set(xlim=(-4, 4), ylim=(-4, 4), xlabel="x, the input")
            axes.grid()
        left.set_title("three units: w · ReLU(x + b)")
        right.set_title("their sum, and the target")
        left.set_ylabel("output")
        looks = ((BLUE, "-", "unit 1"), (ORANGE, "--", "unit 2"), (GREEN, "-.", "unit 3"))
        self.units = [self.moving(left.plot([], ls, color=color, label=name)[0]) for color, ls, name in looks]
        left.legend(loc="lower left")
        right.plot(*self.target, color=PALE, lw=8, solid_joinstyle="round", label="target")
        self.sum = self.moving(right.plot([], color=INK, label="sum")[0])
        self.bends = self.moving(right.plot([], "o", color=INK, ms=6, label="bend")[0])
        right.legend(loc="lower left")

    def move(self, w1=1.0, b1=2.0, w2=0.0, b2=0.0, w3=0.0, b3=-2.0):
        weights, biases = np.array([w1, w2, w3], dtype=float), np.array([b1, b2, b3], dtype=float)
        # Every bend of the sum and of the target is among these points, so straight lines between them are exact.
        x = np.unique(np.concatenate([[-4, 4], 0 - biases, self.target[0]]))  # -biases has a -0.0, which shows
        outputs = relu(x[:, None] + biases) * weights
        total = outputs.sum(axis=1)
        for line, output in zip(self.units, outputs.T):
            line.set_data(x, output)
        self.sum.set_data(x, total)
        bends = -biases[weights != 0]
        self.bends.set_data(bends, np.interp(bends, x, total))
        gaps = np.abs(total - np.interp(x, *self.target))
        worst = gaps.argmax()
        where = ", ".join(f"{b:g}" for b in sorted({float(b) for b in bends + 0.0}))
        bent = f"The sum bends at x = {where}. " if where else "Every weight is 0, so the sum is flat. "
        if gaps[worst] < 0.05:
            return bent + "It lies on the target everywhere: three ReLUs make this tent."
        return bent + f"It is farthest from the target at x = {x[worst]:g}, by {gaps[worst]:.2f}."
