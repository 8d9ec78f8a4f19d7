"""Exercises whose answer is no function: a value, a shape, an input with some property."""

import ast
import math
import sys
import typing
from dataclasses import dataclass

import numpy as np

from . import run
from .describe import close
from .faults import text
from .run import STUB, TooLong, deadline, kind_of, numbers
from .verdict import Verdict, lines, show

NUMPYS = dict(vars(np))  # as it is before a cell writes into it


def replaced():
    """Return what to say where a cell (not nnfs, which may) has changed a function of NumPy's, or nothing."""
    for name, own in NUMPYS.items():
        now = vars(np).get(name)
        if callable(own) and (not callable(now) or getattr(now, "__module__", "") == "__main__"):
            return (
                f"`np.{name}` is no longer NumPy's own: a cell has given the name another value. Leave that line out, "
                "restart the kernel and run the lesson's cells again."
            )
    return ""


def unreadable(answer):
    """Return what to say where `answer`, or what is in it, is not read as numbers within run.SECONDS, or nothing."""
    try:
        with deadline(run.SECONDS):
            numbers(answer), text(answer)
    except TooLong:
        return f"Your answer could not be read within {run.SECONDS} seconds: give plain numbers, or arrays of them."
    return ""


def no_value(answer, wanted):
    """Return what to say when `answer` is no number, nor made of numbers, or None."""
    if answer is ...:
        return STUB
    if answer is None:
        return (
            f"The check wants {wanted}, and got None: `print(...)` shows a value and returns None, and so do `.sort()` "
            "and `.append(...)`: give the value itself."
        )
    if callable(answer):
        return f"The check wants {wanted}, and got a function: call it, or give its result."
    for each in _leaves(answer):
        if each is ...:
            return "Not yet: a `...` is left among your numbers."
        if isinstance(each, str):
            return f"You gave the text {each[:40]!r}. Give the number or numbers themselves, without quotes."
        if isinstance(each, int) and abs(each) > sys.float_info.max:
            return f"A whole number of yours is too large for a float: {sys.float_info.max:.2g} is the largest."
    return None


def _leaves(answer):
    """Yield the values in nested lists and tuples."""
    if isinstance(answer, (list, tuple)):
        for each in answer:
            yield from _leaves(each)
    else:
        yield answer


@dataclass(frozen=True)
class Value:
    """An exercise whose answer is a value: a number, or a shape, which is a tuple of whole numbers.

    The right value, what to say to wrong ones and, as `otherwise`, to any other stand in the lesson's book.
    """

    praise: str = ""
    right: object = None
    said: tuple = ()

    def from_book(self, entry):
        said = [(line, words) for line_s, words in entry.items for line in line_s]
        return Value(self.praise, ast.literal_eval(entry.opening), tuple(said))

    def judge(self, answer):
        shape = isinstance(self.right, tuple)
        if said := no_value(answer, "a shape, a tuple of lengths" if shape else "a value"):
            return Verdict(False, said)
        array = numbers(answer)
        if shape and array is not None and array.ndim > 1:
            return Verdict(False, "That is an array. Its shape is asked for: a tuple with a length for each axis.")
        if _equal(array, self.right):
            return Verdict(True, f"Right: {show(self.right)}. {self.praise}".strip())
        otherwise = ""
        for wrong, words in self.said:
            if wrong == "otherwise":
                otherwise = words
            elif _equal(array, ast.literal_eval(wrong)):
                return Verdict(False, words)
        told = None if shape else _number(answer, array, self.right)
        return Verdict(False, lines(told or otherwise, got=text(answer)))


def _equal(array, other):
    """Whether an answer is `other`: to the thousandth part, whole numbers to the digit."""
    other_array = np.asarray(other)
    if array is not None and other_array.ndim == 0 and array.size == 1:
        array = array.reshape(())
    return array is not None and close(array, other_array, None if other_array.dtype.kind == "i" else 1e-3)


def _number(answer, array, right):
    """Return what is wrong with the number `answer`, where it is the right one in another dress, or None."""
    if array is None:
        return f"The check wants a number, and got {kind_of(answer)}."
    array = array.astype(float)
    if _comma(answer) and close(np.array(_comma(answer)), np.asarray(right), 1e-2):
        return f"Python reads a comma as “and”: you gave the two numbers {answer}. A decimal point is a point."
    if array.size != 1:
        if isinstance(right, int) and "".join(f"{each:g}" for each in array.ravel()) == str(right):
            return f"Write the {array.size} digits one behind the other, as one number without commas."
        return f"One number is asked for, and you gave {array.size}."
    value = array.item()
    if value in (round(right, 1), round(right, 2), math.floor(right * 100) / 100):
        return "Nearly: give at least three digits, so that no other answer fits."
    if not isinstance(right, int) and abs(value - right) < 0.02 * abs(right):
        return "Close, but it is another number in its first three digits."
    if close(np.array(value / 100), np.asarray(right), 1e-3):
        return "Nearly: that is in per cent. A probability lies between 0 and 1."
    if close(np.array(-value), np.asarray(right), 1e-3):
        return "The size is right, the sign is not."
    return None


def _comma(answer):
    """Return what two whole numbers with a comma between them were perhaps meant to be, or None."""
    pair = isinstance(answer, tuple) and [type(each) for each in answer] == [int, int]  # True is no digit
    return float(f"{answer[0]}.{abs(answer[1])}") if pair else None


@dataclass(frozen=True)
class Find:
    """An exercise whose answer is an input with some property.

    `test(answer)` returns None when it has the property, and otherwise what to say.
    """

    test: typing.Callable
    praise: str = ""

    def judge(self, answer):
        if said := no_value(answer, "a number or a list of numbers"):
            return Verdict(False, said)
        array = numbers(answer)
        if array is None:
            what = kind_of(answer)
            if isinstance(answer, (list, tuple)):
                what += " that holds something else, or rows of different lengths"
            return Verdict(False, f"The check wants a number or a list of numbers, and got {what}.")
        if array.size == 0:
            return Verdict(False, "Your answer is empty: give it numbers.")
        with np.errstate(all="ignore"):
            words = self.test(array.astype(float))
            if words and (meant := _comma(answer)) and self.test(np.array(meant)) is None:
                words = f"Python reads a comma as “and”: you gave the two numbers {answer}. A decimal point is a point."
        return Verdict(False, words) if words else Verdict(True, f"Right. {self.praise}".strip())
