"""`make bench`: how fast every explorable answers, against the bare round trip below which nothing with a kernel gets.

Writes tests/bench.md, the worst first, and how fast the network learns. Two peers, `@interact` with the inline backend
and ipympl, draw the very artists of two pictures, and all take turns: a noisy moment of the machine hits each of them.
"""

import importlib.metadata
import json
import operator
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
from prove import pictures_digest

from helpers import explorables

TABLE = ROOT / "tests" / "bench.md"
RUNS, TURNS, PRESSES = 5, 2, 10  # an even number, so that each turn of a list begins with its other choice
# Our ratio to the bare round trip, at the median and the 95th percentile; ms in the kernel; bytes a change.
WANTED = {"which_axis": (1.4, 1.5, 5, 7000), "": (1.25, 1.5, 2, 5000)}
BARE = """
import ipywidgets as widgets
slider = widgets.FloatSlider(value=0, min=-4, max=4, step=0.1)
text = widgets.Label("0.0")
text.add_class("bare")
slider.observe(lambda change: setattr(text, "value", str(change.new)), "value")
widgets.VBox([slider, text])
"""
OURS = "from helpers import explorables\nit = explorables.{name}()\nit"
DRAWN = """
import ipywidgets as widgets
import matplotlib.pyplot as plt
from {module} import {picture}

class Plain({picture}):  # the same artists in a figure of pyplot's, and nothing of ours besides
    def __init__(self):
        self.figure, self._movers = plt.figure(figsize=self.size, dpi=100), []
        self.set_up()
    def moving(self, artist):
        return artist
"""
PEERS = {
    "@interact": """hand = widgets.FloatSlider(value={value}, min={low}, max={high}, step={step})
@widgets.interact(**{{ {key!r}: hand }})
def show(**values):
    plt.switch_backend("module://matplotlib_inline.backend_inline")  # the other peer sets its own
    Plain().move(**values); plt.show()""",
    "ipympl": """from ipympl.backend_nbagg import Canvas, FigureManager
plain, hand = Plain(), widgets.FloatSlider(value={value}, min={low}, max={high}, step={step})
plt.close(plain.figure)
canvas = Canvas(plain.figure); FigureManager(canvas, 0)
def follow(change):
    plain.move(**{{ {key!r}: change.new }})
    canvas.draw_idle()
hand.observe(follow, "value"); display(hand, canvas)""",
}
COMPARED = "bend_a_line", "which_axis"
KERNEL_SIDE = """
import json, statistics, time
def others(hand):
    if hasattr(hand, "options"):
        return list(hand.options)
    if hasattr(hand, "step"):
        return [hand.min + (hand.max - hand.min) * part / 16 for part in range(17)]
    return [False, True] if isinstance(hand.value, bool) else ["1, 2, 3", "-1, -2, 3, 4"]
found = {}
for name, control in it._controls.items():
    times, sizes, values = [], [], others(control.widget)
    for turn in range(60):
        value = values[turn % len(values)]
        start = time.perf_counter()
        control.widget.value = value
        times.append(time.perf_counter() - start)
        sizes.append(len((it._moving.value + it._said.value).encode()))
    seen = times[2 : len(values)], times[len(values) :]  # what was shown before may be kept: the slower of the two
    found[name] = [max(map(statistics.median, filter(None, seen))) * 1000, max(sizes), hasattr(control.widget, "step")]
    it.reset()
"""
IS_A_LIST = "hand => hand.nodeName == 'SELECT'"  # to choose from: nothing drags it
# Counts each new picture (or text) once it has been painted, whichever way it comes.
WATCH = """() => {
  const watch = window.watch = {paints: 0, after: 0, last: 0};
  const count = () => { watch.paints += 1; watch.after += 1; watch.last = performance.now() };
  const painted = () => requestAnimationFrame(() => setTimeout(count));
  const shown = image => requestAnimationFrame(() => image.complete ? setTimeout(count) : shown(image));
  const drawImage = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (...args) { painted(); return drawImage.apply(this, args) };
  const images = node => node.nodeName == "IMG" ? [node] : [...(node.querySelectorAll?.("img") ?? [])];
  new MutationObserver(changes => {
    for (const {type, target, addedNodes} of changes) {
      const element = target.closest ? target : target.parentElement;
      if (element?.closest(".bare, .explorable-picture")) { painted(); break }
      const found = type == "attributes" ? images(target) : [...addedNodes].flatMap(images);
      if (found.length) { found.forEach(shown); break }
    }
  }).observe(document.body, {subtree: true, childList: true, characterData: true, attributeFilter: ["src"]});
  for (const hand of ["keydown", "change"]) addEventListener(hand, () => watch.start = performance.now(), true);
  addEventListener("pointermove", () => { watch.hand = performance.now(); watch.after = 0 }, true);
}"""


def in_the_kernel(name):
    """Return the milliseconds, bytes a change, and whether it is a slider, of each control; and the kernel's MB."""
    cells = OURS.format(name=name), KERNEL_SIDE, "print(json.dumps(found))"  # amid the messages a print may be lost
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    client = NotebookClient(notebook, timeout=300, kernel_name="python3")
    client.create_kernel_manager().transport = "ipc"  # over TCP the kernel warns that nothing is encrypted
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
        memory = psutil.Process(client.km.provisioner.process.pid).memory_info().rss / 1e6
    return json.loads(notebook.cells[-1].outputs[-1].text), memory


def cells_of(name, key):
    """Return the ways to show what the slider `key` moves: the bare round trip, ours, and for some the peers'."""
    live = explorables.ALL[name]()
    hand, picture = live.controls[key], type(live.picture)
    ways = {"bare": BARE, "ours": OURS.format(name=name)}
    if name in COMPARED:
        drawn = DRAWN.format(module=picture.__module__, picture=picture.__name__)
        bounds = dict(key=key, value=hand.value, low=hand.min, high=hand.max, step=hand.step)
        ways |= {peer: drawn + source.format(**bounds) for peer, source in PEERS.items()}
    return ways


def in_the_browser(folder, keys):
    """Return for each explorable the milliseconds of all presses, by way, and what a drag of ours gave."""
    windows = {"@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"}}  # every cell is in the page
    found = {}
    with make_lab(folder / "lab", settings=windows) as address, chromium(folder / "profile", height=1400) as page:
        for number, (name, key) in enumerate(keys.items()):
            ways = cells_of(name, key)
            notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in ways.values()])
            notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
            file = f"{number:02d}.ipynb"
            nbformat.write(notebook, folder / "lab" / "notebooks" / file)
            run_all(page, address(file))
            page.evaluate(WATCH)
            label = explorables.ALL[name]().controls[key].description
            hands = {}
            for place, way in enumerate(ways):
                cell = page.locator(".jp-CodeCell").nth(place)
                row = cell.locator(".widget-inline-hbox", has_text=label) if way == "ours" else cell
                hands[way] = row.get_by_role("slider").or_(row.get_by_role("combobox")).first
            times = {way: [] for way in ways}
            for _ in range(TURNS):
                for way, hand in hands.items():
                    hand.focus()
                    page.wait_for_timeout(300)
                    left = hand.evaluate("hand => hand.ariaValueNow == hand.ariaValueMax")  # first: it is at its end
                    times[way] += [press(page, hand, left + number) for number in range(PRESSES + 2)][2:]
            found[name] = times, drag(page, hands["ours"])
    return found


def press(page, hand, number):
    """Milliseconds from a key, or from another choice in a list, until the new picture is painted."""
    page.evaluate("watch.paints = 0")
    if hand.evaluate(IS_A_LIST):
        hand.select_option(index=number % 2)
    else:
        page.keyboard.press(("ArrowRight", "ArrowLeft")[number % 2])
    page.wait_for_function("watch.paints > 0", timeout=20_000)
    took = page.evaluate("watch.last - watch.start")
    # What is still under way must not count for the next; and in step with the frames, one phase alone is measured.
    page.wait_for_timeout(100 + number * 7 % 33)
    return took


def drag(page, handle):
    """Return how many pictures come after the hand's last move, and how late the last of them."""
    if handle.evaluate(IS_A_LIST):
        return 0, 0
    handle.hover()
    page.wait_for_timeout(300)
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.down()
    for step in range(60):  # there and back
        page.mouse.move(x - 30 + abs(30 - step), y)
        page.wait_for_timeout(12)
    page.mouse.up()
    page.wait_for_timeout(1000)
    return page.evaluate("[watch.after, watch.last - watch.hand]")


def table(kernels, runs):
    """Return the lines of the table, the worst ratio first; a number is the median of the runs, all in brackets."""

    def told(numbers, digits=2):
        return f"{statistics.median(numbers):.{digits}f} ({' '.join(f'{n:.{digits}f}' for n in numbers)})"

    rows, peers = [], []
    for name, (controls, memory) in kernels.items():
        times = [run[name][0] for run in runs]
        ratio = [statistics.median(t["ours"]) / statistics.median(t["bare"]) for t in times]
        ours, bare = ([ms for t in times for ms in t[way]] for way in ("ours", "bare"))  # of one run, chance
        slow = statistics.quantiles(ours, n=20)[-1] / statistics.quantiles(bare, n=20)[-1]
        late = [run[name][1][0] for run in runs]
        key = max(controls, key=lambda key: controls[key][0])
        most = max(size for _, size, _ in controls.values())
        have = statistics.median(ratio), slow, controls[key][0], most
        met = all(map(operator.le, have, WANTED.get(name, WANTED[""])))
        line = f"| {name} | {told(ratio)} | {slow:.2f} | {controls[key][0]:.1f} ({key}) | {most} | {told(late, 0)} "
        rows.append((statistics.median(ratio), f"{line}| {memory:.0f} | {'' if met else 'not '}met |"))
        for peer in set(times[0]) - {"bare", "ours"}:
            slower = [statistics.median(t[peer]) / statistics.median(t["ours"]) for t in times]
            peers.append(f"On {name}, `{peer}` takes {told(slower, 1)} times as long as ours.")
    bare = [statistics.median(t["bare"]) for run in runs for t, _ in run.values()]
    packages = "numpy", "matplotlib", "ipywidgets", "ipympl", "ipykernel", "jupyterlab"
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    return [
        f"<!-- drawn by {pictures_digest()} -->",
        f"Written by `make bench` on {date.today()}: Python {sys.version.split()[0]}, {versions}, {psutil.cpu_count()} "
        f"cores. The bare round trip, from a slider to a text: {statistics.median(bare):.0f} ms.\n",
        "Worst first, key press to painted picture in bare round trips; the 95th percentile is of the runs together.\n",
        "| explorable | median | 95th percentile | kernel ms, slowest control | bytes | after a drag | MB | wanted |",
        "|---|---|---|---|---|---|---|---|",
        *(row for _, row in sorted(rows, reverse=True)),
        "",
        *sorted(peers),
        f"\nThe peers:\n\n```python{DRAWN}\n\n" + "\n\n".join(PEERS.values()) + "\n```",
    ]


def main():
    kernels = {name: in_the_kernel(name) for name in explorables.ALL}
    # The slowest slider; where there is none, the slowest of all.
    keys = {name: max(found, key=lambda key: (found[key][2], found[key][0])) for name, (found, _) in kernels.items()}
    runs = []
    for number in range(int(sys.argv[1]) if sys.argv[1:] else RUNS):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            runs.append(in_the_browser(Path(folder), keys))
        print(f"run {number + 1} is done", flush=True)
    trained = subprocess.check_output([sys.executable, ROOT / "tests" / "bench_training.py"], encoding="utf-8")
    TABLE.write_text("\n".join(table(kernels, runs)) + f"\n{trained}", encoding="utf-8")
    print(TABLE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
