"""What stands on a stage in space, and on its maps."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from scipy.spatial import KDTree

from scenes.kit.screen import Rect
from scenes.kit.space.flat_map import FlatMap
from scenes.kit.space.ground import APART, LEAST, MOST, PIXELS, levels_that_fit, sides
from scenes.kit.space.map_inset import MapInset
from scenes.kit.space.stage import SWING, SurfaceStage
from scenes.kit.theme import DARK
from scenes.parameters import SurfaceParameters
from scenes.relief.camera import HeightCamera
from scenes.relief.contours import contour_at, spread_levels, trace_contours
from scenes.relief.field import HeightField
from scenes.relief.leaps import EdgeArrows
from scenes.relief.leaps import Leaps as Arcs
from scenes.relief.plot_box import PlotBox
from scenes.runs.surface_run import SurfaceRuns

HERO = Rect(-6.4, 1.5, -2.8, 3.6)


def stage_of(cost, *starts, **settings):
    told = SurfaceRuns.of(SurfaceParameters(cost=cost, starts=starts or None, **settings))
    return SurfaceStage(told, DARK, HeightCamera(), HERO)


def field_of(function, x=(-1.0, 1.0), y=(-1.0, 1.0)):
    points = np.meshgrid(np.linspace(*x, 50), np.linspace(*y, 50))
    heights = function(*points)
    box = PlotBox(x, y, (float(heights.min()), float(heights.max())), size=(4.6, 4.6, 1.6))
    return HeightField(function, box=box, resolution=(16, 16))


@pytest.mark.parametrize("cost", ["x**2 + 2*y**2 + x*y/3", "exp(x/2) + exp(-x) + y**2", "sin(x)*y + y**2/4"])
def test_arrows_stand_square_to_the_lines_where_scales_are_equal_and_never_pass_the_valley(cost):
    stage = stage_of(cost)
    flat = FlatMap(stage, DARK)
    assert stage.equal_scales
    for number, run in enumerate(stage.descents.runs):
        up, down = flat.uphill(number), flat.downhill(number)
        np.testing.assert_allclose(up, -down, atol=1e-6)
        slope = run.gradients[0] / np.linalg.norm(run.gradients[0])
        np.testing.assert_allclose(up, slope, atol=1e-6)
        start, end = flat.arrow(number, uphill=False)
        shares = np.linspace(0, 1, 60)[:, None]
        length = np.linalg.norm(end - start)
        if length > flat.step_length(number) * 1.001:
            assert flat.enlarged(number) == pytest.approx(length / flat.step_length(number))
            values = stage.descents.cost.value(flat._thetas(start + shares * (end - start)))
            assert (np.diff(values) < 0).all()


def test_far_too_narrow_maps_are_square_and_their_scales_differ():
    assert sides(((-1, 1), (0, 1)))[0] == pytest.approx(2 * sides(((-1, 1), (0, 1)))[1])
    assert sides(((-1, 1), (0, 500)))[0] == sides(((-1, 1), (0, 500)))[1]
    assert not stage_of("x**2 + 1e6*y**2", (3.0, 0.001)).equal_scales


@pytest.mark.parametrize(
    "function",
    [lambda x, y: x + y, lambda x, y: x**2 + 3 * y**2, lambda x, y: np.sin(15 * x) * np.cos(12 * y)],
)
def test_contour_lines_can_be_told_apart(function):
    field, size = field_of(function), 5.4
    count = levels_that_fit(field, size, size)
    assert LEAST <= count <= MOST
    pixels = size * PIXELS / 2  # a unit
    lines = trace_contours(field, spread_levels(field.box, count))
    tree = {level: np.concatenate([line for at, line in lines if at == level]) * pixels for level, _ in lines}
    levels = sorted(tree)
    near = [KDTree(tree[high]).query(tree[low])[0] for low, high in pairwise(levels)]
    if count > LEAST:
        assert np.mean(np.concatenate(near) >= APART) >= 0.88


def test_a_busy_cost_has_fewer_lines():
    calm, busy = (field_of(lambda x, y, k=k: np.sin(k * x) * np.cos(k * y)) for k in (4, 25))
    assert levels_that_fit(busy, 5.4, 5.4) < levels_that_fit(calm, 5.4, 5.4)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_all_of_a_contour_line_is_equally_high(share):
    field = field_of(lambda x, y: np.sin(4 * x) + y**2)
    line = contour_at(field, share)
    line = line[np.isfinite(line).all(axis=1)]
    assert len(line) > 20
    heights = field.box.height_share(field.function(*line.T))
    np.testing.assert_allclose(heights, share, atol=2e-3)


def test_labels_of_twelve_balls_never_cover_each_other_or_a_ball():
    angles = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    starts = [(2.1 * np.cos(a), 1.7 * np.sin(a)) for a in angles.tolist()]
    stage = stage_of("x**2 + y**2 + sin(3*x)/2", *starts, learning_rate=0.05)
    steps, shares = np.linspace(0, stage.descents.longest, 9), np.linspace(0, 1, 9)
    view = stage.side_view(steps.tolist(), shares.tolist())
    names = stage.names
    for step, share in zip(steps.tolist(), shares.tolist(), strict=True):
        stage.go_to(step)
        stage.eye.look_from(view._replace(turn=view.turn + SWING * share))
        strong = names.strengths() > 0.99
        balls = names._on_frame(np.array([ball.foot for ball in stage.balls]))
        middles = balls[[ball for _, ball, _ in names.labels]] + names.offsets
        halves = np.array([half for _, _, half in names.labels])
        for k in np.flatnonzero(strong):
            away = np.maximum(np.abs(balls - middles[k]) - halves[k], 0)
            assert np.linalg.norm(away, axis=1).min() >= names._size() - 1e-6
        for one, other in combinations(np.flatnonzero(strong), 2):
            assert (np.abs(middles[one] - middles[other]) >= halves[one] + halves[other] - 1e-6).any()
    stage.go_to(0.0)
    stage.eye.look_from(view)
    assert (names.strengths()[:-1] > 0.99).mean() > 0.8


@pytest.mark.parametrize("cost", ["exp(-x**2-y**2)*(x+2*y) + 0.1*(x**2+y**2)", "(x+3)**2 + y**2", "y**2 - x"])
def test_no_label_leaves_the_room_of_the_picture(cost):
    stage = stage_of(cost)
    steps, shares = np.linspace(0, stage.descents.longest, 25), np.linspace(0, 1, 25)
    view = stage.side_view(steps.tolist(), shares.tolist())
    names, seen = stage.names, []
    names.value.write("1: C = 0.4556")
    for step, share in zip(steps.tolist(), shares.tolist(), strict=True):
        stage.go_to(step)
        stage.eye.look_from(view._replace(turn=view.turn + SWING * share))
        strengths = names.strengths()
        balls = names._on_frame(np.array([ball.foot for ball in stage.balls]))
        for number, (_, ball, half) in enumerate(names.labels):
            low, high = (balls[ball] + names.offsets[number] + sign * half for sign in (-1, 1))
            if strengths[number] > 0.01:
                assert low[0] >= HERO.left
                assert high[0] <= HERO.right
                assert low[1] >= HERO.bottom
                assert high[1] <= HERO.top
        seen.append(strengths[-1])
    assert np.mean(seen) > 0.3


def test_labels_of_balls_at_one_minimum_step_aside_and_the_leader_has_one_number():
    stage = stage_of("x**2 + y**2", (1.0, 0.4), (1.0, -0.4), learning_rate=0.1)
    steps, shares = np.linspace(0, stage.descents.longest, 9), np.linspace(0, 1, 9)
    view = stage.side_view(steps.tolist(), shares.tolist())
    names = stage.names
    stage.go_to(float(stage.descents.longest))
    stage.eye.look_from(view._replace(turn=view.turn + SWING))
    assert names.strengths()[:2].tolist() == [1.0, 1.0]
    first, second = names.offsets[:2]
    assert np.linalg.norm(first - second) > 0.2
    names.value.write("1: C = 0")
    shown = names.strengths()
    assert shown[stage.leader] == 0.0
    assert shown[1 - stage.leader] == shown[-1] == 1.0


def test_balls_are_small_where_paths_are_short():
    large, small = stage_of("x**2 + y**2", (1.0, 1.0)), stage_of("x**2 + y**2", (1.0, 1.0), (0.2, 0.0))
    assert small.radius < large.radius
    unseen = stage_of("x**2 + y**2", (1.0, 1.0), (0.001, 0.0))
    assert unseen.radius == large.radius


def test_a_jump_is_an_arc_over_the_sheet_and_a_ball_out_of_the_window_an_arrow_at_the_edge():
    field = field_of(lambda x, y: x**2 + y**2)
    arcs = Arcs(field, color="#ffffff").over([(np.array([-0.5, 0.0]), np.array([0.6, 0.2]), 1.0)])
    ends = field.place([[-0.5, 0.0], [0.6, 0.2]])
    np.testing.assert_allclose(arcs.points[[0, -1]], ends)
    assert (arcs.points[1:-1, 2] > field.lifted(arcs.points[1:-1])[:, 2]).all()
    arrows = EdgeArrows(field, color="#ffffff").toward([[0.0, 0.5], [3.0, 0.5], [0.2, -7.0]])
    tips = arrows.points.reshape(2, 5, 3)[:, 1]
    assert tips[0, 0] > field.box.upper[0]
    assert tips[1, 1] < field.box.lower[1]
    np.testing.assert_allclose(arrows.points[:, 2], field.floor)


def test_the_path_on_the_small_map_ends_at_its_edge_and_an_arrow_points_on():
    told = SurfaceRuns.of(SurfaceParameters(cost="x**2 + 3*y**2", starts=((1.0, 2.0),), learning_rate=0.36))
    stage = SurfaceStage(told, DARK, HeightCamera(), HERO)
    inset = MapInset(stage.field, told, Rect(2, 6, 0, 3.5), DARK, stage.map_colors)
    left, right, bottom, top = inset.axes.area
    assert (right - left) / (top - bottom) == pytest.approx(stage.box.size[0] / stage.box.size[1])
    inset.reach(0.0)
    assert len(inset.ball.points)
    assert not len(inset.beyond.points)
    inset.reach(float(len(told.runs[0])))
    assert not len(inset.ball.points)
    assert len(inset.beyond.points)
    for line in (inset.path, inset.recent):
        x, y = line.points[:, 0], line.points[:, 1]
        assert (x >= left - 1e-6).all()
        assert (x <= right + 1e-6).all()
        assert (y >= bottom - 1e-6).all()
        assert (y <= top + 1e-6).all()
