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
    wide = "white-space: pre; overflow-x: auto; max-width: 100%"  # on a phone, a line scrolls and does not break
    parts = re.split("^(?=got  |expected  )", rest, flags=re.M)
    head, *sides = (f'<pre style="{wide}">{html.escape(part)}</pre>' if part else "" for part in parts)
    more = f'{head}<div style="display: flex; flex-wrap: wrap; column-gap: 2em">{"".join(sides)}</div>'
    side = GREEN if passed else ORANGE
    return f'<div style="border-left: 5px solid {side}; padding: 4px 12px">{words}{more if rest else ""}</div>'
