"""What a time-lapse draws: whole steps where the run jumps, both sides of a cycle, and nothing too fast."""

import itertools

import numpy as np
import pytest

from gdmath.cost import Cost
from scenes.kit.curve.hop import arc
from scenes.kit.curve.lens import enlargement
from scenes.kit.curve.stage import CurveStage
from scenes.kit.pacing import TimeLapse
from scenes.kit.screen import Rect, Screen
from scenes.kit.shapes import EdgeMarks
from scenes.kit.theme import THEMES
from scenes.kit.watched import CALM, Watched
from scenes.parameters import TangentParameters
from scenes.runs.curve_run import CurveRun
from scenes.runs.jumps import Jumps, glided
from scenes.runs.planning import planned
from scenes.words import language

RUNS = {
    "to and fro": (-1.0) ** np.arange(500),
    "of three": np.arange(400) % 3 - 1.0,
    "swinging out": 2.0 * (-0.97) ** np.arange(300),
    "smooth": 5 * 0.98 ** np.arange(600),
    "one jump": np.where(np.arange(90) < 40, 0.01 * np.arange(90), 3.0),
    "short": np.array([0.0, 3.0, 0.1, 0.2]),
}
TIMES = np.linspace(0, 8, 8 * 120 + 1).tolist()


def watched(thetas):
    jumps = Jumps(thetas[:, None], 4.0)
    return Watched(TimeLapse(0, len(thetas) - 1, 8.0), jumps), jumps


@pytest.mark.parametrize("name", RUNS)
def test_steps_are_drawn_in_order_and_no_jump_is_glided_along(name):
    watch, jumps = watched(RUNS[name])
    shown = [watch.at(time) for time in TIMES]
    assert shown[0] == 0
    assert shown[-1] == len(RUNS[name]) - 1
    for time, (before, now) in zip(TIMES[1:], itertools.pairwise(shown), strict=True):
        assert int(now) >= int(before)
        assert now <= watch.lapse.step(time) + 1
        assert now == int(now) or not jumps.steps[int(now)]


@pytest.mark.parametrize("name", RUNS)
def test_jumps_are_calm(name):
    watch, jumps = watched(RUNS[name])
    whole = [int(watch.at(time)) for time in TIMES[:-1]]
    leaps = [t for t, (i, j) in zip(TIMES[1:], itertools.pairwise(whole), strict=False) if jumps(i, j)]
    assert (np.diff(leaps) >= CALM - 2 / 120).all()
    assert bool(leaps) == bool(jumps.steps.any())


def test_a_cycle_is_seen_on_both_sides_until_the_end():
    watch, _ = watched(RUNS["to and fro"])
    for second in range(8):
        sides = {watch.at(second + share) % 2 for share in np.linspace(0, 0.99, 60).tolist()}
        assert sides >= {0.0, 1.0}


def test_what_was_glided_over_leaves_out_jumps():
    thetas = RUNS["one jump"]
    steps = Jumps(thetas[:, None], 4.0).steps
    np.testing.assert_allclose(glided(thetas, steps, 80.0), [[0.0, 0.39], [3.0, 3.0]])
    assert glided(thetas, steps, 0.0).shape == (0, 2)


def test_an_arc_ends_where_the_ball_lands_and_stays_below_the_top():
    whole = arc(np.array([-3.0, 1.0]), np.array([3.0, 1.9]), 2.0)
    np.testing.assert_allclose(whole[[0, -1]], [[-3.0, 1.0], [3.0, 1.9]])
    assert np.nanmax(whole[:, 1]) <= 2.0
    assert np.nanmin(whole[1:-1, 1]) > 1.0


def test_what_is_beyond_an_area_is_pointed_to_at_its_edge():
    area = Rect(-2, 2, -1, 1)
    marks = EdgeMarks(color="#ffffff")
    inside = marks.toward([[0, 0], [5, 0], [0, -np.inf], [np.nan, 0], [9, 9]], area)
    assert inside.tolist() == [[0, 0]]
    triangles = marks.points.reshape(3, 12, 3)
    np.testing.assert_allclose(triangles[:, 0, :2], [[2, 0], [0, -1], [2, 1]])
    low, high = marks.points.min(axis=0), marks.points.max(axis=0)
    assert (low[:2] >= [-2, -1]).all()
    assert (high[:2] <= [2, 1]).all()


FILMED = {
    "cycle": TangentParameters(cost="x**2 + x/7", start=3.0, learning_rate=1.0),
    "too fast": TangentParameters(cost="cosh(x)", start=1.0, learning_rate=1.9),
    "escaping": TangentParameters(cost="x**2 - x", start=2.0, learning_rate=1.04),
    "kinked": TangentParameters(cost="abs(x - 1) + x/3", start=4.0, learning_rate=1.3),
}


@pytest.mark.parametrize("name", FILMED)
def test_the_ball_stands_where_the_numbers_say(name):
    """In every frame of a time-lapse the ball is at the step that is named, and all is within the axes."""
    run = CurveRun.of(planned(FILMED[name]))
    stage = CurveStage(run, Screen.of(854, 480), THEMES["dark"], language("en"), 3)
    watch = Watched(TimeLapse(0, len(run), 8.0), run.jumps)
    cost = Cost.parse(FILMED[name].cost)
    for time in np.linspace(0, 8, 97).tolist():
        step = watch.at(time)
        stage.look_ahead(watch.lapse.step(time))
        stage.go_to(step)
        view, whole = stage.view, int(step)
        assert stage.readouts.texts[0] == f"step {whole}"
        area = view.axes.area
        if step == whole:
            theta = run.theta(whole)
            place = view.axes.place([theta, float(cost.value([theta]))])
            if view.is_inside(place[None])[0]:
                assert view.ball.get_center()[:2] == pytest.approx(place, abs=1e-6)
        for part in (view.ball, view.hop, view.edge, view.trail, view.foot):
            points = np.concatenate([each.points for each in part.get_family()])
            if len(points):
                air = 0.2  # a ball on the edge
                assert area.left - air <= points[:, 0].min()
                assert points[:, 0].max() <= area.right + air
                assert area.bottom - air <= points[:, 1].min()
                assert points[:, 1].max() <= area.top + air


SIDES = {
    "mirrored": ("x**2 - 2*x", 6.0, (-4.0, 1.0)),
    "a narrow valley": ("cos(4*x)*exp(-x/9) + x/30", 1.4, (0.4, 0.9)),
    "a steep wall": ("cosh(x) - 3*x", -1.0, (1.6, 4.0)),
}
NO_SIDES = {
    "a terrace first": ("x**4/4 - x**3/3", -1.0),
    "no minimum": ("exp(-x)", 0.0),
    "a pole": ("x + 1/x", 8.0),
}


@pytest.mark.parametrize("name", SIDES)
def test_the_other_side_is_in_the_same_valley(name):
    cost, start, (low, high) = SIDES[name]
    run = CurveRun.of(planned(TangentParameters(cost=cost, start=start, learning_rate=0.001, steps=40)))
    assert low < run.valley.other_side < high
    assert run.needs_other_side(3)
    between = np.linspace(run.valley.bottom, run.valley.other_side, 99)[1:]
    slopes = run.cost.gradient(between[:, None])[:, 0]
    assert (np.sign(slopes) == -np.sign(run.slope(0))).all()


@pytest.mark.parametrize("name", NO_SIDES)
def test_another_valley_is_no_other_side(name):
    cost, start = NO_SIDES[name]
    run = CurveRun.of(planned(TangentParameters(cost=cost, start=start, learning_rate=0.001, steps=40)))
    other = run.valley.other_side
    assert np.isnan(other) or np.sign(run.cost.gradient([other])[0]) == -np.sign(run.slope(0))
    assert np.isnan(other) == (name != "a pole")


@pytest.mark.parametrize("length", [3e-5, 0.002, 0.0123, 0.09, 0.2, 0.5])
@pytest.mark.parametrize("room", [0.1, 0.7, 3.0])
def test_an_enlarged_arrow_stays_in_its_room_and_says_a_round_number(length, room):
    times = enlargement(length, room)
    assert times is None or times == float(f"{times:.2g}")
    if times is not None and times > 1:
        assert length * times <= min(room, 0.9) + 1e-12
        assert 2 <= times <= 10_000
