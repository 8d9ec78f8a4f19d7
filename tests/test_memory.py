"""An explorable that is thrown away is gone: no model, no figure, no object stays behind."""

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
