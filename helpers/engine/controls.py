"""Controls: widgets that hold a value, and the rows that they are shown in."""

import math
import re

import ipywidgets as widgets
import traitlets


class Control:
    """A widget that holds a value, and the row of widgets it is shown in.

    Attributes
    ----------
    note : str, what was changed in what was typed, and why; empty otherwise
    off : callable from the values of all controls to whether this one has no effect then
    few : list of the values that a page without Python offers where not all combinations fit; None leaves it the choice
    """

    def __init__(self, widget, read=lambda value: value, off=lambda values: False, few=None):
        self.widget, self.row, self.read, self.off, self.few, self.note = widget, [widget], read, off, few, ""

    def take(self, changed):
        """Read what somebody did to the widget `changed` of the row."""

    def follow(self):
        """Let the row's other widgets show what `widget` holds."""


class Slider(widgets.FloatSlider):
    """A FloatSlider whose kernel does not first send back the value it got: the picture is answer enough."""

    value = traitlets.CFloat(0.0).tag(sync=True, echo_update=False)


class Number(Control):
    """A slider with a box beside it, into which any number may be typed: one that does not fit is changed, and told."""

    def __init__(self, hand, box, whole, **more):
        super().__init__(hand, **more)
        self.row, self.whole, self.last = [hand, box], whole, hand.value

    def take(self, changed):
        hand, typed, self.note = self.widget, tidy(changed.value), ""
        number = min(max(typed, hand.min), hand.max) if math.isfinite(typed) else self.last
        if not math.isfinite(typed):
            self.note = f"“{hand.description}” has to be a number, so it stays {number:g}."
        elif number != typed:
            self.note = f"“{hand.description}” goes from {hand.min:g} to {hand.max:g}: {typed:g} became {number:g}."
        elif self.whole and typed % 1:
            number = round(number)
            self.note = f"“{hand.description}” is a whole number: {typed:g} became {number:g}."
        self.last = number
        if tidy(hand.value) != number:
            hand.value = number

    def follow(self):
        # Not by jslink: a dragged slider holds 4.800000000000001, and the box would show it.
        self.row[1].value = self.last


def slider(label, value, low, high, step=0.1, whole=False, **more):
    """A slider for a number from `low` to `high`, with a box beside it for exact values, which may be only `whole`."""
    hand = Slider(
        value=value, min=low, max=high, step=step, description=label, readout=False, style={"description_width": "auto"}
    )
    hand.layout.flex, hand.layout.width = "1 1 160px", "auto"
    # The box has the same label for a screen reader, and no room to show it a second time. And no bounds of its own:
    # a front end would change what is typed without a word.
    box = widgets.FloatText(
        value=value, step=step, description=f"{label}, as a number", style={"description_width": "0"}
    )
    box.layout.width = "80px"
    return Number(hand, box, whole, **more)


def tidy(number):
    """Return `number` without the rounding noise of a slider's steps."""
    return round(number, 9)


def choice(label, options, value):
    """One of a few `options`."""
    menu = widgets.Dropdown(options=options, value=value, description=label, style={"description_width": "auto"})
    menu.layout.width = "auto"
    return Control(menu)


def switch(label, value=False):
    """On or off."""
    box = widgets.Checkbox(value=value, description=label, indent=False)
    return Control(box)


def typed_numbers(label, value, most=40):
    """Numbers that the learner types, with commas between them."""
    text = widgets.Text(value=value, description=label, style={"description_width": "auto"})
    text.layout.width = "100%"
    return Control(text, lambda typed: read_numbers(typed, most))


def read_numbers(typed, most):
    """Return the numbers in the text `typed`, or raise a ValueError that says what to type instead."""
    text = typed.strip().strip("[]()").replace("−", "-").replace("–", "-")
    if ";" in text:  # then a comma is a decimal one
        pieces = text.replace(",", ".").split(";")
    else:
        pieces, tight = text.split(","), re.search(r"\d+,\d+", text)
        if tight and "." not in text and (text.count(",") == 1 or re.search(r",\s", text)):
            one, two = tight[0].replace(",", "."), tight[0].replace(",", ", ")
            raise ValueError(f"Is “{brief(tight[0])}” one number or two? Type {brief(one)} or {brief(two)}.")
    pieces = [piece.strip() for piece in pieces]
    if not any(pieces):
        raise ValueError("Type a few numbers with commas between them, such as 1, -2, 3.5.")
    if not pieces[-1]:
        pieces.pop()
    if len(pieces) > most:
        raise ValueError(f"That is {len(pieces)} numbers; the picture has room for {most}.")
    numbers = []
    for piece in pieces:
        try:
            number = float(piece)
        except ValueError:
            what = f"“{brief(piece)}” is not a number" if piece else "There is nothing between two commas"
            raise ValueError(f"{what}: type numbers with commas between them, such as 1, -2, 3.5.") from None
        if not math.isfinite(number):
            raise ValueError(f"“{brief(piece)}” is {number} to Python, which has no place in the picture.")
        numbers.append(number)
    return numbers


def brief(text):
    """Return `text`, or its first letters."""
    return text if len(text) <= 20 else text[:20] + "…"


def named(widget, text):
    """Name `widget` for a screen reader; ipywidgets 7 calls this trait otherwise."""
    setattr(widget, "tooltip" if widget.has_trait("tooltip") else "description_tooltip", text)
