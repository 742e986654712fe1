"""Branches: the derivative is that of the one that is taken; where they meet, what one-sided limits say."""

from itertools import product

import mpmath as mp
import numpy as np
import pytest

from gdmath import Cost
from gdmath.display.typeset import gradient_latex, gradient_typst
from tests.limits import within

TAKEN = [
    ("Min(x**2, exp(x))", [60.0], [120.0]),
    ("Min(exp(x), 10)", [800.0], [0.0]),
    ("Max(x, sqrt(y))", [5.0, 0.0], [1.0, 0.0]),
    ("Max(x, log(y))", [5.0, 1e-300], [1.0, 0.0]),
    ("Max(exp(exp(x)), 3) - Max(exp(exp(x)), 2)", [-50.0], [0.0]),
    ("relu(x)*exp(-x)", [-800.0], [0.0]),
    ("abs(Min(x, exp(x*x)))", [-40.0], [-1.0]),
    ("sqrt(relu(x))", [-3.0], [0.0]),
    ("relu(relu(x))", [-3.0], [0.0]),
    ("abs(relu(x))", [-3.0], [0.0]),
    ("Max(x, abs(x))", [2.0], [1.0]),
]
TIES = [
    ("Max(x, 2*x, 3*x)", [0.0], [2.0]),
    ("Max(x, y, 0)", [0.0, 0.0], [0.5, 0.5]),
    ("Min(x, y)", [1.0, 1.0], [0.5, 0.5]),
    ("abs(x) + 3*x", [0.0], [3.0]),
    ("relu(x)", [0.0], [0.5]),
    ("abs(x)*x", [0.0], [0.0]),
    ("Max(x, Max(2*x, 5*x))", [0.0], [3.0]),
    ("abs(x - abs(x))", [0.0], [-1.0]),
    ("Max(abs(x), x)", [0.0], [0.0]),
    ("Min(Max(x, 0), Max(2*x, -1))", [0.0], [1.5]),
    ("abs(x + y) + abs(x - y)", [0.0, 0.0], [0.0, 0.0]),
    ("sign(x)*x", [0.0], [0.0]),
]


@pytest.mark.parametrize(("formula", "point", "gradient"), TAKEN)
def test_the_branch_that_is_taken_has_the_say(formula, point, gradient):
    cost = Cost.parse(formula)
    np.testing.assert_allclose(cost.gradient(point), gradient, rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(cost.gradient([point, point]), [gradient] * 2, rtol=1e-12, atol=1e-300)
    assert cost.has_gradient(point)
    assert np.isfinite(cost.hessian(point)).all()


@pytest.mark.parametrize(("formula", "point", "gradient"), TIES)
def test_where_branches_meet_it_is_the_mean_of_both_sides(formula, point, gradient):
    cost = Cost.parse(formula)
    assert cost.gradient(point).tolist() == gradient
    assert cost.gradient([point, point]).tolist() == [gradient] * 2
    with np.errstate(all="ignore"):
        assert cost.evaluate(np.array(point))[1].tolist() == gradient


def steps(cost, point, axis, side):
    """The one-sided difference quotient along an axis, in 60 digits, by Python's own max, min and abs."""
    names = {"Max": max, "Min": min, "abs": abs, "relu": lambda u: max(u, mp.mpf(0)), "sign": mp.sign}
    with mp.workdps(60):
        values = []
        for move in (0, side * mp.mpf(10) ** -40):
            moved = [mp.mpf(x) + (move if i == axis else 0) for i, x in enumerate(point)]
            symbols = (symbol.name for symbol in cost.variables)
            values.append(eval(cost.formula, names, dict(zip(symbols, moved, strict=True))))
        return float((values[1] - values[0]) / (side * mp.mpf(10) ** -40))


@pytest.mark.parametrize(("formula", "point", "gradient"), TIES)
def test_the_sides_are_those_of_difference_quotients(formula, point, gradient):
    cost = Cost.parse(formula)
    for axis, partial in enumerate(gradient):
        above, below = (steps(cost, point, axis, side) for side in (1, -1))
        assert (above + below) / 2 == pytest.approx(partial, abs=1e-30)
        if abs(above - below) > 1e-9:
            assert not cost.has_gradient(point)


@pytest.mark.parametrize("dimension", [1, 2, 3])
def test_ties_of_many_linear_branches(dimension):
    """At 0, Max of a_k . x has along each axis the mean of its largest and its smallest slope."""
    rng = np.random.default_rng(dimension)
    for count, name in product((2, 3, 5), ("Max", "Min")):
        slopes = rng.integers(-9, 10, (count, dimension))
        terms = ["+".join(f"({a})*x{i}" for i, a in enumerate(row)) for row in slopes.tolist()]
        cost = Cost.parse(f"{name}({','.join(terms)})", [f"x{i}" for i in range(dimension)])
        mean = (slopes.max(axis=0) + slopes.min(axis=0)) / 2
        assert cost.gradient(np.zeros(dimension)).tolist() == mean.tolist()


@pytest.mark.parametrize("formula", ["abs(x)*x**2", "Max(x**2, x**2 + x**4)", "Min(0, -x**2)", "abs(x**2)"])
def test_the_hessian_holds_where_there_is_one(formula):
    hessian = {"abs(x)*x**2": 0, "Max(x**2, x**2 + x**4)": 2, "Min(0, -x**2)": -2, "abs(x**2)": 2}[formula]
    assert Cost.parse(formula).hessian([0.0]).tolist() == [[hessian]]


def test_twenty_branches_take_no_time():
    with within(1):
        cost = Cost.parse("Max(" + ",".join(f"sin({i}*x) + y/{i}" for i in range(1, 21)) + ")")
        cost.gradient([0.3, 0.4])
        cost.hessian([0.3, 0.4])


def test_they_are_shown_by_cases():
    cost = Cost.parse("Max(x**2, 3*x)")
    assert gradient_typst(cost) == 'C\'(x) = cases(2 x & "if" x^(2) > 3 x, 3 & "if" 3 x > x^(2))'
    assert "cases" in gradient_latex(cost)
    deep = Cost.parse("Max(x, Max(2*x, Min(x**2, 5)))")
    assert "sign" not in gradient_typst(deep)


@pytest.mark.parametrize(
    ("formula", "derivative"),
    [
        ("max(0, x)^2", "2*Max(0, x)"),
        ("max(0, abs(x) - 1)^2", "2*sign(x)*Max(0, Abs(x) - 1)"),
        ("min(0, x)^3", "3*Min(0, x)**2"),
        ("relu(x - 1)^2", "2*relu(x - 1)"),
        ("max(1, x)^2", "2*Piecewise((0, 1 > x), (1, x > 1))*Max(1, x)"),
        ("sqrt(max(0, x))", "Piecewise((0, 0 > x), (1, x > 0))/(2*sqrt(Max(0, x)))"),
    ],
)
def test_cases_are_left_out_where_another_factor_is_zero_then(formula, derivative):
    assert str(Cost.parse(formula).symbolic_gradient[0]) == derivative
