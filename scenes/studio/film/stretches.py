"""When a film comes to the steps of its runs."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Stretch:
    """A part of a film in which runs go on together, and from when on it shows each step, in seconds.

    `runs` are their numbers; `times` holds steps in rising order. One that a time-lapse leaves out has the
    time of the next that is drawn. From `end` on the film shows no single step, if it ever comes to that.
    """

    runs: tuple[int, ...]
    times: dict[int, float] = field(default_factory=dict)
    end: float | None = None


class Stretches:
    """The stretches of a film that is under way: those that are `told`, in order."""

    def __init__(self) -> None:
        self.told: list[Stretch] = []
        self._runs: tuple[int, ...] = ()

    def note(self, runs: Sequence[int], step: int, time: float) -> bool:
        """Note that the runs have come to a step; return whether they are there for the first time."""
        before, self._runs = self._runs, tuple(runs)
        if not self._runs:
            if before:
                self.told[-1].end = time
            return False
        if self._runs != before:
            self.told.append(Stretch(self._runs))
        times = self.told[-1].times
        if times and step <= next(reversed(times)):
            return False
        times[step] = time
        return True
