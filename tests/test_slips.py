"""The books of slips: each is told in its own words; every first-order change of a solution is named or harmless."""

import ast
from pathlib import Path

import changes
import numpy as np
import pytest
from test_judge import first_line

import helpers
from helpers.engine import book, slips
from helpers.engine.describe import close
from helpers.engine.run import run

FUNCTIONS = {name: each for name, each in helpers.exercises().items() if hasattr(each, "slips")}
ROOMS = {
    name: Path(helpers.__file__).parent / lesson for lesson in helpers.LESSONS for name in helpers._with_book(lesson)
}
PASSES = "the probes let it pass, and one like this would not:"
every_function = pytest.mark.parametrize("name", FUNCTIONS)


def solutions(name):
    """Return every way in which the book writes the solution, and the names that it uses."""
    entries = book.read((ROOMS[name] / "slips.txt").read_text(encoding="utf-8"))
    names = FUNCTIONS[name].reference.__globals__
    return [slips.Slip("", "", entry.opening, names) for title, entry in entries.items() if title.split(",")[0] == name]


@every_function
def test_the_reference_and_every_solution_of_the_book_pass(name):
    assert solutions(name), f"slips.txt has no entry [{name}]"
    for right in (FUNCTIONS[name].reference, *(each.function for each in solutions(name))):
        assert helpers.check(name, right).passed, helpers.check(name, right)


@pytest.mark.parametrize("lesson", helpers.LESSONS)
def test_every_entry_of_a_book_is_an_exercises_or_a_groups(lesson):
    titles = book.read((Path(helpers.__file__).parent / lesson / "slips.txt").read_text(encoding="utf-8"))
    assert {title.split(",")[0] for title in titles if title[0] != "+"} <= set(helpers._with_book(lesson))


def test_pythons_parser_refuses_no_line_while_books_are_read(monkeypatch):
    """After each error it looks for a file named <unknown>, which in a browser is a request."""
    parse, refused = ast.parse, []

    def parsed(code, *more, **named):
        try:
            return parse(code, *more, **named)
        except SyntaxError:
            refused.append(code)
            raise

    monkeypatch.setattr(ast, "parse", parsed)
    slips.begins.cache_clear()
    for lesson in helpers.LESSONS:
        helpers._with_book(lesson)
    assert slips.begins.cache_info().misses > 100 and refused == []


@every_function
def test_each_slip_is_told_in_its_own_words(name):
    """So no two that are told otherwise come to the same on all inputs of the check."""
    told = {}
    for slip in FUNCTIONS[name].slips:
        if told.setdefault(slip.line, slip.words) != slip.words:
            continue  # what an exercise says of its own given cell comes before what its group says
        words = slip.words.partition("{")[0] or "Your "
        verdict = helpers.check(name, slip.function)
        assert not verdict.passed and first_line(verdict).startswith(words), f"{slip.line}\n{verdict}"


def harm(name, function):
    """Return where, of a thousand inputs like the check's own, a change comes to something else than the reference."""
    exercise = FUNCTIONS[name]
    for args in changes.likes(exercise.probes, 1000):
        with np.errstate(all="ignore"):
            outcome, expected = run(function, args), run(exercise.reference, args)
        if outcome.array is None or expected.array is None or not close(outcome.array, expected.array):
            came = [result.kind if result.array is None else result.array for result in (expected, outcome)]
            return "{}\nthe reference comes to {}\nand this to {}".format(args, *came)
    return ""


def is_named(name, verdict):
    told = {slip.words.partition("{")[0] or "Your " for slip in FUNCTIONS[name].slips}
    said = first_line(verdict)
    return any(said.startswith(words) for words in told) or said.startswith("Your function stops with")


def as_slip(solution, changed):
    """Return a change of a solution as the book has it: the lines that are written otherwise."""
    lines = zip(ast.unparse(ast.parse(solution)).split("\n"), changed.split("\n"))
    return " ; ".join(new.strip() for old, new in lines if new != old)


@every_function
def test_every_first_order_change_of_a_solution_is_named_or_harmless(name):
    unnamed = []
    for solution in solutions(name):
        for source in changes.changes(solution.source):
            changed = slips.Slip("", "", source, solution.names)
            verdict = helpers.check(name, changed.function)
            if verdict.passed:
                assert not (where := harm(name, changed.function)), f"{PASSES} {where}:\n{source}"
            elif not is_named(name, verdict):
                unnamed.append(f"{as_slip(solution.source, source)}\n    {first_line(verdict)}")
    assert not unnamed, "\n".join(["Put into the book, with better words under each line:", "", *unnamed])


def spoiled(answer):
    """Return answers that are right for small inputs, or nearly right, and wrong for others."""

    def after(spoil):
        return lambda *args: spoil(np.asarray(answer(*args)))

    def before(spoil):
        return lambda x, *more: answer(spoil(x), *more)

    return {
        **{f"only the first {most} rows": after(lambda out, most=most: out[:most]) for most in (2, 3, 4)},
        **{f"only {most} columns": after(lambda out, most=most: out[..., :most]) for most in (2, 3, 4)},
        **{f"{much} too much": after(lambda out, much=much: out + much) for much in (1e-4, 1e-3)},
        **{f"a factor of {1 + much}": after(lambda out, much=much: out * (1 + much)) for much in (1e-4, 1e-3)},
        "rounded to 3 digits": after(lambda out: np.round(out, 3)),
        "from whole numbers": before(np.trunc),
        "sorted inputs": before(lambda x: np.sort(x, axis=-1)),
        "without signs": before(np.abs),
    }


@every_function
def test_an_answer_that_is_right_for_some_inputs_only_is_refused(name):
    reference = FUNCTIONS[name].reference
    for how, answer in spoiled(reference).items():
        if helpers.check(name, answer).passed:
            assert not (where := harm(name, answer)), f"{how}: {PASSES} {where}"


def test_a_book_says_what_it_cannot_read():
    for text, words in {
        "[a]\nx\n\n[a]\n": "given twice",
        "x": "before the first",
        "[a]\nx\n\n    words": "no line",
    }.items():
        with pytest.raises(ValueError, match=words):
            book.read(text)
