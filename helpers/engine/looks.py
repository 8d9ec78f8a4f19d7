"""How the course looks and words things, alike everywhere: its colours, the box of a verdict, "a, b and c"."""

import html
import re

# Okabe and Ito's palette, safe for colour-blind readers (https://jfly.uni-koeln.de/color/).
BLUE, ORANGE, GREEN, PINK, SKY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9"
INK, GREY, PALE = "#222222", "#767676", "#DDDDDD"
# Light backgrounds: one for each row or column of a batch, and one behind what is no longer a usable number.
TINTS = "#BFE0F5", "#FBE0A6", "#BFE8D8", "#F0D3E3"
MISSING = "#FBE3D3"


def joined(words):
    """Return the texts `words` as "a", "a and b" or "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def coded(text):
    """Return `text` as HTML, what stands between backticks in code type."""
    pieces = html.escape(text).split("`")
    if len(pieces) % 2 == 0:  # a backtick without its partner is a backtick
        return html.escape(text)
    return "".join(f"<code>{piece}</code>" if i % 2 else piece for i, piece in enumerate(pieces))


def box(passed, words, rest=""):
    """Return the HTML of a verdict: its side green or orange, `rest` as typed, got and expected side by side."""
    head, *sides = re.split("^(?=got  |expected  )", rest, flags=re.M)
    more = typed(head) + f'<div style="display: flex; flex-wrap: wrap">{"".join(map(beside, sides))}</div>'
    side = GREEN if passed else ORANGE
    return f'<div style="border-left: 5px solid {side}; padding: 4px 12px">{words}{more if rest else ""}</div>'


def typed(text):
    """Return `text` as HTML, line by line; on a phone a line that is too long scrolls, and does not break."""
    style = "white-space: pre; overflow-x: auto; max-width: 100%; padding-right: 3em"
    return f'<pre style="{style}">{html.escape(text)}</pre>' if text else ""


def beside(side):
    """Return the block of an array with its name and shape above it, which is half as wide as beside it."""
    block, *after = re.split(r"\n(?! |$)", side.rstrip("\n"))
    name, value = block.split(None, 1)
    value, _, shape = re.sub("^ {11}", "", value, flags=re.M).partition("   shape ")
    below = "".join(f'<div style="flex: 0 0 100%">{html.escape(line)}</div>' for line in after)
    return typed(f"{name}, shape {shape}\n{value}" if shape else f"{name}\n{value}") + below
