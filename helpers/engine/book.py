"""Books: the plain text files in which a lesson keeps its questions and its slips.

A book is made of entries. An entry begins with its name in brackets, and its opening lines follow, up to the first
empty line. Then come its items: one or more lines that start at the margin, and under them, indented, what to say:

    [add_ten]
    Add 10 to all three logits. What happens to the largest probability, 0.895?

    it grows
        Its power does grow, e¹⁰ times; but so does the total, and the share stays.
    * it stays
        Each power of e is multiplied by e¹⁰, and so is their sum: the factor cancels.

A line that starts with `# ` is a remark.
"""

import re
import typing


class Entry(typing.NamedTuple):
    """`opening` is a text; `items` are pairs (the lines at the margin, the words under them)."""

    opening: str
    items: list


def read(text):
    """Return the entries of a book by name; ValueError names what is given twice, or stands outside any entry."""
    entries, place = {}, None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("# "):
            continue
        if heading := re.fullmatch(r"\[((?:\+ )?[a-z][\w, ]*)\]", line):
            name, opening, items, place = heading[1], [], [], "opening"
            if name in entries:
                raise ValueError(f"line {number}: [{name}] is given twice")
            entries[name] = opening, items
        elif not line.strip():
            place = place and "items"
        elif place is None:
            raise ValueError(f"line {number}: {line!r} stands before the first [name]")
        elif place == "opening":
            opening.append(line)
        elif line.startswith(" ") and not items:
            raise ValueError(f"line {number}: {line.strip()!r} are words with no line at the margin above them")
        elif line.startswith(" "):
            items[-1][1].append(line.strip())
        elif items and not items[-1][1]:
            items[-1][0].append(line)
        else:
            items.append(([line], []))
    return {
        name: Entry("\n".join(opening), [(lines, " ".join(words)) for lines, words in items])
        for name, (opening, items) in entries.items()
    }
