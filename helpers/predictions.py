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

        ask = widgets.HTML(f"<b>Predict.</b> {html.escape(self._question.ask)}")
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
            "no": "Not certain: if all other samples give 0 too, it is.",
            "the other samples decide": "Dead means 0 for every sample of the data, so that none of them moves it.",
        },
    ),
    # Lesson 02
    "raw_division": Question(
        "Divide 4.8, 1.21 and -2.385 each by their sum, 3.625. What sign does the third share get?",
        "negative",
        {
            "positive": "Dividing by a positive number keeps a sign: -2.385 / 3.625 is below 0.",
            "negative": "The sum is positive, so the sign stays. A negative share is no probability.",
            "none, it is 0": "Nothing here cuts negative numbers off at 0; the division keeps the sign.",
        },
    ),
    "stale_sum": Question(
        "What does print(norm_values) show?",
        "the probabilities of 4.8, 1.21 and 2.385",
        {
            "an error": "The name exists: a cell of section 3 made it, and Python still has it.",
            "the probabilities of 1, 2 and 3": "These were given to norm_base, and nothing prints that name.",
            "the probabilities of 4.8, 1.21 and 2.385": "A name keeps what it was last given, in whichever cell.",
        },
    ),
    "add_ten": Question(
        "Add 10 to all three logits. What happens to the largest probability, 0.895?",
        "it stays",
        {
            "it grows": "Its power does grow, e¹⁰ times; but so does the total, and the share stays.",
            "it stays": "Each power of e is multiplied by e¹⁰, and so is their sum: the factor cancels.",
            "it shrinks": "The others grow by the same factor, and the sum with them: the shares stay.",
        },
    ),
    "double_all": Question(
        "Multiply all three logits by 2. What happens to the largest probability, 0.895?",
        "it grows",
        {
            "it grows": "The differences double, and two shares have the ratio e to the power of such a difference.",
            "it stays": "Only adding the same cancels. Multiplying stretches the differences, and these count.",
            "it shrinks": "Multiplying by a number below 1 would do that; 2 pulls the logits further apart.",
        },
    ),
    "double_and_count": Question(
        "Multiply all logits by 2. How many of the samples does the network get right then?",
        "as many",
        {
            "more": "It sounds surer, but the largest logit of each sample is where it was, and so is each decision.",
            "as many": "The largest logit of each sample stays the largest, so no decision changes.",
            "fewer": "A decision would have to change for that, and a positive factor keeps the order of the logits.",
        },
    ),
    "softmax_twice": Question(
        "What does a second softmax do to the probabilities 0.895, 0.025 and 0.080?",
        "makes them more alike",
        {
            "nothing, they sum to 1 already": "It does not ask: it takes them for logits like any others.",
            "makes the largest larger": "Taken as logits they lie close together, so their shares come closer.",
            "makes them more alike": "Taken as logits, numbers between 0 and 1 lie close together: so do the shares.",
        },
    ),
    # Lesson 03
    "sum_axis_0": Question(
        "The batch has shape (2, 3): 2 samples, 3 classes. What is the shape of np.sum(batch, axis=0)?",
        "(3,)",
        {
            "(2,)": "That is axis=1. The axis you name is the one that disappears, and axis 0 has length 2.",
            "(3,)": "Axis 0, of length 2, disappears; axis 1, of length 3, is what is left.",
            "(1, 3)": "Nearly: the 3 stays. But the axis disappears altogether, unless you ask for its place.",
        },
    ),
    "divide_by_flat": Question(
        "An array of shape (2, 3) is divided by its row totals, of shape (2,). What happens?",
        "an error",
        {
            "each row is divided by its total": "It looks as if it must. But NumPy lines shapes up from the right.",
            "each column is divided by a total": "There are three columns and two totals: they do not fit.",
            "an error": "Shapes are lined up from the right, and there 3 meets 2.",
        },
    ),
    "who_is_stretched": Question(
        "(2, 3) meets (3,). Which way are the three numbers repeated?",
        "the same three for each row",
        {
            "the same three for each row": "Lined up from the right, the 3 meets the columns; the rows get copies.",
            "one of them for each row": "There are two rows, not three. Each number stands under a column.",
            "not at all, it is an error": "From the right, 3 meets 3, and a missing axis counts as length 1.",
        },
    ),
    "square_trap": Question(
        "Now the batch is 3 by 3, and keepdims is forgotten. What does NumPy do?",
        "no error, wrong rows",
        {
            "the same error": "3 columns meet 3 totals: the shapes fit, so there is nothing to complain about.",
            "no error, right rows": "The totals lie flat under the columns, so a column gets what belongs to a row.",
            "no error, wrong rows": "The shapes fit by accident: column j is divided by the total of row j.",
        },
    ),
    "square_trap_shifted": Question(
        "Each row's largest logit is subtracted first. What do the rows sum to, without keepdims in the sum?",
        "to something near 1, and still wrong",
        {
            "to 1, after all": "Smaller numbers, but the same shapes: column j still meets the total of row j.",
            "to something as far off as before": "Each row's largest power is now 1, so no total is far from another.",
            "to something near 1, and still wrong": "Every total is now between 1 and 3: a wrong one shows less.",
        },
    ),
    "three_axes": Question(
        "An array has shape (2, 3, 4). What is the shape of np.sum(array, axis=1)?",
        "(2, 4)",
        {
            "(3,)": "It is the other way round: the axis you name goes, and all others stay.",
            "(2, 4)": "Axis 1, of length 3, disappears. The other two stay, in their order.",
            "(2, 3)": "That is axis=2, or axis=-1. Axes are counted from 0, so axis 1 is the one of length 3.",
        },
    ),
    # Lesson 04
    "scores_in_the_thousands": Question(
        "softmax([[1, 2, 3]]) is [0.09, 0.245, 0.665]. What does this code make of [[1001, 1002, 1003]]?",
        "nan, nan, nan",
        {
            "the same three numbers": "That is the right answer to the formula. The code does not get that far.",
            "0, 0, 1": "The differences between the classes are still 1 and 2, so no class should take it all.",
            "nan, nan, nan": "Each exponential becomes inf, and inf divided by inf has no definite value.",
            "an error stops the cell": "NumPy warns and goes on. That is what makes it dangerous.",
        },
    ),
    "subtract_three": Question(
        "Subtract 3 from each of the logits 1, 2, 3, which gives -2, -1, 0. What happens to their softmax?",
        "nothing",
        {
            "the probabilities get smaller": "They still sum to 1, so they cannot all get smaller.",
            "two of them become negative": "An exponential is never negative: e^-2 is 0.135.",
            "nothing": "Each exponential is divided by e^3, and so is their sum: the factor cancels.",
        },
    ),
    "subtract_too_much": Question(
        "Any constant cancels, says the algebra. What does the code give for [[1, 2, 3]] with 1000 subtracted?",
        "nan, nan, nan",
        {
            "the same three numbers": "With exact arithmetic, yes. But e^-997 is too small for a float and becomes 0.",
            "0, 0, 0": "The exponentials are 0, but so is their sum, and 0/0 is nan, not 0.",
            "nan, nan, nan": "All three exponentials are too small for a float and become 0, and 0/0 is nan.",
        },
    ),
    "looks_fine_and_is_wrong": Question(
        "Five constants are subtracted from 1, 2, 3. One of the five answers looks fine and is wrong. Which?",
        "748",
        {
            "-1000": "Subtracting -1000 adds 1000, and exp overflows. Wrong, but nan does not look fine.",
            "0": "Nothing is changed, and e^3 is far from any limit: this one is right.",
            "3": "That is the row's own maximum: this one is right.",
            "748": "Two exponentials become 0 and one survives: 0, 0, 1, a clean row that sums to 1.",
            "1000": "All three exponentials become 0, and 0/0 is nan. Wrong, but nan does not look fine.",
        },
    ),
    "one_maximum_for_all": Question(
        "A batch has the rows [1, 2, 3] and [-799, -798, -797]. Both lose the batch's one maximum, 3. Which is right?",
        "the first row only",
        {
            "both rows": "On paper a constant cancels. As floats e^-800 and its neighbours are 0, so one row is lost.",
            "the first row only": "The second row's exponents are -802, -801 and -800: all 0 as floats, so 0/0.",
            "the second row only": "The maximum is the first row's own, so it is the first row that is safe.",
            "neither": "The first row got exactly what it needs: its own maximum.",
        },
    ),
    "first_half_precision": Question(
        "A float16 holds numbers up to 65504. What is the smallest whole number whose exponential is too large for it?",
        "12",
        {
            "12": "e^11 is 59874 and fits; e^12 is 162755. Overflow needs no large logit.",
            "710": "That is where float64 ends, which has far more room.",
            "65505": "That is the limit for the exponential itself. The logit is its logarithm, and so much smaller.",
        },
    ),
    "log_of_underflow": Question(
        "For the logits [0, -800] the second probability is e^-800. What does np.log of the stable softmax give?",
        "-inf",
        {
            "-800": "It would, if e^-800 had survived. Below about e^-745 a float is rounded to 0.",
            "-inf": "The probability has become 0 before np.log sees it, and log(0) is -inf.",
            "nan": "NumPy gives nan for the log of a negative number. For the log of 0 it gives the limit, -inf.",
        },
    ),
    "all_masked": Question(
        "Every logit of a row is -inf: no class is allowed. What does the stable softmax give?",
        "nan, nan, nan",
        {
            "0, 0, 0": "Each exponential alone would be 0. But the maximum is subtracted first, and it is -inf too.",
            "equal shares": "That is what equal finite logits give. Here the differences have no value.",
            "nan, nan, nan": "The maximum is -inf, and -inf minus -inf has no definite value.",
        },
    ),
    "halve_the_logits": Question(
        "Halve the logits 1, 2, 3. What happens to the largest probability, 0.665?",
        "it falls to 0.506",
        {
            "nothing": "Adding a constant changes nothing. Multiplying changes the differences, which are what counts.",
            "it halves": "The three would then sum to 0.5, and softmax always sums to 1.",
            "it falls to 0.506": "The differences shrink from 1 to 0.5, so the probabilities move closer together.",
        },
    ),
}
