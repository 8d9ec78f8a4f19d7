"""What `make prove` breaks: each returns the number of places broken, and the tests that must all turn red for it."""

import base64
import io
import re
from pathlib import Path

import nbformat
from changes import zeroed
from PIL import Image, ImageDraw, PngImagePlugin

from helpers import explorables

ROOT = Path(__file__).parent.parent


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


def in_every_lesson(test, code=True):
    """Make of a change to one lesson's cells the break of all, which `test` of test_course.py is to catch."""
    arguments = ["tests/test_course.py", "-k", test]
    return lambda change: lambda copy: (copy.cells(lambda *lesson: change(*lesson) or 1, code), arguments)


@in_every_lesson("recorded_in_one_run")
def swapped_cells(cells, notebook):
    one, other = (notebook.cells.index(cell) for cell in cells[:2])
    notebook.cells[one], notebook.cells[other] = notebook.cells[other], notebook.cells[one]


@in_every_lesson("recorded_in_one_run")
def unrun_cell(cells, _):
    cells[5].execution_count = None


@in_every_lesson("exempt_from_comparison")
def exempt_output(cells, _):
    cells[5].metadata["tags"] = ["NBVAL_IGNORE_OUTPUT"]


@in_every_lesson("differs_from_run_to_run")
def with_a_path(cells, _):
    cells[1].outputs = [nbformat.v4.new_output("stream", text="see /tmp/x", name="stdout")]


@in_every_lesson("title_and_readme", code=False)
def badge_elsewhere(cells, _):
    cells[0].source = re.sub(r"(colab/github|github)/[\w-]+/", r"\1/somebody-else/", cells[0].source)


@in_every_lesson("setup_cell")
def setup_elsewhere(cells, _):
    cells[0].source = cells[0].source.replace("https://github.com/", "https://github.com/x")


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


def swapped_labels(copy):
    swap = """

def swapped(self, picture, **controls):
    hands = [control.widget for control in controls.values()]
    labels = [hand.description for hand in hands]
    for hand, label in zip(hands, labels[1:] + labels[:1]):
        hand.description = label
    made(self, picture, **controls)


made, Explorable.__init__ = Explorable.__init__, swapped
"""
    copy.change("helpers/engine/explorable.py", lambda text: text + swap)
    several = [name for name, make in explorables.ALL.items() if len(make().controls) > 1]
    return len(several), ["tests/test_explorables.py", "-k", "does_what_its_label_says"]


def zeroed_solutions(copy):
    def spoil(match):
        before, code, after = match.groups()
        return before + zeroed(code) + after

    def change(cells, _):
        count = 0
        for cell in cells:
            cell.source, found = re.subn(r"(Solution</b>.*?```python\n)(.*?)(```)", spoil, cell.source, flags=re.S)
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
    yield "the labels change places, in every explorable with several", swapped_labels
    yield "every solution answers with zeros", zeroed_solutions
    yield "a letter gone from every link", short_links
    yield "every badge to another repository", badge_elsewhere
    yield "every setup cell to another repository", setup_elsewhere
    yield "a warning from the helpers' own code", a_warning_of_ours
