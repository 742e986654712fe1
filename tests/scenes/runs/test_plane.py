"""The heights of a plane: in proportion, or by the logarithm where the low ground would be lost."""

import numpy as np
import pytest

from gdmath import Cost
from scenes.runs.plane import Plane

BOX = ((-2.0, 2.0), (-1.0, 3.0))


def test_heights_are_in_proportion_where_all_of_the_ground_is_seen():
    plane = Plane.of(Cost.parse("x + y"), BOX)
    assert not plane.is_logarithmic
    assert plane.height([-3.0, 1.0, 5.0]).tolist() == [0.0, 0.5, 1.0]


def test_a_cost_that_spans_orders_of_magnitude_is_drawn_by_its_logarithm():
    plane = Plane.of(Cost.parse("(1-x)**2 + 100*(y-x**2)**2"), BOX)
    assert plane.is_logarithmic
    low, high = np.nanmin(plane.values), np.nanmax(plane.values)
    middle = plane.height((low + high) / 2)
    assert 0.7 < middle < 1.0  # in proportion it would be 0.5
    heights = plane.height(np.geomspace(1e-3, high, 50))
    assert (np.diff(heights) > 0).all()
    assert heights[-1] == 1.0


@pytest.mark.parametrize("formula", ["abs(x) + 0*y", "1/(x*y)", "log(x) + log(y)", "exp(400*x)*exp(y)"])
def test_odd_ground_has_heights_from_0_to_1_and_holes(formula):
    plane = Plane.of(Cost.parse(formula), BOX, 50)
    known = plane.heights[np.isfinite(plane.values)]
    assert ((known >= 0) & (known <= 1)).all()
    assert np.isnan(plane.heights[~np.isfinite(plane.values)]).all()
