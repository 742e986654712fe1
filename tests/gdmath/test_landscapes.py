"""Every landscape at its minima, against published values, by Taylor remainders and by sampling."""

import math
import subprocess
import sys

import mpmath
import numpy as np
import pytest
import sympy as sp

from gdmath import LANDSCAPES, Cost, Momentum, Outcome, Stop, descend, error_factor, landscape

ALL = list(LANDSCAPES.values())
IDS = list(LANDSCAPES)
BOUNDED = [land for land in ALL if land.minima]

# The lowest values as the sources and the surveys print them; mccormick's last digit is wrong in all of them,
# by the closed form below.
PUBLISHED = {
    "gramacy-lee": "-0.869011134989500",
    "rosenbrock": "0",
    "himmelblau": "0",
    "beale": "0",
    "booth": "0",
    "matyas": "0",
    "mccormick": "-1.9133",
    "three-hump-camel": "0",
    "six-hump-camel": "-1.0316",
    "styblinski-tang": "-78.332",
    "rastrigin": "0",
    "ackley": "0",
    "griewank": "0",
    "goldstein-price": "3",
    "easom": "-1",
    "branin": "0.397887",
    "levy-13": "0",
    "drop-wave": "-1",
    "cross-in-tray": "-2.06261",
    "holder-table": "-19.2085",
    "bukin-6": "0",
    "schaffer-2": "0",
    "bohachevsky": "0",
    "zakharov": "0",
    "dixon-price": "0",
    "powell-singular": "0",
    "schwefel": "0",
    "eggholder": "-959.6407",
    "michalewicz": "-1.8013",
    "shubert": "-186.7309",
}
# Lowest values that algebra gives.
CLOSED = {
    "sine-cosine": -1 / 5,
    "double-well": -1 / 4,
    "mccormick": -math.sqrt(3) / 2 - math.pi / 3,
    "branin": 5 / (4 * math.pi),
    "factorisation": 0.19,
}
# Minima at which the cost has a point or a crease instead of a gradient.
SHARP = {"absolute", "ackley", "drop-wave", "bukin-6"}
# Minima on the edge of the domain, beyond which the cost falls on.
CUT_OFF = {"eggholder"}


def corners(land):
    return np.array(land.domain).T


def samples(land, count, seed=0, margin=0.0):
    low, high = corners(land)
    return np.random.default_rng(seed).uniform(
        low + margin * (high - low), high - margin * (high - low), (count, len(low))
    )


def test_there_are_many_and_names_are_words():
    assert len(ALL) >= 28
    assert all(name.replace("-", "").isalnum() and name == name.lower() for name in IDS)


@pytest.mark.parametrize("land", ALL, ids=IDS)
def test_its_entry_is_complete(land):
    low, high = corners(land)
    assert land.variables == tuple(map(str, land.cost.variables))
    assert land.cost.dimension == len(land.domain) == len(land.start)
    assert (low < high).all()
    assert ((low <= land.start) & (land.start <= high)).all()
    assert land.learning_rate > 0
    assert land.source
    assert land.lesson
    assert (land.lowest is None) == (not land.minima)
    assert all(((low <= point) & (point <= high)).all() for point in land.minima)


@pytest.mark.parametrize("land", BOUNDED, ids=lambda land: land.name)
def test_the_minima_are_minima(land):
    for point in land.minima:
        assert land.cost.value(point) == pytest.approx(land.lowest, rel=1e-14, abs=2e-14)
        if land.name in SHARP:
            around = point + 1e-3 * np.random.default_rng(1).standard_normal((500, len(point)))
            assert (land.cost.value(around) > land.lowest).all()
            continue
        hessian, gradient = land.cost.hessian(point), land.cost.gradient(point)
        if land.name in CUT_OFF:
            low, high = corners(land)
            edge = (point == low) | (point == high)
            assert edge.any()
            assert (np.where(point == low, gradient, -gradient)[edge] > 1).all()
            gradient, hessian = gradient[~edge], hessian[np.ix_(~edge, ~edge)]
        scale = max(1.0, np.abs(hessian).max())
        assert np.abs(gradient).max() <= 4e-15 * scale * max(1, np.abs(point).max())
        assert np.linalg.eigvalsh(hessian).min() >= -1e-13 * scale


@pytest.mark.parametrize(
    "land",
    [land for land in BOUNDED if land.name not in SHARP | CUT_OFF | {"powell-singular"}],
    ids=lambda land: land.name,
)
def test_the_minima_are_right_to_the_last_digit(land):
    """A Newton step whose gradient has 50 digits is at most half a unit of the last place long."""
    partials = [sp.diff(land.cost.expression, variable) for variable in land.cost.variables]
    gradient = sp.lambdify(land.cost.variables, partials, "mpmath")
    for point in land.minima:
        with mpmath.workdps(50):
            partials = gradient(*map(mpmath.mpf, point))
            step = np.linalg.solve(land.cost.hessian(point), np.array(partials, dtype=float))
        assert (np.abs(step) <= 0.5001 * np.maximum(np.spacing(np.abs(point)), 1e-30)).all()


@pytest.mark.parametrize("land", BOUNDED, ids=lambda land: land.name)
def test_nothing_in_the_domain_lies_lower(land):
    values = land.cost.value(samples(land, 10_000))
    assert (values >= land.lowest - 1e-12).all()


def searched(land, count=20_000, kept=500, rounds=200):
    """Points as low as a search that takes no derivative finds them: the best of random ones, then walked."""
    generator = np.random.default_rng(11)
    low, high = corners(land)
    points = samples(land, count, seed=4)
    points = points[np.argsort(land.cost.value(points))[:kept]]
    values = land.cost.value(points)
    for reach in 0.02 * 0.93 ** np.arange(rounds):
        moved = points + reach * (high - low) * generator.standard_normal(points.shape)
        trial = land.cost.value(np.clip(moved, low, high))
        better = trial < values
        points[better], values[better] = np.clip(moved, low, high)[better], trial[better]
    return points, values


@pytest.mark.parametrize("land", BOUNDED, ids=lambda land: land.name)
def test_no_minimum_is_missing_and_none_is_listed_twice(land):
    """A search finds each listed minimum, and nothing as low elsewhere.

    The creased valley of bukin-6 and the four dimensions of powell-singular are too narrow for it to reach
    the bottom, so that only the second half is asked of them.
    """
    points, values = searched(land)
    low, high = corners(land)
    assert (values >= land.lowest - 1e-12).all()
    lowest = points[values < land.lowest + 1e-6]
    apart = np.linalg.norm((lowest[:, None] - np.array(land.minima)) / (high - low), axis=-1)
    assert (apart.min(axis=1) < 0.02).all()
    if land.name not in {"bukin-6", "powell-singular"}:
        assert set(apart.argmin(axis=1)) == set(range(len(land.minima)))


@pytest.mark.parametrize("land", [land for land in ALL if land.lowest is None], ids=lambda land: land.name)
def test_what_has_no_minimum_falls_for_ever(land):
    ray = np.array([[-1.0, 0.0], [0.0, 1.0]])[int(land.name == "saddle")]
    assert land.cost.value(1e6 * ray) < -1e11


@pytest.mark.parametrize(("name", "printed"), PUBLISHED.items())
def test_the_lowest_value_is_the_published_one(name, printed):
    digits = len(printed.partition(".")[2])
    off = 1.0 if name == "mccormick" else 0.5
    assert landscape(name).lowest == pytest.approx(float(printed), rel=0, abs=off * 10.0**-digits)


@pytest.mark.parametrize(("name", "value"), CLOSED.items())
def test_the_lowest_value_is_what_algebra_gives(name, value):
    assert landscape(name).lowest == pytest.approx(value, rel=4e-16)


@pytest.mark.parametrize(
    ("name", "point", "value"),
    [
        ("quartic", (1,), -1),
        ("gramacy-lee", (1.05,), 1 / 2.1 + 0.05**4),
        ("monkey-saddle", (1, 1), -2),
        ("rosenbrock", (-1.2, 1), 24.2),
        ("himmelblau", (-0.270845, -0.923039), 181.61652),
        ("beale", (0, 0), 14.203125),
        ("booth", (0, 0), 74),
        ("matyas", (1, -1), 1),
        ("mccormick", (1, 1), math.sin(2) + 2),
        ("three-hump-camel", (1, 1), 2 - 1.05 + 1 / 6 + 2),
        ("six-hump-camel", (1, 1), 4 - 2.1 + 1 / 3 + 1),
        ("styblinski-tang", (1, 1), -10),
        ("rastrigin", (0.5, 0.5), 40.5),
        ("ackley", (1, 1), 20 - 20 * math.exp(-0.2)),
        ("griewank", (math.pi, 0), 2 + math.pi**2 / 4000),
        ("griewank", (0, math.pi * math.sqrt(2)), 2 + math.pi**2 / 2000),
        ("goldstein-price", (0, 0), 600),
        ("easom", (math.pi, 0), math.exp(-(math.pi**2))),
        ("branin", (0, 0), 46 + 10 * (1 - 1 / (8 * math.pi))),
        ("levy-13", (0.5, 0.25), 1 + 0.375 + 1.125),
        ("drop-wave", (math.pi / 6, 0), -2 / (math.pi**2 / 72 + 2)),
        ("cross-in-tray", (0, 1), -0.0001),
        ("cross-in-tray", (math.pi / 2, math.pi / 2), -0.0001 * math.exp(10 - math.sqrt(1 / 2) / 10)),
        ("holder-table", (math.pi / 2, 0), -math.exp(1 / 2)),
        ("bukin-6", (-9, 0), 90.01),
        ("schaffer-2", (math.sqrt(math.pi / 2), 0), 0.5 + 0.5 / (1 + 0.0005 * math.pi) ** 2),
        ("bohachevsky", (1 / 3, 1 / 4), 1 / 9 + 1 / 8 + 0.3 + 0.4 + 0.7),
        ("zakharov", (1, 1), 2 + 1.5**2 + 1.5**4),
        ("dixon-price", (0, 1), 9),
        ("powell-singular", (3, -1, 0, 1), 215),
        ("lessard", (0.5,), 25 / 8),
        ("lessard", (1.5,), 9 / 8 + 36 - 12),
        ("lessard", (3,), 225 / 2 - 72 + 36),
        ("factorisation", (1, 1), 0.2),
        ("factorisation", (2, -1), 9.5),
        ("schwefel", (0, 0), 837.9657745),
        ("schwefel", (math.pi**2 / 4, 0), 837.9657745 - math.pi**2 / 4),
        ("eggholder", (0, 0), -47 * math.sin(math.sqrt(47))),
        ("eggholder", (0, -47), 0),
        ("michalewicz", (math.pi / 2, math.pi / 2), -(2.0**-10) - 1),
        ("shubert", (0, 0), sum(i * math.cos(i) for i in range(1, 6)) ** 2),
    ],
)
def test_known_values_elsewhere(name, point, value):
    """Printed with the function, or worked out by hand."""
    assert landscape(name).cost.value(point) == pytest.approx(value, rel=1e-6)


QUADRATIC = {"parabola", "bowl", "ravine", "saddle", "booth", "matyas", "lessard"}  # or in pieces
PIECEWISE_LINEAR = {"absolute"}
STEPS = 2.0 ** -np.arange(10, 17)


def remainder_slopes(cost, point, direction):
    """The orders at which the errors of the first and the second Taylor polynomial vanish; None where one is
    exact, to rounding."""
    value, gradient = cost.value_and_gradient(point)
    slope, bend = gradient @ direction, direction @ cost.hessian(point) @ direction
    along = cost.value(point + STEPS[:, None] * direction)
    first = along - value - STEPS * slope
    rounding = 300 * np.finfo(float).eps * (np.abs(along).max() + STEPS * abs(slope))

    def order(errors):
        usable = np.abs(errors) > rounding
        if usable.sum() < 3:
            return None
        return np.polyfit(np.log(STEPS[usable]), np.log(np.abs(errors[usable])), 1)[0]

    return order(first), order(first - STEPS**2 * bend / 2)


def segments(land, count):
    """Random points and directions; short ones, and none that crosses a crease of `abs`."""
    generator = np.random.default_rng(5)
    low, high = corners(land)
    creases = [Cost(crease.args[0], land.cost.variables) for crease in land.cost.expression.atoms(sp.Abs)]
    for point in samples(land, count, seed=3, margin=0.05):
        direction = generator.standard_normal(len(point))
        direction *= np.clip((high - low) / 20, np.minimum(high - low, 5), None) / np.linalg.norm(direction)
        along = point + np.append(0, STEPS)[:, None] * direction
        if all(np.ptp(np.sign(crease.value(along))) == 0 for crease in creases):
            yield point, direction


@pytest.mark.parametrize("land", ALL, ids=IDS)
def test_gradient_and_hessian_by_the_remainder(land):
    """|C(t + h d) - C - h g.d| falls as h^2, and less h^2 d.H.d/2 as h^3.

    Of 40 points a tenth may miss by more than 0.1: there the next term changes its sign nearby. Where the
    cost is linear neither remainder is left, where it is quadratic the second is not.
    """
    orders = [remainder_slopes(land.cost, *segment) for segment in segments(land, 40)]
    assert len(orders) >= 35
    for column, exact in (0, PIECEWISE_LINEAR), (1, PIECEWISE_LINEAR | QUADRATIC):
        found = [pair[column] for pair in orders if pair[column] is not None]
        if land.name in exact:
            assert not found
        else:
            assert len(found) >= 35
            assert np.mean(np.abs(np.array(found) - (2 + column)) < 0.1) >= 0.9


def low_places(land, side=801):
    """The values at the local minima of a grid over the domain, its edge left out, from the lowest."""
    (left, right), (bottom, top) = land.domain
    x, y = np.linspace(left, right, side), np.linspace(bottom, top, side)
    values = land.cost.value(np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1))
    inner = values[1:-1, 1:-1]
    shifts = [(i, j) for i in (0, 1, 2) for j in (0, 1, 2) if (i, j) != (1, 1)]
    lower = np.all([inner < values[i : i + side - 2, j : j + side - 2] for i, j in shifts], axis=0)
    return np.sort(inner[lower])


# How many valleys there are, and how many of them are deepest.
VALLEYS = {
    "sine-cosine": (6, 6),
    "himmelblau": (4, 4),
    "three-hump-camel": (3, 1),
    "six-hump-camel": (6, 2),
    "styblinski-tang": (4, 1),
    "branin": (3, 3),
    "cross-in-tray": (36, 4),
    "zakharov": (1, 1),
    "booth": (1, 1),
    "matyas": (1, 1),
    "factorisation": (2, 2),
    "shubert": (None, 18),
    "rastrigin": (121, 1),
}


@pytest.mark.parametrize(("name", "valleys", "deepest"), [(name, *two) for name, two in VALLEYS.items()])
def test_the_valleys_are_as_many_as_the_lesson_says(name, valleys, deepest):
    land = landscape(name)
    found = low_places(land)
    assert valleys in (None, len(found))
    spread = np.ptp(land.cost.value(samples(land, 1000)))
    near = 5.0 if name == "shubert" else 3e-3 * min(spread, 40)  # what the grid may miss them by
    assert np.sum(found < land.lowest + near) == deepest
    if valleys is None:
        assert len(found) > 200  # hundreds


def test_the_depths_of_styblinski_and_tang_are_three():
    assert len({round(value, 1) for value in low_places(landscape("styblinski-tang"))}) == 3


def test_the_deepest_valleys_are_where_the_lessons_say():
    assert np.abs(landscape("cross-in-tray").minima).max() < 2
    assert np.abs(landscape("holder-table").minima).min() > 8
    for x, y in (landscape("rastrigin").start, (-3.4, 0.6)):
        run = descend(landscape("rastrigin").cost, (x, y), learning_rate=0.002)
        assert np.abs(run.thetas[-1] - np.round([x, y])).max() < 0.03
    schwefel = low_places(landscape("schwefel"))
    assert schwefel[0] < 1 < 100 < schwefel[1]


def test_the_other_lessons_are_what_a_run_shows():
    booth, matyas, powell = (landscape(name).cost for name in ("booth", "matyas", "powell-singular"))
    np.testing.assert_allclose(np.linalg.eigvalsh(matyas.hessian([0, 0])), [0.04, 1], rtol=1e-12)
    assert booth.hessian([0, 0])[0, 1] != 0
    assert np.linalg.eigvalsh(powell.hessian(np.zeros(4))).min() == pytest.approx(0, abs=1e-12)
    assert not landscape("monkey-saddle").cost.hessian([0, 0]).any()
    goldstein = landscape("goldstein-price")
    assert 1e5 < goldstein.cost.value(samples(goldstein, 5000)).max() < 1.1e6
    ravine = landscape("ravine")
    run = descend(ravine.cost, ravine.start, learning_rate=ravine.learning_rate, stop=Stop(9))
    assert (np.diff(np.sign(run.thetas[:, 1])) != 0).all()  # zigzags
    absolute = landscape("absolute")
    run = descend(absolute.cost, absolute.start, learning_rate=absolute.learning_rate, stop=Stop(60))
    np.testing.assert_allclose(run.thetas[-1], run.thetas[-3], atol=1e-12)  # to and fro
    assert run.thetas[-1, 0] * run.thetas[-2, 0] < 0
    saddle = landscape("saddle")
    run = descend(saddle.cost, saddle.start, learning_rate=saddle.learning_rate)
    assert np.linalg.norm(run.thetas, axis=1).argmin() not in (0, len(run))
    for name, x in (("easom", (-5, -5)), ("michalewicz", (0.3, 0.3))):
        assert np.linalg.norm(landscape(name).cost.gradient(x)) < 1e-6  # a plain
    bukin = landscape("bukin-6").cost
    slopes = [np.linalg.norm(bukin.gradient([-8, 0.64 + gap])) for gap in (1e-2, 1e-4, 1e-6)]
    np.testing.assert_allclose(np.array(slopes[1:]) / slopes[:-1], 10, rtol=0.01)


def test_heavy_ball_cycles_on_lessards_counterexample_and_gradient_descent_does_not():
    """By three points, at the momentum and rate that are best for quadratics of curvatures from 1 to 25."""
    land = landscape("lessard")
    low, high = 1.0, 25.0
    rate = 4 / (math.sqrt(high) + math.sqrt(low)) ** 2
    beta = ((math.sqrt(high) - math.sqrt(low)) / (math.sqrt(high) + math.sqrt(low))) ** 2
    assert (rate, beta) == (pytest.approx(1 / 9), pytest.approx(4 / 9))
    hessians = land.cost.hessian(np.linspace(-4, 4, 999)[:, None])
    assert {round(float(curvature), 12) for curvature in hessians.ravel()} == {low, high}
    run = descend(land.cost, land.start, Momentum(4 / 9), learning_rate=1 / 9, stop=Stop(600))
    assert run.status.outcome is Outcome.OUT_OF_STEPS
    last = run.thetas[-1, 0], run.thetas[-2, 0], run.thetas[-3, 0]
    np.testing.assert_allclose(run.thetas[-4:-1, 0], last[::-1][-1:] + last[::-1][:2], atol=1e-9)
    np.testing.assert_allclose(sorted(last), [-1.8015, 0.6509, 2.1204], atol=2e-2)
    for curvature in (low, 7.0, high):
        assert error_factor(Momentum(4 / 9), 1 / 9, curvature) < 0.67 + 1e-9  # on a quadratic it converges
    plain = descend(land.cost, land.start, learning_rate=land.learning_rate, stop=Stop(600))
    assert plain.status.outcome is Outcome.CONVERGED


def test_the_factors_have_a_saddle_between_two_mirrored_valleys():
    land = landscape("factorisation")
    assert np.linalg.eigvalsh(land.cost.hessian([0, 0])).tolist() == pytest.approx([-1.8, 2.2])
    assert not land.cost.gradient([0, 0]).any()


def test_an_unknown_name_is_answered_with_near_ones():
    with pytest.raises(ValueError, match="did you mean rosenbrock"):
        landscape("Rosenbrok")
    with pytest.raises(ValueError, match="there are parabola, sine"):
        landscape("zzz")


def test_names_are_known_without_sympy():
    code = "import gdmath.landscapes, sys; assert not {'sympy', 'numpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
