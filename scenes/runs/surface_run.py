"""Descents of two variables made ready for drawing: what is shown, and the words for each end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import cast

import numpy as np

from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.numerals import counted, number_typst, readable
from gdmath.trajectory import Outcome, Trajectory
from gdmath.typeset import typst
from gdmath.windows import Window
from scenes.parameters import SurfaceParameters
from scenes.runs.planning import planned

TINY = 1 / 25  # of the landscape: a run that is smaller is shown close by
MOST_MINIMA = 40  # more than this are not marked: they are too many to see


class Rest(Enum):
    """Where a descent has come to rest, by the curvature there."""

    MINIMUM = "minimum"
    SADDLE = "saddle"
    MAXIMUM = "maximum"
    PLAIN = "plain"


@dataclass(frozen=True)
class SurfaceRuns:
    """Trajectories of one cost, the minima around them (k, 2), and the window that shows both.

    `level`: the cost is as low along a whole line, of which the minima do not show single points.
    """

    cost: Cost
    runs: tuple[Trajectory, ...]
    learning_rate: float
    window: Window
    minima: Floats
    level: bool

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
        return cls(cost, told.runs, told.rate, window, minima, any(not point.isolated for point in found))

    def first(self) -> "SurfaceRuns":
        """Return the same with the first run alone."""
        return replace(self, runs=self.runs[:1])

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

    def shown(self, number: int) -> Floats:
        """Return the finite thetas of a run, which an escape may end without."""
        thetas = self.runs[number].thetas
        return thetas[np.isfinite(thetas).all(axis=1)]

    def ending(self, number: int) -> str:
        """Return how a run ended in a few words, for a line of a table."""
        run = self.runs[number]
        match run.status.outcome:
            case Outcome.CONVERGED:
                x, y = run.thetas[-1].tolist()
                return f"({readable(_near_zero(x), 3)}, {readable(_near_zero(y), 3)})"
            case Outcome.ESCAPED:
                return "escaped"
            case Outcome.OUT_OF_STEPS:
                return "still going"
            case Outcome.KINK:
                return "at a kink"
            case Outcome.TOO_LARGE:
                return "numbers too large"
        return "left the domain"

    @property
    def verdict(self) -> str:
        """Return what the runs showed, in a sentence or two of Typst markup."""
        one = self.runs[0]
        outcomes = [run.status.outcome for run in self.runs]
        if all(outcome is Outcome.ESCAPED for outcome in outcomes):
            they = "They escape" if len(self.runs) > 1 else "It escapes"
            if one.values[-1] > one.values[0]:
                return f"{they}: every step overshoots further, for the learning rate is too large."
            return f"{they}: the cost falls without end, and gradient descent follows it."
        if all(outcome is Outcome.UNDEFINED for outcome in outcomes):
            return "Downhill leads to where the cost is no longer defined: there the descent ends."
        converged = all(outcome is Outcome.CONVERGED for outcome in outcomes)
        if converged and (unusual := self._unusual_rest()):
            return unusual
        valleys = self.valleys()
        if converged and len(self.runs) > 1:
            if valleys == 1:
                return f"${len(self.runs)}$ starts, one valley: they all end at the same minimum."
            return (
                f"${len(self.runs)}$ starts, ${valleys}$ valleys: where you start decides where you end. \\ "
                "Gradient descent finds a *local minimum*, not always the lowest."
            )
        if converged:
            x, y = map(_near_zero, one.thetas[-1].tolist())
            return (
                f"Converged after {counted(len(one), 'step')}, at $({number_typst(x)}, {number_typst(y)})$."
            )
        if all(outcome is Outcome.OUT_OF_STEPS for outcome in outcomes):
            return self._out_of_steps()
        return "They end in different ways: each row says how."

    def _out_of_steps(self) -> str:
        """Return what to say where all runs used up their steps."""
        if all(map(_comes_no_lower, self.runs)):
            after = f"After {counted(self.longest, 'step')}"
            if len(self.runs) == 1:
                return rf"{after} it still jumps to and fro: \ with steps of this length it comes no lower."
            return rf"{after} they still jump to and fro: \ with steps of this length they come no lower."
        going = "they are still on their way" if len(self.runs) > 1 else "it is still on its way"
        slopes = [np.linalg.norm(run.gradients[[0, -1]], axis=1) for run in self.runs]
        why = ": the slope there is small" if all(last < 0.1 * first for first, last in slopes) else ""
        return f"After {counted(self.longest, 'step')} {going}{why}."

    def rest(self, number: int) -> Rest:
        """Return at what a converged run has come to rest, by the eigenvalues of its Hessian there."""
        hessian = self.cost.hessian(self.runs[number].thetas[-1])
        if not np.isfinite(hessian).all():
            return Rest.MINIMUM
        low, high = np.linalg.eigvalsh(hessian)[[0, -1]].tolist()
        width = float(np.ptp(self.window.box, axis=1).max())
        usual = (self.window.heights[1] - self.window.heights[0]) / width**2
        least = 1e-7 * max(abs(low), abs(high))
        if max(abs(low), abs(high)) <= 1e-9 * usual:
            return Rest.PLAIN
        if low >= -least:
            return Rest.MINIMUM
        return Rest.SADDLE if high > least else Rest.MAXIMUM

    def _is_in_a_line(self, number: int) -> bool:
        """Whether the cost does not curve in one of the directions at the end of a run."""
        numbers = np.abs(np.linalg.eigvalsh(self.cost.hessian(self.runs[number].thetas[-1])))
        return bool(numbers.min() <= 1e-4 * numbers.max())

    def _unusual_rest(self) -> str:
        """Return what to say where converged runs did not end at single minima, else nothing."""
        rests = {self.rest(number) for number in range(len(self.runs))}
        they = "They come" if len(self.runs) > 1 else "It comes"
        if rests == {Rest.SADDLE}:
            return f"{they} to rest at a saddle: it is level there, but it is no minimum."
        if rests == {Rest.MAXIMUM}:
            return "At a maximum it is level: gradient descent can't tell where to go."
        if rests == {Rest.PLAIN}:
            return "It is so level here that gradient descent can't tell where to go."
        if len(rests) > 1:
            return "Gradient descent rests wherever it is level, and that is not always at a minimum."
        ends = [float(run.values[-1]) for run in self.runs]
        height = self.window.heights[1] - self.window.heights[0]
        level = self.level or all(map(self._is_in_a_line, range(len(ends))))
        if level and self.valleys() > 1 and max(ends) - min(ends) <= 1e-6 * height:
            return f"${len(ends)}$ starts, one level valley: they end at different places, all equally low."
        return ""

    def valleys(self) -> int:
        """Return at how many different places the converged runs end."""
        ends = [run.thetas[-1] for run in self.runs if run.status.outcome is Outcome.CONVERGED]
        size = np.ptp(self.window.box, axis=1)
        distinct: list[Floats] = []
        for end in ends:
            if not any((np.abs((end - other) / size) < 0.02).all() for other in distinct):
                distinct.append(end)
        return len(distinct)


def _comes_no_lower(run: Trajectory) -> bool:
    """Whether the cost has not fallen in the second half of a run."""
    half = len(run) // 2
    return len(run) > 20 and float(run.values[half:].min()) >= float(run.values[half - 9 : half + 1].min())


def _is_defined_around(cost: Cost, theta: Sequence[float], window: Window) -> bool:
    """Whether a minimum is no place where the cost merely ends."""
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    reach = 1e-3 * np.ptp(window.box, axis=1)
    return bool(np.isfinite(cost.value(theta + reach * np.stack([np.cos(turn), np.sin(turn)], axis=1))).all())


def _near_zero(x: float) -> float:
    return 0.0 if abs(x) < 5e-4 else float(x)
