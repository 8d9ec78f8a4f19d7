"""Lesson 01 in the very server of `make lab`, in a real browser."""

import os
import re
import shutil
import signal
import socket
import subprocess
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
FLAGS += "--disable-component-update --disable-sync"

if not CHROMIUM and os.environ.get("CI"):
    raise RuntimeError("CI needs Chromium: apt-get install chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium to test in: sudo apt-get install chromium")


@pytest.fixture
def address(tmp_path):
    """The address, token included, that `make lab` prints; it runs on a copy, so that no lesson is written to."""
    if not shutil.which("make") or not (ROOT / ".venv/installed").exists():
        pytest.skip("this test starts `make lab`, which needs make and the .venv that make makes")
    copy = tmp_path / "a höme with spaces"
    shutil.copytree(ROOT / "notebooks", copy / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy2(ROOT / name, copy)
    (copy / ".venv").symlink_to(ROOT / ".venv")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folders = {"HOME": copy, "JUPYTER_CONFIG_DIR": copy / "c", "JUPYTER_DATA_DIR": copy / "d", "IPYTHONDIR": copy / "i"}
    server = subprocess.Popen(
        ["make", "lab", f"LAB_FLAGS=--no-browser --ip=127.0.0.1 --port={port}"],
        cwd=copy,
        env=os.environ | {name: str(folder) for name, folder in folders.items()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    giving_up = threading.Timer(90, server.terminate)
    giving_up.start()
    try:
        said = []
        for line in server.stdout:
            said.append(line)
            found = re.search(r"http://127\.0\.0\.1:\d+/lab/tree/notebooks/01_relu.ipynb\?token=\w+", line)
            if found:
                break
        else:
            pytest.fail("make lab printed no address:\n" + "".join(said))
        giving_up.cancel()
        drain = threading.Thread(target=server.stdout.read, daemon=True)  # a full pipe would stop the server
        drain.start()
        yield found[0]
    finally:
        giving_up.cancel()
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


@pytest.fixture
def page(tmp_path):
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=CHROMIUM,
            args=FLAGS.split(),
            viewport={"width": 1280, "height": 900},
        )
        yield context.pages[0]
        context.close()


def test_lesson_01_runs_and_follows_the_hand(address, page):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(address)
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
    # Asked to run before the kernel is up, JupyterLab asks back which kernel.
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
    page.get_by_text("Run", exact=True).first.click()
    page.get_by_text("Run All Cells", exact=True).click()

    scroller = page.locator(".jp-WindowedPanel-outer").first
    picture = page.locator("img.widget-image").first
    for _ in range(60):  # cells off the screen are not in the page until they are scrolled to
        if picture.count():
            break
        scroller.evaluate("panel => panel.scrollBy(0, 300)")
        page.wait_for_timeout(250)
    expect(picture).to_be_visible(timeout=60_000)
    picture.scroll_into_view_if_needed()

    sentence = page.locator(".explorable-sentence").first
    expect(sentence).to_contain_text("ReLU(-1.5) = 0", timeout=10_000)
    before = picture.get_attribute("src")
    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    expect(sentence).to_contain_text("ReLU(-1.4) = 0", timeout=10_000)
    expect(picture).not_to_have_attribute("src", before)

    typed = page.get_by_label("inputs").first
    typed.fill("1, 2, abc")
    expect(page.get_by_text("“abc” is not a number")).to_be_visible()
    expect(sentence).to_contain_text("Of 8 inputs")
    typed.fill("1, -2, 3")
    expect(sentence).to_contain_text("Of 3 inputs, 2 pass unchanged and 1 become 0")

    scroller.evaluate("panel => panel.scrollTo(0, panel.scrollHeight)")
    page.get_by_text("Not yet").last.wait_for(timeout=60_000)  # the last cell ran
    assert page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    # Badges and other hosts cannot load where there is no network; that is not the lesson's fault.
    assert [error for error in errors if "Failed to load resource" not in error] == []
