"""A front end of ipywidgets 7.7.1, Colab's: every lesson in the classic Notebook, with Colab's other versions.

Makes an environment of its own in build/classic, which takes a minute and the network the first time.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from browser import CHROMIUM, ROOT, chromium, predict_all
from playwright.sync_api import expect
from test_course import every_lesson
from test_thorough import SHOTS, answers, move_and_look, wanted

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium to test in: sudo apt-get install chromium"),
]
HOME, VERSIONS = ROOT / "build" / "classic", ROOT / "tests" / "colab.txt"
READY = "() => window.Jupyter?.notebook?._fully_loaded && Jupyter.notebook.kernel?.widget_manager"
DONE = "() => !document.querySelector('.code_cell.running') && !Jupyter.notebook.kernel_busy"
# Puts an answer into the cell with this check line, and runs it.
ANSWER = """([line, source]) => {
  window.cell = Jupyter.notebook.get_cells().find(cell => cell.get_text().split("\\n").includes(line));
  cell.set_text(source);
  cell.execute();
}"""
SLOW = "from helpers import progress\nimport time\nfor step in progress(range(1000)):\n    time.sleep(0.1)"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    SHOTS.mkdir(parents=True, exist_ok=True)
    stamp = HOME / "installed"
    if not stamp.exists() or stamp.read_bytes() != VERSIONS.read_bytes():
        subprocess.run([sys.executable, "-m", "venv", "--clear", HOME], check=True)
        install = [HOME / "bin" / "pip", "install", "-q", "--disable-pip-version-check", "-r", VERSIONS]
        subprocess.run([*install, "notebook==6.5.7", "nnfs"], check=True)
        shutil.copy(VERSIONS, stamp)
    folder = tmp_path_factory.mktemp("classic")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {name: str(folder / name) for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    server = subprocess.Popen(
        [HOME / "bin" / "jupyter-notebook", "--no-browser", "--allow-root", f"--port={port}", "--NotebookApp.token=t"],
        cwd=folder / "notebooks",
        env=os.environ | own | {"PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api?token=t").close()
                break
            except OSError:
                time.sleep(0.5)
        yield lambda name: f"http://127.0.0.1:{port}/notebooks/{name}.ipynb?token=t"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


def opened(page, address):
    page.on("dialog", lambda dialog: dialog.accept())  # leaving a notebook that has changed
    page.goto(address)
    page.wait_for_function(READY, timeout=90_000)
    page.wait_for_timeout(5000)  # a cell that runs before its widget manager has asked the kernel shows no widget


def says(page, line, source):
    """Return what the cell with this check line says to `source`."""
    page.evaluate(ANSWER, [line, source])
    page.wait_for_function(DONE, timeout=60_000)
    return page.evaluate("() => cell.element[0].querySelector('.output').innerText")


@every_lesson
def test_a_lesson_in_the_classic_notebook(address, name, tmp_path):
    with chromium(tmp_path / "profile") as page:
        opened(page, address(name))
        page.evaluate("() => Jupyter.notebook.execute_all_cells()")
        page.wait_for_function(DONE, timeout=300_000)
        assert page.locator(".output_stderr, .output_error").count() == 0
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            move_and_look(page, name, f"classic, {width}", width, moving=width == 1280)
        predict_all(page)
        for exercise, _, check, solution in answers(name):
            assert "✔ Right" in says(page, check, f"{solution}\n{check}"), exercise


def test_what_was_answered_is_there_without_its_kernel(address, tmp_path):
    with chromium(tmp_path / "profile") as page:
        opened(page, address("02_softmax"))
        page.evaluate("() => Jupyter.notebook.execute_all_cells()")
        page.wait_for_function(DONE, timeout=300_000)
        predict_all(page)
        asked = page.get_by_role("button", name="That is my prediction").count()
        page.evaluate("() => Jupyter.notebook.save_notebook()")
        page.wait_for_timeout(2000)
        page.evaluate("() => Jupyter.notebook.kernel.restart()")
        for _ in ("at once", "next day"):
            expect(page.locator(".course-still:visible")).to_have_count(asked + wanted("02_softmax"), timeout=60_000)
            expect(
                page.locator(".output").get_by_text(re.compile("✔ Right|✘ Not so")).filter(visible=True)
            ).to_have_count(asked)
            assert page.locator(".explorable-picture:visible, .output input:visible").count() == 0
            page.evaluate("() => Jupyter.notebook.session.delete()")
            opened(page, address("02_softmax"))


def test_the_stop_button_ends_a_loop_and_keeps_what_it_made(address, tmp_path):
    with chromium(tmp_path / "profile") as page:
        opened(page, address("07_train"))
        page.evaluate("() => { window.cell = Jupyter.notebook.insert_cell_at_index('code', 0) }")
        page.evaluate("source => { cell.set_text(source); cell.execute() }", SLOW)
        bar = page.locator(".widget-hprogress")
        bar.get_by_text("20 of 1000").wait_for(timeout=60_000)
        page.evaluate("() => Jupyter.notebook.kernel.interrupt()")
        page.get_by_text("steps. What was made so far is kept.").wait_for(timeout=20_000)
