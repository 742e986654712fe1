"""The basins of a map are those of single descents, and of what is known in closed form."""

import numpy as np
import pytest

from gdmath import Adam, Cost, GradientDescent, Momentum, Outcome, Stop, critical_points, descend
from gdmath.endings.basins import Fate, basins

BOX = ((-2.0, 2.0), (-1.0, 1.0))


def found(formula, optimizer, rate, box=BOX, shape=(8, 16), **stop):
    cost = Cost.parse(formula, ["x", "y"])
    minima = critical_points(cost, box).minima
    ends = Stop(**{"steps": 1000, "gradient_norm": 1e-6, **stop})
    return basins(cost, box, minima, optimizer, learning_rate=rate, stop=ends, shape=shape)


def test_two_valleys_meet_in_the_middle():
    map_ = found("x**4 - 2*x**2 + y**2", GradientDescent(), 0.05)
    assert (map_.ends == np.repeat([[0] * 8 + [1] * 8], 8, axis=0)).all()
    assert map_.shares.tolist() == [0.5, 0.5]
    assert map_.border == 2 / 16


@pytest.mark.parametrize("optimizer", [GradientDescent(), Momentum(0.9), Adam()])
def test_every_start_ends_where_a_single_descent_does(optimizer):
    formula, box = "(x**2 + y - 11)**2 + (x + y**2 - 7)**2", ((-5.0, 5.0), (-5.0, 5.0))
    cost, shape = Cost.parse(formula), (6, 6)
    minima = critical_points(cost, box).minima
    stop = Stop(steps=2000, gradient_norm=1e-6, patience=3)
    map_ = basins(cost, box, minima, optimizer, learning_rate=0.01, stop=stop, shape=shape)
    for row, column in np.ndindex(shape):
        run = descend(cost, map_.start(row, column), optimizer, learning_rate=0.01, stop=stop)
        end = map_.ends[row, column]
        if run.status.outcome is Outcome.ESCAPED:
            assert end == Fate.ESCAPED
            continue
        minimum = np.array(minima[end].theta)
        far, arrival = np.linalg.norm(run.thetas - minimum, axis=1), map_.arrivals[row, column]
        assert far[-1] < 0.02
        assert (far[arrival:] <= 0.14).all()  # 0.012 of the box, as cells of the map see it
        assert not arrival or far[arrival - 1] >= 0.1


def test_arrivals_on_a_paraboloid_are_those_of_its_closed_form():
    map_ = found("x**2 + y**2", GradientDescent(), 0.25)  # halves the distance
    starts = np.array([[map_.start(i, j) for j in range(16)] for i in range(8)])
    share = np.linalg.norm(starts / [4.0, 2.0], axis=2)
    expected = np.maximum(0, np.ceil(np.log2(share / 0.012)))
    assert np.abs(map_.arrivals - expected).max() <= 1


@pytest.mark.parametrize(
    ("formula", "rate", "fate"),
    [
        ("x**2 - y**2 + 0*x", 0.1, Fate.ESCAPED),
        ("x**2 + y**2", 1.5, Fate.ESCAPED),
        ("x**2 + y**2", 1e-9, Fate.GOING),
        ("(x - 9)**2 + y**2", 0.4, Fate.OUTSIDE),
        ("x**3 + y**2", 1e-9, Fate.GOING),
        ("sqrt(x - 9) + y**2", 0.1, Fate.UNDEFINED),
    ],
)
def test_what_reaches_no_minimum_is_told_apart(formula, rate, fate):
    map_ = found(formula, GradientDescent(), rate, steps=200)
    away = map_.ends < 0
    assert away.mean() > 0.98
    assert (map_.ends[away] == fate).all()
    assert map_.share(fate) == away.mean()


def test_a_run_that_is_level_at_no_minimum_stops_there():
    map_ = found("x**2 - y**2 + 0*x", GradientDescent(), 0.1, shape=(3, 5))
    assert (map_.ends[1] == Fate.LEVEL).all()  # along y = 0, to the saddle
    assert (map_.ends[[0, 2]] == Fate.ESCAPED).all()


def test_curves_and_level_areas_of_minima_are_each_one():
    ring = found("(x**2 + y**2 - 1/2)**2", GradientDescent(), 0.1)
    assert ring.count == 1
    assert ring.shares.tolist() == [1.0]
    floor = found("max(x, 0)**2 + y**2 - y**2", GradientDescent(), 0.25)
    assert floor.count == 1
    assert floor.shares.tolist() == [1.0]
    assert (floor.arrivals[:, :8] == 0).all()


def test_a_kink_is_reached_by_steps_to_and_fro():
    map_ = found("abs(x) + abs(y)", GradientDescent(), 0.01)
    assert map_.shares.tolist() == [1.0]
