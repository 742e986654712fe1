"""What a descent rests at is found where it is, not where it stopped."""

import numpy as np
import pytest

from gdmath import Cost
from gdmath.critical.critical_point import Kind, Site
from gdmath.critical.resting import resting_place


@pytest.mark.parametrize("end", [(1.5746618e-07, 7.873309e-08), (-3e-5, 4e-5), (0.0, 2e-6)])
@pytest.mark.parametrize("cost", ["sqrt(x**2 + y**2)", "sqrt(x**2 + 2*y**2) + 1"])
def test_the_minimum_beside_an_end_on_a_cone_is_its_tip(cost, end):
    # The Hessian of a cone knows nothing of its slope, so that Newton's steps are short everywhere.
    found = resting_place(Cost.parse(cost), np.array(end), 0.05)
    assert found is not None
    assert (found.kind, found.site) == (Kind.MINIMUM, Site.KINK)
    np.testing.assert_allclose(found.theta, (0.0, 0.0))


@pytest.mark.parametrize(
    ("cost", "end", "minimum"),
    [
        ("x**4 + y**4", (1e-5, 1e-5), (0.0, 0.0)),
        ("(x - 1)**2 + 3*(y + 2)**2", (1.0000001, -1.9999999), (1.0, -2.0)),
        ("sqrt(x**2 + y**2 + 1e-12)", (1e-9, 1e-8), (0.0, 0.0)),
    ],
)
def test_a_minimum_with_a_hessian_is_found_by_newtons_method(cost, end, minimum):
    found = resting_place(Cost.parse(cost), np.array(end), 1e-3)
    assert found is not None
    assert (found.kind, found.site) == (Kind.MINIMUM, Site.SMOOTH)
    np.testing.assert_allclose(found.theta, minimum, atol=1e-9)
