"""Every caption stays until it can be read, and every story takes a minute or so, in every language."""

from dataclasses import replace

import pytest

from scenes.linked import LinkedDescent
from scenes.parameters import LANGUAGES
from scenes.surface import SurfaceDescent
from scenes.tangent import TangentDescent
from scenes.wave import WaveDescent
from tests.scenes.timed import timed

READING = 17.0  # characters a second
LEAST = 1.5  # seconds, for any caption
FRAME = 1 / 15
COSTS = {
    TangentDescent: ("cosh(x) - 3*x", "x**6 - 2*x**2", "sqrt(abs(x - 2))", "atan(x)"),
    WaveDescent: ("cosh(x) - 3*x", "x**6 - 2*x**2", "abs(x - 2) + sin(x)", "x/(1 + x**2)"),
    SurfaceDescent: (),
    LinkedDescent: (),
}


def films():
    """Every story's default and some formulas, in all languages: one of them at any time."""
    for story, costs in COSTS.items():
        for number, told in enumerate(
            (story.parameters, *(replace(story.parameters, cost=c) for c in costs))
        ):
            for language in LANGUAGES:
                quick = language == LANGUAGES[number % len(LANGUAGES)]
                label = f"{story.__name__} {told.cost} {language}"
                marks = [] if quick else pytest.mark.slow
                yield pytest.param(story, replace(told, language=language), id=label, marks=marks)


@pytest.mark.parametrize(("story", "told"), [*films()])
def test_every_caption_can_be_read_and_the_story_takes_a_minute(story, told):
    scene = timed(story, told)
    assert 30 <= scene.time <= 75
    for said in scene.spoken:
        assert said.end - said.begin >= max(LEAST, len(said.text) / READING) - 1e-6, said
    if story in (TangentDescent, WaveDescent):
        assert all(said.end - said.begin <= max(8.0, len(said.text) / READING + 1) for said in scene.spoken)
        assert longest_rest(scene.stretches) <= 2.5 + FRAME
    assert sum(said.end - said.begin for said in scene.spoken) == pytest.approx(scene.time, abs=FRAME)


def longest_rest(stretches):
    """The longest time without any motion."""
    longest = resting = 0.0
    for stretch in stretches:
        resting = 0.0 if stretch.moves else resting + stretch.end - stretch.begin
        longest = max(longest, resting)
    return longest
