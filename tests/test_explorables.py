"""What every explorable has in common, whatever it draws."""

import gc
import html
import importlib

import pytest

from helpers import LESSONS, explorables
from helpers.engine import explorable

MOVES = {
    name: moves
    for lesson in LESSONS
    for name, moves in getattr(importlib.import_module(f"test_{lesson}"), "MOVES", {}).items()
}


@pytest.mark.parametrize("name", explorables.ALL)
def test_a_control_does_what_its_label_says(name):
    live = explorables.ALL[name]()
    start = live.picture.moved, live.sentence
    hands = {control.description: control for control in live.controls.values()}
    for label, value, words in MOVES[name]:
        hands[label].value = value
        assert words in live.sentence, label
    assert set(hands) == {label for label, *_ in MOVES[name]} and start[0] != live.picture.moved
    live.reset()
    assert start == (live.picture.moved, live.sentence)


@pytest.mark.parametrize("name", explorables.ALL)
def test_controls_are_named_and_bounded(name):
    live = explorables.ALL[name]()
    for control in live.controls.values():
        assert control.description
        if hasattr(control, "min"):
            assert control.min <= control.value <= control.max
            steps = (control.value - control.min) / control.step
            assert steps == pytest.approx(round(steps)), f"{control.description}: a slider would snap to another value"


def test_a_fault_in_a_picture_is_shown_beside_the_controls(monkeypatch):
    live = explorables.two_classes()
    monkeypatch.setattr(live.picture, "move", lambda **values: 1 / 0)
    live.controls["z0"].value = 1
    assert "This picture has a fault, please report it: ZeroDivisionError" in live._complaint.value


@pytest.mark.parametrize("name", explorables.ALL)
def test_the_page_gets_controls_then_reset_then_the_picture_and_fits_a_phone(name):
    live = explorables.ALL[name]()
    panel, below, picture, said = live._panel.children
    assert picture.children[:2] == (live._still, live._moving) and picture._dom_classes == ("explorable-picture",)
    assert "".join(over.value for over in picture.children[2:]) == live.picture.over
    assert {layer.layout.grid_area for layer in picture.children} == {"1 / 1"}  # so one lies upon the other
    assert {part.layout.max_width for part in (picture, below)} == {"100%", f"{live.picture.size[0] * 100:.0f}px"}
    reset, complaint = below.children
    assert (reset.description, complaint) == ("Reset", live._complaint)
    assert said is live._said and said._dom_classes == ("explorable-sentence",)
    for row, hand in zip(panel.children, live.controls.values(), strict=True):
        assert row.children[0] is hand
        if hasattr(hand, "step"):  # the number is in the box, and the kernel sends no value back before the picture
            assert not hand.readout and not hand.trait_metadata("value", "echo_update", True)
            box = row.children[1]
            assert box.description == f"{hand.description}, as a number"
            assert (box.value, box.step) == (hand.value, hand.step)


@pytest.mark.parametrize("name", explorables.ALL)
def test_a_page_holds_the_picture_and_the_sentence_and_then_what_moves(name, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, raw, metadata=None: shown.append((bundle, metadata)))
    live = explorables.ALL[name]()
    live._ipython_display_()
    assert explorable._shown.pop() is live

    view = {"version_major": 2, "version_minor": 0, "model_id": live._panel.model_id}
    picture, (caption, _), moves = shown
    assert picture == (live.picture.bundle(), {"image/png": {"width": round(live.picture.size[0] * 100)}})
    assert caption["text/plain"] == live.sentence and html.escape(live.sentence) in caption["text/html"]
    assert moves == ({"application/vnd.jupyter.widget-view+json": view}, None)
    assert (live._still.value, live._moving.value) == (live.picture.still, live.picture.moved)
    assert live._said.value == f'<div aria-live="polite">{html.escape(live.sentence)}</div>'


def test_reset_draws_once(monkeypatch):
    live = explorables.bend_a_line()
    start = live.values
    live.controls["w1"].value = live.controls["b3"].value = 3
    drawn, show = [], live.picture.show
    monkeypatch.setattr(live.picture, "show", lambda **values: drawn.append(values) or show(**values))
    live.reset()
    assert drawn == [start] == [live.values]
    live.controls["w1"].value = 2
    assert len(drawn) == 2


@pytest.mark.parametrize("name", explorables.ALL)
def test_what_is_thrown_away_is_closed_with_all_that_came_with_it(name):
    live = explorables.ALL[name]()
    found, waiting = [], [live._panel]
    while waiting:
        found.append(widget := waiting.pop())
        waiting += getattr(widget, "children", ())
    found += [getattr(widget, part) for widget in found for part in ("layout", "style") if hasattr(widget, part)]
    assert all(widget.comm is not None for widget in found)
    del live
    gc.collect()
    assert all(widget.comm is None for widget in found)
