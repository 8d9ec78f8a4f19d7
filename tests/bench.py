"""`make bench`: how fast an explorable answers, as ratios to its peers in the same run on the same picture.

A ratio below 1 means less time, fewer bytes or less memory than the peer.

The peers draw what `pictures.BendALine` draws: ipywidgets' `@interact` with the inline backend, ipympl, and a
bare round trip from a slider to a text, below which nothing that asks the kernel can get.
"""

import importlib.metadata
import json
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import nbformat
import psutil
from browser import ROOT, chromium, make_lab, run_all
from nbclient import NotebookClient

DRAW = """
import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np

x = np.linspace(-4, 4, 9)

def units(w1):
    return [w * np.maximum(0, x + b) for w, b in ((w1, 2.0), (0.0, 0.0), (0.0, -2.0))]

def draw(w1=1.0):
    figure, axes = plt.subplots(1, 2, figsize=(6.4, 3.2), dpi=100)
    for ax, title in zip(axes, ("three units: w · ReLU(x + b)", "their sum, and the target")):
        ax.set(xlim=(-4, 4), ylim=(-4, 4), xlabel="x, the input", title=title)
        ax.grid(True)
    lines = [axes[0].plot(x, y, label=f"unit {i + 1}")[0] for i, y in enumerate(units(w1))]
    axes[1].plot([-4, -2, 0, 2, 4], [0, 0, 2, 0, 0], lw=8, color="#DDDDDD", label="target")
    lines += axes[1].plot(x, sum(units(w1)), color="#222222", label="sum")
    for ax in axes:
        ax.legend(loc="lower left")
    return figure, lines

def slider():
    return widgets.FloatSlider(value=1, min=-4, max=4, step=0.1, description="w1")
"""
SHOW = {
    "explorable": "from helpers import explorables\nit = explorables.bend_a_line()\nhand = it.controls['w1']\nit",
    "@interact, inline": "%matplotlib inline\n" + DRAW + "hand = slider()\n"
    "def show(w1):\n    draw(w1)\n    plt.show()\nwidgets.interact(show, w1=hand);",
    "ipympl": "%matplotlib widget\n" + DRAW + "hand = slider()\nplt.ioff()\nfigure, lines = draw()\n"
    "def move(change):\n    new = units(change.new)\n"
    "    for line, y in zip(lines, [*new, sum(new)]):\n        line.set_ydata(y)\n"
    "    figure.canvas.draw_idle()\nhand.observe(move, 'value')\ndisplay(hand, figure.canvas)",
    "bare round trip": "import ipywidgets as widgets\nhand = widgets.FloatSlider(value=1, min=-4, max=4, step=0.1)\n"
    "text = widgets.Label('1.0')\ntext.add_class('bare')\n"
    "hand.observe(lambda change: setattr(text, 'value', str(change.new)), 'value')\nwidgets.VBox([hand, text])",
}
KERNEL_SIDE = """
import time, statistics, json
def once(value):
    start = time.perf_counter()
    hand.value = value
    {extra}
    return time.perf_counter() - start
times = [once(i % 40 / 10) for i in range(60)][20:]
print(json.dumps([statistics.median(times), {size}]))
"""
# What a change costs beyond setting the value, and how many bytes it sends, as each way has it.
EXTRA = {
    "explorable": ("pass", "len(it.picture.value) + len(it.sentence)"),
    "@interact, inline": ("pass", "len(image) * 4 // 3"),
    "ipympl": ("figure.canvas.draw()", "statistics.median(sent[20:])"),
}
INLINE_SIZE = """
import io
file = io.BytesIO(); draw(1.3)[0].savefig(file, format="png", dpi=100, bbox_inches="tight"); image = file.getvalue()
"""
COUNT_SENT = """
sent, send = [], figure.canvas.send_binary
figure.canvas.send_binary = lambda data: (sent.append(len(data)), send(data))
"""
# Counts each new picture (or text) once it has been painted, whichever way it comes.
WATCH = """() => {
  const watch = window.watch = {paints: 0, after: 0, last: 0};
  const count = () => { watch.paints += 1; watch.after += 1; watch.last = performance.now() };
  const painted = () => requestAnimationFrame(() => setTimeout(count));
  // An image is in the first frame that finds it complete. Against the renderTime of the browser's own Element
  // Timing, this was never a frame off; `load` told of one picture in ten after it was seen, `decode()` of most.
  const shown = image => requestAnimationFrame(() => image.complete ? setTimeout(count) : shown(image));
  const drawImage = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (...args) { painted(); return drawImage.apply(this, args) };
  const images = node => node.nodeName == "IMG" ? [node] : [...(node.querySelectorAll?.("img") ?? [])];
  new MutationObserver(changes => {
    for (const {type, target, addedNodes} of changes) {
      const bare = (target.closest ? target : target.parentElement)?.closest(".bare");
      if (bare) { painted(); break }
      const found = type == "attributes" ? images(target) : [...addedNodes].flatMap(images);
      found.forEach(shown);
      if (found.length) break;
    }
  }).observe(document.body, {subtree: true, childList: true, characterData: true, attributeFilter: ["src"]});
  addEventListener("keydown", () => watch.start = performance.now(), true);
  addEventListener("pointermove", () => { watch.hand = performance.now(); watch.after = 0 }, true);
}"""


def kernel(cells):
    """Run `cells` in a fresh kernel; return the last output's text and the kernel's resident megabytes."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    client = NotebookClient(notebook, timeout=300, kernel_name="python3")
    client.create_kernel_manager().transport = "ipc"  # over TCP the kernel warns that nothing is encrypted
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
        memory = psutil.Process(client.km.provisioner.process.pid).memory_info().rss / 1e6
    texts = [output.text for output in notebook.cells[-1].outputs if output.output_type == "stream"]
    return (texts[-1] if texts else ""), memory


def kernel_side():
    rows = {}
    for name, (extra, size) in EXTRA.items():
        more = {"@interact, inline": INLINE_SIZE, "ipympl": COUNT_SENT}.get(name, "")
        text, _ = kernel([SHOW[name], more, KERNEL_SIDE.format(extra=extra, size=size)])
        seconds, size = json.loads(text.strip().splitlines()[-1])
        rows[name] = seconds * 1000, size
    return rows


def in_the_browser(folder, rounds=8, presses=12):
    """Milliseconds of all presses, and what a drag gave, of each way.

    The ways take turns, so that a noisy moment of the machine hits all of them.
    """
    (folder / "lab").mkdir()
    times, drags = {name: [] for name in SHOW}, {}
    with make_lab(folder / "lab") as address, chromium(folder / "profile") as first:
        pages = {}
        for number, (name, source) in enumerate(SHOW.items()):
            file = f"{number:02d}.ipynb"
            notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
            notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
            nbformat.write(notebook, folder / "lab" / "notebooks" / file)
            page = pages[name] = first.context.new_page() if pages else first
            page.bring_to_front()
            run_all(page, address(file))
            page.get_by_role("slider").first.wait_for(timeout=60_000)
            page.evaluate(WATCH)
        for turn in range(rounds):
            key = ("ArrowRight", "ArrowLeft")[turn % 2]
            for name, page in pages.items():
                page.bring_to_front()
                page.get_by_role("slider").first.focus()
                page.wait_for_timeout(300)
                times[name] += [press(page, key, number) for number in range(presses + 2)][2:]
        for name, page in pages.items():
            page.bring_to_front()
            page.wait_for_timeout(300)
            drags[name] = drag(page, page.get_by_role("slider").first)
    return times, drags


def press(page, key, number):
    """Milliseconds from the key until the new picture is painted."""
    page.evaluate("watch.paints = 0")
    page.keyboard.press(key)
    page.wait_for_function("watch.paints > 0", timeout=20_000)
    took = page.evaluate("watch.last - watch.start")
    # What is still under way must not count for the next; and in step with the frames, one phase alone is measured.
    page.wait_for_timeout(150 + number * 7 % 33)
    return took


def drag(page, handle):
    """Pictures painted during a two-second drag, and how many, and how late, come after the hand's last move."""
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate("watch.paints = 0")
    for step in range(120):
        page.mouse.move(x - 60 + abs(60 - step), y)
        page.wait_for_timeout(12)
    during = page.evaluate("watch.paints")
    page.mouse.up()
    page.wait_for_timeout(4000)
    return during, *page.evaluate("[watch.after, watch.last - watch.hand]")


def imports():
    """Seconds and megabytes of what a lesson imports, against the bare packages."""
    bare = "import numpy, matplotlib, ipywidgets, nnfs"
    pyplot = bare + ", matplotlib.pyplot"  # as most notebooks have it; no figure is drawn yet
    ours = bare + "; import helpers; from helpers import explorables; helpers.exercises(), helpers.questions()"

    def seconds(line):
        code = f"import time; t = time.perf_counter(); {line}; print(time.perf_counter() - t)"
        return min(float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(5))

    lessons = {}
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
        lessons[path.stem] = kernel(cells)[1]
    peers = {"the packages": bare, "the packages, with pyplot": pyplot}
    return seconds(ours), lessons, {name: (seconds(line), kernel([line])[1]) for name, line in peers.items()}


def main():
    names = ("numpy", "matplotlib", "ipywidgets", "ipympl", "ipykernel", "jupyterlab")
    print(f"{date.today()}, Python {sys.version.split()[0]}, ", end="")
    print(", ".join(f"{name} {importlib.metadata.version(name)}" for name in names) + f", {psutil.cpu_count()} cores\n")
    print("| | ours | a peer's (our ratio to it) | wanted |\n|---|---|---|---|")

    def row(what, ours, peers, wanted=""):
        digits = 1 if isinstance(ours, float) and ours < 10 else 0
        found = (f"{peer} {theirs:.{digits}f} ({ours / theirs:.2f})" for peer, theirs in peers.items())
        print(f"| {what} | {ours:.{digits}f} | {' · '.join(found)} | {wanted} |", flush=True)

    def against_peers(what, found, *wanted):
        row(what, found["explorable"], {name: of for name, of in found.items() if name != "explorable"}, *wanted)

    sides = kernel_side()
    for place, what in enumerate(("kernel, ms a change", "bytes a change")):
        against_peers(what, {name: side[place] for name, side in sides.items()})

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        times, drags = in_the_browser(Path(folder))
    against_peers(
        "key press to painted picture, median ms",
        {name: statistics.median(found) for name, found in times.items()},
        "at most 0.25 · 0.50 · 1.40",
    )
    against_peers("95th percentile, ms", {name: statistics.quantiles(found, n=20)[-1] for name, found in times.items()})
    dragged = {
        "pictures in a 2 s drag": "",
        "pictures after the hand stops": "at most 3",
        "the last of them, ms after": "",
    }
    for place, (what, wanted) in enumerate(dragged.items()):
        against_peers(what, {name: drag[place] for name, drag in drags.items()}, wanted)

    ours, lessons, peers = imports()
    row("import of the helpers and the packages, ms", ours * 1000, {peer: of[0] * 1000 for peer, of in peers.items()})
    for lesson, megabytes in lessons.items():
        row(f"{lesson} after Run All, MB", megabytes, {peer: of[1] for peer, of in peers.items()}, "at most 1.15")


if __name__ == "__main__":
    main()
