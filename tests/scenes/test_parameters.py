"""Parameters say what was asked for, and the plan of a story what is made of it."""

import math
from dataclasses import fields, replace

import numpy as np
import pytest

from gdmath import FunctionCost
from gdmath.landscapes import LANDSCAPES
from gdmath.method_table import LENGTHS, OPTIMIZERS
from scenes.parameters import LinkedParameters, SurfaceParameters, TangentParameters, WaveParameters
from scenes.runs.planning import planned

STORIES = [TangentParameters, WaveParameters, SurfaceParameters, LinkedParameters]
PLANE = [land for land in LANDSCAPES.values() if len(land.variables) == 2]
STUDY = ((0.7, 0.4), (0.3, 0.8), (-0.5, 0.5))


@pytest.mark.parametrize("kind", STORIES)
def test_nothing_is_asked_for_but_what_was(kind):
    asked = kind()
    assert all(getattr(asked, name) is None for name in ("learning_rate", "domain", "places", "box"))
    assert asked == kind()
    assert replace(asked, pace=2.0) == kind(pace=2.0)


@pytest.mark.parametrize("kind", STORIES)
def test_help_says_what_none_means(kind):
    for field in fields(kind):
        if field.default is None:
            assert "if left out" in field.metadata["help"]


def test_the_defaults_are_the_original_study():
    tangent, wave = planned(TangentParameters()), planned(WaveParameters(), count=4)
    assert (tangent.starts, tangent.rate, tangent.wide.box) == (((50.0,),), 0.01, ((-100.0, 100.0),))
    assert (wave.starts, wave.rate) == (((3.0,), (0.5,), (-1.0,), (-4.4,)), 0.01)
    assert wave.wide.box == ((-5.0, 5.0),)
    surface, linked = planned(SurfaceParameters(), count=3), planned(LinkedParameters())
    assert (surface.starts, surface.rate) == (STUDY, 0.01)
    assert (linked.starts, linked.rate) == (STUDY[:1], 0.01)
    assert surface.wide.box == linked.wide.box == ((-1.0, 1.0), (-1.0, 1.0))


def test_another_cost_keeps_nothing_of_the_default():
    told = planned(replace(TangentParameters(), cost="sin(x)", start=2.9))
    assert told.starts == ((2.9,),)
    assert np.ptp(told.wide.box) < 30


@pytest.mark.parametrize("text", ["x^2", "x²", " x ** 2 ", "parabola", "C(x) = x^2"])
def test_a_formula_is_planned_alike_however_it_is_typed(text):
    told, usual = planned(TangentParameters(cost=text)), planned(TangentParameters())
    assert (told.starts, told.rate, told.windows) == (usual.starts, usual.rate, usual.windows)


@pytest.mark.parametrize("land", PLANE, ids=lambda land: land.name)
def test_a_landscape_brings_its_formula_domain_start_and_rate(land):
    asked = LinkedParameters(cost=land.name)
    assert asked.cost == land.name
    assert asked.formula.text == land.formula
    told = planned(asked)
    assert (told.starts, told.rate, told.domain) == ((land.start,), land.learning_rate, land.domain)


def test_what_is_asked_for_goes_before_a_landscape():
    told = planned(LinkedParameters(cost="booth", starts=((1.0, 2.0),), learning_rate=0.03))
    assert (told.starts, told.rate) == (((1.0, 2.0),), 0.03)
    told = planned(LinkedParameters(cost="booth", domain=(0.0, 4.0, 0.0, 4.0)))
    assert told.domain == ((0.0, 4.0), (0.0, 4.0))
    assert told.wide.holds(np.array(told.starts)).all()


def test_the_formula_is_read_once():
    asked = SurfaceParameters(cost="x**2 + y**2")
    assert asked.formula is asked.formula


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: TangentParameters(start=50.0, domain=(-1.0, 1.0)), "outside of the domain -1,1"),
        (lambda: WaveParameters(starts=(0.5, 9.0), domain=(-5.0, 5.0)), "the start 9 is outside"),
        (lambda: WaveParameters(starts=()), "there are 0 starts; give 1 to 8"),
        (lambda: SurfaceParameters(starts=((0.0, 0.0),) * 13), "there are 13 starts; give 1 to 12"),
        (lambda: TangentParameters(cost="log(x)", start=-1.0), "not defined at the start -1"),
        (lambda: TangentParameters(cost="himmelblau"), "this story needs one variable"),
        (lambda: TangentParameters(learning_rate=-0.1), "the learning rate is -0.1"),
        (lambda: SurfaceParameters(domain=(0.0, 1.0)), "the domain has 2 numbers; give four"),
    ],
)
def test_what_no_story_can_be_told_with_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


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


@pytest.mark.parametrize(
    ("story", "starts", "named"),
    [(WaveParameters, (0.3, 2.0, 0.3), "0.3"), (SurfaceParameters, ((0.5, 1.0), (0.5, 1.0)), "0.5,1")],
)
def test_a_start_that_is_given_twice_is_refused_by_name(story, starts, named):
    with pytest.raises(ValueError, match=f"the start {named} is given twice; give different ones"):
        story(starts=starts)


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


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"optimizer": "adma"}, "no optimizer is named 'adma'; did you mean"),
        ({"schedule": "cosin"}, "did you mean cosine?"),
        ({"optimizer": "adam", "settings": ("beta=0.5",)}, "no setting 'beta'"),
        ({"settings": ("noise",)}, "'noise' names no value"),
    ],
)
def test_methods_are_checked_as_trace_checks_them(story, given, words):
    with pytest.raises(ValueError, match=words) as caught:
        story(**given)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("story", STORIES)
def test_every_optimizer_and_length_is_taken(story):
    for optimizer in OPTIMIZERS:
        assert story(optimizer=optimizer).method.optimizer == optimizer
    for schedule in LENGTHS:
        assert story(schedule=schedule).method.length == schedule


def test_a_function_of_one_s_own_is_a_cost_but_has_no_formula():
    bowl = FunctionCost(lambda t: t[0] ** 2 + 1 / t[0], lambda t: [2 * t[0] - 1 / t[0] ** 2])
    asked = TangentParameters(cost=bowl, start=2.0)
    assert asked.names == ("x",)
    assert planned(asked).cost is bowl
    with pytest.raises(ValueError, match="has no formula; give one"):
        asked.formula  # noqa: B018
    with pytest.raises(ValueError, match="this story needs 2 variables"):
        SurfaceParameters(cost=bowl)
    with pytest.raises(ValueError, match="is not defined at the start 0"):
        TangentParameters(cost=bowl, start=0.0)
    with pytest.raises(ValueError, match="the cost is 5; give a formula, such as"):
        TangentParameters(cost=5)


def test_newton_needs_the_hessian_of_a_function_of_one_s_own():
    bowl = FunctionCost(lambda t: t[0] ** 2, lambda t: [2 * t[0]])
    with pytest.raises(ValueError, match="Newton's method needs the Hessian"):
        _ = planned(TangentParameters(cost=bowl, start=1.0, optimizer="newton")).runs
