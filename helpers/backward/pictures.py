"""Lesson 06: slopes that multiply on their way back through one neuron, and the step of a slope by nudging."""

import numpy as np

from ..engine.looks import BLUE, GREY, INK, ORANGE, PALE
from ..engine.picture import Picture


def shown(number):
    return f"{number + 0.0:.4g}"  # no -0


class OneNeuron(Picture):
    """ReLU(w x + b) and its squared distance to 1: values from left to right, slopes of the loss from right to left."""

    size = (6.4, 3.6)

    def set_up(self):
        axes = self.figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, 6.4), ylim=(0, 3.6))
        axes.axis("off")
        axes.text(0.1, 3.45, "blue: values, forward", color=BLUE, va="top")
        axes.text(6.3, 3.45, "orange: slopes of the loss, backward", color=ORANGE, va="top", ha="right")
        boxes = {
            "x": (0.65, 2.55, "x"),
            "w": (0.65, 1.5, "w"),
            "b": (0.65, 0.45, "b"),
            "s": (2.55, 1.5, "s = w x + b"),
            "r": (4.2, 1.5, "r = ReLU(s)"),
            "loss": (5.75, 1.5, "(r − 1)²"),
        }
        self.values, self.slopes, self.factors = {}, {}, {}
        for name, (x, y, label) in boxes.items():
            axes.plot([x - 0.5, x + 0.5, x + 0.5, x - 0.5, x - 0.5], [y - 0.36, y - 0.36, y + 0.4, y + 0.4, y - 0.36],
                      color=INK, lw=1)  # fmt: skip
            axes.text(x, y + 0.36, label, ha="center", va="top", size=9, color=GREY)
            self.values[name] = self.words(axes, x, y, ha="center", va="center", color=BLUE, weight="bold")
            self.slopes[name] = self.words(axes, x, y - 0.32, ha="center", va="bottom", color=ORANGE, weight="bold")
        for name, end in {"x": 1.7, "w": 1.5, "b": 1.3}.items():
            x, y, _ = boxes[name]
            axes.annotate("", (2.02, end), (x + 0.53, y), arrowprops=dict(arrowstyle="->", color=GREY))
        for start, end in ((3.08, 3.67), (4.73, 5.22)):
            axes.annotate("", (end, 1.5), (start, 1.5), arrowprops=dict(arrowstyle="->", color=GREY))
        places = {"x": (1.85, 2.2), "w": (1.6, 1.58), "b": (1.8, 0.72), "s": (3.37, 1.58), "r": (4.97, 1.58)}
        for name, (x, y) in places.items():
            self.factors[name] = self.words(axes, x, y, ha="center", va="bottom", size=9)
        self.sum = self.words(axes, 6.3, 0.1, ha="right", va="bottom", color=ORANGE)

    def move(self, x=2.0, w=0.75, b=0.5):
        s = w * x + b
        r = max(0.0, s)
        factors = {"r": 2 * (r - 1), "s": 1.0 if s > 0 else 0.0, "x": w, "w": x, "b": 1.0}
        slopes = {"loss": 1.0, "r": factors["r"], "s": factors["s"] * factors["r"]}
        slopes |= {name: factors[name] * slopes["s"] for name in "xwb"}
        values = {"x": x, "w": w, "b": b, "s": s, "r": r, "loss": (r - 1) ** 2}
        for name, value in values.items():
            self.values[name].set_text(shown(value))
            self.slopes[name].set_text(shown(slopes[name]))
        for name, factor in factors.items():
            self.factors[name].set_text(f"× {shown(factor)}")
        told = " × ".join(shown(factors[name]) for name in ("r", "s", "w"))
        self.sum.set_text(f"slope by w: {told} = {shown(slopes['w'])}")
        return (
            f"s = {shown(s)}, r = {shown(r)}, loss {shown(values['loss'])}. Going back: by r the slope is "
            f"{shown(slopes['r'])}, by s {shown(slopes['s'])}, by w {shown(slopes['w'])}, by b {shown(slopes['b'])}, "
            f"by x {shown(slopes['x'])}."
        )


class Step(Picture):
    """The slope of w·w·w at w = 1.3 by nudging, for every step from 0.1 to 10^-15: how far it is off."""

    powers = range(-1, -16, -1)

    def set_up(self):
        axes = self.figure.add_axes((0.11, 0.16, 0.45, 0.78))
        axes.set(xlim=(-15.5, -0.5), ylim=(-16, 3), xlabel="step", ylabel="how far off")
        axes.set_xticks([-15, -10, -5, -1], ["10⁻¹⁵", "10⁻¹⁰", "10⁻⁵", "0.1"])
        axes.set_yticks([-15, -10, -5, 0], ["10⁻¹⁵", "10⁻¹⁰", "10⁻⁵", "1"])
        axes.grid()
        self.one = self.moving(axes.plot([], "--", color=GREY, label="nudged to the right")[0])
        self.both = self.moving(axes.plot([], color=BLUE, lw=2.5, label="nudged both ways")[0])
        self.dot = self.moving(axes.plot([], "D", color=ORANGE, mec=INK, ms=9)[0])
        axes.legend(loc="lower left")
        aside = self.figure.add_axes((0.59, 0.16, 0.4, 0.78))
        aside.set(xlim=(0, 1), ylim=(0, 6))
        aside.axis("off")
        aside.text(0, 5.9, "f(w) = w·w·w at w = 1.3", va="top", weight="bold")
        aside.plot([0, 1], [1.55, 1.55], color=PALE)
        self.lines = [self.words(aside, 0, y, va="top", size=9) for y in (5.1, 4.4, 3.7, 2.9, 2.2, 1.3, 0.6)]

    @staticmethod
    def slopes(power, kind):
        """Return f(w + step), f(w - step), and the slope by one nudge and by both, in floats of `kind`."""
        step, w = kind(float(f"1e{power}")), kind(1.3)
        right, here, left = ((at * at) * at for at in (w + step, w, w - step))
        return right, left, (right - here) / step, (right - left) / (step + step)

    def move(self, power=-1, dtype="float64"):
        kind, power = np.dtype(dtype).type, int(power)
        right, left, one, both = self.slopes(power, kind)
        exact = 3 * 1.3 * 1.3
        for line, at in ((self.one, 2), (self.both, 3)):
            off = [abs(float(self.slopes(each, kind)[at]) - exact) for each in self.powers]
            line.set_data(list(self.powers), np.log10(np.maximum(off, 1e-15)))
        off = abs(float(both) - exact)
        self.dot.set_data([power], [np.log10(max(off, 1e-15))])
        told, alone = f"{off:.2g}", f"{abs(float(one) - exact):.2g}"
        for line, words in zip(
            self.lines,
            (
                f"step {float(f'1e{power}'):g}, in {dtype}",
                f"f(w + step) = {right!s}",
                f"f(w − step) = {left!s}",
                f"slope, both ways: {both:.10g}",
                f"exact slope: {exact:.10g}",
                f"off by {told}",
                f"to the right alone: off by {alone}",
            ),
        ):
            line.set_text(words)
        return (
            f"{dtype}, step 1e{power}: nudged both ways, the slope of w·w·w at 1.3 is {both:.10g}, off by {told}; "
            f"nudged to the right alone it is off by {alone}."
        )
