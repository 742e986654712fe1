"""How a run of any length becomes a minute: worked steps, quickening, time-lapse."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from manim import Animation, Mobject


class Motion(Animation):
    """Calls draw(alpha) for every frame, alpha from 0 to 1: all motion is a function of time."""

    def __init__(self, mobject: Mobject, draw: Callable[[float], None], **options):
        self.draw = draw
        super().__init__(mobject, suspend_mobject_updating=False, introducer=True, **options)

    def create_starting_mobject(self) -> Mobject:
        return self.mobject  # what draw() changes is never interpolated, so nothing need be copied

    def interpolate_mobject(self, alpha: float) -> None:
        self.draw(self.rate_func(alpha))


@dataclass(frozen=True)
class Pacing:
    """Which steps of a run of n are worked, which quicken, and which pass in a time-lapse.

    `worked` steps are told in full, those up to `quick` shorten from one second each, the rest run in
    `lapse` seconds.

    >>> Pacing.of(570)
    Pacing(worked=3, quick=9, total=570, lapse=8.0)
    """

    worked: int
    quick: int
    total: int
    lapse: float

    @classmethod
    def of(cls, steps: int) -> "Pacing":
        """Return the pacing of a run of so many steps."""
        worked = min(3, steps)
        quick = min(steps, worked + 6)
        rest = steps - quick
        return cls(worked, quick, steps, min(8.0, max(3.0, 0.5 * rest)) if rest else 0.0)

    def quick_seconds(self, index: int) -> float:
        """Return the time of the index-th quickening step: from 1 s, each 0.8 of the one before."""
        return max(0.3, 0.8**index)

    def lapse_step(self, alpha: float) -> float:
        """Return the (fractional) step at a share alpha of the time-lapse.

        k(alpha) = quick + (e^(b alpha) - 1) a, where the speed at first is four steps a second, and b is
        such that k(1) = total. Short runs pass evenly.
        """
        rest = self.total - self.quick
        first = 4.0 * self.lapse
        if rest <= first * 1.05:
            return self.quick + rest * alpha
        growth = _growth(rest / first)
        return self.quick + first * math.expm1(growth * alpha) / growth


def shown_step(step: float, speed: float) -> float:
    """Return which step to draw when `speed` steps pass in a second.

    Up to 12 a second the point glides from step to step. Beyond, it shows whole steps an even number
    apart, at most 24 a second, so that a run that jumps from side to side does not flash.
    """
    if speed <= 12:
        whole = math.floor(step)
        share = step - whole
        return whole + share * share * (3 - 2 * share)
    stride = 2 * math.ceil(speed / 24)
    return float(math.floor(step / stride) * stride)


def _growth(ratio: float) -> float:
    """Return b > 0 with (e^b - 1) / b = ratio, by bisection."""
    low, high = 1e-9, 60.0
    for _ in range(100):
        middle = (low + high) / 2
        if math.expm1(middle) / middle < ratio:
            low = middle
        else:
            high = middle
    return high
