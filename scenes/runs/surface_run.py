"""Descents of two variables made ready for drawing: what is shown, and the facts of each end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

import numpy as np

from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.display.typeset import typst
from gdmath.outcomes import Outcomes, endings
from gdmath.trajectory import Outcome, Trajectory
from gdmath.views.windows import Window
from scenes.parameters import SurfaceParameters
from scenes.runs.jumps import Jumps, any_jumps
from scenes.runs.planning import planned

TINY = 1 / 25  # of the landscape: a run that is smaller is shown close by
MOST_MINIMA = 40  # more than this are not marked: they are too many to see


@dataclass(frozen=True)
class SurfaceRuns:
    """Trajectories of one cost, how they ended, the minima around them (k, 2), and the window of it all."""

    cost: Cost
    runs: tuple[Trajectory, ...]
    optimizer: Any
    learning_rate: float
    window: Window
    minima: Floats
    outcomes: Outcomes

    @classmethod
    def of(cls, asked: SurfaceParameters, count: int = 3) -> "SurfaceRuns":
        """Descend from every start and look around. Raises ValueError for what can't be told."""
        told = planned(asked, count)
        cost = cast(Cost, told.cost)
        size = np.ptp(np.concatenate([found.visited for found in told.valleys]), axis=0)
        tiny = (size < TINY * np.ptp(told.wide.box, axis=1)).all()
        window = told.close if tiny else told.wide
        found = [point for point in told.critical.minima if window.holds(np.array(point.theta))]
        alone = [
            point.theta for point in found if point.isolated and _is_defined_around(cost, point.theta, window)
        ]
        minima = np.array(alone if len(alone) <= MOST_MINIMA else []).reshape(-1, 2)
        return cls(
            cost, told.runs, told.optimizer, told.rate, window, minima, endings(told.runs, told.critical)
        )

    def first(self) -> "SurfaceRuns":
        """Return the same with the first run alone."""
        return replace(self, runs=self.runs[:1], outcomes=self.outcomes.first())

    @property
    def converges(self) -> bool:
        """Whether the first run converges."""
        return self.runs[0].status.outcome is Outcome.CONVERGED

    @property
    def longest(self) -> int:
        """The number of steps of the longest run."""
        return max(map(len, self.runs))

    @property
    def names(self) -> tuple[str, str]:
        """The variables in Typst notation."""
        first, second = map(typst, self.cost.variables)
        return first, second

    @property
    def digits(self) -> list[int]:
        """How many digits of each variable show the first run's first step: from 4 to 9."""
        if not len(self.runs[0]):
            return [4, 4]
        before, after = np.abs(self.runs[0].thetas[:2])
        step = np.abs(np.diff(self.runs[0].thetas[:2], axis=0)[0])
        known = np.isfinite(step) & (step > 0)
        share = np.divide(np.maximum(before, after), step, out=np.ones(2), where=known)
        return np.clip(np.ceil(np.log10(share)) + 1, 4, 9).astype(int).tolist()

    def at(self, number: int, step: float) -> Floats:
        """Return theta (2,) of a run at a step that may lie between two; at its end from there on."""
        thetas = self.shown(number)
        step = min(step, len(thetas) - 1)
        whole = min(int(step), max(len(thetas) - 2, 0))
        share = step - whole
        return thetas[whole] + share * (thetas[min(whole + 1, len(thetas) - 1)] - thetas[whole])

    def value(self, number: int, step: float) -> float:
        """Return the cost of a run at the last whole step that it has taken: a number of the run itself."""
        return float(self.runs[number].values[min(int(step), len(self.shown(number)) - 1)])

    def jumps(self, before: int, after: int) -> bool:
        """Return whether one of the runs has jumped on the map between two steps."""
        return any_jumps(self._jumps, before, after)

    @cached_property
    def _jumps(self) -> list[Jumps]:
        return [Jumps(thetas / np.ptp(self.window.box, axis=1), 1.0) for thetas in self._shown]

    def shown(self, number: int) -> Floats:
        """Return the finite thetas of a run, which an escape may end without."""
        return self._shown[number]

    @cached_property
    def _shown(self) -> tuple[Floats, ...]:
        return tuple(run.thetas[np.isfinite(run.thetas).all(axis=1)] for run in self.runs)


def _is_defined_around(cost: Cost, theta: Sequence[float], window: Window) -> bool:
    """Whether a minimum is no place where the cost merely ends."""
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    reach = 1e-3 * np.ptp(window.box, axis=1)
    return bool(np.isfinite(cost.value(theta + reach * np.stack([np.cos(turn), np.sin(turn)], axis=1))).all())
