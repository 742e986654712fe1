"""One method's map of where descents from everywhere end, as facts."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdmath.endings.basins import Basins, Fate
from gdmath.framing import Lengths
from gdmath.learning_rates import Constant
from gdmath.line_search import LineSearch
from gdmath.optimizers.kinds import Kind, kind_of
from gdmath.optimizers.kinds import Lengths as Steps
from gdmath.trajectory import Trajectory

LATE = 0.002  # of the starts: the last ones
SEEN = 5e-4  # of the starts, that can be seen on the map


@dataclass(frozen=True, eq=False)
class BasinMapRun:
    """One method's map: the method, and where every start ends.

    `arrived[k]` (classes,) counts the starts of each class that have ended after k steps; `classes` are the
    minima, from 0, and then the fates that there are.
    """

    name: str
    optimizer: Any
    learning_rate: Lengths
    rate: float
    basins: Basins

    @property
    def kind(self) -> Kind:
        """What its steps are made of."""
        return kind_of(self.optimizer)

    @property
    def searched(self) -> bool:
        """Whether the length of each step is searched for."""
        return isinstance(self.learning_rate, LineSearch)

    @property
    def lengths(self) -> Steps:
        """What sets how long its steps are."""
        if self.searched:
            return "searched"
        return "fixed" if isinstance(self.learning_rate, Constant) else "changing"

    @cached_property
    def fates(self) -> tuple[Fate, ...]:
        """The fates that there are, apart from the minima."""
        return tuple(fate for fate in Fate if (self.basins.ends == fate).any())

    @cached_property
    def arrived(self) -> NDArray[np.int64]:
        """How many starts of each class have ended by each step, (steps + 1, classes)."""
        found, steps = self.basins, self.basins.steps
        classes = [*range(found.count), *self.fates]
        counts = [np.bincount(found.arrivals[found.ends == each], minlength=steps + 1) for each in classes]
        return np.cumsum(np.array(counts).reshape(-1, steps + 1).T, axis=0)

    @cached_property
    def median(self) -> int | None:
        """The step after which half of all starts are near their minimum; None if fewer ever are."""
        reached = np.sort(self.basins.arrivals[self.basins.ends >= 0])
        half = self.basins.starts // 2
        return int(reached[half]) if len(reached) > half else None

    @cached_property
    def settled(self) -> int:
        """The step by which all but a few of the starts have ended."""
        return int(np.quantile(self.basins.arrivals, 1 - LATE))

    @property
    def shown_fates(self) -> tuple[Fate, ...]:
        """The fates of so many starts that they can be seen."""
        return tuple(fate for fate in self.fates if self.basins.share(fate) >= SEEN)

    @property
    def reached(self) -> float:
        """The share of the starts that reaches a minimum."""
        return float(self.basins.shares.sum())


@dataclass(frozen=True, eq=False)
class Example:
    """A start by itself, its run, and where it ends: a minimum's number, or a fate."""

    run: Trajectory
    end: int
