"""What stories of surfaces make of a landscape's name."""

import math

import pytest

from gdmath.landscapes import LANDSCAPES
from scenes.parameters import (
    STUDY_STARTS,
    LinkedParameters,
    SurfaceParameters,
    TangentParameters,
    WaveParameters,
)

PLANE = [land for land in LANDSCAPES.values() if len(land.variables) == 2]


@pytest.mark.parametrize("land", PLANE, ids=lambda land: land.name)
def test_a_landscape_brings_its_formula_and_domain_and_alone_its_start_and_rate(land):
    surface, linked = SurfaceParameters(cost=land.name), LinkedParameters(cost=land.name)
    assert surface.cost == linked.cost == land.formula
    assert surface.domain == linked.domain == (*land.domain[0], *land.domain[1])
    assert linked.starts == (land.start,)
    assert linked.learning_rate == land.learning_rate
    assert surface.starts == (STUDY_STARTS if land.name == "sine-cosine" else None)


def test_what_is_asked_for_goes_before_a_landscape():
    told = LinkedParameters(cost="booth", starts=((1.0, 2.0),), learning_rate=0.03)
    assert (told.starts, told.learning_rate, told.domain) == (((1.0, 2.0),), 0.03, None)
    told = LinkedParameters(cost="booth", domain=(0.0, 4.0, 0.0, 4.0))
    assert (told.starts, told.learning_rate, told.domain) == (None, None, (0.0, 4.0, 0.0, 4.0))


STORIES = [TangentParameters, WaveParameters, SurfaceParameters, LinkedParameters]


def starting(story, start):
    """What makes a story start at a number, or at a point whose coordinates it is."""
    if story is TangentParameters:
        return {"start": start}
    return {"starts": (start if story is WaveParameters else (start, start),)}


def showing(story, low, high):
    return {"domain": (low, high) * story.variables}


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize(
    ("seed", "fits"), [(-1, False), (0, True), (2**32 - 1, True), (2**32, False), (10**400, False)]
)
def test_seeds_are_those_that_chance_can_start_from(story, seed, fits):
    if fits:
        assert story(seed=seed).seed == seed
    else:
        with pytest.raises(ValueError, match=r"the seed is .*; it must lie between 0 and 4294967295"):
            story(seed=seed)


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("rate", [1e308, 1e154, 1.1e100, 9e-101, 1e-320, 5e-324])
def test_learning_rates_beyond_what_can_be_drawn_are_refused(story, rate):
    with pytest.raises(ValueError, match=r"the learning rate is .*; it must lie between 1e-100 and 1e\+100"):
        story(learning_rate=rate)


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("start", [1e101, -1e154, 1e308, 1e-101, -1e-320, 5e-324])
def test_starts_beyond_what_can_be_drawn_are_refused(story, start):
    cost = "sin(x)" if story.variables == 1 else "sin(x) + sin(y)"
    with pytest.raises(ValueError, match=r"the start .* can't be drawn; give numbers whose size"):
        story(cost=cost, domain=None, **starting(story, start))


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("start", [0.0, -0.0, 1e-100, -1e100, 1e16])
def test_starts_of_any_other_size_are_taken(story, start):
    cost = "sin(x)" if story.variables == 1 else "sin(x) + sin(y)"
    assert story(cost=cost, domain=None, **starting(story, start))


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize(("scale", "fits"), [("1e99", True), ("1e101", False), ("1e300", False)])
def test_costs_too_large_to_be_drawn_are_refused(story, scale, fits):
    given = {
        "cost": f"{scale}*{'x' if story.variables == 1 else 'x*y'}",
        **starting(story, 2.0),
        "domain": None,
    }
    if fits:
        assert story(**given)
    else:
        with pytest.raises(ValueError, match=r"the cost is .*e\+.* at the start 2.*; divide it by as much"):
            story(**given)


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (-1e160, 1e160, "can't be drawn"),
        (-1e308, 1e308, "can't be drawn"),
        (1e-320, 2e-320, "can't be drawn"),
        (-5e-324, 5e-324, "can't be drawn"),
        (0, 1e308, "can't be drawn"),
        (1, 1 + 4e-16, "too narrow so far from zero"),
        (1e16, 1e16 + 2, "too narrow so far from zero"),
        (1, 1, "the smaller first"),
        (-math.inf, 1, "the smaller first"),
        (math.nan, 1, "the smaller first"),
    ],
)
def test_domains_beyond_what_can_be_drawn_are_refused(story, low, high, words):
    cost = "x" if story.variables == 1 else "x + y"
    with pytest.raises(ValueError, match=words) as caught:
        story(cost=cost, **showing(story, low, high))
    assert "\n" not in str(caught.value)
