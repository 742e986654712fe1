"""The story of the basins: laid out, in time, and true to what was computed, whatever is asked for."""

from dataclasses import replace

import cairo
import numpy as np
import pytest

from gdmath.endings.basins import Fate
from scenes.basins import BasinsOfDescent
from scenes.kit.basins.basin_map import BasinMap, basin_colors, fate_colors
from scenes.kit.basins.picture import Picture, packed
from scenes.kit.screen import Rect
from scenes.kit.theme import DARK, THEMES
from scenes.parameters import BasinsParameters
from scenes.runs.basins import BasinRuns
from scenes.words import language
from tests.scenes.laid_out import go_through
from tests.scenes.timed import timed

COARSE = BasinsParameters(grid=48)
TOLD = {
    "default": (COARSE, "16:9"),
    "nine minima and more": (replace(COARSE, cost="rastrigin", domain=(-1.4, 1.4, -1.4, 1.4)), "9:16"),
    "many minima": (replace(COARSE, cost="rastrigin", language="es", theme="light"), "16:9"),
    "one minimum": (replace(COARSE, cost="x**2 + 3*y**2", language="de"), "1:1"),
    "none": (replace(COARSE, cost="x**2 - y**2", language="es"), "9:16"),
    "all escape": (replace(COARSE, learning_rate=1e9, language="de", theme="light"), "4:3"),
    "none arrives": (replace(COARSE, learning_rate=1e-9, steps=10_000, grid=16), "16:9"),
    "a curve of minima": (replace(COARSE, cost="(x**2 + y**2 - 1)**2"), "1:1"),
    "a level floor": (replace(COARSE, cost="max(abs(x) - 1, 0)**2 + max(abs(y) - 1, 0)**2"), "9:16"),
    "kinks": (replace(COARSE, cost="abs(x) + abs(y)", steps=200, language="es"), "1:1"),
    "a hole": (replace(COARSE, cost="log(x**2 + y**2)**2 + x", language="de"), "16:9"),
    "a pole": (replace(COARSE, cost="1/(x**2 + y**2) + x**2 + y**2", then="adam:rate=0.1"), "9:16"),
    "periodic": (replace(COARSE, cost="sin(5*x)*cos(5*y)/5", then="rmsprop", theme="light"), "1:1"),
    "wide": (replace(COARSE, cost="x**2 + 20*y**2", domain=(-10.0, 10.0, -1.0, 1.0)), "9:16"),
    "far away": (replace(COARSE, cost="1e6*(x - 1234.5)**2 + 3e5*(y + 0.000123)**2"), "4:3"),
    "too long to write": (replace(COARSE, cost="goldstein-price", steps=200, language="de"), "1:1"),
    "newton, then a search": (
        replace(COARSE, optimizer="newton", then="gradient-descent:schedule=backtracking", grid=16, steps=50),
        "16:9",
    ),
}
QUICK = ("default", "none")


def cases(names):
    return [
        pytest.param(*TOLD[name], id=name, marks=[] if name in QUICK else pytest.mark.slow) for name in names
    ]


@pytest.mark.parametrize(("told", "shape"), cases(TOLD))
def test_text_is_inside_and_apart(told, shape, tmp_path):
    scene = go_through(BasinsOfDescent, told, shape, tmp_path)
    assert scene.seen > 30
    assert len(scene.beats) >= 9


@pytest.mark.parametrize("shape", ["4:3", "1:1", "9:16"])
@pytest.mark.slow
def test_every_shape_has_room_in_every_language(shape, tmp_path):
    for name, theme in (("de", "light"), ("es", "dark")):
        go_through(BasinsOfDescent, replace(COARSE, language=name, theme=theme), shape, tmp_path)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name == "default" else pytest.mark.slow) for name in TOLD]
)
def test_every_caption_can_be_read_and_the_story_takes_a_minute(name):
    scene = timed(BasinsOfDescent, TOLD[name][0])
    assert 30 <= scene.time <= 80
    for said in scene.spoken:
        needed = len(said.text) / 17
        assert max(1.5, needed) - 1e-6 <= said.end - said.begin <= max(8.0, needed + 1), said
    rest = 0.0
    for stretch in scene.stretches:
        rest = 0.0 if stretch.moves else rest + stretch.end - stretch.begin
        assert rest <= 2.5 + 1 / 15
    assert sum(said.end - said.begin for said in scene.spoken) == pytest.approx(scene.time, abs=1 / 15)


@pytest.fixture(scope="module")
def runs():
    return BasinRuns.of(replace(COARSE, learning_rate=0.019))


def test_a_map_shows_at_each_step_what_has_arrived(runs):
    shown = BasinMap(runs, runs.first, Rect(-3, 3, -3, 3), DARK, language("en", "basins"))
    found = runs.first.basins
    for step in (0, 5, 3, found.steps, 1, found.steps):
        shown.reach(step)
        there = shown.picture.pixels[::-1] != 0
        assert (there == (found.arrivals <= step)).all()
        lengths = np.diff(shown.strip.edges) / shown.strip.area.width
        ends = [*range(found.count), *runs.first.fates]
        assert lengths == pytest.approx([((found.ends == end) & there).mean() for end in ends])


def test_every_pixel_has_the_colour_of_its_end(runs):
    shown = BasinMap(runs, runs.first, Rect(-3, 3, -3, 3), DARK, language("en", "basins"))
    shown.reach(runs.first.basins.steps)
    pixels = shown.picture.pixels[::-1]
    ends = set(runs.first.basins.ends[runs.first.basins.ends >= 0].tolist())
    assert len(ends) >= 2
    for end in ends:
        mine = pixels[runs.first.basins.ends == end]
        hue = np.array([int(shown.color_of(end)[k : k + 2], 16) for k in (1, 3, 5)])
        channels = np.stack([mine & 255, mine >> 8 & 255, mine >> 16 & 255], axis=1).astype(float)
        ground = np.array([int(DARK.background[k : k + 2], 16) for k in (1, 3, 5)])
        share = (channels - ground) @ (hue - ground) / ((hue - ground) @ (hue - ground))
        assert np.abs(channels - ground - share[:, None] * (hue - ground)).max() < 1.5
        assert share.min() >= 0.4


def test_a_picture_is_laid_down_pixel_by_pixel():
    pixels = packed(np.array([[[1, 0, 0], [0, 1, 0]], [[0, 0, 1], [1, 1, 1]]]))
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, 8, 8)
    context = cairo.Context(surface)
    context.set_matrix(cairo.Matrix(4, 0, 0, -4, 4, 4))  # two units wide and high
    context.arc(0, 0, 0.5, 0, 7)  # what was drawn before does not matter
    Picture(pixels, Rect(-0.5, 0.5, -0.5, 0.5)).paint(context)
    drawn = np.ndarray((8, 8), np.uint32, surface.get_data())
    expected = np.zeros((8, 8), np.uint32)
    expected[2:6, 2:6] = np.kron(pixels, np.ones((2, 2), np.uint32))
    assert (drawn == expected).all()


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_minima_of_one_colour_are_far_from_each_other_and_no_fate_has_it(theme):
    places = np.stack(np.meshgrid(np.arange(5.0), np.arange(5.0)), axis=-1).reshape(-1, 2)
    colors = basin_colors(places, theme)
    assert set(colors[:6]) == set(theme.series)
    for k, color in enumerate(colors):
        same = [j for j in range(k) if colors[j] == color]
        assert not same or np.linalg.norm(places[same] - places[k], axis=1).min() > 1
    assert not set(fate_colors(theme).values()) & set(theme.series)
    assert len(set(fate_colors(theme).values())) == len(Fate)


def test_every_fate_is_told_the_most_frequent_first():
    runs = BasinRuns.of(BasinsParameters(cost="x**3 + y**2", then="adam", grid=32))
    for room in (Rect(-3.6, -0.15, -2.2, 3.0), Rect(-6.0, 0.0, -2.2, 3.0)):
        legend = BasinMap(runs, runs.first, room, DARK, language("en", "basins")).legend
        texts = [part.text for part in legend if hasattr(part, "text")]
        fates = sorted(runs.first.shown_fates, key=runs.first.basins.share, reverse=True)
        names = [language("en", "basins").fate_label(fate) for fate in fates]
        assert len(names) > 1
        assert [text.split(":")[0] for text in texts] == names
        assert legend.get_right()[0] <= room.right + 0.03
        assert legend.get_left()[0] >= room.left - 0.35


def test_a_minimum_has_one_colour_on_maps_of_all_sizes():
    told = BasinsParameters(cost="rastrigin", domain=(-1.4, 1.4, -1.4, 1.4), grid=16)
    runs, rooms = BasinRuns.of(told), (Rect(-3.6, 3.3, -3, 3), Rect(0.1, 1.7, -2, 0.3), Rect(-1, 2, -7, 7))
    maps = [BasinMap(runs, runs.first, room, DARK, language("en", "basins")) for room in rooms]
    assert len(runs.minima) > len(DARK.series)
    assert len({tuple(shown.colors) for shown in maps}) == 1
