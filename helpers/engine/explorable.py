"""Pictures under your hand: controls that move a picture.

No mathematics and no drawing here: what a control holds goes to the picture, and the picture's new bytes and
sentence go to the page. There is no Output widget and no pyplot in it, so it behaves alike in JupyterLab,
Notebook, VS Code and Colab.
"""

import collections
import html
import threading
import weakref

import ipywidgets as widgets

from .controls import named, tidy
from .outputs import live, still

# `Out` holds every explorable that was a cell's last line. Older ones have long been replaced by a re-run of their
# cell: of those shown, the newest live, and the others are put away, so that a hundred re-runs cost no memory.
_shown = collections.deque()
NEWEST = 12


def _everything_in(widget):
    """Yield a widget, what it holds, and the models that came with each, which front ends do not name."""
    for model in (getattr(widget, "layout", None), getattr(widget, "style", None), widget):
        if model is not None:
            yield model
    for child in getattr(widget, "children", ()):
        yield from _everything_in(child)


class Explorable:
    """A picture and the controls that move it. Make it the last line of a cell to see it.

    Parameters
    ----------
    picture : helpers.engine.picture.Picture
    controls : Control, by the keyword that the picture's `move` knows each by

    Attributes
    ----------
    controls : dict of name to widget; setting a widget's `.value` in a cell moves the picture
    values : dict of name to what each control holds now
    picture : helpers.engine.picture.Picture
    sentence : str, what the picture shows
    """

    def __init__(self, picture, **controls):
        self.picture = picture
        self._controls = controls
        self.controls = {name: control.widget for name, control in controls.items()}
        self._start = self.values
        self._good = {}  # what each control held when it last held something that can be drawn
        self._lock = threading.RLock()  # ipykernel 7 delivers a slider's messages on another thread
        self._settling = False  # while we ourselves set the widgets

        width = f"{100 * picture.size[0]:.0f}px"
        # One upon the other, in the same place of a grid: what stands still is sent once.
        place = {"grid_area": "1 / 1", "width": "auto", "margin": "0"}
        self._still, self._moving = widgets.HTML(layout=place), widgets.HTML(layout=place)
        over = [widgets.HTML(picture.over, layout=place)] if picture.over else []
        frame = widgets.GridBox(
            [self._still, self._moving, *over],
            layout={"grid_template_columns": "100%", "width": width, "max_width": "100%", "overflow": "hidden"},
        )
        frame.add_class("explorable-picture")
        self._said, self._complaint = widgets.HTML(), widgets.HTML()
        self._said.add_class("explorable-sentence")
        reset = widgets.Button(description="Reset", layout={"width": "auto", "flex": "0 0 auto"})
        named(reset, "Put every control back to where it started")
        rows = [
            widgets.HBox(control.row, layout={"flex": "1 1 280px", "margin": "0 12px 0 0"})
            for control in controls.values()
        ]
        panel = widgets.Box(rows, layout={"flex_flow": "row wrap", "max_width": width})
        # Side by side, and two lines as high as the button, so that a complaint moves nothing.
        below = widgets.HBox([reset, self._complaint], layout={"max_width": width})
        self._panel = widgets.VBox([panel, below, frame, self._said])

        me = weakref.ref(self)  # a callback that held the object itself would keep it alive for ever
        for control in controls.values():
            for widget in control.row:
                widget.observe(lambda change, control=control: me()._changed(control, change.owner), "value")
        reset.on_click(lambda button: me().reset())
        parts = list(_everything_in(self._panel))
        self._close = weakref.finalize(self, lambda: [part.close() for part in parts])
        self._close.atexit = False
        self._redraw()

    @property
    def values(self):
        held = {name: control.value for name, control in self.controls.items()}
        return {name: tidy(value) if isinstance(value, float) else value for name, value in held.items()}

    @property
    def sentence(self):
        return self.picture.sentence

    def reset(self):
        """Put every control back to where it started."""
        with self._lock:
            self._settling = True
            for name, value in self._start.items():
                self.controls[name].value = value
                self._controls[name].take(self.controls[name])
            self._redraw()

    def _changed(self, control, widget):
        with self._lock:
            if not self._settling:
                self._settling = True
                for other in self._controls.values():
                    other.note = ""
                control.take(widget)
                self._redraw()

    def _redraw(self):
        """Show what the controls hold, and end the settling."""
        values, said = self.values, []
        try:
            for name, control in self._controls.items():
                try:
                    self._good[name] = control.read(values[name])
                except ValueError as error:  # the others go on
                    said.append(f"{error} The picture keeps the last good {control.widget.description}.")
                said.append(control.note)
            try:
                self.picture.show(**self._good)
            except Exception as error:  # nobody sees what a callback raises, so it is shown here
                said.append(f"This picture has a fault, please report it: {type(error).__name__}: {error}")
            self._still.value, self._moving.value = self.picture.still, self.picture.moved
            self._said.value = f'<div aria-live="polite">{html.escape(self.sentence)}</div>'
            said = html.escape(" ".join(filter(None, said)))
            self._complaint.value = said and f'<div style="line-height: 14px">{said}</div>'
            for control in self._controls.values():  # after the picture, which the eye waits for
                control.follow()
                for widget in control.row:
                    widget.disabled = bool(control.off(values))
        finally:
            self._settling = False

    def _ipython_display_(self):
        from IPython.display import display

        if not self._close.alive:
            print("This explorable was put away when newer ones were shown. Run the cell that made it again.")
            return
        if self not in _shown:
            _shown.append(self)
        caption = f"{html.escape(self.sentence)}<p><i>Run this cell to move the picture.</i></p>"
        display(self.picture.bundle(), metadata=self.picture.shown_at(), raw=True)
        display(still(caption, self.sentence, caption=True), raw=True)
        display(live(self._panel), raw=True)
        while len(_shown) > NEWEST:
            _shown.popleft().put_away()

    def put_away(self):
        """Close what is on the page and let go of all that takes memory; `Out` may hold the rest."""
        self._close()
        self.__dict__ = {"_close": self._close}
