"""Lesson 03: how two shapes meet, and which total each cell is divided by after a sum along an axis."""

import numpy as np

from ..engine.looks import GREY, INK, ORANGE, PALE, TINTS, joined
from ..engine.sheet import Sheet

LOGITS = np.array([[4.8, 1.21, 2.385, 0.5], [8.9, -1.81, 0.2, 1.1], [1.41, 1.051, 0.026, 2.0], [0.3, 2.2, -0.7, 1.5]])
SHAPES = {str(shape): shape for shape in [(2, 3), (2, 1), (1, 3), (3,), (2,), (1, 1), ()]}


def brief(number):
    """Return a positive number in at most five characters."""
    return f"{number:.0f}" if number >= 1000 else f"{number:.1f}" if number >= 100 else f"{number:.2f}"


def fraction(number):
    return f"{number:.3f}" if number < 100 else brief(number)


class TwoShapes(Sheet):
    """Two arrays meet: what is repeated is drawn pale, and the shapes stand under each other."""

    size = (6.4, 2.9)
    cell, top, lefts = (52, 40), 58, (20, 230, 440)

    def set_up(self):
        super().set_up()
        self.heads = [self.text(x=left, y=30, ha="left", weight="bold") for left in self.lefts]
        self.cells = [self.grid(6, size=11) for _ in self.lefts]
        self.signs = [self.text(sign, x, self.top + 40, size=12) for sign, x in (("+", 208), ("=", 418))]
        self.error = self.text(x=518, y=98, color=ORANGE, weight="bold", linespacing=1.6)
        self.page.text(326, 170, "the shapes, lined up from the right", color=GREY, size=9, ha="center", va="center")
        for y, name in ((196, "a"), (222, "b"), (260, "a + b")):
            self.page.text(240, y, name, ha="center", va="center", weight="bold")
        self.page.plot([212, 440], [241, 241], color=GREY, lw=1)
        self.lengths = [[self.text(x=x, y=y, size=12) for x in (330, 400)] for y in (196, 222, 260)]

    def move(self, a="(2, 3)", b="(3,)"):
        shapes = [SHAPES[a], SHAPES[b]]
        arrays = [
            10 * np.arange(1.0, 1 + np.prod(shapes[0], dtype=int)),
            np.arange(1.0, 1 + np.prod(shapes[1], dtype=int)),
        ]
        arrays = [numbers.reshape(shape) for numbers, shape in zip(arrays, shapes)]
        try:
            total = arrays[0] + arrays[1]
        except ValueError:
            total = None
        for place, (name, shape) in enumerate(zip("ab", shapes)):
            self.heads[place].set_text(f"{name}  shape {shape}")
            self._draw(place, arrays[place], shape if total is None else total.shape)
        self.heads[2].set_text("" if total is None else f"a + b  shape {total.shape}")
        self._draw(2, total, () if total is None else total.shape)
        self.error.set_text("ValueError" if total is None else "")
        self.signs[1].set_visible(total is not None)
        self._lengths(shapes, total)
        return self._sentence(shapes, total)

    def _draw(self, place, array, whole):
        """Draw an array with its numbers repeated to the shape `whole`, the repeated ones pale."""
        wide, high = self.cell
        cells = self.cells[place]
        seen = 0 if array is None else np.prod(whole, dtype=int)
        for cell in cells[seen:]:
            self.fill(cell, (0, 0, 0, 0), "", "white", visible=False)
        if array is None:
            return
        own = np.zeros(whole, dtype=bool)
        own[tuple(slice(0, n) for n in (1,) * (len(whole) - array.ndim) + array.shape)] = True
        rows = np.atleast_2d(np.broadcast_to(array, whole))
        own = np.atleast_2d(own)
        order = sorted(np.ndindex(rows.shape), key=lambda place: own[place])  # so that no pale edge covers a dark one
        for cell, (i, j) in zip(cells, order):
            mine = bool(own[i, j])
            box = self.lefts[place] + j * wide, self.top + i * high, wide, high
            look = dict(tint=TINTS[place]) if mine else dict(tint="white", edge=PALE, ink=GREY)
            self.fill(cell, box, f"{rows[i, j]:g}", **look)

    def _lengths(self, shapes, total):
        padded = [(None,) * (2 - len(shape)) + shape for shape in shapes]
        deep = max(map(len, shapes))
        for line, shape in zip(self.lengths, padded):
            for axis, (text, length) in enumerate(zip(line, shape)):
                added = length is None and axis >= 2 - deep
                text.set_text("1 added" if added else "" if length is None else f"{length}")
                text.set(color=GREY if added else INK, size=9 if added else 12)
        for axis, text in enumerate(self.lengths[2]):
            lengths = {shape[axis] or 1 for shape in padded}
            fits = len(lengths - {1}) < 2
            clash = " ≠ ".join(str(shape[axis]) for shape in padded)
            text.set_text("" if axis < 2 - deep else f"{max(lengths)}" if fits else clash)
            text.set(color=INK if fits else ORANGE, weight="normal" if fits else "bold")

    def _sentence(self, shapes, total):
        a, b = shapes
        if total is None:
            return f"{a} and {b} do not fit: lined up from the right, {a[-1]} meets {b[-1]}. NumPy raises a ValueError."
        told = ""
        for name, shape in zip("ab", shapes):
            padded = (1,) * (total.ndim - len(shape)) + shape
            if padded == total.shape or total.size == 1:
                continue
            if np.prod(shape) == 1:
                told += f" The one number of {name} stands in all {total.size} places."
            elif padded[0] < total.shape[0]:
                told += f" The row of {name} is repeated, once for each of the {total.shape[0]} rows."
            else:
                told += f" The column of {name} is repeated, once for each of the {total.shape[1]} columns."
        return f"{a} + {b} has the shape {total.shape}.{told or ' Nothing is repeated.'}"


class WhichAxis(Sheet):
    """A sum along an axis, drawn where it is lined up for the division, and the division by it, cell by cell.

    Each total has a tint of its own, so that the eye can follow it to the cells that are divided by it.
    """

    size = (6.4, 3.5)
    wide, end = 52, 260  # the width of a cell, and the right edge of the powers
    beside, right, wider = 282, 344, 60  # the left edges of totals beside their rows and of the shares, and their width

    def set_up(self):
        super().set_up()
        self.code = self.text(x=12, y=18, ha="left", weight="bold")
        self.shapes = self.text(x=12, y=44, ha="left", size=9, color=GREY)
        self.shape = self.text(x=self.right, y=44, ha="left", size=9, color=GREY)
        self.head_of_sums = self.text("row sums", 636, ha="right", size=9, color=GREY)
        self.error = self.text(x=490, y=176, color=ORANGE, weight="bold", linespacing=1.6)
        self.labels = [self.text(f"row {i}", ha="right", size=9, color=GREY) for i in range(4)]
        self.classes = [self.text(words, size=9, color=GREY) for words in "0123"]
        self.class_of = self.text("class", ha="right", size=9, color=GREY)
        self.right_arrows = [self.text("→", size=13) for _ in range(4)]
        self.down_arrows = [self.text("↓", size=13) for _ in range(4)]
        self.cells = self.grid(16, size=9)
        self.totals = self.grid(4, size=9)
        self.rows_of = [self.text(size=9, color=GREY) for _ in range(4)]
        self.shares = self.grid(16, size=9, linespacing=1.5)
        self.row_sums = [self.text(ha="right", size=9) for _ in range(4)]

    def move(self, rows=2, columns=3, axis=0, keepdims=False):
        rows, columns = int(rows), int(columns)
        axis = None if axis == "None" else axis
        self.powers = np.exp(LOGITS[:rows, :columns])
        self.total = np.sum(self.powers, axis=axis, keepdims=keepdims)
        # What each total is the sum of, in the very shape of the totals: it is broadcast just as they are.
        sources = np.arange(self.total.size).reshape(self.total.shape)
        try:
            self.quotient, error = self.powers / self.total, ""
            sources = np.broadcast_to(sources, self.quotient.shape)
        except ValueError as raised:
            self.quotient, error = None, str(raised).strip()
        self.high = min(72, 180 / rows)
        self.top = 170 - rows * self.high / 2
        self._draw_sum(axis, keepdims)
        self._draw_division(sources, error)
        return self._sentence(axis, keepdims)

    def _draw_sum(self, axis, keepdims):
        rows, columns = self.powers.shape
        left, foot = self.end - columns * self.wide, self.top + rows * self.high
        kept = ", keepdims=True" if keepdims else ""
        self.code.set_text(f"total = np.sum(powers, axis={axis}{kept})")
        self.shapes.set_text(f"powers {self.powers.shape}     total {self.total.shape}")
        upright, flat = axis == 1 and keepdims, axis == 1 and not keepdims
        for i in range(4):
            middle = self.top + (i + 0.5) * self.high
            self.put(self.labels[i], left - 8, middle, i < rows)
            self.put(self.right_arrows[i], self.end + 11, middle, upright and i < rows)
            middle = left + (i + 0.5) * self.wide
            self.put(self.classes[i], middle, self.top - 12, i < columns)
            self.put(self.down_arrows[i], middle, foot + 12, axis == 0 and i < columns)
        self.put(self.class_of, left - 8, self.top - 12, True)
        for place, cell in enumerate(self.cells):
            i, j = divmod(place, 4)
            seen = i < rows and j < columns
            tint = 0 if axis is None else j if axis == 0 else i
            box = left + j * self.wide, self.top + i * self.high, self.wide, self.high
            self.fill(cell, box, brief(self.powers[i, j]) if seen else "", TINTS[tint], seen)

        first = self.end - self.total.size * self.wide  # lined up from the right, as NumPy does
        for place, cell in enumerate(self.totals):
            seen = place < self.total.size
            text = brief(self.total.flat[place]) if seen else ""
            box = first + place * self.wide, foot + 24, self.wide, 32
            if upright:
                box = self.beside, self.top + place * self.high, self.wide, self.high
            self.fill(cell, box, text, TINTS[place], seen)
            of = "all" if axis is None else f"row {place}"
            self.put(self.rows_of[place], box[0] + self.wide / 2, foot + 68, seen and (flat or axis is None), of)

    def _draw_division(self, sources, error):
        raised = self.quotient is None
        right = [] if raised else np.isclose(self.quotient.sum(axis=1), 1)
        self.shape.set_text("powers / total" + ("" if raised else f"     {self.quotient.shape}"))
        rows, columns = self.powers.shape
        meet = f"Lined up from the right,\n{columns} column{'s meet' if columns > 1 else ' meets'} {rows} totals."
        error = (
            error.replace("operands ", "operands\n").replace("broadcast ", "broadcast\n").replace("shapes ", "shapes\n")
        )
        self.error.set_text(f"ValueError: {error}\n\n{meet}" if raised else "")
        self.put(self.head_of_sums, 636, self.top - 12, not raised)
        for i in range(4):
            seen = not raised and i < rows
            self.put(self.row_sums[i], 636, self.top + (i + 0.5) * self.high, seen)
            if seen:
                self.row_sums[i].set_text(f"{brief(self.quotient[i].sum())} {'✔' if right[i] else '✘'}")
                self.row_sums[i].set(color=INK if right[i] else ORANGE, weight="normal" if right[i] else "bold")
            for j in range(4):
                text, tint, shown = "", TINTS[0], seen and j < self.quotient.shape[1]
                if shown:
                    tint = TINTS[sources[i, j]]
                    text = f"÷ {brief(self.total.flat[sources[i, j]])}\n= {fraction(self.quotient[i, j])}"
                box = self.right + j * self.wider, self.top + i * self.high, self.wider, self.high
                self.fill(self.shares[4 * i + j], box, text, tint, shown)

    def _sentence(self, axis, keepdims):
        rows, columns = self.powers.shape
        who = "Both axes" if axis is None else f"Axis {axis}, the {('rows', 'columns')[axis]},"
        what = "left with length 1" if keepdims else "gone"
        told = f"{who} {'are' if axis is None else 'is'} {what}: {self.powers.shape} becomes {self.total.shape}. "
        if self.quotient is None:
            meet = f"{columns} column{'s meet' if columns > 1 else ' meets'} {rows} totals"
            return f"{told}The division raises a ValueError: lined up from the right, {meet}."
        sums = self.quotient.sum(axis=1)
        said = f"sum to {joined([brief(s) for s in sums])}" if rows > 1 else f"sums to {sums[0]:.2f}"
        who = "the rows" if rows > 1 else "the row"
        if np.allclose(sums, 1):
            lucky = rows == 1 and not (axis == 1 and keepdims)
            why = ", but only since there is one row" if lucky else ": each row is divided by its own total"
            return f"{told}Right{why}, and {who} {said}."
        flat = "column 0 is divided by the total of row 0, column 1 by that of row 1, and so on"
        if columns == 1:
            flat = "the one column is repeated, and each copy is divided by another row's total"
        blame = {
            None: "every row is divided by the total of the whole batch",
            0: "each cell is divided by the total of its column",
            1: flat,
        }
        return f"{told}No error, and wrong: {blame[axis]}, so {who} {said}."
