"""Critical points, curvature, convergence and basins, against what is known."""

import numpy as np
import pytest

from gdmath import (
    LANDSCAPES,
    Adam,
    Cost,
    Dataset,
    Newton,
    Outcome,
    Stop,
    basins,
    convergence,
    curvature,
    descend,
    descend_many,
    linear,
)
from gdmath.analysis import curvature_of_run


def test_curvature_of_a_quadratic_is_exact():
    bounds = curvature(Cost.parse("3*x**2 + 2*x*y + 3*y**2"), np.zeros((5, 2)))
    assert (bounds.lowest, bounds.highest) == pytest.approx((4, 8))
    assert bounds.constant
    assert bounds.critical_rate == pytest.approx(1 / 4)
    assert bounds.best_rate == pytest.approx(1 / 6)
    assert "exact: the cost is quadratic" in str(bounds)


@pytest.mark.parametrize("x", [1.1, 1e3, 1e7])
def test_a_curvature_of_0_is_not_called_negative_for_its_rounding(x):
    """The squared error at one point leaves a line of minima."""
    bounds = curvature(linear(Dataset(("x", "y"), [[x, 1.2]])), [0.0, 0.0])
    assert 0 <= bounds.lowest < 1e-15 * bounds.highest
    assert "no floor" not in str(bounds)


def test_the_rates_do_what_is_said_of_them():
    """Just below the critical rate it converges, just above it escapes, and the best one is the fastest."""
    cost = Cost.parse("x**2 + 10*y**2")
    bounds = curvature(cost, [0, 0])

    def steps(rate):
        return descend(cost, [1, 1], learning_rate=rate, stop=Stop(20_000, 1e-8))

    assert steps(0.999 * bounds.critical_rate).status.outcome is Outcome.CONVERGED
    assert steps(1.001 * bounds.critical_rate).status.outcome is Outcome.ESCAPED

    def left(rate):
        return np.linalg.norm(descend(cost, [1, 1], learning_rate=rate, stop=Stop(500, 0)).thetas[-1])

    assert left(bounds.best_rate) < min(left(0.98 * bounds.best_rate), left(1.02 * bounds.best_rate))


@pytest.mark.parametrize(
    ("formula", "point", "words"),
    [
        ("x**4 - x**2", [1.0], "local: the curvature varies"),
        ("-x**2", [1.0], "no rate converges here"),
        ("x**2 - y**2", [0.0, 0.0], "no rate leads to rest, for the cost has no floor"),
    ],
)
def test_what_the_curvature_says(formula, point, words):
    assert words in str(curvature(Cost.parse(formula), point))


def test_where_there_is_no_hessian_it_is_said():
    with pytest.raises(ValueError, match="no Hessian"):
        curvature(Cost.parse("log(x)"), [-1.0])


def test_curvature_along_a_run():
    run = descend(Cost.parse("x**4"), 1.0, learning_rate=0.01, stop=Stop(10))
    bounds = curvature_of_run(run)
    assert bounds.highest == 12.0
    assert bounds.lowest == pytest.approx(12 * run.thetas[-1, 0] ** 2)


@pytest.mark.parametrize(("rate", "factor"), [(0.1, 0.8), (0.25, 0.5), (0.9, 0.8)])
def test_linear_convergence_has_the_rate_of_theory(rate, factor):
    run = descend(Cost.parse("x**2"), 1, learning_rate=rate, stop=Stop(60, 0))
    assert convergence(run).rate == pytest.approx(factor, rel=1e-6)
    assert convergence(run).order == 1
    assert "linearly" in str(convergence(run))


def test_newton_converges_with_order_two():
    run = descend(Cost.parse("exp(x) - 2*x"), 2, Newton(), learning_rate=1, stop=Stop(60, 1e-15))
    assert convergence(run).order == pytest.approx(2, abs=0.25)


def test_what_does_not_converge_has_no_order():
    assert convergence(descend(Cost.parse("x**2"), 1, learning_rate=1.5)) is None
    assert convergence(descend(Cost.parse("x**2"), 0)) is None


@pytest.mark.parametrize(
    ("formula", "start", "rate", "power"), [("x**4", 0.1, 10.0, 1.5), ("exp(-x)", 0.0, 1.0, 1.0)]
)
def test_sublinear_convergence_has_its_power(formula, start, rate, power):
    """x' = -4 x^3 falls like k^(-1/2), and the gradient like its cube; x' = exp(-x) like log k."""
    found = convergence(descend(Cost.parse(formula), start, learning_rate=rate, stop=Stop(5000)))
    assert found.power == pytest.approx(power, abs=0.05)
    assert "sublinearly" in str(found)


def test_what_falls_unevenly_has_no_order():
    found = convergence(descend(Cost.parse("x**2"), 1, Adam(), learning_rate=0.1, stop=Stop(500)))
    assert not found.even
    assert "unevenly" in str(found)


def test_a_cost_with_kinks_is_no_quadratic():
    assert not curvature(Cost.parse("abs(x) + x**2"), [1.0]).constant


@pytest.mark.parametrize(
    ("formula", "minima", "within", "words"),
    [
        ("x**2", [(1, 0)], 1e-3, "do not fit"),
        ("x**2", [(1, 2), (3,)], 1e-3, "the minima"),
        ("x**2", [(np.inf,)], 1e-3, "do not fit"),
        ("x**2", [(0,)], -1, "within is -1"),
        ("x**2", [(0,)], np.nan, "within is nan"),
    ],
)
def test_basins_name_what_is_wrong(formula, minima, within, words):
    runs = descend_many(Cost.parse(formula), [1.0, 2.0])
    with pytest.raises(ValueError, match=words):
        basins(runs, minima, within=within)


def test_newtons_fallback_is_said_in_the_trajectory():
    run = descend(Cost.parse("x**4/4 - x**2/2"), 0.1, Newton(), learning_rate=0.5, stop=Stop(40))
    assert "the Hessian was not positive definite at" in run.note
    assert "minus the gradient" in run.note
    assert descend(Cost.parse("x**2"), 1, Newton(), learning_rate=1).note == ""


def test_basins_of_himmelblau_fill_the_plane():
    land = LANDSCAPES["himmelblau"]
    x, y = np.meshgrid(np.linspace(-4.9, 4.9, 40), np.linspace(-4.9, 4.9, 40))
    starts = np.stack([x.ravel(), y.ravel()], axis=1)
    runs = descend_many(land.cost, starts, learning_rate=0.005, stop=Stop(3000, 1e-6))
    labels = basins(runs, land.minima)
    assert set(labels) == {0, 1, 2, 3}
    for number, minimum in enumerate(land.minima):
        assert np.abs(runs.ends[labels == number] - minimum).max() < 1e-5


def test_no_minima_no_basins():
    runs = descend_many(Cost.parse("x**2"), [1.0, 2.0])
    assert basins(runs, []).tolist() == [-1, -1]
    assert basins(runs, [(0.0,)]).tolist() == [0, 0]
    assert basins(runs, [(5.0,)]).tolist() == [-1, -1]
