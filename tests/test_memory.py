"""A cell that is run again and again takes no memory, though a kernel's `Out` and `_` hold what every cell gave."""

import gc
import json

import ipywidgets
import nbformat
import pytest
from matplotlib.figure import Figure
from nbclient import NotebookClient

from helpers import explorables
from helpers.engine import explorable


def alive():
    """How many models, figures and explorables this process holds."""
    gc.collect()
    kinds = ipywidgets.Widget, Figure, explorable.Explorable
    return [sum(issubclass(type(thing), kind) for thing in gc.get_objects()) for kind in kinds]


COUNT = """
import gc, ipywidgets, json
from matplotlib.figure import Figure
gc.collect()
kinds = ipywidgets.Widget, Figure
print(json.dumps([len(Out), *(sum(issubclass(type(thing), kind) for thing in gc.get_objects()) for kind in kinds)]))
"""


@pytest.mark.parametrize("cell", ["explorables.two_classes()", 'predict("relu_list")'])
def test_of_a_cell_run_a_hundred_and_one_times_the_newest_are_kept(cell):
    cells = ["from helpers import explorables, predict", *[cell] * 12, COUNT, *[cell] * 89, COUNT, "_2"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    NotebookClient(notebook, timeout=300).execute()
    early, late = (json.loads(cell.outputs[0].text) for cell in notebook.cells if cell.source == COUNT)
    assert (early[0], late[0]) == (12, 101), "a kernel is meant to hold them all in Out"
    assert late[1:] == early[1:]
    data = notebook.cells[-1].outputs[0]
    if "explorables" in cell:  # the first of them, by now put away
        assert "Run the cell that made it again" in data.text
    else:
        assert "Predict" in data.data["text/plain"]


def test_every_kind_of_explorable_goes_when_it_is_let_go():
    before = alive()
    for name, make in explorables.ALL.items():
        make()
        assert alive() == before, name
