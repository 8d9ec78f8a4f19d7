"""Predictions: a question before a surprising cell, an answer you commit to, and what it tells.

A prediction is shown by being a cell's last line. There is one of each name, so what you chose stays chosen when the
cell is run again, two views of it follow each other, and a hundred re-runs take no memory. What you committed to is
kept beside the lesson, in a hidden file for each, where the next kernel finds it.
"""

import contextlib
import os
import pathlib
import typing

import ipywidgets as widgets

from . import book
from .controls import named
from .copies import PREDICTED
from .looks import box, coded
from .outputs import live, still

# A long answer takes a second line, where ipywidgets would lay it over what follows; its button stands before it.
_STYLE = """<style>.course-live .widget-radio-box label
{ display: flex; flex-direction: row-reverse; justify-content: flex-end; height: auto; line-height: 20px }</style>"""

_asked = {}  # name -> its Prediction, as long as the kernel lives


def asked(name, question):
    """Return the Prediction called `name`, the same each time."""
    if name not in _asked:
        _asked[name] = Prediction(question, pathlib.Path(os.environ.get("COURSE_PREDICTED", ""), PREDICTED + name))
    return _asked[name]


class Question(typing.NamedTuple):
    """`choices` maps each answer offered to one sentence about it; `right` is the answer that holds."""

    ask: str
    right: str
    choices: dict


def read_questions(text):
    """Return the questions of a book by name; ValueError unless each has exactly one answer marked with `* `."""
    questions = {}
    for name, (ask, items) in book.read(text).items():
        choices = {line.removeprefix("* "): words for (line,), words in items}
        right = [line for (line,), _ in items if line.startswith("* ")]
        if len(right) != 1:
            raise ValueError(f"[{name}] has {len(right)} right answers: mark one, with `* `")
        questions[name] = Question(ask.replace("\n", " "), right[0].removeprefix("* "), choices)
    return questions


class Prediction:
    """A question with its choices, judged when you commit to one.

    Attributes
    ----------
    choice : ipywidgets.RadioButtons; its value is None until something is chosen
    commit : ipywidgets.Button, which judges the choice
    verdict : str, what was said to the choice committed to; empty before
    """

    def __init__(self, question, file):
        self._question, self._file = question, file
        self.verdict = ""
        self._committed = self._shown = None
        self.choice = widgets.RadioButtons(
            options=list(self._question.choices), index=None, layout={"width": "auto", "max_width": "100%"}
        )
        named(self.choice, self._question.ask)
        self.commit = widgets.Button(description="That is my prediction", layout={"width": "max-content"})
        self._said = widgets.HTML()
        self.commit.on_click(lambda button: self._commit())
        ask = widgets.HTML(f"{_STYLE}<b>Predict.</b> {coded(question.ask)}")
        self._panel = widgets.VBox([ask, self.choice, self.commit, self._said])
        with contextlib.suppress(OSError, ValueError):  # none was kept, or no text
            if (kept := file.read_text(encoding="utf-8")) in question.choices:
                self.choice.value = kept
                self._judge()

    def _commit(self):
        self._judge()
        if self._committed:
            with contextlib.suppress(OSError):  # where nothing can be written, it is known as long as the kernel lives
                self._file.write_text(self._committed, encoding="utf-8")

    def _judge(self):
        choice, question = self.choice.value, self._question
        if choice is None:
            self._said.value = "Choose one of the answers first."
            return
        passed = choice == question.right
        self.verdict = f"{'✔ Right.' if passed else '✘ Not so.'} {question.choices[choice]}"
        self._said.value = box(passed, coded(self.verdict))
        self._committed = choice
        if self._shown:  # so that it is in the file, for who opens it without this kernel
            self._shown.update(self._still(), raw=True)

    def _ipython_display_(self):
        from IPython.display import display

        self._shown = display(self._still(), raw=True, display_id=self._panel.model_id)
        display(live(self._panel), raw=True)

    def _still(self):
        """The bundle of the question, the answer committed to, and what was said to it."""
        ask, offered, committed = self._question.ask, self._question.choices, self._committed
        marks = {choice: "●" if choice == committed else "○" for choice in offered}
        html = "".join(f"<br>{mark} {coded(choice)}" for choice, mark in marks.items())
        said, again = (self._said.value, " again") if committed else ("", "")
        html = f"<b>Predict.</b> {coded(ask)}{html}{said}<p><i>Run this cell to answer{again}.</i></p>"
        text = "".join(f"\n({'x' if choice == committed else ' '}) {choice}" for choice in offered)
        return still(html, f"Predict. {ask}{text}" + (f"\n{self.verdict}" if committed else ""))
