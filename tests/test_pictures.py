"""Every picture in its states, against sheets that were drawn before and looked at: `make images` draws them anew."""

import base64
import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from helpers import pictures
from helpers.engine import picture as engine

IMAGES = Path(__file__).parent.parent / "images"
SHEETS = Path(__file__).parent / "sheets"
STATES = {
    "Neuron": [{}],
    "Layer": [{}],
    "Spiral": [{}],
    "StraightAndBent": [{}],
    "FollowACurve": [{"units": units} for units in (1, 2, 7, 18, 19, 20)],
    "ReluCurve": [
        {},
        {"inputs": [4, -4, 0, 7], "x": 4.5},
        {"inputs": [5, -5, 6, -6], "x": 4},
        {"inputs": [5, -5, 6, -6, 7, -8.25], "x": 4},
        {"x": 0},
        {"x": -5},
        {"x": 5},
        {"inputs": [0.5, 1], "x": 0.5},
    ],
    "BendALine": [
        {},
        {"w2": -2, "w3": 1},
        {"w1": 0},
        {"w1": -4, "b1": 1.5, "w2": 0.5, "b2": -3, "w3": 2, "b3": 3},
        {"w2": -2, "w3": 1.01},
        {"w2": -2, "w3": 1.03},
        {"w1": 0, "b1": 0, "b3": 0},
        {"w2": -1, "b2": 2},
        {"w1": 3, "w2": -2, "b2": 2, "w3": 0.5},
    ],
    "Exponential": [{}],
    "Temperature": [
        {},
        {"a": -5, "b": 0, "add": -5, "temperature": 0.1},
        {"temperature": 20},
        {"a": 5, "b": 4.9, "c": 5, "add": 5, "temperature": 0.5},
        {"a": 1, "b": 1, "c": 1, "temperature": 3},
        {"a": -5, "b": 5, "c": 5, "temperature": 0.1},
    ],
    "TwoClasses": [{}, {"z0": -5, "z1": 5}, {"z0": 5, "z1": -5}, {"z0": 0.0, "z1": 0.0}],
    "WhichAxis": [
        {"rows": 2, "columns": 3, "axis": axis, "keepdims": keepdims} for axis in ("None", 0, 1) for keepdims in (0, 1)
    ]
    + [{"axis": axis, "keepdims": False, "square": True} for axis in (0, 1)]
    + [{"rows": 1, "columns": 4, "keepdims": False}, {"rows": 4, "columns": 4}, {"rows": 4, "columns": 2, "axis": 0}],
    "Cliff": [
        {},
        {"dtype": "float32", "z": 5},
        {"dtype": "float64", "z": 800},
        {"dtype": "float64", "z": 747},
        {"dtype": "float16", "z": 11},
        {"z": 0},
    ],
    "OneMaximum": [{}, {"shift": -742}, {"shift": 0}, {"shift": 750}, {"shift": -5}],
}


def image_of(name):
    """Return the file under images/ of the picture called `name`: BendALine has bend_a_line.png."""
    return IMAGES / f"{snake(name)}.png"


def snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def sheet(name):
    """Return the states of a picture, one below the other, as a PNG, and their sentences, one to a line."""
    picture = pictures.ALL[name]()
    shown = []
    for state in STATES[name]:
        picture.show(**state)
        shown.append((Image.open(io.BytesIO(picture.png())), picture.sentence))
    wide, high = shown[0][0].size
    page = Image.new("P", (wide, high * len(shown)))
    page.putpalette(engine.PALETTE.getpalette())  # all share it, so their pixels are copied as they are
    for place, (image, _) in enumerate(shown):
        page.paste(image, (0, place * high))
    file = io.BytesIO()
    page.save(file, "PNG", pnginfo=engine.MADE_BY)
    return file.getvalue(), "".join(f"{sentence}\n" for _, sentence in shown)


def alike(one, other):
    """Whether two PNG files show the same.

    To the pixel, but for the last shades of an edge, where the same matplotlib drew both. Another one sets text
    elsewhere, so then only the tints of 32 by 32 pixels are compared; what the picture says, nbval compares.
    """
    one, other = (Image.open(io.BytesIO(png)).convert("RGB") for png in (one, other))
    same = one.info["Software"] == other.info["Software"]
    if not same:
        tiles = one.width // 32, one.height // 32
        one, other = (image.resize(tiles, Image.Resampling.BOX) for image in (one, other))
    if one.size != other.size:
        return False
    far = np.abs(np.asarray(one, dtype=int) - np.asarray(other, dtype=int)).max(axis=2)
    return np.count_nonzero(far > 32) < 8 if same else far.max() < 28


def test_there_is_an_image_of_each_picture_and_no_other():
    assert set(IMAGES.glob("*.png")) == set(map(image_of, pictures.ALL)), "run make images"
    assert {path.name for path in SHEETS.iterdir()} == {
        f"{snake(name)}{end}" for name in STATES for end in (".png", ".txt")
    }
    assert set(STATES) == set(pictures.ALL)


@pytest.mark.parametrize("name", pictures.ALL)
def test_an_image_is_what_its_picture_draws(name):
    recorded = image_of(name).read_bytes()
    assert alike(recorded, pictures.ALL[name]().png()), f"{image_of(name)} is out of date: run make images"


@pytest.mark.parametrize("name", STATES)
def test_every_state_is_drawn_and_said_as_it_was(name):
    image, sentences = sheet(name)
    assert sentences == (SHEETS / f"{snake(name)}.txt").read_text(encoding="utf-8")
    recorded = (SHEETS / f"{snake(name)}.png").read_bytes()
    assert alike(recorded, image), f"meant to look so? Run make images and look at tests/sheets/{snake(name)}.png"


def test_a_picture_is_shown_with_its_sentence_below_it(monkeypatch, capsys):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, raw: shown.append((bundle, raw)))
    picture = pictures.Exponential()
    picture._ipython_display_()
    png = base64.b64encode(picture.png()).decode()
    assert shown == [({"image/png": png, "text/plain": picture.sentence}, True)]
    assert capsys.readouterr().out == picture.sentence + "\n"


def test_a_palette_is_steps_from_white_and_none_that_pillow_could_take_for_white():
    def colours(*of):
        levels = engine.palette(*of).getpalette()
        return sorted({tuple(levels[place : place + 3]) for place in range(0, len(levels), 3)} - {(0, 0, 0)})

    assert colours(["#0072B2", "#DDDDDD"], 2) == [
        (0, 114, 178),
        (128, 184, 216),
        (221, 221, 221),
        (238, 238, 238),
        (255, 255, 255),
    ]
    assert colours(["#F0F0F0"]) == [(grey,) * 3 for grey in (240, 241, 242, 244, 245, 246, 255)]
    assert len(engine.PALETTE.getpalette()) <= 3 * 256
    white = Image.new("RGB", (1, 1), "white").quantize(palette=engine.PALETTE, dither=Image.Dither.NONE)
    assert white.convert("RGB").getpixel((0, 0)) == (255, 255, 255)


if __name__ == "__main__":
    SHEETS.mkdir(exist_ok=True)
    for name, picture in pictures.ALL.items():
        image_of(name).write_bytes(picture().png())
    for name in STATES:
        image, sentences = sheet(name)
        (SHEETS / f"{snake(name)}.png").write_bytes(image)
        (SHEETS / f"{snake(name)}.txt").write_text(sentences, encoding="utf-8")
