"""Endings, each against what is known of the run by hand."""

import math

import numpy as np
import pytest

from gdmath import (
    Adam,
    AdaMax,
    Backtracking,
    Clipped,
    Cost,
    Exponential,
    GradientDescent,
    InverseTime,
    Momentum,
    Nesterov,
    Newton,
    Noisy,
    RAdam,
    StrongWolfe,
    critical_points,
    descend,
    landscape,
)
from gdmath.analysis import convergence
from gdmath.critical.critical_point import Extent, Kind, Site
from gdmath.ending import ending
from gdmath.endings.cause import (
    Balances,
    Brake,
    Creeps,
    Cycles,
    Falls,
    Going,
    Hovers,
    JumpsPole,
    Leaves,
    Level,
    Nears,
    NoStep,
    OnKink,
    Overshoots,
    Rank,
    Rests,
    RunsOff,
    Thrown,
    Wanders,
)
from gdmath.endings.motion import Way, jumped_pole
from gdmath.outcomes import endings
from gdmath.stopping import Stop


def ran(formula, start, rate=0.1, steps=1000, optimizer=None):
    """A descent that stops where the slope is a millionth of the first."""
    cost = Cost.parse(formula)
    first = float(np.linalg.norm(cost.gradient(np.atleast_1d(np.asarray(start, dtype=float)))))
    return descend(cost, start, optimizer, learning_rate=rate, stop=Stop(steps, 1e-6 * first))


def told(*arguments, **settings):
    return ending(ran(*arguments, **settings))


@pytest.mark.parametrize(
    ("formula", "start", "rate", "kind", "extent", "site"),
    [
        ("x**2", 50, 0.01, Kind.MINIMUM, Extent.POINT, Site.SMOOTH),
        ("x**2", 0, 0.01, Kind.MINIMUM, Extent.POINT, Site.SMOOTH),
        ("-x**2", 0, 0.01, Kind.MAXIMUM, Extent.POINT, Site.SMOOTH),
        ("x**3", 0, 0.01, Kind.INFLECTION, Extent.POINT, Site.SMOOTH),
        ("(x - pi)**3", math.pi, 0.01, Kind.INFLECTION, Extent.POINT, Site.SMOOTH),
        ("x - sin(x)", 0, 0.01, Kind.INFLECTION, Extent.POINT, Site.SMOOTH),
        ("sin(x)**3", 0, 0.01, Kind.INFLECTION, Extent.POINT, Site.SMOOTH),
        ("x**2 - y**2", (1, 0), 0.1, Kind.SADDLE, Extent.POINT, Site.SMOOTH),
        ("(y - x**2)*(y - 2*x**2)", (0, 0), 0.1, Kind.SADDLE, Extent.POINT, Site.SMOOTH),
        ("x**4 + y**2", (0, 1), 0.1, Kind.MINIMUM, Extent.POINT, Site.SMOOTH),
        ("1e12 + x**2", 3, 0.1, Kind.MINIMUM, Extent.POINT, Site.SMOOTH),
        ("abs(x - 1) + abs(x + 1)", 3, 0.1, Kind.MINIMUM, Extent.REGION, Site.SMOOTH),
        ("Max(x**2 - 1, 0)", 3, 0.1, Kind.MINIMUM, Extent.REGION, Site.SMOOTH),
        ("Max(x**2 + y**2 - 1, 0)", (3, 1), 0.1, Kind.MINIMUM, Extent.REGION, Site.SMOOTH),
        ("Max(x, 0)**2", 3, 0.1, Kind.MINIMUM, Extent.REGION, Site.SMOOTH),
        ("Max(Abs(x) - 1, 0)**2 + 3", -3, 0.3, Kind.MINIMUM, Extent.REGION, Site.SMOOTH),
        ("Min(Max(x, 0), 1) + Min(Max(x - 3, 0), 1)", 2, 0.1, Kind.PLAIN, Extent.REGION, Site.SMOOTH),
        ("x**2*y**2", (1, 0.5), 0.1, Kind.MINIMUM, Extent.CURVE, Site.SMOOTH),
        ("(x**2 + y**2 - 1)**2", (1, 2), 0.02, Kind.MINIMUM, Extent.CURVE, Site.SMOOTH),
        ("(x + y)**2", (1, 2), 0.1, Kind.MINIMUM, Extent.CURVE, Site.SMOOTH),
        ("abs(x)", 1, 0.5, Kind.MINIMUM, Extent.POINT, Site.KINK),
        ("-sin(x)/x", 1, 0.5, Kind.MINIMUM, Extent.POINT, Site.HOLE),
        ("(x**2 + y**2)*(3 + cos(5*atan2(y, x)))", (1, 0.5), 0.05, Kind.MINIMUM, Extent.POINT, Site.HOLE),
        ("x**1.5", 0, 0.1, Kind.MINIMUM, Extent.POINT, Site.EDGE),
    ],
)
def test_at_what_it_rests(formula, start, rate, kind, extent, site):
    cause = told(formula, start, rate).cause
    assert isinstance(cause, Rests)
    assert (cause.at.kind, cause.at.extent, cause.at.site) == (kind, extent, site)
    assert cause.distance <= 1e-3 * (1 + np.abs(np.asarray(start)).max())


@pytest.mark.parametrize(
    ("formula", "start", "rate", "points", "exact"),
    [
        ("x**2", 50, 1.0, [-50, 50], True),
        ("sin(x)", 3, 2.05, [4.328430, 5.096348], True),
        ("tanh(x)**2", 3, 2.0, [-0.953817, -0.881494, 0.381395, 0.532599], True),
        ("abs(x)", 2, 0.3, [-0.1, 0.2], True),
        ("abs(x) + x**2", 1, 0.3, [-0.3 / 1.4, 0.3 / 1.4], True),
        ("x**4/4 - x**2/2", 0.5, 1.2, [0.731290, 1.139538], True),
    ],
)
def test_cycles_have_their_points(formula, start, rate, points, exact):
    cause = told(formula, start, rate).cause
    assert isinstance(cause, Cycles)
    assert cause.exact is exact
    assert sorted(x for (x,) in cause.points) == pytest.approx(points, abs=2e-6)


@pytest.mark.parametrize(
    ("formula", "start", "rate", "at", "limit"),
    [("x**2", 50, 1.0, 0, 1), ("sin(x)", 3, 2.05, 3 * math.pi / 2, 2), ("tanh(x)**2", 3, 2.0, 0, 1)],
)
def test_a_cycle_names_the_minimum_that_is_too_steep(formula, start, rate, at, limit):
    bound = told(formula, start, rate).cause.bound
    assert (bound.at[0], bound.limit) == pytest.approx((at, limit), abs=1e-6)
    assert bound.is_met is (rate == limit)


@pytest.mark.parametrize(
    ("formula", "start", "rate", "kink"),
    [
        ("sqrt(x**2 + y**2)", (3, 4), 0.3, (0.0, 0.0)),
        ("abs(x)**1.1", 1, 0.01, None),  # steep, but no kink
        ("abs(x)", 2, 0.3, (0.0,)),
        ("abs(x - 1) + x**2/9", 2, 0.3, (1.0,)),
        ("x**2", 50, 1.0, None),
    ],
)
def test_a_cycle_about_a_kink_names_it(formula, start, rate, kink):
    cause = told(formula, start, rate).cause
    assert isinstance(cause, Cycles)
    assert cause.kink == (kink if kink is None else pytest.approx(kink, abs=1e-9))


@pytest.mark.parametrize("rate", [0.9999, 0.99999, 1.00001, 1.0001])
def test_an_oscillation_that_shrinks_or_grows_is_no_cycle(rate):
    cause = told("x**2", 50, rate).cause
    assert isinstance(cause, Overshoots if rate > 1 else Going)
    if isinstance(cause, Overshoots):
        assert (cause.escaped, cause.bound.limit) == (False, 1.0)
        assert cause.factor == pytest.approx(2 * rate - 1, rel=1e-9)


@pytest.mark.parametrize(
    ("formula", "start", "rate", "optimizer", "limit"),
    [
        ("x**2", 50, 1.05, None, 1.0),
        ("x**2 + 10*y**2", (1, 1), 0.11, None, 0.1),
        ("x**2", 1, 2.0, Momentum(0.9), 1.9),
        ("x**2", 1, 0.7, Nesterov(0.9), 3.8 / 2.8 / 2),
        ("x**4 - 3*x**2 + x", 2, 0.9, None, 2 / (12 * 1.3008395659415772**2 - 6)),
    ],
)
def test_an_overshoot_that_grows_names_the_bound_of_its_optimizer(formula, start, rate, optimizer, limit):
    cause = told(formula, start, rate, optimizer=optimizer).cause
    assert isinstance(cause, Overshoots)
    assert cause.escaped
    assert cause.bound.limit == pytest.approx(limit)
    assert cause.bound.rate == rate > cause.bound.limit


@pytest.mark.parametrize(
    ("formula", "start", "rate", "optimizer", "cause"),
    [
        ("100*x**2 - y**2", (0, 1), 0.05, None, Falls),
        ("-x**2", 1, 0.1, None, Falls),
        ("-x", 1, 1e8, None, Falls),
        ("exp(-x)", 1, 1e10, None, RunsOff),
        ("exp(x**2)", 3, 0.1, None, Thrown),
        ("log(x)", 1, 0.9, None, Leaves),
        ("sqrt(x)", 1, 0.9, None, Leaves),
        ("1/x", -1, 0.1, None, JumpsPole),
        ("tan(x)", 1, 0.5, None, JumpsPole),
        ("exp(-x**2)", 30, 1, None, Level),
        ("abs(x) + y", (0.5, 1), 0.5, None, OnKink),
        ("x**2", 50, 1e-9, None, Creeps),
        ("x**4", 1, 0.1, None, Creeps),
        ("-x", 1, 0.1, None, Going),
        ("x**4/4 - x**2/2", 0.5, 1.9, None, Wanders),
        ("x**2", 1, StrongWolfe(), None, Rests),
    ],
)
def test_why_it_ends(formula, start, rate, optimizer, cause):
    assert isinstance(told(formula, start, rate, optimizer=optimizer).cause, cause)


def test_slopes_whose_squares_overflow_are_told():
    run = descend(Cost.parse("exp(x)"), 709, learning_rate=1e-308, stop=Stop(1000))
    cause = ending(run).cause
    assert isinstance(cause, Creeps)
    assert (cause.slope, cause.steepest) == pytest.approx((math.exp(702.28368), math.exp(709)), rel=1e-3)


def test_a_rate_is_not_blamed_where_the_cost_has_no_floor():
    cause = told("100*x**2 - y**2", (1, 1), 0.05).cause
    assert isinstance(cause, Overshoots)
    assert (cause.bound, cause.floorless) == (None, True)


def test_short_steps_are_blamed_on_the_slope_only_where_it_is_small():
    assert told("x**4", 1, 0.1).cause.brake is Brake.SLOPE
    assert told("x**4", 1, 1e-9).cause.brake is Brake.RATE
    assert told("1e9*x**2", 1, 1e-18).cause.brake is Brake.RATE
    assert told("1e-9*x**2", 1, 1e-3).cause.brake is Brake.RATE
    assert told("1 - exp(-100*x**2)", 1, 0.1).cause.brake is Brake.SLOPE
    assert told("x**2 + 10*y**2", (3, 1), Exponential(0.1, 0.9), 100).cause.brake is Brake.RATE


@pytest.mark.parametrize(
    ("formula", "start", "rate", "way"),
    [
        ("x**2 + 10*y**2", (1.8, 0), 0.09, Way.STRAIGHT),
        ("x**2 + x**4", 2, 0.1, Way.OTHER),
        ("x**2", 50, 0.01, Way.STRAIGHT),
        ("x**2", 50, 0.95, Way.ALTERNATING),
    ],
)
def test_how_it_goes(formula, start, rate, way):
    assert told(formula, start, rate).way is way


def test_momentum_shrinks_by_the_root_of_its_share():
    run = descend(Cost.parse("x**2"), 50, Momentum(0.9), learning_rate=0.1, stop=Stop(600, 1e-8))
    assert convergence(run).rate == pytest.approx(math.sqrt(0.9), rel=1e-3)
    assert not convergence(run).even


@pytest.mark.parametrize("norm", [1e-8, 1e-12, 0])
def test_newton_on_rosenbrock_is_of_order_two(norm):
    run = descend(landscape("rosenbrock").cost, (-1.2, 1), Newton(), learning_rate=1, stop=Stop(60, norm))
    assert ending(run).pace.order == pytest.approx(2, abs=0.3)


@pytest.mark.parametrize(
    ("formula", "start", "box", "rank", "lower"),
    [
        ("exp(-x**2)*cos(8*x)", 1.1, (-3, 3), Rank.LOCAL, -0.377),
        ("x**4 - 3*x**2 + x", 2, (-3, 3), Rank.LOCAL, -1.301),
        ("x**4 - 3*x**2 + x", -2, (-3, 3), Rank.LOWEST, None),
        ("x**4 - 2*x**2", 1.5, (-3, 3), Rank.LOWEST, None),
        ("(x - 2)**2 + 1", 1.5, (-3, 3), Rank.ONLY, None),
    ],
)
def test_a_minimum_is_ranked_among_those_that_are_known(formula, start, box, rank, lower):
    run = ran(formula, start, 0.002, 9000)
    cause = ending(run, critical_points(run.cost, [box])).cause
    assert cause.rank is rank
    assert (cause.lower is None) is (lower is None)
    if lower is not None:
        assert cause.lower.theta[0] == pytest.approx(lower, abs=0.01)
        assert cause.lower.value < run.values[-1]
    assert ending(run).cause.rank in (Rank.UNKNOWN, Rank.ONLY)


@pytest.mark.parametrize(
    ("formula", "start", "rate", "steps", "optimizer", "minimum"),
    [
        ("sin(x)", 3, 0.01, 1000, None, 3 * math.pi / 2),
        ("x**2", 50, 0.1, 40, None, 0),
        ("x**2", 50, 0.9, 40, None, 0),  # swinging across it
        ("x**2", 50, 0.1, 160, Momentum(0.9), 0),
        ("x**2", 50, 0.1, 20, None, None),  # still far
        ("x**4", 1, 0.1, 3000, None, None),  # it creeps
        ("(x - 1)**2", 50, 0.1, 60, Momentum(0, weight_decay=1e-3), None),  # nearer, but to another place
    ],
)
def test_a_run_that_all_but_arrives_still_comes_nearer(formula, start, rate, steps, optimizer, minimum):
    run = descend(Cost.parse(formula), start, optimizer, learning_rate=rate, stop=Stop(steps))
    cause = ending(run).cause
    assert isinstance(cause, Nears) is (minimum is not None)
    if minimum is not None:
        assert cause.minimum.at.theta[0] == pytest.approx(minimum, abs=1e-9)
        assert cause.minimum.distance == pytest.approx(abs(run.thetas[-1, 0] - minimum), rel=1e-6)


def test_memory_that_would_carry_it_on_is_told():
    run = descend(Cost.parse("x**2"), 3, Momentum(0.9), learning_rate=0.5)
    assert len(run) == 1
    assert ending(run).cause.moving
    assert not ending(descend(Cost.parse("x**2"), 3, learning_rate=0.5)).cause.moving


@pytest.mark.parametrize(
    ("optimizer", "rate", "steps", "holds"),
    [
        (Momentum(0.5, weight_decay=0.2), 0.1, 2000, True),
        (Momentum(0.5, weight_decay=0.2), 0.1, 60, True),  # all but still
        (Clipped(GradientDescent(weight_decay=0.2), norm=1.0), 0.1, 200, True),
        (GradientDescent(weight_decay=0.2), Exponential(0.1, 0.8), 200, False),  # the rate has stopped it
        (GradientDescent(weight_decay=0.2), 0.1, 15, False),
    ],
)
def test_weight_decay_holds_it_where_the_slope_is_not_zero(optimizer, rate, steps, holds):
    run = descend(Cost.parse("(x - 1)**2"), 3, optimizer, learning_rate=rate, stop=Stop(steps))
    assert isinstance(ending(run).cause, Balances) is holds
    if holds:
        assert run.thetas[-1, 0] == pytest.approx(2 / 2.2, rel=1e-4)  # where 2 (x - 1) + 0.2 x = 0


@pytest.mark.parametrize("optimizer", [AdaMax(), RAdam()])
def test_passing_by_a_minimum_is_no_fast_convergence(optimizer):
    run = descend(Cost.parse("x**4 - 3*x**2 + x"), 2, optimizer, learning_rate=0.1, stop=Stop(200, 2e-5))
    pace = ending(run).pace
    assert isinstance(ending(run).cause, Rests)
    assert pace is None or pace.order == 1


@pytest.mark.parametrize("optimizer", [Noisy(GradientDescent()), Clipped(Noisy(Adam()), norm=9.0)])
def test_noise_is_known_by_the_optimizer(optimizer):
    run = descend(Cost.parse("x**2"), 1, optimizer, learning_rate=0.1, stop=Stop(400))
    assert isinstance(ending(run).cause, Hovers)


def test_a_line_search_without_a_step_is_told():
    cost = Cost.parse("x**2 + 3*y**2")
    run = descend(cost, (1, 1), Momentum(0.9), learning_rate=Backtracking(), stop=Stop(500, 0))
    assert ending(run).cause == NoStep(None)
    assert told("-x", 1, StrongWolfe()).cause == NoStep(None)  # which asks for a slope that grows less
    run = descend(cost, (1, 1), Adam(), learning_rate=Backtracking(), stop=Stop(500, 0))
    assert ending(run).cause.rest.at.kind is Kind.MINIMUM


@pytest.mark.parametrize(
    ("formula", "begin", "end", "pole"),
    [
        ("1/x", -1.0, 2.0, 0.0),
        ("1/x**2", -1.0, 2.0, 0.0),
        ("log(abs(x))", -1.0, 2.0, 0.0),
        ("tan(x)", 0.0, 3.0, math.pi / 2),
        ("1/x + x", -0.5, 7.0, 0.0),
        ("1/(x - 1)**2 + 5", 0.99, 3.0, 1.0),
        ("abs(x)", -1.0, 2.0, None),
        ("exp(-1000*x**2)", -1.0, 2.0, None),
        ("1/(x**2 + 1e-6)", -1.0, 2.0, None),
        ("10 - abs(x)**0.1", -1.0, 2.0, None),
        ("sin(1/x)", -1.0, 2.0, None),
    ],
)
def test_poles_are_told_from_peaks(formula, begin, end, pole):
    found = jumped_pole(Cost.parse(formula), np.array([[begin], [end]]))
    assert (None if found is None else found[1][0]) == (pole if pole is None else pytest.approx(pole))


@pytest.mark.parametrize(
    ("formula", "starts", "valleys", "reached", "unmoved"),
    [
        ("x**4 - 2*x**2", (-2, -0.1, 0, 2), 2, (0, 0, None, 1), (2,)),
        ("(x**2 + y**2 - 1)**2", ((1, 2), (-1, 0.5), (0.3, -2)), 1, (0, 0, 0), ()),
        ("(x**2 - 1)**2", ((0.5, 1), (-0.5, 3)), 2, (0, 1), ()),
        ("abs(x - 1) + abs(x + 1)", (3, -3, 0.25), 1, (0, 0, 0), (2,)),
        ("x**2 + y**2", ((1, 1), (2, -3)), 1, (0, 0), ()),
        ("x**2 - y**2", ((1, 0), (-1, 0)), 0, (None, None), ()),
        ("sin(x)", (3, 3 - 2 * math.pi), 2, (0, 1), ()),
        ("sin(x)/10", (3, 3 - 2 * math.pi, 0.2), 2, (0, 1, 1), ()),  # out of steps, all but arrived
    ],
)
def test_valleys_are_counted_as_reached(formula, starts, valleys, reached, unmoved):
    formula = formula + " + 0*y" if formula == "(x**2 - 1)**2" and isinstance(starts[0], tuple) else formula
    cost = Cost.parse(formula, ["x", "y"] if isinstance(starts[0], tuple) else None)
    runs = [descend(cost, start, learning_rate=0.05, stop=Stop(2000, 1e-9)) for start in starts]
    found = endings(runs)
    assert (len(found.valleys), found.reached, found.unmoved) == (valleys, reached, unmoved)


@pytest.mark.parametrize("scale", [1e-9, 1, 1e9])
def test_valleys_are_as_deep_as_what_the_runs_came_down_tells(scale):
    for tilt, equal in ((0, True), (0.01, False)):
        cost = Cost.parse(f"{scale}*((x**2 - 1)**2 + {tilt}*x)")
        runs = [descend(cost, x, learning_rate=0.05 / scale, stop=Stop(500, 1e-9 * scale)) for x in (2, -2)]
        assert endings(runs).equal is equal


def test_runs_that_escape_are_named():
    cost = Cost.parse("x**4 - 2*x**2")
    runs = [descend(cost, start, learning_rate=0.05, stop=Stop(2000, 1e-9)) for start in (0.5, 9, 1)]
    assert endings(runs).escaped == (1,)
    assert endings([ran("1/x", -1, 0.1, 20)]).escaped == ()  # it jumps a pole, and goes on


def test_of_several_runs_those_in_higher_valleys_are_named_and_the_first_is_told_alone():
    cost = Cost.parse("x**4 - 3*x**2 + x")
    runs = [descend(cost, start, learning_rate=0.02, stop=Stop(2000, 1e-9)) for start in (2, -2, 0)]
    found = endings(runs, critical_points(cost, [(-3, 3)]))
    assert (found.higher, found.reached) == ((0,), (0, 1, 1))
    assert (found.first().reached, found.first().valleys) == ((0,), found.valleys[:1])
    assert endings(runs[1:2]).first().reached == (0,)


def test_noise_is_no_wandering():
    run = descend(Cost.parse("x**2"), 1, Adam(), learning_rate=0.1, stop=Stop(500))
    assert isinstance(ending(run).cause, Rests)


def test_a_rate_that_happens_to_fit_is_no_order_of_convergence():
    rate = InverseTime(1.0, 0.1)
    told = ending(descend(Cost.parse("x**2 + y**2"), (1, 1), learning_rate=rate, stop=Stop(30)))
    assert isinstance(told.cause, Rests)
    assert told.pace is None
    newton = ending(descend(Cost.parse("x**2 + x**4"), 1, Newton(), learning_rate=1.0))
    assert newton.pace is not None
    assert newton.pace.order > 2


def test_a_cycle_that_drifts_a_little_goes_round_once():
    bound = 2 * 1.9 / 8.4
    run = descend(Cost.parse("4.2*x**2 + 0.88*x"), 1.402, Momentum(0.9), learning_rate=bound, stop=Stop(300))
    cause = ending(run).cause
    assert isinstance(cause, Cycles)
    assert len(cause.points) == 2
