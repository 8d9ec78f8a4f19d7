"""Lesson 03: which axis disappears, and which total each cell is then divided by."""

import numpy as np
from matplotlib.patches import Rectangle

from ..engine.looks import GREY, INK, ORANGE, TINTS, joined
from ..engine.picture import Picture

LOGITS = np.array([[4.8, 1.21, 2.385, 0.5], [8.9, -1.81, 0.2, 1.1], [1.41, 1.051, 0.026, 2.0], [0.3, 2.2, -0.7, 1.5]])


def brief(number):
    """Return a positive number in at most six characters."""
    return f"{number:.0f}" if number >= 1000 else f"{number:.1f}" if number >= 100 else f"{number:.2f}"


class WhichAxis(Picture):
    """A sum along an axis, drawn in the shape it has, and the division by it, cell by cell.

    Each total has a tint of its own, so that the eye can follow it to the cells that are divided by it.
    """

    size = (6.4, 5.1)
    left, top, width, height = 80, 50, 56, 32  # the array's first corner and its cells, in pixels
    below, wide, high = 300, 98, 46  # the same for the division

    def set_up(self):
        page = self.figure.add_axes((0, 0, 1, 1))
        page.set(xlim=(0, 640), ylim=(510, 0))
        page.set_axis_off()
        page.plot([16, 624], [253, 253], color=GREY, lw=0.8)
        self.page = page
        self.heads = [self._text(x=16, y=y, ha="left", weight="bold") for y in (14, 268)]
        self.shape = self._text(size=9, color=GREY, ha="left")
        self.error = self._text(x=320, y=385, color=ORANGE, weight="bold", linespacing=1.6)
        self.samples = [self._text(f"sample {i}", size=9, color=GREY, ha="left") for i in range(4)]
        self.again = [self._text(f"sample {i}", size=9, color=GREY, ha="left") for i in range(4)]
        self.classes = [self._text(f"class {j}", size=9, color=GREY) for j in range(4)]
        self.right = [self._text("→", size=15) for _ in range(4)]
        self.down = [self._text("↓", size=15) for _ in range(4)]
        self.cells = self._grid(16, self.width, self.height)
        self.totals = self._grid(4, self.width, self.height)
        self.shares = self._grid(16, self.wide, self.high)
        self.sums = [self._text(size=9, ha="left") for _ in range(4)]

    def _text(self, words="", x=0, y=0, ha="center", **style):
        return self.moving(self.page.text(x, y, words, ha=ha, va="center", **style))

    def _grid(self, count, width, height):
        """Return `count` cells, each a rectangle and the text on it."""
        cells = []
        for _ in range(count):
            back = self.moving(self.page.add_patch(Rectangle((0, 0), width, height, ec=INK)))
            cells.append((back, self._text(size=9, linespacing=1.5)))
        return cells

    def move(self, rows=2, columns=3, axis=1, keepdims=True, square=False):
        columns = int(columns)
        rows = columns if square else int(rows)
        axis = None if axis == "None" else axis
        self.powers = np.exp(LOGITS[:rows, :columns])
        self.total = np.sum(self.powers, axis=axis, keepdims=keepdims)
        # What each total is the sum of, in the very shape of the totals: it is broadcast just as they are.
        sources = np.arange(self.total.size).reshape(self.total.shape)
        try:
            self.quotient, error = self.powers / self.total, ""
            sources = np.broadcast_to(sources, self.powers.shape)
        except ValueError as raised:
            self.quotient, error = None, str(raised).strip()
        self._draw_sum(axis, keepdims)
        self._draw_division(sources, error)
        return self._sentence(axis, keepdims)

    def _draw_sum(self, axis, keepdims):
        rows, columns = self.powers.shape
        end, foot = self.left + columns * self.width, self.top + rows * self.height
        kept = ", keepdims=True" if keepdims else ""
        self.heads[0].set_text(f"total = np.sum(powers, axis={axis}{kept})     powers.shape = {self.powers.shape}")
        for i in range(4):
            middle = self.top + (i + 0.5) * self.height
            self._put(self.samples[i], 16, middle, i < rows)
            self._put(self.right[i], end + 16, middle, i < rows and axis != 0)
            middle = self.left + (i + 0.5) * self.width
            self._put(self.classes[i], middle, 38, i < columns)
            self._put(self.down[i], middle, foot + 12, i < columns and axis == 0)
        for place, cell in enumerate(self.cells):
            i, j = divmod(place, 4)
            seen = i < rows and j < columns
            tint = 0 if axis is None else j if axis == 0 else i
            text = brief(self.powers[i, j]) if seen else ""
            self._fill(cell, self.left + j * self.width, self.top + i * self.height, text, TINTS[tint], seen)

        width = self.width if axis == 0 else self.width + 8
        x, y = (self.left, foot + 24) if axis == 0 else (end + 32, self.top)
        upright = axis == 1 and keepdims
        for place, cell in enumerate(self.totals):
            seen = place < self.total.size
            text = brief(self.total.flat[place]) if seen else ""
            across, along = (0, place * self.height) if upright else (place * width, 0)
            cell[0].set_width(width)
            self._fill(cell, x + across, y + along, text, TINTS[place], seen)
        flat = ": it lies flat" if axis == 1 and not keepdims else ""
        self.shape.set_text(f"total.shape = {self.total.shape}{flat}")
        if axis == 0:
            self.shape.set_position((end + 10, y + self.height / 2))
        else:
            self.shape.set_position((x, y + self.height * (rows if upright else 1) + 12))

    def _draw_division(self, sources, error):
        rows, columns = self.powers.shape
        raised = self.quotient is None
        right = [] if raised else np.isclose(self.quotient.sum(axis=1), 1)
        self.heads[1].set_text("powers / total" + ("" if raised else f"     shape {self.quotient.shape}"))
        lined_up = f"Lined up from the right, {columns} columns meet {rows} totals."
        self.error.set_text(f"ValueError: {error}\n{lined_up}".replace(" together", "\ntogether") if raised else "")
        for i in range(4):
            y = self.below + i * self.high
            seen = not raised and i < rows
            self._put(self.again[i], 16, y + self.high / 2, seen)
            self._put(self.sums[i], self.left + columns * self.wide + 14, y + self.high / 2, seen)
            if seen:
                self.sums[i].set_text(f"sums to {self.quotient[i].sum():.2f} {'✔' if right[i] else '✘'}")
                self.sums[i].set(color=INK if right[i] else ORANGE, weight="normal" if right[i] else "bold")
            for j in range(4):
                text, tint, shown = "", TINTS[0], seen and j < columns
                if shown:
                    tint = TINTS[sources[i, j]]
                    division = f"{brief(self.powers[i, j])} / {brief(self.total.flat[sources[i, j]])}"
                    text = f"{division}\n= {self.quotient[i, j]:.3f}"
                self._fill(self.shares[4 * i + j], self.left + j * self.wide, y, text, tint, shown)

    @staticmethod
    def _put(artist, x, y, visible):
        artist.set_position((x, y))
        artist.set_visible(visible)

    def _fill(self, cell, x, y, text, tint, visible):
        back, words = cell
        back.set_xy((x, y))
        back.set(facecolor=tint, visible=visible)
        words.set_text(text)
        self._put(words, x + back.get_width() / 2, y + back.get_height() / 2, visible)

    def _sentence(self, axis, keepdims):
        rows, columns = self.powers.shape
        gone = {None: "Both axes disappear", 0: "Axis 0, the rows, disappears", 1: "Axis 1, the columns, disappears"}
        kept = " (kept with length 1)" if keepdims else ""
        told = f"{gone[axis]}{kept}: {self.powers.shape} becomes {self.total.shape}. "
        if self.quotient is None:
            return (
                told + f"The division raises a ValueError: {columns} columns, and {rows} totals to line up with them."
            )
        sums = self.quotient.sum(axis=1)
        said = f"sum to {joined([f'{s:.2f}' for s in sums])}" if rows > 1 else f"sums to {sums[0]:.2f}"
        who = "the rows" if rows > 1 else "the row"
        if np.allclose(sums, 1):
            lucky = rows == 1 and not (axis == 1 and keepdims)
            why = ", but only since there is one row" if lucky else ": each row is divided by its own total"
            return f"{told}Right{why}, and {who} {said}."
        blame = {
            None: "every row is divided by the total of the whole batch",
            0: "each cell is divided by the total of its column",
            1: "column 0 is divided by the total of row 0, column 1 by that of row 1, and so on",
        }
        return f"{told}No error, and wrong: {blame[axis]}, so {who} {said}."
