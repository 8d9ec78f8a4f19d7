"""Every lesson in the very server of `make lab`, in a real browser, under the hand."""

import os
import re
import shutil
import sys

import pytest
from browser import CHROMIUM, PICTURE, ROOT, chromium, make_lab, run_all, scroll_to, until_it_changes
from playwright.sync_api import expect

from helpers import explorables

if not CHROMIUM and os.environ.get("CI") and sys.platform == "linux":
    raise RuntimeError("CI needs Chromium: apt-get install chromium")
pytestmark = [  # its list of moves must be gone through for the nine lessons anew before make test can run it again
    pytest.mark.thorough,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium to test in: sudo apt-get install chromium"),
]

LESSONS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    if not shutil.which("make") or not (ROOT / ".venv/installed").exists():
        pytest.skip("this test starts `make lab`, which needs make and the .venv that make makes")
    folder = tmp_path_factory.mktemp("lab") / "a höme with spaces"
    folder.mkdir()
    with make_lab(folder) as address:
        yield address


@pytest.fixture
def page(tmp_path):
    with chromium(tmp_path / "profile") as page:
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda said: page.errors.append(said.text) if said.type == "error" else None)
        yield page


def nothing_went_wrong(page):
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    assert page.get_by_text("Click to show javascript error").count() == 0
    assert page.errors == []


def said_at(lesson, value):
    """What the lesson's first explorable says with its first slider at `value`."""
    name = re.search(r"explorables\.(\w+)\(\)", (ROOT / "notebooks" / lesson).read_text(encoding="utf-8"))[1]
    live = explorables.ALL[name]()
    next(control for control in live.controls.values() if hasattr(control, "readout")).value = value
    return live.sentence


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_runs_and_follows_the_hand(address, page, lesson):
    run_all(page, address(lesson))
    picture = page.locator(PICTURE).first
    sentence = page.locator(".explorable-sentence").first
    scroll_to(page, picture)
    expect(sentence).not_to_be_empty(timeout=60_000)
    picture_before, sentence_before = picture.inner_html(), sentence.text_content()

    slider = page.get_by_role("slider").first
    slider.focus()
    page.keyboard.press("ArrowRight")
    until_it_changes(page, picture, picture_before)
    expect(sentence).not_to_have_text(sentence_before)

    sentence_before_typing = sentence.text_content()
    box = page.locator("input[type=number]").first
    box.fill("0.5")
    box.press("Enter")
    expect(sentence).not_to_have_text(sentence_before_typing)

    # Dragged by the mouse: whatever pictures came on the way, the last is the one where the hand stopped.
    handle = slider.bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(x + 30 - abs(30 - step), y)
    page.mouse.up()
    expect(slider).not_to_have_attribute("aria-valuetext", "0.50")
    page.wait_for_timeout(1000)
    expect(sentence).to_have_text(said_at(lesson, float(box.input_value())))

    page.get_by_role("button", name="Reset").first.click()
    expect(sentence).to_have_text(sentence_before)
    scroll_to(page, page.get_by_role("heading", name="What you have now"))
    page.get_by_text("Not yet").last.wait_for(timeout=60_000)  # the last exercise's cell ran
    nothing_went_wrong(page)


def test_typed_inputs_are_read_or_refused_in_words(address, page):
    run_all(page, address("01_relu.ipynb"))
    typed = page.get_by_label("inputs").first
    scroll_to(page, typed)
    sentence = page.locator(".explorable-sentence").first
    expect(sentence).to_contain_text("Of 8 inputs", timeout=60_000)
    nothing_moves = page.get_by_role("button", name="Reset").first, page.locator(PICTURE).first
    before = [part.bounding_box() for part in nothing_moves]
    typed.fill("1, 2, abc")
    expect(page.get_by_text("“abc” is not a number")).to_be_visible()
    assert [part.bounding_box() for part in nothing_moves] == before  # though the complaint takes two lines
    expect(sentence).to_contain_text("Of 8 inputs")
    expect(typed).to_have_value("1, 2, abc")
    typed.fill("1, -2, 3")
    expect(sentence).to_contain_text("Of 3 inputs, 2 pass unchanged and 1 become 0")
    nothing_went_wrong(page)


def test_a_prediction_is_judged_by_keyboard(address, page):
    run_all(page, address("01_relu.ipynb"))
    choice = page.get_by_role("radio").first
    scroll_to(page, choice)
    choice.focus()
    page.keyboard.press("Space")
    for key in ("Tab", "Tab", "Tab", "Enter"):  # past the other choices, to the button
        page.keyboard.press(key)
    expect(page.get_by_text("Not so. Negative numbers become 0 as well")).to_be_visible(timeout=60_000)
    nothing_went_wrong(page)
