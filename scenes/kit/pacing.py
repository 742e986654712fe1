"""How a run of any length becomes a minute: worked steps, quickening, time-lapse."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from manim import Animation, Mobject

READING = 17.0  # characters a second
LEAST_READING = 1.5  # seconds
_FIRST_SPEED = 4.0  # steps a second at the begin of a time-lapse


def reading_seconds(text: str) -> float:
    """Return how long a caption has to stand, so that it can be read.

    >>> reading_seconds("Slope."), reading_seconds("Slope, step, repeat: that is all of it")
    (1.5, 2.235294117647059)
    """
    return max(LEAST_READING, len(text) / READING)


class Motion(Animation):
    """Calls draw(alpha) for every frame, alpha from 0 to 1: all motion is a function of time."""

    def __init__(self, mobject: Mobject, draw: Callable[[float], None], **options):
        self.draw = draw
        super().__init__(mobject, suspend_mobject_updating=False, introducer=True, **options)

    def create_starting_mobject(self) -> Mobject:
        return self.mobject  # what draw() changes is never interpolated, so nothing need be copied

    def interpolate_mobject(self, alpha: float) -> None:
        self.draw(float(self.rate_func(alpha)))


@dataclass(frozen=True)
class TimeLapse:
    """The steps from `first` to `last` of a run in `seconds`, at pace 1.

    k(t) = first + v (e^(b t) - 1) / b: four steps a second at first, v = 4, and b such that the last step
    comes at the end. Short runs pass evenly, b = 0.

    >>> lapse = TimeLapse(0, 1000, 8.0)
    >>> lapse.step(0.0), lapse.speed(0.0), round(lapse.step(8.0)), lapse.speed(8.0) > 400
    (0.0, 4.0, 1000, True)
    """

    first: int
    last: int
    seconds: float

    def step(self, time: float) -> float:
        """Return the step, a fraction, at a time since the begin."""
        growth, steps = self._growth, self.last - self.first
        if time >= self.seconds:
            return float(self.last)
        if not growth:
            return self.first + steps * time / self.seconds
        return self.first + _FIRST_SPEED * math.expm1(growth * time) / growth

    def moment(self, step: float) -> float:
        """Return the time since the begin at which a step is passed: the inverse of `step`."""
        growth, steps = self._growth, self.last - self.first
        if not growth:
            return (step - self.first) / steps * self.seconds if steps else 0.0
        return math.log1p(growth * (step - self.first) / _FIRST_SPEED) / growth

    def speed(self, time: float) -> float:
        """Return how many steps pass in a second at a time: the derivative of `step`."""
        growth = self._growth
        if not growth:
            return (self.last - self.first) / self.seconds if self.seconds else 0.0
        return _FIRST_SPEED * math.exp(growth * min(time, self.seconds))

    def time_of_speed(self, speed: float) -> float:
        """Return when so many steps pass in a second: 0 if more do from the begin, inf if never."""
        if not self._growth:
            return 0.0 if self.speed(0.0) > speed else math.inf
        return max(0.0, math.log(speed / _FIRST_SPEED) / self._growth)

    @cached_property
    def _growth(self) -> float:
        """The number b."""
        evenly = (self.last - self.first) / (_FIRST_SPEED * self.seconds) if self.seconds else 0.0
        return _growth(evenly) / self.seconds if evenly > 1.05 else 0.0


@dataclass(frozen=True)
class Pacing:
    """Which steps of a run of n are worked, which quicken, and which pass in a time-lapse.

    `worked` steps are told in full, those up to `quick` shorten from one second each, the rest is `lapse`.

    >>> Pacing.of(570)
    Pacing(worked=3, quick=9, lapse=TimeLapse(first=9, last=570, seconds=7.5))
    """

    worked: int
    quick: int
    lapse: TimeLapse

    @classmethod
    def of(cls, steps: int, worked: int = 3) -> "Pacing":
        """Return the pacing of a run of so many steps, of which so many are told in full."""
        worked = min(worked, steps)
        quick = min(steps, worked + 6)
        rest = steps - quick
        seconds = min(7.5, max(3.0, 0.5 * rest)) if rest else 0.0
        return cls(worked, quick, TimeLapse(quick, steps, seconds))

    def quick_seconds(self, index: int) -> float:
        """Return the time of the index-th quickening step: from 1 s, each 0.8 of the one before."""
        return max(0.3, 0.8**index)


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
