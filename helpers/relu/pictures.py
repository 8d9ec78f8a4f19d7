"""Lesson 01: a neuron, the ReLU curve, a layer, the spiral, and lines bent by ReLUs."""

import numpy as np
from matplotlib.patches import Circle, Rectangle

from ..engine.looks import BLUE, GREEN, GREY, INK, ORANGE, PALE, SKY, TINTS, joined
from ..engine.picture import Picture
from ..layers import ReLU

relu = ReLU().forward


def _blank(picture, wide, high):
    """Return axes that fill `picture`, without a frame, `wide` by `high` units of its own."""
    axes = picture.figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, wide), ylim=(0, high))
    axes.set_axis_off()
    return axes


def _arrow(axes, start, end):
    axes.annotate("", end, start, arrowprops=dict(arrowstyle="-|>", color=INK, lw=1.2, shrinkA=0, shrinkB=0))


class Neuron(Picture):
    """A neuron at work on two inputs: weights, sum, bias and ReLU, each with its number."""

    size = (6.4, 2.6)

    def set_up(self):
        axes = _blank(self, 6.4, 2.6)
        for x, title in ((0.6, "inputs"), (2.0, "weights"), (3.6, "sum"), (5.05, "ReLU"), (6.0, "output")):
            axes.text(x, 2.36, title, ha="center", color=GREY)
        for y, value, weight in ((1.75, "2", "× 1.5"), (0.85, "3", "× (−1)")):
            axes.add_patch(Circle((0.6, y), 0.26, facecolor=TINTS[0], edgecolor=INK))
            axes.text(0.6, y, value, ha="center", va="center", size=12)
            _arrow(axes, (0.88, y), (3.02, 1.3 + (y - 1.3) * 0.4))
            text = axes.text(2.0, 1.3 + (y - 1.3) * 0.69, weight, ha="center", va="center", size=11)
            text.set_bbox(dict(facecolor="white", edgecolor="white", pad=1.5))
        axes.add_patch(Circle((3.6, 1.3), 0.58, facecolor=TINTS[1], edgecolor=INK))
        axes.text(3.6, 1.3, "3 − 3 − 0.5\n= −0.5", ha="center", va="center", size=11)
        _arrow(axes, (3.6, 0.36), (3.6, 0.71))
        axes.text(3.6, 0.24, "bias −0.5", ha="center", va="center", size=11)
        _arrow(axes, (4.19, 1.3), (4.68, 1.3))
        axes.add_patch(Rectangle((4.7, 0.95), 0.7, 0.7, facecolor="white", edgecolor=INK))
        axes.plot([4.78, 5.05, 5.32], [1.12, 1.12, 1.5], color=BLUE, lw=2.5)
        _arrow(axes, (5.41, 1.3), (5.72, 1.3))
        axes.text(6.0, 1.3, "0", ha="center", va="center", size=14, weight="bold")

    def move(self):
        return (
            "A neuron: 2 times 1.5 and 3 times -1 are 3 and -3, the bias adds -0.5, and ReLU makes 0 of the sum, -0.5."
        )


class Layer(Picture):
    """A batch of 300 samples through a dense layer of three neurons, as arrays with their shapes."""

    size = (6.4, 3.3)

    def set_up(self):
        axes, cell, middle = _blank(self, 6.4, 3.3), 0.36, 1.55
        arrays = (
            (0.5, 5, ("white",) * 2, "inputs", "feature", "(300, 2)", ((1, 0), (1, 1))),
            (2.0, 2, TINTS[1:], "weights", "neuron", "(2, 3)", ((0, 2), (1, 2))),
            (3.5, 1, TINTS[1:], "biases", "neuron", "(1, 3)", ((0, 2),)),
            (4.95, 5, TINTS[1:], "outputs", "neuron", "(300, 3)", ((1, 2),)),
        )
        for left, rows, tints, name, column_is, shape, marked in arrays:
            for row, column in sorted(np.ndindex(rows, len(tints)), key=lambda place: place in marked):
                x, y = left + column * cell, middle + (rows / 2 - row - 1) * cell
                look = dict(edgecolor=BLUE, lw=3) if (row, column) in marked else dict(edgecolor=INK, lw=1)
                axes.add_patch(Rectangle((x, y), cell, cell, facecolor=tints[column], **look))
                if rows == 5 and row == 3:  # the rows that are drawn stand for 300
                    axes.text(x + cell / 2, y + cell / 2, "⋮", ha="center", va="center")
            center = left + len(tints) * cell / 2
            axes.text(center, 2.93, name, ha="center", weight="bold")
            axes.text(center, 2.63, f"column = {column_is}", ha="center", color=GREY)
            axes.text(center, 0.27, shape, ha="center", size=12)
        axes.text(0.36, middle, "row = sample", rotation=90, ha="center", va="center", color=GREY)
        for x, sign in ((1.6, "@"), (3.29, "+"), (4.77, "=")):
            axes.text(x, middle, sign, ha="center", va="center", size=15)
            axes.text(x, 0.27, sign.replace("=", "→"), ha="center", size=12)

    def move(self):
        return "(300, 2) @ (2, 3) + (1, 3) → (300, 3). Framed: what goes into one number of the outputs."


class ReluCurve(Picture):
    """The curve y = ReLU(x) with a list of inputs on it, and one more that is dragged."""

    def set_up(self):
        axes = self.figure.add_axes((0.09, 0.16, 0.88, 0.78))
        axes.set(xlim=(-5, 5), ylim=(-0.8, 5), xlabel="x, the input", ylabel="y = ReLU(x)")
        line = np.array([-5.0, 0.0, 5.0])
        axes.plot(line, line, "--", color=GREY, lw=1.2, label="y = x")
        axes.plot(line, relu(line), color=BLUE, lw=2.5, label="ReLU")
        self.dots = self.moving(axes.plot([], "o", color=SKY, mec=INK, ms=7, clip_on=False, label="your inputs")[0])
        self.path = self.moving(axes.plot([], ":", color=ORANGE, lw=1.5)[0])
        looks = dict(color=ORANGE, mec=INK, ms=9, clip_on=False, label="the x you drag")
        self.dot = self.moving(axes.plot([], "D", **looks)[0])
        axes.legend(loc="upper left")
        self.label = self.words(axes, color=ORANGE, weight="bold", va="bottom")

    def move(self, inputs=(0, 2, -1, 3.3, -2.7, 1.1, 2.2, -100), x=-1.5):
        inputs = np.asarray(inputs, dtype=float)
        outputs = relu(inputs)
        y = float(relu(x))
        inside = np.abs(inputs) <= 5
        self.dots.set_data(inputs[inside], outputs[inside])
        self.path.set_data([x, x], [x, y])
        self.dot.set_data([x], [y])
        # Above the flat part, and left of the slope, which would run through it.
        self.label.set_position((max(x, -4.3), 0.25) if x <= 0 else (x - 0.25, y))
        self.label.set_ha("center" if x <= 0 else "right")
        self.label.set_text(f"({x:g}, {y:g})")
        why = "a positive input passes unchanged" if x > 0 else "an input of 0 or less becomes 0"
        far = [f"{value:g}" for value in inputs[~inside]]
        far = far if len(far) <= 3 else [*far[:2], f"{len(far) - 2} more"]
        outside = f" Outside the picture: {joined(far)}." if far else ""
        return (
            f"ReLU({x:g}) = {y:g}: {why}. Of {len(inputs)} inputs, {np.count_nonzero(inputs > 0)} pass unchanged "
            f"and {np.count_nonzero(inputs <= 0)} become 0.{outside}"
        )


class Spiral(Picture):
    """Points of three arms, drawn as the numbers in `points` place them."""

    size = (6.4, 3.8)

    def set_up(self):
        axes = self.figure.add_axes((0.1, 0.13, 0.6, 0.84))
        axes.set(xlim=(-1.08, 1.08), ylim=(-1.08, 1.08), xlabel="feature 0", ylabel="feature 1", aspect="equal")
        axes.grid()
        looks = ((BLUE, "o"), (ORANGE, "^"), (GREEN, "s"))
        lines = [axes.plot([], mark, color=color, mec="white", mew=0.4, ms=5.5)[0] for color, mark in looks]
        self.arms = [self.moving(line) for line in lines]
        axes.legend(self.arms, ["arm 0", "arm 1", "arm 2"], loc="center left", bbox_to_anchor=(1.03, 0.5))

    def move(self, points=None, arms=None):
        if points is None:  # the arms without their noise
            along = np.tile(np.linspace(0, 1, 100), 3)
            turn = 2.5 * 4 * (along + np.repeat(range(3), 100))
            points, arms = np.stack([along * np.sin(turn), along * np.cos(turn)], axis=1), np.repeat(range(3), 100)
        for arm, line in enumerate(self.arms):
            line.set_data(*points[arms == arm].T)
        return f"{len(points)} points in {len(self.arms)} arms that curl around each other from the middle outwards."


class StraightAndBent(Picture):
    """Two dense layers on one x: without ReLU between them, and with it."""

    def set_up(self):
        axes = self.figure.add_axes((0.09, 0.16, 0.88, 0.78))
        axes.set(xlim=(-4, 4), ylim=(-4, 18), xlabel="x, the input", ylabel="output")
        axes.grid()
        x = np.array([-4.0, -2, 1, 2, 4])[:, None]
        hidden = x @ [[1.0, -1.0, 0.5]] + [2.0, 1.0, -1.0]
        last = np.array([1.0, 2.0, -3.0])
        heights = relu(hidden) @ last
        axes.plot(x, hidden @ last, "--", color=ORANGE, label="two dense layers")
        axes.plot(x, heights, color=BLUE, lw=2.5, label="the same with ReLU between them")
        axes.plot(x[1:4], heights[1:4], "o", color=BLUE, mec=INK, ms=8, label="bend")
        for place, words, down in ((1, "x = −2", -15), (2, "x = 1", -15), (3, "x = 2", 15)):
            at = dict(xytext=(0, down), textcoords="offset points", ha="center", va="center")
            axes.annotate(words, (x[place, 0], heights[place]), **at)
        axes.legend(loc="upper right")

    def move(self):
        return "Two dense layers draw a straight line. With ReLU between them it bends three times: at x = -2, 1 and 2."


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
        self.bends = self.moving(right.plot([], "o", color=INK, ms=6, clip_on=False, label="bend")[0])
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
        # Units that bend at one place can cancel there; 1e-9 is below any step of a slider.
        bends = np.array([p for p in np.unique(0 - biases) if abs(weights[0 - biases == p].sum()) > 1e-9])
        heights = np.interp(bends, x, total)
        seen = np.abs(heights) <= 4
        self.bends.set_data(bends[seen], heights[seen])
        gaps = np.abs(total - np.interp(x, *self.target))
        worst = gaps.round(9).argmax()
        if len(bends):
            bent = f"The sum bends at x = {', '.join(f'{b:g}' for b in bends)}. "
        else:
            bent = f"{'The units cancel' if weights.any() else 'Every weight is 0'}, so the sum is flat. "
        if gaps[worst] < 0.05:
            return bent + "It lies on the target everywhere: three ReLUs make this tent."
        return bent + f"It is farthest from the target at x = {x[worst]:g}, by {gaps[worst]:.2f}."


class FollowACurve(Picture):
    """A curve, and the sum of a few ReLU units that meets it where they bend."""

    def set_up(self):
        axes = self.figure.add_axes((0.09, 0.16, 0.88, 0.78))
        axes.set(xlim=(-4, 4), ylim=(-2.6, 4.2), xlabel="x, the input", ylabel="output")
        axes.grid()
        self.x = np.linspace(-4, 4, 801)
        axes.plot(self.x, 2 * np.sin(1.5 * self.x), color=PALE, lw=8, label="the curve")
        self.sum = self.moving(axes.plot([], color=INK, label="sum of the units")[0])
        self.bends = self.moving(axes.plot([], "o", color=INK, ms=5, clip_on=False, label="where a unit bends")[0])
        self.gap = self.moving(axes.plot([], color=ORANGE, lw=3, label="largest gap")[0])
        axes.legend(loc="upper center", ncols=2)

    def move(self, units=1):
        units = round(units)
        places = np.linspace(-4, 4, units + 1)
        heights = 2 * np.sin(1.5 * places)
        slopes = np.diff(heights) / np.diff(places)
        weights = np.diff(slopes, prepend=0)  # a unit's weight is the change of slope where it bends
        total = heights[0] + relu(self.x[:, None] - places[:-1]) @ weights
        self.sum.set_data(self.x, total)
        self.bends.set_data(places[:-1], heights[:-1])
        wanted = 2 * np.sin(1.5 * self.x)
        worst = np.abs(total - wanted).round(9).argmax()  # of two equal gaps the left one, in every NumPy
        at, gap = self.x[worst], abs(total[worst] - wanted[worst])
        self.gap.set_data([at, at], [total[worst], wanted[worst]])
        found = " So it is closer than 0.1 everywhere." if gap < 0.1 else ""
        number = f"{units} unit{'s' * (units > 1)}"
        return f"{number}: the sum is farthest from the curve at x = {at:.2f}, by {gap:.3f}.{found}"
