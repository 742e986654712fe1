"""Critical points of one variable and of several, of every kind, against closed forms."""

import math

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

from gdmath import (
    LANDSCAPES,
    Cost,
    DataCost,
    Dataset,
    Extent,
    FunctionCost,
    Kind,
    Site,
    critical_points,
    linear,
)
from gdmath.critical.critical_point import CriticalPoint, Method
from gdmath.critical.floating import Floating
from gdmath.data.regression import logistic, polynomial
from tests.limits import within

PI = math.pi
LETTERS = {
    Kind.MINIMUM: "min",
    Kind.MAXIMUM: "max",
    Kind.SADDLE: "saddle",
    Kind.INFLECTION: "inflection",
    Kind.PLAIN: "plain",
}


def search(formula, *box, variables=None):
    return critical_points(Cost.parse(formula, variables), list(box))


def told(point):
    place = tuple(point.theta) if len(point.theta) > 1 else point.theta[0]
    return place, LETTERS[point.kind]


ROOT = 1.0 / math.sqrt(2)
LINES = [
    # formula, interval, (place, kind) of every isolated point
    ("x**2", (-1, 1), [(0, "min")]),
    ("-x**2", (-1, 1), [(0, "max")]),
    ("x**3", (-1, 1), [(0, "inflection")]),
    ("x**4", (-1, 1), [(0, "min")]),
    ("-x**4", (-1, 1), [(0, "max")]),
    ("x**5", (-1, 1), [(0, "inflection")]),
    ("1 + x**8", (-2, 2), [(0, "min")]),
    ("(x - 0.3)**10", (-2, 2), [(0.3, "min")]),
    ("(x - pi)**3", (0, 5), [(PI, "inflection")]),
    ("x - sin(x)", (-8, 8), [(-2 * PI, "inflection"), (0, "inflection"), (2 * PI, "inflection")]),
    (
        "sin(x)**3",
        (-2, 4),
        [(-PI / 2, "min"), (0, "inflection"), (PI / 2, "max"), (PI, "inflection")],
    ),
    ("cos(x - 1) + (x - 1)**2/2", (-3, 4), [(1, "min")]),
    ("x**4 - 2*x**2", (-3, 3), [(-1, "min"), (0, "max"), (1, "min")]),
    ("x**4 - 2e-12*x**2", (-1, 1), [(-1e-6, "min"), (0, "max"), (1e-6, "min")]),
    ("x**4 - 2e-12*x**2", (-3e-6, 3e-6), [(-1e-6, "min"), (0, "max"), (1e-6, "min")]),
    ("x/(1 + x**2)", (-3, 3), [(-1, "min"), (1, "max")]),
    ("x*exp(-x)", (-3, 3), [(1, "max")]),
    ("exp(x) - 2*x", (-3, 3), [(math.log(2), "min")]),
    ("exp(-x**2)", (-3, 3), [(0, "max")]),
    ("exp(-1/x**2)", (-2, 2), [(0, "min")]),
    ("tanh(x)**2", (-100, 100), [(0, "min")]),
    ("sin(x)", (-5, 5), [(-1.5 * PI, "max"), (-PI / 2, "min"), (PI / 2, "max"), (1.5 * PI, "min")]),
    ("sin(x)*cos(x)", (-1, 1), [(-PI / 4, "min"), (PI / 4, "max")]),
    ("log(x)**2", (0.1, 5), [(1, "min")]),
    ("1e12*(x - 3)**2", (0, 10), [(3, "min")]),
    ("1e-12*x**2", (-10, 10), [(0, "min")]),
    ("1e-40*(x - 1)**2", (-2, 2), [(1, "min")]),
    ("(x - 25792)**4 + 9450", (25000, 26000), [(25792, "min")]),
    ("cosh(x - 25792)", (25700, 25900), [(25792, "min")]),
    ("tan(x)**2", (-2, 2), [(0, "min")]),
    ("x**2*(x - 1)**2", (-3, 3), [(0, "min"), (0.5, "max"), (1, "min")]),
    ("x + 1/x", (-3, 3), [(-1, "max"), (1, "min")]),
    ("exp(x)", (-3, 3), []),
    ("atan(x)", (-3, 3), []),
    # kinks
    ("abs(x)", (-1, 2.5), [(0, "min")]),
    ("-abs(x)", (-1, 1), [(0, "max")]),
    ("x + 2*abs(x - 1)", (-3, 3), [(1, "min")]),
    ("2*x + abs(x - 1)", (-3, 3), []),
    ("abs(x - 1) + x**2/10", (-3, 3), [(1, "min")]),
    ("abs(x**2 - 1)", (-2, 2), [(-1, "min"), (0, "max"), (1, "min")]),
    ("Max(x**2, 1 - x)", (-3, 3), [((math.sqrt(5) - 1) / 2, "min")]),
    ("Min(x**2, (x - 3)**2 + 1)", (-2, 5), [(0, "min"), (5 / 3, "max"), (3, "min")]),
    ("abs(x)**1.5", (-1, 1), [(0, "min")]),
    ("abs(x)**0.5", (-1, 1), [(0, "min")]),
    ("x**(4/3)", (-1, 2), [(0, "min")]),
    ("sin(x) + abs(x)", (-1, 4), [(0, "min"), (PI, "inflection")]),
    # poles, jumps, holes, edges
    ("1/x", (-3, 3), []),
    ("tan(x)", (-5, 5), []),
    ("-1/x**2", (-3, 3), []),
    ("log(abs(x))", (-3, 3), []),
    ("1/sin(x)", (0.5, 5), [(PI / 2, "min"), (1.5 * PI, "max")]),
    ("sign(x) + x**2", (-1, 2), []),
    ("x**2 - sign(x - 0.3)/2", (-1, 2), [(0, "min")]),
    ("(1 - cos(x))/x**2", (-5, 5), [(0, "max")]),
    ("-sin(x)/x", (-4, 4), [(0, "min")]),
    ("(x - 1)**2/(x - 1)", (-2, 3), []),
    ("sqrt(x)", (-1, 2), [(0, "min")]),
    ("x**1.5", (-1, 2), [(0, "min")]),
    ("x*log(x)", (-1, 2), [(0, "max"), (1 / math.e, "min")]),
    ("sqrt(1 - x**2)", (-2, 2), [(-1, "min"), (0, "max"), (1, "min")]),
]


@pytest.mark.parametrize(("formula", "interval", "expected"), LINES)
def test_every_critical_point_of_a_line_is_found_with_its_kind(formula, interval, expected):
    found = sorted(told(point) for point in search(formula, interval).points)
    assert [kind for _, kind in found] == [kind for _, kind in expected]
    width = interval[1] - interval[0]
    for (place, _), (right, _) in zip(found, expected, strict=True):
        assert place == pytest.approx(right, rel=1e-12, abs=1e-15 * width)


def test_places_are_right_to_the_last_digits_where_no_formula_solves_them():
    found = search("x*exp(-x) + sin(x)", (-2, 9))
    for point in found.points:
        root = mp.findroot(lambda x: (1 - x) * mp.exp(-x) + mp.cos(x), point.theta[0])
        assert point.theta[0] == pytest.approx(float(root), abs=1e-14)
    assert len(found.points) == 3


@pytest.mark.parametrize(
    ("formula", "interval", "site", "value"),
    [
        ("x**2", (-1, 1), Site.SMOOTH, 0),
        ("abs(x) - 2", (-1, 1), Site.KINK, -2),
        ("abs(x)**1.5", (-1, 1), Site.SMOOTH, 0),
        ("-sin(x)/x", (-2, 2), Site.HOLE, -1),
        ("sqrt(x)", (-1, 2), Site.EDGE, 0),
        ("sign(x)**2", (-1, 1), Site.JUMP, 0),
    ],
)
def test_where_a_minimum_is_and_how_deep(formula, interval, site, value):
    (lowest,) = search(formula, interval).lowest
    assert lowest.site is site
    assert lowest.value == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize(
    ("formula", "interval", "kind", "value", "ends"),
    [
        ("abs(x - 1) + abs(x + 1)", (-3, 3), Kind.MINIMUM, 2, (-1, 1)),
        ("abs(x - pi) + abs(x + 1)", (-3, 5), Kind.MINIMUM, PI + 1, (-1, PI)),
        ("Max(x, 0)**2", (-2, 2), Kind.MINIMUM, 0, (-2, 0)),
        ("relu(x)", (-2, 2), Kind.MINIMUM, 0, (-2, 0)),
        ("Min(x, 0)", (-2, 2), Kind.MAXIMUM, 0, (0, 2)),
        ("-abs(x - 1) - abs(x + 1)", (-3, 3), Kind.MAXIMUM, -2, (-1, 1)),
        ("Max(x, 0) + Min(x + 1, 0)", (-3, 3), Kind.PLAIN, 0, (-1, 0)),
        ("Max(abs(x), 1)", (-3, 3), Kind.MINIMUM, 1, (-1, 1)),
    ],
)
def test_a_level_stretch_is_one_entry_with_both_ends(formula, interval, kind, value, ends):
    (stretch,) = search(formula, interval).points
    assert (stretch.kind, stretch.extent, stretch.isolated) == (kind, Extent.REGION, False)
    assert stretch.value == pytest.approx(value, abs=1e-15)
    assert [end for (end,) in stretch.places] == pytest.approx(ends, abs=1e-12)
    assert stretch.distance([sum(ends) / 2]) == 0


def test_what_only_underflows_is_no_stretch():
    assert [point.extent for point in search("exp(-x**2)", (-60, 60)).points] == [Extent.POINT]


def test_the_steps_of_a_stair_are_told_apart():
    found = search("sign(x)", (-2, 2))
    assert [(point.value, point.kind) for point in found.points] == [(-1, Kind.MINIMUM), (1, Kind.MAXIMUM)]


SQUARE = ((-1, 1), (-1, 1))
PLANES = [
    ("x**2 + y**2", SQUARE, [((0, 0), "min")]),
    ("-x**2 - y**2", SQUARE, [((0, 0), "max")]),
    ("x**2 - y**2", SQUARE, [((0, 0), "saddle")]),
    ("x*y", SQUARE, [((0, 0), "saddle")]),
    ("x**3 - 3*x*y**2", SQUARE, [((0, 0), "saddle")]),
    ("(y - x**2)*(y - 2*x**2)", SQUARE, [((0, 0), "saddle")]),
    ("7 + (y - x**2)*(y - 2*x**2)", SQUARE, [((0, 0), "saddle")]),
    ("exp((y - x**2)*(y - 2*x**2))", SQUARE, [((0, 0), "saddle")]),
    ("(y - x**2)**2 - x**6", SQUARE, [((0, 0), "saddle")]),
    ("(y - x**2)**2 + x**6", SQUARE, [((0, 0), "min")]),
    ("exp(-1/(x**2 + y**2))", SQUARE, [((0, 0), "min")]),
    ("1e-9*x**2 + y**2 + 1e-9*sin(x)", ((-5, 5), (-5, 5)), [((-0.4501836112948736, 0), "min")]),
    ("(x - y)**4 + (x + y - 2)**4", ((-3, 3), (-3, 3)), [((1, 1), "min")]),
    ("x**2 + y**3", SQUARE, [((0, 0), "saddle")]),
    ("x - sin(x) + y**2", SQUARE, [((0, 0), "saddle")]),
    ("x**4 + y**4", SQUARE, [((0, 0), "min")]),
    ("x**8 + y**2", ((-2, 2), (-2, 2)), [((0, 0), "min")]),
    ("x**40 + y**2", ((-2, 2), (-2, 2)), [((0, 0), "min")]),
    ("cos(x) + x**2/2 + y**2", SQUARE, [((0, 0), "min")]),
    ("exp(-x**2 - y**2)", ((-3, 3), (-3, 3)), [((0, 0), "max")]),
    ("x**3 + y**3 - 3*x*y", ((-2, 2), (-2, 2)), [((0, 0), "saddle"), ((1, 1), "min")]),
    ("(1 - x)**2 + 100*(y - x**2)**2", ((-2, 2), (-1, 3)), [((1, 1), "min")]),
    ("1e12*(x - 3)**4 + 1e-3*(y - 2)**4", ((0, 5), (0, 5)), [((3, 2), "min")]),
    ("(x - 25792)**2 + (y - 9450)**4", ((25000, 26000), (9000, 10000)), [((25792, 9450), "min")]),
    ("cosh(x - 25792) + cosh(y - 9450)", ((25700, 25800), (9400, 9500)), [((25792, 9450), "min")]),
    ("sin(x) + y**2", ((-2, 2), (-2, 2)), [((-PI / 2, 0), "min"), ((PI / 2, 0), "saddle")]),
    (
        "1e-6*sin(1e6*x) + y**2",
        ((-2e-6, 2e-6), (-1, 1)),
        [((-5e-7 * PI, 0), "min"), ((5e-7 * PI, 0), "saddle")],
    ),
    ("x*exp(-x**2 - y**2)", ((-2, 2), (-2, 2)), [((-ROOT, 0), "min"), ((ROOT, 0), "max")]),
    # kinks, tips, holes
    ("sqrt(x**2 + y**2)", SQUARE, [((0, 0), "min")]),
    ("(x**2 + y**2)**0.75", SQUARE, [((0, 0), "min")]),
    ("sqrt(x**4 + y**4)", SQUARE, [((0, 0), "min")]),
    ("cosh(sqrt(x**2 + y**2))", ((-1, 1.2), (-1, 1.2)), [((0, 0), "min")]),
    ("sqrt((x - 0.3)**2 + (y + 0.1)**2)", SQUARE, [((0.3, -0.1), "min")]),
    ("abs(x - y) + x**2", SQUARE, [((0, 0), "min")]),
    ("abs(x - 2*y) + (x - 0.5)**2", SQUARE, [((0.5, 0.25), "min")]),
    ("abs(sin(x) - y) + x**2/10", SQUARE, [((0, 0), "min")]),
    ("abs(x) + abs(y)", SQUARE, [((0, 0), "min")]),
    ("-abs(x) - abs(y)", SQUARE, [((0, 0), "max")]),
    ("Max(abs(x), abs(y))", SQUARE, [((0, 0), "min")]),
    ("Max(x**2 + y, 1 - y)", ((-1, 1), (-1, 2)), [((0, 0.5), "min")]),
    # poles and jumps
    ("tan(x) + y**2", ((-3, 3), (-3, 3)), []),
    ("-1/x**2 + y**2", SQUARE, []),
    ("1/x + y**2", SQUARE, []),
    ("log(x**2 + y**2)", SQUARE, []),
    ("-1/(x**2 + y**2)", SQUARE, []),
    ("sign(x) + x**2 + y**2", SQUARE, []),
    ("x + y", SQUARE, []),
    ("y**2 + exp(-x)", SQUARE, []),
]


@pytest.mark.parametrize(("formula", "box", "expected"), PLANES)
def test_every_critical_point_of_a_plane_is_found_with_its_kind(formula, box, expected):
    found = sorted(told(point) for point in search(formula, *box).points)
    assert [kind for _, kind in found] == [kind for _, kind in expected]
    width = np.ptp(np.array(box, float), axis=1)
    for (place, _), (right, _) in zip(found, expected, strict=True):
        assert (np.abs(np.subtract(place, right)) <= 1e-9 * width).all()


DAMAVANDI = (
    "(1 - abs(sin(pi*(x - 2))*sin(pi*(y - 2))/(pi**2*(x - 2)*(y - 2)))**5)*(2 + (x - 7)**2 + 2*(y - 7)**2)"
)


def test_the_minimum_in_a_hole_is_the_lowest():
    (lowest,) = search(DAMAVANDI, (0, 14), (0, 14)).lowest
    assert (lowest.theta, lowest.site, lowest.kind) == ((2.0, 2.0), Site.HOLE, Kind.MINIMUM)
    assert lowest.value == pytest.approx(0, abs=1e-12)


def on_curve(formula, points):
    return max(abs(float(value)) for value in Cost.parse(formula, ["x", "y"]).value(points))


@pytest.mark.parametrize(
    ("formula", "box", "curves"),
    [
        # each curve: the function that vanishes on it, and its kind
        ("x**2*y**2", ((-2, 2), (-2, 2)), [("x + 0*y", "min"), ("y + 0*x", "min")]),
        ("abs(x*y)", SQUARE, [("x + 0*y", "min"), ("y + 0*x", "min")]),
        ("(x*y - 1)**2", ((-3, 3), (-3, 3)), [("x*y - 1", "min"), ("x*y - 1", "min")]),
        ("(x**2 + y**2 - 1)**2", ((-2, 2), (-2, 2)), [("x**2 + y**2 - 1", "min")]),
        ("-(x**2 + y**2 - 1)**2", ((-2, 2), (-2, 2)), [("x**2 + y**2 - 1", "max")]),
        ("(x - y)**2", ((-1.2, 1.3), (-1.2, 1.3)), [("x - y", "min")]),
        ("(x - y)**2*(1 + x**2)", SQUARE, [("x - y", "min")]),
        ("Max(x, 0)**2 + y**2", SQUARE, [("y + 0*x", "min")]),
        ("abs(x - y)", SQUARE, [("x - y", "min")]),
        ("sqrt(1 - x**2 - y**2)", ((-1.2, 1.3), (-1.2, 1.3)), [("x**2 + y**2 - 1", "min")]),
        ("x*y**2", SQUARE, [("y + 0*x", "max"), ("y + 0*x", "min")]),
        ("sin(x - y)", ((-2, 2), (-2, 2)), [("x - y + pi/2", "min"), ("x - y - pi/2", "max")]),
    ],
)
def test_curves_of_critical_points_are_followed(formula, box, curves):
    found = [point for point in search(formula, *box).points if point.extent is Extent.CURVE]
    assert sorted(LETTERS[point.kind] for point in found) == sorted(kind for _, kind in curves)
    for point in found:
        fits = [kind for zero, kind in curves if on_curve(zero, point.places) <= 1e-9]
        assert LETTERS[point.kind] in fits
        samples = np.array(point.places)
        apart = np.linalg.norm(np.diff(samples, axis=0) / np.ptp(np.array(box), axis=1), axis=1)
        assert apart.max() < 0.05  # in order, without gaps
        assert all(
            low - 1e-9 <= x <= high + 1e-9
            for place in samples
            for x, (low, high) in zip(place, box, strict=True)
        )


def test_curves_reach_as_far_as_they_go():
    (line,) = search("Max(x, 0)**2 + y**2", *SQUARE).points
    assert sorted(place[0] for place in line.places)[:: len(line.places) - 1] == pytest.approx(
        [-1, 0], abs=1e-6
    )
    (ring,) = search("(x**2 + y**2 - 1)**2", (-2, 2), (-2, 2)).minima
    assert ring.closed
    assert ring.distance([3.0, 0.0]) == pytest.approx(2, abs=1e-3)
    (arc,) = search("(x - y)**2", *SQUARE).points
    assert sorted([*arc.places[0], *arc.places[-1]]) == pytest.approx([-1, -1, 1, 1], abs=1e-15)


def test_a_level_area_is_one_entry():
    (floor,) = search("relu(x) + relu(y)", *SQUARE).points
    assert (floor.kind, floor.extent, floor.value) == (Kind.MINIMUM, Extent.REGION, 0)
    assert all(x <= 0 and y <= 0 for x, y in floor.places)
    assert len(floor.places) > 100


def test_a_flat_curve_without_a_tangent_is_one_entry():
    (valley,) = search("(y - x**2)**4", *SQUARE).points
    assert (valley.kind, valley.isolated) == (Kind.MINIMUM, False)


def test_samples_of_minima_of_three_variables_are_one_entry():
    (line,) = search("(x - y)**2 + (y - z)**4", *[(-1, 1)] * 3).minima
    assert not line.isolated
    assert max(np.ptp(place) for place in line.places) < 1e-2


@pytest.mark.parametrize(
    ("formula", "box", "lowest"),
    [
        ("x**3 - x", [(-3, 3)], []),  # lower at the edge
        ("x**3 - x", [(-1, 3)], [math.sqrt(1 / 3)]),
        ("exp(-x**2)*cos(8*x)", [(-3, 3)], [-0.38083379103916976, 0.38083379103916976]),
        ("x + 1/x", [(-3, 3)], []),  # falls without bound
        ("x**2 - sign(x - 0.3)/2", [(-1, 2)], []),  # lower beside the jump
        ("x**4 - 3*x**2 + x", [(-3, 3)], [-1.3008395659415772]),
    ],
)
def test_lowest_is_said_only_where_nothing_is_known_to_be_lower(formula, box, lowest):
    found = search(formula, *box)
    assert [point.theta[0] for point in found.lowest] == pytest.approx(lowest, abs=1e-12)
    assert found.minima


def test_a_lower_edge_and_a_pole_are_said():
    found = search("x**3 - x", (-3, 3))
    assert (found.lower, found.lower_value) == ((-3,), -24)
    assert "lower at the edge of the box, -24" in found.note
    found = search("tan(x) + y**2", (-3, 3), (-3, 3))
    assert found.bottomless
    assert "falls without bound" in found.note


@pytest.mark.parametrize(
    ("formula", "box", "exact"),
    [
        ("x**2", [(-1, 1)], ["0"]),
        ("sin(x)", [(0, 4)], ["pi/2"]),
        ("exp(x) - 2*x", [(-3, 3)], ["log(2)"]),
        ("x*log(x)", [(0.1, 3)], ["exp(-1)"]),
        ("sin(x) + cos(2*x)/4", [(-2, 2)], ["-pi/2", "pi/2"]),
        ("exp(2*x) - 3*exp(x) + x", [(-3, 3)], ["-log(2)", "0"]),
        ("exp(-(x - 1)**2/2)*x", [(-2, 2)], ["1/2 - sqrt(5)/2", "1/2 + sqrt(5)/2"]),
    ],
)
def test_what_is_solved_is_exact_and_complete(formula, box, exact):
    found = search(formula, *box)
    assert found.complete
    points = sorted(found.points, key=lambda point: point.theta)
    assert [point.exact for point in points] == [(sp.sympify(text),) for text in exact]


@pytest.mark.parametrize("formula", ["x*exp(-x) + sin(x)", "abs(x) + x**2", "x**75 + x**2", "tanh(x)**2"])
def test_what_is_searched_for_is_not_called_complete(formula):
    found = search(formula, (-1, 1))
    assert found.method is Method.SEARCHED
    assert found.only is None
    assert "there may be more" in found.note


def test_polynomials_of_two_variables_are_complete():
    found = search("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", (-5, 5), (-5, 5))
    assert found.complete
    assert [LETTERS[point.kind] for point in found.points].count("min") == 4
    assert search("(1 - x)**2 + 100*(y - x**2)**2", (-2, 2), (-1, 3)).only is not None


@pytest.mark.parametrize(
    ("formula", "kind", "theta"),
    [
        ("(x + 2*y - 7)**2 + (2*x + y - 5)**2", Kind.MINIMUM, (1, 3)),
        ("pi*x**2 + 3*y**2 - x", Kind.MINIMUM, (1 / (2 * PI), 0)),
        ("x**2 - 3*y**2 + x", Kind.SADDLE, (-0.5, 0)),
        ("-(x - 1)**2 - y**2", Kind.MAXIMUM, (1, 0)),
        ("1e-12*x**2 + 1e12*(y - 3)**2", Kind.MINIMUM, (0, 3)),
    ],
)
def test_a_quadratic_has_one_critical_point_and_that_is_said(formula, kind, theta):
    found = search(formula, (-5, 5), (-5, 5))
    (point,) = found.points
    assert (found.method, point.kind) == (Method.LINEAR, kind)
    assert point.theta == pytest.approx(theta, rel=1e-14, abs=1e-14)
    assert found.note == "the only one, solved by linear algebra" or kind is not Kind.MINIMUM
    assert (found.only is point) == (kind is Kind.MINIMUM)


def test_the_one_minimum_of_a_quadratic_is_known_outside_the_box_too():
    found = search("(x - 25792)**2 + (y - 9450)**2", (-5, 5), (-5, 5))
    assert found.points == ()
    assert [point.theta for point in found.outside] == [(25792, 9450)]
    assert "outside the box" in found.note


@pytest.mark.parametrize("formula", ["x + y", "x**2 + y"])
def test_a_slope_has_none(formula):
    found = search(formula, (-5, 5), (-5, 5))
    assert (found.points, found.complete) == ((), True)


def test_least_squares_over_many_rows():
    generator = np.random.default_rng(0)
    x = 100 + 3 * generator.normal(size=100_000)
    y = 2 * x - 7 + generator.normal(size=100_000)
    data = Dataset(("x", "y"), tuple(zip(x.tolist(), y.tolist(), strict=True)))
    with within(3):
        found = critical_points(linear(data), [(-10, 10), (-10, 10)])
    assert found.only is not None
    assert found.only.theta == pytest.approx(np.polyfit(x, y, 1), rel=1e-9)


def test_collinear_features_have_a_line_of_minima():
    rows = tuple((t, 2 * t, 3 * t + 1) for t in np.linspace(0, 1, 30).tolist())
    found = critical_points(linear(Dataset(("a", "b", "y"), rows)), [(-5, 5)] * 3)
    (line,) = found.minima
    assert line.extent is Extent.CURVE
    assert all(w1 + 2 * w2 == pytest.approx(3) and b == pytest.approx(1) for w1, w2, b in line.places)


@pytest.mark.parametrize(
    ("loss", "w", "b"),
    [
        ("(w*x + b - y)**2/2", 2, 1),
        ("0.5*(w*x + b - y)**2", 2, 1),
        ("(w*x + b - y)**2*3", 2, 1),
        ("w**2*x**2 + 2*w*x*b + b**2 - 2*w*x*y - 2*b*y", 2, 1),  # no square as it is written
        ("(w*x + b - y)**2 + 2*w", 1.5, 2),
    ],
)
def test_a_loss_that_is_quadratic_is_solved_however_it_is_written(loss, w, b):
    rows = [[0.0, 1.0], [1.0, 3.0], [2.0, 5.0], [3.0, 7.0]]
    x, y = np.transpose(rows)
    found = critical_points(DataCost.parse(loss, ["w", "b"], ["x", "y"], rows), [(-9, 9), (-9, 9)])
    if loss.endswith("+ 2*w"):  # 2 A^T (A theta - y)/n + (2, 0) = 0
        design = np.column_stack([x, np.ones(4)])
        w, b = np.linalg.solve(design.T @ design, design.T @ y - [4, 0])
    assert found.only is not None
    assert found.only.theta == pytest.approx((w, b), rel=1e-9)
    assert found.method is Method.LINEAR


@pytest.mark.parametrize(
    ("formula", "held"),
    [
        ("(x + y + z - 1)**2", True),  # a plane of minima
        ("(x + y + z - 99)**2", False),
        ("(x + y - 99)**2 + z**2", False),  # a line that passes the box by
        ("x**2 + (y - 99)**2 + 0*z", False),  # and one along an axis
        ("x**2 + (y - 1)**2 + 0*z", True),
    ],
)
def test_level_places_of_a_quadratic_are_shown_where_they_lie_in_the_box(formula, held):
    found = critical_points(Cost.parse(formula, ["x", "y", "z"]), [(-5, 5)] * 3)
    assert found.method is Method.LINEAR
    assert bool(found.points) is held
    assert ("outside the box" in found.note) is not held
    for place in (found.points or found.outside)[0].places:
        assert eval(formula, dict(zip("xyz", place, strict=True))) == pytest.approx(0, abs=1e-20)


def test_an_ill_conditioned_polynomial_is_solved():
    x = np.linspace(0, 1, 40)
    rows = tuple(zip(x.tolist(), np.sin(3 * x).tolist(), strict=True))
    (point,) = critical_points(polynomial(Dataset(("x", "y"), rows), 7), [(-1000, 1000)] * 8).points
    assert point.theta == pytest.approx(np.polyfit(x, np.sin(3 * x), 7)[::-1], abs=1e-7)


def test_logistic_regression_over_many_rows_is_searched_for():
    generator = np.random.default_rng(1)
    x = generator.normal(size=20_000)
    y = (generator.uniform(size=20_000) < 1 / (1 + np.exp(-(2 * x - 1)))).astype(float)
    cost = logistic(Dataset(("x", "y"), tuple(zip(x.tolist(), y.tolist(), strict=True))))
    with within(5):
        (point,) = critical_points(cost, [(-5, 5), (-5, 5)]).minima
    assert np.abs(cost.gradient(point.theta)).max() < 1e-12


def test_functions_of_ones_own_are_searched_by_numbers_alone():
    cost = FunctionCost(
        lambda t: (t[0] ** 2 + t[1] - 11) ** 2 + (t[0] + t[1] ** 2 - 7) ** 2,
        lambda t: [
            4 * t[0] * (t[0] ** 2 + t[1] - 11) + 2 * (t[0] + t[1] ** 2 - 7),
            2 * (t[0] ** 2 + t[1] - 11) + 4 * t[1] * (t[0] + t[1] ** 2 - 7),
        ],
        variables=2,
    )
    found = critical_points(cost, [(-5, 5), (-5, 5)])
    assert found.method is Method.SEARCHED
    for minimum in LANDSCAPES["himmelblau"].minima:
        assert min(point.distance(minimum) for point in found.minima) < 1e-6


SLOW = ("drop-wave", "holder-table")  # of rings and of kinks: some seconds each


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow) if name in SLOW else name
        for name, land in LANDSCAPES.items()
        if land.minima
    ],
)
def test_the_known_minima_of_landscapes_are_the_lowest(name):
    land = LANDSCAPES[name]
    found = critical_points(land.cost, land.domain)
    for minimum in land.minima:
        if any(x in edges for x, edges in zip(minimum, land.domain, strict=True)):
            assert found.lowest == ()
            assert found.lower_value == pytest.approx(land.lowest, rel=1e-5)
            continue
        near = min(found.lowest, key=lambda point: point.distance(minimum))
        assert near.distance(minimum) <= 1e-9
        assert near.value == pytest.approx(land.lowest, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("himmelblau", (4, 4, 1)),
        ("sine-cosine", (6, 12, 6)),
        ("rastrigin", (121, 220, 100)),
        ("six-hump-camel", (6, 7, 2)),
        ("styblinski-tang", (4, 4, 1)),
        ("branin", (3, 2, 0)),
        ("goldstein-price", (4, 4, 1)),
    ],
)
def test_all_of_a_landscape_are_found(name, counts):
    land = LANDSCAPES[name]
    kinds = [point.kind for point in critical_points(land.cost, land.domain).points]
    assert tuple(kinds.count(kind) for kind in (Kind.MINIMUM, Kind.SADDLE, Kind.MAXIMUM)) == counts


@pytest.mark.parametrize("name", ["quartic", "three-hump-camel", "himmelblau", "rosenbrock"])
def test_what_is_solved_and_what_is_searched_for_agree(name):
    land = LANDSCAPES[name]
    quick = Floating(land.cost)
    function = FunctionCost(
        quick.value, quick.gradient, quick.hessian, variables=land.variables, vectorised=True
    )
    solved, searched = critical_points(land.cost, land.domain), critical_points(function, land.domain)
    assert (solved.complete, searched.complete) == (True, False)
    assert [point.kind for point in sorted(solved.points, key=lambda p: p.theta)] == [
        point.kind for point in sorted(searched.points, key=lambda p: p.theta)
    ]
    for point in solved.points:
        assert min(other.distance(point.theta) for other in searched.points) <= 1e-9


HARD = [
    ("(x**5 + y**3 - 11*x*y)**2 + (x*y**4 + y**2 - 7*x**3)**2 + x**3*y", 2),
    ("sin(1000*x)", 1),
    ("sin(300*x)*cos(200*y)", 2),
    ("x**2*sin(1/x)", 1),
    ("sqrt(x - 0.9999) + y", 2),
    ("log(x - 0.999)*log(y - 0.999)", 2),
    ("exp(exp(x)) + exp(exp(exp(y)))", 2),
    ("x**1000 + y**1000", 2),
    ("1/(x + 1/(x + 1/(x + 1/(x + 1/(x + y)))))", 2),
    ("a**2 + b**4 + c**2*d - exp(d)*f + sin(a*g) + abs(c - b)", 6),
    (" + ".join(f"sin({k}*x + {k * k}*y)" for k in range(1, 25)), 2),
    ("Max(x, y, x + y - 1, 2*x - y, 3*y - x, 0.3 - x - y)", 2),
    ("x**x", 1),
]


@pytest.mark.parametrize(("formula", "dimension"), HARD)
def test_the_work_is_bounded(formula, dimension):
    cost = Cost.parse(formula)
    with within(8):  # about 2 s on a machine of which nothing else asks
        first = critical_points(cost, [(-1, 1)] * dimension)
    assert first == critical_points(Cost.parse(formula), [(-1, 1)] * dimension)


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ([(0, 1), (0, 1)], "the box has 2"),
        ([(1, 0)], "interval 1, 0 is empty"),
        ([(0, np.inf)], "interval 0, inf"),
        ([(-1e308, 1e308)], "too wide; keep within"),
        ([(-1e-300, 1e-300)], "too narrow"),
        ([(1e9, 1e9 + 1e-3)], "too narrow"),
    ],
)
def test_wrong_boxes_are_named(box, words):
    with pytest.raises(ValueError, match=words):
        critical_points(Cost.parse("x**2"), box)


def test_the_distance_to_a_point_a_curve_and_an_area():
    assert CriticalPoint((1.0, 2.0), 0.0, Kind.MINIMUM).distance([4.0, 6.0]) == 5
    corner = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))
    curve = CriticalPoint((0.0, 0.0), 0.0, Kind.MINIMUM, extent=Extent.CURVE, places=corner)
    assert curve.distance([0.5, -0.5]) == 0.5
    assert curve.distance([0.0, 1.0]) == 1
