"""What is live is vector: the same drawing as the PNG, sharp at every size, and a few kilobytes a change."""

import contextlib
import functools
import io
import itertools
import re

import matplotlib
import numpy as np
import pytest
from browser import CHROMIUM, chromium
from matplotlib.patches import Circle, FancyArrowPatch, Rectangle
from matplotlib.text import Text
from PIL import Image
from test_pictures import STATES, in_every_state

from helpers import explorables, pictures
from helpers.engine.picture import Picture


class Everything(Picture):
    """What no lesson draws today and any may draw tomorrow."""

    size = (6.4, 2.4)

    def set_up(self):
        left = self.figure.add_axes((0.08, 0.2, 0.4, 0.7), xlabel="two  spaces, <b>", ylabel="a & b")
        right = self.figure.add_axes((0.55, 0.2, 0.4, 0.7), xlim=(1, 1000), ylim=(3, 0), xscale="log")
        left.set_aspect("equal")
        right.set_xticks([1, 1000], ["1", "1000"])
        self.maps = [
            self.moving(
                left.imshow(np.eye(2, dtype=np.uint8), extent=(at, at + 4, 0, 4), origin=origin, cmap="Blues", vmax=2)
            )
            for at, origin in ((0, "upper"), (5, "lower"))
        ]
        left.set(xlim=(-1, 10), ylim=(-1, 5))
        self.moving(left.add_patch(Circle((4.5, 2), 1.5, fc="#D55E00", ec="#222222", alpha=0.5, hatch="xx", ls="--")))
        self.moving(right.add_patch(Rectangle((2, 2), 900, 0.8, fc="none", ec="#0072B2", lw=3, hatch="//")))
        self.moving(right.plot([1, 5, np.nan, 30, 2000], [1, 2, 2, 1, 1], "--s", mfc="none", ms=12, color="#009E73")[0])
        self.moving(right.plot([3, 300], [0.5, 0.5], "x", ms=12, mew=3, clip_on=False)[0])
        self.above(right.plot([10], [-0.1], "o", ms=20)[0])  # half of it beyond the axes
        for place, va in enumerate(("top", "center", "bottom", "baseline", "center_baseline")):
            self.words(right, 2 * 3**place, 1.5, va=va, ha="center", family="monospace").set_text(f"{place}\n<g>\n&$y$")

    def move(self, upper=((0, 2), (1, 0))):
        self.maps[0].set_data(np.array(upper, dtype=np.uint8))
        return "One of each."


def extremes(image):
    """Return the darkest and the lightest of the 5 by 5 pixels around each, red, green and blue."""
    found = []
    for most in (np.minimum, np.maximum):
        level = np.pad(np.asarray(image), ((2, 2), (2, 2), (0, 0)), "edge")
        level = functools.reduce(most, (level[at : level.shape[0] - 4 + at] for at in range(5)))
        level = functools.reduce(most, (level[:, at : level.shape[1] - 4 + at] for at in range(5)))
        found.append(level.astype(int))
    return found


def misplaced(one, other):
    """Return how many pixels show something that the other picture does not show within two pixels of them."""
    beyond = [
        np.maximum(low - level, level - high)
        for level, (low, high) in zip((np.asarray(one, int), np.asarray(other, int)), map(extremes, (other, one)))
    ]
    return np.count_nonzero(np.maximum(*beyond).max(axis=2) > 96)


@pytest.fixture(scope="module")
def drawn():
    """Every picture in every state: its name, its PNG without the texts, where they are, and its SVGs laid together."""
    found = []
    for name, picture in [*in_every_state(), ("Everything", Everything())]:
        layers = picture.still, picture.moved, picture.over
        layers = "".join(f"<div style='grid-area: 1 / 1'>{layer}</div>" for layer in layers)
        page = f"<div style='display: grid; width: {round(picture.size[0] * 100)}px'>{layers}</div>"
        for text in picture.figure.findobj(Text):
            text.set_alpha(0)
        png = Image.open(io.BytesIO(picture.png())).convert("RGB").reduce(2)
        picture.figure.dpi, texts = 200, []
        for text in picture.figure.findobj(Text):
            text.set_alpha(None)
            box = text.get_window_extent()
            edges = [box.x0, picture.figure.bbox.height - box.y1, box.x1, picture.figure.bbox.height - box.y0]
            texts.append((text.get_text().replace("\n", ""), *np.array(edges) / 2))
        picture.figure.dpi = 72
        found.append((name, png, texts, page))
    return found


PLACES = """() => [...document.body.children].map(picture => [...picture.querySelectorAll("text")].map(text => {
  const [box, from] = [text.getBoundingClientRect(), picture.getBoundingClientRect()];
  return [text.textContent, box.left - from.left, box.top - from.top, box.right - from.left, box.bottom - from.top];
}))"""


@pytest.fixture(scope="module")
def shown(drawn, tmp_path_factory):
    """What Chromium makes of them: of each an image without the texts, and the texts' places by the fonts at hand."""
    if not CHROMIUM:
        pytest.skip("no Chromium to draw with: sudo apt-get install chromium")
    with_it = "".join(page for *_, page in drawn)
    # Without it, another stands in the place of Verdana, since it is not here.
    without = with_it.replace("'DejaVu Sans'", "Nowhere").replace("Verdana", "'DejaVu Sans Condensed'")
    places = {}
    with chromium(tmp_path_factory.mktemp("profile"), 640, 900) as page:
        for fonts, page_of_all in {"without": without, "with DejaVu Sans": with_it}.items():
            page.set_content(f"<!doctype html><meta charset='utf-8'><body style='margin: 0'>{page_of_all}")
            places[fonts] = page.evaluate(PLACES)
        page.add_style_tag(content="text { visibility: hidden }")
        image = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    tops = np.cumsum([0, *(png.height for _, png, *_ in drawn)]).tolist()
    return [image.crop((0, top, 640, end)) for top, end in itertools.pairwise(tops)], places


def test_chromium_shows_what_the_png_shows(drawn, shown):
    for (name, png, *_), image in zip(drawn, shown[0], strict=True):
        assert misplaced(png, image) < 5, name


def apart(box, place, whole):
    """Return by how many pixels a text's place is off its box, or beyond it if it is one of several lines."""
    off = np.subtract(box, place) * [1, 1, -1, -1]
    return np.abs(off).max() if whole else off.max()


@pytest.mark.parametrize(("fonts", "wider"), [("with DejaVu Sans", 0.04), ("without", 0.15)])
def test_every_text_is_where_the_png_has_it(drawn, shown, fonts, wider):
    for (name, _, texts, _), places in zip(drawn, shown[1][fonts], strict=True):
        assert places, name
        for said, *place in places:
            said = said.replace("\xa0", " ")
            gaps = [apart(box, place, words == said) for words, *box in texts if said in words]
            length = max(place[2] - place[0], place[3] - place[1])
            assert gaps and min(gaps) < 3 + wider * length, f"{name}: {said!r} is elsewhere"


def test_a_change_is_a_few_kilobytes():
    live = {type(make().picture).__name__ for make in explorables.ALL.values()}
    for name, picture in in_every_state():
        if name in live:
            most = 7000 if name == "WhichAxis" else 5000
            assert len((picture.moved + picture.sentence).encode()) < most, name


def test_an_artist_that_cannot_move_is_refused_when_it_is_handed_in():
    picture = Everything()
    axes = picture.figure.axes[0]
    for artist in (
        axes.scatter([0], [0]),
        axes.imshow([[0.5]]),
        axes.annotate("here", (0, 0), (1, 1)),
        axes.text(0, 0, "turned", rotation=45),
        axes.text(0, 0, "boxed", bbox={"fc": "white"}),
        axes.add_patch(FancyArrowPatch((0, 0), (1, 1))),
        axes.step([0, 1], [0, 1])[0],
    ):
        with pytest.raises(TypeError, match="cannot move: "):
            picture.moving(artist)


def test_a_picture_styles_nothing_else_on_the_page():
    picture = Everything()
    for svg in (picture.still, picture.moved, picture.over):
        assert "<style" not in svg and ("&lt;" in svg) == (svg != picture.over)
        ids = set(re.findall(r' id="([^"]+)"', picture.still))
        assert set(re.findall(r"#([a-z]\w{8,})", svg)) <= ids
    assert not ids & set(re.findall(r' id="([^"]+)"', Everything().still)), "two on one page must not share an id"


def all_otherwise():
    """Return every setting of matplotlib that is a switch or a number with another value, where it allows that one."""
    found = {}
    for name, value in matplotlib.rcParamsDefault.items():
        if isinstance(value, (bool, int, float)) and name != "text.usetex":
            other = not value if isinstance(value, bool) else 2 * value + 1
            with contextlib.suppress(ValueError, RuntimeError):
                found |= matplotlib.RcParams({name: other})
    return found


NAMED = {
    "grid.color": "red",
    "xtick.direction": "in",
    "font.weight": "bold",
    "axes.labelweight": "bold",
    "axes.titleweight": "bold",
    "hatch.color": "red",
    "lines.linestyle": ":",
    "path.sketch": (1, 100, 2),
    "axes.formatter.limits": (0, 0),
    "savefig.dpi": 30,
    "savefig.bbox": "tight",
    "savefig.facecolor": "red",
    "svg.fonttype": "path",
}
HOSTILE = [{"text.usetex": True}, all_otherwise() | NAMED]


def unnamed(svg):
    """Return an SVG with the names in it that differ from one picture to the next made alike."""
    return re.sub(r"\b[a-z][0-9a-f]{8,10}(d\d+)?\b", "id", svg)


def forms(name):
    picture = pictures.ALL[name]()
    return picture.png(), unnamed(picture.still + picture.moved + picture.over), picture.sentence


@pytest.mark.parametrize("name", [name for name, states in STATES.items() if len(states) > 1])
def test_a_picture_does_not_remember_what_it_showed_before(name):
    wandering = pictures.ALL[name]()
    for state in [*STATES[name], *reversed(STATES[name])]:
        wandering.show(**state)
        at_once = pictures.ALL[name]()
        at_once.show(**state)
        assert unnamed(wandering.moved) == unnamed(at_once.moved), state


@pytest.mark.parametrize("name", pictures.ALL)
def test_no_setting_of_the_reader_reaches_a_picture(name):
    plain = forms(name)
    for settings in HOSTILE:
        with matplotlib.rc_context(settings):
            before = dict(matplotlib.rcParams)
            assert forms(name) == plain, settings
            assert dict(matplotlib.rcParams) == before
