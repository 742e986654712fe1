"""The contour map of the plane, and the runs on it."""

import numpy as np
import pytest

from gdmath import Cost
from scenes.kit.charts.plane_map import PlaneMap
from scenes.kit.charts.plane_runs import PlaneRuns
from scenes.kit.screen import Rect
from scenes.kit.theme import DARK
from scenes.runs.plane import Plane

ROOM = Rect(-6.0, 2.0, -2.8, 3.6)


def drawn(formula="x**2 + y**2", box=((-2.0, 2.0), (-1.0, 3.0)), **options):
    return PlaneMap(Plane.of(Cost.parse(formula), box), ROOM, DARK, ("x", "y"), **options)


def test_equal_scales_are_equal_and_the_map_stays_in_its_room():
    plot = drawn()
    assert plot.is_equal
    assert plot.axes.units[0] == pytest.approx(plot.axes.units[1])
    assert plot.place([0.0, 0.0]) == pytest.approx(plot.axes.place([0.0, 0.0]))
    low, high = plot.get_corner([-1, -1, 0]), plot.get_corner([1, 1, 0])
    assert ROOM.left <= low[0]
    assert ROOM.bottom <= low[1]
    assert high[0] <= ROOM.right
    assert high[1] <= ROOM.top


def test_a_map_that_would_be_too_narrow_fills_its_room_instead():
    assert not drawn(box=((-2.0, 2.0), (-1.0, 300.0))).is_equal


def test_a_line_lies_where_the_cost_has_its_level():
    plot = drawn()
    share = plot.shares[2]
    level = share * (4.0 + 9.0)
    anchors = plot.lines[2].points[::4, :2]
    thetas = (anchors - plot.axes.origin) / plot.axes.units
    assert (thetas**2).sum(axis=1) == pytest.approx(level, rel=1e-3)


def test_level_ground_has_no_lines_and_a_hole_has_no_shading():
    level = Plane(np.arange(3.0), np.arange(4.0), np.ones((4, 3)))
    assert not len(PlaneMap(level, ROOM, DARK).lines)
    plot = drawn("log(x) + y**2")
    lefts = [area.points[:, 0].min() for area in plot.shading]
    assert min(lefts) >= plot.place([0.0, 0.0])[0] - 1e-6


def test_only_minima_on_the_map_are_ringed():
    plot = drawn().mark([[0.0, 0.0], [9.0, 0.0], [np.nan, 0.0]])
    assert len(plot.rings.points) == 16


def test_a_run_is_where_its_step_is_and_one_that_left_is_at_the_edge():
    plot = drawn()
    path = np.array([[0.0, 0.0], [0.2, 0.1], [0.3, 0.3], [50.0, 0.3], [np.inf, np.nan]])
    runs = PlaneRuns(plot, [path, path[:2]], ["#ffffff", "#ff0000"], DARK)
    runs.reach(1.5)
    assert runs.balls[0].get_center()[:2] == pytest.approx(plot.place([0.25, 0.2]))
    assert runs.balls[1].get_center()[:2] == pytest.approx(plot.place([0.2, 0.1]))
    assert runs.paths[0].points[-1, :2] == pytest.approx(plot.place([0.25, 0.2]))
    runs.reach(2.5)  # a jump is not glided along
    assert runs.balls[0].get_center()[:2] == pytest.approx(plot.place([0.3, 0.3]))
    runs.reach(3)
    assert not len(runs.balls[0].points)
    assert runs.edges[0].get_right()[0] == pytest.approx(plot.area.right)
    assert runs.paths[0].points[:, 0].max() <= plot.area.right + 1e-9
