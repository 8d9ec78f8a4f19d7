"""A lesson as a learner first meets it: what answers a prediction is not yet on the screen."""

import copy
import json
import pathlib
import sys


def answers(notebook):
    """Return the code cells whose outputs a reader should not see before they have predicted.

    A prediction is a code cell whose last line is `predict("name")`; the next code cell that shows something, and is
    no prediction, answers it. Both are returned, since a prediction's own output is its question without buttons.

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
        elif cell["outputs"]:
            answer = cell
    return pairs


def working_copy(notebook):
    """Return a copy of `notebook` without the outputs that `answers` names, and with each text in one piece.

    nbformat allows a text to be a list of lines, which JupyterLite shows with commas between them.
    """
    notebook = copy.deepcopy(notebook)
    for pair in answers(notebook):
        for cell in pair:
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


if __name__ == "__main__":  # the folder of the lessons, and the one for their copies
    for lesson in sorted(pathlib.Path(sys.argv[1]).glob("*.ipynb")):
        copied = working_copy(json.loads(lesson.read_text(encoding="utf-8")))
        text = json.dumps(copied, indent=1, ensure_ascii=False) + "\n"
        pathlib.Path(sys.argv[2], lesson.name).write_text(text, encoding="utf-8")
