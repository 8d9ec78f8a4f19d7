"""Lesson 05: the loss of one guess, and four guesses whose accuracy and loss part ways."""

import numpy as np

from ..engine.looks import BLUE, GREY, INK, ORANGE, PALE
from ..engine.picture import Picture
from ..layers import Softmax

softmax = Softmax().forward


def curve(axes, lowest):
    """Draw -log p from p = `lowest` to 1."""
    p = np.geomspace(lowest, 1, 200)
    axes.plot(p, -np.log(p), color=BLUE, lw=2.5)
    axes.grid(axis="y")  # upright lines would run through the words


class OneLoss(Picture):
    """Three logits, their softmax, and -log of the probability that the label got."""

    def set_up(self):
        left = self.figure.add_axes((0.09, 0.15, 0.36, 0.71))
        right = self.figure.add_axes((0.56, 0.15, 0.42, 0.71))
        left.set(xlim=(-0.6, 2.6), ylim=(0, 1.12), title="softmax of the logits", ylabel="probability")
        left.set_xticks(range(3), ["class 0", "class 1", "class 2"])
        left.tick_params(axis="x", length=0)
        right.set(xlim=(0, 1.02), ylim=(0, 11), title="loss = −log p", xlabel="p, the label's probability")
        curve(right, 1e-5)
        self.bars = [self.moving(left.bar(place, 0, width=0.7)[0]) for place in range(3)]
        self.tops = [self.words(left, place, ha="center", va="bottom", size=9) for place in range(3)]
        self.path = self.moving(right.plot([], ":", color=ORANGE, lw=1.5)[0])
        self.dot = self.moving(right.plot([], "D", color=ORANGE, mec=INK, ms=9, clip_on=False)[0])
        self.said = self.words(right, 0.98, 10, ha="right", va="top", color=ORANGE, weight="bold", size=11)

    def move(self, z0=2.0, z1=1.0, z2=-1.0, label=0):
        p = softmax([[z0, z1, z2]])[0]
        loss = 0.0 - np.log(p[label])  # not -0.0
        for place, (bar, top) in enumerate(zip(self.bars, self.tops)):
            bar.set_height(p[place])
            bar.set_facecolor(ORANGE if place == label else GREY)
            top.set_y(p[place])
            top.set_text(f"{p[place]:.3f}" + (" label" if place == label else ""))
        self.path.set_data([p[label], p[label], 0], [0, loss, loss])
        self.dot.set_data([p[label]], [loss])
        self.said.set_text(f"p = {p[label]:.4g}, loss {loss:.4g}")
        order = "the largest" if p[label] == p.max() else "not the largest"
        return (
            f"The logits {z0:g}, {z1:g}, {z2:g} give class {label}, the label, the probability {p[label]:.4g}, "
            f"{order}: its loss is {loss:.4g}."
        )


class FourSamples(Picture):
    """Four samples of two classes: the probability that each one's own class got, and what it costs."""

    marks = "osD^"

    def set_up(self):
        axes = self.figure.add_axes((0.09, 0.15, 0.5, 0.79))
        axes.set(
            xlim=(0, 1.02), ylim=(0, 5), xlabel="p, the probability of the sample's own class", ylabel="loss, −log p"
        )
        curve(axes, 5e-3)
        axes.axvline(0.5, color=GREY, lw=1, ls="--")
        axes.text(0.48, 4.9, "wrong", ha="right", va="top", color=GREY)
        axes.text(0.52, 4.9, "right", ha="left", va="top", color=GREY)
        self.level = self.moving(axes.plot([], color=INK, lw=1)[0])
        self.dots = [
            self.moving(axes.plot([], mark, color=ORANGE, mec=INK, ms=9, clip_on=False)[0]) for mark in self.marks
        ]
        aside = self.figure.add_axes((0.63, 0.15, 0.35, 0.79))
        aside.set(xlim=(0, 1), ylim=(0, 6))
        aside.axis("off")
        aside.plot([0, 1], [1.75, 1.75], color=PALE)
        self.rows = [self.words(aside, 0.12, 5.3 - row, size=9) for row in range(4)]
        for row, mark in enumerate(self.marks):
            aside.plot([0.04], [5.43 - row], mark, color=ORANGE, mec=INK, ms=9)
        aside.plot([0, 0.09], [0.36, 0.36], color=INK, lw=1)
        self.right = self.words(aside, 0.12, 1, weight="bold")
        self.mean = self.words(aside, 0.12, 0.2, weight="bold")

    def move(self, p0=0.9, p1=0.8, p2=0.7, p3=0.3):
        p = np.array([p0, p1, p2, p3])
        losses = 0.0 - np.log(p)
        for dot, row, each, loss in zip(self.dots, self.rows, p, losses):
            dot.set_data([each], [loss])
            row.set_text(
                f"p {each:.2f}, loss {loss:.2f}, " + ("right" if each > 0.5 else "wrong" if each < 0.5 else "a tie")
            )
        count, mean = np.count_nonzero(p > 0.5), losses.mean()
        self.level.set_data([0, 1.02], [mean, mean])
        self.right.set_text(f"{count} of 4 right")
        self.mean.set_text(f"mean loss {mean:.3f}")
        listed = ", ".join(f"{loss:.2f}" for loss in losses)
        return f"{count} of 4 right, accuracy {count / 4:g}. The losses {listed} have the mean {mean:.3f}."
