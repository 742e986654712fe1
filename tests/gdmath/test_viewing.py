"""What is shown of a cost of two variables, when nobody says."""

import numpy as np
import pytest

from gdmath import Cost, Outcome, Stop, descend
from gdmath.viewing import SQUARE, leaves, look_at, usual_domain, usual_rate, usual_starts

NOTHING = np.zeros((0, 2))


def looked_at(formula, starts, rate, domain=None):
    cost = Cost.parse(formula)
    runs = [descend(cost, start, learning_rate=rate, stop=Stop(300, 1e-6)) for start in starts]
    return look_at(cost, runs, domain, NOTHING), runs


def test_the_usual_domain_is_what_of_the_square_the_cost_is_defined_on():
    assert usual_domain(Cost.parse("x**2 + y**2")) == SQUARE
    ((x0, x1), (y0, y1)) = usual_domain(Cost.parse("sqrt(1 - x**2 - y**2)"))
    np.testing.assert_allclose([x0, x1, y0, y1], [-1.2, 1.2, -1.2, 1.2], atol=0.05)
    assert usual_domain(Cost.parse("log(x) + y**2"))[0][0] > -0.3


@pytest.mark.parametrize("formula", ["x**2 + y**2", "sqrt(1 - x**2 - y**2)", "log(x*y)", "log(x) + y**2"])
def test_the_usual_starts_are_inside_the_domain_of_definition(formula):
    cost = Cost.parse(formula)
    starts = usual_starts(cost, usual_domain(cost))
    assert 1 <= len(starts) <= 3
    assert np.isfinite(cost.value(starts)).all()
    assert cost.has_gradient(starts).all()


def test_where_nothing_is_defined_it_is_said():
    with pytest.raises(ValueError, match="undefined or huge near the middle"):
        usual_starts(Cost.parse("log(-x**2 - y**2 - 1)"), SQUARE)


@pytest.mark.parametrize(
    "formula", ["x**2 + 10*y**2", "(1-x)**2 + 100*(y - x**2)**2", "sin(5*x)*cos(5*y)/5", "x**4 + y**4 - x*y"]
)
def test_the_usual_rate_goes_down_and_a_larger_one_may_not(formula):
    cost = Cost.parse(formula)
    starts = usual_starts(cost, SQUARE)
    rate = usual_rate(cost, starts, SQUARE)
    for start in starts:
        run = descend(cost, start, learning_rate=rate, stop=Stop(200, 1e-6))
        assert (np.diff(run.values) <= 1e-12 * np.abs(run.values[1:])).all()
    hasty = [descend(cost, start, learning_rate=40 * rate, stop=Stop(200, 1e-6)) for start in starts]
    assert any((np.diff(run.values) > 0).any() for run in hasty)


def test_the_view_holds_the_runs():
    view, runs = looked_at("(x - 3)**2 + (y + 5)**2", [(0, 0), (1, -9)], 0.1)
    for run in runs:
        assert not leaves(run, (view.x_range, view.y_range))
    assert view.z_range[0] == pytest.approx(0, abs=1e-9)
    assert not view.log_height


def test_an_escape_does_not_stretch_the_view():
    view, runs = looked_at("x**2 - y**2", [(1.0, 0.1)], 0.1)
    assert runs[0].status.outcome is Outcome.ESCAPED
    assert np.ptp(view.y_range) < 20
    assert leaves(runs[0], (view.x_range, view.y_range))


@pytest.mark.parametrize(
    ("formula", "logarithm"),
    [
        ("(1-x)**2 + 100*(y - x**2)**2", True),
        ("x**2 + 10*y**2", False),
        ("1/(x**2 + y**2 + 0.1)", False),
        ("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", False),
        ("log(1 + x**2 + y**2)", False),
    ],
)
def test_heights_over_many_orders_are_logarithms(formula, logarithm):
    view, _ = looked_at(formula, [(0.5, 0.5)], 1e-4, SQUARE)
    assert view.log_height is logarithm


def test_a_pole_is_cut_off():
    view, _ = looked_at("1/(x**2 + y**2)", [(1.0, 1.0)], 0.1, SQUARE)
    assert view.z_range[1] < 30


def test_a_plain_has_some_height():
    view, _ = looked_at("0*x + 0*y + x*0 + x - x + y/1e300", [(0.5, 0.5)], 0.1, SQUARE)
    assert view.z_range[1] > view.z_range[0]
