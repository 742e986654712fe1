"""Descents of two variables made ready for drawing: what is shown, and the facts of each end."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.critical.critical_point import CriticalPoint, Extent
from gdmath.display.typeset import typst
from gdmath.optimizers.kinds import Lengths
from gdmath.outcomes import Outcomes, endings
from gdmath.trajectory import Outcome, Trajectory
from gdmath.views.windows import Window
from scenes.parameters import SurfaceParameters
from scenes.runs.jumps import Jumps, any_jumps
from scenes.runs.memory import Memory
from scenes.runs.planning import planned

TINY = 1 / 25  # of the landscape: a run that is smaller is shown close by
SETTLED, SEEN = 0.004, 0.04  # of the window's sides: nothing is seen to move so far, and a path so short
LONG_WAY = 4.0  # a way in lengths of its extent that goes to and fro
MOST_MINIMA = 40  # more than this are not marked: they are too many to see


@dataclass(frozen=True)
class SurfaceRuns:
    """Trajectories of one cost, how they ended, and the window of it all.

    `minima` (k, 2) are those around them that stand alone, `curves` (n, 2) each are whole curves of minima.
    """

    cost: Cost
    runs: tuple[Trajectory, ...]
    optimizer: Any
    learning_rate: float
    is_plain: bool
    window: Window
    minima: Floats
    outcomes: Outcomes
    curves: tuple[Floats, ...] = ()

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
        outcomes = endings(told.runs, told.critical)
        method = told.optimizer, told.rate, told.is_plain
        curves = _curves(told.critical.minima)
        return cls(cost, told.runs, *method, window, minima, outcomes, curves)

    def first(self) -> "SurfaceRuns":
        """Return the same with the first run alone."""
        return replace(self, runs=self.runs[:1], outcomes=self.outcomes.first())

    @property
    def converges(self) -> bool:
        """Whether the first run converges."""
        return self.runs[0].status.outcome is Outcome.CONVERGED

    @property
    def first_rate(self) -> float:
        """The learning rate of the first run's first step, or the one that it would have."""
        return float(self.runs[0].learning_rates[0]) if len(self.runs[0]) else self.learning_rate

    @property
    def lengths(self) -> Lengths:
        """What sets how long the first run's steps are."""
        return self.runs[0].lengths

    @cached_property
    def memories(self) -> tuple[Memory, ...]:
        """What the optimizer remembers along each run."""
        return tuple(Memory(self.optimizer, run) for run in self.runs)

    @property
    def longest(self) -> int:
        """The number of steps of the longest run."""
        return max(map(len, self.runs))

    @cached_property
    def settled(self) -> int:
        """The step from which on nothing is seen to move on the map; the last one if it never settles."""
        size, steps = np.ptp(self.window.box, axis=1), [min(1, self.longest)]
        for shown in self._shown:
            away = (np.abs(shown - shown[-1]) > SETTLED * size).any(axis=1)
            steps.append(int(np.flatnonzero(away)[-1]) + 2 if away.any() else 0)
        return min(max(steps), self.longest)

    @property
    def shortest(self) -> float:
        """How large the smallest path is that can be seen, as a share of the window; 1 if none can."""
        size = np.ptp(self.window.box, axis=1)
        paths = [float((np.ptp(self.shown(k), axis=0) / size).max()) for k in range(len(self.runs))]
        return min((path for path in paths if path > SEEN), default=1.0)

    @property
    def only_falls(self) -> bool:
        """Whether no step of any run leads higher."""
        return all((np.diff(run.values) <= 0).all() for run in self.runs)

    @property
    def goes_to_and_fro(self) -> bool:
        """Whether the first run's way is so much longer than it is large that it crosses its own path."""
        share = self.shown(0) / np.ptp(self.window.box, axis=1)
        steps = np.linalg.norm(np.diff(share, axis=0), axis=1)
        return bool(steps.sum() > LONG_WAY * max(float(np.ptp(share, axis=0).max()), 1e-300))

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
        """Return theta (2,) of a run at a step that may lie between two; at its end from there on.

        In the middle of a jump it is still where the jump began.
        """
        thetas = self.shown(number)
        step = min(step, len(thetas) - 1)
        whole = min(int(step), max(len(thetas) - 2, 0))
        share = step - whole
        if self.leaps(number)[whole : whole + 1].any():
            share = float(int(share))  # it has never been between the two
        return thetas[whole] + share * (thetas[min(whole + 1, len(thetas) - 1)] - thetas[whole])

    def value(self, number: int, step: float) -> float:
        """Return the cost of a run at the last whole step that it has taken: a number of the run itself."""
        return float(self.runs[number].values[min(int(step), len(self.shown(number)) - 1)])

    def jumps(self, before: int, after: int) -> bool:
        """Return whether one of the runs has jumped on the map between two steps."""
        return any_jumps(self._jumps, before, after)

    def leaps(self, number: int) -> NDArray[np.bool_]:
        """Return which steps of a run, (n,), are jumps on the map."""
        return self._jumps[number].steps

    def leap(self, number: int, step: float) -> tuple[Floats, Floats, float] | None:
        """Return from where to where a run is jumping at a step, and how much of the jump is done, or None.

        At a whole step it is the jump that led there.
        """
        thetas, leaps = self.shown(number), self.leaps(number)
        step = min(step, float(len(leaps)))
        first = math.ceil(step) - 1
        if first < 0 or not leaps[first]:
            return None
        return thetas[first], thetas[first + 1], step - first

    @cached_property
    def _jumps(self) -> list[Jumps]:
        return [Jumps(thetas / np.ptp(self.window.box, axis=1), 1.0) for thetas in self._shown]

    def shown(self, number: int) -> Floats:
        """Return the finite thetas of a run, which an escape may end without."""
        return self._shown[number]

    @cached_property
    def _shown(self) -> tuple[Floats, ...]:
        return tuple(run.thetas[np.isfinite(run.thetas).all(axis=1)] for run in self.runs)


def _curves(minima: Sequence[CriticalPoint]) -> tuple[Floats, ...]:
    """The curves of minima, each as a line through places on it."""
    curves = []
    for found in minima:
        if found.extent is Extent.CURVE and len(found.places) > 1:
            places = [*found.places, *found.places[: int(found.closed)]]
            curves.append(np.array(places))
    return tuple(curves)


def _is_defined_around(cost: Cost, theta: Sequence[float], window: Window) -> bool:
    """Whether a minimum is no place where the cost merely ends."""
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    reach = 1e-3 * np.ptp(window.box, axis=1)
    return bool(np.isfinite(cost.value(theta + reach * np.stack([np.cos(turn), np.sin(turn)], axis=1))).all())
