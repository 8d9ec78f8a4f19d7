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
