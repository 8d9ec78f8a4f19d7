"""What every explorable has in common, whatever it draws."""

import gc

import ipywidgets
import pytest
from matplotlib.figure import Figure

from helpers import explorables


def alive():
    """How many models, figures and explorables this process holds."""
    gc.collect()
    kinds = ipywidgets.Widget, Figure, explorables.Explorable
    return [sum(issubclass(type(thing), kind) for thing in gc.get_objects()) for kind in kinds]


def test_a_hundred_explorables_leave_nothing_behind():
    before = alive()
    for _ in range(100):
        live = explorables.two_classes()
        live.controls["z0"].value = 1
    del live
    assert alive() == before


def test_every_kind_of_explorable_goes_when_it_is_let_go():
    for name, make in explorables.ALL.items():
        before = alive()
        make()
        assert alive() == before, name


def test_shown_again_and_again_only_the_newest_are_kept(capsys):
    pytest.importorskip("IPython")
    for _ in range(3 * explorables._shown.maxlen):
        explorables.two_classes()._ipython_display_()
    assert alive()[2] == explorables._shown.maxlen
    explorables._shown.clear()
    assert alive()[2] == 0


# What a learner finds by its label, what they set it to, and what the picture must then say.
LABELS = {
    "relu_curve": [("inputs", "1, -2, 3", "Of 3 inputs, 2 pass"), ("x", 2.5, "ReLU(2.5) = 2.5")],
    "bend_a_line": [
        ("w₁", 0, "Every weight is 0"),
        ("w₂", 1, "bends at x = 0."),
        ("b₂", 3, "bends at x = -3."),
        ("w₃", 1, "bends at x = -3, 2."),
        ("b₃", 1, "bends at x = -3, -1."),
        ("w₁", 1, "bends at x = -3, -2, -1."),
        ("b₁", -4, "bends at x = -3, -1, 4."),
    ],
    "temperature": [
        ("class 0", 3, "The logits 3, 1.21, 2.385 become"),
        ("class 1", 2, "The logits 3, 2, 2.385 become"),
        ("class 2", 1, "The logits 3, 2, 1 become"),
        ("add to all", 10, "The logits 13, 12, 11 become"),
        ("multiply all by", 2, "The logits 16, 14, 12 become"),
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
    monkeypatch.setattr(live._drawing, "move", lambda **values: 1 / 0)
    live.controls["z0"].value = 1
    assert "This picture has a fault, please report it: ZeroDivisionError" in live._complaint.value
