"""Every lesson in the very server of `make lab`, in a real browser, under the hand."""

import os
import shutil
import sys

import pytest
from browser import CHROMIUM, PICTURE, ROOT, chromium, listen, make_lab, run_all, scroll_to, until_it_changes
from playwright.sync_api import expect

if not CHROMIUM and os.environ.get("CI") and sys.platform == "linux":
    raise RuntimeError("CI needs Chromium: apt-get install chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium to test in: sudo apt-get install chromium")

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
        listen(page)
        yield page


def nothing_went_wrong(page):
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    assert page.get_by_text("Click to show javascript error").count() == 0
    assert page.errors == []


def says_anew(sentence, before):
    """Return what an explorable says as soon as it is no longer `before`."""
    expect(sentence).not_to_have_text(before, timeout=20_000)
    return sentence.text_content()


# One lesson shows what all have in common, so the others wait for the thorough tests.
@pytest.mark.parametrize(
    "lesson", [pytest.param(name, marks=[pytest.mark.thorough] * (name[:2] != "03")) for name in LESSONS]
)
def test_a_lesson_runs_and_follows_the_hand(address, page, lesson):
    run_all(page, address(lesson))
    cell = page.locator(".jp-CodeCell", has=page.locator(PICTURE)).filter(has=page.get_by_role("slider")).first
    scroll_to(page, cell)
    picture, sentence = cell.locator(PICTURE), cell.locator(".explorable-sentence")
    expect(sentence).not_to_be_empty(timeout=60_000)
    picture_at_start, at_start = picture.inner_html(), sentence.text_content()

    slider, box = cell.get_by_role("slider").first, cell.locator("input[type=number]").first
    now, lowest, highest = (slider.get_attribute(f"aria-value{which}") for which in ("now", "min", "max"))
    slider.focus()
    page.keyboard.press("ArrowLeft" if now == highest else "ArrowRight")
    until_it_changes(page, picture, picture_at_start)
    by_key = says_anew(sentence, at_start)

    def typed(number, before):
        box.fill(number)
        box.press("Enter")
        return says_anew(sentence, before)

    at_low_end = typed(f"{float(lowest):g}", by_key)

    # Dragged by the mouse: whatever pictures came on the way, the last is the one where the hand stopped.
    handle = slider.bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(x + 3 * (30 - abs(30 - step)), y)
    page.mouse.up()
    says_anew(sentence, at_low_end)
    page.wait_for_timeout(1000)
    number, dragged = box.input_value(), sentence.text_content()
    typed(f"{float(lowest):g}", dragged)
    assert typed(number, at_low_end) == dragged

    cell.get_by_role("button", name="Reset").click()
    expect(sentence).to_have_text(at_start)
    scroll_to(page, page.get_by_role("heading", name="What you have now"))
    page.get_by_text("Not yet").last.wait_for(timeout=60_000)  # the last exercise's cell ran
    nothing_went_wrong(page)


def test_typed_inputs_are_read_or_refused_in_words_and_a_prediction_is_judged_by_keyboard(address, page):
    run_all(page, address("01_relu.ipynb"))
    typed = page.get_by_label("inputs").first
    scroll_to(page, typed)
    sentence = page.locator(".explorable-sentence").first
    expect(sentence).to_contain_text("Of 8 inputs", timeout=60_000)

    def below():  # measured from the box, since the whole page may scroll
        parts = typed, page.get_by_role("button", name="Reset").first, page.locator(PICTURE).first
        tops = [part.bounding_box()["y"] for part in parts]
        return [round(top - tops[0]) for top in tops]

    nothing_moves = below()
    typed.fill("1, 2, abc")
    expect(page.get_by_text("“abc” is not a number")).to_be_visible()
    assert below() == nothing_moves  # though the complaint takes two lines
    expect(sentence).to_contain_text("Of 8 inputs")
    expect(typed).to_have_value("1, 2, abc")
    typed.fill("1, -2, 3")
    expect(sentence).to_contain_text("Of 3 inputs, 2 pass unchanged and 1 become 0")

    choice = page.get_by_role("radio").first
    scroll_to(page, choice)
    choice.focus()
    page.keyboard.press("Space")
    for key in ("Tab", "Tab", "Tab", "Enter"):  # past the other choices, to the button
        page.keyboard.press(key)
    said = page.get_by_text("Not so. Negative numbers become 0 as well").filter(visible=True)
    expect(said).to_have_count(1, timeout=60_000)
    nothing_went_wrong(page)
