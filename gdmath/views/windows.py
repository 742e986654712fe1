"""Which part of a landscape shows what a run does: a wide window and a close one, and their heights."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Floats
from gdmath.display.geometry import Frame
from gdmath.objective import Objective
from gdmath.views.boxes import Box, Range, inside, lattice, low_places
from gdmath.views.terrain import Line, Turn, natural_scale
from gdmath.views.valley import Valley

SMALL = 1 / 8  # of the wide window: a run that is smaller is shown in a close one as well
_GAP = 2.5  # how far the next turn may be that is still shown, in widths of what is shown already
_FIRST = 40.0  # and how far the nearest one may be
_SCALES = 4  # or so many lengths on which the cost has one shape, if the run is small
_TURNS = 2  # on either side of the valley, or all of them if there are not more than twice as many
_MARGIN = 0.12  # of the width, on either side
_LEVEL, _LARGEST = 1e-100, 1e300  # what spans less is level, what is beyond is out of every window
_SAMPLES = {1: 4001, 2: 121}  # along a side, for heights
_NEIGHBOURS = 6  # low places of a surface that are shown around a valley's, at most


@dataclass(frozen=True)
class Window:
    """A box of one interval a variable, and the heights that are shown; by their logarithm if `log_height`.

    Heights that are cut off belong to poles and to walls that would press all else to the floor.
    """

    box: Box
    heights: Range
    log_height: bool = False

    @property
    def frame(self) -> Frame:
        """The window of a cost of one variable, with air above and below."""
        low, high = self.heights
        air = 0.06 * (high - low)
        return Frame(*self.box[0], low - air, high + air)

    def holds(self, thetas: Floats) -> NDArray[np.bool_]:
        """Return which thetas (..., d) lie inside."""
        return inside(thetas, self.box)


def windows(
    cost: Objective, valleys: Sequence[Valley], domain: Box | None, ground: Box | None = None
) -> tuple[Window, Window]:
    """Return the wide window of some runs' valleys, or of the domain, and the close one.

    `ground`: what to show where a run has no valley.

    The close one is the wide one unless the runs are smaller than an eighth of that along every axis.
    """
    near = _union([_interval(found) for found in valleys])
    if domain is None and ground is not None and any(found.bottom is None for found in valleys):
        domain = _union([ground, near])
        if cost.dimension == 1:
            domain = (_trimmed(cost, domain[0], near[0], _high_enough(cost, valleys)),)
    around = _even(_with_margins(cost, near, valleys)) if domain is None else domain
    if domain is None and cost.dimension == 1:
        around = (_widened(cost, around[0], near[0], valleys),)
    elif domain is None and cost.dimension == 2:
        around = _with_neighbours(cost, around)
    wide = Window(around, *heights(cost, around, valleys))
    widths = np.ptp(around, axis=1)
    sizes = np.array([np.ptp(found.visited, axis=0) for found in valleys]).max(axis=0)
    if (sizes >= SMALL * widths).any() or len(valleys) > 1:
        return wide, wide
    close = _close(cost, valleys[0], near, around)
    if (np.ptp(close, axis=1) > 0.5 * widths).any():
        return wide, wide
    return wide, Window(close, *heights(cost, close, valleys))


def _interval(found: Valley) -> Box:
    """What a valley's window must hold on each axis: the walls, and what was visited."""
    low, high = found.visited.min(axis=0), found.visited.max(axis=0)
    return tuple(
        (min(wall[0], float(a)), max(wall[1], float(b)))
        for wall, a, b in zip(found.walls, low, high, strict=True)
    )


def _union(boxes: Sequence[Box]) -> Box:
    return tuple(
        (min(low for low, _ in axis), max(high for _, high in axis)) for axis in zip(*boxes, strict=True)
    )


def _close(cost: Objective, found: Valley, near: Box, wide: Box) -> Box:
    """The valley; of one that is much wider than the run, three times what was visited."""
    box = []
    for axis, (low, high) in enumerate(near):
        seen = found.visited[:, axis]
        size = float(np.ptp(found.visited, axis=0).max())
        if size > 0 and size < SMALL * (high - low):
            low, high = max(low, float(seen.min()) - size), min(high, float(seen.max()) + size)
        box.append((low, high))
    margins = _with_margins(cost, tuple(box), [found])
    return tuple((max(a, c), min(b, d)) for (a, b), (c, d) in zip(margins, wide, strict=True))


def _trimmed(cost: Objective, ground: Range, near: Range, high: float) -> Range:
    """Cut off from a part of the axis, beyond what must be seen, where the cost outgrows all the rest."""
    ends = []
    for edge, outer in zip(near, ground, strict=True):
        places = np.linspace(edge, outer, 201)
        above = cost.value(places[:, None]) > high
        ends.append(float(places[np.argmax(above)]) if above.any() else outer)
    return ends[0], ends[1]


def _high_enough(cost: Objective, valleys: Sequence[Valley]) -> float:
    """The cost at the top of what is shown: as far above the highest start as that is above the bottom."""
    level = max(found.level for found in valleys)
    return level + max(level - _least(cost, valleys), 1e-300)


def _with_margins(cost: Objective, box: Box, valleys: Sequence[Valley]) -> Box:
    """Add air on either side; less where the cost is so steep that it would outgrow all the rest."""
    result = []
    high_enough = _high_enough(cost, valleys)
    for axis, (low, high) in enumerate(box):
        width = high - low
        if not width > 1e-12 * max(abs(low), abs(high)):
            width = 2 * max(1.0, abs(low) / 10)
            low, high = low - width / 2, high + width / 2
        ends = []
        for edge, direction in ((low, -1), (high, 1)):
            air = _MARGIN * width
            if cost.dimension == 1:
                while air > 0.02 * width and float(cost.value([edge + direction * air])) > high_enough:
                    air /= 2
            ends.append(edge + direction * air)
        del axis
        result.append((ends[0], ends[1]))
    return tuple(result)


def _least(cost: Objective, valleys: Sequence[Valley]) -> float:
    places = [found.lowest if found.bottom is None else found.bottom for found in valleys]
    return float(np.min(cost.value(np.array(places))))


def _even(box: Box) -> Box:
    """Let no side be shorter than half of the longest, unless it has a scale of its own."""
    sides = np.ptp(box, axis=1)
    longest = float(sides.max())
    even = []
    for (low, high), side in zip(box, sides.tolist(), strict=True):
        more = max(0.0, longest / 2 - side) / 2 if side > longest / 15 else 0.0
        even.append((low - more, high + more))
    return tuple(even)


def _widened(cost: Objective, around: Range, near: Range, valleys: Sequence[Valley]) -> Range:
    """Add the turns next to the valley, and the far wall of an outermost minimum."""
    low, high = around
    middle = (near[0] + near[1]) / 2
    line = Line(cost, np.array([middle]), 0, near[1] - near[0])
    found = [Turn(turn.place + middle, turn.value, turn.lowest) for turn in line.turns()]
    left = [turn for turn in reversed(found) if turn.place < near[0]]
    right = [turn for turn in found if turn.place > near[1]]
    level = max(found.level for found in valleys)
    first = _SCALES * natural_scale(cost, np.array([middle]), 0)
    ends = []
    for edge, direction, others in ((low, -1, left), (high, 1, right)):
        count = len(others) if len(others) <= 2 * _TURNS else _TURNS
        end, width, last = edge, high - low, None
        for turn in others[:count]:
            if abs(turn.place - end) > (max(_FIRST * width, first) if last is None else _GAP * width):
                break
            width = max(width, abs(turn.place - (high if direction < 0 else low)))
            end, last = turn.place, turn
        if last is not None:
            gap = abs(end - edge) / max(1, others.index(last) + 1)
            far = Line(cost, np.array([end]), 0, max(gap, 0.3 * (high - low)))
            ends.append(end + direction * _beyond(far, direction, last, level))
        else:
            ends.append(edge)
    return _with_far_wall(cost, (min(low, ends[0]), max(high, ends[1])), around)


def _with_far_wall(cost: Objective, wide: Range, before: Range) -> Range:
    """Add air where an interval that grew much, on one side, ends as before; less where the cost is steep."""
    size = wide[1] - wide[0]
    values = cost.value(np.linspace(*wide, 401)[:, None])
    top, ends = float(np.nanquantile(values, 0.97)), []
    for end, edge, direction in zip(wide, before, (-1, 1), strict=True):
        air = _MARGIN * size if end == edge and before[1] - before[0] < size / 2 else 0.0
        while air > 0.01 * size and not float(cost.value([end + direction * air])) <= top:
            air /= 2
        ends.append(end + direction * air)
    return ends[0], ends[1]


def _with_neighbours(cost: Objective, around: Box) -> Box:
    """Add the low places next to the valley, those no farther than it is wide; of many the nearest."""
    low, high = np.transpose(around)
    size = high - low
    places = low_places(cost, tuple(zip(low - size, high + size, strict=True)))
    if not len(places):
        return around
    away = np.linalg.norm((places - (low + high) / 2) / size, axis=1)
    places = places[np.argsort(away, kind="stable")[:_NEIGHBOURS]]
    air = 0.15 * size
    low, high = np.minimum(low, places.min(axis=0) - air), np.maximum(high, places.max(axis=0) + air)
    return tuple(zip(low.tolist(), high.tolist(), strict=True))


def _beyond(line: Line, direction: int, last: Turn, level: float) -> float:
    """How far to go on beyond the last turn: to the far wall of a minimum, a little down from a crest."""
    if not last.lowest:
        return 0.35 * line.unit
    wall = line.wall(direction, level, 1.5)
    return 1.1 * wall.distance if wall.what != "open" else line.unit


def heights(cost: Objective, box: Box, valleys: Sequence[Valley]) -> tuple[Range, bool]:
    """Return the heights to show over a box, and whether by their logarithm.

    All of what the runs reach is held; by their logarithm where most of a sheet lies orders of magnitude
    above its lowest tenth; cut off where a pole or a steep wall would press all else to the floor.
    """
    points, values = _sampled(cost, box)
    if not len(values):
        raise ValueError(f"the cost {cost.formula} is not defined in the domain; choose another")
    shown = np.concatenate([found.visited[inside(found.visited, box)] for found in valleys])
    reached = cost.value(shown) if len(shown) else np.zeros(0)
    reached = reached[np.abs(reached) <= _LARGEST]
    starts = [found.level for found in valleys if inside(found.visited[0], box)]
    low, high = float(min(values.min(), reached.min(initial=np.inf))), float(values.max())
    tenth, half, most = (float(np.quantile(values, share)) for share in (0.1, 0.5, 0.97))
    orders = half - low > 8 * max(tenth - low, 1e-300) and high - low > 60 * (tenth - low)
    if cost.dimension == 2 and high - low > 500 and orders:
        return (low, high), True
    wall = max([most, *starts])
    least = float(np.quantile(values, 0.03))
    if any(found.bottom is None for found in valleys):  # down a pole it is not followed to the end
        reached = np.maximum(reached, least - max(wall - least, 0.0))
    least = min(least, float(reached.min(initial=np.inf)))
    deepest = points[np.argmin(values)]
    if wall - low > 2.5 * (wall - least) > 0 and _closer(cost, box, deepest, -1) < low - 0.3 * (wall - low):
        low = least - 0.02 * (wall - least)  # a pole: a well has a bottom, which the first look has found
    tall = (high - low) / (wall - low) if wall > low else 0.0
    top = points[np.argmax(values)]
    if tall > 8 or (tall > 2.5 and _closer(cost, box, top, 1) > high + 0.3 * (high - low)):
        high = wall + 0.02 * (wall - low)
    if not high - low > max(1e-12 * max(abs(low), abs(high)), _LEVEL):
        air = max(1.0, 1e-6 * abs(high))
        low, high = low - air, high + air
    return (low, high), False


def _sampled(cost: Objective, box: Box) -> tuple[Floats, Floats]:
    """Points of a lattice over a box where the cost is finite, and the costs there."""
    if cost.dimension > 2:
        low, high = np.transpose(box)
        points = np.random.default_rng(0).uniform(low, high, (_SAMPLES[1], cost.dimension))
    else:
        points = lattice(box, _SAMPLES[cost.dimension])
    values = cost.value(points)
    kept = np.abs(values) <= _LARGEST
    return points[kept], values[kept]


def _closer(cost: Objective, box: Box, place: Floats, sign: int) -> float:
    """The highest cost (`sign` 1), or the lowest, that is seen by looking ever closer at such a place.

    Towards a pole it grows on and on; a well has a bottom, which the first look has all but found.
    """
    best = float(cost.value(place))
    around = np.ptp(box, axis=1) / _SAMPLES[2]
    for _ in range(4 if cost.dimension <= 2 else 0):
        low, high = np.clip([place - around, place + around], *np.transpose(box))
        points = lattice(tuple(zip(low.tolist(), high.tolist(), strict=True)), 41)
        values = cost.value(points)
        values = np.where(np.abs(values) <= _LARGEST, values, -sign * np.inf)
        number = int(np.argmax(sign * values))
        if np.isfinite(values[number]):
            best, place = float(values[number]), points[number]
        around = around / 10
    return best


def without_poles(values: Floats) -> Range:
    """Return the range of finite values (n,), cut off where few of them are far beyond all others.

    >>> without_poles(np.array([*np.linspace(0, 1, 99), 1e6]))[1] < 2
    True
    """
    low, least, most, high = np.quantile(values, (0.0, 0.03, 0.97, 1.0)).tolist()
    usual = most - least
    return (
        low if most - low <= 4 * usual else least - 0.5 * usual,
        high if high - least <= 4 * usual else most + 0.5 * usual,
    )
