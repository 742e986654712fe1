"""What several descents showed together, as facts: valleys that were reached, runs that escaped or stayed."""

from collections.abc import Sequence
from dataclasses import dataclass

from gdmath.critical.connected import connected
from gdmath.critical.critical_point import CriticalPoint, CriticalPoints, Kind
from gdmath.ending import Ending, ending
from gdmath.endings.cause import Cause, Escapes, Falls, Overshoots, Rank, RunsOff, Thrown
from gdmath.trajectory import Trajectory


@dataclass(frozen=True)
class Outcomes:
    """The endings of several runs on one cost, and the valleys that they reached.

    `valleys` are the minima at which runs rest, or which they have all but reached, each once: a curve or a
    level floor of minima is one. `reached` says of each run which it is, counted from 0, or None. `equal`:
    whether the valleys are equally deep, measured by how far the runs came down.
    """

    endings: tuple[Ending, ...]
    valleys: tuple[CriticalPoint, ...]
    reached: tuple[int | None, ...]
    equal: bool = True

    def first(self) -> "Outcomes":
        """Return those of the first run alone."""
        place = self.reached[0]
        valleys = () if place is None else (self.valleys[place],)
        return Outcomes(self.endings[:1], valleys, (None if place is None else 0,))

    @property
    def higher(self) -> tuple[int, ...]:
        """The runs in the valley of a minimum that is not the lowest known one."""
        arrivals = [told.arrival for told in self.endings]
        return tuple(i for i, rest in enumerate(arrivals) if rest and rest.rank is Rank.LOCAL)

    @property
    def unmoved(self) -> tuple[int, ...]:
        """The runs that never moved."""
        return tuple(i for i, told in enumerate(self.endings) if not told.moved)

    @property
    def escaped(self) -> tuple[int, ...]:
        """The runs that grew past every bound; not those that jumped a pole."""
        return tuple(i for i, told in enumerate(self.endings) if _is_gone(told.cause))


def _is_gone(cause: Cause) -> bool:
    if isinstance(cause, Overshoots):
        return cause.escaped
    return isinstance(cause, Falls | RunsOff | Thrown | Escapes)


def endings(runs: Sequence[Trajectory], found: CriticalPoints | None = None) -> Outcomes:
    """Return how several runs on one cost ended, and which valleys they reached.

    >>> from gdmath import Cost, descend
    >>> cost = Cost.parse("x**4 - 2*x**2")
    >>> runs = [descend(cost, x, learning_rate=0.05) for x in (-2, -0.1, 0, 2)]
    >>> endings(runs).reached
    (0, 0, None, 1)
    """
    told = tuple(ending(run, found) for run in runs)
    valleys: list[CriticalPoint] = []
    reached: list[int | None] = []
    for one in told:
        rest = one.arrival
        if rest is None or rest.at.kind is not Kind.MINIMUM:
            reached.append(None)
            continue
        same = [i for i, valley in enumerate(valleys) if connected(runs[0].cost, valley, rest.at)]
        if not same:
            valleys.append(rest.at)
        reached.append(same[0] if same else len(valleys) - 1)
    depths = [valley.value for valley in valleys]
    fall = max((float(run.values[0]) for run in runs), default=0.0) - min(depths, default=0.0)
    equal = not depths or max(depths) - min(depths) <= 1e-9 * max(fall, abs(max(depths)))
    return Outcomes(told, tuple(valleys), tuple(reached), equal)
