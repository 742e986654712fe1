"""A box with its labels stays in its room from every side, and fills it."""

from dataclasses import replace

import numpy as np
import pytest

from scenes.relief.axes_box import AxesBox
from scenes.relief.camera import HeightCamera
from scenes.relief.plot_box import PlotBox
from scenes.relief.viewpoint import Viewpoint, fitted, way
from tests.scenes.laid_out import label_boxes, outline

BOX = PlotBox((-1, 1), (-20, 20), (0, 1500), size=(4.6, 4.6, 1.6), floor_drop=1.1)
ROOMS = {"wide": (-6.4, 6.4, -1.0, 3.0), "tall": (-3.5, 0.5, -3.5, 3.5), "square": (0.0, 6.0, -3.0, 3.0)}


def seen(axes, camera):
    """The corners of all that is seen, (2, 2), in frame units."""
    points = np.concatenate([outline(axes, camera), *label_boxes(axes, camera.projection())])
    return points.min(axis=0), points.max(axis=0)


@pytest.mark.parametrize("tilt", [0.0, 30.0, 54.0])
@pytest.mark.parametrize("room", ROOMS.values(), ids=ROOMS)
def test_nothing_leaves_the_room_and_something_touches_its_edges(room, tilt):
    axes, camera = AxesBox(BOX), HeightCamera()
    turns = np.linspace(-90, 0, 46).tolist() if tilt else [-90.0]
    view = fitted(axes, camera.projection(), room, tilt, turns)
    assert view[:2] == (tilt, turns[0])
    ends = []
    for turn in turns:
        camera.look_from(view._replace(turn=turn))
        ends.append(np.ravel(seen(axes, camera)))
    (left, bottom), (right, top) = np.min(ends, axis=0)[:2], np.max(ends, axis=0)[2:]
    gaps = [left - room[0], room[1] - right, bottom - room[2], room[3] - top]
    assert min(gaps) >= -0.02
    assert min(gaps[0] + gaps[1], gaps[2] + gaps[3]) <= 0.05


def test_axes_that_lie_flat_have_no_upright_labels_and_are_seen_nearer():
    axes, camera = AxesBox(BOX), HeightCamera()
    standing = fitted(axes, camera.projection(), ROOMS["square"], 0.0, [-90.0])
    flat = fitted(axes.copy().flatten(), camera.projection(), ROOMS["square"], 0.0, [-90.0])
    assert flat.zoom > 1.05 * standing.zoom
    camera.look_from(fitted(axes, camera.projection(), ROOMS["square"], 54.0, [-60.0]))
    raised = [len(each.labels(camera.projection())) for each in (axes, axes.copy().flatten())]
    assert raised[0] > raised[1]
    assert len(axes.flatten().rise().labels(camera.projection())) == raised[0]


@pytest.mark.parametrize("size", [(4.6, 4.6, 1.6), (2.3, 4.6, 1.6), (4.6, 2.3, 1.6)])
@pytest.mark.parametrize("room", ROOMS.values(), ids=ROOMS)
def test_a_box_stays_in_its_room_on_the_way_to_another_view_with_labels_that_come_and_go(room, size):
    axes, camera = AxesBox(replace(BOX, size=size)), HeightCamera()
    begin = fitted(axes, camera.projection(), room, 0.0, [-90.0])
    end = fitted(axes, camera.projection(), room, 54.0, [-50.0])
    views = np.array(way(axes, camera.projection(), room, begin, end))
    assert (Viewpoint(*views[0]), Viewpoint(*views[-1])) == (begin, end)
    shares, stations = np.linspace(0.0, 1.0, 60), np.linspace(0.0, 1.0, len(views))
    between = np.stack([np.interp(shares, stations, each) for each in views.T], axis=1)
    for view in between.tolist():
        camera.look_from(Viewpoint(*view))
        low, high = seen(axes, camera)
        assert (low >= np.array(room)[[0, 2]] - 0.06).all()
        assert (high <= np.array(room)[[1, 3]] + 0.06).all()
    assert np.abs(np.diff(between[:, 2:], axis=0)).max() < 0.12  # it neither jumps nor jerks


def test_a_view_that_has_no_room_itself_does_not_shrink_the_way_to_it():
    axes, camera, room = AxesBox(BOX), HeightCamera(), ROOMS["square"]
    begin = fitted(axes, camera.projection(), room, 0.0, [-90.0])
    end = begin._replace(zoom=1.3 * begin.zoom)
    zooms = [view.zoom for view in way(axes, camera.projection(), room, begin, end)]
    assert min(zooms) > 0.95 * begin.zoom
    assert zooms[-1] == end.zoom


def test_labels_that_come_and_go_keep_no_box_from_fitting():
    # Where the box is small its labels leave, so that it may be larger, so that they come back.
    axes = AxesBox(PlotBox((-34, 2503), (-2314, 2314), (0, 3.2e12), size=(4.6, 4.6, 1.6), floor_drop=1.1))
    camera, room = HeightCamera(), (-3.57, 0.28, 0.31, 3.57)
    turns = np.linspace(-60, 0, 25).tolist()
    view = fitted(axes, camera.projection(), room, 56.0, turns)
    ends = []
    for turn in turns:
        camera.look_from(view._replace(turn=turn))
        ends.append(np.ravel(seen(axes, camera)))
    assert np.ptp([np.min(ends, axis=0)[0], np.max(ends, axis=0)[2]]) <= room[1] - room[0] + 0.02
