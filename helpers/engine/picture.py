"""The engine of all pictures: numbers in, a picture out, and one sentence that says what it shows."""

import base64
import io
import threading

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image, PngImagePlugin

from .looks import BLUE, GREEN, GREY, INK, MISSING, ORANGE, PALE, PINK, SKY, TINTS


def palette(colours, steps=12):
    """Return a palette for Pillow: white, and each of `colours`, such as "#0072B2", in `steps` from white to itself.

    Of 256 colours a PNG is written in a quarter of the time and has half the bytes. Pillow looks a colour up
    in boxes four levels wide, so a step that close to white is left out: white has to stay white.
    """
    found = {(255, 255, 255)}
    for colour in map(bytes.fromhex, (name.removeprefix("#") for name in colours)):
        for step in range(1, steps + 1):
            tint = tuple(round(255 + (level - 255) * step / steps) for level in colour)
            if min(tint) < 247:
                found.add(tint)
    image = Image.new("P", (1, 1))
    image.putpalette([level for tint in sorted(found) for level in tint])
    return image


PALETTE = palette([BLUE, ORANGE, GREEN, PINK, SKY, INK, GREY, PALE, *TINTS, MISSING])

# Each picture says which matplotlib drew it: another one sets the same text a pixel elsewhere.
MADE_BY = PngImagePlugin.PngInfo()
MADE_BY.add_text("Software", f"matplotlib {matplotlib.__version__}")

# Set here so that a learner's own matplotlib style leaves the course's pictures alone.
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.labelsize": 10,
    "axes.titlesize": 11,
    "axes.titlecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": PALE,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "lines.linewidth": 2,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


class Picture:
    """A drawing that follows its values and says in `.sentence` what it shows.

    A subclass gives `set_up()`, which makes every artist, and `move(**values)`, which places those that move
    and returns the sentence. What moves is handed to `self.moving(artist)`: at a change only these are drawn
    anew, upon a kept image of all the rest, which is what makes a picture as quick as the hand.

    `move` makes no artist and touches no global state of matplotlib, since a slider's message may arrive
    on another thread while the learner's own cell is drawing. Only the colours of this module are drawn well.
    """

    size = (6.4, 3.2)  # inches of 100 pixels

    def __init__(self, **values):
        self._lock = threading.Lock()
        self._movers = []
        with matplotlib.rc_context(STYLE):
            self.figure = Figure(figsize=self.size, dpi=100)
            canvas = FigureCanvasAgg(self.figure)
            self.set_up()
            canvas.draw()
        self._background = canvas.copy_from_bbox(self.figure.bbox)
        self.show(**values)

    def set_up(self):
        """Make the axes and every artist. Runs once."""
        raise NotImplementedError

    def move(self):
        """Place the moving artists and return the sentence. The defaults are the first picture."""
        raise NotImplementedError

    def moving(self, artist):
        """Return `artist`, from now on drawn anew at every change."""
        artist.set_animated(True)
        self._movers.append(artist)
        return artist

    def words(self, axes, x=0, y=0, **style):
        """Return a text to be moved, which has no words yet."""
        return self.moving(axes.text(x, y, "", **style))

    def show(self, **values):
        """Move the drawing to `values`; those left out take the defaults of `move`."""
        with self._lock:
            self.sentence = self.move(**values)
            canvas = self.figure.canvas
            canvas.restore_region(self._background)
            for artist in self._movers:
                self.figure.draw_artist(artist)
            file = io.BytesIO()
            size = canvas.get_width_height()
            pixels = Image.frombytes("RGB", size, bytes(canvas.buffer_rgba()), "raw", "RGBX")
            pixels = pixels.quantize(palette=PALETTE, dither=Image.Dither.NONE)
            pixels.save(file, "PNG", compress_level=1, pnginfo=MADE_BY)  # the default level takes several times as long
            self._png = file.getvalue()

    def png(self):
        """The picture as it stands: the bytes of a PNG file."""
        return self._png

    def _ipython_display_(self):
        from IPython.display import display

        png = base64.b64encode(self.png()).decode()  # a browser kernel sends bytes on as they are: no picture
        display({"image/png": png, "text/plain": self.sentence}, raw=True)
        print(self.sentence)  # real text beside the picture: front ends drop an image's alt text
