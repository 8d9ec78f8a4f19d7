"""What a first visit, and the next one, meet before a lesson of the browser edition is worked on."""

import re
import time

from built import launch, ready, visit
from playwright.sync_api import expect

MINE = """() => {
  const {model} = jupyterapp.shell.currentWidget.context;
  model.setMetadata("edition", "an older one");
  model.cells.get(0).sharedModel.setSource("# Mine");
}"""


def test_a_lesson_that_has_changed_is_offered_on_a_phone_and_ones_own_is_kept(site, distribution, tmp_path):
    with visit(site, distribution, tmp_path / "profile", 390, 844) as page:
        list(launch(page, site, "01_relu"))
        line = page.get_by_role("navigation", name="The course")
        expect(line).to_contain_text("Python is loading", timeout=60_000)
        title = re.compile("ReLU")
        expect(page).to_have_title(title, timeout=60_000)
        folded = page.locator(".jp-MoreHorizIcon").first.bounding_box()
        assert folded["x"] + folded["width"] <= 390, "what unfolds the first cell is out of reach"
        expect(page.get_by_text("Trusted")).not_to_be_visible()
        page.evaluate(MINE)
        expect(page).to_have_title("Mine", timeout=60_000)
        page.wait_for_timeout(2000)
        page.reload()
        expect(page).to_have_title("Mine", timeout=60_000)
        newer = line.get_by_role("link", name="Newer edition")
        newer.wait_for(timeout=30_000)
        assert line.evaluate("line => line.scrollWidth <= line.clientWidth && line.scrollHeight <= line.clientHeight")
        newer.click()
        expect(page).to_have_title(title, timeout=60_000)
        page.go_back()
        expect(page).to_have_title("Mine", timeout=60_000)
        for words, leads_to in (("Lesson’s page", "01_relu.html"), ("Next lesson", "02_softmax.ipynb")):
            expect(line.get_by_role("link", name=words)).to_have_attribute("href", re.compile(leads_to))


SLOW = """() => {
  const {contents} = jupyterapp.serviceManager;
  const save = contents.save.bind(contents), {context} = jupyterapp.shell.currentWidget;
  contents.save = async (...what) => {
    const saved = await save(...what);
    await new Promise(done => setTimeout(done, 2000));
    return saved;
  };
  window.saved = 0;
  for (const after of [0, 1000]) setTimeout(() => context.save().then(() => saved++), after);
}"""


def test_a_save_that_meets_another_asks_nothing(site, learner):
    list(launch(learner, site, "01_relu"))
    expect(learner).to_have_title(re.compile("ReLU"), timeout=60_000)
    learner.evaluate(SLOW)
    learner.wait_for_function("saved === 2 || document.querySelector('.jp-Dialog')", timeout=60_000)
    expect(learner.locator(".jp-Dialog")).to_have_count(0)


RUN_TO = """async start => {
  const {content} = jupyterapp.shell.currentWidget;
  content.deselectAll();
  content.activeCellIndex = content.widgets.findIndex(cell => cell.model.sharedModel.source.startsWith(start));
  await jupyterapp.commands.execute("notebook:run-all-above");
  await jupyterapp.commands.execute("notebook:run-cell");
}"""
EMPTY = """() => jupyterapp.serviceManager.contents.save("empty.ipynb", {type: "notebook", format: "json", content: {
  metadata: {kernelspec: {name: "python", display_name: "Python (Pyodide)"}}, nbformat: 4, nbformat_minor: 5,
  cells: [{cell_type: "code", id: "a", metadata: {}, outputs: [], execution_count: null, source: "import matplotlib"}],
}})"""


def test_how_long_the_first_explorable_takes_beside_an_empty_notebook(site, distribution, tmp_path, capsys):
    with visit(site, distribution, tmp_path / "empty") as page:
        page.goto(f"{site}lite/tree/index.html")
        page.wait_for_function("() => window.jupyterapp?.serviceManager?.isReady", timeout=60_000)
        page.evaluate(EMPTY)
        started = time.monotonic()
        page.goto(f"{site}lite/notebooks/index.html?path=empty.ipynb")
        ready(page)
        page.evaluate(RUN_TO, "import matplotlib")
        expect(page.locator(".jp-InputPrompt").first).to_have_text("[1]:", timeout=180_000)
        empty = time.monotonic() - started
    with visit(site, distribution, tmp_path / "lesson") as page:
        page.goto(f"{site}notebooks/01_relu.html")
        started = time.monotonic()
        page.get_by_role("link", name="Run in your browser").click()
        ready(page)
        page.evaluate(RUN_TO, "explorables.")
        picture = page.locator(".explorable-picture").first
        picture.wait_for(timeout=180_000)
        before = picture.inner_html()
        picture.locator("xpath=..").get_by_role("slider").first.focus()
        page.keyboard.press("End")
        page.wait_for_function(
            "([picture, before]) => picture.innerHTML != before", arg=[picture.element_handle(), before], timeout=60_000
        )
        lesson = time.monotonic() - started
    with capsys.disabled():
        print(f"\nFrom the button to an explorable that answers: {lesson:.1f} s; an empty notebook's", end=" ")
        print(f"`import matplotlib`: {empty:.1f} s; {lesson / empty:.2f} times")
