"""A figure as SVG in two layers: what stands still, drawn once by matplotlib, and what moves, in a few bytes.

One unit is a point (1/72 inch) in both, so sizes, widths and places are written as matplotlib holds them.
"""

import base64
import functools
import html
import io
import re
import uuid

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_rgba
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import FancyArrowPatch, Patch, Rectangle
from matplotlib.path import Path
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Affine2D
from PIL import Image

from .lettering import TWO_SPACES, Baselines, Still, edge_of_marker, ink, look_of_mover, short, stroke_of, written

LETTERS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C", Path.CLOSEPOLY: "Z"}


def outline(points, codes=None):
    """Return the `d` of a path through `points`, shape (n, 2); a point that is not finite breaks the line."""
    if codes is None:  # a line: without what is not finite, and without points that lie straight between two others
        path = Path(points)
        path.simplify_threshold = 0.1
        path = path.cleaned(remove_nans=True, simplify=True)
        points, codes = path.vertices[:-1], path.codes[:-1].tolist()  # the last says that there are no more
    pieces, before = [], None
    for (x, y), code in zip(points.tolist(), codes):
        if code == Path.CLOSEPOLY:
            pieces.append("Z")
        else:
            pieces.append(f"{' ' if code == before != Path.MOVETO else LETTERS[code]}{short(x)} {short(y)}")
        before = code
    return "".join(pieces)


@functools.cache
def marker_outline(symbol, size):
    """Return the `d` of a marker around the origin, and whether it is filled and how its corners are joined."""
    marker = MarkerStyle(symbol)
    path = marker.get_path().transformed(marker.get_transform().scale(size, -size))
    codes = None if path.codes is None else path.codes.tolist()
    return outline(path.vertices, codes), marker.is_filled(), marker.get_joinstyle()


@functools.lru_cache(100)  # a hand goes to and fro
def png_of(numbers, size, colors):
    """Return in base64 the PNG whose pixels are the bytes `numbers`, each that of four bytes of `colors`."""
    image, file = Image.frombytes("P", size, numbers), io.BytesIO()
    image.putpalette(colors, "RGBA")
    image.save(file, "PNG", compress_level=4)  # a tenth more bytes, in half the time
    return base64.b64encode(file.getvalue()).decode()


def refused(artist):
    """Return why `artist` cannot move, or an empty text."""
    if not isinstance(artist, (Text, Line2D, Patch, AxesImage)) or isinstance(artist, (Annotation, FancyArrowPatch)):
        return "only a Text, a Line2D, a patch or an image moves"
    if artist.get_path_effects() or artist.get_clip_path():
        return "what moves has no path effects, and is clipped by a rectangle alone"
    if isinstance(artist, AxesImage) and artist.get_array().dtype != np.uint8:
        return "an image that moves holds numbers of colours, of dtype uint8"
    if isinstance(artist, Text) and (artist.get_rotation() or artist.get_bbox_patch()):
        return "a text that moves is level and has no box: move a patch below it"
    if isinstance(artist, Line2D) and (artist.get_drawstyle() != "default" or artist.get_markevery() is not None):
        return "a line that moves has no steps, and a marker at each point or at none"
    return ""


class Vector:
    """The SVG of a `figure`, whose dpi is 72.

    `movers` are the artists that move, in the order they are drawn, and `above` those that stand still upon them.
    """

    def __init__(self, figure, movers, above=()):
        self._movers, self._drawn, self._defined, self._below = movers, {}, {}, {}
        self._name = "p" + uuid.uuid4().hex[:8]  # several pictures, of several lessons, share one page
        self._wide, self._high = figure.bbox.size
        self._whole = figure.bbox.bounds
        self._to = {}  # by artist: from its own places to the page's
        looks = [tuple(look_of_mover(artist).items()) for artist in movers if isinstance(artist, Text)]
        self._usual = dict(max(looks, key=looks.count, default=()))  # said once, for all texts that have it
        file = io.StringIO()
        renderer = Still(self._wide, self._high, file)
        figure.draw(renderer)
        renderer.finalize()
        drawn = file.getvalue()
        drawn = drawn[drawn.index("<g") : drawn.rindex("</svg>")]  # what comes before would style the whole page
        self._still = re.sub(r"\s*\n\s*", " ", re.sub(r"<g id=\"[^\"]*\">", "<g>", drawn))
        over = self._svg("".join(map(self._draw, above)), "")
        # Painted apart, so that a browser does not paint hundreds of marks anew when what is under them moves.
        self.over = f'<div style="will-change:transform">{over}</div>' if above else ""

    def _svg(self, content, look):
        return (
            f'<svg viewBox="0 0 {short(self._wide)} {short(self._high)}" aria-hidden="true"{look} '
            f'style="display:block;width:100%;height:auto">{content}</svg>'
        )

    @property
    def still(self):
        """What stands still, and the definitions that what moves has asked for up to now."""
        defined = f"<defs>{''.join(written for _, written in self._defined.values())}</defs>"
        return self._svg(defined + self._still, ' stroke-linejoin="round"')

    def parts(self):
        """Return what each of the movers draws as it now stands: nothing, when it is not visible."""
        seen = [artist for artist in self._movers if artist.get_visible()]
        for artist in seen:
            if artist.stale or artist not in self._drawn:  # matplotlib notes at each artist that it has changed
                self._drawn[artist], artist.stale = self._draw(artist), False
        return [self._drawn[artist] if artist.get_visible() else "" for artist in self._movers]

    def moving(self, parts):
        """Return the `parts` as one picture."""
        return self._svg("".join(parts), written(self._usual))

    def _draw(self, artist):
        for kind, draw in ((Text, self._text), (Patch, self._patch), (Line2D, self._line), (AxesImage, self._image)):
            if isinstance(artist, kind):
                return draw(artist)

    def _define(self, key, make):
        """Return the id of what `make(id)` writes, once for each `key`."""
        if key not in self._defined:
            name = f"{self._name}d{len(self._defined)}"
            self._defined[key] = name, make(name)
        return self._defined[key][0]

    def _places(self, artist, points):
        """Return where `points` are, in points to the right and downwards, shape (n, 2)."""
        if artist not in self._to:
            self._to[artist] = to = Artist.get_transform(artist) + Affine2D().scale(1, -1).translate(0, self._high)
            if to.is_affine:  # several times as quick; and the axes stay where they are
                self._to[artist] = to.get_matrix()
        to = self._to[artist]
        return points @ to[:2, :2].T + to[:2, 2] if isinstance(to, np.ndarray) else to.transform(points)

    def _clip(self, artist):
        box = artist.get_clip_box() if artist.get_clip_on() else None
        if box is None or box.bounds == self._whole:
            return ""
        x, y, wide, high = map(short, (box.x0, self._high - box.y1, box.width, box.height))
        rect = f'<rect x="{x}" y="{y}" width="{wide}" height="{high}"/>'
        name = self._define(rect, lambda name: f'<clipPath id="{name}">{rect}</clipPath>')
        return f' clip-path="url(#{name})"'

    def _text(self, artist):
        if not (words := artist.get_text()):
            return ""
        ((x, y),) = self._places(artist, [artist.get_position()])
        first, *more = html.escape(words.replace("  ", TWO_SPACES), quote=False).split("\n")
        below = self._lines_of(artist, len(more))
        look = written({name: value for name, value in look_of_mover(artist).items() if self._usual[name] != value})
        more = "".join(f'<tspan x="{short(x)}" y="{short(y + d)}">{line}</tspan>' for d, line in zip(below[1:], more))
        return f'<text x="{short(x)}" y="{short(y + below[0])}"{look}>{first}{more}</text>'

    def _lines_of(self, artist, more):
        """Return how far below its place the baselines of a text of one line and `more` are."""
        look = artist.get_fontsize(), artist.get_verticalalignment(), artist._linespacing, more
        if look not in self._below:
            level = artist.get_transform().transform(artist.get_unitless_position())[1]
            self._below[look] = [level - height for height in Baselines(artist).found]
        return self._below[look]

    def _line(self, artist):
        points = self._places(artist, artist.get_xydata())
        if not len(points):
            return ""
        color, alpha = to_rgba(artist.get_color(), artist.get_alpha()), artist.get_alpha()
        drawn, clip = "", self._clip(artist)
        if artist.get_linestyle() != "None" and artist.get_linewidth():
            cap = artist.get_dash_capstyle() if artist.is_dashed() else artist.get_solid_capstyle()
            look = ink("stroke", color) + stroke_of(artist)
            look += f' stroke-linejoin="round" stroke-linecap="{cap.replace("projecting", "square")}"'
            drawn = f'<path d="{outline(points)}" fill="none"{look}{clip}/>'
        symbol = artist.get_marker()
        points = points[np.isfinite(points).all(axis=1)]
        if symbol in ("None", None, "", " ") or not len(points):
            return drawn
        shape, filled, joined = marker_outline(symbol, artist.get_markersize())
        fill = to_rgba(artist.get_markerfacecolor(), alpha) if filled else (0, 0, 0, 0)
        look = ink("fill", fill) + ink("stroke", to_rgba(edge_of_marker(artist), alpha))
        look += f' stroke-width="{artist.get_markeredgewidth():g}" stroke-linejoin="{joined}"'
        name = self._define((symbol, shape), lambda name: f'<path id="{name}" d="{shape}"/>')
        marks = (f'<use href="#{name}" x="{short(x)}" y="{short(y)}"/>' for x, y in points.tolist())
        return f"{drawn}<g{look}{clip}>{''.join(marks)}</g>"

    def _patch(self, artist):
        shape = f'<path d="{self._shape(artist)}"{self._clip(artist)}'
        edge = artist.get_edgecolor() if artist.get_linewidth() else (0, 0, 0, 0)
        line = ink("stroke", edge) + (stroke_of(artist) if edge[3] else "")
        fill = ink("fill", artist.get_facecolor())
        if not artist.get_hatch():
            return f"{shape}{fill}{line}/>"
        return f'{shape}{fill}/>{shape} fill="url(#{self._hatch(artist)})"{line}/>'

    def _shape(self, patch):
        if isinstance(patch, Rectangle) and not patch.angle:  # by far the most, and several times as quick
            x, y = patch.xy
            corners = self._places(patch, np.array([[x, y], [x + patch.get_width(), y + patch.get_height()]]))
            x, y, end, foot = map(short, corners.ravel().tolist())
            return f"M{x} {y}H{end}V{foot}H{x}Z"
        path = patch.get_path()
        points = self._places(patch, patch.get_patch_transform().transform(path.vertices))
        return outline(points, None if path.codes is None else path.codes.tolist())

    def _hatch(self, artist):
        color = getattr(artist, "get_hatchcolor", artist.get_edgecolor)()  # a colour of its own since matplotlib 3.11
        wide, hatch = getattr(artist, "get_hatch_linewidth", lambda: 1.0)(), artist.get_hatch()

        def pattern(name):
            path = Path.hatch(hatch)
            shape = outline(path.vertices * [72, -72] + [0, 72], path.codes.tolist())
            look = f'{ink("fill", color)}{ink("stroke", color)} stroke-width="{wide:g}"'
            return (
                f'<pattern id="{name}" patternUnits="userSpaceOnUse" width="72" height="72">'
                f'<path d="{shape}"{look}/></pattern>'
            )

        return self._define((hatch, color, wide), pattern)

    def _image(self, artist):
        left, right, bottom, top = artist.get_extent()
        (x, y), (end, foot) = self._places(artist, [(left, top), (right, bottom)])
        numbers = np.asarray(artist.get_array())
        down = (foot > y) == (artist.origin == "upper")
        numbers = numbers[:: 1 if down else -1, :: 1 if end > x else -1]
        colors = artist.to_rgba(np.arange(numbers.max() + 1), bytes=True)
        png = png_of(numbers.tobytes(), numbers.shape[::-1], colors.tobytes())
        x, end, y, foot = min(x, end), max(x, end), min(y, foot), max(y, foot)
        smooth = "" if "bi" in artist.get_interpolation() else ' style="image-rendering:pixelated"'
        return (
            f'<image x="{short(x)}" y="{short(y)}" width="{short(end - x)}" height="{short(foot - y)}"{smooth} '
            f'preserveAspectRatio="none"{self._clip(artist)} '
            f'href="data:image/png;base64,{png}"/>'
        )
