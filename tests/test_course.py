"""What nbval cannot see: cells never run or run out of order, pictures, links, addresses, solutions, stubs."""

import itertools
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

import helpers
from conftest import exempt
from helpers import check, explorables

ROOT = Path(__file__).parent.parent
LESSONS = {path.stem: nbformat.read(path, as_version=4) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("*.md"))}
PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
URL = re.search(r'^Repository = "(https://github\.com/[^"]+)"', PROJECT, re.M)[1]
SLUG = URL.removeprefix("https://github.com/")
PAGES_URL = "https://{}.github.io/{}/".format(*SLUG.split("/"))
HOSTS = {
    "colab.research.google.com",
    "creativecommons.org",
    "github.com",
    "jfly.uni-koeln.de",
    "jupyter.org",
    "mybinder.org",
    "nnfs.io",
    "numpy.org",
    "www.python.org",
}

every_lesson = pytest.mark.parametrize("name", LESSONS)


def code_cells(name):
    return [cell for cell in LESSONS[name].cells if cell.cell_type == "code"]


def prose(name):
    return "\n\n".join(cell.source for cell in LESSONS[name].cells if cell.cell_type == "markdown")


def texts(output):
    """All text of an output, and none of its pictures."""
    yield output.get("text", "")
    yield from (value for kind, value in output.get("data", {}).items() if kind.startswith("text/"))


@every_lesson
def test_recorded_in_one_run_in_order(name):
    cells = code_cells(name)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1)), "run make record"


@every_lesson
def test_nothing_recorded_differs_from_run_to_run(name):
    notebook = LESSONS[name]
    assert (
        set(notebook.metadata) == {"kernelspec", "language_info"} and "version" not in notebook.metadata.language_info
    )
    traces = re.compile(
        r"/tmp/|/home/|/Users/|[A-Z]:\\|\.venv|ipykernel_\d|0x[0-9a-f]{6,}|\b20\d\d-\d\d-\d\d\b|object at "
    )
    for cell in code_cells(name):
        # Beside tags, only what folds the setup cell away, in JupyterLab and on Colab: its code is no part of a lesson.
        folded = {"cellView": "form", "jupyter": {"source_hidden": True}} if cell is code_cells(name)[0] else {}
        kept = {key: value for key, value in cell.metadata.items() if key != "tags"}
        assert kept == folded, f"{cell.id}: {kept}"
        for output in cell.outputs:
            assert output.output_type != "error" and output.get("name") != "stderr", cell.id
            assert "application/vnd.jupyter.widget-view+json" not in output.get("data", {}), cell.id
            for text in texts(output):
                assert not traces.search(text), f"{cell.id}: {traces.search(text)[0]}"


@every_lesson
def test_an_output_is_exempt_from_comparison_only_with_a_reason(name):
    assert all(reason for _, reason in exempt(LESSONS[name])), "a line `# not compared: why`, please"


@every_lesson
def test_cells_are_small_and_words_stand_between_them(name):
    before = "markdown"
    for cell in LESSONS[name].cells:
        if cell.cell_type == "code":
            # The setup cell is folded away, and nobody types it.
            assert len(cell.source.splitlines()) <= (24 if cell is code_cells(name)[0] else 16), f"{cell.id} is long"
            assert before == "markdown", f"{cell.id} follows a code cell without a word between"
        before = cell.cell_type


@every_lesson
def test_exercises_are_numbered_from_1_on(name):
    numbers = re.findall(r"^### Exercise (\d+) ★{1,3}: ", prose(name), re.M)
    assert numbers == [str(number) for number in range(1, prose(name).count("### Exercise") + 1)]


@every_lesson
def test_the_setup_cell_is_the_same_everywhere_and_names_the_repository(name):
    setup = code_cells(name)[0].source
    assert setup == code_cells(next(iter(LESSONS)))[0].source
    assert f" {URL}/archive/HEAD.zip\n" in setup


@every_lesson
def test_title_and_readme_open_this_very_lesson(name):
    for page in (LESSONS[name].cells[0].source, PAGES["README.md"]):
        assert f"({PAGES_URL}lite/notebooks/index.html?path=notebooks/{name}.ipynb)" in page
        assert f"(https://colab.research.google.com/github/{SLUG}/blob/main/notebooks/{name}.ipynb)" in page
        assert f"(https://mybinder.org/v2/gh/{SLUG}/HEAD?urlpath=lab/tree/notebooks/{name}.ipynb)" in page


def test_errata_point_at_sections_that_are_there():
    rows = re.findall(r"\(notebooks/(\w+)\.ipynb\), sections? (\d+)(?: (?:to|and) (\d+))?", PAGES["ERRATA.md"])
    assert len(rows) == 12
    for name, *sections in rows:
        assert all(re.search(rf"^## {section}\. ", prose(name), re.M) for section in filter(None, sections)), name


def anchor(heading):
    """A heading's anchor as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


DOCUMENTS = {page: (ROOT / page, text) for page, text in PAGES.items()}
DOCUMENTS |= {name: (ROOT / "notebooks" / f"{name}.ipynb", prose(name)) for name in LESSONS}
every_document = pytest.mark.parametrize("name", DOCUMENTS)


def source_of(path):
    return prose(path.stem) if path.suffix == ".ipynb" else path.read_text(encoding="utf-8")


def links_of(text):
    text = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.S)
    return re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|href)="([^"]+)"', text)


@every_document
def test_a_page_leads_somewhere(name):
    assert links_of(DOCUMENTS[name][1])


@pytest.mark.parametrize("name, link", [(name, link) for name in DOCUMENTS for link in links_of(DOCUMENTS[name][1])])
def test_every_link_image_and_anchor_resolves(name, link):
    path = DOCUMENTS[name][0]
    if link.startswith(PAGES_URL):
        return  # make check-site looks whether the page is there
    if link.startswith("http"):
        host = re.match(r"https://([^/]+)", link)
        assert host and host[1] in HOSTS, f"{link}: https and a known host, please"
        for repository in re.findall(r"github(?:\.com)?/([\w.-]+/[\w.-]+?)(?:\.git)?(?:[/#?]|$)", link):
            assert repository == SLUG, f"{link} names another repository"
        return
    file, _, fragment = link.partition("#")
    target = (path.parent / file).resolve() if file else path
    assert target.exists(), f"{link} leads nowhere"
    if fragment:
        headings = re.findall(r"^#+ (.*)$", source_of(target), re.M)
        assert fragment in map(anchor, headings), f"{link}: no such heading"


@every_document
def test_every_picture_has_alt_text_and_no_placeholder_is_left(name):
    text = DOCUMENTS[name][1]
    for alt in re.findall(r"!\[([^\]]*)\]", text):
        assert len(alt.strip()) > 5
    for tag in re.findall(r"<img[^>]*>", text):
        assert re.search(r'alt="[^"]{6,}"', tag), tag
    assert not re.search(r"TODO|FIXME|lorem|XXX|OWNER/REPO|^[<>]{7} ", text, re.M), "what is left to do, or of a merge"


def test_every_explorable_is_in_a_lesson():
    code = "".join(cell.source for name in LESSONS for cell in code_cells(name))
    assert set(re.findall(r"explorables\.(\w+)\(", code)) == set(explorables.ALL)


def solutions():
    """Every exercise of every lesson: the check's name, the answer's name, the stub and the solution."""
    for lesson in LESSONS:
        cells = LESSONS[lesson].cells
        for cell, after in itertools.pairwise(cells):
            called = re.search(r'^check\("(\w+)", (\w+)\)$', cell.source, re.M) if cell.cell_type == "code" else None
            if called:
                block = re.search(r"Solution</b></summary>\s+```python\n(.*?)```\s+</details>", after.source, re.S)
                assert block, f"{called[1]}: no Solution folded under its check"
                assert "<b>Help:</b>" in after.source.split("Solution</b>")[0], f"{called[1]}: no Help"
                yield pytest.param(*called.groups(), cell, block[1], id=called[1])


@pytest.mark.parametrize("name, answer, cell, solution", list(solutions()))
def test_a_stub_fails_softly_and_its_solution_passes(name, answer, cell, solution):
    assert cell.outputs[-1].data["text/plain"].startswith("✘ Not yet")
    names = {"np": np}
    exec(solution, names)
    verdict = check(name, names[answer])
    assert verdict.passed, verdict


def test_every_check_has_an_exercise():
    assert {param.id for param in solutions()} == set(helpers.exercises())


@every_lesson
def test_a_line_of_code_is_seen_whole_beside_the_list_of_files(name):
    """In JupyterLab, 1280 pixels wide; the setup cell is folded."""
    assert [line for cell in code_cells(name)[1:] for line in cell.source.split("\n") if len(line) > 106] == []
