"""An explorable that is thrown away is gone: no model, no figure, no object stays behind."""

import gc

import ipywidgets
import pytest
from matplotlib.figure import Figure

from helpers import explorables
from helpers.engine import explorable


def alive():
    """How many models, figures and explorables this process holds."""
    gc.collect()
    kinds = ipywidgets.Widget, Figure, explorable.Explorable
    return [sum(issubclass(type(thing), kind) for thing in gc.get_objects()) for kind in kinds]


def test_of_a_hundred_shown_the_newest_are_kept_and_let_go_later():
    pytest.importorskip("IPython")
    before = alive()
    for _ in range(100):
        live = explorables.two_classes()
        live.controls["z0"].value = 1
        live._ipython_display_()
    del live
    assert alive()[2] - before[2] == explorable.NEWEST
    explorable._shown.clear()
    assert alive() == before


def test_every_kind_of_explorable_goes_when_it_is_let_go():
    before = alive()
    for name, make in explorables.ALL.items():
        make()
        assert alive() == before, name
