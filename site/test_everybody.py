"""The reading pages for a finger, on paper, and for somebody who comes back."""

import re

import pytest
from browser import chromium
from built import LESSON, READ
from playwright.sync_api import expect

# What can be pressed and is smaller than 24 pixels; a link within a line of an article is as high as the line.
SMALL = """[...document.querySelectorAll("a[href], button, input, select, summary, label:has(input), [role=button]")]
  .filter(one => one.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .filter(one => !one.matches("label input, a:has(img)"))
  .filter(one => !one.matches("article :is(p, li, dd, td) a") || one.closest(".launch, .report, ul.lessons"))
  .map(one => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
  .filter(([, {width, height, right, bottom}]) => (width < 24 || height < 24) && right > 0 && bottom > 0)
  .map(([html, {width, height}]) => `${html} ${width.toFixed(1)} × ${height.toFixed(1)}`)"""
# What is printed darker than white but for ink, folds that would be an empty line, and what is cut at the paper's edge.
PAPER = """[...document.querySelectorAll("body *")]
  .filter(one => one.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .filter(one => !one.closest("svg, mjx-container"))
  .map(one => [one, getComputedStyle(one)])
  .filter(([one, {backgroundColor, borderTop}]) => one.matches("details:not([open]), .explorable, button")
    || one.matches("code") && !borderTop.startsWith("0px") && borderTop.match(/\\d+/g).slice(1).some(one => one < 150)
    || one.getBoundingClientRect().right > innerWidth + 1
    || backgroundColor.startsWith("rgb(") && backgroundColor.match(/\\d+/g).some(light => light < 215))
  .map(([one, {backgroundColor}]) => `${one.outerHTML.slice(0, 90)} ${backgroundColor}`)"""


def test_a_finger_finds_room_on_everything(site, tmp_path):
    small = {}
    with chromium(tmp_path / "profile", 390, 844) as reader:
        for page in READ:
            reader.goto(f"{site}{page}", wait_until="domcontentloaded")
            small[page] = reader.evaluate(SMALL)
    assert {page: found for page, found in small.items() if found} == {}


# What stands over the button of a prediction, wherever on the screen a reader brings it by scrolling back.
COVERED = """async () => {
  const covered = new Set(), drawn = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  for (const button of document.querySelectorAll(".prediction button")) {
    for (let from = 100; from < innerHeight - 50; from += 30) {
      scrollBy({top: button.getBoundingClientRect().y - from + 60, behavior: "instant"});
      await drawn();
      scrollBy({top: -60, behavior: "instant"});
      await drawn();
      const {left, right, y, height} = button.getBoundingClientRect();
      for (const x of [left + 3, (left + right) / 2, right - 3]) {
        const hit = document.elementFromPoint(x, y + height / 2);
        if (hit !== button) covered.add(hit.outerHTML.slice(0, 90));
      }
    }
  }
  return [...covered];
}"""


def test_nothing_stands_over_the_button_of_a_prediction(site, tmp_path):
    with chromium(tmp_path / "profile", 390, 844) as reader:
        reader.goto(f"{site}notebooks/{LESSON}.html")
        assert reader.evaluate(COVERED) == []


def test_a_tap_counts_before_the_script_has_come(site, tmp_path):
    with chromium(tmp_path / "profile", 390, 844) as reader:
        held = []
        reader.route("**/site.js*", lambda asked: held.append(asked))
        reader.goto(f"{site}notebooks/{LESSON}.html", wait_until="commit")
        asked = reader.locator("form.prediction").first
        asked.get_by_role("radio").nth(1).check()
        asked.get_by_role("button").click()
        held[0].continue_()
        expect(asked.get_by_role("status")).to_contain_text(re.compile("✔ Right|✘ Not so"))
        reader.unroute("**/site.js*")
        reader.reload()
        expect(asked.get_by_role("radio").nth(1)).to_be_checked()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_lesson_is_printed_on_white_paper(site, tmp_path, theme):
    with chromium(tmp_path / "profile", 720, 1000, theme) as reader:
        reader.goto(f"{site}notebooks/{LESSON}.html")
        expect(reader.locator("html")).to_have_attribute("data-theme", theme)
        reader.emulate_media(media="print", color_scheme=theme, reduced_motion="reduce")
        assert reader.evaluate(PAPER) == []


def test_who_comes_back_finds_what_they_answered_and_where_to_go_on(site, tmp_path):
    lesson = "02_softmax"
    with chromium(tmp_path / "profile", 390, 844) as reader:
        reader.goto(f"{site}index.html")
        assert reader.locator(".done").count() == 0 and "Go on with" not in reader.locator("main").inner_text()
        reader.goto(f"{site}notebooks/{lesson}.html")
        asked = reader.locator("form.prediction")
        of = asked.count()
        asked.nth(1).get_by_role("radio").nth(1).check()
        asked.nth(1).get_by_role("button").click()
        verdict = asked.nth(1).get_by_role("status").inner_text()
    with chromium(tmp_path / "profile", 390, 844) as reader:  # the next day
        reader.goto(f"{site}index.html")
        expect(reader.locator(".done")).to_have_text(f"✔ 1 of {of} predictions answered on its page.")
        reader.get_by_text("Go on with").get_by_role("link").click()
        expect(asked_again := reader.locator("form.prediction").nth(1)).to_contain_text(verdict)
        expect(asked_again.get_by_role("radio").nth(1)).to_be_checked()
        assert reader.url.endswith(f"{lesson}.html") and verdict
