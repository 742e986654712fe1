"""The cost: exact derivatives, any shape of points, honest at kinks and outside the domain."""

import pickle

import numpy as np
import pytest

from gdmath import Cost, FormulaError
from tests.gdmath.formulas import SMOOTH


def remainder_slope(remainder, scales):
    """The slope of log |remainder| against log scale, by least squares."""
    errors = np.array([abs(remainder(scale)) for scale in scales])
    assert (errors > 0).all()
    return np.polyfit(np.log(scales), np.log(errors), 1)[0]


@pytest.mark.parametrize("formula", SMOOTH)
def test_taylor_remainders_shrink_as_they_must(formula):
    """C(x + h v) - C(x) - h g.v is O(h^2); less h^2 v.H.v / 2 it is O(h^3)."""
    cost, point = Cost.parse(formula), np.array(SMOOTH[formula])
    rng = np.random.default_rng(len(formula))
    direction = rng.choice([-1.0, 1.0], size=point.shape) * rng.uniform(0.5, 1.0, size=point.shape)
    value, gradient, hessian = cost.value(point), cost.gradient(point), cost.hessian(point)
    bend = direction @ hessian @ direction

    def first(h):
        return cost.value(point + h * direction) - value - h * gradient @ direction

    def second(h):
        return first(h) - h * h / 2 * bend

    scale = max(1.0, abs(float(value)))
    quadratic = abs(second(0.01)) < 1e-11 * scale
    if abs(bend) > 1e-9:
        assert remainder_slope(first, np.geomspace(1e-2, 1e-3, 5)) == pytest.approx(2, abs=0.15)
    if not quadratic:
        assert remainder_slope(second, np.geomspace(1e-2, 1e-3, 5)) == pytest.approx(3, abs=0.2)


def test_enough_formulas_are_checked():
    assert len(SMOOTH) >= 25
    assert {len(point) for point in SMOOTH.values()} == {1, 2, 3}


@pytest.mark.parametrize("formula", SMOOTH)
def test_every_leading_shape_gives_the_same(formula):
    cost, point = Cost.parse(formula), np.array(SMOOTH[formula])
    d = len(point)
    block = np.broadcast_to(point, (2, 3, d))
    assert cost.value(block).shape == (2, 3)
    assert cost.gradient(block).shape == (2, 3, d)
    assert cost.hessian(block).shape == (2, 3, d, d)
    np.testing.assert_array_max_ulp(cost.value(block), np.full((2, 3), cost.value(point)), 4)
    np.testing.assert_allclose(
        cost.gradient(block), np.broadcast_to(cost.gradient(point), (2, 3, d)), rtol=1e-13
    )
    np.testing.assert_allclose(
        cost.hessian(block), np.broadcast_to(cost.hessian(point), (2, 3, d, d)), rtol=1e-12
    )
    assert cost.value(np.zeros((0, d))).shape == (0,)


@pytest.mark.parametrize("formula", SMOOTH)
def test_a_cost_survives_pickling_and_its_own_formula(formula):
    cost = Cost.parse(formula)
    cost.value(SMOOTH[formula])
    assert pickle.loads(pickle.dumps(cost)) == cost
    again = Cost.parse(cost.formula, [symbol.name for symbol in cost.variables])
    assert again == cost


@pytest.mark.parametrize(
    ("formula", "kinks", "smooth"),
    [
        ("abs(x)", [0.0], [-1.0, 1e-9]),
        ("abs(x)**3", [], [0.0]),
        ("Max(x, -x, 0)", [0.0], [1.0]),
        ("Min(x, 1)", [1.0], [0.0]),
        ("abs(abs(x) - 1)", [-1.0, 0.0, 1.0], [0.5]),
        ("sign(x)*x", [0.0], [2.0]),
        ("sqrt(abs(x))", [0.0], [1.0]),
        ("abs(x)*x", [], [0.0]),
    ],
)
def test_kinks_have_no_gradient(formula, kinks, smooth):
    cost = Cost.parse(formula)
    assert not any(cost.has_gradient([place]) for place in kinks)
    assert all(cost.has_gradient([place]) for place in smooth)


def test_at_a_kink_the_gradient_is_the_mean_of_both_sides():
    assert Cost.parse("abs(x) + 3*x").gradient([0.0]).tolist() == [3.0]


@pytest.mark.parametrize(
    ("formula", "outside"),
    [
        ("log(x)", -1.0),
        ("sqrt(x)", -4.0),
        ("x**0.25", -8.0),
        ("asin(x)", 2.0),
        ("log(x)/x", 0.0),
        ("x**x", -0.5),
    ],
)
def test_outside_its_domain_a_cost_is_not_finite_and_does_not_warn(formula, outside):
    cost = Cost.parse(formula)
    assert not np.isfinite(cost.value([outside]))
    cost.gradient([outside])
    cost.hessian([[outside], [1.0]])


def test_huge_and_tiny_numbers_do_not_warn():
    cost = Cost.parse("exp(x**2) + 1e-300*x")
    assert np.isinf(cost.value([1e6]))
    assert cost.value([1e-200]) == 1.0
    assert np.isinf(Cost.parse("x**1000*1e306").gradient([2.0])[0])


@pytest.mark.parametrize(
    ("theta", "words"), [([1.0, 2.0, 3.0], r"shape \(3,\)"), (5.0, r"shape \(\)"), ([[1.0]], r"\(x, y\)")]
)
def test_points_of_the_wrong_shape_are_refused(theta, words):
    with pytest.raises(ValueError, match=words):
        Cost.parse("x*y").value(theta)


def test_the_order_of_variables_is_the_callers():
    cost = Cost.parse("w - 2*b", variables=["w", "b"])
    assert cost.gradient([0.0, 0.0]).tolist() == [1.0, -2.0]
    with pytest.raises(FormulaError, match="the variables are w"):
        Cost.parse("w + b", variables=["w"])


def test_a_cost_needs_all_its_variables():
    import sympy as sp

    x, y = sp.symbols("x y", real=True)
    with pytest.raises(ValueError, match="contains y"):
        Cost(x * y, (x,))
    with pytest.raises(ValueError, match="no variables"):
        Cost(sp.Integer(1), ())


@pytest.mark.parametrize("formula", ["log(x)", "log(x**2 - 1)", "sqrt(x)"])
def test_where_the_cost_is_undefined_so_are_its_derivatives(formula):
    """The derivative of log(x) has a value at -0.5, where log has none."""
    cost = Cost.parse(formula)
    points = np.array([[-0.5], [2.0]])
    assert np.isnan(cost.gradient(points)).tolist() == [[True], [False]]
    assert np.isnan(cost.hessian(points))[:, 0, 0].tolist() == [True, False]
    assert np.isnan(cost.gradient([-0.5])).all()
    assert cost.has_gradient(points).tolist() == [False, True]


def test_a_cost_that_jumps_has_no_gradient_there():
    cost = Cost.parse("sign(x) + x**2")
    assert not cost.is_smooth
    assert cost.has_gradient([[0.0], [1.0]]).tolist() == [False, True]


def test_the_error_of_a_value_is_bounded_near_a_zero_and_far_away():
    cost = Cost.parse("100*(y - x**2)**2 + (1 - x)**2")
    beside = [1.000000001128554, 0.9999999993481402]
    assert 0 < cost.value_error(beside) < 1e-3 * float(cost.value(beside))
    assert cost.value_error([1e9, 1.0]) == pytest.approx(1e38 * 2**-53, rel=20)
