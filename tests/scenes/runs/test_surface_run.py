"""What stories of surfaces say of their runs."""

import warnings

import numpy as np
import pytest

from gdmath.display.numerals import number
from scenes.parameters import SurfaceParameters
from scenes.runs.surface_run import SurfaceRuns
from scenes.words import en


def told(cost, *starts, **settings):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return SurfaceRuns.of(SurfaceParameters(cost=cost, starts=starts or None, **settings))


def said(*arguments, **settings):
    return en.ending(told(*arguments, **settings).outcomes).plain()


@pytest.mark.parametrize(
    ("cost", "starts", "words"),
    [
        ("x**2 + y**2", (), "one valley"),
        ("himmelblau", (), "3 valleys"),
        ("x**2 + y**2", ((1, 1),), "Converged after"),
        ("x**2 - y**2", ((1, 0), (-1, 0)), "2 rest where it is level, at no minimum"),
        ("x**2 - y**2", ((1, 0),), "a saddle. It is level there"),
        ("-(x**2 + y**2)", ((0, 0),), "a maximum"),
        ("exp(-(x**2 + y**2))", ((30, 30), (31, 31)), "none of them moves"),
        ("himmelblau", ((-1, 2), (3, -3)), "equally deep"),
        (
            "x**3 - 3*x + y**2",
            ((1.5, 1), (-1, 1)),
            "1 comes to the bottom of a valley, 1 rests where it is level",
        ),
        ("(x + y)**2", (), "one level valley"),
        ("(x**2 + y**2 - 1)**2", (), "one level valley"),
    ],
)
def test_the_ending_says_at_what_the_runs_came_to_rest(cost, starts, words):
    assert words in said(cost, *(tuple(map(float, start)) for start in starts))


def test_runs_that_jump_to_and_fro_are_called_so():
    assert "3 end in cycles" in said("x**2 + y**2", learning_rate=1.0)
    assert "A cycle" in said("abs(x) + abs(y)", (0.35, 0.75), learning_rate=0.1)


def test_of_one_run_alone_its_own_ending_is_told():
    runs = told("x**4 - 2*x**2 + y**2", (1.5, 1.0), (-1.5, 1.0))
    assert len(runs.outcomes.valleys) == 2
    assert "a minimum. No lower one is known here" in en.ending(runs.first().outcomes).plain()


def test_a_rate_is_found_for_a_steep_cost():
    assert told("1e12*x**2 + y**2").learning_rate < 1e-12


@pytest.mark.parametrize(
    ("cost", "count"),
    [
        ("x**2 + y**2", 1),
        ("himmelblau", 4),
        ("x**2 + y**2 + 1e12", 1),
        ("sqrt(1 - x**2 - y**2)", 0),
        ("log(x*y)", 0),
        ("sqrt(x*y)", 0),
        ("bukin-6", 1),
    ],
)
def test_only_minima_that_stand_alone_are_marked(cost, count):
    assert len(told(cost).minima) == count


@pytest.mark.parametrize("cost", ["1e155*(x**2 + y**2)", "1e300*(x**2 + y**2)"])
def test_a_huge_cost_is_refused(cost):
    with pytest.raises(ValueError, match="divide the cost"):
        told(cost)


def test_a_start_outside_of_the_domain_is_refused():
    with pytest.raises(ValueError, match=r"the start 3,0\.3 is outside of the domain -1,1,-1,1; widen it"):
        told("x**2 + y**2", (0.5, 0.5), (3.0, 0.3), domain=(-1.0, 1.0, -1.0, 1.0))


@pytest.mark.parametrize("cost", ["tan(x*y)", "1/(x*y)", "x/y"])
def test_poles_on_both_sides_are_cut_off(cost):
    low, high = told(cost).window.heights
    assert -100 < low < high < 100


def test_a_deep_narrow_well_is_no_pole():
    assert told("easom").window.heights[0] < -0.9


@pytest.mark.parametrize(
    "cost", ["sine-cosine", "goldstein-price", "levy-13", "bukin-6", "x**2 + 1e6 + y**2"]
)
def test_the_numbers_of_the_first_step_show_that_it_was_made(cost):
    runs = told(cost)
    for digits, (before, after) in zip(runs.digits, runs.runs[0].thetas[:2].T, strict=True):
        assert 4 <= digits <= 9
        assert number(before, digits) != number(after, digits)


def test_a_step_too_short_to_be_told_has_nine_digits():
    asked = SurfaceParameters(cost="x**2 + y**2", starts=((9.0, 9.0),), learning_rate=1e-12, steps=3)
    assert SurfaceRuns.of(asked).digits == [9, 9]


@pytest.mark.parametrize("rate", [0.1, 1.2])
def test_a_cost_is_told_of_steps_that_were_taken_only(rate):
    asked = SurfaceParameters(cost="x**2 + y**2", starts=((1.0, 2.0), (0.5, 0.0)), learning_rate=rate)
    descents = SurfaceRuns.of(asked)
    for step in np.linspace(0, descents.longest, 37).tolist():
        for k, run in enumerate(descents.runs):
            assert descents.value(k, step) == run.values[min(int(step), len(run))]
