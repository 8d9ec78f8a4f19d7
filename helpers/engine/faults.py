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
    try:
        said = (str(error).strip().splitlines() or ["(it gives no reason)"])[0][:200].rstrip(".")
    except Exception:
        return f"Your function raises {kind}: (its own text cannot be shown)"
    line = line_of(error, answer)
    where = f" in the line `{line[:80]}`" if line and "`" not in line else ""
    for of, words, code, told in _rows():
        found, there = re.search(words, said), re.search(code, line)
        if isinstance(error, of) and found and there:
            seen = {k: v for k, v in {**found.groupdict(), **there.groupdict()}.items() if v}
            what = seen.get("kind") or seen.get("kind2") or ""
            what = what.removeprefix("numpy.")
            seen["a_kind"] = f"{'an' if what[:1] in 'aeioun' and what != 'numpy' else 'a'} {what}"
            seen["text"] = said
            for name in ("call", "shapes", "index", "size", "name", "kind"):
                seen.setdefault(name, "it")
            return f"Your function stops with {kind}{where}: {told.format(**seen)}"
    return f"Your function stops with {kind}{where}: {said}."
