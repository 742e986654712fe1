"""A gradient in parts is the gradient."""

import numpy as np
import pytest
import sympy as sp

from gdmath.cost import Cost
from gdmath.display.in_parts import gradient_in_parts, parts_typst
from gdmath.display.typeset import cost_typst
from gdmath.landscapes import LANDSCAPES

LONG = [land.cost for land in LANDSCAPES.values() if len(land.variables) == 2]
LONG += [
    Cost.parse("(u**2 + sin(u*p) + 1)**3 * (p - u*p + 2)**2"),
    Cost.parse("exp(sin(x*y + 1)**2)/(1 + x**2*y**2)**2"),
]


@pytest.mark.parametrize("cost", LONG, ids=lambda cost: str(cost.formula)[:40])
def test_parts_put_together_are_the_gradient(cost):
    parts, slopes = gradient_in_parts(cost)
    for theta in np.random.default_rng(1).uniform(0.2, 1.5, (3, 2)):
        known = dict(zip(cost.variables, map(sp.Float, theta), strict=True))
        for name, part in parts:
            assert name not in known
            known[name] = sp.N(part.subs(known))
        found = [float(sp.N(slope.subs(known).doit())) for slope in slopes]
        np.testing.assert_allclose(found, cost.gradient(theta), rtol=1e-8, atol=1e-8)


def test_a_cost_that_is_too_long_to_be_written_has_no_parts():
    cost = Cost.parse("+".join(["x*y*x*y*x*y"] * 41))
    assert cost_typst(cost) == "C(x, y)"
    assert parts_typst(cost) == []
