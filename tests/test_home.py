"""At home on anybody's machine: whatever folder, settings, encodings and names of others the course is met with."""

import base64
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from test_pictures import alike

import helpers
from helpers import check

ROOT = Path(__file__).parent.parent
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SETUP = next(cell.source for cell in nbformat.read(LESSONS[0], as_version=4).cells if cell.cell_type == "code")


def python(code, *flags, **environment):
    """Run `code` with these settings and return what it prints, errors too."""
    env = os.environ | {"PYTHONIOENCODING": "utf-8"} | environment  # a check's ✘ is in no code page of Windows
    told = subprocess.run([sys.executable, *flags, "-c", code], env=env, capture_output=True, timeout=120, cwd=ROOT)
    return (told.stdout + told.stderr).decode("utf-8", "replace")


# Encodings


def test_a_machine_of_another_encoding_reads_all_rooms_and_makes_copies(tmp_path):
    code = (
        f"import helpers\nhelpers.questions(), helpers.exercises()\nfrom helpers.engine import copies\n"
        f"copies.give('notebooks', {str(tmp_path)!r})"
    )
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    assert python(code, **ascii_only) == ""
    for lesson in LESSONS:
        assert nbformat.read(tmp_path / lesson.name, as_version=4).cells[0] == nbformat.read(lesson, 4).cells[0]


# Installed, as Colab and a browser do it, and not from this folder


def test_what_is_installed_knows_its_books(tmp_path):
    pytest.importorskip("setuptools", "77", reason="this environment is older than pyproject.toml")
    leave_out = shutil.ignore_patterns("__pycache__", "*.egg-info")
    shutil.copytree(ROOT / "helpers", tmp_path / "course" / "helpers", ignore=leave_out)
    for file in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / file, tmp_path / "course")
    installed = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "--no-build-isolation", "--target"]
    subprocess.run([*pip, installed, tmp_path / "course"], check=True, capture_output=True)
    code = (
        f"import os\nos.chdir({str(tmp_path)!r})\nimport helpers, numpy as np\n"
        "print(helpers.__file__, len(helpers.questions()))\nprint(helpers.check('relu', np.abs))"
    )
    said = f"{installed / 'helpers' / '__init__.py'} {len(helpers.questions())}\n{check('relu', np.abs)}"
    assert python(code, PYTHONPATH=str(installed)).strip() == said


# matplotlib speaks of a folder for its settings that it cannot write to, and when it counts fonts for five seconds.
AT_ONCE = "import threading\nTimer = threading.Timer\nthreading.Timer = lambda wait, *more: Timer(0, *more)\n"
NOWHERE = dict.fromkeys(("HOME", "USERPROFILE"), os.devnull) | {"XDG_CONFIG_HOME": "", "XDG_CACHE_HOME": ""}


@pytest.mark.parametrize("before, little", [("", NOWHERE), ("", {"MPLCONFIGDIR": os.devnull}), (AT_ONCE, NOWHERE)])
def test_a_home_that_cannot_be_written_to_or_a_slow_disk_puts_no_words_into_a_lesson(before, little):
    lesson = "helpers.start()\nhelpers.explorables.bend_a_line()\nhelpers.predict('relu_list')"
    assert python(f"{before}import helpers\n{lesson}", **little) == ""
    unasked = python(f"{before}import helpers\n{lesson.partition(chr(10))[2]}", **little)
    assert ("building the font cache" in unasked) == bool(before) and "atplotlib" in unasked


# Other modules of our name


def run_setup(folder, setup=SETUP, **own):
    """Return what the setup cell shows in `folder`, and whether the course's helpers can be imported after it."""
    cells = [nbformat.v4.new_code_cell(source) for source in (setup, "from helpers import check")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    client = NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}, timeout=60, allow_errors=True)
    client.execute(env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | own)
    return [output.text for output in cells[0].outputs], not cells[1].outputs


@pytest.mark.parametrize("theirs", ["helpers.py", "helpers/__init__.py", "helpers/tools.py"])
def test_a_module_of_our_name_beside_the_lesson_is_no_obstacle_or_is_named_with_the_mend(theirs, tmp_path):
    (tmp_path / theirs).parent.mkdir(exist_ok=True)
    (tmp_path / theirs).write_text("raise ImportError('their module ran')", encoding="utf-8")
    told, imported = run_setup(tmp_path)
    place = tmp_path / theirs.split("/")[0]
    mend = f"{place} hides the course's helpers: rename it, restart the kernel and run this cell again.\n"
    # A folder without __init__.py gives way, unless the course is installed by a finder that is asked last.
    assert told == ([] if imported else [mend]) and (theirs == "helpers/tools.py" or not imported)


@pytest.mark.parametrize("theirs", ["numpy.py", "matplotlib/__init__.py", "nnfs.py", "PIL.py", "secrets.py"])
def test_a_file_named_like_a_module_that_a_lesson_needs_is_named_with_the_mend(theirs, tmp_path):
    (tmp_path / theirs).parent.mkdir(exist_ok=True)
    (tmp_path / theirs).write_text("", encoding="utf-8")
    place, name = theirs.split("/")[0], re.match(r"\w+", theirs)[0]
    mend = f"{place} hides the module {name}: rename it, restart the kernel and run this cell again.\n"
    code = f"import os, sys\nos.chdir({str(tmp_path)!r})\nimport helpers\nhelpers.start()"
    assert python(code, PYTHONPATH=str(ROOT)).endswith(mend)


def test_a_clean_folder_needs_no_word(tmp_path):
    assert run_setup(tmp_path) == ([], True)


def test_a_proxy_that_answers_nothing_is_named_without_its_password_and_with_the_mend(tmp_path):
    """Within the sixty seconds that a cell has here: pip by itself would ask six times, and git for ever."""
    setup = SETUP.replace('find_spec("helpers")', 'find_spec("helpers_missing")').replace('TIMEOUT="10"', 'TIMEOUT="1"')
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = f"127.0.0.1:{silent.getsockname()[1]}"
        names = "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"
        nowhere = dict.fromkeys(names, f"http://me:secret@{place}") | {"NO_PROXY": "", "no_proxy": ""}
        told, _ = run_setup(tmp_path, setup, PIP_CONFIG_FILE=os.devnull, PIP_DISABLE_PIP_VERSION_CHECK="1", **nowhere)
    assert f"Does the proxy {place} answer? A cell `%env https_proxy=`" in told[-1], told
    assert "secret" not in "".join(told)


# What the learner has set

STARTUP = """
import warnings
import numpy as np
from numpy import *
print = max = range
np.seterr(all="raise")
np.set_printoptions(precision=2, suppress=True, sign="+", linewidth=40, threshold=5, edgeitems=1, floatmode="fixed")
warnings.simplefilter("error")
"""
STYLE = "text.usetex: True\naxes.grid: True\nfont.weight: bold\nfont.size: 18\nsavefig.dpi: 30\nfigure.dpi: 30\n"


def seen(outputs):
    """What a reader sees of a cell, but for the pictures: how the pieces of a print arrive does not count."""
    return "".join(output.get("text") or output.data.get("text/plain", "") for output in outputs)


def drawn(outputs):
    return [base64.b64decode(output.data["image/png"]) for output in outputs if "image/png" in output.get("data", {})]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_elsewhere_with_settings_of_the_learners_own_and_again_a_lesson_shows_as_is_recorded(lesson, tmp_path):
    """Alone in another folder, unsolved exercises included, to the end, and all once more in the same kernel."""
    for file, text in (("ipython/profile_default/startup/mine.py", STARTUP), ("mpl/matplotlibrc", STYLE)):
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    own = {"IPYTHONDIR": str(tmp_path / "ipython"), "MPLCONFIGDIR": str(tmp_path / "mpl"), "MPLBACKEND": "TkAgg"}
    recorded = nbformat.read(lesson, as_version=4)
    code = [cell for cell in recorded.cells if cell.cell_type == "code"]
    cells = [nbformat.v4.new_code_cell(cell.source) for cell in code * 2]
    notebook = nbformat.v4.new_notebook(metadata=recorded.metadata, cells=cells)
    (tmp_path / "alone").mkdir()
    client = NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path / "alone")}}, timeout=120)
    client.execute(env=os.environ | own)
    assert not list((tmp_path / "alone").iterdir())
    for now, before in zip(notebook.cells, code):
        assert seen(now.outputs) == seen(before.outputs), before.id
    for now, before in zip(notebook.cells, code * 2):
        for new, old in zip(drawn(now.outputs), drawn(before.outputs), strict=True):
            assert alike(new, old), f"{before.id} is not what is drawn now: run make record"
