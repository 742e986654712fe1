"""A cost is defined where its formula is as it was written; roots are real; too large is not undefined."""

import numpy as np
import pytest

from gdmath import Cost, descend, descend_many
from gdmath.formulas.formula import read
from gdmath.trajectory import Outcome

HOLES = [
    ("x**2/x", [0.0], [1.0, -2.0]),
    ("x/x", [0.0], [1.0]),
    ("exp(log(x))", [0.0, -1.0], [2.0]),
    ("log(x) - log(x)", [0.0, -1.0], [2.0]),
    ("x**0.5*x**0.5", [-1.0], [0.0, 2.0]),
    ("sqrt(x)**2", [-1.0], [0.0, 2.0]),
    ("0*log(x)", [0.0, -1.0], [2.0]),
    ("exp(-1/x**2)", [0.0], [1.0]),
    ("atan(1/x)", [0.0], [1.0]),
    ("1/(1/x)", [0.0], [2.0]),
    ("Min(1/x**2, 5)", [0.0], [1.0]),
    ("tanh(log(x))", [0.0], [1.0]),
    ("1**log(x) + x", [-1.0, 0.0], [2.0]),
    ("log(x)**0*x", [-1.0, 0.0], [2.0]),
    ("(x - 1)/(x**2 - 1)", [1.0, -1.0], [0.0]),
    ("x**x", [-0.5], [0.5]),
    ("1/(x - x + 0*x + x**2)", [0.0], [1.0]),
    ("sign(1/x)", [0.0], [1.0]),
    ("(-2)**x*x", [0.5, -0.1], []),
    ("asin(sqrt(x))", [-0.5, 1.5], [0.5]),
]


@pytest.mark.parametrize(("formula", "holes", "inside"), HOLES)
def test_holes_survive(formula, holes, inside):
    cost = Cost.parse(formula)
    for x in holes:
        assert np.isnan(cost.value([x]))
        assert np.isnan(cost.gradient([x])).all()
        assert np.isnan(cost.hessian([x])).all()
        assert not cost.has_gradient([x])
        assert not cost.is_lost([x])
    for x in inside:
        assert np.isfinite(cost.value([x]))
    many = cost.value(np.array([*holes, *inside])[:, None])
    assert np.isnan(many).tolist() == [True] * len(holes) + [False] * len(inside)
    assert Cost.parse(cost.formula) == cost


@pytest.mark.parametrize(
    ("formula", "x", "value", "slope"),
    [
        ("x**(1/3)", -8.0, -2.0, 1 / 12),
        ("x^(2/3)", -8.0, 4.0, -1 / 3),
        ("x**(5/3)", -8.0, -32.0, 20 / 3),
        ("x**0.2", -32.0, -2.0, 1 / 80),
        ("x**(-1/3)", -8.0, -0.5, -1 / 48),
        ("x**(4/3)", 0.0, 0.0, 0.0),
        ("cbrt(x)", -8.0, -2.0, 1 / 12),
    ],
)
def test_roots_are_real(formula, x, value, slope):
    cost = Cost.parse(formula)
    assert float(cost.value([x])) == pytest.approx(value, rel=1e-15)
    assert float(cost.gradient([x])[0]) == pytest.approx(slope, rel=1e-15)
    assert read(formula).evaluate(x=x) == pytest.approx(value, rel=1e-15)


def test_negative_numbers_have_whole_powers_alone():
    cost = Cost.parse("(-2)**x")
    assert cost.value([[0.0], [1.0], [-1.0], [0.5]]).tolist()[:3] == [1.0, -2.0, -0.5]
    assert np.isnan(cost.value([0.5]))
    assert not cost.has_gradient([1.0])


@pytest.mark.parametrize("outer", ["sin", "sign", "log", "softplus", "abs", "relu", "tanh"])
def test_functions_of_them_are_no_matter(outer):
    cost = Cost.parse(f"{outer}((-2)**x)")
    assert np.isnan(cost.value([0.5]))
    assert np.isfinite(cost.value([2.0]))
    assert np.isnan(cost.gradient([0.5])).all()
    with pytest.raises(ValueError, match="not defined at the start"):
        descend(cost, 0.5)


def test_too_large_is_not_undefined():
    cost = Cost.parse("1/exp(exp(exp(x))) - x")
    run = descend(cost, 1.0, learning_rate=7.0)
    assert run.status.outcome is Outcome.TOO_LARGE
    assert "too large for floating point on the way" in run.status.sentence
    many = descend_many(cost, [1.0, 8.0], learning_rate=7.0)
    assert [many.status(i).outcome for i in range(2)] == [Outcome.TOO_LARGE] * 2
    with pytest.raises(ValueError, match="too large for floating point on the way at the start"):
        descend(cost, 8.0)
    assert cost.is_lost([[1.0], [8.0]]).tolist() == [False, True]


def test_what_overflows_on_the_way_only_is_had():
    assert float(Cost.parse("log(1+exp(x))-x").value([-800.0])) == 800.0
    assert descend(Cost.parse("log(1+exp(x))-x"), 800.0).status.outcome is Outcome.CONVERGED
    assert not read("log(1+exp(x))-x").is_undefined(x=800.0)


@pytest.mark.parametrize("rate", [1e308, 1e-308])
def test_no_learning_rate_warns(rate):
    for formula in ("x**2", "x**4 - x", "exp(x) + 1/x", "abs(x)", "log(x)"):
        descend(Cost.parse(formula), 1.0, learning_rate=rate)


@pytest.mark.parametrize("formula", ["log(abs(x))", "abs(x)/x", "sqrt(abs(x) - 1)"])
def test_there_is_no_gradient_where_the_cost_is_not_defined(formula):
    assert Cost.parse(formula).has_gradient([[0.0], [3.0]]).tolist() == [False, True]
