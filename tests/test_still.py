"""A widget without its kernel: in every front end what stands there is its still, and nothing else."""

import shutil
import subprocess
import sys

import nbformat
import pytest
from browser import CHROMIUM, chromium, make_lab
from playwright.sync_api import expect

from helpers import explorables, questions

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium to test in: sudo apt-get install chromium"),
]

CELLS = ["from helpers import explorables, predict", "explorables.two_classes()", 'predict("relu_list")']
QUESTION = questions()["relu_list"]
CHOSEN = next(choice for choice in QUESTION.choices if choice != QUESTION.right)
SENTENCE = explorables.two_classes().sentence
APP = "--LabApp.expose_app_in_browser=True --JupyterNotebookApp.expose_app_in_browser=True"
READY = "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status == 'idle'"
KERNEL = "how => jupyterapp.shell.currentWidget.sessionContext.session.kernel[how]()"

# What ipywidgets' html-manager 1.0 makes of a file that holds widget state, as `nbconvert --execute` writes it.
ONLINE = """() => {
  const views = document.querySelectorAll("script[type='application/vnd.jupyter.widget-view+json']");
  for (const view of views) view.outerHTML =
    "<div class='widget-subarea'><div class='lm-Panel jupyter-widgets-disconnected course-live'><input></div></div>";
  return views.length;
}"""


def shows_its_stills(page):
    """One picture with its sentence, the question with what was chosen and said, and how to have them live."""
    outputs = page.locator(".jp-Notebook, main").first
    expect(outputs.locator("img:visible")).to_have_count(1, timeout=30_000)
    expect(outputs.locator(".explorable-picture:visible, input:visible")).to_have_count(0)
    said = outputs.inner_text()
    told = f"● {CHOSEN}", QUESTION.choices[CHOSEN].replace("`", "")
    for once in (SENTENCE, *told, "Run this cell to move", "Run this cell to answer again"):
        assert said.count(once) == 1, f"{once!r} in: {said}"
    assert "model not found" not in said and "Loading widget" not in said, said


def is_live(page):
    expect(page.locator(".explorable-picture")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("radio").first).to_be_visible()
    assert page.locator(".jp-Notebook img:visible, .jp-Notebook .course-still:visible").count() == 0


SAVED = {"@jupyter-widgets/jupyterlab-manager/plugin": {"saveState": True}}


@pytest.mark.parametrize("front, other, settings", [("lab", "notebook", SAVED), ("notebook", "lab", {})])
def test_what_was_run_and_answered_is_there_without_its_kernel(front, other, settings, tmp_path, monkeypatch):
    monkeypatch.delenv("COURSE_PREDICTED")
    lab = tmp_path / "lab"
    lab.mkdir()
    with make_lab(lab, APP, settings) as address, chromium(tmp_path / "profile") as page:
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
        mine, handed_in = lab / "notebooks/mine.ipynb", lab / "notebooks/handed-in.ipynb"
        nbformat.write(notebook, mine)
        page.goto(address(mine.name, front))
        page.wait_for_function(READY, timeout=90_000)
        page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
        is_live(page)
        page.get_by_label(CHOSEN, exact=True).check()
        page.get_by_role("button", name="That is my prediction").click()
        page.get_by_text("Not so.").filter(visible=True).wait_for()

        page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
        page.wait_for_timeout(1000)
        assert ("widgets" in nbformat.read(mine, as_version=4).metadata) == bool(settings)
        exported = shutil.copy(mine, tmp_path)
        page.reload()  # while the kernel lives
        page.wait_for_function(READY, timeout=90_000)
        is_live(page)
        page.evaluate(KERNEL, "restart")
        shows_its_stills(page)
        page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
        page.evaluate(KERNEL, "shutdown")
        page.reload()  # next day
        page.wait_for_function(READY, timeout=90_000)
        page.wait_for_timeout(4000)  # ipywidgets looks for its model for two seconds
        shows_its_stills(page)
        page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
        is_live(page)
        expect(page.get_by_label(CHOSEN, exact=True)).to_be_checked()
        page.get_by_text("Not so.").filter(visible=True).wait_for()

        notebook = nbformat.read(mine, as_version=4)
        notebook.metadata["from"] = "somebody whose outputs are not trusted here"
        nbformat.write(notebook, handed_in)
        page.goto(address(handed_in.name, other))
        page.wait_for_function(READY, timeout=90_000)
        page.wait_for_timeout(4000)
        shows_its_stills(page)

    for template in ("lab", "classic"):
        subprocess.run(
            [sys.executable, "-m", "nbconvert", "--to", "html", "--template", template, exported], check=True
        )
        with chromium(tmp_path / template) as page:
            page.context.set_offline(True)
            page.goto((tmp_path / "mine.html").as_uri())
            shows_its_stills(page)
            assert page.evaluate(ONLINE) == (2 if settings else 0)
            shows_its_stills(page)
