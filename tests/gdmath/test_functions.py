"""Every function of a formula: its value far out and where it is delicate, its derivative, how it is set."""

import math

import numpy as np
import pytest

from gdmath import Cost
from gdmath.display.typeset import cost_latex, cost_typst, gradient_latex, gradient_typst


@pytest.mark.parametrize(
    ("formula", "place", "value", "slope"),
    [
        ("cbrt(x)", -8.0, -2.0, 1 / 12),
        ("cbrt(x)", 27e30, 3e10, 1 / (3 * 9e20)),
        ("relu(x)", -3.0, 0.0, 0.0),
        ("relu(x)", 3.0, 3.0, 1.0),
        ("sigmoid(x)", 0.0, 0.5, 0.25),
        ("sigmoid(x)", 800.0, 1.0, 0.0),
        ("sigmoid(x)", -700.0, math.exp(-700), math.exp(-700)),
        ("erf(x)", 0.5, math.erf(0.5), 2 / math.sqrt(math.pi) * math.exp(-0.25)),
        ("erf(x)", -30.0, -1.0, 0.0),
        ("softplus(x)", 800.0, 800.0, 1.0),
    ],
)
def test_value_and_slope_of_functions(formula, place, value, slope):
    cost = Cost.parse(formula)
    assert float(cost.value([place])) == pytest.approx(value, rel=1e-14, abs=0)
    assert float(cost.gradient([place])[0]) == pytest.approx(slope, rel=1e-13, abs=1e-300)
    assert np.isfinite(cost.hessian([[place], [place]])).all()


@pytest.mark.parametrize(
    ("formula", "meaning"),
    [
        ("softplus(x)", lambda x: math.log(1 + math.exp(x))),
        ("sigmoid(x)", lambda x: 1 / (1 + math.exp(-x))),
        ("cbrt(x)", math.cbrt),
    ],
)
@pytest.mark.parametrize("x", [-2.5, -0.25, 0.75, 3.0])
def test_sympy_knows_values_and_slopes_of_its_new_functions_too(formula, meaning, x):
    cost = Cost.parse(formula)
    (symbol,) = cost.variables
    assert float(cost.expression.subs(symbol, x).evalf()) == pytest.approx(meaning(x), rel=1e-14)
    slope = float(cost.expression.diff(symbol).subs(symbol, x).evalf())
    assert slope == pytest.approx((meaning(x + 1e-6) - meaning(x - 1e-6)) / 2e-6, rel=1e-8, abs=1e-12)


@pytest.mark.parametrize(
    ("formula", "typst", "latex"),
    [
        ("cbrt(x)", "C(x) = root(3, x)", r"C(x) = \sqrt[3]{x}"),
        ("sigmoid(x)", "C(x) = sigma(x)", r"C(x) = \sigma\left(x\right)"),
        ("erf(x)", 'C(x) = op("erf")(x)', r"C(x) = \operatorname{erf}{\left(x \right)}"),
    ],
)
def test_how_functions_are_set(formula, typst, latex):
    cost = Cost.parse(formula)
    assert cost_typst(cost) == typst
    assert cost_latex(cost) == latex
    assert gradient_typst(cost).startswith("C'(x) = ")
    assert gradient_latex(cost).startswith("C'(x) = ")
