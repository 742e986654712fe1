"""What belongs to a field goes where the field goes."""

import warnings

import numpy as np
import pytest
from manim import OUT, RED, RIGHT, UP, Group

from scenes.relief.axes_box import AxesBox
from scenes.relief.ball import DropLine, SurfacePoint
from scenes.relief.contours import ContourLines
from scenes.relief.field import HeightField
from scenes.relief.path import FloorShadow, SurfacePath
from scenes.relief.plot_box import PlotBox
from tests.scenes.relief.test_field import hills, view

BOX = PlotBox((-1, 1), (-1, 1), (-0.2, 0.2), size=(4, 4, 1.5), floor_drop=1.0)
THETAS = np.linspace((0.7, 0.4), (-0.8, -0.9), 50)
MOVES = {
    "shift": lambda group: group.shift(2 * RIGHT + UP + 0.5 * OUT),
    "scale": lambda group: group.scale(0.5, about_point=np.array([1.0, 0.0, 0.0])),
    "both": lambda group: group.scale(2, about_point=np.zeros(3)).shift(3 * RIGHT),
}


def parts():
    field = HeightField(hills, box=BOX, resolution=(24, 24))
    path = SurfacePath(field, THETAS)
    ball = SurfacePoint(field, path.tip)
    return Group(field, AxesBox(BOX), ContourLines(field), path, FloorShadow(path), ball, DropLine(ball))


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_everything_moves_together(move):
    """Its ends, corners and floor are where the move takes them."""
    group = parts()
    field, axes, _, path, _, ball, drop = group
    floor, foot, corners = [*drop.ends, axes.corners]
    expected = move(Group(*(SurfaceDot(point) for point in (floor, foot, *corners))))
    move(group)
    moved = [*drop.ends, *axes.corners]
    np.testing.assert_allclose(moved, [dot.points[0] for dot in expected], atol=1e-9)
    assert axes.corners[0, 2] == pytest.approx(field.floor)
    shadow = next(part for part in group if isinstance(part, FloorShadow))
    (line,) = shadow.line_sets(view().projection())
    np.testing.assert_allclose(line.points[:, 2], field.floor, atol=1e-9)
    assert np.isfinite(line.points).all()
    np.testing.assert_allclose(ball.set_theta(path.tip).foot, drop.ends[0], atol=1e-9)
    np.testing.assert_allclose(SurfacePoint(field, path.tip).foot, drop.ends[0], atol=1e-9)
    np.testing.assert_allclose(SurfacePath(field, THETAS).points[:, :2], path.points[:, :2], atol=1e-9)


class SurfaceDot(AxesBox):
    """A mobject of one point, to see where a move takes it."""

    def __init__(self, point):
        super().__init__(BOX)
        self.points = np.array([point, point])


def test_a_sheet_takes_a_colour():
    field = HeightField(hills, box=BOX)
    field.set_color(RED)
    assert len(np.unique(field.skin.pixels)) == 1
    np.testing.assert_allclose(field.rgb, RED.to_rgb())


def test_a_sheet_without_extent_is_not_drawn():
    group = parts().scale(0, about_point=np.zeros(3))
    camera = view()
    before = camera.pixel_array.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        camera.capture_mobjects(list(group[:1]))
    assert (camera.pixel_array == before).all()


def test_a_path_beside_its_sheet_is_empty():
    field = HeightField(hills, box=BOX)
    path = SurfacePath(field, [(5, 5), (6, 6)])
    assert not len(path.shown_points())


def test_a_sheet_without_faces_is_refused():
    with pytest.raises(ValueError, match=r"resolution is \(0, 4\)"):
        HeightField(hills, box=BOX, resolution=(0, 4))


@pytest.mark.parametrize("levels", [5, np.int64(5)])
def test_levels_are_counted_or_named(levels):
    field = HeightField(hills, box=BOX)
    assert len(ContourLines(field, levels).levels) == len(ContourLines(field, 5).levels)
    assert ContourLines(field, 0.05).levels.tolist() == [0.05]
