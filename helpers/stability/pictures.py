"""Lesson 04: the cliff that exp falls over, and one maximum for a whole batch."""

import numpy as np
from matplotlib.patches import Rectangle

from ..engine.looks import BLUE, GREY, INK, MISSING, ORANGE, SKY
from ..engine.picture import Picture
from ..layers import Softmax

softmax = Softmax().forward
DTYPES = "float16", "float32", "float64"


def words(values):
    """Return numbers as text, three significant digits each, with commas between."""
    return ", ".join(f"{float(value):.3g}" for value in values)


class Cliff(Picture):
    """Where exp overflows in each dtype, and what three ways of writing softmax make of one logit."""

    size = (6.4, 4.2)
    kept = 1, 2  # the two logits that stay while the third is dragged
    heads = "logit", "exp(z)", "÷ sum", "exp(z − m)", "÷ sum", "z − m", "− log sum"

    def set_up(self):
        bars = self.figure.add_axes((0.12, 0.71, 0.81, 0.25))
        bars.set_xscale("symlog", linthresh=1, linscale=0.4)
        bars.set(xlim=(0, 1000), ylim=(2.5, -0.6), yticks=range(3), yticklabels=DTYPES, xlabel="the logit z")
        bars.set_xticks([0, 1, 10, 100, 1000], ["0", "1", "10", "100", "1000"])
        bars.spines[["left", "bottom"]].set_visible(False)
        bars.tick_params(axis="y", length=0, pad=9)
        for y, dtype in enumerate(DTYPES):
            limit = np.log(float(np.finfo(dtype).max))
            bars.barh(y, limit, height=0.66, color=SKY)
            bars.barh(y, 1000 - limit, left=limit, height=0.66, color=MISSING, edgecolor=ORANGE, hatch="////", lw=0)
            bars.text(0.1, y, f"exp(z) fits up to z = {limit:.2f}", va="center", size=9)
            bars.text(1060, y, "inf", va="center", size=9, weight="bold")
        self.drop = self.moving(bars.axvline(color=INK, lw=1.5))
        self.dot = self.moving(bars.plot([], "D", color=ORANGE, mec=INK, ms=9, clip_on=False)[0])

        table = self.figure.add_axes((0, 0, 1, 0.56))
        table.set(xlim=(0, 1), ylim=(0, 1))
        table.set_axis_off()
        columns = 0.055, 0.19, 0.33, 0.49, 0.63, 0.79, 0.93
        heights = 0.66, 0.5, 0.34, 0.14  # three classes, and beneath them the sum
        centred = dict(ha="center", va="center")
        for x, head in zip(columns, self.heads):
            table.text(x, 0.8, head, color=GREY, size=9, **centred)
        for first, title, total in ((1, "naive", "sum"), (3, "", "sum"), (5, "log-softmax", "log sum")):
            x, middle = columns[first], (columns[first] + columns[first + 1]) / 2
            table.plot([middle - 0.13, middle + 0.13], [0.87, 0.87], color=GREY, lw=1)
            table.plot([x - 0.055, x + 0.055], [0.24, 0.24], color=GREY, lw=1)
            table.text(middle, 0.94, title, weight="bold", **centred)
            table.text(columns[first + 1] - 0.06, 0.14, f"← {total}", color=GREY, size=9, va="center")
        self.stable = self.words(table, 0.56, 0.94, weight="bold", **centred)
        for y, z in zip(heights, self.kept):
            for x, text in ((columns[0], f"{z:g}"), (columns[1], words(np.exp([z])))):
                table.text(x, y, text, **centred)
        self.cells = {}
        for column, x in enumerate(columns):
            for row, y in enumerate(heights if column % 2 else heights[:3]):
                if column > 1 or row > 1:
                    back = Rectangle((x - 0.063, y - 0.07), 0.126, 0.14, fc=MISSING, ec=ORANGE, lw=1.5)
                    self.cells[row, column] = (
                        self.moving(table.add_patch(back)),
                        self.words(table, x, y, **centred),
                    )

    def steps(self, dtype, z):
        """Return the logits and, for each way, its columns of three numbers and the sum between them."""
        logits = np.array([*self.kept, z], dtype=dtype)
        with np.errstate(all="ignore"):
            powers = np.exp(logits)
            shifted = logits - logits.max()
            small = np.exp(shifted)
            log_sum = np.log(small.sum())
            return logits, {
                "naive": (powers, powers.sum(), powers / powers.sum()),
                "stable": (small, small.sum(), softmax(logits[None])[0]),
                "log": (shifted, log_sum, shifted - log_sum),
            }

    def move(self, dtype="float16", z=12.0):
        logits, ways = self.steps(dtype, z)
        self.drop.set_xdata([z, z])
        self.dot.set_data([z], [DTYPES.index(dtype)])
        self.stable.set_text(f"stable, m = {logits.max():g}")
        self._fill(0, logits[2:], 2)
        for column, (powers, total, result) in zip((1, 3, 5), ways.values()):
            skip = 2 if column == 1 else 0
            self._fill(column, [*powers[skip:], total], skip)
            self._fill(column + 1, result)
        held = float(logits[2])  # a float16 has no 11.09: the nearest it has is 11.0938
        broken = np.isinf(ways["naive"][0][2])
        limit = f"largest number, {np.finfo(dtype).max:.3g}"
        told = f"{dtype}, logits {words(logits)}: "
        told += (
            f"exp({held:g}) is beyond the {limit}, and becomes inf. Naive softmax: {words(ways['naive'][2])}. "
            f"Stable softmax: {words(ways['stable'][2])}."
            if broken
            else f"exp({held:g}) = {float(ways['naive'][0][2]):.3g} is below the {limit}. "
            f"Naive and stable softmax agree: {words(ways['stable'][2])}."
        )
        zeros = np.count_nonzero(ways["stable"][2] == 0)
        lost = f" {('One', 'Two')[zeros - 1]} of them underflowed to 0; their logarithms are not lost." if zeros else ""
        return f"{told} Log-softmax: {words(ways['log'][2])}.{lost}"

    def _fill(self, column, values, top=0):
        for row, value in enumerate(values, start=top):
            back, text = self.cells[row, column]
            back.set_visible(not np.isfinite(value))
            text.set_text(f"{float(value):.3g}")
            text.set_weight("normal" if np.isfinite(value) else "bold")


class OneMaximum(Picture):
    """A batch of two rows, the second dragged away: the whole batch's maximum subtracted, and each row's own."""

    size = (6.4, 3.4)
    first = np.array([1.0, 2.0, 3.0])

    def set_up(self):
        left = self.figure.add_axes((0.09, 0.1, 0.41, 0.66))
        right = self.figure.add_axes((0.57, 0.1, 0.41, 0.66))
        places = np.array([0, 1, 2, 4, 5, 6])
        for axes, title in ((left, "one maximum for the batch"), (right, "one maximum for each row")):
            axes.set(xlim=(-0.7, 6.7), ylim=(0, 1.12), yticks=[0, 0.5, 1])
            axes.set_xticks([1, 5], ["row 0", "row 1"])
            axes.tick_params(axis="x", length=0)
            axes.set_title(title, weight="bold", y=1.17)
        left.set_ylabel("probability")
        self.bars = [self.moving(bar) for bar in left.bar(places, np.ones(6), ec=INK)]
        self.labels = [self.words(left, x, ha="center", va="bottom", size=9) for x in places]
        # On the right nothing moves but what is subtracted: that is the point.
        self.right = softmax(self.first[None])[0]
        right.bar(places, np.tile(self.right, 2), ec=INK, color=[BLUE] * 3 + [SKY] * 3)
        for x, p in zip(places, np.tile(self.right, 2)):
            right.text(x, p + 0.02, f"{p:.2f}", ha="center", va="bottom", size=9)
        self.notes = [
            self.words(axes, x, 1.22, ha="center", va="center", size=9) for axes in (left, right) for x in (1, 5)
        ]

    def results(self, shift):
        """Return for each way the two maxima, the rows' sums of exponentials, and the probabilities."""
        logits = np.array([self.first, self.first + shift])
        ways = []
        with np.errstate(all="ignore"):
            for maxima in (np.full((2, 1), logits.max()), logits.max(axis=1, keepdims=True)):
                powers = np.exp(logits - maxima)
                sums = powers.sum(axis=1, keepdims=True)
                ways.append((maxima.ravel(), sums.ravel(), powers / sums))
        return ways

    def move(self, shift=-750.0):
        one_for_all, one_each = self.results(shift)
        for note, m, total in zip(self.notes, [*one_for_all[0], *one_each[0]], [*one_for_all[1], *one_each[1]]):
            note.set_text(f"m = {m:g}\nexp sums to {total:.3g}")
        for place, p in enumerate(one_for_all[2].ravel()):
            lost = np.isnan(p)
            wrong = lost or abs(p - self.right[place % 3]) > 0.005
            bar, label = self.bars[place], self.labels[place]
            bar.set_height(0 if lost else p)
            bar.set_facecolor(ORANGE if wrong else BLUE if place < 3 else SKY)
            bar.set_hatch("////" if wrong else "")
            label.set_y(0.02 if lost else p + 0.02)
            label.set_text(f"{p:.2f}")
            label.set_weight("bold" if wrong else "normal")
            label.set_color(ORANGE if wrong else INK)
        return self._sentence(shift, *one_for_all)

    def _sentence(self, shift, maxima, sums, probabilities):
        low = 1 if shift < 0 else 0
        where = f"{abs(shift):g} {'below' if shift < 0 else 'above'}" if shift else "level with"
        told = f"Row 1 lies {where} row 0. With the batch's one maximum, {maxima[0]:g}, "
        if sums[low] == 0:
            told += f"every exponential of row {low} is 0, and 0/0 makes it nan. "
        elif not np.allclose(probabilities[low], self.right, atol=0.005):
            told += f"row {low} has lost its digits and comes out as {words(probabilities[low])}, without a warning. "
        else:
            told += "both rows still come out right. "
        return told + f"With its own maximum each row is {words(self.right)}."
