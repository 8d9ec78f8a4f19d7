"""Every picture in its states, what it says in each, and what it shows: `make images` writes both anew."""

import base64
import importlib
import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from helpers import LESSONS, explorables, pictures
from helpers.spiral import spiral
from helpers.watching.pictures import course_history

IMAGES = Path(__file__).parent.parent / "images"
SENTENCES = Path(__file__).parent / "sentences.txt"
README, MOVES = IMAGES.parent / "README.md", IMAGES / "learning.webp"


def ends(control):
    """Return where a control begins and ends; for a text that is typed, what stands in it."""
    hand = control.widget
    if hasattr(hand, "options"):
        return hand.options[0], hand.options[-1]
    if hasattr(hand, "step"):
        return hand.min, hand.max
    return (False, True) if isinstance(hand.value, bool) else [control.read(hand.value)] * 2


def states():
    """Return for each picture the states it is looked at in.

    These are its own start; for one that is live, its controls' start, and all of them at one end and at the other;
    and what its lesson's tests call telling.
    """
    found = {name: [{}] for name in pictures.ALL}
    for make in explorables.ALL.values():
        live = make()
        hands = live._controls.items()
        held = found[type(live.picture).__name__]
        held.append({name: control.read(live.values[name]) for name, control in hands})
        held += [{name: ends(control)[end] for name, control in hands} for end in (0, 1)]
    for lesson in LESSONS:
        for name, more in getattr(importlib.import_module(f"test_{lesson}"), "STATES", {}).items():
            found[name] += [state for state in more if state not in found[name]]
    return found


STATES = states()


def image_of(name):
    """Return the file under images/ of the picture called `name`: BendALine has bend_a_line.png."""
    return IMAGES / f"{snake(name)}.png"


def snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def in_every_state():
    """Yield the name of each picture with the picture, once in each of its states."""
    for name, states in STATES.items():
        picture = pictures.ALL[name]()
        for state in states:
            picture.show(**state)
            yield name, picture


def sentences():
    """Return what the pictures say, as the file has it."""
    lines = [""]
    for name, picture in in_every_state():
        if (head := f"[{name}]") not in lines:
            lines += ["", head]
        lines.append(picture.sentence)
    return "\n".join(lines).strip() + "\n"


def alike(one, other):
    """Whether two PNG files show the same.

    To the pixel, but for the last shades of an edge, where the same matplotlib drew both. Another one sets text
    elsewhere, so then only the tints of 32 by 32 pixels are compared; what the picture says, nbval compares.
    """
    one, other = (Image.open(io.BytesIO(png)).convert("RGB") for png in (one, other))
    same = one.info.get("Software") == other.info.get("Software")
    if not same:
        tiles = one.width // 32, one.height // 32
        one, other = (image.resize(tiles, Image.Resampling.BOX) for image in (one, other))
    if one.size != other.size:
        return False
    far = np.abs(np.asarray(one, dtype=int) - np.asarray(other, dtype=int)).max(axis=2)
    return np.count_nonzero(far > 32) < 8 if same else far.max() < 28


def learning(epochs):
    """Yield README's picture, a network of lesson 08 after each of `epochs`, as an image and what it says."""
    points, labels, _ = spiral()
    picture = pictures.Epochs(points, labels, {"ReLU": course_history("ReLU", 501)})
    for epoch in epochs:
        picture.show(epoch=epoch)
        yield picture.png(150), picture.sentence


def test_readme_shows_how_the_network_learns_and_says_where_it_ends():
    (said,) = re.findall(r"!\[(.*)\]\(images/learning.webp\)", README.read_text(encoding="utf-8"))
    ((drawn, sentence),) = learning([500])
    frames = {}
    with Image.open(MOVES) as film:
        assert film.info["loop"] == 1, "it moves for ever"
        for place in (0, film.n_frames - 1):
            film.seek(place)
            film.save(file := io.BytesIO(), "PNG")
            frames[place] = alike(file.getvalue(), drawn)
    assert list(frames.values()) == [False, True] and said == sentence, "run make images"


def test_there_is_an_image_of_each_picture_and_no_other():
    assert set(IMAGES.glob("*.png")) == set(map(image_of, pictures.ALL)), "run make images"


@pytest.mark.parametrize("name", pictures.ALL)
def test_an_image_is_what_its_picture_draws(name):
    recorded = image_of(name).read_bytes()
    assert alike(recorded, pictures.ALL[name]().png(100)), f"{image_of(name)} is out of date: run make images"


def test_every_state_is_said_as_it_was():
    assert sentences() == SENTENCES.read_text(encoding="utf-8"), "meant to say so? Run make images and read the change"


def test_a_picture_is_shown_with_its_sentence_below_it(monkeypatch):
    shown = []
    monkeypatch.setattr(
        "IPython.display.display", lambda bundle, metadata=None, raw=False: shown.append((bundle, metadata, raw))
    )
    picture = pictures.Exponential()
    picture._ipython_display_()
    png = base64.b64encode(picture.png()).decode()
    still = {"image/png": png, "text/plain": picture.sentence}
    below = {"text/html": f"<p>{picture.sentence}</p>", "text/plain": picture.sentence}
    assert shown == [(still, {"image/png": {"width": 640}}, True), (below, None, True)]
    assert Image.open(io.BytesIO(picture.png())).size == (1280, 640)


if __name__ == "__main__":
    for name, picture in pictures.ALL.items():
        image_of(name).write_bytes(picture().png(100))
    SENTENCES.write_text(sentences(), encoding="utf-8")
    first, *rest = (Image.open(io.BytesIO(png)).convert("RGB") for png, _ in learning(range(0, 501, 20)))
    # Once, in less than five seconds, and then it rests on what was learned.
    first.save(MOVES, save_all=True, append_images=rest, duration=180, loop=1, lossless=True, method=6)
