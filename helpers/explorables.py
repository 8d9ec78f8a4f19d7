"""Pictures under your hand: controls that move a picture from `helpers.pictures`.

No mathematics and no drawing here: what a control holds goes to the picture, and the picture's new bytes and
sentence go to the page. There is no Output widget and no pyplot in it, so it behaves alike in JupyterLab,
Notebook, VS Code and Colab.
"""

import base64
import collections
import html
import math
import threading
import typing
import weakref

import ipywidgets as widgets
import traitlets

from . import pictures

# Nobody holds an explorable that is shown as a cell's last line, so the newest are kept here. Older ones have
# long been replaced by a re-run of their cell: they may go, and a hundred re-runs cost no memory.
_shown = collections.deque(maxlen=12)


class Control(typing.NamedTuple):
    """A widget that holds a value, the row of widgets it is shown in, and how its value is read."""

    widget: widgets.Widget
    row: list
    read: typing.Callable = lambda value: value


class Slider(widgets.FloatSlider):
    """A FloatSlider whose kernel does not first send back the value it got: the picture is answer enough."""

    value = traitlets.CFloat(0.0).tag(sync=True, echo_update=False)


def slider(label, value, low, high, step=0.1):
    """A slider for a float from `low` to `high`, with a box beside it for exact values."""
    bounds = dict(value=value, min=low, max=high, step=step)
    hand = Slider(**bounds, description=label, readout=False, style={"description_width": "auto"})
    hand.layout.flex, hand.layout.width = "1 1 160px", "auto"
    # The box has the same label for a screen reader, and no room to show it a second time.
    box = widgets.BoundedFloatText(**bounds, description=f"{label}, as a number", style={"description_width": "0"})
    box.layout.width = "80px"
    box.observe(lambda change: tidy(hand.value) == change.new or setattr(hand, "value", change.new), "value")
    return Control(hand, [hand, box])


def tidy(number):
    """Return `number` without the rounding noise of a slider's steps."""
    return round(number, 9)


def choice(label, options, value):
    """One of a few `options`."""
    menu = widgets.Dropdown(options=options, value=value, description=label, style={"description_width": "auto"})
    menu.layout.width = "auto"
    return Control(menu, [menu])


def switch(label, value=False):
    """On or off."""
    box = widgets.Checkbox(value=value, description=label, indent=False)
    return Control(box, [box])


def typed_numbers(label, value, most=40):
    """Numbers that the learner types, with commas between them."""
    text = widgets.Text(value=value, description=label, style={"description_width": "auto"})
    text.layout.width = "100%"
    return Control(text, [text], lambda typed: read_numbers(typed, most))


def read_numbers(typed, most):
    """Return the numbers in the text `typed`, or raise a ValueError that says what to type instead."""
    pieces = typed.strip().strip("[]()").split(",")
    if not any(piece.strip() for piece in pieces):
        raise ValueError("Type a few numbers with commas between them, such as 1, -2, 3.5.")
    if len(pieces) > most:
        raise ValueError(f"That is {len(pieces)} numbers; the picture has room for {most}.")
    numbers = []
    for piece in map(str.strip, pieces):
        try:
            number = float(piece)
        except ValueError:
            what = f"“{piece}” is not a number" if piece else "There is nothing between two commas"
            raise ValueError(f"{what}: type numbers with commas between them, such as 1, -2, 3.5.") from None
        if not math.isfinite(number):
            raise ValueError(f"“{piece}” is {number} to Python, which has no place in the picture.")
        numbers.append(number)
    return numbers


def named(widget, text):
    """Name `widget` for a screen reader; ipywidgets 7 calls this trait otherwise."""
    setattr(widget, "tooltip" if widget.has_trait("tooltip") else "description_tooltip", text)


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
    picture : helpers.pictures.engine.Picture
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


def live(widget, still):
    """The bundle of `still` forms, and `widget` for the front ends that can show one."""
    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    return {"application/vnd.jupyter.widget-view+json": view, **still}


def relu_curve():
    """Lesson 01: inputs that you type, and one that you drag, on the ReLU curve."""
    return Explorable(
        pictures.ReluCurve(),
        inputs=typed_numbers("inputs", "0, 2, -1, 3.3, -2.7, 1.1, 2.2, -100"),
        x=slider("x", -1.5, -5, 5),
    )


def bend_a_line():
    """Lesson 01: three ReLU units with a weight and a bias each; make their sum lie on the target."""
    start = {"w1": 1, "b1": 2, "w2": 0, "b2": 0, "w3": 0, "b3": -2}
    return Explorable(
        pictures.BendALine(),
        **{name: slider(f"{name[0]}{'₁₂₃'[int(name[1]) - 1]}", value, -4, 4) for name, value in start.items()},
    )


def temperature():
    """Lesson 02: three logits, "add the same to all", "multiply all by", and their softmax."""
    # A slider snaps to its steps: 0.005 keeps the lesson's own logits on the grid.
    return Explorable(
        pictures.Temperature(),
        a=slider("class 0", 4.8, -5, 5, 0.005),
        b=slider("class 1", 1.21, -5, 5, 0.005),
        c=slider("class 2", 2.385, -5, 5, 0.005),
        add=slider("add to all", 0, -10, 10, 0.5),
        times=slider("multiply all by", 1, 0, 4),
    )


def two_classes():
    """Lesson 02: softmax of two logits is the sigmoid of their difference."""
    return Explorable(pictures.TwoClasses(), z0=slider("z₀", 2, -5, 5), z1=slider("z₁", -1, -5, 5))


def which_axis():
    """Lesson 03: sum a batch along an axis, with or without keepdims, and divide by what comes out."""
    return Explorable(
        pictures.WhichAxis(),
        rows=slider("rows (samples)", 2, 1, 4, 1),
        columns=slider("columns (classes)", 3, 2, 4, 1),
        axis=choice("axis", ["None", 0, 1], 1),
        keepdims=switch("keepdims", True),
        square=switch("make it square"),
    )


def one_maximum():
    """Lesson 04: drag one row of a batch away, with one maximum for the batch and one for each row."""
    return Explorable(pictures.OneMaximum(), shift=slider("move row 1 by", -750, -800, 800, 5))


def cliff():
    """Lesson 04: drag a logit over the edge of a dtype and watch naive, stable and log-softmax."""
    return Explorable(
        pictures.Cliff(),
        dtype=choice("dtype", ["float16", "float32", "float64"], "float16"),
        z=slider("logit z", 12, 0, 800, 1),
    )


ALL = {
    "relu_curve": relu_curve,
    "bend_a_line": bend_a_line,
    "temperature": temperature,
    "two_classes": two_classes,
    "which_axis": which_axis,
    "one_maximum": one_maximum,
    "cliff": cliff,
}
