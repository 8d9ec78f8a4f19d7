"""What every run of the tests begins and ends with: whose code is judged, and which outputs nobody compares."""

import os
import re
import sys
from pathlib import Path

import hypothesis
import nbformat

ROOT = Path(__file__).parent
# The lessons' kernels, and the processes that tests start, take the helpers from here, whatever is installed.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
os.environ["COURSE_PREDICTED"] = os.devnull  # what somebody predicted beside the lessons is no part of them
sys.path.insert(0, str(ROOT))

import helpers  # noqa: E402
from helpers.engine import repair  # noqa: E402

repair.SECONDS = 8  # what a check finds on a slow machine is what it finds on a quick one

hypothesis.settings.register_profile("untimed", deadline=None)  # machines are shared: no test looks at the clock
hypothesis.settings.load_profile("untimed")

if Path(helpers.__file__).resolve().parents[1] != ROOT.resolve():
    raise RuntimeError(f"these tests are for {ROOT}, but the helpers come from {helpers.__file__}")


def exempt(notebook):
    """Yield the cells that nbval is told to skip or not to compare, by tag or comment, each with the reason given."""
    for cell in notebook.cells:
        told = " ".join([*cell.metadata.get("tags", []), *re.findall(r"#.*", cell.source)])
        if cell.cell_type == "code" and re.search(r"nbval|pytest_validate|raises-exception", told, re.I):
            reason = re.search(r"# not compared: (.{10,})", cell.source)
            yield cell.id, reason and reason[1]


def pytest_terminal_summary(terminalreporter):
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        found = list(exempt(nbformat.read(path, as_version=4)))
        terminalreporter.write_line(f"{path.name}: {len(found)} outputs are not compared {found or ''}".rstrip())
