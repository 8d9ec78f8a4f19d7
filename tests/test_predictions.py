"""Predictions: what is asked, what is said to each answer, and what is remembered."""

import pytest

from helpers import predict, questions
from helpers.engine import prediction


@pytest.fixture(autouse=True)
def nothing_committed(monkeypatch):
    monkeypatch.setattr(prediction, "_asked", {})


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
    for said in ("1 &lt; 2?", "● no", "Not so. b"):
        assert said in shown[2]["text/html"]


def test_an_unknown_prediction_is_named_with_those_there_are():
    for unknown in ("nowhere", ["relu_list"], None):
        with pytest.raises(KeyError) as error:
            predict(unknown)
        assert f"called {unknown!r};" in error.value.args[0] and all(name in str(error.value) for name in questions())
