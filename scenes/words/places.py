"""Where a run is, in numbers that fit a sentence."""

import math
from collections.abc import Sequence

from gdmath.ending import Ending
from gdmath.endings.cause import Hovers, Wanders
from scenes.words.caption import Joined, Maths, Numeral, Part, Tuple, point


def end_of(told: Ending, digits: int = 4) -> Part:
    finite = all(map(math.isfinite, told.end))
    extent = math.dist(told.start, told.end) if finite else 0.0
    return place(told, told.end, max(digits, digits_for([told.end], extent)) if extent else digits)


def place(told: Ending, theta: Sequence[float], digits: int = 4) -> Part:
    """A point: x = 1 of one variable, (1, 2) of two or three, the norm of more.

    What is nothing beside the other coordinates is shown as 0.
    """
    if len(theta) == 1:
        return point(told.names, theta, digits)
    if len(theta) > 3:
        norm = Numeral(math.hypot(*theta), digits)
        return Joined((Maths("norm(theta)", "|θ|"), Maths("=", "="), norm))
    largest = max(map(abs, theta))
    shown = [0.0 if abs(x) < 1e-12 * largest else x for x in theta]
    smaller = [int(math.log10(largest / abs(x))) if x and math.isfinite(largest) else 0 for x in shown]
    return Tuple(tuple(Numeral(x, max(3, digits - less)) for x, less in zip(shown, smaller, strict=True)))


def digits_for(places: Sequence[Sequence[float]], detail: float) -> int:
    """How many digits show differences of this size: from 4 to 9."""
    largest = max(abs(x) for theta in places for x in theta)
    if not 0 < detail < math.inf or not 0 < largest < math.inf:
        return 4
    return min(9, max(4, math.ceil(math.log10(largest / detail)) + 3))


def costs(cause: Wanders | Hovers) -> dict[str, Part]:
    digits = digits_for([[cause.low], [cause.high]], cause.high - cause.low)
    return {"low": Numeral(cause.low, digits), "high": Numeral(cause.high, digits)}
