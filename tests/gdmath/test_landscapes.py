"""Every landscape at its minima, against published values, by Taylor remainders and by sampling."""

import subprocess
import sys

import numpy as np
import pytest

from gdmath import LANDSCAPES, landscape

ALL = list(LANDSCAPES.values())
IDS = list(LANDSCAPES)

# The lowest values as the sources and the surveys print them.
PUBLISHED = {
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
    "bohachevsky": "0",
    "zakharov": "0",
    "dixon-price": "0",
    "powell-singular": "0",
}
# Minima at which the cost has a point or a crease instead of a gradient.
SHARP = {"absolute", "ackley", "drop-wave", "bukin-6"}


def corners(land):
    return np.array(land.domain).T


def samples(land, count, seed=0, margin=0.0):
    low, high = corners(land)
    return np.random.default_rng(seed).uniform(
        low + margin * (high - low), high - margin * (high - low), (count, len(low))
    )


def test_there_are_many_and_names_are_words():
    assert len(ALL) >= 25
    assert all(name.replace("-", "").isalnum() and name == name.lower() for name in IDS)


@pytest.mark.parametrize("land", ALL, ids=IDS)
def test_its_entry_is_complete(land):
    low, high = corners(land)
    assert land.cost.dimension == len(land.domain) == len(land.start)
    assert (low < high).all()
    assert ((low <= land.start) & (land.start <= high)).all()
    assert land.learning_rate > 0
    assert land.source
    assert land.lesson
    assert (land.lowest is None) == (not land.minima)
    assert all(((low <= point) & (point <= high)).all() for point in land.minima)


@pytest.mark.parametrize("land", [land for land in ALL if land.minima], ids=lambda land: land.name)
def test_the_minima_are_minima(land):
    for point in land.minima:
        assert land.cost.value(point) == pytest.approx(land.lowest, rel=1e-14, abs=1e-14)
        if land.name in SHARP:
            around = point + 1e-3 * np.random.default_rng(1).standard_normal((500, len(point)))
            assert (land.cost.value(around) > land.lowest).all()
            continue
        hessian = land.cost.hessian(point)
        scale = max(1.0, np.abs(hessian).max())
        assert np.abs(land.cost.gradient(point)).max() <= 4e-15 * scale * max(1, np.abs(point).max())
        assert np.linalg.eigvalsh(hessian).min() >= -1e-13 * scale


@pytest.mark.parametrize("land", [land for land in ALL if land.minima], ids=lambda land: land.name)
def test_nothing_in_the_domain_lies_lower(land):
    values = land.cost.value(samples(land, 10_000))
    assert (values >= land.lowest - 1e-12).all()


@pytest.mark.parametrize("land", [land for land in ALL if land.lowest is None], ids=lambda land: land.name)
def test_what_has_no_minimum_falls_for_ever(land):
    ray = np.array([[-1.0, 0.0], [0.0, 1.0]])[int(land.name == "saddle")]
    assert land.cost.value(1e6 * ray) < -1e11


@pytest.mark.parametrize(("name", "printed"), PUBLISHED.items())
def test_the_lowest_value_is_the_published_one(name, printed):
    digits = len(printed.partition(".")[2])
    assert abs(landscape(name).lowest - float(printed)) <= 10.0**-digits


@pytest.mark.parametrize(
    ("name", "point", "value"),
    [
        ("rosenbrock", (-1.2, 1), 24.2),
        ("himmelblau", (-0.270845, -0.923039), 181.61652),
        ("powell-singular", (3, -1, 0, 1), 215),
        ("beale", (0, 0), 14.203125),
        ("booth", (0, 0), 74),
        ("goldstein-price", (0, 0), 600),
        ("zakharov", (1, 1), 9.3125),
        ("branin", (0, 0), 55.602113),
        ("three-hump-camel", (1, 1), 3.1166667),
        ("rastrigin", (0.5, 0.5), 40.5),
    ],
)
def test_known_values_elsewhere(name, point, value):
    assert landscape(name).cost.value(point) == pytest.approx(value, rel=1e-6)


def remainder_slopes(cost, point, direction, steps):
    """The orders at which the errors of the first and the second Taylor polynomial vanish."""
    value, gradient = cost.value_and_gradient(point)
    curvature = direction @ cost.hessian(point) @ direction
    along = cost.value(point + steps[:, None] * direction) - value - steps * (gradient @ direction)
    beyond = along - steps**2 * curvature / 2
    rounding = 64 * np.finfo(float).eps * np.abs(cost.value(point + steps[:, None] * direction)).max()

    def slope(errors):
        usable = np.abs(errors) > rounding
        if usable.sum() < 4:
            return None  # the polynomial is exact, to rounding
        return np.polyfit(np.log(steps[usable]), np.log(np.abs(errors[usable])), 1)[0]

    return slope(along), slope(beyond)


@pytest.mark.parametrize("land", ALL, ids=IDS)
def test_gradient_and_hessian_by_the_remainder(land):
    """|C(t + h d) - C - h g.d| falls as h^2, and less h^2 d.H.d/2 as h^3."""
    generator = np.random.default_rng(5)
    low, high = corners(land)
    first, second = [], []
    for point in samples(land, 30, seed=3, margin=0.1):
        direction = generator.standard_normal(len(point))
        direction *= (high - low) / np.linalg.norm(direction)
        slopes = remainder_slopes(land.cost, point, direction, 2.0 ** -np.arange(9, 17))
        first += [slopes[0]] if slopes[0] is not None else []
        second += [slopes[1]] if slopes[1] is not None else []
    assert not first or np.median(first) == pytest.approx(2, abs=0.15)
    assert not second or np.median(second) > 2.7
    quadratic = {"parabola", "absolute", "bowl", "ravine", "saddle", "booth", "matyas"}
    assert bool(second) == (land.name not in quadratic)


def test_an_unknown_name_is_answered_with_near_ones():
    with pytest.raises(ValueError, match="did you mean rosenbrock"):
        landscape("Rosenbrok")
    with pytest.raises(ValueError, match="there are parabola, sine"):
        landscape("zzz")


def test_names_are_known_without_sympy():
    code = "import gdmath.landscapes, sys; assert not {'sympy', 'numpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
