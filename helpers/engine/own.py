"""What a learner wrote and a check passed, kept by their choice in one file of plain Python beside the lessons."""

import ast
import copy
import dis
import inspect
import linecache
import math
import re
import sys
import types
from pathlib import Path

import numpy as np

FILE = "my_network.py"
HEAD = '"""What I wrote in the course."""\n\nimport math\n\nimport numpy as np\n'
MARK = "\n\n# passed: {}\n"


def place():
    """Return the file in this folder, or where there is none that above: a lesson may have been moved into a folder."""
    return next(filter(Path.exists, (Path(FILE), Path("..", FILE))), Path(FILE))


def read():
    """Return the source of each function that the file holds, by its exercise's name."""
    text = place().read_text(encoding="utf-8") if place().exists() else ""
    _, *pieces = re.split(r"\n\n# passed: (\w+)\n", text)
    return {name: source.strip() + "\n" for name, source in zip(pieces[::2], pieces[1::2])}


def made(source):
    """Return the last function that `source` defines, with nothing but NumPy and math at hand."""
    names, file = {"np": np, "math": math}, f"<{FILE} {hash(source)}>"
    linecache.cache[file] = len(source), None, source.splitlines(keepends=True), file  # so that it can be kept again
    exec(compile(source, file, "exec"), names)
    return names[re.findall(r"^def (\w+)", source, re.M)[-1]]


def text_of(thing):
    """Return the source of a function or a class, written in a cell or a module; None if it has none of its own."""
    function = thing if inspect.isfunction(thing) else next(filter(inspect.isfunction, vars(thing).values()))
    text = "".join(linecache.getlines(function.__code__.co_filename))
    nodes = [node for node in ast.parse(text).body if getattr(node, "name", None) == thing.__name__]
    return ast.get_source_segment(text, nodes[-1]) if nodes else None


def names_from_outside(code):
    """Yield the names that `code`, or a function in it, takes from outside."""
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield step.argval
        elif isinstance(step.argval, types.CodeType):
            yield from names_from_outside(step.argval)


def gather(name, thing, found):
    """Put the source of `thing`, behind that of all it uses, into the dict `found`; ValueError says what cannot go."""
    if isinstance(thing, types.ModuleType):
        found[name] = f"import {thing.__name__} as {name}"
    elif isinstance(thing, (bool, int, float, str)):
        found[name] = f"{name} = {thing!r}"
    elif not inspect.isfunction(thing) and not inspect.isclass(thing):
        raise ValueError(f"it uses `{name}` from outside: make it in the function, or hand it over")
    elif (source := text_of(thing)) is None:
        raise ValueError(f"`{name}` has no `def` of its own at the margin of a cell: write it with one")
    else:
        around = thing.__globals__ if inspect.isfunction(thing) else vars(sys.modules[thing.__module__])
        found[name] = ""  # a function may call itself
        for used in names_from_outside(compile(source, "", "exec")):
            if used in around and used not in (*found, "np", "math", "__name__"):
                gather(used, around[used], found)
        del found[name]  # what it uses comes before it
        found[name] = source if name == thing.__name__ else f"{source}\n\n\n{name} = {thing.__name__}"


def keep(name, function, check, exercise, again):
    """Write `function` into the file unless it is there already, and return what was done in one sentence."""
    if not inspect.isfunction(function):
        return f"Not kept: {FILE} holds functions that were written with `def`, and this is none."
    if not check(name, function).passed:
        return f"Not kept: `{name}` has not passed its check yet."
    results = [function(*copy.deepcopy(probe)) for probe in exercise.probes]
    if any(isinstance(each, (list, tuple)) and len(set(map(np.shape, each))) < 2 for each in results):
        return f"Not kept: `{name}` returns a list, and a network calculates with arrays: return `np.array(...)`."
    try:
        found = {}
        gather(function.__name__, function, found)
    except ValueError as obstacle:
        return f"Not kept: {obstacle}."
    kept = read()
    source = "\n\n\n".join(found.values()) + "\n"
    if kept.get(name, source) != source and not again:
        return (
            f"Not kept: {FILE} holds another `{name}`. To replace it: keep({name!r}, {function.__name__}, again=True)."
        )
    kept[name] = source
    text = HEAD + "".join(MARK.format(each) + kept[each] for each in kept)
    try:
        place().write_text(text, encoding="utf-8")
    except OSError as obstacle:
        return f"Not kept: {FILE} cannot be written here ({obstacle.strerror}). Copy your function to a safe place."
    return f"Kept `{name}` in {FILE}, which now holds {len(kept)} of your functions."
