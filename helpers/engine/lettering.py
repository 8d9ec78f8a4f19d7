"""What SVG is written with: numbers, colours, strokes, and text where matplotlib sets each of its lines."""

import functools
import math

from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_rgba

# Not every reader has DejaVu Sans, matplotlib's own font; Verdana, which it grew from, is as wide.
FONTS = "'DejaVu Sans', Verdana, sans-serif"
CODE = "'DejaVu Sans Mono', Menlo, Consolas, monospace"
RISE, FALL = 0.76, 0.208  # how far its l rises above the baseline, and its p falls below, in font sizes
TWO_SPACES = "\xa0 "  # which SVG would make one
ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def short(number):
    """Return `number` to a tenth of a point."""
    return f"{number:.1f}".removesuffix(".0")


@functools.cache
def hexed(rgba):
    """Return a colour without its opacity as SVG writes it, in as few letters as can be."""
    code = bytes(round(255 * level) for level in rgba[:3]).hex()
    return "#" + (code[::2] if code[::2] == code[1::2] else code)


@functools.cache
def ink(kind, rgba):
    """Return the attributes for `kind`, "fill" or "stroke", in a colour."""
    if not rgba[3]:
        return f' {kind}="none"'
    return f' {kind}="{hexed(rgba)}"' + (f' {kind}-opacity="{rgba[3]:.3g}"' if rgba[3] < 1 else "")


def edge_of_marker(line):
    """Return the colour of a marker's edge; matplotlib's own getter asks the reader's settings, in "classic" black."""
    edge = line._markeredgecolor
    return line.get_color() if isinstance(edge, str) and edge == "auto" else edge


def stroke_of(artist):
    """Return how wide a line or the edge of a patch is, and its dashes."""
    _, dashes = artist._dash_pattern
    dashes = f' stroke-dasharray="{" ".join(f"{length:.3g}" for length in dashes)}"' if dashes else ""
    width = artist.get_linewidth()
    return (f' stroke-width="{width:g}"' if width != 1 else "") + dashes


def look_of(font, color, align):
    """Return the attributes of a text in a font and a colour, red, green, blue and alpha from 0 to 1."""
    return {
        "fill": hexed(color),
        "fill-opacity": f"{color[3]:.3g}",
        "font-family": CODE if "monospace" in font.get_family() else FONTS,
        "font-size": f"{font.get_size():g}",
        "font-style": font.get_style(),
        "font-weight": f"{font.get_weight()}",
        "text-anchor": ANCHORS[align],
    }


def look_of_mover(text):
    color = to_rgba(text.get_color(), text.get_alpha())
    return look_of(text.get_fontproperties(), color, text.get_horizontalalignment())


def written(look):
    return "".join(f' {name}="{value}"' for name, value in look.items())


class Baselines(RendererBase):
    """Draws nothing, and notes how high matplotlib sets each line of a text: each of its versions has its own way."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        text.draw(self)

    def flipy(self):
        return False

    def get_text_width_height_descent(self, s, prop, ismath):
        size = prop.get_size_in_points()
        return 0, (RISE + FALL) * size, FALL * size

    def draw_text(self, gc, x, y, *more, **_):
        self.found.append(y)


class Still(RendererSVG):
    """matplotlib's own, but for its text, which it cannot set once `nnfs.init()` has replaced `np.dot`."""

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        if ismath:
            return super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
        look = look_of(prop, gc.get_rgb(), mtext.get_horizontalalignment() if mtext else "left")
        # To where it is aligned, since a reader's font may be as wide as another.
        along = {"start": 0, "middle": 0.5, "end": 1}[look["text-anchor"]]
        along *= self.get_text_width_height_descent(s, prop, ismath)[0]
        x, y = x + along * math.cos(math.radians(angle)), y - along * math.sin(math.radians(angle))
        turned = {"transform": f"rotate({-angle:g} {short(x)} {short(y)})"} if angle else {}
        self.writer.element("text", s.replace("  ", TWO_SPACES), {"x": short(x), "y": short(y)} | look | turned)
