"""A lesson as a learner first meets it, in a folder of their own: what answers a prediction is not on the screen.

python -m helpers.engine.copies                       from notebooks/ into my-course/
python -m helpers.engine.copies --again 02            the same, and lesson 02 from its start
python -m helpers.engine.copies notebooks elsewhere
"""

import argparse
import copy
import hashlib
import itertools
import json
import pathlib

PREDICTED = ".predicted-"  # and its name: a file beside the lessons that holds the answer committed to
UNTRIED = "✘ Not yet"  # how a check greets an exercise that nobody has tried


def answers(notebook):
    """Return the code cells whose outputs a reader should not see before they have predicted.

    A prediction is a code cell whose last line is `predict("name")`; the next code cell that is none answers it.
    Both are returned, since a prediction's own output is its question without buttons.

    Parameters
    ----------
    notebook : dict, as json or nbformat read it

    Returns
    -------
    list of pairs (prediction's cell, cell that answers it)
    """
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    pairs, answer = [], None
    for cell in reversed(code):
        if "".join(cell["source"]).rpartition("\n")[2].startswith("predict("):
            pairs.insert(0, (cell, answer))
        else:
            answer = cell
    return pairs


def untried(cell):
    """Whether a cell shows that nobody has tried its exercise."""
    shown = ("".join(output.get("data", {}).get("text/plain", "")) for output in cell.get("outputs", ()))
    return any(text.startswith(UNTRIED) for text in shown)


def untold(notebook):
    """Return the cells of `notebook` whose outputs a working copy leaves out: see `answers`, and exercises untried."""
    found = [cell for pair in answers(notebook) for cell in pair if cell]
    return found + [cell for cell in notebook["cells"] if untried(cell)]


def working_copy(notebook):
    """Return a copy of `notebook` without the outputs of `untold`, and with each text in one piece.

    nbformat allows a text to be a list of lines, which JupyterLite shows with commas between them.
    """
    notebook = copy.deepcopy(notebook)
    for cell in untold(notebook):
        cell["outputs"], cell["execution_count"] = [], None
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
        for output in cell.get("outputs", ()):
            if "text" in output:
                output["text"] = "".join(output["text"])
            for kind, data in output.get("data", {}).items():
                if isinstance(data, list):
                    output["data"][kind] = "".join(data)
    return notebook


def give(lessons, folder, again=""):
    """Put a working copy of each lesson into `folder` and overwrite nothing.

    Parameters
    ----------
    lessons, folder : paths; beside each other, so that links to images hold
    again : str, how the names of those begin that start from new; what was there is kept under another name

    Returns
    -------
    list of str, what the learner should know
    """
    lessons, folder = pathlib.Path(lessons), pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    told = []
    for lesson in sorted(lessons.glob("*.ipynb")):
        fresh, mine = working_copy(json.loads(lesson.read_text(encoding="utf-8"))), folder / lesson.name
        # Known by its words and code: a lesson that was only run anew is no newer one.
        words = json.dumps([[cell["cell_type"], cell["source"]] for cell in fresh["cells"]])
        edition = fresh["metadata"]["edition"] = hashlib.sha256(words.encode()).hexdigest()[:12]
        text = json.dumps(fresh, indent=1, ensure_ascii=False) + "\n"
        if again and lesson.name.startswith(again):
            for asked, _ in answers(fresh):
                name = asked["source"].rpartition('("')[2].removesuffix('")')
                (folder / f"{PREDICTED}{name}").unlink(missing_ok=True)
            if mine.exists():
                kept = mine.rename(_free(mine, "before"))
                told.append(f"{mine.as_posix()} starts from new; what you had is {kept.as_posix()}.")
        if not mine.exists():
            mine.write_text(text, encoding="utf-8")
        elif edition not in map(_edition, folder.glob(f"{lesson.stem}*.ipynb")):
            newer = _free(mine, "newer")
            newer.write_text(text, encoding="utf-8")
            told.append(f"There is a newer edition of {lesson.stem}: {newer.as_posix()}. Yours is untouched.")
    if again and not list(lessons.glob(f"{again}*.ipynb")):
        names = ", ".join(lesson.stem for lesson in sorted(lessons.glob("*.ipynb")))
        told.append(f"There is no lesson {again}. There are: {names}.")
    return told


def _free(path, word):
    """Return a name like that of `path` which is not taken yet."""
    names = (path.with_stem(f"{path.stem}-{word}{number or ''}") for number in itertools.chain([0], itertools.count(2)))
    return next(name for name in names if not name.exists())


def _edition(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))["metadata"]["edition"]
    except (OSError, ValueError, KeyError, TypeError):  # the learner's file, whatever became of it
        return None


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m helpers.engine.copies")
    parser.add_argument("lessons", nargs="?", default="notebooks")
    parser.add_argument("folder", nargs="?", default="my-course")
    parser.add_argument("--again", default="", metavar="LESSON")
    chosen = parser.parse_args()
    print("\n".join(give(chosen.lessons, chosen.folder, chosen.again)) or f"{chosen.folder} holds your lessons.")
