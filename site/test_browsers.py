"""A page in Firefox and in WebKit, and a lesson of the browser edition in Firefox, where Debian's are installed.

firefox-esr is asked by the protocol that it brings, webkit2gtk-driver by WebDriver on a screen of xvfb.
"""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from built import LESSON, PYODIDE, every_lesson
from serve import FOLDER, serving
from test_opening import RUN_TO

MINIBROWSER = max(Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser"), default=None)


@contextlib.contextmanager
def started(*command, **more):
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **more)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def until(question, seconds=180):
    """Return what `question()` answers once that is something."""
    end = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < end, f"nothing came of it in {seconds} s"
        time.sleep(0.2)
    return answer


@contextlib.contextmanager
def firefox(folder):
    """Yield two functions: one that goes to an address, and one that runs a script there and returns its value."""
    port = free_port()
    Path(folder, "user.js").write_text(f'user_pref("marionette.port", {port});\n', encoding="utf-8")

    def reached():
        with contextlib.suppress(OSError):
            return socket.create_connection(("127.0.0.1", port))

    def heard():
        size = b""
        while not size.endswith(b":"):
            size += line.read(1)
        return json.loads(line.read(int(size[:-1])))

    def ask(command, **what):
        message = json.dumps([0, 1, command, what]).encode()
        line.write(b"%d:%s" % (len(message), message))
        line.flush()
        _, _, error, answer = heard()
        assert error is None, error
        return answer.get("value")

    with started("firefox-esr", "--marionette", "--headless", "--no-remote", "--profile", folder):
        with until(reached) as plug, plug.makefile("rwb") as line:
            heard()
            ask("WebDriver:NewSession")
            yield (
                lambda address: ask("WebDriver:Navigate", url=address),
                lambda script: ask("WebDriver:ExecuteScript", script=script, args=[]),
            )


@contextlib.contextmanager
def webkit(folder):
    """As `firefox`."""
    port = free_port()

    def ask(where, **what):
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/session{where}", json.dumps(what).encode())
        return json.load(urllib.request.urlopen(asked, timeout=300))["value"]

    def session():
        with contextlib.suppress(OSError):
            browser = {"binary": str(MINIBROWSER), "args": ["--automation"]}
            return ask("", capabilities={"alwaysMatch": {"webkitgtk:browserOptions": browser}})["sessionId"]

    with started("Xvfb", "-displayfd", "1", "-nolisten", "tcp", stdout=subprocess.PIPE) as screen:
        own = {"DISPLAY": f":{int(screen.stdout.readline())}", "HOME": str(folder)}
        with started("WebKitWebDriver", f"--port={port}", env=os.environ | own):
            of = f"/{until(session)}"
            yield (
                lambda address: ask(f"{of}/url", url=address),
                lambda script: ask(f"{of}/execute/sync", script=script, args=[]),
            )


@pytest.fixture(scope="module", params=[firefox, webkit], ids=["firefox", "webkit"])
def browser(request, tmp_path_factory):
    opened, programs = request.param, {firefox: ["firefox-esr"], webkit: ["WebKitWebDriver", "Xvfb"]}[request.param]
    if lacking := [program for program in programs if not shutil.which(program)]:
        pytest.skip(f"NOT CHECKED in {opened.__name__}: there is no {' and no '.join(lacking)} here")
    with opened(tmp_path_factory.mktemp("profile")) as tools:
        yield tools


# Each explorable's first control is moved to its other end; the first answer of each prediction is chosen.
READ = """
  const sentences = () => [...document.querySelectorAll(".explorable ~ .sentence")].map(one => one.textContent);
  const before = sentences();
  for (const form of document.querySelectorAll("form.explorable")) {
    const hand = form.querySelector("input, select");
    if (hand.type === "checkbox") hand.checked = !hand.checked;
    else if (hand.type === "range") hand.value = +hand.value < hand.max / 2 ? hand.max : 0;
    else hand.selectedIndex = hand.selectedIndex ? 0 : 1;
    hand.dispatchEvent(new Event("input", {bubbles: true}));
  }
  const after = sentences();
  for (const form of document.querySelectorAll(".prediction")) {
    form.querySelector("input").checked = true;
    form.querySelector("button").click();
  }
  return {
    stayed: before.filter((sentence, number) => sentence === after[number]),
    unsaid: [...document.querySelectorAll(".prediction [role=status]")].filter(({textContent}) =>
      !/✔ Right|✘ Not so/.test(textContent)).length,
    folded: document.querySelectorAll("details.below-input:not([open])").length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };"""
# How much is still to come; an explorable comes when the reader does.
AWAKE = """
  document.querySelectorAll("details").forEach(folded => { folded.open = true; });
  const all = [...document.querySelectorAll("form.explorable")];
  const asleep = all.filter(form => form.parentElement.querySelector("img"));
  asleep[0]?.scrollIntoView();
  return asleep.length;"""


@every_lesson
def test_a_reading_page_moves_and_judges(site, browser, name):
    go, run = browser
    go(f"{site}notebooks/{name}.html")
    until(lambda: run(AWAKE) == 0, 60)
    run('document.querySelectorAll("details.below-input").forEach(folded => { folded.open = false; });')
    assert run(READ) == {"stayed": [], "unsaid": 0, "folded": 0, "wide": 0}


# The first slider of the first explorable, by its keyboard.
LIVE = """
  const picture = document.querySelector(".explorable-picture");
  const hand = picture?.parentElement.querySelector("[role=slider]");
  if (!hand) return null;
  window.drawn ??= picture.innerHTML;
  hand.dispatchEvent(new KeyboardEvent("keydown", {key: "End", bubbles: true, cancelable: true}));
  return picture.innerHTML !== window.drawn;"""


@pytest.mark.parametrize("browser", [firefox], ids=["firefox"], indirect=True)
def test_a_lesson_of_the_browser_edition_answers_the_hand(browser, distribution, tmp_path):
    go, run = browser
    # The same site, but that Pyodide comes from here: no test stands between these browsers and its own address.
    settings = Path("lite/jupyter-lite.json")
    for file in [*FOLDER.iterdir(), *(FOLDER / "lite").iterdir()]:
        copy = tmp_path / file.relative_to(FOLDER)
        copy.parent.mkdir(exist_ok=True)
        if file.name not in ("lite", settings.name):
            copy.symlink_to(file)
    (tmp_path / "pyodide").symlink_to(distribution)
    with serving(tmp_path) as address:
        text = (FOLDER / settings).read_text(encoding="utf-8")
        (tmp_path / settings).write_text(text.replace(PYODIDE, f"{address}pyodide/"), encoding="utf-8")
        go(f"{address}lite/notebooks/index.html?path=notebooks/{LESSON}.ipynb")
        until(lambda: "Ready" in run('return document.querySelector(".course [role=status]")?.textContent ?? ""'))
        run(f'({RUN_TO})("explorables.")')
        until(lambda: run(LIVE))
