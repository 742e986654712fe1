"""What is planned for a cost: windows that show the run in its valley, starts and rates that arrive."""

import math
import time
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gdmath import (
    BFGS,
    AdaGrad,
    Adam,
    Backtracking,
    Cost,
    Dataset,
    ExactSearch,
    Momentum,
    Nesterov,
    Newton,
    RMSProp,
    StrongWolfe,
    linear,
)
from gdmath.framing import plan
from gdmath.landscapes import LANDSCAPES
from gdmath.trajectory import Outcome
from gdmath.views.valley import visited
from gdmath.views.windows import SMALL


@pytest.mark.parametrize("x", [np.arange(1950, 2021), np.arange(800, 4500, 99), 1e5 * np.arange(1, 12)])
@pytest.mark.parametrize(
    "searched", [{"optimizer": BFGS(), "schedule": StrongWolfe}, {"schedule": ExactSearch}, {}]
)
def test_a_run_on_raw_data_that_converged_is_where_the_data_say(x, searched):
    """However unequal the columns' sizes are: else it is out of steps."""
    y = 13.0 * x + 25792 + 9450 * np.sin(x)
    cost = linear(Dataset(("x", "y"), np.column_stack([x, y])))
    run = plan(cost, [[0.0, 0.0]], steps=100, **searched).runs[0]
    best = np.polyfit(x, y, 1)
    left = np.linalg.norm(run.thetas[-1] - best) / np.linalg.norm(best)
    assert (run.status.outcome is Outcome.CONVERGED) == (left < 1.1e-3)


# formula, start or None; those of the first tables have a valley that the run goes to the bottom of.
VALLEYS = [
    ("x**2", None),
    ("x**2", [50.0]),
    ("x**2", [3.0]),
    ("x**2", [-1e-6]),
    ("x**2", [1e12]),
    ("x**2/2", [50.0]),
    ("1e-9*x**2", None),
    ("1e12*x**2", [2.0]),
    ("(x-1000)**2 + 1e6", None),
    ("(x-1000)**2 + 1e6", [1040.0]),
    ("(x - 25792)**2", [0.0]),
    ("(x + 1e-6)**2", [1e-5]),
    ("x**2/1e12 + 3", [1e6]),
    ("sin(x)", [2.9]),
    ("sin(x)", [0.4]),
    ("sin(1000*x)", None),
    ("sin(1000*x)", [0.001]),
    ("sin(x/1000)", None),
    ("cos(x)", [0.01]),
    ("exp(-x**2)*cos(8*x)", None),
    ("exp(-x**2)*cos(8*x)", [1.1]),
    ("x**6 - 5*x**4 + 4*x**2", None),
    ("x**6 - 5*x**4 + 4*x**2", [2.2]),
    ("x**4 - 3*x**2 + x", [2.0]),
    ("x**4 - 3*x**2 + x", [-2.0]),
    ("x**4/4 - x**2/2", [1e-3]),
    ("exp(x) - 2*x", None),
    ("exp(x) - 2*x", [3.0]),
    ("exp(x**2)", [1.5]),
    ("cosh(x)", None),
    ("x*log(x)", None),
    ("x**x", None),
    ("1/x + x", [0.5]),
    ("x - log(x)", None),
    ("log(1 + x**2)", [4.0]),
    ("sqrt(1 + x**2)", [10.0]),
    ("tanh(x)**2", [1.5]),
    ("log(1 + exp(x)) - x/2", None),
    ("sin(x)**2 + x**2/100", None),
    ("sin(x)/x", None),
    ("x*sin(x)", [9.0]),
    ("sin(x) + sin(3*x)/2", None),
    ("-exp(-x**2)", [1.0]),
    ("x**2 + 1/x**2", [0.5]),
    ("(x - 1)**2*(x + 2)**2", None),
    ("x**2 + sin(20*x)/50", [1.0]),
    ("abs(x)", [2.0]),
    ("2*abs(x)", None),
    ("abs(x - 1) + x**2", None),
    ("Max(x, -2*x)", [3.0]),
]
SURFACES = [
    ("x**2 + y**2", None),
    ("x**2 + y**2", [1e6, 0.0]),
    ("1e-9*(x**2 + y**2)", None),
    ("x**2 + y**2 + 1e12", [3.0, 4.0]),
    ("x**2 + 10*y**2", None),
    ("x**2 + 10*y**2", [1.8, 0.9]),
    ("(x - 3)**2 + (y + 5)**2", [0.0, 0.0]),
    ("(x - 25792)**2 + (y - 9450)**2", [0.0, 0.0]),
    ("(x - 25792)**2 + (y - 9450)**2", None),
    ("sin(5*x)*cos(5*y)/5", None),
    ("sin(x) + sin(y)", None),
    ("sin(100*x)*cos(100*y)", None),
    ("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", [1.0, 1.0]),
    ("log(1 + x**2 + y**2)", None),
    ("x**4 + y**4 - x*y", None),
    ("-exp(-x**2 - y**2)", [1.0, 1.0]),
    ("x*exp(-x**2 - y**2)", None),
    ("(w - 1)**2 + (b + 2)**2 + w*b/2", None),
    ("sqrt(1 + x**2 + y**2)", [3.0, 1.0]),
    ("cosh(x) + y**2", None),
    ("x**2 + y**2 - cos(3*x)", None),
]
# Those without an end of the way down, or with one that is not reached in a thousand steps.
OTHERS = [
    ("x**2", [0.0]),
    ("cos(x)", [0.0]),
    ("x**3", [0.5]),
    ("x**3", None),
    ("x - sin(x)", None),
    ("(x - 3)**4", None),
    ("-x", None),
    ("-x**2", None),
    ("1/x", None),
    ("1/x", [-1.0]),
    ("1/x**2", [1.0]),
    ("log(x)", [1.0]),
    ("sqrt(x)", None),
    ("sqrt(x - 5)", None),
    ("tan(x)", [0.5]),
    ("exp(-x**2)", [3.0]),
    ("exp(-x**2)", [30.0]),
    ("exp(-x)", None),
    ("Max(x, 0)", None),
    ("Max(x, 0) + Max(-x - 2, 0)", None),
    ("sqrt(abs(x))", [2.0]),
    ("log(abs(x))", [1.0]),
    ("sign(x)*x**2", [1.0]),
    ("x**2 - y**2", None),
    ("x**2 - y**2", [1.0, 0.1]),
    ("x**3 - 3*x*y**2", [0.7, 0.2]),
    ("sin(x)", [3.0]),
    ("x**2*y**2", None),
    ("(x + y)**2", None),
    ("(x**2 + y**2 - 1)**2", None),
    ("1/(x**2 + y**2 + 0.1)", None),
    ("1/(x*y)", None),
    ("x/y", None),
    ("log(x*y)", None),
    ("sqrt(1 - x**2 - y**2)", None),
    ("abs(x) + abs(y)", None),
    ("Max(x, y, 0)", None),
    ("x + 0*y + y/1000", None),
    ("x**2 + 1e6*y**2", None),
    ("(1 - x)**2 + 100*(y - x**2)**2", [-0.5, 1.5]),
    ("tan(x*y)", None),
    ("x**2 + y**2", [0.0, 0.0]),
    ("exp(-x**2 - y**2)", [30.0, 30.0]),
]
TABLE = VALLEYS + SURFACES + OTHERS


def name(row):
    return f"{row[0]} from {row[1]}" if isinstance(row, tuple) else None


def fresh(row):
    formula, start = row
    return plan(Cost.parse(formula), None if start is None else [start])


@cache
def by_name(text):
    row = next(row for row in TABLE if name(row) == text)
    begin = time.process_time()
    told = fresh(row)
    assert told.windows
    return told, time.process_time() - begin


def planned(row):
    return by_name(name(row))[0]


@pytest.mark.parametrize("row", TABLE, ids=name)
def test_the_windows_hold_the_run_and_are_drawn_from_what_is_defined(row):
    told, seconds = by_name(name(row))
    wide, close = told.windows
    assert seconds < 3
    cost, (run,) = told.cost, told.runs
    assert np.isfinite(cost.value(told.starts)).all()
    assert 0 < told.rate < math.inf
    for window in (wide, close):
        low, high = np.transpose(window.box)
        assert np.isfinite(window.box).all()
        assert (low < high).all()
        assert np.isfinite(window.heights).all()
        assert window.heights[0] < window.heights[1]
    shown = visited(run)
    assert close.holds(shown).all()
    values = cost.value(shown)
    slack = 1e-9 * np.ptp(close.heights)
    held = (values >= close.heights[0] - slack) & (values <= close.heights[1] + slack)
    assert held[0]
    assert held.mean() > (0.98 if run.status.outcome is Outcome.CONVERGED else 0.9)  # but for leaps at poles


@pytest.mark.parametrize("row", TABLE[::9], ids=name)
def test_it_is_planned_the_same_way_again(row):
    first, again = planned(row), fresh(row)
    assert first.starts == again.starts
    assert first.rate == again.rate
    assert first.stop == again.stop
    assert first.windows == again.windows


@pytest.mark.parametrize("row", VALLEYS + SURFACES, ids=name)
def test_the_run_arrives(row):
    told = planned(row)
    cost, (run,) = told.cost, told.runs
    assert run.status.outcome is Outcome.CONVERGED or not cost.is_smooth
    assert 4 <= len(run) <= 1000
    end, start = float(run.values[-1]), float(run.values[0])
    around = np.random.default_rng(0).normal(size=(400, cost.dimension)) * np.ptp(run.thetas, axis=0) * 0.05
    assert np.nanmin(cost.value(run.thetas[-1] + around)) >= end - 0.02 * (start - end)


@pytest.mark.parametrize("row", VALLEYS, ids=name)
def test_the_valley_has_a_wall_on_either_side(row):
    """On both sides of the lowest place: as high as the start, a crest, or the edge of what is defined."""
    told = planned(row)
    cost, (run,) = told.cost, told.runs
    (low, high), bottom = told.wide.box[0], float(run.thetas[np.argmin(run.values), 0])
    level = float(run.values[0])
    for edge in (low, high):
        values = cost.value(np.linspace(bottom, edge, 4001)[:, None])
        rises = np.nanmax(values) >= level - 1e-9 * abs(level)
        crest = int(np.nanargmax(values)) < 4000
        assert rises or crest or np.isnan(values).any()


@pytest.mark.parametrize("row", VALLEYS + [row for row in OTHERS if "y" not in row[0]], ids=name)
def test_periods_are_sampled_not_aliased(row):
    told = planned(row)
    for window in told.windows:
        counts = [_turns(told.cost, window.box[0], count) for count in (2001, 4801)]
        assert counts[0] == counts[1] <= 30


def _turns(cost, ends, count):
    low, high = ends
    slopes = np.sign(cost.gradient(np.linspace(low, high, count)[:, None])[:, 0])
    slopes = slopes[np.isfinite(slopes) & (slopes != 0)]
    return int((np.diff(slopes) != 0).sum())


@pytest.mark.parametrize("row", TABLE, ids=name)
def test_a_run_that_is_small_in_its_landscape_has_a_close_window(row):
    told = planned(row)
    wide, close = (np.array(window.box) for window in told.windows)
    size = np.ptp(visited(told.runs[0]), axis=0)
    if told.close is told.wide:
        return
    assert (close[:, 0] >= wide[:, 0]).all()
    assert (close[:, 1] <= wide[:, 1]).all()
    assert (size < SMALL * np.ptp(wide, axis=1)).all()
    assert (np.ptp(close, axis=1) <= np.ptp(wide, axis=1) / 2).all()


def test_a_wiggly_cost_is_seen_to_wiggle():
    told = planned(("exp(-x**2)*cos(8*x)", [1.1]))
    assert _turns(told.cost, told.wide.box[0], 2001) >= 3
    assert np.ptp(told.close.box) < np.ptp(told.wide.box) / 4


def test_all_three_valleys_of_a_sextic_are_shown():
    told = planned(("x**6 - 5*x**4 + 4*x**2", [2.2]))
    assert told.wide.holds(np.array([[-1.6912], [0.0], [1.6912]])).all()


@pytest.mark.parametrize(
    ("formula", "start", "seen"),
    [
        ("x**4 - 3*x**2 + x", [1.13], [-1.301, 0.1699, 1.4]),
        ("sin(x)", [4.7], [1.571, 7.854]),
        ("x**2 + y**2 + 3*sin(5*x)*sin(5*y)", [0.5, 0.4], [(0.306, 0.918), (0.306, -0.306)]),
    ],
)
def test_what_is_next_to_the_valley_of_a_small_run_is_shown(formula, start, seen):
    told = plan(Cost.parse(formula), [start], learning_rate=0.001)
    assert told.wide.holds(np.array(seen).reshape(len(seen), -1)).all()


@pytest.mark.parametrize(
    ("formula", "start", "most"),
    [("exp(x)", [10.0], 2e5), ("x**100", [1.01], 10.0), ("1/sin(x)", None, 20.0)],
)
def test_nothing_presses_the_run_to_the_floor(formula, start, most):
    told = plan(Cost.parse(formula), start and [start], learning_rate=1e-5)
    assert told.wide.heights[1] <= most
    assert told.wide.heights[0] >= -most


@pytest.mark.parametrize("formula", ["Max(0, x - 5)**2", "Max(0, -x - 300)", "relu(x - 5)*x"])
def test_a_start_that_is_chosen_is_not_on_the_level(formula):
    run = plan(Cost.parse(formula)).runs[0]
    assert len(run) > 3
    assert run.values[-1] < run.values[0]


def test_a_window_shows_a_few_periods_of_many():
    told = planned(("sin(1000*x)", [0.001]))
    assert 2 <= np.ptp(told.wide.box) / (2 * math.pi / 1000) <= 12


def test_a_minimum_far_away_is_in_the_window_of_a_run_that_creeps_towards_it():
    told = plan(Cost.parse("(x - 25792)**2 + (y - 9450)**2"), [[0.0, 0.0]], learning_rate=1e-5)
    assert told.wide.holds(np.array([25792.0, 9450.0]))
    assert told.wide.holds(told.runs[0].thetas).all()
    assert told.close is not told.wide


@pytest.mark.parametrize("rate", [1.0, 1.05, 3.0])
def test_an_escape_starts_in_a_window_of_its_valley(rate):
    told = plan(Cost.parse("x**2"), [[50.0]], learning_rate=rate)
    (low, high), top = told.wide.box[0], told.wide.heights[1]
    assert -300 < low < -50
    assert 50 < high < 300
    assert top >= 2500


@pytest.mark.parametrize("formula", ["1/x", "tan(x)", "1/x**2", "1/(x**2 - 1)", "log(abs(x))"])
def test_poles_are_cut_off(formula):
    told = fresh((formula, [0.5]))
    low, high = told.wide.heights
    assert -1e3 < low < high < 1e3


def test_what_was_asked_for_is_taken():
    told = plan(Cost.parse("x**2"), [[3.0]], learning_rate=0.25, domain=[(-7, 9)], steps=12)
    assert told.starts == ((3.0,),)
    assert told.rate == 0.25
    assert told.wide.box == ((-7.0, 9.0),)
    assert told.stop.steps == 12


@pytest.mark.parametrize(
    ("formula", "domain"),
    [
        ("x**2", [(3, 5)]),
        ("x**2", [(-0.5, 0.1)]),
        ("log(x)", [(-5, 1)]),
        ("sin(x)", [(20, 30)]),
        ("x**2 + y**2", [(3, 5), (-9, -8)]),
        ("sqrt(x)*y**2", [(-5, 1), (-1, 1)]),
        ("sin(5*x)*cos(5*y)/5", [(2, 3), (2, 3)]),
        ("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", [(2, 4), (-3, -1)]),
    ],
)
def test_starts_that_are_chosen_stay_inside_a_domain(formula, domain):
    told = plan(Cost.parse(formula), domain=domain, count=3)
    starts = np.array(told.starts)
    assert (starts >= np.array(domain)[:, 0]).all()
    assert (starts <= np.array(domain)[:, 1]).all()
    assert np.isfinite(told.cost.value(starts)).all()
    assert (np.linalg.norm(told.cost.gradient(starts), axis=1) > 0).all()
    assert told.wide.box == tuple((float(low), float(high)) for low, high in domain)


@pytest.mark.parametrize(
    ("formula", "count", "valleys"),
    [
        ("x**6 - 5*x**4 + 4*x**2", 4, 3),
        ("sin(x) + x**2/50", 4, 3),
        ("x**4 + y**4 - x*y", 3, 2),
        ("(x**2 - 1)**2 + (y**2 - 1)**2", 3, 3),
        ("x**2", 4, 1),
    ],
)
def test_several_starts_lead_to_different_valleys(formula, count, valleys):
    told = plan(Cost.parse(formula), count=count)
    assert len(told.starts) == count
    ends = np.array([run.thetas[-1] for run in told.runs])
    assert len({tuple(end) for end in np.round(ends, 1).tolist()}) >= valleys
    for run in told.runs:
        assert told.wide.holds(visited(run)).all()


@pytest.mark.parametrize("land", LANDSCAPES.values(), ids=lambda land: land.name)
def test_a_landscape_brings_its_own_start_rate_and_domain(land):
    by_name, by_formula = plan(land.cost, landscape=land), plan(Cost.parse(land.formula))
    for told in (by_name, by_formula):
        assert told.starts == (land.start,)
        assert told.rate == land.learning_rate
        assert told.wide.box == land.domain


def test_the_study_is_a_landscape():
    assert plan(Cost.parse("x^2")).wide.box == ((-100.0, 100.0),)
    assert plan(Cost.parse("sin(x)"), count=4).starts == ((3.0,), (0.5,), (-1.0,), (-4.4,))
    assert plan(Cost.parse("sin(5*x)*cos(5*y)/5"), count=3).starts == ((0.7, 0.4), (0.3, 0.8), (-0.5, 0.5))


def test_beale_arrives():
    land = LANDSCAPES["beale"]
    (run,) = plan(land.cost, landscape=land).runs
    assert np.abs(run.thetas[-1] - land.minima[0]).max() < 0.05


def test_what_is_asked_for_goes_before_a_landscape():
    land = LANDSCAPES["booth"]
    told = plan(land.cost, [[1.0, 2.0]], learning_rate=0.03, landscape=land)
    assert (told.starts, told.rate, told.wide.box) == (((1.0, 2.0),), 0.03, land.domain)
    told = plan(land.cost, domain=[(0, 4), (0, 4)], landscape=land)
    assert told.wide.holds(np.array(told.starts)).all()
    assert told.wide.box == ((0.0, 4.0), (0.0, 4.0))
    assert plan(Cost.parse("x**2"), [[3.0]]).wide.box != LANDSCAPES["parabola"].domain


OPTIMIZERS = (Momentum(0.9), Nesterov(0.9), RMSProp(), Adam(), AdaGrad(), Newton())


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda method: type(method).__name__)
@pytest.mark.parametrize(
    ("formula", "start"),
    [
        ("x**2", [50.0]),
        ("sin(x)", [3.0]),
        ("x**4 - 3*x**2 + x", [2.0]),
        ("(x - 1000)**2", [1040.0]),
        ("x**2 + 10*y**2", [1.8, 0.9]),
        ("(x - 25792)**2 + (y - 9450)**2", [0.0, 0.0]),
        ("1e-6*(x**2 + y**2)", [3.0, 1.0]),
    ],
)
def test_every_optimizer_arrives_at_a_bottom_with_the_rate_that_is_found(optimizer, formula, start):
    told = plan(Cost.parse(formula), [start], optimizer=optimizer)
    (run,) = told.runs
    slopes = np.linalg.norm(run.gradients, axis=1)
    assert slopes[-1] <= 0.02 * slopes.max()
    assert run.values[-1] < run.values[0]


def test_a_line_search_and_newton_start_at_one():
    cost = Cost.parse("x**4 - 3*x**2 + x")
    assert plan(cost, [[2.0]], schedule=Backtracking).rate == 1.0
    assert plan(cost, [[2.0]], optimizer=Newton()).rate == 1.0


@pytest.mark.parametrize("scale", [1e-100, 1e-9, 1.0, 1e9, 1e60])
def test_the_rate_goes_with_the_scale_of_the_cost(scale):
    told = plan(Cost.parse(f"{scale!r}*(x**2 + y**4)"), [[1.0, 0.5]])
    assert told.rate * scale == pytest.approx(0.1, rel=1.5)
    assert told.starts == ((1.0, 0.5),)


@pytest.mark.parametrize("formula", ["log(-x**2 - 1)", "sqrt(-x**2 - y**2 - 1)"])
def test_where_nothing_is_defined_it_is_said(formula):
    with pytest.raises(ValueError, match="give a start"):
        plan(Cost.parse(formula))


def test_a_start_where_the_cost_is_undefined_is_refused():
    with pytest.raises(ValueError, match="not defined at the start"):
        plan(Cost.parse("log(x)"), [[-1.0]])


@pytest.mark.parametrize(
    ("formula", "start", "rate", "most"),
    [
        ("x**2", 50.0, 0.01, 1e-3),  # 1e-5 of the way
        ("x**4 + x**2", 100.0, 1e-5, 1.0),  # not where the steep wall ends
        ("x**4/4 - x**2/2", 1e-6, 0.1, 1e-3),  # not where it starts, almost level
        ("1e-9*x**2", 50.0, 1e8, 1e-2),
        ("1e9*(x - 3)**2", 50.0, 1e-10, 1e-2),
    ],
)
def test_a_run_has_converged_when_little_of_its_way_is_left(formula, start, rate, most):
    (run,) = plan(Cost.parse(formula), [[start]], learning_rate=rate, steps=3000).runs
    cost = run.cost
    minimum = {"x**4/4 - x**2/2": 1.0, "1e9*(x - 3)**2": 3.0}.get(formula, 0.0)
    away = abs(float(run.thetas[-1, 0]) - minimum)
    if run.status.outcome is Outcome.CONVERGED:
        assert away < most
    else:
        assert float(np.linalg.norm(cost.gradient(run.thetas[-1]))) > 1e-3


ATOMS = st.sampled_from(["x", "y", "x", "2", "0.5", "3", "1000", "pi"])
FORMULAS = st.recursive(
    ATOMS,
    lambda part: st.one_of(
        st.tuples(part, st.sampled_from("+-*/"), part).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(part, st.sampled_from(["2", "3", "(-1)", "0.5", "4"])).map(lambda p: f"({p[0]})**{p[1]}"),
        st.tuples(st.sampled_from(["sin", "exp", "log", "abs", "sqrt", "tanh", "cos"]), part).map(
            lambda p: f"{p[0]}({p[1]})"
        ),
        st.tuples(part, part).map(lambda p: f"Max({p[0]}, {p[1]})"),
    ),
    max_leaves=6,
)


@given(FORMULAS, st.integers(1, 3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_formula_is_planned_or_refused_in_one_line(formula, count):
    try:
        cost = Cost.parse(formula)
    except ValueError:
        return
    refused = ""
    try:
        told = plan(cost, count=count, steps=50)
        windows = told.windows
    except ValueError as error:
        windows, refused = (), str(error)
    assert "\n" not in refused
    for window in windows:
        assert np.isfinite(window.box).all()
        assert all(low < high for low, high in (*window.box, window.heights))
