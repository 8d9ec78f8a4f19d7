"""What the checks say to answers that beginners write, set down without a look at the books of slips.

An answer of tests/answers/*.txt begins with its exercise in brackets and its true cause; `says` is what the first line
of its verdict must match, and `never` what would be untrue of it, both regular expressions; then, after an empty line,
comes the code as it was typed. `given` are names that other cells have made. Answers that one first line suits say, as
`alike`, what they have in common.
"""

import importlib
import math
import re
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from test_judge import first_line, typed

from helpers import check


def read(file):
    """Yield each answer of a file: what is known of it, and its code."""
    for place, block in enumerate(re.split(r"^----\n", file.read_text(encoding="utf-8"), flags=re.M)):
        head, _, code = block.strip("\n").partition("\n\n")
        name, *fields = head.split("\n")
        known = dict(field.split(": ", 1) for field in fields)
        yield pytest.param(name.strip("[]"), known, code, id=f"{file.stem}-{place}-{name.strip('[]')}")


# The name that an exercise's own cell hands to its check.
CALLED = dict(
    re.findall(
        r'check\(\\"(\w+)\\", (\w+)\)',
        "".join(file.read_text(encoding="utf-8") for file in Path(__file__).parent.parent.glob("notebooks/*.ipynb")),
    )
)
ANSWERS = [answer for file in sorted((Path(__file__).parent / "answers").glob("*.txt")) for answer in read(file)]


def verdict_of(exercise, known, code):
    around = {"math": math, "np": np}
    exec(known.get("given", ""), around)
    return check(exercise, typed(code, CALLED[exercise], **around))


@pytest.mark.parametrize("exercise, known, code", ANSWERS)
def test_an_answer_is_told_its_true_cause(exercise, known, code):
    verdict = verdict_of(exercise, known, code)
    said = first_line(verdict)
    ours = re.sub(
        r"in the line `.*?`|The check passes with.*", "", said
    )  # their own words, or what was seen to be right
    assert verdict.passed is (known["cause"] == "right"), f"{known['cause']}\n{verdict}"
    assert not (known.get("never") and re.search(known["never"], ours, re.I)), f"untrue: {known['cause']}\n{said}"
    assert re.search(known.get("says", ""), said, re.I), f"{known['cause']}\n{said}"


def test_answers_with_unlike_causes_are_told_unlike_first_lines():
    shared = defaultdict(set)
    for answer in ANSWERS:
        exercise, known, code = answer.values
        if known["cause"] != "right":
            line = first_line(verdict_of(exercise, known, code))
            shared[exercise, line].add(known.get("alike", known["cause"]))
    unlike = {line: causes for line, causes in shared.items() if len(causes) > 1}
    assert not unlike, unlike


# What the lessons' tests hold besides: RIGHT, by exercise, answers of any style; WRONG, by mistake, its exercise, an
# answer, and words of the first line.
HERE = Path(__file__).parent
TESTS = [path for path in HERE.glob("test_*.py") if re.search(r"^RIGHT = {", path.read_text(encoding="utf-8"), re.M)]
LESSONS = [importlib.import_module(path.stem) for path in sorted(TESTS)]
RIGHT = [(name, answer) for lesson in LESSONS for name, answers in lesson.RIGHT.items() for answer in answers]
WRONG = [
    pytest.param(*told, id=mistake) for lesson in LESSONS for mistake, told in getattr(lesson, "WRONG", {}).items()
]


@pytest.mark.parametrize("name, answer", RIGHT)
def test_a_right_answer_of_any_style_passes(name, answer):
    verdict = check(name, answer)
    assert verdict.passed, verdict


@pytest.mark.parametrize("name, answer, words", WRONG)
def test_a_documented_mistake_is_named(name, answer, words):
    verdict = check(name, answer)
    assert not verdict.passed and words in first_line(verdict), verdict
