"""What the tests of the web edition share: what stands in build/site, and an eye on a page of it."""

import json
import re

import pytest
from browser import CHROMIUM
from serve import FOLDER

ROOT = FOLDER.parent.parent
NPM = ROOT / "build/site-npm/node_modules"
REPOSITORY = re.search(r'^Repository = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.M)[1]
SLUG = REPOSITORY.removeprefix("https://github.com/")
LESSONS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(ROOT.glob("notebooks/*.ipynb"))}
LESSON = next(iter(LESSONS))
PAGES = {path.relative_to(FOLDER).as_posix(): path for path in FOLDER.rglob("*.html") if "lite" not in path.parts}
READ = [page for page in sorted(PAGES) if not page.startswith("_static/")]
LITE = json.loads((ROOT / "site/jupyter-lite.json").read_text())["jupyter-config-data"]
PYODIDE = LITE["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]["pyodideUrl"].removesuffix(
    "pyodide.mjs"
)
every_lesson = pytest.mark.parametrize("name", LESSONS)

if not CHROMIUM:
    raise RuntimeError("make check-site needs Chromium: sudo apt install chromium")


class Watch:
    """What a page asked for, and what went wrong."""

    def __init__(self, page, *own):
        self.own, self.asked, self.faults = own, [], []
        page.context.on("request", lambda request: self.asked.append(request.url))
        page.context.on("requestfailed", lambda request: self.faults.append(f"failed: {request.url}"))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("response", lambda got: self.faults.append(f"{got.status} {got.url}") if got.status >= 400 else None)
        page.on("console", lambda said: self.fault(said) if said.type == "error" else None)

    def fault(self, said):
        self.faults.append(f"{said.text} {said.location.get('url', '')[:100]}")

    def nothing_wrong(self):
        assert [url for url in self.asked if not url.startswith((*self.own, "blob:", "data:"))] == []
        # A browser looks for that file of its own accord, whatever icon a page names.
        assert [fault for fault in self.faults if not fault.endswith("/favicon.ico")] == []


def code_cells(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def explorables_of(name):
    return [cell for cell in code_cells(LESSONS[name]) if re.match(r"explorables\.\w+\(", source(cell))]


def source(cell):
    return "".join(cell["source"])
