"""The first step of the reading pages: what a lesson says there instead, and the lists made of all lessons."""

import html
import json
import re
from pathlib import Path

import helpers
from helpers.engine.copies import answers
from helpers.engine.looks import box, coded

ROOT = Path(__file__).parent.parent
TERMS = re.findall(r"\n\n?(\w.*)\n  ", (ROOT / "site/glossary.md").read_text(encoding="utf-8"))
GRIDS = {}  # by explorable's name: its states.Grid, and its lesson


def arrange(app, docname, text):
    """Give a lesson's page its questions to answer and its folds, and the front page its lessons."""
    if docname == "index":
        text[0] = text[0].replace("CONTENTS", "\n".join(f"{title} <notebooks/{name}>" for name, title, *_ in lessons()))
        text[0] = text[0].replace("LESSONS", "{.lessons}\n" + "\n".join(map(listed, lessons())))
    if docname == "glossary":
        for term in TERMS:
            said = [name for name, *_, words in lessons() if re.search(bolded(term), words, re.I)]
            where = f"[Lesson {said[0][:2]}](notebooks/{said[0]}.ipynb)."
            text[0] = re.sub(rf"(\n{term}\n  .+)", rf"\1 {where}", text[0])
    if not docname.startswith("notebooks/"):
        return
    notebook = json.loads(text[0])
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for output in (output for cell in code for output in cell["outputs"]):
        if "course-still" in "".join(output.get("data", {}).get("text/html", "")):
            del output["data"]["text/html"]  # what it says of running a cell is for where there is one to run
    for cell in code:  # an exercise that nobody tried does not greet with a cross
        said = ["".join(out.get("data", {}).get("text/plain", "")) for out in cell["outputs"]]
        cell["outputs"] = [out for out, words in zip(cell["outputs"], said) if not words.startswith("✘ Not yet")]
    fold(code[0], "hide-input")  # the setup, which is for other places
    for prediction, answer in answers(notebook):
        name = re.search(r'predict\("(\w+)"\)', "".join(prediction["source"]))[1]
        shown = {"text/html": question(name, helpers.questions()[name])}
        prediction["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": shown}]
        fold(answer, "hide-output")
    text[0] = json.dumps(notebook)


def fold(cell, tag):
    cell["metadata"]["tags"] = [*cell["metadata"].get("tags", []), tag]


def lessons():
    """Yield each lesson's file, its title with its number, its minutes, what it teaches, and all its words."""
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        words = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
        title, number, minutes, outcome = re.search(
            r"# (.+)\n[^$]*?Lesson (\d+) of \d+ · about (\d+) minutes[^$]*?\n- (.+)[;.]\n", words[0]
        ).groups()
        yield path.stem, f"{number}. {title}", minutes, outcome[0].upper() + outcome[1:], "\n".join(words)


def listed(lesson):
    """Return a lesson as the front page lists it, with the picture of its last explorable."""
    name, title, minutes, outcome, _ = lesson
    picture = type([grid for grid, of in GRIDS.values() if of == name][-1].explorable.picture)
    file = re.sub(r"(?<!^)(?=[A-Z])", "_", picture.__name__).lower()
    head = f"- ![{picture().sentence}](images/{file}.png)\n  [{title}](notebooks/{name}.ipynb), {minutes} minutes"
    return f"{head}\n\n  {outcome}."


def bolded(term):
    """Return the pattern of a term in bold, as a lesson has it where it is explained."""
    return rf"\*\*{term.removesuffix('e')}(e|s|es|ed|d|ies|ing)?\*\*".replace("y(", "y?(")


def question(name, asked):
    """Return a prediction as HTML; site.js says what belongs to the answer chosen, and unfolds what the code prints."""
    choices = ""
    for choice, words in asked.choices.items():
        said = box(choice == asked.right, f"{'✔ Right.' if choice == asked.right else '✘ Not so.'} {coded(words)}")
        radio = f'<input type="radio" name="{name}" data-said="{html.escape(said)}">'
        choices += f"<label>{radio} <span>{coded(choice)}</span></label>"
    ask = f"<legend><b>Predict.</b> {coded(asked.ask)}</legend>"
    early = "this.dataset.pressed = 1"  # for the case that site.js has not come yet
    commit = f'<button type="button" onclick="{early}">That is my prediction</button><div role="status"></div>'
    return f'<form class="prediction"><fieldset>{ask}{choices}</fieldset>{commit}</form>'
