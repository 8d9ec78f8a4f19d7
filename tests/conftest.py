"""What every run of the tests says at its end: how many recorded outputs nobody compares, and why."""

import re
from pathlib import Path

import hypothesis
import nbformat

hypothesis.settings.register_profile("untimed", deadline=None)  # machines are shared: no test looks at the clock
hypothesis.settings.load_profile("untimed")
NOTEBOOKS = Path(__file__).parent.parent / "notebooks"


def exempt(notebook):
    """Yield the cells that nbval is told to skip or not to compare, by tag or comment, each with the reason given."""
    for cell in notebook.cells:
        told = " ".join([*cell.metadata.get("tags", []), *re.findall(r"#.*", cell.source)])
        if cell.cell_type == "code" and re.search(r"nbval|pytest_validate|raises-exception", told, re.I):
            reason = re.search(r"# not compared: (.{10,})", cell.source)
            yield cell.id, reason and reason[1]


def pytest_terminal_summary(terminalreporter):
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        found = list(exempt(nbformat.read(path, as_version=4)))
        terminalreporter.write_line(f"{path.name}: {len(found)} outputs are not compared {found or ''}".rstrip())
