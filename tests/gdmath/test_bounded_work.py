"""Every formula that is accepted is read, differentiated twice, compiled and told of in bounded time."""

import json

import numpy as np
import pytest

from gdmath import Cost, Stop, descend
from gdmath.display.typeset import cost_latex, cost_typst, gradient_latex, gradient_typst
from gdmath.formulas.expression import parse
from gdmath.formulas.graph import node
from scenes.studio.table import table
from tests.limits import adding, within


def nested(template, depth, leaf="x"):
    for number in range(1, depth + 1):
        leaf = template.format(leaf, number)
    return leaf


LARGE = {
    "continued fraction of 18": nested("1/(x+{0})", 18),
    "continued fraction of 50": nested("1/(x+{0})", 50),
    "product of sums": "*".join(f"(x+{i})" for i in range(1, 73)),
    "product of 80": "*".join(f"x{i}" for i in range(1, 81)),
    "nested Max": nested("Max({0},{1}*x)", 30),
    "wide Max": "Max(" + ",".join(f"sin({i}*x)+y" for i in range(20)) + ")",
    "tower": "x" + "**x" * 12,
    "high tower": "x" + "**x" * 50,
    "nested atan2": nested("atan2({0},x)", 25),
    "nested atan2 of two": nested("atan2(x,{0})", 30, "y"),
    "nested abs": nested("abs({0}-{1})", 30),
    "sines": "sin(cos(tan(" * 19 + "x" + ")))" * 19,
    "roots": "sqrt(" * 50 + "x" + ")" * 50,
    "power": "*".join(["x"] * 240),
    "great powers": "((((x**1000)**1000)**1000)**1000)",
    "nested softplus": nested("softplus({0}*y)", 25),
    "nested exp": nested("exp({0})", 20),
    "nested roots of sums": nested("sqrt(x*{0}+1)", 25),
    "negative base": "sin((-2)**x) + x**2",
    "sum of kinks": "+".join(f"abs(x-{i})" for i in range(40)),
}


def refusal(text, start):
    """Read, differentiate, compile, descend, tell and set; return why the formula was refused, if it was."""
    try:
        cost = Cost.parse(text)
        theta = start or np.linspace(0.9, 1.1, cost.dimension)
        run = descend(cost, theta, learning_rate=1e-3, stop=Stop(20))
    except ValueError as error:
        return str(error)
    assert cost.hessian(theta).shape == (cost.dimension, cost.dimension)
    assert len(table(run)) < 20_000
    json.loads(run.to_json())
    for setting in (cost_typst, gradient_typst, cost_latex, gradient_latex):
        assert len(setting(cost)) < 20_000
    return ""


@pytest.mark.parametrize("name", LARGE)
def test_large_formulas_are_answered(name):
    with within(5), adding(400):
        said = refusal(LARGE[name], [2.0] if name == "negative base" else None)
    assert len(said.splitlines()) in (0, 1, 3)


def rosenbrock(count):
    terms = (f"(1 - x{i})**2 + 100*(x{i + 1} - x{i}**2)**2" for i in range(1, count))
    names = [f"x{i}" for i in range(1, count + 1)]
    return Cost(*parse(" + ".join(terms), names, typed=False))


def test_a_hundred_variables_are_compiled_in_a_second():
    cost, theta = rosenbrock(100), np.linspace(-1, 1, 100)
    with within(1):
        value, gradient = cost.value_and_gradient(theta)
    step = theta[1:] - theta[:-1] ** 2
    true = np.zeros(100)
    true[:-1] += -2 * (1 - theta[:-1]) - 400 * theta[:-1] * step
    true[1:] += 200 * step
    np.testing.assert_allclose(gradient, true, rtol=1e-12)
    assert float(value) == pytest.approx(((1 - theta[:-1]) ** 2 + 100 * step**2).sum(), rel=1e-13)
    assert not cost.is_short
    assert cost.hessian(theta).shape == (100, 100)


def test_derivatives_grow_with_the_formula_not_with_its_tree():
    """sin(u)*cos(u) forty times over, a tree of 2^40 leaves."""
    graph, variables = parse("x")
    for _ in range(40):
        graph = node("mul", node("sin", graph), node("cos", graph))
    deep = Cost(graph, variables)
    assert np.isfinite(deep.gradient([0.3])).all()
    assert np.isfinite(deep.hessian([0.3])).all()
    assert not deep.is_short
    with pytest.raises(ValueError, match="too long to be written out"):
        _ = deep.symbolic_gradient
