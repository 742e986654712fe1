"""Level places and their zeros are joined where they can be told apart; level stretches are bars."""

import numpy as np
import pytest

from scenes.kit.curve.level_places import APART, LevelPlaces
from scenes.kit.curve.slopes import SlopeStage
from scenes.kit.screen import Screen
from scenes.kit.theme import DARK
from scenes.parameters import WaveParameters
from scenes.runs.curve_run import CurveRun
from scenes.runs.planning import planned
from scenes.words import en


def level(cost, *starts, domain=None):
    told = planned(WaveParameters(cost=cost, starts=starts or None, domain=domain), count=1)
    run = CurveRun(told, 0, told.wide)
    stage = SlopeStage(run, Screen.of(1920, 1080), DARK, en)
    return run, stage, LevelPlaces(run, stage.view, stage.slope_axes, DARK)


@pytest.mark.parametrize("cost", ["sin(x)", "sqrt(1+x**2) + cos(2*x)", "x**4 - 3*x**2 + x"])
def test_lines_join_level_places_with_zeros_and_can_be_told_apart(cost):
    run, stage, places = level(cost)
    joined = places.ends.reshape(-1, 2, 2)  # the zero below, the place above
    assert 1 < len(joined) <= len(run.critical)
    np.testing.assert_allclose(joined[:, 0, 0], joined[:, 1, 0])
    assert np.diff(joined[:, 0, 0]).min() >= APART
    thetas = (joined[:, 0, 0] - stage.slope_axes.origin[0]) / stage.slope_axes.units[0]
    np.testing.assert_allclose(run.cost.gradient(thetas[:, None]), 0, atol=1e-6)


def test_of_places_that_lie_close_by_each_other_some_are_joined():
    run, _, places = level("x*sin(1/x)", 0.4, domain=(-0.5, 1.2))
    joined = places.ends.reshape(-1, 2, 2)
    assert 0 < len(joined) < len(run.critical)
    assert np.diff(joined[:, 0, 0]).min(initial=9) >= APART


def test_a_level_stretch_is_a_bar_along_the_curve_and_along_its_slopes():
    _, stage, places = level("max(0, abs(x) - 2)**2", 4.0)
    bars = places[0]
    ends = bars.points[[0, 3, 4, 7], :2]
    view, axes = stage.view, stage.slope_axes
    np.testing.assert_allclose(ends[:2], [view.on_curve(-2.0), view.on_curve(2.0)], atol=1e-3)
    np.testing.assert_allclose(ends[2:], axes.place([[-2.0, 0.0], [2.0, 0.0]]), atol=1e-3)
    assert not len(places[1].points)
    np.testing.assert_allclose(places.ends[0], ends[:2].mean(axis=0))
