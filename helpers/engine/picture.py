"""The engine of all pictures: numbers in, a picture out, and one sentence that says what it shows."""

import base64
import html
import io
import threading

import matplotlib
import numpy as np
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from PIL import Image, PngImagePlugin

from .looks import INK, PALE
from .svg import Vector, refused

# Each picture says which matplotlib drew it: another one sets the same text a pixel elsewhere.
MADE_BY = PngImagePlugin.PngInfo()
MADE_BY.add_text("Software", f"matplotlib {matplotlib.__version__}")

# From matplotlib's own settings, not from the reader's, so that no style, grid or font of theirs is in our pictures.
STYLE = {key: value for key, value in matplotlib.rcParamsDefault.items() if not key.startswith("backend")} | {
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlesize": 11,
    "axes.titlecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "font.family": ["DejaVu Sans"],
    "grid.color": PALE,
    "legend.edgecolor": "white",  # on white, so that no grid line runs through its words
    "legend.facecolor": "white",
    "legend.fancybox": False,
    "legend.framealpha": 1,
    "legend.fontsize": 9,
    "lines.linewidth": 2,
    "svg.fonttype": "none",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


class Picture:
    """A drawing that follows its values and says in `.sentence` what it shows.

    A subclass gives `set_up()`, which makes every artist, and `move(**values)`, which places those that move
    and returns the sentence. What moves is handed to `self.moving(artist)`: at a change only these are drawn
    anew, upon all the rest, which is what makes a picture as quick as the hand.

    `move` makes no artist and touches no global state of matplotlib, since a slider's message may arrive
    on another thread while the learner's own cell is drawing.

    Attributes
    ----------
    sentence : str, what the picture shows
    still, moved, over : str, SVGs to lie on each other; `over`, empty where nothing stands still upon what moves, never
        changes, and `still` only when what moves takes a new hatch
    parts : list of str, what `moved` is made of, one for each artist that moves
    """

    size = (6.4, 3.2)  # inches of 100 pixels

    def __init__(self, **values):
        self._lock = threading.Lock()
        self._movers, self._above = [], []
        with matplotlib.rc_context(STYLE):
            self.figure = Figure(figsize=self.size, dpi=72)
            self.set_up()
            self._vector = Vector(self.figure, self._movers, self._above)
        self.over = self._vector.over
        self.show(**values)

    def set_up(self):
        """Make the axes and every artist. Runs once."""
        raise NotImplementedError

    def move(self):
        """Place the moving artists and return the sentence. The defaults are the first picture."""
        raise NotImplementedError

    def moving(self, artist):
        """Return `artist`, from now on drawn anew at every change; TypeError for one that cannot be."""
        if why := refused(artist):
            raise TypeError(f"{artist!r} cannot move: {why}")
        if hasattr(artist, "set_parse_math"):
            artist.set_parse_math(False)  # a dollar is a dollar
        artist.set_animated(True)
        self._movers.append(artist)
        return artist

    def above(self, artist):
        """Return `artist`, which stands still, from now on drawn above all that moves."""
        self._above.append(self.moving(artist))
        self._movers.remove(artist)
        return artist

    def words(self, axes, x=0, y=0, **style):
        """Return a text to be moved, which has no words yet."""
        return self.moving(axes.text(x, y, "", **style))

    def show(self, **values):
        """Move the drawing to `values`; those left out take the defaults of `move`."""
        with self._lock:
            self.sentence = self.move(**values)
            self.parts = self._vector.parts()
            self.moved = self._vector.moving(self.parts)
            self.still = self._vector.still

    def png(self, dpi=200):
        """The picture as it stands: the bytes of a PNG file, by default of two pixels for each on the page."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        file = io.BytesIO()
        with self._lock, matplotlib.rc_context(STYLE):
            try:
                self.figure.dpi = dpi
                canvas = FigureCanvasAgg(self.figure)
                shown = [artist for artist in self._movers + self._above if artist.get_visible()]
                for artist in shown:  # matplotlib 3.10 and older would draw an image that moves twice
                    artist.set_visible(False)
                    if isinstance(artist, Line2D):  # its path took the reader's `path.simplify` where it was moved
                        artist.recache_always()
                canvas.draw()
                for artist in shown:
                    artist.set_visible(True)
                    self.figure.draw_artist(artist)
                pixels = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
            finally:
                self.figure.dpi = 72
                FigureCanvasBase(self.figure)  # takes the place of the other, which holds its pixels
        pixels.quantize(64, dither=Image.Dither.NONE).save(file, "PNG", optimize=True, pnginfo=MADE_BY)
        return file.getvalue()

    def _ipython_display_(self):
        from IPython.display import display

        display(self.bundle(), metadata=self.shown_at(), raw=True)
        # Real text beside the picture, since front ends drop an image's alt text; as HTML it breaks between words.
        display({"text/html": f"<p>{html.escape(self.sentence)}</p>", "text/plain": self.sentence}, raw=True)

    def bundle(self):
        """The still forms: PNG, and the sentence as text."""
        png = base64.b64encode(self.png()).decode()  # a browser kernel sends bytes on as they are: no picture
        return {"image/png": png, "text/plain": self.sentence}

    def shown_at(self):
        """The metadata that say how wide the PNG is on the page."""
        return {"image/png": {"width": round(100 * self.size[0])}}
