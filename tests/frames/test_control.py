"""Every mobject and every story looks as its control picture does.

Where a change is meant: `python -m tests.frames show` draws what differs, `... accept` keeps it.
"""

import inspect
import pkgutil
from importlib import import_module

import cairo
import numpy as np
import pytest
from manim import Mobject

import scenes.kit
import scenes.relief
from scenes.kit.camera import FlatCamera
from scenes.kit.shapes import Polyline
from scenes.kit.theme import DARK
from scenes.relief.spatial import Spatial
from scenes.studio.registry import STORIES
from tests.frames import drawings
from tests.frames.__main__ import main
from tests.frames.control import FOLDER, accepted, difference
from tests.frames.drawings import NAMES, drawn
from tests.frames.pictures import TEXT, flat

HELP = "look at it by: python -m tests.frames show; keep it by: python -m tests.frames accept"
TAKES_LONG = {"linked", "surface", "regression", "race", "basins"}


def marked():
    for name in NAMES:
        slow = name.removeprefix("story ") in TAKES_LONG
        yield pytest.param(name, marks=[pytest.mark.slow] if slow else [])


@pytest.mark.parametrize("name", [*marked()])
def test_it_looks_as_it_did(name):
    picture, known = drawn(name), accepted(name)
    assert known is not None, f"{name} has no control picture; {HELP}"
    assert known.shape == picture.shape, HELP
    found = difference(known, picture)
    assert not found.counts, f"{name}: {found}; {HELP}"


def mobjects():
    """The mobjects of kit and relief that are no text, by name."""
    for room in (scenes.kit, scenes.relief):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            for name, kind in inspect.getmembers(import_module(module.name), inspect.isclass):
                own = kind.__module__ == module.name and issubclass(kind, Mobject)
                if own and kind is not Spatial and not issubclass(kind, TEXT):
                    yield name


def test_every_mobject_and_every_story_has_one():
    wanted = {*mobjects(), *(f"story {name}" for name in STORIES)}
    assert wanted == set(NAMES), "draw it in tests/frames/drawings.py"
    assert sum(path.stat().st_size for path in FOLDER.glob("*.png")) < 400_000


def spiral(**changes):
    given = {"color": DARK.cost, "width": 4.0} | changes
    return Polyline(**given).through(drawings.spiral(2.0, 80, 3.4))


@pytest.mark.parametrize(
    "changes", [{"color": DARK.point}, {"width": 6.0}, {"opacity": 0.4}], ids=["colour", "width", "opacity"]
)
def test_what_is_drawn_in_another_way_counts(changes):
    assert difference(flat(spiral()), flat(spiral(**changes))).counts


def test_what_has_moved_by_a_pixel_or_is_gone_counts():
    assert difference(flat(spiral()), flat(spiral().shift([0.07, 0, 0]))).counts
    assert difference(flat(spiral()), flat()).counts


@pytest.mark.parametrize("smoothing", [cairo.ANTIALIAS_FAST, cairo.ANTIALIAS_GOOD, cairo.ANTIALIAS_BEST])
@pytest.mark.parametrize("name", ["CostChart", "PlaneRuns", "Rings", "StepArrow"])
def test_edges_smoothed_in_another_way_do_not_count(name, smoothing, monkeypatch):
    plain, context_of = drawn(name), FlatCamera.get_cairo_context

    def smoothed(camera, pixels):
        context = context_of(camera, pixels)
        context.set_antialias(smoothing)
        return context

    monkeypatch.setattr(FlatCamera, "get_cairo_context", smoothed)
    found = difference(plain, drawn(name))
    assert not found.counts, found


def test_noise_of_rounding_does_not_count():
    picture = drawn("Dots").astype(int)
    noise = np.random.default_rng(0).integers(-3, 4, picture.shape)
    assert not difference(picture, np.clip(picture + noise, 0, 255)).counts


def test_the_command_names_what_differs_and_draws_it(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["show", "Rings", "Dots"]) == 0
    monkeypatch.setitem(drawings.FLAT, "Rings", drawings.FLAT["Dots"])
    assert main(["show", "Rings", "Dots"]) == 1
    said = capsys.readouterr().out
    assert "Rings: a block is off by" in said
    assert "Dots" not in said
    assert (tmp_path / "media" / "frames.png").exists()
    assert main(["show", "Ring"]) == 2
    assert main([]) == 2
