"""Predictions: a question before a surprising cell, an answer you commit to, and what it tells.

A prediction is shown by being a cell's last line. What you chose stays chosen when the cell is run again.
"""

import html
import typing

import ipywidgets as widgets

from .explorables import live, named

_committed = {}  # question's name -> the choice committed to, as long as the kernel lives


class Question(typing.NamedTuple):
    """`choices` maps each answer offered to one sentence about it; `right` is the answer that holds."""

    ask: str
    right: str
    choices: dict


class Prediction:
    """A question with its choices, judged when you commit to one.

    Attributes
    ----------
    choice : ipywidgets.RadioButtons; its value is None until something is chosen
    commit : ipywidgets.Button, which judges the choice
    verdict : str, what was said to the choice committed to; empty before
    """

    def __init__(self, name):
        self._name, self._question = name, ALL[name]
        self.verdict = ""
        self.choice = widgets.RadioButtons(
            options=list(self._question.choices), index=None, layout={"width": "auto", "max_width": "100%"}
        )
        named(self.choice, self._question.ask)
        self.commit = widgets.Button(description="That is my prediction", layout={"width": "max-content"})
        self._said = widgets.HTML()
        self.commit.on_click(lambda button: self._judge())
        if name in _committed:
            self.choice.value = _committed[name]
            self._judge()

    def _judge(self):
        choice, question = self.choice.value, self._question
        if choice is None:
            self._said.value = "Choose one of the answers first."
            return
        _committed[self._name] = choice
        passed = choice == question.right
        self.verdict = f"{'✔ Right.' if passed else '✘ Not so.'} {question.choices[choice]}"
        color = "#009E73" if passed else "#D55E00"
        self._said.value = (
            f'<div style="border-left: 5px solid {color}; padding: 4px 12px">{html.escape(self.verdict)}</div>'
        )

    def _ipython_display_(self):
        from IPython.display import display

        ask = widgets.HTML(f"<p><b>Predict.</b> {html.escape(self._question.ask)}</p>")
        panel = widgets.VBox([ask, self.choice, self.commit, self._said])
        offered = "\n".join(f"( ) {choice}" for choice in self._question.choices)
        display(live(panel, {"text/plain": f"Predict. {self._question.ask}\n{offered}"}), raw=True)


def predict(name):
    """Return the prediction called `name`; KeyError names those there are."""
    if name not in ALL:
        raise KeyError(f"there is no prediction called {name!r}; there are: {', '.join(ALL)}")
    return Prediction(name)


ALL = {
    # Lesson 01
    "relu_list": Question(
        "How many of the eight numbers 0, 2, -1, 3.3, -2.7, 1.1, 2.2, -100 come out of ReLU as 0?",
        "four",
        {
            "one": "Negative numbers become 0 as well: the rule replaces every x that is not above 0.",
            "three": "The three negative numbers become 0, and the 0 that was there stays 0.",
            "four": "The three negative numbers become 0, and 0 stays 0: the rule needs x > 0 to pass x on.",
        },
    ),
    "max_or_maximum": Question(
        "What does np.max([-2, 5, 1]) return?",
        "5",
        {
            "[0, 5, 1]": "That is np.maximum(0, [-2, 5, 1]), which compares each number with 0.",
            "5": "np.max looks for the largest number within one array; np.maximum compares two arguments.",
            "[-2, 5, 1]": "np.max does not keep the array: it gives back one number, the largest.",
        },
    ),
    "mask_at_minus_infinity": Question(
        "At x = -inf, x > 0 is False, and False counts as 0. What is x * (x > 0) there?",
        "nan",
        {
            "0": "It would be for every finite x. But infinity times 0 has no definite value.",
            "-inf": "The mask is 0, so it does act; yet infinity times 0 has no definite value.",
            "nan": "Infinity times 0 has no definite value, and floating point says so with nan, “not a number”.",
        },
    ),
    "two_dense_layers": Question(
        "Two dense layers follow each other with nothing in between. What can they draw that one cannot?",
        "nothing",
        {
            "a line with one bend": "A product of two weights is again a weight: no bend appears anywhere.",
            "any curve": "More layers of the same kind stay a straight line, however many there are.",
            "nothing": "Weights times weights are weights: the two fold into one layer with the same output.",
        },
    ),
    "zero_or_dead": Question(
        "A neuron gives 0 for the first sample of a batch. Is it dead?",
        "the other samples decide",
        {
            "yes": "A ReLU neuron rests on some samples and speaks on others; that is its use.",
            "no": "It could be: nothing is known yet about the other samples.",
            "the other samples decide": "Dead means 0 for every sample there is, so that no input moves it.",
        },
    ),
}
