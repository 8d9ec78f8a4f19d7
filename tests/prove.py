"""`make prove`: breaks a copy of the course on purpose, one way after another, and demands red each time.

Where a break is made in many places at once, each of them must be caught by a test of its own: as many failures as
places. `make prove MUTANTS="*"`, or other names of mutmut's, tries mutants of the helpers instead.
"""

import base64
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import nbformat
from PIL import Image, ImageDraw, PngImagePlugin

from helpers import explorables

ROOT = Path(__file__).parent.parent
COPIED = [
    *ROOT.glob("*.md"),
    *(ROOT / name for name in ("LICENSE", "Makefile", "conftest.py", "pyproject.toml", "requirements.txt")),
]
FLIPS = [  # one sign or axis for another, so that the solution says something else
    (r"axis=-?1", "axis=0"),
    (r" - ", " + "),
    (r" / ", " * "),
    (r" \+ ", " - "),
    (r" \+= ", " -= "),
    (r"maximum", "minimum"),
    (r"== 0", "!= 0"),
    (r"np\.log", "-np.log"),
    (r"-np\.inf", "np.inf"),
    (r"= \[\[(\d+), (\d+)\]", r"= [[-\1, -\2]"),  # of a batch, a whole row: with one sign alone it breaks as well
    (r"(?<=[(\[ ])(\d+)", r"-\1"),
]


class Copy:
    """A copy of the course in a folder of its own, to be broken and tested."""

    def __init__(self, folder):
        self.folder = Path(folder)
        for name in ("helpers", "images", "notebooks", "site", "tests"):
            ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
            shutil.copytree(ROOT / name, self.folder / name, dirs_exist_ok=True, ignore=ignore)
        for file in COPIED:
            shutil.copy(file, self.folder)
        self.lessons = sorted((self.folder / "notebooks").glob("*.ipynb"))

    def change(self, file, change):
        """Put `change(text)` in the place of a file's text."""
        path = self.folder / file
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")

    def cells(self, change, code=True):
        """Hand the list of cells of each lesson to `change`, and add up what it says it changed."""
        changed = 0
        for path in self.lessons:
            notebook = nbformat.read(path, as_version=4)
            kind = "code" if code else "markdown"
            changed += change([cell for cell in notebook.cells if cell.cell_type == kind], notebook) or 0
            nbformat.write(notebook, path)
        return changed

    def failures(self, *arguments):
        """Run pytest on the copy and return how many tests failed or could not run."""
        report = self.folder / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-n0", f"--junitxml={report}", *arguments]
        environment = os.environ | {"PYTHONPATH": str(self.folder)}
        subprocess.run(command, cwd=self.folder, env=environment, capture_output=True)
        suite = ElementTree.parse(report).getroot().find("testsuite")
        return int(suite.get("failures")) + int(suite.get("errors"))


def another(text):
    """Return `text` with its last digit, or else its first letter, changed."""
    if re.search(r"\d", text):
        return re.sub(r"\d(?=\D*$)", lambda digit: str((int(digit[0]) + 1) % 10), text)
    return re.sub(r"[a-z]", lambda letter: "x" if letter[0] != "x" else "y", text, count=1, flags=re.I)


def recorded_output(number):
    """Change the output `number` of every cell that has as many."""

    def change(copy):
        def alter(cells, _):
            altered = [cell for cell in cells if len(cell.outputs) > number]
            for output in (cell.outputs[number] for cell in altered):
                if "text" in output:
                    output.text = another(output.text)
                else:
                    output.data["text/plain"] = another(output.data["text/plain"])
            return len(altered)

        return copy.cells(alter), ["--nbval", "notebooks"]

    return change


def swapped_cells(copy):
    def swap(cells, notebook):
        one, other = (notebook.cells.index(cell) for cell in cells[2:4])
        notebook.cells[one], notebook.cells[other] = notebook.cells[other], notebook.cells[one]
        return 1

    return copy.cells(swap), ["tests/test_course.py", "-k", "recorded_in_one_run"]


def unrun_cell(copy):
    def forget(cells, _):
        cells[5].execution_count = None
        return 1

    return copy.cells(forget), ["tests/test_course.py", "-k", "recorded_in_one_run"]


def exempt_output(copy):
    def tag(cells, _):
        cells[5].metadata["tags"] = ["NBVAL_IGNORE_OUTPUT"]
        return 1

    return copy.cells(tag), ["tests/test_course.py", "-k", "exempt_from_comparison"]


def with_a_path(copy):
    def add(cells, _):
        cells[1].outputs = [nbformat.v4.new_output("stream", text="see /tmp/x", name="stdout")]
        return 1

    return copy.cells(add), ["tests/test_course.py", "-k", "differs_from_run_to_run"]


def spotted(png):
    """Return a picture with a spot of 4 by 4 pixels, as much as one digit differs from another."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    ImageDraw.Draw(picture).rectangle((300, 100, 303, 103), fill="red")
    made_by, file = PngImagePlugin.PngInfo(), io.BytesIO()
    made_by.add_text("Software", Image.open(io.BytesIO(png)).info["Software"])
    picture.save(file, "PNG", pnginfo=made_by)
    return file.getvalue()


def pictures_of(cells):
    return [output for cell in cells for output in cell.outputs if "image/png" in output.get("data", {})]


def recorded_picture(number, replacement):
    """Replace the picture `number` of every lesson that has as many."""

    def change(copy):
        def alter(cells, _):
            for output in pictures_of(cells)[number : number + 1]:
                png = replacement(base64.b64decode(output.data["image/png"]))
                output.data["image/png"] = base64.b64encode(png).decode()
                return 1

        return copy.cells(alter), ["tests/test_home.py", "-k", "as_is_recorded"]

    return change


def spotted_files(folder):
    def change(copy):
        files = list((copy.folder / folder).glob("*.png"))
        for file in files:
            file.write_bytes(spotted(file.read_bytes()))
        return len(files), ["tests/test_pictures.py"]

    return change


def raising_callback(copy):
    show = "self.sentence = self.move(**values)"
    copy.change("helpers/engine/picture.py", lambda text: text.replace(show, f"{show} if not values else 1 / 0"))
    return len(explorables.ALL), ["tests/test_explorables.py", "-k", "does_what_its_label_says"]


def flipped(code):
    """Return a solution with one sign or axis flipped."""
    for old, new in FLIPS:
        if re.search(old, code):
            return re.sub(old, new, code, count=1)
    raise ValueError(f"no sign to flip in {code}")


def flipped_solutions(copy):
    def flip(match):
        before, code, after = match.groups()
        return before + flipped(code) + after

    def change(cells, _):
        count = 0
        for cell in cells:
            cell.source, found = re.subn(r"(Solution</b>.*?```python\n)(.*?)(```)", flip, cell.source, flags=re.S)
            count += found
        return count

    return copy.cells(change, code=False), ["tests/test_course.py", "-k", "its_solution_passes"]


def short_links(copy):
    """Take a letter from every link: the host's first, the file's first, or an anchor's last."""
    count = 0

    def shorten(text):
        def cut(match):
            nonlocal count
            count += 1
            before, link = match.groups()
            if link.startswith("https://"):
                return f"{before}https://{link[9:]}"
            return before + (link[:-1] if link.startswith("#") else link[1:])

        fenced = re.split(r"(```.*?```|`[^`\n]*`)", text, flags=re.S)
        fenced[::2] = [re.sub(r"(\]\(|(?:src|href)=\")([^)\s\"]+)", cut, part) for part in fenced[::2]]
        return "".join(fenced)

    def in_cells(cells, _):
        whole = shorten("\n\n\0".join(cell.source for cell in cells))
        for cell, source in zip(cells, whole.split("\n\n\0"), strict=True):
            cell.source = source

    copy.cells(in_cells, code=False)
    for page in copy.folder.glob("*.md"):
        copy.change(page.name, shorten)
    return count, ["tests/test_course.py", "-k", "link_image_and_anchor"]


def badge_elsewhere(copy):
    def change(cells, _):
        cells[0].source = re.sub(r"(colab/github|github)/[\w-]+/", r"\1/somebody-else/", cells[0].source)
        return 1

    return copy.cells(change, code=False), ["tests/test_course.py", "-k", "badges"]


def setup_elsewhere(copy):
    def change(cells, _):
        cells[0].source = cells[0].source.replace("git+https://github.com/", "git+https://github.com/x")
        return 1

    return copy.cells(change), ["tests/test_course.py", "-k", "setup_cell"]


def a_warning_of_ours(copy):
    warn = "\nimport warnings\n\nwarnings.warn('old', DeprecationWarning, stacklevel=1)\n"
    copy.change("helpers/layers.py", lambda text: text + warn)
    return 1, ["tests/test_layers.py"]


def breaks():
    """Yield each break's name and the function that makes it, which returns the places broken and what to run."""
    yield "a digit, or a letter, in every first recorded output", recorded_output(0)
    yield "the same in every second recorded output", recorded_output(1)
    yield "two cells swapped in every lesson", swapped_cells
    yield "a cell not run in every lesson", unrun_cell
    yield "an output exempt from comparison without a reason", exempt_output
    yield "a path in a recorded output of every lesson", with_a_path
    other = (ROOT / "images" / "temperature.png").read_bytes()
    yield "the first picture of every lesson replaced by another", recorded_picture(0, lambda png: other)
    lessons = [nbformat.read(path, as_version=4).cells for path in (ROOT / "notebooks").glob("*.ipynb")]
    for number in range(max(len(pictures_of(cell for cell in cells if "outputs" in cell)) for cells in lessons)):
        yield f"a spot on picture {number + 1} of every lesson that has as many", recorded_picture(number, spotted)
    yield "a spot on every picture in images", spotted_files("images")
    yield "a slider's callback raises, in every explorable", raising_callback
    yield "a sign or an axis flipped in every solution", flipped_solutions
    yield "a letter gone from every link", short_links
    yield "every badge to another repository", badge_elsewhere
    yield "every setup cell to another repository", setup_elsewhere
    yield "a warning from the helpers' own code", a_warning_of_ours


def mutants(names):
    """Let mutmut break the helpers, and return how many mutants of these names there were and which survived."""
    mutmut = Path(sys.executable).with_name("mutmut")
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(folder)
        subprocess.run([mutmut, "run", *names], cwd=copy.folder, capture_output=True)
        listed = [mutmut, "results", "--all", "true"]
        said = subprocess.run(listed, cwd=copy.folder, capture_output=True, encoding="utf-8").stdout
        fates = [(name, fate) for name, fate in re.findall(r"^\s*(\S+): (.+)$", said, re.M) if fate != "not checked"]
        alive = [name for name, fate in fates if fate not in ("killed", "timeout")]
        changes = [
            subprocess.run([mutmut, "show", name], cwd=copy.folder, capture_output=True, encoding="utf-8").stdout
            for name in alive
        ]
    told = ["; ".join(re.findall(r"^[-+] +(.*)$", change, re.M)) for change in changes]
    return len(fates), [f"{name}: {change}" for name, change in zip(alive, told, strict=True)]


def tried_out(one):
    """Make one break in a copy of its own and return its name, how many places it has and how many are caught."""
    name, make = one
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(folder)
        places, arguments = make(copy)
        return name, places, copy.failures(*arguments)


def pictures_digest():
    """Return a name for the code that draws: another one than in the table, and the table is older than the code."""
    files = sorted([*(ROOT / "helpers").glob("*/pictures.py"), *(ROOT / "helpers").glob("*/explorables.py")])
    files += [ROOT / "helpers" / "engine" / f"{name}.py" for name in ("controls", "explorable", "picture", "svg")]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def main():
    missed, names = [], sys.argv[1:]
    if names:
        tried, survived = mutants(names)
        print(f"{tried - len(survived)} of {tried} mutants of the helpers are killed")
        print("".join(f"  survived: {change}\n" for change in survived), end="")
        sys.exit(not tried or len(survived) > 0.05 * tried)
    print("| broken | places | caught |\n|---|---|---|")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, places, caught in pool.map(tried_out, breaks()):
            print(f"| {name} | {places} | {caught} |", flush=True)
            if caught != places or not places:
                missed.append(name)
    bench = ROOT / "tests" / "bench.md"
    if not bench.exists() or pictures_digest() not in bench.read_text(encoding="utf-8"):
        print("tests/bench.md is older than the pictures: make bench")
    if missed:
        sys.exit(f"Not caught as it should be: {', '.join(missed)}")


if __name__ == "__main__":
    main()
