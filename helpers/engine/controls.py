"""Controls: widgets that hold a value, and what every front end can show of a widget."""

import math
import typing

import ipywidgets as widgets
import traitlets


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


def live(widget, still):
    """The bundle of `still` forms, and `widget` for the front ends that can show one."""
    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    return {"application/vnd.jupyter.widget-view+json": view, **still}
