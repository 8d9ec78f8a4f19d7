"""What an error means to somebody who writes a first function on arrays, with the line it came from: `faults.txt`."""

import builtins
import functools
import linecache
import pathlib
import re
import traceback

from . import book


@functools.cache
def _rows():
    """Return the rows of the table: the error's type, what its text and its line have in them, the words."""
    table = book.read(pathlib.Path(__file__).with_suffix(".txt").read_text(encoding="utf-8"))["errors"]
    rows = [([*map(str.strip, line.split(" | ")), ""], words) for keys, words in table.items for line in keys]
    return [(getattr(builtins, kind), text, code, words) for (kind, text, code, *_), words in rows]


def text(value):
    """Return the first line of `value` as text, whatever its own methods do."""
    try:
        return str(value).strip().split("\n")[0][:200] or "(it gives no reason)"
    except Exception:
        return "(its own text cannot be shown)"


def line_of(error, answer):
    """Return the learner's own line in which `error` arose, or "" where it cannot be seen."""
    mine = getattr(getattr(answer, "__code__", None), "co_filename", None)
    for frame in reversed(traceback.extract_tb(error.__traceback__, limit=-200)):
        if frame.filename == mine:
            return (frame.line or linecache.getline(frame.filename, frame.lineno)).strip()
    return ""


def explained(error, answer):
    """Return why `answer` raised `error`, in the course's words where a row fits, with its line where there is one."""
    kind = type(error).__name__
    said = text(error).rstrip(".")
    line = line_of(error, answer)
    where = f" in the line `{line[:80]}`" if line and "`" not in line else ""
    for of, words, code, told in _rows():
        found, there = re.search(words, said), re.search(code, line)
        if isinstance(error, of) and found and there:
            seen = {**found.groupdict(), **there.groupdict(), "text": said}
            what = (seen.get("kind") or seen.get("kind2") or "").removeprefix("numpy.")
            seen["a_kind"] = f"{'an' if what[:1] in 'aeioun' else 'a'} {what}"
            return f"Your function stops with {kind}{where}: {told.format(**seen)}"
    return f"Your function stops with {kind}{where}: {said}."
