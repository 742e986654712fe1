"""At the end of every beat, every piece of text is inside the safe frame and overlaps no other."""

from dataclasses import replace

import numpy as np
import pytest

from scenes.linked import LinkedDescent
from scenes.surface import SurfaceDescent
from scenes.tangent import TangentDescent
from scenes.wave import WaveDescent
from tests.scenes.laid_out import go_through
from tests.scenes.stories import (
    LINKED,
    LINKED_METHODS,
    ODD_SURFACES,
    ODD_TANGENTS,
    SURFACE_METHODS,
    SURFACES,
    TANGENT_METHODS,
    TANGENTS,
    WAVE_METHODS,
    WAVES,
)

CASES = {
    SurfaceDescent: SURFACES | ODD_SURFACES,
    LinkedDescent: LINKED,
    TangentDescent: TANGENTS | ODD_TANGENTS,
    WaveDescent: WAVES,
}
SHAPES = ("16:9", "4:3", "1:1", "9:16")
# The least that a surface may take with its labels: of the width, and of the height above the captions.
LEAST = {
    (SurfaceDescent, "16:9"): (0.44, 0.80),
    (SurfaceDescent, "4:3"): (0.43, 0.57),
    (SurfaceDescent, "1:1"): (0.48, 0.50),
    (SurfaceDescent, "9:16"): (0.74, 0.42),
    (LinkedDescent, "16:9"): (0.32, 0.55),
    (LinkedDescent, "9:16"): (0.70, 0.38),
}
QUICK = {
    TangentDescent: set(CASES[TangentDescent]),
    WaveDescent: set(CASES[WaveDescent]),
    SurfaceDescent: {"default"},
    LinkedDescent: {"default"},
}


def cases():
    """Every story in its shapes: quick ones at any time, the others when there is time."""
    for story, runs in CASES.items():
        for name, told in runs.items():
            for shape in SHAPES:
                if shape == "4:3" and name not in QUICK[story]:
                    continue  # it is laid out as the wide screen is
                quick = shape == "16:9" and name in QUICK[story]
                label = f"{story.__name__} {name} {shape}"
                yield pytest.param(story, told, shape, id=label, marks=[] if quick else pytest.mark.slow)


def languages():
    """The default of every story in every shape, in the other languages and the other theme."""
    for story in CASES:
        for shape in SHAPES:
            for language, theme in (("de", "light"), ("es", "dark")):
                told = replace(CASES[story]["default"], language=language, theme=theme)
                label = f"{story.__name__} {language} {shape}"
                yield pytest.param(story, told, shape, id=label, marks=pytest.mark.slow)


def methods():
    """Rules of every length in every shape; two of them at any time."""
    given = {
        TangentDescent: TANGENT_METHODS,
        WaveDescent: WAVE_METHODS,
        SurfaceDescent: SURFACE_METHODS,
        LinkedDescent: LINKED_METHODS,
    }
    for story, runs in given.items():
        for name, told in runs.items():
            for shape in SHAPES[:2] if (story, name) == (LinkedDescent, "adam") else SHAPES:
                quick = story is TangentDescent and name in ("momentum", "adam") and shape == "16:9"
                label = f"{story.__name__} by {name} {shape}"
                yield pytest.param(story, told, shape, id=label, marks=[] if quick else pytest.mark.slow)


@pytest.mark.parametrize(("story", "told", "shape"), [*cases(), *languages(), *methods()])
def test_text_is_inside_and_apart(story, told, shape, tmp_path):
    scene = go_through(story, told, shape, tmp_path)
    assert scene.seen > 30
    assert all(begin < end for begin, end in scene.times.values())
    assert len(scene.beats) >= 5


@pytest.mark.slow
@pytest.mark.parametrize(("story", "shape"), LEAST)
def test_the_picture_is_large_at_its_smallest_moment(story, shape, tmp_path):
    scene = go_through(story, CASES[story]["default"], shape, tmp_path)
    room = scene.screen.width, scene.screen.frame.top - scene.screen.captions.top
    assert (np.min(scene.sizes, axis=0) / room >= LEAST[story, shape]).all()
