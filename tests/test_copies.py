"""A learner's own copies of the lessons: what they leave out, and that nothing of the learner's is ever lost."""

import json
import re
from pathlib import Path

import nbformat
import pytest

from helpers.engine import copies

LESSONS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


def dropped(lesson):
    """Ids of the cells that are without the outputs they have in the file; everything else must be equal."""
    original = json.loads(lesson.read_text(encoding="utf-8"))
    copied = copies.working_copy(original)
    gone = []
    for before, after in zip(nbformat.from_dict(original).cells, nbformat.from_dict(copied).cells, strict=True):
        if before.get("outputs") and not after["outputs"]:
            gone.append(before["id"])
            assert after["execution_count"] is None
            before["outputs"], before["execution_count"] = [], None
        joined = json.loads(json.dumps(before), object_hook=in_one_piece)
        assert joined == json.loads(json.dumps(after), object_hook=in_one_piece)
    return gone


def in_one_piece(read):
    strings = {
        k: "".join(v) for k, v in read.items() if isinstance(v, list) and v and all(isinstance(x, str) for x in v)
    }
    return read | strings


def asks(cell):
    return re.search(r'^predict\("\w+"\)\s*\Z', cell.source, re.M)


def checks(cell):
    return re.search(r'^check\("\w+", \w+\)$', cell.source, re.M)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_a_copy_leaves_out_the_answers_to_predictions_and_crosses_and_nothing_else(lesson):
    code = [cell for cell in nbformat.read(lesson, as_version=4).cells if cell.cell_type == "code"]
    wanted = set()
    for number, cell in enumerate(code):
        if asks(cell):
            shows = [then.id for then in code[number + 1 :] if then.outputs and not asks(then) and not checks(then)]
            wanted |= {cell.id, shows[0]}
        if checks(cell):
            wanted.add(cell.id)
    assert wanted and set(dropped(lesson)) == wanted


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def course(tmp_path):
    """A course of one lesson, whose words can be changed."""
    (tmp_path / "notebooks").mkdir()

    def write(words, output=""):
        cell = nbformat.v4.new_code_cell("1", outputs=[nbformat.v4.new_output("stream", text=output)], id="one")
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(words, id="words"), cell])
        nbformat.write(notebook, tmp_path / "notebooks" / "02_softmax.ipynb")
        return copies.give(tmp_path / "notebooks", tmp_path / "my-course", again="")

    return write


def test_what_a_learner_has_is_never_overwritten_and_a_newer_lesson_lies_beside_it(course, tmp_path):
    mine, newer = (tmp_path / "my-course" / name for name in ("02_softmax.ipynb", "02_softmax-newer.ipynb"))
    assert course("old") == []
    notebook = json.loads(mine.read_text(encoding="utf-8"))
    notebook["cells"][1]["source"] = "my answer"
    mine.write_text(json.dumps(notebook), encoding="utf-8")
    assert course("old", output="recorded anew") == [] and names(tmp_path / "my-course") == ["02_softmax.ipynb"]
    (told,) = course("new")
    assert "newer edition of 02_softmax" in told and str(newer.as_posix()) in told
    assert course("new") == [], "told once"
    assert "my answer" in mine.read_text(encoding="utf-8") and '"new"' in newer.read_text(encoding="utf-8")
    mine.write_text("{ half a file", encoding="utf-8")
    assert course("new") == [] and mine.read_text(encoding="utf-8") == "{ half a file"
    course("newest")
    assert names(tmp_path / "my-course") == ["02_softmax-newer.ipynb", "02_softmax-newer2.ipynb", "02_softmax.ipynb"]
    renamed = mine.rename(mine.with_name("my own.ipynb"))
    assert course("last") == [] and '"last"' in mine.read_text(encoding="utf-8")
    assert renamed.read_text(encoding="utf-8") == "{ half a file"


def test_a_lesson_begun_again_keeps_what_there_was(course, tmp_path):
    course("words")
    mine = tmp_path / "my-course" / "02_softmax.ipynb"
    for kept in ("02_softmax-before.ipynb", "02_softmax-before2.ipynb"):
        mine.write_text(kept, encoding="utf-8")
        (told,) = copies.give(tmp_path / "notebooks", tmp_path / "my-course", again="02")
        assert kept in told and (mine.with_name(kept)).read_text(encoding="utf-8") == kept
        assert "words" in mine.read_text(encoding="utf-8")
    (told,) = copies.give(tmp_path / "notebooks", tmp_path / "my-course", again="7")
    assert told == "There is no lesson 7. There are: 02_softmax."
