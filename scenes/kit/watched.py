"""Which step of a run is drawn at each moment of a time-lapse, so that jumps can be followed by eye."""

import math
from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property

from scenes.kit.pacing import TimeLapse

CALM = 0.4  # seconds from one jump to the next
GLIDING = 12.0  # steps a second, up to which the point glides from one to the next
SHOWN = 24.0  # whole steps a second, at most, beyond that
POOL = 12  # of the last steps, any may stand for the latest


class Watched:
    """The steps of a time-lapse that are drawn, each with the numbers of its own.

    `jumps(i, j)`: whether the point is seen to jump from step i to step j. While at most 12 steps pass in a
    second, the point glides from each to the next; else, and wherever it jumps, whole steps are drawn. It
    jumps every 0.4 s at most, and stays near by between: a run that goes to and fro is seen on both sides.
    """

    def __init__(self, lapse: TimeLapse, jumps: Callable[[int, int], bool]) -> None:
        self.lapse, self.jumps = lapse, jumps

    def at(self, time: float) -> float:
        """Return the step to draw at a time since the begin; a fraction between two."""
        lapse = self.lapse
        if time >= lapse.seconds - 1e-9:
            return float(lapse.last)
        times, steps = self._drawn
        whole = steps[max(bisect_right(times, time + 1e-9) - 1, 0)]
        share = lapse.step(time) - whole
        if time >= self._hurries or not 0 <= share < 1 or self.jumps(whole, whole + 1):
            return float(whole)
        return whole + share * share * (3 - 2 * share)

    @cached_property
    def _hurries(self) -> float:
        """The time from which on more steps pass than can be glided along."""
        return self.lapse.time_of_speed(GLIDING)

    @cached_property
    def _drawn(self) -> tuple[list[float], list[int]]:
        """When another step is drawn, and which."""
        times, steps, jumped = [0.0], [self.lapse.first], -math.inf
        for time in self._moments():
            latest, shown = min(int(self.lapse.step(time) + 1e-9), self.lapse.last), steps[-1]
            recent = range(latest, max(shown, latest - POOL), -1)
            leaps = [step for step in recent if self.jumps(shown, step)]
            if leaps and time - jumped >= CALM - 1e-9:
                jumped = time
                taken = leaps[0]
            else:
                taken = next((step for step in recent if step not in leaps), shown)
            if taken > shown:
                times.append(time)
                steps.append(taken)
        return times, steps

    def _moments(self) -> list[float]:
        """The times of whole steps; where they come too fast, 24 a second."""
        lapse = self.lapse
        hurries = min(self._hurries, lapse.seconds)
        slow = range(lapse.first + 1, int(lapse.step(hurries)) + 1)
        count = int((lapse.seconds - hurries) * SHOWN)
        return [*map(lapse.moment, slow), *(hurries + (k + 1) / SHOWN for k in range(count))]
