"""What is said in the course of descents holds from its step on."""

import numpy as np
import pytest

from scenes.parameters import SurfaceParameters
from scenes.runs.moments import (
    FirstEscapes,
    FirstRests,
    Flat,
    Halfway,
    Higher,
    Leaps,
    NearlyDown,
    fallen,
    moments,
)
from scenes.runs.surface_run import SurfaceRuns


def told(cost, *starts, **settings):
    return SurfaceRuns.of(SurfaceParameters(cost=cost, starts=starts, **settings))


def only(found, kind):
    (moment,) = [each for each in found if isinstance(each, kind)]
    return moment


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_run_has_fallen_by_a_share_from_that_step_on_and_not_before(share):
    run = told("cosh(x) + 3*y**2 + x*y/4", (2.0, -1.5), learning_rate=0.05).runs[0]
    step = fallen(run, share)
    left = (run.values - run.values[-1]) / (run.values[0] - run.values[-1])
    assert (left[step:] <= 1 - share + 1e-12).all()
    assert left[step - 1] > 1 - share


def test_one_run_is_halfway_and_then_flat_while_the_ball_still_moves():
    descents = told("x**2/20 + 3*y**2", (1.0, 2.0), learning_rate=0.3)
    half, flat = (only(moments(descents), kind) for kind in (Halfway, Flat))
    assert 0 < half.step < flat.step < len(descents.runs[0]) / 2
    assert np.linalg.norm(np.subtract(*descents.runs[0].thetas[[flat.step, -1]])) > 0.05


def test_of_several_it_is_said_who_rests_first():
    descents = told("(x**2 - 1)**2 + y**2", (1.0001, 0.0001), (-0.05, 2.0), learning_rate=0.02)
    first = only(moments(descents), FirstRests)
    assert (first.number, first.step) == (1, len(descents.runs[0]))
    down = only(moments(descents), NearlyDown)
    for run in descents.runs:
        assert run.values[down.step] <= run.values[0] - 0.9 * (run.values[0] - run.values[-1])


def test_a_run_that_overshoots_is_higher_in_the_end_and_nothing_else_is_said_of_its_fall():
    descents = told("2*x**2 + y**2", (0.5, 3.0), learning_rate=0.51)
    found = moments(descents)
    assert {type(each) for each in found} == {Higher, Leaps}
    assert only(found, Higher).count == 1
    values = descents.runs[0].values
    assert values[only(found, Higher).step - 1] <= values[0] < values[only(found, Higher).step :].min()


def test_jumps_are_over_when_the_run_that_jumps_is_out_of_the_window():
    descents = told("x**2*y + cos(3*y) + x**2/2", (-1.7, 0.5), (-0.7, -1.5), learning_rate=0.05)
    leaps, escapes = (only(moments(descents), kind) for kind in (Leaps, FirstEscapes))
    assert (escapes.number, escapes.others, escapes.step) == (2, 1, len(descents.runs[1]))
    assert leaps.until <= escapes.step < escapes.until == len(descents.runs[0])
    assert descents.window.holds(descents.runs[1].thetas[leaps.until - 1])
    assert not descents.window.holds(descents.runs[1].thetas[leaps.until])


def test_the_arc_of_a_last_step_stands_until_the_end():
    descents = told("x**2 + y**2", (1.0, 2.0), learning_rate=0.5)
    assert len(descents.runs[0]) == 1
    assert only(moments(descents), Leaps) == Leaps(1, 1)


def test_nothing_is_seen_to_move_once_all_runs_have_settled():
    descents = told("x**2 + y**2", (1.0, 2.0), (-1.0, 0.5), learning_rate=0.05)
    step = descents.settled
    assert 0 < step < descents.longest
    width = np.ptp(descents.window.box, axis=1)
    moved = [np.abs(descents.shown(k)[step:] - descents.shown(k)[-1]) / width for k in range(2)]
    assert max(float(each.max()) for each in moved) < 0.005
    assert descents.only_falls
    assert not told("x**2 + y**2", (1.0, 2.0), learning_rate=1.02).only_falls


def test_in_the_middle_of_a_jump_a_ball_is_where_it_was():
    descents = told("x**2 + y**2", (1.0, 2.0), learning_rate=0.9)
    begin, end = descents.shown(0)[:2]
    assert descents.leaps(0)[0]
    assert (descents.at(0, 0.7) == begin).all()
    assert (descents.at(0, 1.0) == end).all()
    leap = descents.leap(0, 0.7)
    assert leap is not None
    np.testing.assert_allclose([*leap[0], *leap[1], leap[2]], [*begin, *end, 0.7])
    assert descents.leap(0, 1.0)[2] == 1.0
    assert descents.leap(0, 0.0) is None


def test_a_short_step_is_no_jump():
    descents = told("x**2 + y**2", (1.0, 2.0), learning_rate=0.01)
    assert not descents.leaps(0).any()
    between = (descents.shown(0)[0] + descents.shown(0)[1]) / 2
    np.testing.assert_allclose(descents.at(0, 0.5), between)


@pytest.mark.parametrize(
    ("cost", "count"), [("(x*y - 2)**2", 1), ("(x**2 + y**2 - 4)**2", 1), ("x**2 + y**2", 0)]
)
def test_whole_curves_of_minima_are_lines_along_which_the_cost_is_least(cost, count):
    descents = told(cost, (1.0, 0.7))
    assert len(descents.curves) == count
    for curve in descents.curves:
        np.testing.assert_allclose(descents.cost.value(curve), 0.0, atol=1e-6)
