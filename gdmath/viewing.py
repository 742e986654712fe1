"""What to show of a cost of two variables: which part of the plane, from where to start, which heights."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Floats, Range
from gdmath.cost import Cost
from gdmath.descent import descend
from gdmath.stopping import Stop
from gdmath.trajectory import Outcome, Trajectory

SQUARE: tuple[Range, Range] = ((-2.0, 2.0), (-2.0, 2.0))
_GRID = 121
_LARGEST = 1e100  # of costs that can be shown
_PLACES = ((0.75, 0.45), (-0.6, 0.7), (-0.35, -0.75))  # of automatic starts, in half widths from the middle
_RATES = tuple(float(f"{factor}e-{power}") for power in range(16) for factor in ("1", "0.5", "0.2"))


@dataclass(frozen=True)
class View:
    """The part of the plane and the heights that are shown; heights by their logarithm if `log_height`."""

    x_range: Range
    y_range: Range
    z_range: Range
    log_height: bool


def usual_domain(cost: Cost) -> tuple[Range, Range]:
    """Return [-2, 2] x [-2, 2], or what of it the cost is defined on, a little widened.

    >>> usual_domain(Cost.parse("x**2 + y**2"))
    ((-2.0, 2.0), (-2.0, 2.0))
    """
    points = _grid(*SQUARE)
    defined = points[np.isfinite(cost.value(points))]
    if len(defined) in (0, _GRID**2):
        return SQUARE
    low, high = defined.min(axis=0), defined.max(axis=0)
    air = 0.1 * (high - low)
    low, high = np.maximum(low - air, -2), np.minimum(high + air, 2)
    return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))


def usual_starts(cost: Cost, domain: tuple[Range, Range], reach: float = 1.0) -> list[tuple[float, float]]:
    """Return three starts, one in each third of the domain, where the cost is defined.

    `reach`: how far out, as a share of the usual places.

    Raises ValueError if the cost is defined nowhere near.
    """
    middle, half = np.mean(domain, axis=1), np.ptp(domain, axis=1) / 2
    starts = []
    for place in np.array(_PLACES):
        for share in reach * np.linspace(1, 0.05, 20):
            start = np.round(middle + share * place * half, 2)
            beyond = middle + 1.35 * (start - middle)  # the edge of the domain is no place to start from
            if (np.abs(cost.value([start, beyond])) < _LARGEST).all() and bool(cost.has_gradient(start)):
                starts.append((float(start[0]), float(start[1])))
                break
    if not starts:
        raise ValueError(
            f"the cost {cost.formula} is undefined or huge near the middle; give starts elsewhere"
        )
    return starts


def usual_rate(cost: Cost, starts: Sequence[Sequence[float]], domain: tuple[Range, Range]) -> float:
    """Return the largest of 1, 0.5, 0.2, 0.1, ... that goes down without a detour from every start.

    That is: in the first 200 steps the cost never rises, and no step is longer than a twelfth of the domain.
    """
    longest = np.ptp(domain, axis=1).max() / 12
    for rate in _RATES:
        runs = [descend(cost, start, learning_rate=rate, stop=Stop(200, 1e-6)) for start in starts]
        if all(_goes_down(run, longest) for run in runs):
            return rate
    return _RATES[-1]


def look_at(
    cost: Cost, runs: Sequence[Trajectory], domain: tuple[Range, Range] | None, points: Floats
) -> View:
    """Return the view of runs, and of points (k, 2) that should be in it, in a domain if it is given.

    Heights are shown by their logarithm where most of the sheet lies orders of magnitude above its lowest
    tenth, and cut off where a pole or a steep wall would press all else to the floor.
    """
    if domain is None:
        domain = _domain_of(runs, points)
    values = cost.value(_grid(*domain))
    values = values[np.isfinite(values)]
    if not len(values):
        raise ValueError(f"the cost {cost.formula} is not defined in the domain; choose another")
    starts = [float(run.values[0]) for run in runs if _is_in(run.thetas[0], domain)]
    reached = [v for run in runs for v in run.values[_is_in(run.thetas, domain)].tolist() if math.isfinite(v)]
    low, high = float(min([float(values.min()), *reached])), float(values.max())
    tenth, half, most = (float(np.quantile(values, share)) for share in (0.1, 0.5, 0.97))
    if high - low > 500 and half - low > 8 * max(tenth - low, 1e-300) and high - low > 60 * (tenth - low):
        return View(*domain, (low, high), log_height=True)
    wall = max([most, *starts])
    least = min([float(np.quantile(values, 0.03)), *reached])
    if wall - low > 8 * (wall - least) > 0 and _has_pole_below(cost, domain, low - 0.3 * (wall - low)):
        low = least - 0.02 * (wall - least)
    if high - low > 8 * (wall - low) > 0:
        high = wall + 0.02 * (wall - low)
    if not high - low > 1e-12 * max(1.0, abs(high)):
        air = max(1.0, 1e-6 * abs(high))
        low, high = low - air, high + air
    return View(*domain, (low, high), log_height=False)


def leaves(run: Trajectory, domain: tuple[Range, Range]) -> bool:
    """Return whether a run goes out of the domain."""
    return not _is_in(run.thetas, domain).all()


def _grid(x_range: Range, y_range: Range, count: int = _GRID) -> Floats:
    x, y = np.meshgrid(np.linspace(*x_range, count), np.linspace(*y_range, count), indexing="ij")
    return np.stack([x.ravel(), y.ravel()], axis=1)


def _has_pole_below(cost: Cost, domain: tuple[Range, Range], depth: float) -> bool:
    """Whether a finer look finds far lower places than the grid did: a well has a bottom, a pole has none."""
    values = cost.value(_grid(*domain, count=4 * _GRID))
    return bool(np.nanmin(values) < depth)


def _is_in(thetas: Floats, domain: tuple[Range, Range]) -> NDArray[np.bool_]:
    low, high = np.transpose(domain)
    return np.asarray(((thetas >= low) & (thetas <= high)).all(axis=-1))


def _goes_down(run: Trajectory, longest: float) -> bool:
    steps = np.linalg.norm(np.diff(run.thetas, axis=0), axis=1)
    values = run.values
    if (len(run) < 20 and not np.isfinite(values).all()) or steps[:1].max(initial=0.0) > longest:
        return False
    risen = np.diff(values[np.isfinite(values)]) > 1e-12 * np.abs(values[np.isfinite(values)][1:])
    return not risen.any()


def _domain_of(runs: Sequence[Trajectory], points: Floats) -> tuple[Range, Range]:
    """What the runs visit; where one goes on and on, no more than three times the spread of the starts."""
    starts = np.array([run.thetas[0] for run in runs])
    middle = starts.mean(axis=0)
    steps = [np.abs(run.thetas[1] - run.thetas[0]).max() for run in runs if len(run)]
    spread, size = float(np.abs(starts - middle).max()), float(np.abs(starts).max())
    reach = 1.5 * max([spread, 0.5 * size, 1e-3, *(step for step in steps if step < 10 * max(size, 1e-3))])
    visited = np.concatenate([run.thetas[np.isfinite(run.thetas).all(axis=1)] for run in runs])
    if any(run.status.outcome is not Outcome.CONVERGED for run in runs):
        visited = np.clip(visited, starts.min(axis=0) - reach, starts.max(axis=0) + reach)
    around = np.concatenate([visited, points.reshape(-1, 2)])
    low, high = around.min(axis=0), around.max(axis=0)
    side = np.maximum(high - low, 0.5 * float((high - low).max()))
    side = np.maximum(side, 1e-3 * max(1.0, float(np.abs(around).max())))
    center, half = (low + high) / 2, 0.62 * side
    low, high = center - half, center + half
    return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))
