"""Critical points where the Hessian does not tell: kinks, holes of one point, jumps, poles, flat valleys."""

import numpy as np
import pytest

from gdmath import Cost, Kind, Site, critical_points, landscape
from gdmath.searching import Around, around
from gdmath.stationary import Method

SQUARE = [(-1.0, 1.0)] * 2


def search(formula, box):
    return critical_points(Cost.parse(formula), box)


@pytest.mark.parametrize(
    ("formula", "theta", "expected"),
    [
        ("x**2 + y**2", (0, 0), Around.HIGHER),
        ("x**8 + y**8", (0, 0), Around.HIGHER),
        ("-x**4 - y**2", (0, 0), Around.LOWER),
        ("x**2 - y**2", (0, 0), Around.MIXED),
        ("x**3 + y**2", (0, 0), Around.MIXED),
        ("abs(x - 2*y) + x**2", (0, 0), Around.HIGHER),
        ("sqrt(x**2 + y**2)", (0, 0), Around.HIGHER),
        ("x*0 + 2 + y*0 + sign(x - 5)", (0, 0), Around.LEVEL),
        ("sign(x) + y**2", (0, 0), Around.TORN),
        ("1/x + y**2", (1e-14, 0), Around.TORN),
        ("1e6 + x**2 + y**2", (0, 0), Around.HIGHER),
    ],
)
def test_how_a_cost_lies_around_a_point(formula, theta, expected):
    cost = Cost.parse(formula, ["x", "y"])
    assert around(cost, np.array(theta, dtype=float), SQUARE) is expected


@pytest.mark.parametrize(
    ("formula", "box", "minima"),
    [
        ("sqrt(x**2 + y**2)", SQUARE, [(0, 0)]),
        ("(x**2 + y**2)**0.75", SQUARE, [(0, 0)]),
        ("sqrt(x**4 + y**4)", SQUARE, [(0, 0)]),
        ("cosh(sqrt(x**2 + y**2))", [(-1, 1.2)] * 2, [(0, 0)]),
        ("-sin(x)/x", [(-5, 5)], [(0,)]),
        ("abs(x - y) + x**2", SQUARE, [(0, 0)]),
        ("abs(x - 2*y) + (x - 0.5)**2", SQUARE, [(0.5, 0.25)]),
        ("abs(sin(x) - y) + x**2/10", SQUARE, [(0, 0)]),
        ("x**1.5", [(-1, 2)], [(0,)]),
        ("x**(4/3)", [(-1, 2)], [(0,)]),
        ("abs(x)**1.5", [(-1, 1)], [(0,)]),
        ("abs(x**2 - 1)", [(-2, 2)], [(-1,), (1,)]),
        ("(x - 0.3)**10", [(-2, 2)], [(0.3,)]),
        ("sin(x)**8", [(-2, 2)], [(0,)]),
        ("1e-40*(x - 1)**2", [(-2, 2)], [(1,)]),
        ("tan(x) + y**2", [(-3, 3)] * 2, []),
        ("sin(x)/x", [(-3, 4)], []),
    ],
)
def test_the_minima_are_found_and_no_others(formula, box, minima):
    found = search(formula, box)
    places = sorted(tuple(np.round(point.theta, 3) + 0.0) for point in found.minima)
    assert places == sorted(tuple(map(float, theta)) for theta in minima)


def test_what_is_drawn_as_a_kink_is_called_one():
    assert [point.site for point in search("abs(x - 2*y) + (x - 0.5)**2", SQUARE).minima] == [Site.KINK]
    assert "crease" in search("abs(x - y)", SQUARE).note


@pytest.mark.parametrize(
    ("formula", "isolated"),
    [
        ("abs(x - y)", False),
        ("(x - y)**2", False),
        ("abs(x - y) + (x - 0.5)**2", True),
        ("x**2 + y**2", True),
    ],
)
def test_samples_of_a_line_of_minima_are_not_isolated(formula, isolated):
    found = search(formula, [(-1.2, 1.3)] * 2).minima
    assert found
    assert {point.isolated for point in found} == {isolated}


def test_the_global_minimum_in_a_hole_of_one_point_is_the_lowest():
    """The gradient of drop-wave is 0/0 at its minimum."""
    land = landscape("drop-wave")
    (lowest,) = critical_points(land.cost, land.domain).lowest
    assert np.abs(lowest.theta).max() < 1e-6
    assert lowest.value == pytest.approx(-1)


@pytest.mark.parametrize(
    ("formula", "box"), [("x**2 - sign(x - 0.3)/2", [(-1, 2)]), ("sign(x) + x**2", [(-1, 2)])]
)
def test_a_cost_that_jumps_is_not_called_solved(formula, box):
    found = search(formula, box)
    assert found.method is Method.SEARCHED
    assert not any(point.kind is Kind.MINIMUM and point.value > 0.9 for point in found.points)


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ((-1e308, 1e308), "too wide; keep within"),
        ((-1e-300, 1e-300), "too narrow"),
        ((1e9, 1e9 + 1e-3), "too narrow"),
    ],
)
def test_boxes_that_cannot_be_searched_are_refused(box, words):
    with pytest.raises(ValueError, match=words):
        search("x**2", [box])
