"""The reading pages as they stand in build/site, under the hand of a reader: make check-site."""

import json
import os
import random
import subprocess
from pathlib import Path

import pytest
import states
from browser import chromium
from built import CHROMIUM, LESSON, LESSONS, NPM, READ, Watch, every_lesson, explorables_of, source
from playwright.sync_api import expect

from helpers.engine.copies import answers

on_a_desktop = pytest.mark.parametrize("reader", [(1280, 900)], ids=["desktop"], indirect=True)
on_a_phone = pytest.mark.parametrize("reader", [(390, 844)], ids=["phone"], indirect=True)


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["desktop", "phone"])
def reader(request, tmp_path):
    with chromium(tmp_path / "profile", *request.param) as page:
        yield page


# How large the letters of each formula stand, by those of the text around it, how far it sticks out of the page, and
# in how many places its lines are broken: the lessons' formulas have room even on a phone.
FORMULAS = """[...document.querySelectorAll("mjx-container")].map(formula => ({
  size: parseFloat(getComputedStyle(formula.querySelector("mjx-math")).fontSize)
    / parseFloat(getComputedStyle(formula.closest(".math").parentElement).fontSize),
  out: formula.getBoundingClientRect().right - document.documentElement.clientWidth,
  broken: formula.querySelectorAll("mjx-linestack").length,
}))"""
# What scrolls sideways without a shadow and a way for the keyboard, and code that loses its indentation where it wraps.
CODE = """[...document.querySelectorAll(".highlight pre")].filter(code => {
  const {whiteSpace, backgroundImage} = getComputedStyle(code);
  return whiteSpace !== "pre" || code.scrollWidth > code.clientWidth && (code.tabIndex || backgroundImage === "none");
}).map(code => code.textContent.slice(0, 90))"""
NO_ICON = """[...document.querySelectorAll("[class*='fa-']")]
  .filter(one => !getComputedStyle(one).maskImage.includes("<path")).map(one => one.className)"""

# Words cut in a menu, a heading's own link in a line by itself, a fold that touches what follows, an arrow made small.
UNEVEN = """[...document.querySelectorAll("select, .headerlink, details + .cell, .prev-next-area i")].filter(one => {
  const {top, width} = one.getBoundingClientRect();
  if (one.matches("select")) {
    const whole = one.cloneNode(true);
    whole.style.cssText = "position: absolute; width: max-content";
    one.after(whole);
    const cut = width < whole.offsetWidth - 1;
    whole.remove();
    return cut;
  }
  if (one.matches(".cell")) return top - one.previousElementSibling.getBoundingClientRect().bottom < 8;
  if (one.matches("i")) return width < 20;
  const words = document.createRange();
  words.selectNode(one.previousSibling);
  return width && top > words.getBoundingClientRect().bottom;
}).map(one => one.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("page", READ)
def test_a_page_is_read_from_this_host_alone_by_everyone(site, reader, page):
    watch = Watch(reader, site)
    reader.goto(f"{site}{page}")
    formulas = reader.locator(".math").count()
    expect(reader.locator("mjx-container")).to_have_count(formulas)
    assert reader.locator("mjx-merror").count() == 0
    lesson = LESSONS.get(Path(page).stem, {"cells": []})
    assert formulas or not any("$" in source(cell) for cell in lesson["cells"] if cell["cell_type"] == "markdown")
    assert reader.evaluate(UNEVEN) == []
    reader.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")
    assert "```" not in reader.locator("main").first.inner_text()
    measured = reader.evaluate(FORMULAS)
    assert [one for one in measured if one["size"] < 1 or one["out"] > 0 or one["broken"]] == []
    assert reader.evaluate(CODE) == []
    assert reader.evaluate(NO_ICON) == []
    width, room = reader.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width <= room, "the page scrolls sideways"
    assert all(image.get_attribute("alt") for image in reader.locator("main img").all())
    reader.add_script_tag(path=NPM / "axe-core/axe.min.js")
    for theme in ("light", "dark"):
        reader.emulate_media(color_scheme=theme, reduced_motion="reduce")  # or colours would still be on their way
        expect(reader.locator("html")).to_have_attribute("data-theme", theme)
        found = reader.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        grave = [one for one in found if one["impact"] in ("serious", "critical")]
        assert [(theme, one["id"], one["nodes"][0]["html"][:200]) for one in grave] == []
    watch.nothing_wrong()


@on_a_phone
@every_lesson
def test_a_solution_unfolds_as_code(site, reader, name):
    reader.goto(f"{site}notebooks/{name}.html")
    solution = reader.locator("details", has_text="Solution").last
    expect(solution.locator(".highlight")).not_to_be_visible()
    solution.locator("summary").click()
    expect(solution.locator(".highlight")).to_be_visible()


@on_a_phone
@every_lesson
def test_a_prediction_is_answered_on_the_page_and_its_answer_unfolds(site, reader, name):
    reader.goto(f"{site}notebooks/{name}.html")
    asked = answers(LESSONS[name])
    forms = reader.locator("form.prediction")
    expect(forms).to_have_count(len(asked))
    assert asked and "( ) " not in reader.locator("main").first.inner_text()
    assert "✘" not in reader.locator("main").first.inner_text(), "a cross greets who has tried nothing"
    folded = reader.locator("details.below-input").first
    commit = forms.first.get_by_role("button")
    commit.click()
    expect(forms.first.get_by_role("status")).to_have_text("Choose one of the answers first.")
    expect(folded).not_to_have_attribute("open", "")
    verdicts = []
    for choice in forms.first.get_by_role("radio").all():
        choice.check()
        commit.click()
        verdicts.append(forms.first.get_by_role("status").inner_text())
    assert sum(said.startswith("✔ Right.") for said in verdicts) == 1
    assert len(set(verdicts)) == len(verdicts)
    expect(folded).to_have_attribute("open", "")


# What both draw, but for the names of what their pictures define.
SAME = r"""(page, drawn) => {
  const read = html => {
    const made = document.createElement("template");
    made.innerHTML = html.replace(/#(p[0-9a-f]{8}d|\w+-)(?=\d)/g, "#");
    return made.innerHTML;
  };
  const named = [...page.innerHTML.matchAll(/(?:url\(|href=")#([\w-]+)/g)].map(([, id]) => id);
  return [named.filter(id => !document.getElementById(id)), read(page.children[1].innerHTML) === read(drawn)];
}"""


def moves(form, live):
    """Move each control of a page's explorable to both ends and elsewhere, then any control anywhere."""
    hands = form.locator("input, select").all()
    last = [hand.evaluate("hand => hand.max || (hand.length ?? 2) - 1") for hand in hands]
    lots = random.Random(len(hands))
    places = [(number, at) for number, end in enumerate(last) for at in (0, int(end), int(end) // 2, int(end) // 3)]
    places += [(number, lots.randint(0, int(last[number]))) for number in lots.choices(range(len(hands)), k=40)]
    for number, at in places:
        hand, widget = hands[number], list(live.controls.values())[number]
        assert hand.is_disabled() == widget.disabled
        if widget.disabled:
            continue
        kind = hand.get_attribute("type") or "select"
        if kind == "range":
            hand.fill(str(at))
            shown = hand.get_attribute("aria-valuetext")
            assert hand.evaluate("hand => hand.nextElementSibling.textContent") == shown
            widget.value = float(shown)
        elif kind == "checkbox":
            hand.set_checked(bool(at))
            widget.value = bool(at)
        else:
            hand.select_option(index=at)
            shown = hand.locator("option").nth(at).inner_text()
            widget.value = next((one for one in getattr(widget, "options", ()) if str(one) == shown), shown)
        yield f"{widget.description} at {widget.value}"


@on_a_desktop
@every_lesson
def test_an_explorable_on_the_page_shows_what_python_draws(site, reader, name):
    watch, got = Watch(reader, site), []
    reader.on("requestfinished", lambda asked: got.append(asked) if "/states/" in asked.url else None)
    reader.goto(f"{site}notebooks/{name}.html")
    forms, cells = reader.locator("form.explorable"), explorables_of(name)
    expect(forms).to_have_count(len(cells))
    for form, cell, (_, live) in zip(forms.all(), cells, states.of(LESSONS[name])):
        form.evaluate(
            "form => { for (let up = form; (up = up.parentElement); ) if (up.matches('details')) up.open = true; }"
        )
        form.scroll_into_view_if_needed()
        picture, sentence = form.locator("xpath=..").locator(".picture"), form.locator("xpath=..").locator(".sentence")
        expect(picture).to_be_visible()
        recorded = "".join(cell["outputs"][1]["data"]["text/plain"])
        assert sentence.text_content() == recorded == live.sentence
        for where in moves(form, live):
            assert sentence.text_content() == live.sentence == picture.get_attribute("aria-label"), where
            assert picture.evaluate(SAME, live.picture.moved) == [[], True], where
        form.get_by_role("button", name="Reset").click()
        expect(sentence).to_have_text(recorded)
    assert 0 < sum(asked.sizes()["responseBodySize"] for asked in got) <= 150_000
    watch.nothing_wrong()


@on_a_phone
def test_search_finds_a_word_of_a_lesson(site, reader):
    watch = Watch(reader, site)
    reader.goto(f"{site}search.html?q=keepdims")
    expect(reader.locator("#search-results a[href*='03_axis_keepdims']").first).to_be_visible()
    watch.nothing_wrong()


@pytest.mark.parametrize("device, wanted, name", [("desktop", 95, LESSON), *(("phone", 90, name) for name in LESSONS)])
def test_lighthouse_gives_a_lesson(site, capsys, tmp_path, device, wanted, name):
    page = f"{site}notebooks/{name}.html"
    least = {"performance": wanted, "accessibility": 100, "best-practices": 100}
    command = ["node", NPM / "lighthouse/cli/index.js", page, "--quiet", "--output=json", f"--output-path={tmp_path}/r"]
    command += [f"--only-categories={','.join(least)}", "--chrome-flags=--headless --no-sandbox --disable-gpu"]
    command += ["--preset=desktop"] if device == "desktop" else []  # otherwise it simulates a phone
    for _ in range(3):  # other work on the machine can only lower a figure
        subprocess.run(command, check=True, env=os.environ | {"CHROME_PATH": CHROMIUM}, capture_output=True)
        categories = json.loads(Path(tmp_path / "r").read_text(encoding="utf-8"))["categories"]
        scores = {kind: round(100 * one["score"]) for kind, one in categories.items()}
        short = {kind: scores[kind] for kind in least if scores[kind] < least[kind]}
        with capsys.disabled():
            print(f"\nLighthouse, {name}, on a {device}:", scores)
        if not short:
            break
    assert short == {}
