"""Rates and their bands, against closed forms; what is found does what is said of it."""

import numpy as np
import pytest

from gdmath import Cost, GradientDescent, Momentum, Nesterov, Stop, descend
from gdmath.endings.manner import Manner
from gdmath.optimizers.stability import error_factor, straight_rate
from gdmath.views.rate_bands import Lacking, rate_bands, sweep
from scenes.parameters import LearningRateParameters
from scenes.runs.rates import Rates
from tests.scenes.rates import RATES


def test_the_default_rates_are_too_small_good_its_double_and_too_large():
    told = Rates.of(LearningRateParameters())
    assert told.rates == [0.01, 0.45, 0.9, 1.05]
    assert [each.manner.name for each in told.runs] == ["SLOW", "STRAIGHT", "ACROSS", "GROWS"]
    assert (told.bands.straight, told.bands.critical, told.bands.exact) == (0.5, 1.0, True)
    for each in told.runs:
        thetas = 50 * (1 - 2 * each.rate) ** np.arange(each.steps + 1)
        np.testing.assert_allclose(each.run.thetas[:, 0], thetas, rtol=1e-9)


@pytest.mark.parametrize("cost", ["x**2/2 + 5*y**2", "3*x**2 + x*y + y**2"])
def test_bands_of_a_quadratic_are_those_of_its_largest_eigenvalue(cost):
    found = rate_bands(Cost.parse(cost), GradientDescent(), [1.0, 1.0], None)
    hessian = Cost.parse(cost).hessian([0.0, 0.0])
    assert found.critical == pytest.approx(2 / np.linalg.eigvalsh(hessian)[-1])
    for share, arrives in ((0.99, True), (1.01, False)):
        run = descend(Cost.parse(cost), [1.0, 1.0], learning_rate=share * found.critical, stop=Stop(2000))
        assert (run.values[-1] < 1e-6) == arrives


@pytest.mark.parametrize(
    "optimizer", [GradientDescent(), Momentum(0.81), Momentum(0.5, dampening=0.5), Nesterov(0.6)]
)
def test_up_to_the_straight_rate_nothing_overshoots_and_just_above_it_does(optimizer):
    rate = straight_rate(optimizer, 2.0)
    cost = Cost.parse("x**2")
    below = descend(cost, 1.0, optimizer, learning_rate=0.9 * rate, stop=Stop(300, 0.0)).thetas[:, 0]
    above = descend(cost, 1.0, optimizer, learning_rate=1.2 * rate, stop=Stop(300, 0.0)).thetas[:, 0]
    assert below.min() > -1e-12
    assert above.min() < -1e-12
    assert error_factor(optimizer, rate, 2.0) < 1


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("kink", Lacking.KINK),
        ("no minimum", Lacking.MINIMUM),
        ("no floor", Lacking.DOWNWARD),
        ("flat", Lacking.FLAT),
        ("adam", Lacking.METHOD),
        ("leaves", Lacking.MINIMUM),
        ("rosenbrock", None),
    ],
)
def test_why_there_are_no_bands_is_known(name, why):
    told = Rates.of(RATES[name])
    assert told.bands.lacking is why
    assert not told.bands.exact or name == "adam"


@pytest.mark.parametrize(("cost", "optimizer"), [("x**4", "newton"), ("x**4", "adam"), ("abs(x)", "rprop")])
def test_of_steps_that_do_not_fade_with_the_slope_no_bound_is_told(cost, optimizer):
    asked = LearningRateParameters(cost=cost, start=(0.9,), optimizer=optimizer, rates=(0.5, 7.0))
    assert Rates.of(asked).bands.lacking is Lacking.METHOD


def test_one_jump_across_is_told_from_many():
    told = Rates.of(LearningRateParameters(cost="x - log(x)", start=(0.2,), steps=9))
    assert [each.manner.name for each in told.runs] == ["SLOW", "STRAIGHT", "PAST", "OVER"]


def test_a_cost_that_is_not_the_lowest_is_not_written_as_if_it_were():
    told = Rates.of(LearningRateParameters(cost="1/x + x", start=(0.3,), rates=(0.05, 0.5)))
    assert f"{told.runs[0].value:.{told.digits(told.runs[0])}g}" == "2.00001"
    assert told.digits(told.runs[1]) == 3


@pytest.mark.parametrize(("name", "hits"), [("kink", False), ("hits the kink", True), ("default", False)])
def test_a_rate_may_hit_a_kink_though_none_fades_there(name, hits):
    assert Rates.of(RATES[name]).hits_kink is hits


def test_of_other_costs_the_bound_is_the_curvature_of_the_minimum():
    told = Rates.of(RATES["two valleys"])
    at = max(np.roots([4, 0, -6, 1]).real)  # of x^4 - 3x^2 + x, the valley of the start
    assert told.bands.critical == pytest.approx(2 / (12 * at**2 - 6), rel=1e-6)
    assert not told.bands.exact


@pytest.mark.parametrize("name", ["two valleys", "himmelblau", "waves", "pole"])
def test_rates_that_are_found_do_different_things(name):
    told = Rates.of(RATES[name])
    assert told.rates == sorted(set(told.rates))
    manners = [each.manner for each in told.runs]
    assert manners[0] is Manner.SLOW
    assert len(set(manners)) >= 3


@pytest.mark.parametrize("optimizer", [GradientDescent(), Momentum(0.9)])
def test_a_sweep_is_what_descents_do(optimizer):
    cost, rates = Cost.parse("x**4 + y**2 - x*y"), [0.01, 0.1, 5.0]
    steps, costs = sweep(cost, [1.0, 2.0], optimizer, rates, 30)
    assert steps.tolist() == list(range(31))
    for column, rate in zip(costs.T, rates, strict=True):
        run = descend(cost, [1.0, 2.0], optimizer, learning_rate=rate, stop=Stop(30, 0.0))
        known = len(run.values) - (len(run) < 30)
        np.testing.assert_allclose(column[:known], run.values[:known], rtol=1e-9)
    assert np.isnan(costs[-1, 2])


def test_a_long_sweep_records_some_of_its_steps():
    steps, costs = sweep(Cost.parse("x**2"), [1.0], GradientDescent(), [0.001], 5001)
    assert len(steps) == len(costs) <= 2001
    assert steps[-1] == 5001
    np.testing.assert_allclose(costs[:, 0], 0.998 ** (2 * steps), rtol=1e-9)


@pytest.mark.parametrize("name", [name for name in RATES if name != "long"])
def test_the_window_holds_the_start_and_paths_are_finite(name):
    told = Rates.of(RATES[name])
    assert told.window.holds(np.array(told.plan.starts)).all()
    assert all(np.isfinite(path).all() for path in told.paths)
    low, high, log = told.reach
    assert low > 0 or not log
    assert low <= min(told.rates) < max(told.rates) < high
