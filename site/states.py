"""Explorables without Python: all states that their controls have on a page, drawn beforehand by the lesson's own code.

Where the values of all controls together are too many, sliders take larger steps, but keep their ends and their start.
Most parts of a picture hang on a few of the controls, so each is kept once for every combination of those alone.
"""

import contextlib
import gzip
import html
import io
import itertools
import json
import math
import re

import ipywidgets as widgets
import numpy as np

from helpers import explorables

MOST = 9000  # states of one explorable, unless its controls name their few values themselves
ROOM = 148_000  # bytes for all explorables of a page, as a host sends them
STEPS = 1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000


class Grid:
    """An explorable, and the values that its controls take on a page.

    Attributes
    ----------
    values : dict from a control's name to its values
    whole : bool, whether there are no others
    packed : str, JSON of what site.js shows: see `draw`
    """

    def __init__(self, name, explorable):
        self.name, self.explorable = name, explorable
        self.controls = self.explorable._controls
        self.start = self.explorable.values
        self.values = {name: every_value(control) for name, control in self.controls.items()}
        self.whole = not any(isinstance(control.widget, widgets.Text) for control in self.controls.values())
        if math.prod(map(len, self.values.values())) > MOST:
            self.whole = False
            self.values |= {name: control.few for name, control in self.controls.items() if control.few}
        while math.prod(map(len, self.values.values())) > MOST and self.thin():
            pass
        self.draw()

    def thin(self):
        """Let the slider that has the most values take larger steps, and all like it; return whether there is one."""
        hands = {n: c.widget for n, c in self.controls.items() if hasattr(c.widget, "step") and not c.few}
        if not hands:
            return False
        kinds = {name: (hand.min, hand.max, hand.step) for name, hand in hands.items()}
        most = max(hands, key=lambda name: len(self.values[name]))
        alike = {name: hand for name, hand in hands.items() if kinds[name] == kinds[most]}
        before = max(len(self.values[name]) for name in alike)
        step = next(s for s in STEPS if max(len(steps(hand, s * hand.step)) for hand in alike.values()) < before)
        self.values |= {name: steps(hand, step * hand.step) for name, hand in alike.items()}
        self.whole = False
        return True

    def draw(self):
        """Draw every state, each part of the picture as [the controls it hangs on, its drawings, which of them where].

        The last is left out where each place has a drawing of its own.
        """
        picture, drawn, rows = self.explorable.picture, {}, []
        for place in itertools.product(*self.values.values()):
            held = dict(zip(self.values, place))
            off = [bool(control.off(held)) for control in self.controls.values()]
            # Where a control has no effect, one drawing serves for all of its values.
            key = tuple(self.start[name] if no else one for (name, one), no in zip(held.items(), off))
            if key not in drawn:
                picture.show(**{name: self.controls[name].read(one) for name, one in zip(held, key)})
                drawn[key] = *picture.parts, html.escape(picture.sentence, quote=False)
            rows.append([*drawn[key], *off])
        self.shape = [len(values) for values in self.values.values()]
        parts = [self.part(column) for column in zip(*rows)]
        parts, off = parts[: -len(off)], parts[-len(off) :]
        layers = picture.still, picture.moved.partition(">")[0] + ">", picture.over
        shown = [[worded(value) for value in values] for values in self.values.values()]
        states = {"shown": shown, "layers": layers, "parts": parts, "off": off}
        packed = json.dumps(states, ensure_ascii=False, separators=(",", ":"))
        # What a picture defines has a name drawn by lot; a page made again is the same to the byte.
        self.packed = re.sub(r"\bp[0-9a-f]{8}d(?=\d)", f"{self.name}-", packed)

    def part(self, column):
        names = {drawing: number for number, drawing in enumerate(dict.fromkeys(column))}
        which = np.array([names[drawing] for drawing in column]).reshape(self.shape)
        hangs_on = [axis for axis in range(which.ndim) if (which != which.take([0], axis)).any()]
        which = which[tuple(slice(None) if axis in hangs_on else 0 for axis in range(which.ndim))].ravel().tolist()
        names = list(names)
        return [hangs_on, names, which] if len(names) < len(which) / 2 else [hangs_on, [names[one] for one in which]]

    def size(self):
        """Return how many bytes a host sends."""
        return len(gzip.compress(self.packed.encode(), 6))

    def form(self, address, lesson, start=None):
        """Return the controls as HTML: their states are at `address`, and the lesson runs at `lesson`."""
        start = self.start | (start or {})
        rows = "".join(self.hand(name, self.values[name].index(start[name])) for name in self.values)
        more = "" if self.whole else f'<span>Some of the values; all of them <a href="{lesson}">with Python</a>.</span>'
        reset = f'<div><button type="reset">Reset</button>{more}</div>'
        return f'<form class="explorable" data-states="{address}" autocomplete="off">{rows}{reset}</form>'

    def hand(self, name, at):
        hand, key = self.controls[name].widget, f"{self.name}-{name}"
        label, values = html.escape(hand.description), [html.escape(worded(value)) for value in self.values[name]]
        if isinstance(hand, widgets.Checkbox):
            return f'<label><input type="checkbox"{" checked" * at}> {label}</label>'
        if hasattr(hand, "step"):
            look = f'id="{key}" type="range" max="{len(values) - 1}" value="{at}" aria-valuetext="{values[at]}"'
            return f'<div><label for="{key}">{label}</label><input {look}><output>{values[at]}</output></div>'
        options = "".join(f"<option{' selected' * (number == at)}>{value}" for number, value in enumerate(values))
        long = ' class="long"' if max(map(len, values)) > 24 else ""
        return f'<div{long}><label for="{key}">{label}</label><select id="{key}">{options}</select></div>'


def every_value(control):
    """Return the values of a control; for a text, what is in it and the same numbers with their signs turned."""
    hand = control.widget
    if isinstance(hand, widgets.Checkbox):
        return [False, True]
    if isinstance(hand, widgets.Text):
        return [hand.value, ", ".join(worded(0 - number) for number in control.read(hand.value))]
    return list(hand.options) if isinstance(hand, widgets.Dropdown) else steps(hand, hand.step)


def steps(hand, step):
    """Return the multiples of `step` between the ends of a slider, with these and what it holds."""
    places = range(math.ceil(hand.min / step - 1e-9), math.floor(hand.max / step + 1e-9) + 1)
    numbers = hand.min, hand.max, hand.value, *(step * place for place in places)
    return sorted({round(number, 9) for number in numbers})


def worded(value):
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


def name_in(code):
    """Return the name of the explorable that a cell shows, or None."""
    found = re.search(r"^explorables\.(\w+)\(", code, re.M)
    return found and found[1]


def of(notebook):
    """Yield the name of each explorable of a lesson with a new one, of what the lesson itself computed, if it did."""
    codes = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"][1:]  # 0 sets up
    given = any(re.search(r"^explorables\.\w+\([^)]", code, re.M) for code in codes)
    names = {"explorables": explorables}
    for code in codes:
        if name := name_in(code):
            yield name, eval(code, names)
        elif given:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(code, names)


def fitting(notebook):
    """Return the Grid of each of a lesson's explorables, so that together they take no more than ROOM."""
    grids = [Grid(*pair) for pair in of(notebook)]
    while sum(grid.size() for grid in grids) > ROOM:
        heaviest = max(grids, key=Grid.size)
        heaviest.thin()
        heaviest.draw()
    return grids
