"""Every picture in its states, what it says in each, and what it shows: `make images` writes both anew."""

import base64
import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from helpers import pictures
from helpers.fresh.pictures import SHOWN

IMAGES = Path(__file__).parent.parent / "images"
SENTENCES = Path(__file__).parent / "sentences.txt"
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
    "TwoShapes": [
        {},
        {"a": "(2, 1)", "b": "(1, 3)"},
        {"a": "(2, 1)", "b": "(2,)"},
        {"b": "(2,)"},
        {"b": "(2, 3)"},
        {"a": "(1, 1)", "b": "(3,)"},
        {"a": "()", "b": "()"},
    ],
    "WhichAxis": [{"axis": axis, "keepdims": keepdims} for axis in ("None", 0, 1) for keepdims in (False, True)]
    + [{"rows": 3, "axis": axis} for axis in (0, 1)]
    + [{"rows": 3, "columns": 1, "axis": 1}, {"rows": 1, "columns": 4, "axis": 1}, {"rows": 4, "columns": 1, "axis": 0}]
    + [{"rows": 4, "columns": 4, "axis": 1, "keepdims": True}, {"rows": 4, "columns": 2, "axis": 0, "keepdims": True}],
    "Cliff": [
        {},
        {"dtype": "float32", "z": 5},
        {"dtype": "float64", "z": 800},
        {"dtype": "float64", "z": 747},
        {"dtype": "float16", "z": 11},
        {"z": 20},
        {"z": 3},
        {"z": 0},
    ],
    "TwoWeights": [
        {},
        {"rate": 0.22},
        {"rate": 0.26, "steps": 12},
        {"rate": 0.3, "steps": 40},
        {"rate": 0, "steps": 0},
    ],
    "Bends": [{}],
    "Epochs": [{}, {"epoch": 50}, {"epoch": 100}],
    "Borders": [{}, *({"epoch": 100, "shown": shown} for shown in SHOWN)],
    "Activations": [{"epoch": 100, "activation": name} for name in ("none", "ReLU", "leaky ReLU", "tanh", "sigmoid")],
    "FloatLine": [{"power": power} for power in (0, 53, 1023, 1024, -53, -1022, -1074, -1075)],
    "OneMaximum": [{}, {"shift": -745}, {"shift": -740}, {"shift": -735}, {"shift": 0}, {"shift": 750}, {"shift": -5}],
    "OneLoss": [{}, {"z0": -5, "z1": 5, "z2": 5}, {"z0": 5, "z1": -5, "z2": -5}, {"z2": 0.5, "label": 2}],
    "FourSamples": [
        {},
        {"p0": 0.01, "p1": 0.01, "p2": 0.99, "p3": 0.5},
        {"p0": 0.51, "p1": 0.52, "p2": 0.53, "p3": 0.54},
    ],
    "OneNeuron": [{}, {"x": -4, "w": -1.95, "b": -3.9}, {"x": -3, "w": 1.05, "b": -4}, {"x": 0, "b": 0}],
    "Step": [{}, {"power": -5}, {"power": -15}, {"power": -2, "dtype": "float32"}, {"power": -9, "dtype": "float32"}],
}


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
    assert set(STATES) == set(pictures.ALL)


@pytest.mark.parametrize("name", pictures.ALL)
def test_an_image_is_what_its_picture_draws(name):
    recorded = image_of(name).read_bytes()
    assert alike(recorded, pictures.ALL[name]().png(100)), f"{image_of(name)} is out of date: run make images"


def test_every_state_is_said_as_it_was():
    assert sentences() == SENTENCES.read_text(encoding="utf-8"), "meant to say so? Run make images and read the change"


def test_a_picture_is_shown_with_its_sentence_below_it(monkeypatch, capsys):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, metadata, raw: shown.append((bundle, metadata, raw)))
    picture = pictures.Exponential()
    picture._ipython_display_()
    png = base64.b64encode(picture.png()).decode()
    still = {"image/png": png, "text/plain": picture.sentence}
    assert shown == [(still, {"image/png": {"width": 640}}, True)]
    assert Image.open(io.BytesIO(picture.png())).size == (1280, 640)
    assert capsys.readouterr().out == picture.sentence + "\n"


if __name__ == "__main__":
    for name, picture in pictures.ALL.items():
        image_of(name).write_bytes(picture().png(100))
    SENTENCES.write_text(sentences(), encoding="utf-8")
