"""What a run shows on its way: each fact holds at each of the steps between which it is said to hold."""

import numpy as np
import pytest

from gdmath import Cost, descend
from gdmath.critical.relief import Level, level_of
from gdmath.endings.meanwhile import Fallen, Trend, shown_meanwhile
from gdmath.optimizers import Momentum
from gdmath.stationary import critical_points

RUNS = {
    "straight down": descend(Cost.parse("x**2 + x"), 4, learning_rate=0.05),
    "to and fro": descend(Cost.parse("x**2 + x"), 4, learning_rate=0.93),
    "a cycle": descend(Cost.parse("x**2 + x"), 4, learning_rate=1.0),
    "out of bounds": descend(Cost.parse("x**2 + x"), 4, learning_rate=1.05),
    "on a slope": descend(Cost.parse("-x/3"), 1, learning_rate=0.5),
    "with momentum": descend(Cost.parse("cosh(x)"), 3, Momentum(0.9), learning_rate=0.01),
    "from a hill": descend(Cost.parse("x**4 - 2*x**2"), 0.001, learning_rate=0.05),
}
EXPECTED = {
    "straight down": {Trend.SHORTER_WITH_SLOPE},
    "to and fro": {Trend.SHORTER_WITH_SLOPE, Trend.SWINGING},
    "a cycle": {Trend.EVEN, Trend.SWINGING},
    "out of bounds": {Trend.LONGER, Trend.SWINGING},
    "on a slope": {Trend.EVEN},
}


@pytest.mark.parametrize("name", RUNS)
def test_facts_hold_between_their_steps(name):
    run = RUNS[name]
    steps = np.diff(run.thetas[:, 0])
    lengths = np.abs(steps)
    for shown in shown_meanwhile(run, 2):
        assert 2 <= shown.first <= shown.last <= len(run)
        if isinstance(shown.fact, Fallen):
            share = (run.values[0] - run.values[shown.first :]) / (run.values[0] - run.values[-1])
            assert (share >= shown.fact.share / 100 - 1e-12).all()
            assert shown.fact.steps == shown.first
            continue
        within = slice(shown.first - 1, shown.last)
        before, after = lengths[within], lengths[shown.first : shown.last + 1]
        pairs = list(zip(before, after, strict=False))
        match shown.fact:
            case Trend.SHORTER | Trend.SHORTER_WITH_SLOPE:
                assert all(b < a for a, b in pairs)
            case Trend.LONGER:
                assert all(b > a for a, b in pairs)
            case Trend.EVEN:
                assert all(b == pytest.approx(a) for a, b in pairs)
            case Trend.SWINGING:
                assert (np.diff(np.sign(steps[within])) != 0).all()


@pytest.mark.parametrize("name", EXPECTED)
def test_trends_are_found(name):
    found = {shown.fact for shown in shown_meanwhile(RUNS[name])}
    assert found & set(Trend) == EXPECTED[name]


def test_only_steps_as_long_as_their_slopes_shrink_with_them():
    facts = {shown.fact for shown in shown_meanwhile(RUNS["with momentum"])}
    assert Trend.SHORTER_WITH_SLOPE not in facts


@pytest.mark.parametrize(
    ("formula", "level"),
    [
        ("x**2 - x", Level.VALLEY),
        ("x**4 - 2*x**2", Level.VALLEYS_AND_HILLS),
        ("abs(x - 1)", Level.KINKS),
        ("exp(-x**2)", Level.HILLS),
        ("x + x**2/9", Level.VALLEY),
        ("max(abs(x) - 1, 0)", Level.FLOOR),
        ("x**3", Level.TERRACE),
        ("2*x", Level.NOWHERE),
    ],
)
def test_where_a_curve_is_level(formula, level):
    assert level_of(critical_points(Cost.parse(formula), [(-5.0, 5.0)]).points) is level
