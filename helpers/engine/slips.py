"""The book of slips: every mistake that a check tells is the solution with a line or two written otherwise.

An entry `[name]` opens with a solution, one `def`. Its items are slips and, under them, what to say to an answer that
behaves so. A line takes the place of the solution's line that begins alike: `m =` or `return`, `for row`, `if`.

    [softmax_rows]
    def rows(z):
        m = np.max(z, axis=1, keepdims=True)
        return np.exp(z - m)

    m = np.max(z)
        You subtract one maximum from the whole batch.
    + axes

Several lines at once are joined by ` ; `, and `> ` or `< ` before a line moves it a step to the right or left.
`+ axes` takes in the items of the entry `[+ axes]`, which exercises share whose solutions have lines that begin alike.
`[softmax_rows, by loop]` is a second way to write the solution, with slips of its own.
"""

import ast
import functools
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Slip:
    """One wrong way to write a solution.

    Attributes
    ----------
    line : str, what is written otherwise
    words : str, what to say to it
    source : str, the whole function, which `function` runs with `names` at hand
    """

    line: str
    words: str
    source: str
    names: dict

    @functools.cached_property
    def function(self):
        made = dict(self.names)
        exec(compile(self.source, "<a slip>", "exec"), made)
        return made[ast.parse(self.source).body[-1].name]


@functools.cache
def begins(line):
    """Return what tells a line of code from the others: `m =`, `return`, `for row`, `rows.append`."""
    line = line.strip()
    word = line.split()[0].rstrip(":")
    if word == "for":
        return line.partition(" in ")[0]
    if line.endswith(":"):  # `if` without a body; after an error Python would look for a file, slowly in a browser
        return word
    (statement,) = ast.parse(line).body
    if isinstance(statement, ast.Assign):
        return f"{ast.unparse(statement.targets[0])} ="
    if isinstance(statement, ast.AugAssign):
        return f"{ast.unparse(statement.target)} {line.partition('=')[0].strip()[-1]}="
    return word if isinstance(statement, ast.Return) else line.partition("(")[0]


def rewritten(solution, slip):
    """Return the source `solution` with the lines of `slip` in it; ValueError when one has no place there."""
    lines = solution.split("\n")
    for piece in slip.split(" ; "):
        step = {"> ": 4, "< ": -4}.get(piece[:2], 0)
        piece = piece[2:] if step else piece
        places = [place for place, line in enumerate(lines) if begins(line) == begins(piece)]
        if len(places) != 1:
            raise ValueError(f"{piece!r} begins like {len(places)} lines, not one, of:\n{solution}")
        line = lines[places[0]]
        lines[places[0]] = " " * (len(line) - len(line.lstrip()) + step) + piece
    return "\n".join(lines)


def of(name, book, names):
    """Return the slips of the exercise `name` in `book`, the entries that `book.read` found."""
    found = []
    for title, entry in book.items():
        if title.partition(",")[0] == name:
            for lines, words in _with_groups(entry.items, book):
                found += [Slip(line, words, rewritten(entry.opening, line), names) for line in lines]
    return found


def _with_groups(items, book):
    for lines, words in items:
        for line in lines:
            if line.startswith("+ "):
                yield from _with_groups(book[line].items, book)
        lines = [line for line in lines if not line.startswith("+ ")]
        if lines:
            yield lines, words
