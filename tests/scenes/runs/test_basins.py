"""The facts of the story of the basins, against single descents and what is known beforehand."""

import numpy as np
import pytest

from gdmath import GradientDescent, descend
from scenes.parameters import BasinsParameters
from scenes.runs.basins import GRIDS, WORK, BasinRuns


@pytest.fixture(scope="module")
def himmelblau():
    return BasinRuns.of(BasinsParameters(grid=64))


def test_the_default_map_folds_by_momentum(himmelblau):
    one, other = himmelblau.first, himmelblau.second
    assert (one.rate, other.rate, himmelblau.same_rate) == (0.01, 0.01, True)
    assert one.basins.shares == pytest.approx([0.25] * 4, abs=0.03)
    assert other.basins.border > 3 * one.basins.border
    assert 0.2 < himmelblau.changed < 0.4


def test_the_examples_are_neighbours_that_end_at_different_minima(himmelblau):
    one, other = himmelblau.examples
    assert one.end != other.end
    assert np.linalg.norm(one.run.thetas[0] - other.run.thetas[0]) < 1
    for example in (one, other):
        minimum = himmelblau.minima[example.end].theta
        again = descend(himmelblau.cost, example.run.thetas[0], GradientDescent(), learning_rate=0.01)
        assert again.thetas[-1] == pytest.approx(minimum, abs=1e-3)
        assert example.run.thetas[-1] == pytest.approx(minimum, abs=1e-3)


def test_what_has_arrived_is_counted_at_every_step(himmelblau):
    told = himmelblau.second
    for step in (0, 10, told.median, told.basins.steps):
        there = told.basins.ends[told.basins.arrivals <= step]
        assert told.arrived[step].sum() == there.size
        assert told.arrived[step][0] == (there == 0).sum()
    assert told.arrived[-1].sum() == himmelblau.starts
    before, now = (told.arrived[step][:4].sum() for step in (told.median - 1, told.median))
    assert before <= himmelblau.starts / 2 < now + 1
    assert 1 - told.arrived[told.settled].sum() / himmelblau.starts <= 0.003


def test_a_rate_that_was_not_asked_for_keeps_the_runs_on_the_map():
    found = BasinRuns.of(BasinsParameters(cost="rosenbrock", steps=100, grid=24))
    assert found.first.rate == 0.001
    assert found.second.rate == 0.0005
    asked = BasinRuns.of(BasinsParameters(cost="rosenbrock", steps=100, grid=24, then="momentum:rate=0.001"))
    assert asked.second.rate == 0.001


@pytest.mark.slow
def test_the_grid_is_as_fine_as_the_work_allows():
    slow = BasinRuns.of(BasinsParameters(cost="x**2 + y**2", learning_rate=1e-9, steps=3000))
    side = slow.first.basins.ends.shape[0]
    assert side in GRIDS
    assert side < GRIDS[0] / 2
    assert 0.2 * WORK < side**2 * 3000 * 30 < 2 * WORK


def test_a_map_that_is_wide_has_square_cells_and_a_ribbon_none():
    wide = BasinRuns.of(BasinsParameters(cost="x**2 + y**2", domain=(-2, 2, -1, 1), grid=40))
    assert wide.first.basins.ends.shape == (20, 40)
    ribbon = BasinRuns.of(BasinsParameters(cost="x**2 + y**2", domain=(-9, 9, -1, 1), grid=40))
    assert ribbon.first.basins.ends.shape == (40, 40)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"then": "momentun"}, "the second method: .*momentum"),
        ({"steps": 20_000}, "every point takes them: give at most 10000"),
        ({"grid": 5}, "grid is 5; it must lie between 16 and 1080"),
        ({"cost": "x**2"}, "2 variables"),
        ({"domain": (1, 2, 3)}, "give four"),
    ],
)
def test_what_cannot_be_told_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        BasinsParameters(**wrong)


def test_after_a_method_whose_rate_suits_any_cost_the_second_finds_its_own():
    found = BasinRuns.of(BasinsParameters(optimizer="newton", then="momentum", grid=24))
    assert found.first.rate == 1.0
    assert 0.001 < found.second.rate < 0.02


def test_an_example_tells_where_its_own_run_ends():
    """By chance of noise, it may be elsewhere than on the map."""
    found = BasinRuns.of(BasinsParameters(settings=("noise=20",), grid=24, steps=300))
    for example in found.examples:
        if example.end >= 0:
            assert found.minima[example.end].distance(example.run.thetas[-1]) <= 0.3
