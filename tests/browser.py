"""The server of `make lab` and a real browser, for the tests and for the benchmark."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

expect.set_options(timeout=20_000)  # a busy machine takes longer than the usual five seconds

ROOT = Path(__file__).parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextlib.contextmanager
def make_lab(folder, flags="", settings=()):
    """Run `make lab` on a copy of the lessons in `folder`, so that no lesson is written to.

    `settings` are JupyterLab's own, by plug-in. Yields a function from a notebook's file name, and from the front
    end to open it in, to its address, token included.
    """
    for plugin, values in dict(settings).items():
        file = folder / "c" / "lab" / "user-settings" / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy2(ROOT / name, folder)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {
        "HOME": folder,
        "JUPYTER_CONFIG_DIR": folder / "c",
        "JUPYTER_DATA_DIR": folder / "d",
        "IPYTHONDIR": folder / "i",
    }
    server = subprocess.Popen(
        ["make", "--old-file=.venv/installed", "lab", f"LAB_FLAGS=--no-browser --ip=127.0.0.1 --port={port} {flags}"],
        cwd=folder,
        env=os.environ | {name: str(path) for name, path in own.items()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )
    giving_up = threading.Timer(90, server.terminate)
    giving_up.start()
    try:
        said = []
        for line in server.stdout:
            said.append(line)
            found = re.search(r"(http://127\.0\.0\.1:\d+)/lab/tree/my-course/01_relu\.ipynb\?(token=\w+)", line)
            if found:
                break
        else:
            raise AssertionError("make lab printed no address:\n" + "".join(said))
        giving_up.cancel()
        # A full pipe would stop the server, so somebody has to read on.
        threading.Thread(target=server.stdout.read, daemon=True).start()
        # A workspace of its own each time: with a shared one, JupyterLab opens the lessons of the last visit, too.
        fronts = {"lab": "lab/workspaces/{}/tree/notebooks/{}", "notebook": "notebooks/notebooks/{1}"}
        yield lambda name, front="lab": f"{found[1]}/{fronts[front].format(name[:2], name)}?{found[2]}"
    finally:
        giving_up.cancel()
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


@contextlib.contextmanager
def chromium(profile, width=1280, height=900, theme="light"):
    """Yield a page in Debian's Chromium, with a new profile."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=CHROMIUM,
            args=FLAGS,
            viewport={"width": width, "height": height},
            color_scheme=theme,
        )
        try:
            yield context.pages[0]
        finally:
            context.close()


def listen(page):
    """Keep in `page.errors` what the page complains of from now on."""
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("console", lambda said: said.type == "error" and page.errors.append(f"{said.text} {said.location['url']}"))


# Idle between two cells lasts milliseconds.
IDLE = """() => {
  const idle = document.querySelector("#jp-main-statusbar").textContent.includes("| Idle");
  window.idleSince = idle ? window.idleSince ?? performance.now() : null;
  return idle && performance.now() - window.idleSince > 1500;
}"""


def run_all(page, address):
    """Open a notebook, run all of its cells and wait for the last; until then JupyterLab moves the focus about."""
    # Asked to run before it knows the kernel, which happens on a busy machine, JupyterLab asks back which one.
    page.add_locator_handler(page.get_by_role("button", name="Select Kernel"), lambda button: button.click())
    page.goto(address)
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
    page.get_by_text("Run", exact=True).first.click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.wait_for_function(IDLE, timeout=120_000)


def scroll_to(page, locator):
    """Scroll the notebook until `locator` is there: cells off the screen are not in the page at all."""
    scroller = page.locator(".jp-WindowedPanel-outer").first
    for _ in range(240):
        if locator.count():
            break
        scroller.evaluate("panel => panel.scrollBy(0, 300)")
        page.wait_for_timeout(100)
    locator.scroll_into_view_if_needed(timeout=10_000)


PICTURE = ".explorable-picture"


def until_it_changes(page, picture, before):
    """Wait until a picture's HTML is no longer what it was `before`."""
    changed = "([picture, before]) => picture.innerHTML != before"
    page.wait_for_function(changed, arg=[picture.element_handle(), before], timeout=20_000)


def explorables_in(page, count):
    """Return each of a lesson's `count` explorables: its picture and the panel it stands in."""
    pictures = page.locator(PICTURE)
    expect(pictures).to_have_count(count, timeout=120_000)
    panel = "xpath=ancestor::div[contains(@class, 'widget-vbox')][1]"
    return [(picture, picture.locator(panel)) for picture in map(pictures.nth, range(count))]


def move(page, picture, panel):
    """Move the first control until the picture changes: a slider by dragging it to its farther side, or a menu.

    (Notebook 7 keeps arrow keys for its cells, even on a slider.)
    """
    before = picture.inner_html()
    panel.scroll_into_view_if_needed()
    page.wait_for_timeout(500)  # the picture above may still be taking its place
    if panel.locator("select").count() == 2:  # nothing but menus
        panel.locator("select").first.select_option(index=1)
    else:
        track = panel.locator(".slider-container").first
        track.scroll_into_view_if_needed()
        box, knob = (part.bounding_box() for part in (track, track.locator(KNOB).first))
        x, y = knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * (0.7 if x < box["x"] + box["width"] / 2 else 0.3), y, steps=8)
        page.mouse.up()
    until_it_changes(page, picture, before)


KNOB = ".noUi-handle, .ui-slider-handle"  # of ipywidgets 8, and of 7


def predict_all(page):
    """Commit to the first answer of every prediction, and wait for what is said to it."""
    for button in page.get_by_role("button", name="That is my prediction").all():
        panel = button.locator("xpath=..")
        cut = "labels => labels.filter(one => one.scrollHeight > one.clientHeight).map(one => one.textContent)"
        assert not (hidden := panel.locator(".widget-radio-box label").evaluate_all(cut)), hidden
        panel.get_by_role("radio").first.check()
        button.click()
        expect(panel).to_contain_text(re.compile("✔ Right|✘ Not so"), timeout=20_000)
