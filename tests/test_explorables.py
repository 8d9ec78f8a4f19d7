"""What every explorable has in common, whatever it draws."""

import gc
import html

import pytest

from helpers import explorables
from helpers.engine import explorable

# What a learner finds by its label, what they set it to, and what the picture must then say.
LABELS = {
    "two_weights": [
        ("rate", 0.3, "20 steps at rate 0.3: the loss has risen"),
        ("steps", 1, "1 step at rate 0.3: the loss"),
    ],
    "momentum": [
        ("rate", 0.1, "20 steps at rate 0.1: the loss"),
        ("momentum", 0.5, "20 steps at rate 0.1 and momentum 0.5: the loss"),
        ("steps", 2, "2 steps at rate 0.1 and momentum 0.5: the loss"),
    ],
    "epochs": [("epoch", 50, "After 50 epochs")],
    "activations": [("activation", "tanh", "With tanh: after 100"), ("epoch", 20, "With tanh: after 20")],
    "borders": [
        ("epoch", 20, "After 20 epochs: training"),
        ("regions", "the ideal rule's", "After 20 epochs: training"),
    ],
    "relu_curve": [("inputs", "1, -2, 3", "Of 3 inputs, 2 pass"), ("x", 2.5, "ReLU(2.5) = 2.5")],
    "bend_a_line": [
        ("w₁", 1, "bends at x = 0."),
        ("w₁", 0, "Every weight is 0"),
        ("w₂", 1, "bends at x = 0."),
        ("b₂", 3, "bends at x = -3."),
        ("w₃", 1, "bends at x = -3, 0."),
        ("b₃", 1, "bends at x = -3, -1."),
        ("w₁", 1, "bends at x = -3, -1, 0."),
        ("b₁", -4, "bends at x = -3, -1, 4."),
    ],
    "follow_a_curve": [("units", 19, "19 units: the sum is farthest")],
    "temperature": [
        ("class 0", 3, "the logits 3, 1.2, 2.4 become"),
        ("class 1", 2, "the logits 3, 2, 2.4 become"),
        ("class 2", 1, "the logits 3, 2, 1 become"),
        ("add to all", 5, "the logits 8, 7, 6 become"),
        ("temperature", 2, "At temperature 2 the logits 8, 7, 6 become"),
    ],
    "two_classes": [("z₀", 5, "The logits 5 and -1 differ by 6"), ("z₁", 4, "The logits 5 and 4 differ by 1")],
    "two_shapes": [("shape of a", "(2, 1)", "(2, 1) + (3,) has"), ("shape of b", "(1, 3)", "(2, 1) + (1, 3) has")],
    "which_axis": [
        ("rows (samples)", 4, "(4, 3) becomes (3,)"),
        ("columns (classes)", 2, "(4, 2) becomes (2,)"),
        ("axis", 1, "(4, 2) becomes (4,)"),
        ("keepdims", True, "(4, 2) becomes (4, 1)"),
    ],
    "float_line": [("x is 2 to the power", -1074, "x = 2^-1074 = 5e-324.")],
    "one_maximum": [("move row 1 by", 400, "Row 1 lies 400 above row 0.")],
    "cliff": [("dtype", "float32", "float32, logits 1, 2, 12"), ("logit z", 89, "exp(89) is beyond")],
    "one_loss": [
        ("logit of class 0", 1, "The logits 1, 1, -1 give class 0"),
        ("logit of class 1", 0, "The logits 1, 0, -1 give class 0"),
        ("logit of class 2", 0, "The logits 1, 0, 0 give class 0"),
        ("label", 2, "give class 2, the label, the probability 0.2119, not the largest: its loss is 1.551."),
    ],
    "four_samples": [
        ("sample 0", 0.5, "2 of 4 right, accuracy 0.5. The losses 0.69, 0.22, 0.36, 1.20"),
        ("sample 1", 0.5, "1 of 4 right"),
        ("sample 2", 0.5, "0 of 4 right"),
        ("sample 3", 0.99, "1 of 4 right, accuracy 0.25. The losses 0.69, 0.69, 0.69, 0.01 have the mean 0.522."),
    ],
    "one_neuron": [
        (
            "x",
            1,
            "s = 1.25, r = 1.25, loss 0.0625. Going back: by r the slope is 0.5, by s 0.5, by w 0.5, by b 0.5, by x",
        ),
        ("w", 2, "s = 2.5, r = 2.5, loss 2.25."),
        ("b", -4, "s = -2, r = 0, loss 1. Going back: by r the slope is -2, by s 0, by w 0, by b 0, by x 0."),
    ],
    "step": [
        (
            "step: 10 to the power",
            -2,
            "float64, step 1e-2: nudged both ways, the slope of w·w·w at 1.3 is 5.0701, off by",
        ),
        ("dtype", "float32", "float32, step 1e-2"),
    ],
}


@pytest.mark.parametrize("name", explorables.ALL)
def test_a_control_does_what_its_label_says(name):
    live = explorables.ALL[name]()
    hands = {control.description: control for control in live.controls.values()}
    for label, value, words in LABELS[name]:
        hands[label].value = value
        assert words in live.sentence, label
    assert set(hands) == {label for label, *_ in LABELS[name]}


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
    assert picture.children == (live._still, live._moving) and picture._dom_classes == ("explorable-picture",)
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
