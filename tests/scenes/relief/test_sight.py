"""What is seen from where, against walls whose shadow is known."""

import numpy as np
import pytest

from scenes.kit.screen import Rect
from scenes.kit.space.stage import AROUND, SWING, SurfaceStage
from scenes.kit.theme import DARK
from scenes.parameters import SurfaceParameters
from scenes.relief.camera import HeightCamera
from scenes.relief.field import HeightField
from scenes.relief.plot_box import PlotBox
from scenes.relief.sight import EYE, best_view, clearance, in_sight
from scenes.runs.surface_run import SurfaceRuns

BOX = PlotBox((-2, 2), (-2, 2), (0, 1), size=(4, 4, 1), center=(0, 0, 0.5))  # scene units are data units


def ridge(x, y):
    """A wall along y, one high at x = 0, half as wide at its foot on each side."""
    return np.maximum(1 - 2 * np.abs(x), 0) + 0 * y


FIELD = HeightField(ridge, box=BOX, resolution=(64, 64))


@pytest.mark.parametrize("height", [0.5, 1.2, 1.6, 2.4, 5.0])
@pytest.mark.parametrize("x", [-1.8, -1.0, -0.6])
def test_the_wall_hides_what_lies_below_the_ray_over_its_top(x, height):
    eye = np.array([4.0, 0.3, height])
    over_top = height * -x / (4.0 - x)  # the ray's height above x = 0
    margin = float(clearance(FIELD, [x, 0.0, 0.0], eye)[0])
    assert (margin >= -1e-9) == (over_top >= 1.0)
    if over_top < 1.0:
        assert margin == pytest.approx(over_top - 1.0, abs=0.15)


def test_a_ball_comes_into_sight_smoothly_and_whole():
    eyes = np.column_stack([np.full(60, 8.0), np.zeros(60), np.linspace(5.0, 14.0, 60)])
    seen = in_sight(FIELD, np.tile([-1.0, 0.0, 0.0], (60, 1)), eyes, 0.1)
    assert seen[0] == 0
    assert seen[-1] == 1
    assert (np.diff(seen) >= -1e-9).all()
    assert np.diff(seen).max() < 0.25
    assert np.isnan(in_sight(FIELD, [np.nan, 0.0, 0.0], eyes[:1], 0.1)).all()


def test_the_best_turn_looks_from_the_side_of_the_descent():
    for side in (-1.0, 1.0):
        feet = np.array([[[side, y, 0.0]] for y in np.linspace(-1, 1, 9)])
        usual = 90.0 * side + 90.0  # behind the wall
        tilt, turn = best_view(FIELD, feet, [0.0] * 9, tilts=(75.0, 20.0), usual=usual, radius=0.1)
        assert tilt == 75
        for looked, least, most in ((usual, 0.0, 0.1), (turn, 0.9, 1.0)):
            around, down = np.radians(looked), np.radians(tilt)
            eye = 20 * np.array([np.sin(down) * np.cos(around), np.sin(down) * np.sin(around), np.cos(down)])
            assert least <= in_sight(FIELD, feet[:, 0], eye, 0.1).mean() <= most


def test_the_camera_rises_where_no_turn_is_enough():
    pit = HeightField(lambda x, y: np.minimum(4 * np.hypot(x, y), 1), box=BOX, resolution=(64, 64))
    feet = np.zeros((5, 1, 3))
    tilt, turn = best_view(pit, feet, [0.0] * 5, tilts=(80.0, 50.0, 5.0), usual=-60.0, radius=0.05)
    assert (tilt, turn) == (5.0, -60.0)


def test_balls_that_are_not_there_do_not_count():
    feet = np.array([[[1.0, 0.0, 0.0], [np.nan] * 3]])
    assert best_view(FIELD, feet, [0.0], tilts=(75.0,), usual=0.0, radius=0.1) == (75.0, 0.0)
    nowhere = np.full((1, 2, 3), np.nan)
    assert best_view(FIELD, nowhere, [0.0], tilts=(75.0, 20.0), usual=10.0, radius=0.1) == (75.0, 10.0)


def test_the_descents_of_the_study_are_seen_nearly_all_the_time():
    told = SurfaceRuns.of(SurfaceParameters())
    stage = SurfaceStage(told, DARK, HeightCamera(), Rect(-6.4, 1.5, -2.8, 3.6))
    steps, shares = np.linspace(0, told.longest, 25), np.linspace(0, 1, 25)
    tilt, turn, *_ = stage.side_view(steps.tolist(), shares.tolist())
    down = np.radians(tilt)
    seen = []
    for step, around in zip(steps.tolist(), np.radians(turn + SWING * shares), strict=True):
        eye = EYE * np.array([np.sin(down) * np.cos(around), np.sin(down) * np.sin(around), np.cos(down)])
        feet = stage.field.place([told.at(number, step) for number in range(3)])
        seen.append(in_sight(stage.field, feet, eye, stage.radius))
    assert np.mean(seen) >= 0.9
    middle = (turn + SWING / 2) % 90
    assert abs(middle - 45) <= max(AROUND)  # about where a square box is widest
