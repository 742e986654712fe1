"""When a film comes to the steps of its runs."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Stretch:
    """A part of a film in which runs go on together, and from when on it shows each step, in seconds.

    `runs` are their numbers; `times` holds steps in rising order. One that a time-lapse leaves out has the
    time of the next that is drawn. `asides` are the times in which the film shows no single step, each from
    when to when; the last may go on.
    """

    runs: tuple[int, ...]
    times: dict[int, float] = field(default_factory=dict)
    asides: list[tuple[float, float | None]] = field(default_factory=list)

    @property
    def is_aside(self) -> bool:
        """Whether the film shows no single step now."""
        return bool(self.asides) and self.asides[-1][1] is None


class Stretches:
    """The stretches of a film that is under way: those that are `told`, in order."""

    def __init__(self) -> None:
        self.told: list[Stretch] = []

    def note(self, runs: Sequence[int], step: int, time: float) -> bool:
        """Note that the runs have come to a step; return whether they are there for the first time."""
        now = self.told[-1] if self.told else None
        if not runs:
            if now is not None and not now.is_aside:
                now.asides.append((time, None))
            return False
        if now is None or now.runs != tuple(runs):
            now = Stretch(tuple(runs))
            self.told.append(now)
        elif now.is_aside:
            now.asides[-1] = now.asides[-1][0], time
        times = now.times
        if times and step <= next(reversed(times)):
            return False
        times[step] = time
        return True
