"""Pictures made of cells: numbers in rectangles, texts beside them, all measured in pixels."""

from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from .looks import INK
from .picture import Picture


class Sheet(Picture):
    """A picture measured in pixels from its top left corner, with grids of numbers on it."""

    def set_up(self):
        self.page = self.figure.add_axes((0, 0, 1, 1))
        wide, high = (100 * side for side in self.size)
        self.page.set(xlim=(0, wide), ylim=(high, 0))
        self.page.set_axis_off()

    def text(self, words="", x=0, y=0, ha="center", **style):
        return self.moving(self.page.text(x, y, words, ha=ha, va="center", **style))

    def grid(self, count, **style):
        """Return `count` cells, each a rectangle and the text on it."""
        cells = []
        for _ in range(count):
            back = self.moving(self.page.add_patch(Rectangle((0, 0), 1, 1, ec=INK)))
            cells.append((back, self.text(**style)))
        return cells

    @staticmethod
    def put(text, x, y, visible, words=None):
        text.set_visible(visible)
        if visible and text.get_position() != (x, y):  # what stays as it is need not be drawn anew
            text.set_position((x, y))
        if visible and words is not None:
            text.set_text(words)

    def fill(self, cell, box, words, tint, visible=True, edge=INK, ink=INK):
        """Place a cell, `box` being its left, top, width and height."""
        back, text = cell
        back.set_visible(visible)
        if visible and (*back.get_xy(), back.get_width(), back.get_height()) != box:
            back.set_bounds(*box)
        if visible and (back.get_facecolor(), back.get_edgecolor()) != (to_rgba(tint), to_rgba(edge)):
            back.set_facecolor(tint)
            back.set_edgecolor(edge)
        if text.get_color() != ink:
            text.set_color(ink)
        self.put(text, box[0] + box[2] / 2, box[1] + box[3] / 2, visible, words)
