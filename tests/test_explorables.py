"""What every explorable has in common, whatever it draws."""

import gc
import html

import pytest

from helpers import explorables
from helpers.engine import explorable
from helpers.engine.controls import read_numbers, tidy

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
    "which_axis": [
        ("rows (samples)", 4, "(4, 3) becomes (4, 1)"),
        ("columns (classes)", 2, "(4, 2) becomes (4, 1)"),
        ("axis", 0, "(4, 2) becomes (1, 2)"),
        ("keepdims", False, "(4, 2) becomes (2,)"),
        ("make it square", True, "(2, 2) becomes (2,)"),
    ],
    "one_maximum": [("move row 1 by", 400, "Row 1 lies 400 above row 0.")],
    "cliff": [("dtype", "float32", "float32, logits 1, 2, 12"), ("logit z", 89, "exp(89) is beyond")],
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


def test_a_value_off_by_rounding_noise_is_shown_without_it():
    live = explorables.temperature()
    live.controls["a"].value = 1.2000000000000002
    hand, box = live._panel.children[0].children[0].children
    assert hand is live.controls["a"] and (box.value, live.values["a"]) == (1.2, 1.2)
    box.value = 2.5
    assert hand.value == 2.5


def test_a_fault_in_a_picture_is_shown_beside_the_controls(monkeypatch):
    live = explorables.two_classes()
    monkeypatch.setattr(live.picture, "move", lambda **values: 1 / 0)
    live.controls["z0"].value = 1
    assert "This picture has a fault, please report it: ZeroDivisionError" in live._complaint.value


# Each control as it starts: its value, then its bounds and step, or its options.
STARTS = {
    "two_weights": {"rate": (0.05, 0, 0.3, 0.01), "steps": (20, 0, 40, 1)},
    "momentum": {"rate": (0.05, 0, 0.3, 0.01), "momentum": (0, 0, 0.95, 0.05), "steps": (20, 0, 40, 1)},
    "epochs": {"epoch": (0, 0, 100, 10)},
    "activations": {
        "activation": ("ReLU", "none", "ReLU", "leaky ReLU", "tanh", "sigmoid"),
        "epoch": (100, 0, 100, 10),
    },
    "borders": {
        "epoch": (100, 0, 100, 10),
        "shown": ("the network's", "the network's", "the ideal rule's", "where the two differ"),
    },
    "relu_curve": {"inputs": ("0, 2, -1, 3.3, -2.7, 1.1, 2.2, -100",), "x": (-1.5, -5, 5, 0.1)},
    "bend_a_line": {
        "w1": (0, -4, 4, 0.1),
        "b1": (0, -4, 4, 0.1),
        "w2": (0, -4, 4, 0.1),
        "b2": (0, -4, 4, 0.1),
        "w3": (0, -4, 4, 0.1),
        "b3": (0, -4, 4, 0.1),
    },
    "follow_a_curve": {"units": (1, 1, 20, 1)},
    "temperature": {
        "a": (4.8, -5, 5, 0.1),
        "b": (1.2, -5, 5, 0.1),
        "c": (2.4, -5, 5, 0.1),
        "add": (0, -5, 5, 0.5),
        "temperature": (1, 0.1, 20, 0.1),
    },
    "two_classes": {"z0": (2, -5, 5, 0.1), "z1": (-1, -5, 5, 0.1)},
    "which_axis": {
        "rows": (2, 1, 4, 1),
        "columns": (3, 2, 4, 1),
        "axis": (1, "None", 0, 1),
        "keepdims": (True,),
        "square": (False,),
    },
    "one_maximum": {"shift": (-750, -800, 800, 5)},
    "cliff": {"dtype": ("float16", "float16", "float32", "float64"), "z": (12, 0, 800, 1)},
}


@pytest.mark.parametrize("name", explorables.ALL)
def test_controls_start_where_the_lesson_says(name):
    found = {}
    for key, hand in explorables.ALL[name]().controls.items():
        bounds = (hand.min, hand.max, hand.step) if hasattr(hand, "min") else getattr(hand, "options", ())
        found[key] = (hand.value, *bounds)
    assert found == STARTS[name]


def looks(widget):
    """What was said of how a widget is laid out."""
    said = {key: value for key, value in widget.layout.get_state().items() if value and not key.startswith("_")}
    width = getattr(getattr(widget, "style", None), "description_width", "")
    return said | ({"description": width} if width else {})


LOOKS = {
    "FloatSlider": {"flex": "1 1 160px", "width": "auto", "description": "auto"},
    "BoundedFloatText": {"width": "80px", "description": "0"},
    "Dropdown": {"width": "auto", "description": "auto"},
    "Checkbox": {},
    "Text": {"width": "100%", "description": "auto"},
}


@pytest.mark.parametrize("name", explorables.ALL)
def test_the_page_gets_controls_then_reset_then_the_picture(name):
    live = explorables.ALL[name]()
    panel, below, picture = live._panel.children
    assert picture.children == (live._still, live._moving) and picture._dom_classes == ("explorable-picture",)
    width = f"{live.picture.figure.get_size_inches()[0] * 100:.0f}px"
    assert looks(picture) == {
        "grid_template_columns": "100%",
        "width": width,
        "max_width": "100%",
        "overflow": "hidden",
    }
    for layer in picture.children:  # in one place, so one lies upon the other
        assert looks(layer) == {"grid_area": "1 / 1", "width": "auto", "margin": "0"}
    assert looks(panel) == {"flex_flow": "row wrap", "max_width": width}
    assert looks(below) == {"max_width": width}
    reset, complaint = below.children
    assert (reset.description, looks(reset), complaint) == (
        "Reset",
        {"width": "auto", "flex": "0 0 auto"},
        live._complaint,
    )
    tip = reset.tooltip if reset.has_trait("tooltip") else reset.description_tooltip
    assert tip == "Put every control back to where it started"
    assert live._said._dom_classes == ("explorable-sentence",)
    for row, hand in zip(panel.children, live.controls.values(), strict=True):
        assert looks(row) == {"flex": "1 1 280px", "margin": "0 12px 0 0"}
        assert row.children[0] is hand
        for widget in row.children:
            assert looks(widget) == LOOKS[widget._model_name.removesuffix("Model")]
        if hasattr(hand, "step"):  # the number is in the box, and the kernel sends no value back before the picture
            assert not hand.readout and not hand.trait_metadata("value", "echo_update", True)
            box = row.children[1]
            assert box.description == f"{hand.description}, as a number"
            assert (box.value, box.min, box.max, box.step) == (hand.value, hand.min, hand.max, hand.step)
        else:
            assert len(row.children) == 1 and getattr(hand, "indent", False) is False


@pytest.mark.parametrize("name", explorables.ALL)
def test_a_page_shows_the_picture_and_the_sentence_with_a_kernel_or_without(name, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, raw, metadata=None: shown.append((bundle, metadata)))
    live = explorables.ALL[name]()
    live._ipython_display_()
    assert explorable._shown.pop() is live

    def view(widget):
        return {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}

    kind = "application/vnd.jupyter.widget-view+json"
    width = round(live.picture.size[0] * 100)
    assert shown == [
        ({kind: view(live._panel), **live.picture.bundle()}, {"image/png": {"width": width}}),
        ({kind: view(live._said), "text/plain": live.sentence}, None),
    ]
    assert (live._still.value, live._moving.value) == (live.picture.still, live.picture.moved)
    assert live._said.value == f'<div aria-live="polite">{html.escape(live.sentence)}</div>'


def test_reset_draws_once(monkeypatch):
    live = explorables.bend_a_line()
    live.controls["w1"].value = live.controls["b3"].value = 3
    drawn, show = [], live.picture.show
    monkeypatch.setattr(live.picture, "show", lambda **values: drawn.append(values) or show(**values))
    live.reset()
    assert drawn == [{key: start for key, (start, *_) in STARTS["bend_a_line"].items()}]
    live.controls["w1"].value = 2
    assert len(drawn) == 2


WANTED = "type numbers with commas between them, such as 1, -2, 3.5."


@pytest.mark.parametrize(
    "typed, said",
    [
        (" ", "Type a few numbers with commas between them, such as 1, -2, 3.5."),
        ("[,]", "Type a few numbers with commas between them, such as 1, -2, 3.5."),
        ("1,2,3,4", "That is 4 numbers; the picture has room for 3."),
        ("1, abc", f"“abc” is not a number: {WANTED}"),
        ("X1", f"“X1” is not a number: {WANTED}"),
        ("1,,2", f"There is nothing between two commas: {WANTED}"),
        ("1, -1e400", "“-1e400” is -inf to Python, which has no place in the picture."),
        ("nan", "“nan” is nan to Python, which has no place in the picture."),
    ],
)
def test_what_is_typed_wrong_is_named_with_the_mend(typed, said):
    with pytest.raises(ValueError) as raised:
        read_numbers(typed, most=3)
    assert str(raised.value) == said


def test_numbers_are_read_with_or_without_brackets():
    assert read_numbers(" [1, -2.5 ,3e2] ", most=3) == [1, -2.5, 300] == read_numbers("(1,-2.5,300)", most=3)
    assert len(read_numbers(",".join("1" * 40), most=40)) == 40


def test_a_complaint_is_shown_whole_and_goes_again():
    live = explorables.relu_curve()
    live.controls["inputs"].value = ",".join("1" * 41)
    told = "That is 41 numbers; the picture has room for 40. The picture still shows the last good values."
    assert live._complaint.value == f'<div style="line-height: 14px">{told}</div>'
    live.controls["inputs"].value = "1"
    assert live._complaint.value == ""


def test_rounding_noise_is_what_lies_beyond_nine_digits():
    assert (tidy(0.1 + 0.2), tidy(1.123456789), tidy(1.12345678949)) == (0.3, 1.123456789, 1.123456789)


@pytest.mark.parametrize("name", explorables.ALL)
def test_what_is_thrown_away_is_closed_with_all_that_came_with_it(name):
    live = explorables.ALL[name]()
    found, waiting = [live._said], [live._panel]
    while waiting:
        found.append(widget := waiting.pop())
        waiting += getattr(widget, "children", ())
    found += [getattr(widget, part) for widget in found for part in ("layout", "style") if hasattr(widget, part)]
    assert all(widget.comm is not None for widget in found)
    del live
    gc.collect()
    assert all(widget.comm is None for widget in found)
