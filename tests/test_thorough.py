"""What takes minutes: every lesson in both front ends, at two sizes and in two themes, and rough handling.

Left out of `make test`; `make test TEST_FLAGS="-m thorough --dist load"` runs it, and CI does. Screenshots stay in
build/screenshots.
"""

import os
import re
import shutil
import stat
import subprocess
import sys

import nbformat
import pytest
from browser import CHROMIUM, ROOT, chromium, explorables_in, listen, make_lab, move, predict_all
from changes import zeroed
from nbclient import NotebookClient
from test_browser import nothing_went_wrong
from test_course import LESSONS, code_cells, every_lesson, solutions

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium to test in: sudo apt-get install chromium"),
]

VIEWS = {
    "lab, wide, light": ("lab", 1280, "light"),
    "lab, phone, dark": ("lab", 390, "dark"),
    "notebook, wide, dark": ("notebook", 1280, "dark"),
    "notebook, phone, light": ("notebook", 390, "light"),
}
# Lets the tests run a cell by its id, in each front end.
APP = "--LabApp.expose_app_in_browser=True --JupyterNotebookApp.expose_app_in_browser=True"
SHOTS = ROOT / "build" / "screenshots"
SETTINGS = {
    "@jupyterlab/apputils-extension/themes": {"adaptive-theme": True},  # follows the browser's own
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},  # every cell is in the page
}
READY = "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status == 'idle'"
RUN_ALL = "() => jupyterapp.commands.execute('notebook:run-all-cells')"
# Puts an answer into a cell, runs it, and returns what the cell says.
ANSWER = """async ([id, source]) => {
  const notebook = jupyterapp.shell.currentWidget.content;
  const index = notebook.widgets.findIndex(cell => cell.model.id == id);
  notebook.deselectAll();
  notebook.activeCellIndex = index;
  if (source) notebook.widgets[index].model.sharedModel.setSource(source);
  await jupyterapp.commands.execute('notebook:run-cell');
  return notebook.widgets[index].outputArea.node.innerText;
}"""
SOURCE = """id => jupyterapp.shell.currentWidget.content.widgets.find(cell => cell.model.id == id)
  .model.sharedModel.source"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    SHOTS.mkdir(parents=True, exist_ok=True)
    with make_lab(tmp_path_factory.mktemp("lab"), APP, SETTINGS) as address:
        yield address


def wanted(name):
    return sum("explorables." in cell.source for cell in code_cells(name))


def opened(page, address):
    page.goto(address)
    page.wait_for_function(READY, timeout=90_000)
    listen(page)  # from here on: Notebook 7 itself raises one while it starts


# What axe-core finds in the front ends' own parts, where a notebook has no say: (rule, part).
THEIRS = [
    ("aria-input-field-name", "noUi-handle"),  # ipywidgets ties no label to a slider's handle
    ("image-alt", '<img src="data:image/png'),  # JupyterLab drops the alt text of an output
    ("scrollable-region-focusable", "jp-RenderedMarkdown"),  # on a phone, JupyterLab's cells scroll sideways
]


def serious_faults(page):
    """What axe-core finds serious or critical in the lesson's text, outputs and widgets."""
    from axe_playwright_python.sync_playwright import Axe  # whose import fails where text is read as ASCII

    ours = [".jp-RenderedMarkdown", ".jp-OutputArea-output"]
    rules = Axe().run(page, context=ours, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]}"
        for rule in rules
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
        if not any(rule["id"] == known and part in node["html"] for known, part in THEIRS)
    ]


def answers(name):
    """Each exercise of a lesson: its cell's id, its check line, and its solution."""
    for exercise, _, cell, solution in (param.values for param in solutions()):
        if cell in LESSONS[name].cells:
            yield exercise, cell.id, re.search(r"^check\(.*\)$", cell.source, re.M)[0], solution


def move_and_look(page, name, view, width, moving=True):
    """Move each explorable, unless it was moved before, and see that it is as wide as the page at most."""
    for number, (picture, panel) in enumerate(explorables_in(page, wanted(name))):
        if moving:
            move(page, picture, panel)
        panel.scroll_into_view_if_needed()
        page.screenshot(path=SHOTS / f"{name}, {view}, {number}.png")
        box = panel.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, "an explorable is wider than the page"


@pytest.mark.parametrize("view", VIEWS)
@every_lesson
def test_a_lesson_in_every_view(address, name, view, tmp_path):
    front, width, theme = VIEWS[view]
    with chromium(tmp_path / "profile", width, 900, theme) as page:
        opened(page, address(f"{name}.ipynb", front))
        page.evaluate("() => jupyterapp.shell.collapseLeft()")  # JupyterLab's file list fills a phone
        page.evaluate(RUN_ALL)
        move_and_look(page, name, view, width)
        predict_all(page)
        for exercise, cell, check, solution in answers(name):
            assert "✘" in page.evaluate(ANSWER, [cell, f"{zeroed(solution)}\n{check}"]), exercise
            assert "✔ Right" in page.evaluate(ANSWER, [cell, f"{solution}\n{check}"]), exercise
        assert not (faults := serious_faults(page)), "\n".join(faults)
        nothing_went_wrong(page)


def test_two_lessons_at_once(address, tmp_path):
    with chromium(tmp_path / "profile") as one:
        other = one.context.new_page()
        opened(one, address("02_softmax.ipynb"))
        opened(other, address("03_axis_keepdims.ipynb"))
        one.evaluate("() => { window.done = jupyterapp.commands.execute('notebook:run-all-cells') }")
        other.evaluate(RUN_ALL)
        one.evaluate("() => window.done")
        for page, name in ((one, "02_softmax"), (other, "03_axis_keepdims"), (one, "02_softmax")):
            move(page, *explorables_in(page, wanted(name))[0])
            nothing_went_wrong(page)


def test_a_kernel_that_dies_in_a_cell_takes_nothing_along(address, tmp_path):
    _, cell, check, solution = next(answers("01_relu"))
    with chromium(tmp_path / "profile") as page:
        opened(page, address("01_relu.ipynb", "notebook"))
        page.evaluate(RUN_ALL)
        typed = f"# what I think\n{solution}\nimport os, signal; os.kill(os.getpid(), signal.SIGKILL)\n{check}"
        page.evaluate("([id, source]) => { (" + ANSWER + ")([id, source]) }", [cell, typed])
        page.get_by_role("button", name="Ok").click(timeout=60_000)  # “The kernel appears to have died”
        page.wait_for_function(READY, timeout=90_000)
        assert page.evaluate(SOURCE, cell) == typed
        page.evaluate(ANSWER, [cell, typed.replace(", signal; os.kill(os.getpid(), signal.SIGKILL)", "")])
        page.evaluate(RUN_ALL)
        assert "✔ Right" in page.evaluate(ANSWER, [cell, ""])
        move(page, *explorables_in(page, wanted("01_relu"))[0])


@every_lesson
def test_cells_in_any_order_only_ever_miss_a_name(name, tmp_path):
    """Backwards after the imports: what an earlier cell defines is missing, and Python says which; then in order."""
    cells = code_cells(name)
    notebook = nbformat.v4.new_notebook(metadata=LESSONS[name].metadata)
    for cell in [*cells[:2], *cells[:1:-1], *cells]:
        notebook.cells.append(nbformat.v4.new_code_cell(cell.source))
    resources = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, resources=resources, timeout=120, allow_errors=True).execute()
    errors = [
        (number, output.ename, output.evalue)
        for number, cell in enumerate(notebook.cells)
        for output in cell.outputs
        if output.output_type == "error"
    ]
    assert {kind for _, kind, _ in errors} <= {"NameError"}, errors
    assert all(number < len(cells) for number, *_ in errors), "run in order afterwards, no cell may fail"


@every_lesson
@pytest.mark.skipif(not shutil.which("setpriv"), reason="needs setpriv (util-linux) to make root obey permissions")
def test_a_folder_that_cannot_be_written_to(name, tmp_path):
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    for path in (tmp_path / "notebooks", tmp_path):
        path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    drop = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"] if os.getuid() == 0 else []
    try:
        writing = subprocess.run([*drop, "touch", tmp_path / "notebooks" / "x"], capture_output=True)
        assert writing.returncode, "the folder is not read-only, so this test would prove nothing"
        command = [sys.executable, "-m", "jupyter", "nbconvert", "--execute", "--to", "notebook", "--stdout"]
        ran = subprocess.run(
            [*drop, *command, f"notebooks/{name}.ipynb"],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=200,
        )
        assert ran.returncode == 0, ran.stderr
    finally:
        tmp_path.chmod(stat.S_IRWXU)
        (tmp_path / "notebooks").chmod(stat.S_IRWXU)


# Switches on the loopback interface, which a kernel needs, in a network namespace that has nothing else.
LOOPBACK = "import fcntl, socket, struct; fcntl.ioctl(socket.socket(), 0x8914, struct.pack('16sh', b'lo', 0x49))"


@pytest.mark.skipif(sys.platform != "linux" or os.getuid(), reason="needs Linux and root to take the network away")
def test_without_a_network_a_lesson_runs_and_the_setup_cell_says_what_is_missing(tmp_path):
    setup = code_cells("01_relu")[0].source.replace('find_spec("helpers")', 'find_spec("helpers_missing")')
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(setup)], metadata=LESSONS["01_relu"].metadata)
    nbformat.write(notebook, tmp_path / "setup.ipynb")
    execute = f"{sys.executable} -m jupyter nbconvert --execute --to markdown --stdout"
    for folder, lesson, words in (
        (ROOT, "notebooks/01_relu.ipynb", "What you have now"),
        (tmp_path, "setup.ipynb", "\n    The helpers could not be fetched. Is there a network?"),
    ):
        command = f'{sys.executable} -c "{LOOPBACK}" && {execute} {lesson}'
        ran = subprocess.run(
            ["unshare", "--net", "sh", "-c", command],
            cwd=folder,
            env=os.environ | {"PIP_RETRIES": "0"},
            capture_output=True,
            encoding="utf-8",
            timeout=200,
        )
        assert ran.returncode == 0 and words in ran.stdout, ran.stderr
