"""Pictures under your hand: controls that move a picture.

No mathematics and no drawing here: what a control holds goes to the picture, and the picture's new bytes and
sentence go to the page. There is no Output widget and no pyplot in it, so it behaves alike in JupyterLab,
Notebook, VS Code and Colab.
"""

import base64
import collections
import html
import threading
import weakref

import ipywidgets as widgets

from .controls import live, named, tidy

# Nobody holds an explorable that is shown as a cell's last line, so the newest are kept here. Older ones have
# long been replaced by a re-run of their cell: they may go, and a hundred re-runs cost no memory.
_shown = collections.deque(maxlen=12)


def _close(parts):
    """Close widgets and the models that came with them, so that neither kernel nor page remembers them."""
    for part in parts:
        for model in (part, getattr(part, "layout", None), getattr(part, "style", None)):
            if model is not None:
                model.close()


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
    picture : ipywidgets.Image
    sentence : str, what the picture shows
    """

    def __init__(self, picture, **controls):
        self._drawing = picture
        self._reads = {name: control.read for name, control in controls.items()}
        self.controls = {name: control.widget for name, control in controls.items()}
        self._start = self.values
        self._lock = threading.RLock()  # ipykernel 7 delivers a slider's messages on another thread
        self._resetting = False

        width = f"{100 * picture.size[0]:.0f}px"
        # As a data URL the picture is there at the next frame; a browser fetches a blob of bytes only after it.
        self.picture = widgets.Image(format="url", layout={"width": width, "max_width": "100%"})
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
        self._panel = widgets.VBox([panel, below, self.picture])

        me = weakref.ref(self)  # a callback that held the object itself would keep it alive for ever
        for control in controls.values():
            control.widget.observe(lambda change: me()._redraw(), "value")
            for box in control.row[1:]:
                # After the picture, which the eye waits for. And not by jslink: a dragged slider holds
                # 4.800000000000001, and the box would show it.
                control.widget.observe(lambda change, box=box: setattr(box, "value", tidy(change.new)), "value")
        reset.on_click(lambda button: me().reset())
        parts = [self._panel, panel, below, self._complaint, self.picture, self._said, reset, *rows]
        parts += [widget for control in controls.values() for widget in control.row]
        weakref.finalize(self, _close, parts).atexit = False
        self._redraw()

    @property
    def values(self):
        held = {name: control.value for name, control in self.controls.items()}
        return {name: tidy(value) if isinstance(value, float) else value for name, value in held.items()}

    @property
    def sentence(self):
        return self._drawing.sentence

    def reset(self):
        """Put every control back to where it started."""
        with self._lock:
            self._resetting = True
            try:
                for name, value in self._start.items():
                    self.controls[name].value = value
            finally:
                self._resetting = False
            self._redraw()

    def _redraw(self):
        with self._lock:
            if self._resetting:
                return
            complaint = ""
            try:
                read = {name: self._reads[name](value) for name, value in self.values.items()}
            except ValueError as error:
                complaint = f"{error} The picture still shows the last good values."
            else:
                try:
                    self._drawing.show(**read)
                except Exception as error:  # nobody sees what a callback raises, so it is shown here
                    complaint = f"This picture has a fault, please report it: {type(error).__name__}: {error}"
            self._complaint.value = complaint and f'<div style="line-height: 14px">{html.escape(complaint)}</div>'
            self.picture.value = f"data:image/png;base64,{self._png()}".encode()
            self._said.value = html.escape(self.sentence)

    def _png(self):
        return base64.b64encode(self._drawing.png()).decode()

    def _ipython_display_(self):
        from IPython.display import display

        _shown.append(self)
        # Two outputs, so that a reader without a kernel gets the picture and, beneath it, the sentence as text.
        display(live(self._panel, {"image/png": self._png(), "text/plain": self.sentence}), raw=True)
        display(live(self._said, {"text/plain": self.sentence}), raw=True)
