"""The browser edition as it stands in build/site, under the hand of a learner: make check-site."""

import itertools
import json
import re
import time
from urllib.parse import unquote, urlsplit

import pyodide
from browser import scroll_to
from bs4 import BeautifulSoup
from built import LESSONS, PYODIDE, code_cells, every_lesson, explorables_of, launch, ready, source
from playwright.sync_api import expect
from serve import FOLDER
from test_opening import RUN_TO

from helpers.engine.copies import untold


def run_all(page):
    ready(page)
    yield "from then until Python is ready"
    page.get_by_text("Run", exact=True).first.click()
    page.get_by_text("Run All Cells", exact=True).click()
    first = page.locator(".jp-CodeCell .jp-InputPrompt:not(.jp-Placeholder-prompt)").first  # the one not folded
    expect(first).to_have_text("[*]:", timeout=60_000)
    expect(first).to_have_text(re.compile(r"\[\d+\]:"), timeout=300_000)
    yield "from Run All until the first cell has run"
    page.wait_for_function(
        """() => document.querySelector(".jp-Notebook-ExecutionIndicator")?.dataset.status === "idle" &&
        ![...document.querySelectorAll(".jp-InputPrompt")].some(prompt => prompt.textContent.includes("*"))""",
        timeout=300_000,
    )
    yield "until the last cell has run"


def open_and_run(page, site, name):
    """Yield each stage on the way from the reading page to a lesson that has run, and the seconds it took."""
    for stages in (launch(page, site, name), run_all(page)):
        started = time.monotonic()
        for stage in stages:
            yield stage, time.monotonic() - started
            started = started if "Run All" in stage else time.monotonic()


def handed_in(page):
    """The notebook as a learner hands it in: saved, then downloaded from the File menu."""
    page.keyboard.press("Control+s")
    page.get_by_text("File", exact=True).first.click()
    with page.expect_download() as download:
        page.get_by_text("Download", exact=True).click()
    return json.loads(download.value.path().read_text(encoding="utf-8"))


def texts(cell):
    """All that a cell says, its pictures left out."""
    for output in cell["outputs"]:
        assert output["output_type"] != "error", output
        assert output.get("name") != "stderr", output
        said = "".join(output.get("text", output.get("data", {}).get("text/plain", "")))
        if said:  # after an explorable this kernel sends one more output, with nothing in it
            yield said


SHOWN = """() => {
  const styles = out => [...out.querySelectorAll("style")].map(style => style.textContent);
  const text = out => styles(out).reduce((all, style) => all.replace(style, ""), out.textContent);
  const shown = one => getComputedStyle(one.closest(".jp-OutputArea-child")).display !== "none";
  return [...document.querySelectorAll(".jp-Cell")].map(cell => [cell.dataset.windowedListIndex,
    [...cell.querySelectorAll(".jp-OutputArea-output")].filter(shown).map(text),
    [...cell.querySelectorAll(".jp-OutputArea-output img")].filter(shown).length]);
}"""


def shown_in(page, name):
    """What each cell's outputs say, and how many pictures there are; only cells on the screen are in the page."""
    said, pictures = {}, {}
    panel = page.locator(".jp-WindowedPanel-outer")
    panel.evaluate("panel => panel.scrollTo(0, 0)")
    while len(said) < len(LESSONS[name]["cells"]):
        for index, texts_here, images in page.evaluate(SHOWN):
            if index:
                said[int(index)], pictures[index] = [solid(text) for text in texts_here if text], images
        panel.evaluate("panel => panel.scrollBy(0, 600)")
        page.wait_for_timeout(100)
    panel.evaluate("panel => panel.scrollTo(0, 0)")
    return said, sum(pictures.values())


def recorded_pictures(name):
    return sum("image/png" in out.get("data", ()) for cell in code_cells(LESSONS[name]) for out in cell["outputs"])


def as_recorded(page, name):
    """Before anything runs, the page shows what is recorded, but for what a working copy leaves out."""
    said, pictures = shown_in(page, name)
    hidden = untold(LESSONS[name])
    assert hidden and pictures
    for number, cell in enumerate(LESSONS[name]["cells"]):
        recorded = [] if cell in hidden else [plain(output) for output in cell.get("outputs", ())]
        assert said[number] == [solid(text) for text in recorded if text], source(cell)


def solid(text):
    """The letters alone, wherever a line breaks."""
    return "".join(text.split())


def plain(output):
    """The letters that the page shows of an output; none of a picture."""
    data = output.get("data", {"text/plain": output.get("text")})
    if "image/png" in data:
        return ""
    html = "".join(data.get("text/html", ""))
    return BeautifulSoup(html, "html.parser").get_text() if html else "".join(data["text/plain"])


# The one thing that is not said in the browser: WebAssembly has no floating-point flags, so NumPy cannot warn there.
NO_WARNINGS = re.compile(r"^RuntimeWarning: .* encountered in \w+\n", re.M)


@every_lesson
def test_a_lesson_says_in_the_browser_what_it_says_everywhere_and_follows_the_hand(site, learner, name, capsys):
    for stage, seconds in open_and_run(learner, site, name):
        with capsys.disabled():
            print(f"\n{name}, {stage}: {seconds:.1f} s, {megabytes(learner.watch.asked, site):.1f} MB so far", end="")
        if "notebook can be read" in stage:
            as_recorded(learner, name)
    compared, differ = 0, []
    for cell, here in zip(code_cells(LESSONS[name]), code_cells(handed_in(learner)), strict=True):
        if "NBVAL_IGNORE_OUTPUT" in cell["metadata"].get("tags", []):
            continue  # the cell itself says why
        said = [NO_WARNINGS.sub("", text) for text in texts(cell)]
        if list(texts(here)) != [text for text in said if text]:
            differ.append((source(cell), list(texts(here)), said))
        compared += 1
    assert compared > 10 and differ == []

    pictures = learner.locator(".explorable-picture")
    expect(pictures).to_have_count(len(explorables_of(name)))
    for picture in pictures.all():
        scroll_to(learner, picture)
        follows_the_hand(learner, picture)
    learner.watch.nothing_wrong()


def follows_the_hand(page, picture):
    picture.wait_for(timeout=60_000)
    before = [picture.element_handle(), picture.inner_html()]
    hand = picture.locator("xpath=..").locator("[role=slider], select").first
    hand.focus()
    at_its_end = hand.evaluate("hand => hand.ariaValueNow && hand.ariaValueNow === hand.ariaValueMax")
    page.keyboard.press("Home" if at_its_end else "End")
    page.wait_for_function("([picture, before]) => picture.innerHTML != before", arg=before, timeout=30_000)


def megabytes(asked, site):
    """What a first visit transfers, before any compression by the host."""
    files = {FOLDER / unquote(urlsplit(url).path[1:]) for url in asked if url.startswith(site)}
    files |= {pyodide.FOLDER / url.removeprefix(PYODIDE) for url in asked if url.startswith(PYODIDE)}
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def test_a_whole_lesson_is_done_with_two_reloads_on_the_way_and_nothing_is_lost(site, learner):
    name = "04_overflow_stability"
    cells, done = LESSONS[name]["cells"], {}
    assert list(launch(learner, site, name))

    def run(code, instead=None):
        cell = learner.locator(".jp-CodeCell", has_text=code.splitlines()[-1])
        scroll_to(learner, cell)
        cell.locator(".cm-content").click()
        if instead:
            learner.keyboard.press("Control+a")
            learner.keyboard.insert_text(instead)
        learner.keyboard.press("Shift+Enter")
        return cell

    def nothing_is_lost():
        kept = {source(cell): "".join(texts(cell)) for cell in code_cells(handed_in(learner))}
        assert [code for code, said in done.items() if said not in kept.get(code, "gone")] == []

    def come_back():
        learner.wait_for_timeout(2000)
        learner.reload()  # as on a phone, which has no Ctrl+S
        learner.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
        said, pictures = shown_in(learner, name)
        assert [text for texts_here in said.values() for text in texts_here if "widget" in text] == []
        assert pictures == recorded_pictures(name)
        nothing_is_lost()
        list(run_all(learner))
        nothing_is_lost()  # what was predicted is known to the new kernel

    ready(learner)
    learner.evaluate(RUN_TO, source(code_cells(LESSONS[name])[1]))  # what every cell needs
    for cell, below in itertools.pairwise(cells):
        code = source(cell)
        if code.startswith("predict("):
            asked = run(code)
            asked.get_by_role("radio").first.check(timeout=60_000)
            asked.get_by_role("button", name="That is my prediction").click()
            expect(asked).to_contain_text(re.compile("✔ Right|✘ Not so"))
            done[code] = "✔ Right" if "✔ Right" in asked.inner_text() else "✘ Not so"
        elif code.startswith("explorables."):
            follows_the_hand(learner, run(code).locator(".explorable-picture"))
            done[code] = ""
        elif check := re.search(r"^check\(.+", code, re.M):
            solution = re.search(r"Solution</b></summary>\n\n```python\n(.+?)```", source(below), re.S)[1]
            solved = f"{solution}\n\n{check[0]}"
            expect(run(code, solved)).to_contain_text("✔", timeout=60_000)
            done[solved] = "✔"
            if list(done.values()).count("✔") in (2, 4):
                come_back()
    come_back()
    solved = list(done.values()).count("✔")
    learner.goto(f"{site}index.html")
    expect(learner.locator(".done")).to_have_text(f"✔ {solved} of {solved} exercises solved in your browser.")
    learner.watch.nothing_wrong()


def test_helpers_that_the_site_lacks_are_asked_of_nobody_else(site, learner):
    index = json.loads((FOLDER / "lite/pypi/all.json").read_text(encoding="utf-8"))
    del index["activation-functions-from-scratch"]
    learner.context.route("**/lite/pypi/all.json*", lambda route: route.fulfill(json=index))
    list(launch(learner, site, "01_relu"))
    ready(learner)
    learner.evaluate(RUN_TO, "# @title Nothing to do")
    expect(learner.locator(".jp-Notebook")).to_contain_text("activation-functions-from-scratch", timeout=60_000)
    learner.wait_for_timeout(2000)
    own = site, PYODIDE, "blob:", "data:"
    assert [url for url in learner.watch.asked if not url.startswith(own)] == []
