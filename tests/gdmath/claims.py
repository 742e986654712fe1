"""What endings claim, tested by numbers: 80-digit values of the formula, and the recorded points.

Nothing of gdmath's own analysis is used: no gradient, Hessian, classification or bound.
"""

import itertools
import math
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
from mpmath import mp, mpf

from gdmath import Trajectory
from gdmath.critical.critical_point import Extent, Kind, Site
from gdmath.ending import Ending
from gdmath.endings.cause import (
    Balances,
    Bound,
    Brake,
    Cause,
    Creeps,
    Cycles,
    Escapes,
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
from gdmath.endings.motion import Way
from gdmath.trajectory import Outcome
from tests.gdmath.random_runs import Case

ESCAPES = (Outcome.ESCAPED, Outcome.TOO_LARGE)
mp.dps = 80
NAMES = {name: getattr(mpmath, name) for name in ("sin", "cos", "tan", "tanh", "exp", "log", "sqrt", "atan")}
NAMES |= {"abs": abs, "Max": max, "Min": min, "pi": mp.pi}


class Exact:
    """The formula on 80-digit numbers; nan where it is not defined."""

    def __init__(self, formula: str, variables: tuple[str, ...]) -> None:
        self.code, self.variables = compile(formula, "formula", "eval"), variables

    def value(self, theta: Any) -> Any:
        places = dict(zip(self.variables, map(mpf, theta), strict=True))
        try:
            result = eval(self.code, {**NAMES, **places})
        except (ZeroDivisionError, ValueError, OverflowError):
            return mpf("nan")
        return mpf(result) if not isinstance(result, mpmath.mpc) and mpmath.isfinite(result) else mpf("nan")

    def change(self, theta: Any, way: Any, radius: float) -> Any:
        """C(theta + radius way) - C(theta), of a hole its limit."""
        base = self.value(theta)
        if mpmath.isnan(base):
            base = self.value([mpf(x) + mpf("1e-25") for x in theta])
        return self.beside(theta, way, radius) - base

    def beside(self, theta: Any, way: Any, radius: float) -> Any:
        """C(theta + radius way)."""
        return self.value([mpf(x) + mpf(radius) * mpf(w) for x, w in zip(theta, way, strict=True)])

    def slope(self, theta: Any, way: Any, step: float = 1e-20) -> float:
        """The derivative along a way, from both sides."""
        ends = [
            self.value([mpf(x) + sign * mpf(step) * mpf(w) for x, w in zip(theta, way, strict=True)])
            for sign in (1, -1)
        ]
        return float((ends[0] - ends[1]) / (2 * mpf(step)))

    def one_sided(self, theta: Any, way: Any, step: float = 1e-15) -> float:
        return float(self.change(theta, way, step) / mpf(step))

    def gradient(self, theta: Any) -> Any:
        return np.array([self.slope(theta, way) for way in np.eye(len(self.variables))])

    def hessian(self, theta: Any) -> Any:
        d, step = len(self.variables), mpf("1e-14") * (1 + max(map(abs, theta)))
        rows = np.zeros((d, d))
        for i, e in enumerate(np.eye(d)):
            for j, f in enumerate(np.eye(d)):
                corners = [
                    s
                    * t
                    * self.value(
                        [mpf(x) + step * (s * a + t * b) for x, a, b in zip(theta, e, f, strict=True)]
                    )
                    for s in (1, -1)
                    for t in (1, -1)
                ]
                rows[i, j] = float(sum(corners) / (4 * step**2))
        return rows


def spread(d: int, count: int = 180) -> Any:
    if d == 1:
        return np.array([[1.0], [-1.0]])
    angles = 2 * np.pi * (np.arange(count) + 0.137) / count
    return np.vstack([np.stack([np.cos(angles), np.sin(angles)], axis=1), np.eye(2), -np.eye(2)])


def check(case: Case, run: Trajectory, told: Ending) -> None:
    """Raise AssertionError for a claim of an ending that numbers do not bear out."""
    with np.errstate(all="ignore"):
        _check(case, run, told)


def _check(case: Case, run: Trajectory, told: Ending) -> None:
    exact = Exact(case.formula, told.names)
    assert told.steps == len(run)
    assert told.start == tuple(run.thetas[0])
    assert np.array_equal(told.end, run.thetas[-1], equal_nan=True)
    _way(run, told.way)
    if told.pole is not None:
        _pole(exact, run, told.pole)
    for kind, test in CHECKS.items():
        if isinstance(told.cause, kind):
            test(exact, case, run, told.cause)
            break
    else:
        raise AssertionError(f"{told.cause} is not checked")
    if told.pace is not None:
        _pace(run, told)


def steps_of(run: Trajectory) -> Any:
    steps = np.diff(run.thetas, axis=0)
    return steps[np.isfinite(steps).all(axis=1)]


def extent_of(run: Trajectory) -> float:
    far = np.abs(run.thetas - run.thetas[0])
    return float(far[np.isfinite(far)].max(initial=0.0))


def _way(run: Trajectory, way: Way) -> None:
    steps = steps_of(run)
    moved = np.abs(steps) > 1e-9 * extent_of(run)
    if way is Way.STRAIGHT:
        for column, real in zip(steps.T, moved.T, strict=True):
            assert len(set(np.sign(column[real]))) <= 1, "a variable turned back"
    if way is Way.ALTERNATING:
        late = steps[len(steps) // 2 :]
        with np.errstate(all="ignore"):
            sizes = np.abs(late).max(axis=1, keepdims=True)
            late = late[sizes[:, 0] > 1e-9 * extent_of(run)]
            unit = late / np.abs(late).max(axis=1, keepdims=True)
        assert ((unit[1:] * unit[:-1]).sum(axis=1) < 0).all(), "it did not turn at every step"


def _pole(exact: Exact, run: Trajectory, pole: Any) -> None:
    near = np.inf
    for begin, end in zip(run.thetas[:-1], run.thetas[1:], strict=True):
        along = end - begin
        length = float(np.linalg.norm(along))
        if not 0 < length < np.inf:
            continue
        share = float((np.array(pole) - begin) @ along) / length**2
        off = float(np.linalg.norm(begin + share * along - pole))
        if -1e-9 <= share <= 1 + 1e-9 and off <= 1e-6 * length:
            near = min(near, off)
            ways = along / length
            sizes = [
                max(_size(exact.beside(pole, sign * ways, away)) for sign in (1, -1))
                for away in (1e-3 * length, 1e-5 * length, 1e-7 * length)
            ]
            if sizes[0] < sizes[1] < sizes[2] and sizes[2] - sizes[1] > 0.3 * (sizes[1] - sizes[0]):
                return
    raise AssertionError(f"no pole at {pole} on the way")


def _size(value: Any) -> float:
    return 0.0 if mpmath.isnan(value) else float(min(abs(value), mpf("1e300")))


def _rests(exact: Exact, case: Case, run: Trajectory, rest: Rests) -> None:
    at, d = rest.at, case.cost.dimension
    size = 1 + max(map(abs, at.theta))
    if at.isolated:
        far = float(np.linalg.norm(np.array(at.theta) - run.thetas[-1]))
        assert rest.distance == pytest.approx(far, rel=1e-12)
    assert rest.distance <= max(0.05 * extent_of(run) * math.sqrt(d) * 1.01, 1e-5 * size), "it is not near"
    is_hole = mpmath.isnan(exact.value(at.theta))
    assert is_hole == (at.site is Site.HOLE), at
    radii = (1e-8 * size, 1e-6 * size)
    for radius in radii:
        _kind(exact, at, radius, d)
    _ranked(exact, case, rest)
    if run.status.outcome is not Outcome.KINK and len(run):
        after = case.again(len(run) + 1)
        onward = float(np.linalg.norm(after.thetas[-1] - after.thetas[-2])) if len(after) > len(run) else 0.0
        bound = max(0.02 * extent_of(run), 1e-6 * size)
        assert rest.moving or run.searched or onward <= bound, "it would move on"
        assert not rest.moving or onward > 1e-6 * extent_of(run), "it would stay"


def _ranked(exact: Exact, case: Case, rest: Rests) -> None:
    if rest.rank is Rank.ONLY:
        _convex(exact, case, case.cost.dimension)
    if rest.rank is Rank.LOCAL:
        assert rest.lower is not None
        assert exact.value(rest.lower.theta) < exact.value(rest.at.theta), "the lower one is not lower"
    assert (rest.lower is not None) == (rest.rank is Rank.LOCAL)


def _kind(exact: Exact, at: Any, radius: float, d: int) -> None:
    ways = spread(d)
    changes = [exact.change(at.theta, way, radius) for way in ways]
    known = [(float(c), way) for c, way in zip(changes, ways, strict=True) if not mpmath.isnan(c)]
    assert known, "it is undefined all around"
    numbers = np.array([c for c, _ in known])
    largest = np.abs(numbers).max()
    slack = 1e-9 * largest
    if at.kind is Kind.MINIMUM:
        assert numbers.min() >= -slack, f"lower near by: {numbers.min()}"
        bottom = _bottom(exact, at.theta, radius, known, d)
        assert bottom >= -slack, f"lower near by: {bottom}"
        if at.extent is Extent.POINT:
            assert bottom > 0, "it is not alone"
        elif at.extent is Extent.CURVE:
            assert abs(bottom) <= 1e-9 * largest, f"no curve: {bottom} of {largest}"
        else:
            assert (numbers == 0).any(), "no level region"
    elif at.kind is Kind.MAXIMUM:
        assert numbers.max() <= slack, "higher near by"
    elif at.kind is Kind.PLAIN:
        assert (numbers == 0).any(), "no level region"
    else:
        assert numbers.max() > 0, "nothing is higher"
        assert min(numbers.min(), _bottom(exact, at.theta, radius, known, d)) < 0, "nothing is lower"
        assert d == (1 if at.kind is Kind.INFLECTION else d)
    if at.site is Site.SMOOTH and at.extent is Extent.POINT:
        ratio = np.abs([float(exact.change(at.theta, way, radius / 10)) for way in ways]).max() / largest
        assert ratio < 0.05, "it is no place where the slope is zero"
    if at.site is Site.KINK:
        ratio = np.abs([float(exact.change(at.theta, way, radius / 10)) for way in ways]).max() / largest
        assert ratio > 0.05, "it is no kink"


def _bottom(exact: Exact, theta: Any, radius: float, known: Any, d: int) -> float:
    """The least change on a circle, by golden section around the least of the samples."""
    least, way = min(known, key=lambda each: each[0])
    if d == 1:
        return least
    angle = math.atan2(way[1], way[0])

    def change(turn: Any) -> Any:
        value = exact.change(theta, (mp.cos(turn), mp.sin(turn)), radius)
        return mpf("inf") if mpmath.isnan(value) else value

    low, high = mpf(angle) - mpf("0.04"), mpf(angle) + mpf("0.04")
    ratio = (mp.sqrt(5) - 1) / 2
    a, b = high - ratio * (high - low), low + ratio * (high - low)
    fa, fb = change(a), change(b)
    for _ in range(70):
        if fa < fb:
            high, b, fb = b, a, fa
            a = high - ratio * (high - low)
            fa = change(a)
        else:
            low, a, fa = a, b, fb
            b = low + ratio * (high - low)
            fb = change(b)
    return float(min(fa, fb, mpf(least)))


def _convex(exact: Exact, case: Case, d: int) -> None:
    """A quadratic that curves upwards: the same Hessian everywhere, positive."""
    hessians = [exact.hessian(place) for place in ([0.3] * d, [-7.1] * d, [2.9] * d)]
    assert np.allclose(hessians[0], hessians[1:], rtol=1e-6), "not quadratic"
    assert np.linalg.eigvalsh(hessians[0])[0] > 0, "not convex"


def _level(exact: Exact, case: Case, run: Trajectory, cause: Level) -> None:
    assert run.status.outcome is Outcome.CONVERGED
    if cause.lower is not None:
        assert exact.value(cause.lower) < exact.value(run.thetas[-1]), "not lower"


def _on_kink(exact: Exact, case: Case, run: Trajectory, cause: OnKink) -> None:
    assert run.status.outcome is Outcome.KINK
    sides = [
        (exact.one_sided(run.thetas[-1], way), -exact.one_sided(run.thetas[-1], -way))
        for way in np.eye(case.cost.dimension)
    ]
    assert any(not math.isclose(*pair, rel_tol=1e-6, abs_tol=1e-9) for pair in sides), "it has a slope"


def _balances(exact: Exact, case: Case, run: Trajectory, cause: Balances) -> None:
    decay = case.optimizer.weight_decay
    assert cause.weight_decay == decay > 0
    slope = exact.gradient(run.thetas[-1])
    assert np.linalg.norm(slope) > 0
    after = case.again(2 * len(run) + 50)
    assert np.allclose(after.thetas[-1], run.thetas[-1], rtol=1e-3, atol=1e-3 * extent_of(run)), "it moves on"
    if type(case.optimizer).__name__ not in ("AdamW", "Lion"):
        assert np.linalg.norm(slope + decay * run.thetas[-1]) <= 1.1e-3 * np.linalg.norm(slope), "no balance"


def _cycles(exact: Exact, case: Case, run: Trajectory, cause: Cycles) -> None:
    period, points = len(cause.points), np.array(cause.points)
    size = float(np.linalg.norm(np.ptp(points, axis=0)))
    assert period > 1
    assert (points == run.thetas[-period:]).all()
    away = np.linalg.norm(run.thetas[-1] - run.thetas[-1 - period])
    assert away <= (1e-10 * (1 + np.abs(points).max()) if cause.exact else 1e-3 * size), "it does not return"
    for part in range(1, period):
        if period % part == 0:
            shifted = np.roll(points, part, axis=0)
            assert np.abs(points - shifted).max() > 1e-9 * size, "it has a shorter period"
    plain = type(case.optimizer).__name__ in ("GradientDescent", "Newton")
    further = (60 if plain else 2) * period
    after = case.again(len(run) + further)
    assert len(after) == len(run) + further, "it ends"
    assert plain or not cause.exact
    assert np.abs(after.thetas[-period:] - points).max() <= 0.02 * size, "it leaves the cycle"
    if cause.kink is not None:
        _is_kink(exact, cause.kink, run)
    if cause.bound is not None:
        _bound(exact, case, cause.bound, strictly=False)
        low, high = points.min(axis=0) - 0.01 * size, points.max(axis=0) + 0.01 * size
        assert ((low <= cause.bound.at) & (cause.bound.at <= high)).all(), "the bound is elsewhere"


def _is_kink(exact: Exact, kink: Any, run: Trajectory) -> None:
    last = run.thetas[-9:]
    for begin, end in itertools.pairwise(last):
        along = end - begin
        if not along.any():
            continue
        way = along / np.linalg.norm(along)
        share = (np.array(kink) - begin) @ along / (along @ along)
        if not 0 <= share <= 1 or np.linalg.norm(begin + share * along - kink) > 1e-9 * np.linalg.norm(along):
            continue
        before, after = exact.one_sided(kink, -way, 1e-9), exact.one_sided(kink, way, 1e-9)
        if before > 1e-6 and after > 1e-6:  # it rises to both sides, at once
            return
    raise AssertionError(f"no kink at {kink}")


def _bound(exact: Exact, case: Case, bound: Bound, *, strictly: bool) -> None:
    numbers = np.linalg.eigvalsh(exact.hessian(bound.at))
    assert numbers[-1] == _near(bound.curvature)
    name, own = type(case.optimizer).__name__, getattr(case.optimizer, "beta", 0.0)
    decay = getattr(case.optimizer, "weight_decay", 0.0)
    shares = {
        "GradientDescent": 2.0,
        "Momentum": 2 * (1 + own),
        "Nesterov": 2 * (1 + own) / (1 + 2 * own),
        "AcceleratedGradient": 4 / 3,
        "Newton": 2 * (numbers[-1] + getattr(case.optimizer, "damping", 0.0)),
    }
    assert bound.limit == _near(shares[name] / (numbers[-1] + decay)), "not this optimizer's bound"
    assert numbers[0] >= -1e-6 * numbers[-1], "no minimum"
    assert bound.rate >= bound.limit * (1 + (1e-13 if strictly else -1e-11)), "the rate is below"
    if bound.everywhere:
        assert np.allclose(exact.hessian([1.7] * len(bound.at)), exact.hessian(bound.at), rtol=1e-6)


def _near(value: float) -> Any:
    return pytest.approx(value, rel=1e-5)


def _ranges(exact: Exact, case: Case, run: Trajectory, cause: Wanders | Hovers) -> None:
    late = run.values[len(run) // 2 :]
    assert (cause.low, cause.high) == (late.min(), late.max())
    after = case.again(2 * len(run))
    later = after.values[len(run) :]
    if len(after) == 2 * len(run):
        assert later.max() - later.min() > 0.01 * (cause.high - cause.low), "it settles"
    if isinstance(cause, Wanders) and cause.kink is not None:
        _is_kink(exact, cause.kink, run)


def _overshoots(exact: Exact, case: Case, run: Trajectory, cause: Overshoots) -> None:
    steps = steps_of(run)[cause.first :]
    finite = np.isfinite(run.values[1:])[cause.first : cause.first + len(steps)]
    steps = steps[: len(finite)][finite]
    with np.errstate(all="ignore"):
        sizes = np.abs(steps).max(axis=1)
        lengths = sizes * np.linalg.norm(steps / sizes[:, None], axis=1)
        unit = steps / lengths[:, None]
    assert len(steps) >= 2
    assert ((unit[1:] * unit[:-1]).sum(axis=1) < 0).all(), "it does not turn back"
    assert (np.diff(lengths) > 0).all(), "steps do not grow"
    factor = np.exp((np.log(lengths[-1]) - np.log(lengths[0])) / (len(lengths) - 1))
    assert cause.factor == _near(float(factor))
    assert cause.escaped == (run.status.outcome in ESCAPES)
    if cause.floorless:
        hessian = exact.hessian([0.3] * case.cost.dimension)
        assert np.linalg.eigvalsh(hessian)[0] < 0
        assert np.allclose(hessian, exact.hessian([-2.0] * case.cost.dimension), rtol=1e-6)
    if cause.bound is not None:
        _bound(exact, case, cause.bound, strictly=True)
        numbers, axes = np.linalg.eigh(exact.hessian(cause.bound.at))
        steep = axes[:, numbers > 0.4 * numbers[-1]]
        share = np.linalg.norm(unit[-1 if cause.bound.everywhere else 0] @ steep)
        assert share > 0.8, "not along that axis"
        if not cause.bound.everywhere:
            begin, end = run.thetas[cause.first], run.thetas[cause.first + 1]
            middle, reach = (begin + end) / 2, 0.5 * np.linalg.norm(end - begin) * (1 + 1e-9)
            assert np.linalg.norm(np.array(cause.bound.at) - middle) <= reach, "it was not near"


def _falls(exact: Exact, case: Case, run: Trajectory, cause: Falls) -> None:
    assert run.status.outcome in ESCAPES
    values = run.values[np.isfinite(run.values)]
    assert cause.value == values[-1] < min(values[0], -1e6)
    assert (np.diff(values[-4:]) < 0).all()


def _runs_off(exact: Exact, case: Case, run: Trajectory, cause: RunsOff) -> None:
    assert run.status.outcome in ESCAPES
    values = run.values[np.isfinite(run.values)]
    assert (np.diff(values[-4:]) < 0).all()
    assert cause.distance > 0


def _thrown(exact: Exact, case: Case, run: Trajectory, cause: Thrown) -> None:
    assert run.status.outcome in ESCAPES
    k = next(k for k in range(len(run), -1, -1) if tuple(run.thetas[k]) == cause.before)
    with np.errstate(all="ignore"):
        lengths = np.linalg.norm(run.learning_rates[:, None] * run.directions, axis=1)
    assert cause.length == _near(lengths[k])
    assert lengths[k] > lengths[:k].sum()
    assert cause.slope == _near(float(np.linalg.norm(run.gradients[k])))


def _escapes(exact: Exact, case: Case, run: Trajectory, cause: Escapes) -> None:
    assert run.status.outcome in ESCAPES


def _jumps(exact: Exact, case: Case, run: Trajectory, cause: JumpsPole) -> None:
    begin, end = run.thetas[cause.step : cause.step + 2]
    along = end - begin
    share = float((np.array(cause.pole) - begin) @ along / (along @ along))
    assert 0 <= share <= 1


def _leaves(exact: Exact, case: Case, run: Trajectory, cause: Leaves) -> None:
    assert run.status.outcome is Outcome.UNDEFINED
    assert cause.before == tuple(run.thetas[-2])
    assert mpmath.isnan(exact.value(run.thetas[-1])), "it is defined"


def _no_step(exact: Exact, case: Case, run: Trajectory, cause: NoStep) -> None:
    assert run.status.outcome is Outcome.NO_LENGTH
    if cause.rest is not None:
        for radius in (1e-8, 1e-6):
            size = 1 + max(map(abs, cause.rest.at.theta))
            _kind(exact, cause.rest.at, radius * size, case.cost.dimension)


def _nears(exact: Exact, case: Case, run: Trajectory, cause: Nears) -> None:
    """Out of steps near a single minimum, whose distance shrinks; with gradient descent it goes on to."""
    assert run.status.outcome in (Outcome.OUT_OF_STEPS, Outcome.SETTLED)
    at = cause.minimum.at
    assert (at.kind, at.extent) == (Kind.MINIMUM, Extent.POINT)
    for radius in (1e-8, 1e-6):
        _kind(exact, at, radius * (1 + max(map(abs, at.theta))), case.cost.dimension)
    away = [math.dist(theta, at.theta) for theta in run.thetas]
    assert cause.minimum.distance == _near(away[-1])
    assert away[-1] <= 1.01e-3 * max(math.dist(theta, run.thetas[0]) for theta in run.thetas)
    half = len(away) // 2
    assert max(away[-max(1, half // 3) :]) < max(away[half : len(away) - max(1, half // 3)]), "not nearer"
    if type(case.optimizer).__name__ == "GradientDescent":
        after = case.again(2 * len(run))
        assert math.dist(after.thetas[-1], at.theta) <= away[-1] * (1 + 1e-9), "it goes away again"
    _ranked(exact, case, cause.minimum)


def _creeps(exact: Exact, case: Case, run: Trajectory, cause: Creeps) -> None:
    norms = np.linalg.norm(run.gradients, axis=1)
    assert (cause.slope, cause.steepest) == (_near(norms[-1]), _near(norms.max()))
    moved = float(np.linalg.norm(run.thetas[-1] - run.thetas[-2]))
    assert cause.moved == pytest.approx(moved, rel=1e-5, abs=1e-15 * (1 + np.abs(run.thetas).max()))
    assert cause.rate == run.learning_rates[-1]
    if cause.brake is Brake.SLOPE and norms[-1] <= 0.01 * norms.max():
        assert cause.moved <= 0.01 * extent_of(run) * 2
    elif cause.brake is Brake.SLOPE:
        start = run.thetas[0]
        around = [
            start + share * np.linalg.norm(start) * way
            for share in (0.3, 0.6, 0.9)
            for way in spread(len(start), 8)
        ]
        assert max(np.linalg.norm(exact.gradient(place)) for place in around) > 100 * norms[-1], (
            "it is as level"
        )
    else:
        rates = run.learning_rates / run.learning_rates.max()
        assert norms[-1] / norms.max() > min(0.1, rates[-1]), "the slope is to blame"
        after = case.again(5 * len(run))
        turned = np.linalg.norm(after.gradients[-1] - run.gradients[-1]) / norms.max()
        assert turned < 0.2, "it was not creeping"


def _going(exact: Exact, case: Case, run: Trajectory, cause: Going) -> None:
    assert run.status.outcome in (Outcome.OUT_OF_STEPS, Outcome.SETTLED)
    _way(run, cause.way)


def _pace(run: Trajectory, told: Ending) -> None:
    pace, norms = told.pace, np.linalg.norm(run.gradients, axis=1)
    assert pace is not None
    assert told.rest is not None
    if pace.order > 1:
        away = np.linalg.norm(run.thetas - np.array(told.rest.at.theta), axis=1)
        away = away[away > 1e-14 * np.abs(told.rest.at.theta).max()]
        assert away[-1] / away[-2] < 0.3 * (away[-2] / away[-3]) ** 0.8, "not faster than linear"
        return
    usable = np.flatnonzero(norms > 1e-12 * norms.max())
    last = norms[usable]
    if pace.power is not None:
        ratio = math.log(last[-1] / last[len(last) // 2]) / math.log(usable[-1] / usable[len(last) // 2])
        assert -ratio == _rough(pace.power, 0.2)
    elif pace.even:
        part = last[-max(4, len(last) // 6) :]
        assert (part[-1] / part[0]) ** (1 / (len(part) - 1)) == _rough(pace.rate, 0.1)
    elif len(last) > 60:
        third = len(last) // 3
        high = [last[-2 * third : -third].max(), last[-third:].max()]
        assert math.log(high[1] / high[0]) / third == _rough(math.log(pace.rate), 0.6)


def _rough(value: float, share: float) -> Any:
    return pytest.approx(value, rel=share, abs=0.02)


Check = Callable[[Exact, Case, Trajectory, Any], None]
CHECKS: dict[type[Cause], Check] = {
    Rests: _rests,
    Level: _level,
    OnKink: _on_kink,
    Balances: _balances,
    NoStep: _no_step,
    Overshoots: _overshoots,
    Falls: _falls,
    RunsOff: _runs_off,
    Thrown: _thrown,
    Escapes: _escapes,
    JumpsPole: _jumps,
    Leaves: _leaves,
    Cycles: _cycles,
    Wanders: _ranges,
    Hovers: _ranges,
    Nears: _nears,
    Creeps: _creeps,
    Going: _going,
}
