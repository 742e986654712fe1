"""The valley of a run: what it visits, the bottom, and the walls on every axis."""

import math
from dataclasses import dataclass

import numpy as np

from gdmath.arrays import Floats
from gdmath.objective import Objective
from gdmath.trajectory import Outcome, Trajectory
from gdmath.views.boxes import Box, Range
from gdmath.views.terrain import Line, bottom, natural_scale

_REACH = 5.0  # how far a wall may be, in distances from the start to the bottom


@dataclass(frozen=True)
class Valley:
    """What a run visits (k, d), where it is lowest, its valley's bottom if there is one, and its walls."""

    visited: Floats
    lowest: Floats
    bottom: Floats | None
    walls: Box
    level: float


def valley(cost: Objective, run: Trajectory) -> Valley:
    """Return the valley of a run: on each axis from wall to wall, through its bottom."""
    shown = visited(run)
    values = cost.value(shown)
    lowest, start = shown[int(np.argmin(values))], shown[0]
    level = float(values[0])
    span = np.ptp(shown, axis=0)
    reach = max(float(span.max()), 1e-3 * max(1.0, float(np.abs(start).max())))
    escaped = run.status.outcome is Outcome.ESCAPED
    at_rest = not len(run) or not float(span.max()) > 0
    look = _low_turn if cost.dimension == 1 else bottom
    place = lowest if at_rest else look(cost, start if escaped else lowest, reach)
    center = lowest if place is None else place
    walls = []
    for axis in range(cost.dimension):
        fall = max(float(np.abs(start - center).max()), float(span.max()))
        if at_rest or not fall > 1e-9 * max(1.0, float(np.abs(center).max())):
            walls.append(_around_rest(cost, center, axis))
        elif place is None:
            walls.append(_open_walls(cost, shown, axis))
        else:
            walls.append(_walls(cost, center, axis, level, _REACH * fall))
    return Valley(shown, lowest, place, tuple(walls), level)


def _low_turn(cost: Objective, theta: Floats, reach: float) -> Floats | None:
    """The lowest place that is downhill from here, on the axis of one variable."""
    line = Line(cost, theta, 0, reach)
    slope = float(line.slopes(np.zeros(1))[0])
    lows = [turn.place for turn in line.turns() if turn.lowest and turn.place * slope <= 0]
    return theta + min(lows, key=abs) if lows else None


def _walls(cost: Objective, center: Floats, axis: int, level: float, reach: float) -> Range:
    line, ends = Line(cost, center, axis, reach), []
    for direction in (-1, 1):
        found = line.wall(direction, level, 1.0)
        distance = reach / _REACH if found.what == "open" else found.distance
        ends.append(float(center[axis]) + direction * distance)
    return ends[0], ends[1]


def _around_rest(cost: Objective, center: Floats, axis: int) -> Range:
    """From crest to crest; as far as the place has one shape where there is none within ten times that."""
    scale = natural_scale(cost, center, axis)
    line, ends = Line(cost, center, axis, scale), []
    for direction in (-1, 1):
        found = line.wall(direction, math.inf)
        near = found.what != "open" and found.distance <= 10 * scale
        ends.append(float(center[axis]) + direction * (found.distance if near else scale))
    return ends[0], ends[1]


def _open_walls(cost: Objective, shown: Floats, axis: int) -> Range:
    """Of a way down without an end: what was visited with some air, and the crest above the start."""
    low, high = float(shown[:, axis].min()), float(shown[:, axis].max())
    span = max(float(np.ptp(shown, axis=0).max()), 0.1 * max(1e-3, float(np.abs(shown[0]).max())))
    ends = []
    for place, direction in ((shown[np.argmin(shown[:, axis])], -1), (shown[np.argmax(shown[:, axis])], 1)):
        edge = Line(cost, place, axis, span).wall(direction, math.inf, 0.3)
        end = float(place[axis]) + direction * (edge.distance if edge.what == "edge" else 0.3 * span)
        crest = Line(cost, shown[0], axis, span).wall(direction, math.inf, 5.0)
        if crest.what == "crest":
            end = direction * max(direction * end, direction * float(shown[0, axis]) + crest.distance)
        ends.append(end)
    return min(low, ends[0]), max(high, ends[1])


def visited(run: Trajectory) -> Floats:
    """Return the thetas that a window must hold: all that are defined, or the first few of an escape."""
    finite = np.isfinite(run.thetas).all(axis=1) & np.isfinite(run.values)
    thetas = run.thetas[: int(np.argmin(finite))] if not finite.all() else run.thetas
    if run.status.outcome is not Outcome.ESCAPED:
        return thetas
    start = thetas[0]
    first = float(np.abs(thetas[:2] - start).max())
    size = max(float(np.abs(start).max()), 1e-3)
    reach = 1.5 * max(size, first if first < 10 * size else 0.0)
    near = np.abs(thetas - start).max(axis=1) <= reach
    return thetas[: max(1, int(np.argmin(near)) if not near.all() else len(thetas))]
