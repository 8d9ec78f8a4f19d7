"""Lesson 02: the exponential curve, three logits as probabilities, and one class against another."""

import numpy as np

from ..engine.looks import BLUE, GREEN, GREY, INK, ORANGE, SKY
from ..engine.picture import Picture
from ..layers import Softmax

softmax = Softmax().forward


def listed(values, digits="{:.2f}"):
    """Return numbers as text with commas between them."""
    return ", ".join(digits.format(value) for value in values)


def _share(probability):
    """Return a probability with three digits, and never 0 or 1, which softmax does not give on paper."""
    return "< 0.001" if probability < 0.0005 else "> 0.999" if probability >= 0.9995 else f"{probability:.3f}"


class Exponential(Picture):
    """The curve y = e**x: always above 0, always rising."""

    marks = -3, 0, 1, 3

    def set_up(self):
        axes = self.figure.add_axes((0.09, 0.16, 0.88, 0.78))
        axes.set(xlim=(-4, 3.3), ylim=(-1, 22), xlabel="x", ylabel="y = eˣ")
        axes.grid()
        x = np.linspace(-4, 3.3, 200)
        axes.axhline(color=GREY, lw=1)
        axes.plot(x, np.exp(x), color=BLUE, lw=2.5)
        for mark in self.marks:
            axes.plot([mark], [np.exp(mark)], "o", color=ORANGE, mec=INK, ms=8)
            side = dict(ha="right", xytext=(-9, 2)) if mark == 3 else dict(ha="center", xytext=(-6, 11))
            axes.annotate(f"({mark}, {np.exp(mark):.3g})", (mark, np.exp(mark)), textcoords="offset points", **side)

    def move(self):
        heights = [f"{np.exp(x):.3g} at x = {x}" for x in self.marks]
        return f"eˣ is above 0 everywhere and always rises: {', '.join(heights)}."


class Temperature(Picture):
    """Three logits, shifted together, and the probabilities that softmax makes of them at a temperature."""

    names = "class 0", "class 1", "class 2"

    def set_up(self):
        left = self.figure.add_axes((0.1, 0.12, 0.37, 0.74))
        right = self.figure.add_axes((0.6, 0.12, 0.38, 0.74))
        left.set(ylim=(-13, 13), title="logits", ylabel="logit")
        left.axhline(color=INK, lw=0.8)
        right.set(ylim=(0, 1.12), title="softmax(logits / temperature)", ylabel="probability")
        right.set_yticks([0, 0.25, 0.5, 0.75, 1])
        looks = ((BLUE, ""), (ORANGE, "//"), (GREEN, ".."))
        self.bars, self.labels = [], []
        for axes in (left, right):
            axes.set_xlim(-0.6, 2.6)
            axes.set_xticks(range(3), self.names)
            axes.tick_params(axis="x", length=0)
            for place, (color, hatch) in enumerate(looks):
                bar = axes.bar(place, 0, width=0.7, color=color, hatch=hatch, edgecolor="white", lw=0)[0]
                self.bars.append(self.moving(bar))
                self.labels.append(self.words(axes, place, ha="center"))

    def move(self, a=4.8, b=1.2, c=2.4, add=0.0, temperature=1.0):
        first = np.array([a, b, c], dtype=float)
        before, after = softmax([first])[0], softmax([(first + add) / temperature])[0]
        for bar, label, value in zip(self.bars, self.labels, [*(first + add), *after]):
            bar.set_height(value)
            logit = bar in self.bars[:3]
            label.set_y(value + (0.4 if logit else 0.015) * (1 if value >= 0 else -1))
            label.set_text(f"{value:.4g}" if logit else _share(value))
            label.set_va("bottom" if value >= 0 else "top")
        top, equal = after.argmax(), np.ptp(first) < 1e-9
        said = f"At temperature {temperature:g} the logits {listed(first + add, '{:.4g}')} "
        said += f"become {', '.join(map(_share, after))}."
        if equal:
            said += " Equal logits get equal shares, at any temperature."
        elif round(after[top], 3) > 0.99:  # as its digits are shown
            said += f" Class {top} is above 0.99."
        elif np.ptp(after) < 0.1:
            said += " All three lie within 0.1 of each other."
        if temperature != 1 and not equal:
            said += f" At temperature 1, class {top} has {_share(before[top])}."
        if add:
            said += f" Adding {add:g} to all changes no probability."
        return said


class TwoClasses(Picture):
    """The probability of one class of two depends on the difference of the logits alone: the sigmoid."""

    def set_up(self):
        axes = self.figure.add_axes((0.1, 0.16, 0.87, 0.73))
        axes.set(
            xlim=(-10.6, 10.6), ylim=(-0.06, 1.12), xlabel="difference of the logits, z₀ − z₁", ylabel="probability"
        )
        axes.grid()
        z = np.linspace(-10.6, 10.6, 213)
        both = softmax(np.stack([z, np.zeros_like(z)], axis=1))
        axes.plot(z, both[:, 0], color=BLUE, lw=2.5, label="class 0: the sigmoid")
        axes.plot(z, both[:, 1], "--", color=ORANGE, label="class 1: the rest")
        self.line = self.moving(axes.axvline(color=GREY, lw=1, ls=":"))
        self.one = self.moving(axes.plot([], "o", color=SKY, mec=INK, ms=9)[0])
        self.other = self.moving(axes.plot([], "s", color=ORANGE, mec=INK, ms=8)[0])
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 0.98), ncols=2)  # above what moves

    def move(self, z0=2.0, z1=-1.0):
        zero, one = softmax([[z0, z1]])[0]
        gap = z0 - z1
        self.line.set_xdata([gap, gap])
        self.one.set_data([gap], [zero])
        self.other.set_data([gap], [one])
        return (
            f"The logits {z0:g} and {z1:g} differ by {gap:.3g}: class 0 gets {zero:.5f} and class 1 gets {one:.5f}. "
            f"1 / (1 + e^{0 - gap:.3g}) is {zero:.5f} as well."
        )
