"""What a descent showed, as facts: why it ended, at what it rests, what held it up, how fast it came.

Every film and `trace` take their sentences from these facts. Each is read off the run itself: its points, its
costs and its rates; what a run does not show is not said.
"""

from dataclasses import dataclass

import numpy as np

from gdmath.analysis import Convergence, convergence
from gdmath.critical.critical_point import CriticalPoint, CriticalPoints, Kind, Method, Site
from gdmath.critical.resting import classified, resting_place
from gdmath.endings.cause import (
    Balances,
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
from gdmath.endings.motion import Way, comes_nearer, crossed_kink, growth, jumped_pole, norms, repetition, way
from gdmath.endings.travel import Travel
from gdmath.objective import Floats
from gdmath.trajectory import Outcome, Trajectory

_NEARLY = 1e-3  # of its way: how near a minimum is that a run has all but reached


@dataclass(frozen=True)
class Ending:
    """The facts of one run of so many steps, from start to end.

    `slope` is the gradient's norm at the end. `moved`: whether a step changed theta. `way` is how it went,
    `pace` how fast the gradient fell, where it rests. `pole` is one that a step jumped over. `goal` is the
    nearest known minimum that is lower than the end, `to_goal` how far it is; only where the run neither
    rests nor nears one.
    """

    names: tuple[str, ...]
    steps: int
    start: tuple[float, ...]
    end: tuple[float, ...]
    value: float
    slope: float
    cause: Cause
    way: Way
    moved: bool
    pace: Convergence | None = None
    pole: tuple[float, ...] | None = None
    goal: CriticalPoint | None = None
    to_goal: float | None = None

    @property
    def rest(self) -> Rests | None:
        """Where it rests, or None if it does not."""
        match self.cause:
            case Rests():
                return self.cause
            case NoStep(rest=rest):
                return rest
        return None

    @property
    def arrival(self) -> Rests | None:
        """Where it rests, or the minimum to which it still came nearer, or None."""
        return self.cause.minimum if isinstance(self.cause, Nears) else self.rest


@np.errstate(over="ignore", divide="ignore", invalid="ignore")  # what overflows is inf, and far
def ending(run: Trajectory, found: CriticalPoints | None = None) -> Ending:
    """Return why and how a run ended. `found`, the critical points around it, tell how low minima are.

    >>> from gdmath import Cost, descend
    >>> told = ending(descend(Cost.parse("x**2"), 50, learning_rate=1.0))
    >>> told.cause.points, told.cause.bound.limit
    (((-50.0,), (50.0,)), 1.0)
    """
    with np.errstate(all="ignore"):
        return _ending(Travel(run), found)


def _ending(travel: Travel, found: CriticalPoints | None) -> Ending:
    run, cause = travel.run, _cause(travel, found)
    pole = jumped_pole(run.cost, travel.thetas)
    at_rest = isinstance(cause, Rests) or (isinstance(cause, NoStep) and cause.rest is not None)
    if pole is not None and not at_rest and not isinstance(cause, Cycles | Nears | Balances | OnKink | Level):
        cause = JumpsPole(pole[0], _place(pole[1]))
    goal = None if at_rest or isinstance(cause, Nears) else _goal(travel, found)
    return Ending(
        names=tuple(symbol.name for symbol in run.cost.variables),
        steps=len(run),
        start=_place(run.thetas[0]),
        end=_place(run.thetas[-1]),
        value=float(run.values[-1]),
        slope=float(norms(run.gradients[-1])),
        cause=cause,
        moved=bool((run.thetas != run.thetas[0]).any()),
        way=way(run.thetas[np.isfinite(run.thetas).all(axis=1)]),
        pace=_pace(run, cause),
        pole=None if pole is None else _place(pole[1]),
        goal=goal,
        to_goal=None if goal is None else goal.distance(run.thetas[-1]),
    )


def _pace(run: Trajectory, cause: Cause) -> Convergence | None:
    rest = cause.rest if isinstance(cause, NoStep) else cause
    if not isinstance(rest, Rests) or rest.moving or rest.at.site is Site.KINK:
        return None
    pace = convergence(run, rest.at.theta if rest.at.isolated else None)
    steady = run.searched or not len(run) or np.ptp(run.learning_rates) == 0
    # A rate that falls is for some steps the one that goes straight to a minimum; that is no order.
    return pace if pace is None or steady or pace.order == 1 else None


def _cause(travel: Travel, found: CriticalPoints | None) -> Cause:
    match travel.run.status.outcome:
        case Outcome.UNDEFINED | Outcome.TOO_LARGE as outcome:
            before = _place(travel.run.thetas[-2 if len(travel.run) else -1])
            return Leaves(before, outcome is Outcome.TOO_LARGE)
        case Outcome.ESCAPED | Outcome.TOO_LARGE:
            return _escape(travel)
        case Outcome.KINK:
            at = classified(travel.run.cost, travel.end)
            return OnKink() if at is None else _rests(travel, at, found)
        case Outcome.NO_LENGTH:
            return NoStep(_rest(travel, found) if travel.is_nearly_level else None)
        case Outcome.CONVERGED:
            return _rest(travel, found) or Level(_lower(travel))
    still = _rest(travel, found) if travel.is_still else _rest_at_kink(travel, found)
    return _cycle(travel) or still or _nears(travel, found) or _motion(travel)


def _rest(travel: Travel, found: CriticalPoints | None) -> Rests | None:
    at = resting_place(travel.run.cost, travel.end, travel.reach)
    return None if at is None else _rests(travel, at, found)


def _nears(travel: Travel, found: CriticalPoints | None) -> Nears | None:
    """The isolated minimum that a run out of steps has all but reached, if it still came nearer."""
    if travel.is_noisy or travel.lost or travel.decay:
        return None
    at = resting_place(travel.run.cost, travel.end, travel.reach)
    if at is None or at.kind is not Kind.MINIMUM or not at.isolated:
        return None
    away = np.linalg.norm(travel.thetas - at.theta, axis=1)
    stays = bool((away[-len(away) // 6 :] <= 10 * _NEARLY * travel.extent).all())  # and does not just pass by
    is_near = stays and away[-1] <= _NEARLY * travel.extent
    return Nears(_rests(travel, at, found)) if is_near and comes_nearer(away) else None


def _rest_at_kink(travel: Travel, found: CriticalPoints | None) -> Rests | None:
    """Where steps have shrunk to nothing about a kink, the kink."""
    if travel.last_step > 1e-9 * travel.extent or not len(travel.steps):
        return None
    ahead = travel.end + 10 * travel.steps[-1]
    beyond = crossed_kink(travel.run.cost, travel.thetas[-2], ahead)
    kink = _kink(travel, 8) or (None if beyond is None else _place(beyond))
    if kink is None:
        return None
    place = np.array(kink)
    place[np.abs(place) <= 1e-12 * travel.extent] = 0
    at = classified(travel.run.cost, place)
    return None if at is None else _rests(travel, at, found)


def _rests(travel: Travel, at: CriticalPoint, found: CriticalPoints | None) -> Rests:
    known = None if found is None else _known(at, found)
    rank, lower = _rank(travel, at, known, found)
    return Rests(known or at, at.distance(travel.end), rank, lower, travel.is_carried_on)


def _known(at: CriticalPoint, found: CriticalPoints) -> CriticalPoint | None:
    """The one of the known critical points that a place is, if it is one of them."""
    near = found.nearest(at.theta)
    width = max(high - low for low, high in found.box)
    if near is None or near.kind is not at.kind or near.distance(at.theta) > 1e-5 * width:
        return None
    return near


def _rank(
    travel: Travel, at: CriticalPoint, known: CriticalPoint | None, found: CriticalPoints | None
) -> tuple[Rank, CriticalPoint | None]:
    if at.kind is Kind.MINIMUM and travel.is_convex_quadratic:
        return Rank.ONLY, None
    if found is None:
        return Rank.UNKNOWN, None
    margin = 1e-9 * max(abs(at.value), max((abs(point.value) for point in found.points), default=0.0))
    lower = [point for point in (*found.minima, *found.outside) if point.value < at.value - margin]
    if lower:
        lowest = min(lower, key=lambda point: point.value)
        return (Rank.LOCAL, lowest) if lowest.kind is Kind.MINIMUM else (Rank.UNKNOWN, None)
    if known is None or known.kind is not Kind.MINIMUM or known not in found.lowest:
        return Rank.UNKNOWN, None
    everywhere = found.method is Method.LINEAR and known is found.only
    return (Rank.ONLY if everywhere else Rank.LOWEST), None


def _goal(travel: Travel, found: CriticalPoints | None) -> CriticalPoint | None:
    if found is None or not np.isfinite(travel.run.thetas[-1]).all():
        return None
    value = travel.run.values[-1]
    lower = [point for point in found.minima if point.value < value]
    return min(lower, key=lambda point: point.distance(travel.run.thetas[-1]), default=None)


def _lower(travel: Travel) -> tuple[float, ...] | None:
    """A place downhill from the end that is lower by more than rounding."""
    slope = travel.run.gradients[-1]
    norm = float(np.linalg.norm(slope))
    if not norm > 0:
        return None
    ways = travel.reach * np.geomspace(1e-3, 1e6, 40)[:, None] * -slope / norm
    values = np.nan_to_num(travel.run.cost.value(travel.end + ways), nan=np.inf)
    best = int(np.argmin(values))
    noise = 1e-14 * abs(float(travel.run.values[-1]))
    return _place(travel.end + ways[best]) if values[best] < travel.run.values[-1] - noise else None


def _escape(travel: Travel) -> Cause:
    grows = growth(travel.thetas)
    if grows is not None:
        bound = travel.bound_broken(grows.first)
        return Overshoots(grows.first, grows.factor, True, bound, travel.is_floorless)
    values = travel.values
    falling = bool((np.diff(values[-4:]) < 0).all())
    if falling and len(values) > 1:
        if values[-1] < -1e6 * max(1.0, abs(float(values[0]))):
            return Falls(float(values[-1]))
        return RunsOff(travel.extent)
    k = len(travel.thetas) - 1
    if travel.lost and len(run := travel.run) > k:
        with np.errstate(all="ignore"):
            length = float(norms(run.learning_rates[k] * run.directions[k]))
    else:
        k, length = k - 1, travel.last_step
    if k >= 0 and length > travel.lengths[:k].sum():
        return Thrown(_place(travel.thetas[k]), travel.norms[k], length)
    return Escapes()


def _cycle(travel: Travel) -> Cycles | None:
    if not travel.is_regular:
        return None
    found = repetition(travel.thetas, memoryless=not travel.remembers)
    if found is None:
        return None
    points = tuple(map(_place, found.points))
    kink = _kink(travel, found.period)
    bound = None if kink else travel.bound_met(found.points)
    exact = found.exact and not travel.remembers  # what is remembered may still drift
    return Cycles(points, exact, kink, bound)


def _kink(travel: Travel, most: int) -> tuple[float, ...] | None:
    """The kink that one of the last steps crosses, if one does."""
    for k in range(len(travel.thetas) - 1, max(0, len(travel.thetas) - 1 - min(most, 8)), -1):
        kink = crossed_kink(travel.run.cost, travel.thetas[k - 1], travel.thetas[k])
        if kink is not None:
            return _place(kink)
    return None


def _motion(travel: Travel) -> Cause:
    """What a run that used up its steps was doing."""
    run, values = travel.run, travel.values
    late = values[len(run) // 2 :]
    no_lower = travel.still_moves and _comes_no_lower(values)
    if travel.is_noisy:
        return Hovers(float(late.min()), float(late.max())) if no_lower else Going(way(run.thetas))
    if (decay := travel.balancing_decay) is not None:
        return Balances(decay)
    grows = growth(travel.thetas)
    if grows is not None and len(travel.lengths) - 1 - grows.first >= 3:
        bound = travel.bound_broken(grows.first)
        return Overshoots(grows.first, grows.factor, False, bound, travel.is_floorless)
    if no_lower and travel.turns > 2:
        return Wanders(float(late.min()), float(late.max()), _kink(travel, 8))
    brake = travel.brake
    if brake is None:
        return Going(way(run.thetas))
    rate = float(run.learning_rates[-1])
    moved = rate * float(norms(run.directions[-1]))
    return Creeps(brake, travel.norms[-1], max(travel.norms), rate, moved)


def _comes_no_lower(values: Floats) -> bool:
    """Whether costs come no lower in their second half, but for a hundredth of its range, nor settle."""
    half, quarter = len(values) // 2, len(values) // 4
    if quarter < 5:
        return False
    ranges = [float(np.ptp(values[half : half + quarter])), float(np.ptp(values[half + quarter :]))]
    lower = float(values[:half].min() - values[half:].min())
    return ranges[1] > 0.5 * ranges[0] and lower <= 0.01 * max(ranges)


def _place(theta: Floats) -> tuple[float, ...]:
    return tuple(np.asarray(theta, dtype=float).tolist())
