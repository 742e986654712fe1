"""Where a curve is level, in sum: valleys, hills, floors, kinks."""

from collections.abc import Iterable
from enum import Enum

from gdmath.critical.critical_point import CriticalPoint, Kind, Site


class Level(Enum):
    """Where the derivative of a curve is zero."""

    VALLEYS_AND_HILLS = "at the bottom of valleys, and on top of hills"
    VALLEY = "at the bottom of the one valley"
    VALLEYS = "at the bottom of every valley"
    HILLS = "on top of hills"
    FLOOR = "along a level stretch"
    TERRACE = "at a place that is neither valley nor hill"
    KINKS = "nowhere: its lowest place is a kink, where there is no slope"
    NOWHERE = "nowhere"


def level_of(points: Iterable[CriticalPoint]) -> Level:
    """Return where a curve with these critical points is level.

    >>> level_of([CriticalPoint((0.0,), 0.0, Kind.MINIMUM, Site.KINK)])
    <Level.KINKS: 'nowhere: its lowest place is a kink, where there is no slope'>
    """
    found = list(points)
    smooth = [point for point in found if point.site is Site.SMOOTH]
    kinds = [point.kind for point in smooth]
    if any(not point.isolated for point in smooth):
        return Level.FLOOR
    if Kind.MINIMUM in kinds:
        if Kind.MAXIMUM in kinds:
            return Level.VALLEYS_AND_HILLS
        return Level.VALLEY if kinds.count(Kind.MINIMUM) == 1 else Level.VALLEYS
    if Kind.MAXIMUM in kinds:
        return Level.HILLS
    if kinds:
        return Level.TERRACE
    kinked = any(point.site is Site.KINK and point.kind is Kind.MINIMUM for point in found)
    return Level.KINKS if kinked else Level.NOWHERE
