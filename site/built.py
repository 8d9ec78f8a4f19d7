"""What the tests of the web edition share: what stands in build/site, and an eye on a page of it."""

import contextlib
import json
import re
from urllib.parse import urlsplit

import pytest
from browser import CHROMIUM, chromium
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
        page.context.on("requestfailed", self.failed)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("response", lambda got: self.faults.append(f"{got.status} {got.url}") if got.status >= 400 else None)
        page.on("console", lambda said: self.fault(said) if said.type == "error" else None)

    def failed(self, request):
        # Aborted is what a page leaves behind when it is reloaded; what is missing or refused fails in another way.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.url}")

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


@contextlib.contextmanager
def visit(site, distribution, profile, *size):
    """A first visit: nothing of the site or of Python is in this browser yet."""
    kinds = {".mjs": "text/javascript", ".wasm": "application/wasm", ".json": "application/json"}

    def answer(route):
        file = distribution / urlsplit(route.request.url).path.rpartition("/")[2]
        headers = {"Access-Control-Allow-Origin": "*", "Content-Type": kinds.get(file.suffix, "application/zip")}
        if file.is_file():
            route.fulfill(path=file, headers=headers)
        else:
            route.fulfill(status=404)

    with chromium(profile, *size) as page:
        page.context.route(f"{PYODIDE}**", answer)
        page.watch = Watch(page, site, PYODIDE)
        yield page


def launch(page, site, name):
    """Open a lesson by the button of its reading page."""
    page.goto(f"{site}notebooks/{name}.html")
    yield "until its page can be read"
    page.get_by_role("link", name="Run in your browser").click()
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
    yield "from its button until the notebook can be read"


def ready(page):
    page.get_by_role("status").filter(has_text="Ready").wait_for(timeout=180_000)
