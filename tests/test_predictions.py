"""Predictions: what is asked, what is said to each answer, and what is remembered."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from helpers import predict, questions
from helpers.engine import copies, prediction

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def restart(monkeypatch):
    """Forget as a kernel does that is restarted; before each test as well."""

    def forget():
        monkeypatch.setattr(prediction, "_asked", {})

    forget()
    return forget


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """A learner's folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COURSE_PREDICTED")
    return tmp_path


def commit(name, choice):
    predict(name).choice.value = choice
    predict(name).commit.click()


@pytest.mark.parametrize("name", questions())
def test_the_right_answer_is_among_at_least_three_and_each_is_told_something_else(name):
    question = questions()[name]
    assert question.right in question.choices and len(question.choices) >= 3
    assert len(set(question.choices.values())) == len(question.choices)
    assert question.ask.endswith("?")
    assert all(told.endswith((".", "”.")) for told in question.choices.values())


@pytest.mark.parametrize("name", questions())
def test_each_answer_is_judged_when_it_is_committed_to(name):
    question = questions()[name]
    asked = predict(name)
    assert asked.choice.value is None and asked.choice.options == tuple(question.choices)
    for choice, told in question.choices.items():
        asked.choice.value = choice
        before = asked.verdict
        assert told not in before  # nothing is given away by choosing
        asked.commit.click()
        assert asked.verdict == ("✔ Right. " if choice == question.right else "✘ Not so. ") + told


def test_a_text_is_no_html(monkeypatch):
    monkeypatch.setitem(questions(), "less", prediction.Question("1 < 2?", "yes", {"yes": "1 < 2.", "no": "<b>"}))
    asked = predict("less")
    for choice, words in (("yes", "✔ Right. 1 &lt; 2."), ("no", "✘ Not so. &lt;b&gt;")):
        asked.choice.value = choice
        asked.commit.click()
        assert words in asked._said.value


def test_committing_to_nothing_is_answered():
    asked = predict("relu_list")
    assert asked._said.value == "" == asked.verdict
    asked.commit.click()
    assert (asked._said.value, asked.verdict) == ("Choose one of the answers first.", "")


def test_a_cell_run_again_shows_the_same_with_what_was_committed_to():
    first = predict("relu_list")
    first.choice.value = "one"
    first.commit.click()
    again = predict("relu_list")
    assert again is first and again.verdict and predict("double_all").choice.value is None


def test_it_is_named_for_a_screen_reader():
    asked = predict("relu_list")
    name = asked.choice.tooltip if asked.choice.has_trait("tooltip") else asked.choice.description_tooltip
    assert name == questions()["relu_list"].ask


def test_a_page_holds_the_question_and_what_was_said_and_then_what_is_answered(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, raw, display_id=None: shown.append(bundle))
    monkeypatch.setitem(questions(), "less", prediction.Question("1 < 2?", "yes", {"yes": "a", "no": "b"}))
    asked = predict("less")
    asked._ipython_display_()
    assert shown[0]["text/plain"] == "Predict. 1 < 2?\n( ) yes\n( ) no"
    view = {"version_major": 2, "version_minor": 0, "model_id": asked._panel.model_id}
    assert shown[1] == {"application/vnd.jupyter.widget-view+json": view}
    ask, *rest = asked._panel.children
    assert ask.value.endswith("</style><b>Predict.</b> 1 &lt; 2?") and rest == [asked.choice, asked.commit, asked._said]
    asked.choice.value = "no"
    asked.commit.click()
    asked._ipython_display_()
    assert shown[2]["text/plain"] == "Predict. 1 < 2?\n( ) yes\n(x) no\n✘ Not so. b"
    for said in ("1 &lt; 2?", "○ yes", "● no", "Not so. b"):
        assert said in shown[2]["text/html"]


def test_an_unknown_prediction_is_named_with_those_there_are():
    for unknown in ("nowhere", ["relu_list"], None):
        with pytest.raises(KeyError) as error:
            predict(unknown)
        assert f"called {unknown!r};" in error.value.args[0] and all(name in str(error.value) for name in questions())


def test_what_was_committed_to_outlives_its_kernel_and_is_in_no_recording(beside):
    ask = 'from helpers import predict\npredict("keeps_the_order")'
    commits = f"{ask}.choice.value = 'the square, z²'\npredict('keeps_the_order').commit.click()"
    lesson = beside / "lesson.ipynb"

    def run(*codes):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in codes])
        NotebookClient(notebook, timeout=60).execute()
        nbformat.write(notebook, lesson)

    def shown():
        return nbformat.read(lesson, as_version=4).cells[0].outputs[0].data["text/plain"].splitlines()[1:]

    run(commits)
    run(ask)
    chosen, *others, verdict = shown()
    assert chosen == "(x) the square, z²" and verdict.startswith("✘ Not so. The square of -3") and len(others) == 2
    env = {name: value for name, value in os.environ.items() if name != "COURSE_PREDICTED"}
    record = "jupyter nbconvert --to notebook --execute --inplace --config".split()
    for command in (
        [*record, ROOT / "tests/record_config.py", lesson],
        ["pytest", "-n0", "-o", "addopts=-p no:cacheprovider", "-p", "conftest", "--nbval", lesson],
    ):
        ran = subprocess.run([sys.executable, "-m", *command], env=env, capture_output=True)
        assert ran.returncode == 0, ran.stdout.decode() + ran.stderr.decode()
    assert [line[:3] for line in shown()] == ["( )"] * 3


def test_each_lesson_keeps_its_own_and_one_begun_again_forgets_its_own(beside, restart):
    commit("relu_list", "one")
    commit("keeps_the_order", "the size, |z|")
    commit("double_all", "it stays")
    commit("double_all", "it grows")
    restart()
    assert predict("double_all").verdict.startswith("✔ Right.") and predict("double_all")._said.value
    copies.give(ROOT / "notebooks", ".", again="02")
    restart()
    chosen = [predict(name).choice.value for name in ("relu_list", "keeps_the_order", "double_all")]
    assert chosen == ["one", None, None]


@pytest.mark.parametrize("kept", [b"a choice of an older edition", b"\xff\xfe", b"", None])
def test_what_is_kept_but_no_choice_is_as_if_there_were_none(kept, beside):
    file = beside / f"{copies.PREDICTED}relu_list"
    if kept is None:
        file.mkdir()
    else:
        file.write_bytes(kept)
    asked = predict("relu_list")
    assert (asked.choice.value, asked.verdict, asked._said.value) == (None, "", "")
    commit("relu_list", "one")
    assert asked.verdict and (kept is None or file.read_bytes() == b"one")


def test_where_nothing_can_be_written_it_is_judged_all_the_same(beside, restart, monkeypatch):
    def refuse(*args, **more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.write_text", refuse)
    predict("relu_list").choice.value = "one"
    predict("relu_list")._commit()  # by a click ipywidgets would only log what is raised, or show it in the lesson
    assert predict("relu_list").verdict
    restart()
    assert predict("relu_list").verdict == ""
