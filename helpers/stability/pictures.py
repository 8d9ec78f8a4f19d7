"""Lesson 04: what a float is, the cliff that exp falls over, and one maximum for a whole batch."""

import math

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


def short(number):
    """Return a float with three digits, or with those that Python gives it where they are fewer: 5e-324."""
    return min(f"{number:.3g}", repr(float(number)), key=len)


class FloatLine(Picture):
    """A power of 2 on the line of all floats above 0, and under a magnifying glass with the floats next to it."""

    size = (6.4, 2.9)

    def set_up(self):
        line = self.figure.add_axes((0.06, 0.66, 0.87, 0.14))
        line.set(xlim=(-1100, 1050), ylim=(0, 1), yticks=[])
        line.set_xticks(np.arange(-3, 4) * 100 * math.log2(10), "1e-300 1e-200 1e-100 1 1e100 1e200 1e300".split())
        line.spines[["left", "bottom"]].set_visible(False)
        line.barh(0.5, 2098, left=-1074, height=1, color=SKY)
        for start, end in ((-1100, -1074), (1024, 1050)):
            line.barh(0.5, end - start, left=start, height=1, color=MISSING, edgecolor=ORANGE, hatch="////", lw=0)
        line.text(-1130, 0.5, "0", ha="right", va="center", weight="bold")
        line.text(1080, 0.5, "inf", va="center", weight="bold")
        line.set_title("every float64 above 0, each tick 1e100 times the one before", size=10, y=1.2)
        self.drop = self.moving(line.axvline(color=INK, lw=1.5))
        self.dot = self.moving(line.plot([], "D", color=ORANGE, mec=INK, ms=9, clip_on=False)[0])

        near = self.figure.add_axes((0.06, 0.04, 0.87, 0.42))
        near.set(xlim=(-4.6, 4.6), ylim=(-1, 1.2))
        near.set_axis_off()
        near.axhline(0, color=GREY, lw=1)
        near.text(-4.6, 1.02, "the floats next to x, magnified", size=10, va="center")
        self.ticks = self.moving(near.plot([], "|", color=INK, ms=16, mew=1.5)[0])
        near.plot([0], [0], "D", color=ORANGE, mec=INK, ms=9)
        self.below, self.above = (
            self.words(near, x, 0.5, ha=ha, va="center", size=9) for x, ha in ((-0.15, "right"), (0.15, "left"))
        )
        self.name = self.words(near, 0, -0.66, ha="center", va="center", weight="bold")

    def move(self, power=0):
        power = int(power)
        with np.errstate(all="ignore"):
            x = np.ldexp(1.0, power)
            above, below = np.nextafter(x, np.inf) - x, x - np.nextafter(x, -np.inf)
        place = min(max(power, -1087), 1037)  # in the middle of what becomes 0, or inf
        self.drop.set_xdata([place, place])
        self.dot.set_data([place], [0.5])
        ratio = float(below / above) if x < np.inf else 1
        left = [-step * ratio for step in range(1, int(4 / ratio) + 1)]
        ticks = [*left, *(range(1, 5) if x < np.inf else [])]
        self.ticks.set_data(ticks, [0] * len(ticks))
        self.below.set_text(f"← {short(below)}" if x < np.inf else "")
        self.above.set_text(f"{short(above)} →" if x < np.inf else "")
        self.name.set_text(f"x = {short(x)}")
        return self._sentence(power, x, above, below)

    def _sentence(self, power, x, above, below):
        if x == 0:
            return f"2^{power} is half of the smallest float64, 5e-324, or less. It becomes 0."
        if x == np.inf:
            return f"2^{power} is beyond the largest float64, 1.8e+308. It becomes inf."
        told = (
            f"x = 2^{power} = {short(x)}. The next float above is {short(above)} away, the next below {short(below)}."
        )
        return told + " x + 1 is x." * bool(x + 1 == x) + " 1 + x is 1." * bool(1 + x == 1)


class Cliff(Picture):
    """Where exp overflows in each dtype, and what the naive and the stable softmax make of one logit."""

    size = (6.4, 4.2)
    kept = 1, 2
    heads = "logit", "exp(z)", "÷ sum", "exp(z − m)", "÷ sum"

    def set_up(self):
        bars = self.figure.add_axes((0.235, 0.71, 0.695, 0.25))
        limits = [np.log(float(np.finfo(dtype).max)) for dtype in DTYPES]
        bars.set_xscale("symlog", linthresh=1, linscale=0.4)
        bars.set(xlim=(0, 1000), ylim=(2.5, -0.6), xlabel="the logit z; where the bar is blue, exp(z) fits")
        bars.set_yticks(range(3), [f"{dtype}, to {limit:.2f}" for dtype, limit in zip(DTYPES, limits)])
        bars.set_xticks([0, 1, 10, 100, 1000], ["0", "1", "10", "100", "1000"])
        bars.spines[["left", "bottom"]].set_visible(False)
        bars.tick_params(axis="y", length=0, pad=9)
        bars.barh(range(3), limits, height=0.66, color=SKY)
        for y, limit in enumerate(limits):
            bars.barh(y, 1000 - limit, left=limit, height=0.66, color=MISSING, edgecolor=ORANGE, hatch="////", lw=0)
            bars.text(1060, y, "inf", va="center", size=9, weight="bold")
        self.drop = self.moving(bars.axvline(color=INK, lw=1.5))
        self.dot = self.moving(bars.plot([], "D", color=ORANGE, mec=INK, ms=9, clip_on=False)[0])

        table = self.figure.add_axes((0, 0, 1, 0.56))
        table.set(xlim=(0, 1), ylim=(0, 1))
        table.set_axis_off()
        columns = 0.09, 0.29, 0.46, 0.69, 0.86
        heights = 0.66, 0.5, 0.34, 0.14  # three classes, and beneath them the sum
        centred = dict(ha="center", va="center")
        for x, head in zip(columns, self.heads):
            table.text(x, 0.8, head, color=GREY, size=9, **centred)
        for first, title in ((1, "naive"), (3, "")):
            x, middle = columns[first], (columns[first] + columns[first + 1]) / 2
            table.plot([middle - 0.13, middle + 0.13], [0.87, 0.87], color=GREY, lw=1)
            table.plot([x - 0.055, x + 0.055], [0.24, 0.24], color=GREY, lw=1)
            table.text(middle, 0.94, title, weight="bold", **centred)
            table.text(columns[first] + 0.09, 0.14, "← sum", color=GREY, size=9, va="center")
        self.stable = self.words(table, 0.775, 0.94, weight="bold", **centred)
        for y, z in zip(heights, self.kept):
            for x, text in ((columns[0], f"{z:g}"), (columns[1], words(np.exp([z])))):
                table.text(x, y, text, **centred)
        self.cells = {}
        for column, x in enumerate(columns):
            for row, y in enumerate(heights if column % 2 else heights[:3]):
                if column > 1 or row > 1:
                    back = Rectangle((x - 0.063, y - 0.07), 0.126, 0.14, fc=MISSING, ec=ORANGE, lw=1.5)
                    self.cells[row, column] = self.moving(table.add_patch(back)), self.words(table, x, y, **centred)

    def steps(self, dtype, z):
        """Return the logits and, for each way, its powers, their sum and the shares."""
        logits = np.array([*self.kept, z], dtype=dtype)
        with np.errstate(all="ignore"):
            powers = np.exp(logits)
            small = np.exp(logits - logits.max())
            return logits, (powers, powers.sum(), powers / powers.sum()), (small, small.sum(), softmax(logits[None])[0])

    def right(self, z):
        """Return the three shares as float64 has them at its best."""
        logits = (*self.kept, z)
        log_sum = max(logits) + math.log(math.fsum(math.exp(logit - max(logits)) for logit in logits))
        return np.array([math.exp(logit - log_sum) for logit in logits])

    def move(self, dtype="float16", z=12.0):
        logits, naive, stable = self.steps(dtype, z)
        self.drop.set_xdata([z, z])
        self.dot.set_data([z], [DTYPES.index(dtype)])
        self.stable.set_text(f"stable, m = {logits.max():g}")
        smallest, right = float(np.finfo(dtype).smallest_subnormal), self.right(float(logits[2]))

        def wrong(shares):  # further off than by its dtype's own rounding: 0 is wrong where 1.67e-05 is right
            return ~(np.abs(shares.astype(float) - right) <= 0.01 * right + smallest)

        self._fill(0, logits[2:], 2)
        for column, skip, (powers, total, shares) in ((1, 2, naive), (3, 0, stable)):
            self._fill(column, [*powers[skip:], total], skip)
            self._fill(column + 1, shares, wrong=wrong(shares))
        limit = f"the largest {dtype}, {np.finfo(dtype).max:.3g}"
        told, ways = f"{dtype}, logits {words(logits)}: exp({logits[2]:g})", (words(naive[2]), words(stable[2]))
        if np.isinf(naive[0][2]):
            lost = np.count_nonzero(wrong(naive[2]))
            told += (
                f" is beyond {limit}, and becomes inf. Naive: {ways[0]}; {lost} of them {'is' if lost == 1 else 'are'} "
            )
            told += f"wrong. Stable: {ways[1]}."
        else:
            told += f" = {float(naive[0][2]):.3g} is below {limit}. "
            told += (
                f"Naive and stable agree: {ways[0]}." if ways[0] == ways[1] else "Naive: {}. Stable: {}.".format(*ways)
            )
        tiny = f" A stable 0 stands for less than the smallest {dtype}, {short(smallest)}."
        return told + tiny * bool((stable[2] == 0).any())

    def _fill(self, column, values, top=0, wrong=None):
        for row, value in enumerate(values, start=top):
            back, text = self.cells[row, column]
            lost = not np.isfinite(value) or (wrong is not None and bool(wrong[row]))
            back.set_visible(lost)
            text.set_text(f"{float(value):.3g}")
            text.set_weight("bold" if lost else "normal")


class OneMaximum(Picture):
    """A batch of two rows, the second dragged away: the whole batch's maximum subtracted, and each row's own."""

    size = (6.4, 4.4)
    first = np.array([1.0, 2.0, 3.0])

    def set_up(self):
        upper, lower = (self.figure.add_axes((0.09, foot, 0.89, 0.26)) for foot in (0.57, 0.06))
        places = np.array([0, 1, 2, 4, 5, 6])
        for axes, title in ((upper, "one maximum for the batch"), (lower, "one maximum for each row")):
            axes.set(xlim=(-0.7, 6.7), ylim=(0, 1.15), yticks=[0, 0.5, 1], ylabel="probability")
            axes.set_xticks([1, 5], ["row 0", "row 1"])
            axes.tick_params(axis="x", length=0)
            axes.set_title(title, weight="bold", y=1.3)
        self.bars = [self.moving(bar) for bar in upper.bar(places, np.ones(6), ec=INK)]
        self.labels = [self.words(upper, x, ha="center", va="bottom", size=10) for x in places]
        # Below nothing moves but what is subtracted: that is the point.
        self.right = softmax(self.first[None])[0]
        lower.bar(places, np.tile(self.right, 2), ec=INK, color=[BLUE] * 3 + [SKY] * 3)
        for x, p in zip(places, np.tile(self.right, 2)):
            lower.text(x, p + 0.02, f"{p:.3f}", ha="center", va="bottom", size=10)
        self.notes = [
            self.words(axes, x, 1.3, ha="center", va="center", size=10) for axes in (upper, lower) for x in (1, 5)
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
            note.set_text(f"m = {m:g},  sum of exp {total:.3g}")
        for place, p in enumerate(one_for_all[2].ravel()):
            lost = np.isnan(p)
            wrong = f"{p:.3f}" != f"{self.right[place % 3]:.3f}"
            bar, label = self.bars[place], self.labels[place]
            bar.set_height(0 if lost else p)
            bar.set_facecolor(ORANGE if wrong else BLUE if place < 3 else SKY)
            bar.set_hatch("////" if wrong else "")
            label.set_y(0.02 if lost else p + 0.02)
            label.set_text(f"{p:.3f}")
            label.set_weight("bold" if wrong else "normal")
            label.set_color(ORANGE if wrong else INK)
        return self._sentence(shift, *one_for_all)

    def _sentence(self, shift, maxima, sums, probabilities):
        low = 1 if shift < 0 else 0
        came, right = (", ".join(f"{p:.3f}" for p in row) for row in (probabilities[low], self.right))
        where = f"lies {abs(shift):g} {'below' if shift < 0 else 'above'}" if shift else "is level with"
        told = f"Row 1 {where} row 0. With the batch's one maximum, {maxima[0]:g}, "
        if sums[low] == 0:
            told += f"every exponential of row {low} is 0, and 0/0 makes it nan. "
        elif came != right:
            told += f"row {low} has lost its digits and comes out as {came}, without a warning. "
        else:
            told += "both rows come out right, to three digits. "
        return told + f"With its own maximum each row is {right}."
