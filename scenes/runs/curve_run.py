"""A descent of one variable made ready for drawing: the frames it needs, and the facts of its end."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np

from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.critical.critical_point import CriticalPoint
from gdmath.critical.relief import Level, level_of
from gdmath.display.geometry import Frame
from gdmath.endings.meanwhile import Shown, shown_meanwhile
from gdmath.framing import Plan
from gdmath.line_search import LineSearch, lengths_tried
from gdmath.optimizers.kinds import Lengths
from gdmath.outcomes import Outcomes, endings
from gdmath.trajectory import Outcome, Trajectory
from gdmath.views.windows import Window
from scenes.runs.jumps import Jumps, glided
from scenes.runs.memory import Memory
from scenes.runs.valley import Valley

MOST_MINIMA = 12  # that are marked
SETTLED = 0.004  # of the window's width


@dataclass(frozen=True)
class CurveRun:
    """A run of a plan of one variable: the minima in the window, and the frame of every step.

    `window` is the one in which the run is shown, the plan's wide one that of its landscape.
    """

    plan: Plan
    number: int
    window: Window

    @classmethod
    def of(cls, told: Plan, number: int = 0) -> "CurveRun":
        """Return a run of a plan in the plan's close window. Raises ValueError for what can't be told."""
        return cls(told, number, told.close)

    @property
    def trajectory(self) -> Trajectory:
        return self.plan.runs[self.number]

    @property
    def learning_rate(self) -> float:
        return self.plan.rate

    @cached_property
    def memory(self) -> Memory:
        """What the optimizer remembers at every step."""
        return Memory(self.plan.optimizer, self.trajectory)

    def parts(self, count: int) -> list[tuple[float, float]]:
        """The first steps as sums: what this gradient makes of them, and what earlier ones do."""
        carried = [float(part[0]) for part in self.memory.carried(min(count, len(self)))]
        steps = np.diff(self.thetas[: len(carried) + 1])
        return [(float(step) - part, part) for step, part in zip(steps, carried, strict=True)]

    @property
    def first_rate(self) -> float:
        """The learning rate of the first step, or the one that it would have."""
        rates = self.trajectory.learning_rates
        return float(rates[0]) if len(rates) else self.learning_rate

    @property
    def lengths(self) -> Lengths:
        """What sets how long the steps are."""
        return self.trajectory.lengths

    def tried(self, count: int) -> list[Floats]:
        """Where the search for a length looked in the first steps, (k,) each; the last is where it went."""
        search = self.plan.learning_rate
        if not isinstance(search, LineSearch):
            return []
        steps = self.memory.steps(min(count, len(self)))
        lengths = [lengths_tried(search, step.point, step.direction) for step in steps]
        return [
            step.point.theta[0] + np.array(each) * step.direction[0]
            for step, each in zip(steps, lengths, strict=True)
        ]

    @property
    def base(self) -> Frame:
        """The frame in which the run begins."""
        return self.window.frame

    @property
    def landscape(self) -> Frame:
        """The frame of the landscape in which the run may be small."""
        return self.plan.wide.frame

    @property
    def is_small(self) -> bool:
        """Whether the run is shown closer than its landscape."""
        return self.window != self.plan.wide

    def closing_in(self, alpha: float) -> Frame:
        """Return the frame at a share of the way from the landscape to the run, evenly in proportion."""
        begin, end = np.asarray(self.landscape), np.asarray(self.base)
        ratio = float((end[1] - end[0]) / (begin[1] - begin[0]))
        share = (1 - ratio**alpha) / (1 - ratio) if ratio < 1 else alpha
        return Frame(*(begin + share * (end - begin)).tolist())

    @cached_property
    def minima(self) -> Floats:
        """The minima in the wide window, sorted (m,); none where they are too many to be marked."""
        minima = sorted(point.theta[0] for point in self.plan.critical.minima if point.isolated)
        return np.array(minima if len(minima) <= MOST_MINIMA else [])

    def __len__(self) -> int:
        return len(self.trajectory)

    @property
    def cost(self) -> Cost:
        return cast(Cost, self.trajectory.cost)  # a story is told of a formula

    @cached_property
    def thetas(self) -> Floats:
        """Every theta (n+1,)."""
        return self.trajectory.thetas[:, 0]

    @property
    def values(self) -> Floats:
        """Every cost (n+1,)."""
        return self.trajectory.values

    def theta(self, step: int) -> float:
        return float(self.thetas[step])

    def value(self, step: int) -> float:
        return float(self.values[step])

    def slope(self, step: int) -> float:
        return float(self.trajectory.gradients[step, 0])

    @cached_property
    def jumps(self) -> Jumps:
        """The steps that are seen as jumps."""
        widths = [frame.right - frame.left for frame in (self.base, *self.frames[:-1])]
        return Jumps(self.thetas[:, None], widths)

    def at(self, step: float) -> float:
        """Return where the ball is at a step that may lie between two: before a jump, at the first."""
        whole = min(int(step), len(self))
        if whole == len(self) or self.jumps.steps[whole]:
            return self.theta(whole)
        share = step - whole
        return self.theta(whole) * (1 - share) + self.theta(whole + 1) * share

    def jump(self, step: float) -> tuple[float, float, float] | None:
        """Return the jump that is seen at a step: from where, to where, and the share of it that is done.

        On the way to a step it is the jump to it; at a step the whole one that led there, if it was one.
        """
        whole = min(int(step), len(self))
        steps = self.jumps.steps
        if step > whole < len(self) and steps[whole]:
            return self.theta(whole), self.theta(whole + 1), step - whole
        if step == whole > 0 and steps[whole - 1]:
            return self.theta(whole - 1), self.theta(whole), 1.0
        return None

    @property
    def rolls_down(self) -> bool:
        """Whether it goes lower with every step, always in the same direction, and never by a jump."""
        ways = np.sign(np.diff(self.thetas))
        falls = (np.diff(self.values) <= 0).all() and not self.jumps.steps.any()
        return bool(falls and len(np.unique(ways[ways != 0])) < 2)

    @cached_property
    def settled(self) -> int:
        """The step from which on nothing is seen to move; the last one if it never settles."""
        frame = self.frames[-1]
        with np.errstate(invalid="ignore"):
            away = ~(np.abs(self.thetas - self.thetas[-1]) <= SETTLED * (frame.right - frame.left))
        return min(int(np.flatnonzero(away)[-1]) + 2, len(self)) if away.any() else min(len(self), 1)

    @cached_property
    def shown_meanwhile(self) -> list[Shown]:
        """What it shows on its way."""
        return shown_meanwhile(self.trajectory)

    @property
    def level(self) -> Level:
        """Where the curve is level in the window."""
        return level_of(self.critical)

    @property
    def critical(self) -> list[CriticalPoint]:
        """The critical points in the window."""
        left, right = self.base.left, self.base.right
        return [point for point in self.plan.critical.points if left <= point.theta[0] <= right]

    def glided(self, step: float) -> Floats:
        """Return the parts of the axis (m, 2) over which the ball has glided up to a step."""
        return glided(self.thetas, self.jumps.steps, step)

    @property
    def escapes(self) -> bool:
        return self.trajectory.status.outcome is Outcome.ESCAPED

    @cached_property
    def digits(self) -> int:
        """How many digits tell two steps of theta apart: 4, or more on a large offset and for short steps."""
        return _digits(self.thetas)

    @cached_property
    def cost_digits(self) -> int:
        return _digits(self.values)

    @cached_property
    def frames(self) -> list[Frame]:
        """The frame of every step: the first, until a theta leaves it; from then on, one that holds it."""
        frames, low, high = [], self.base.left, self.base.right
        for theta in [*self.thetas[1:], self.thetas[-1]]:
            if not math.isfinite(theta) or low <= theta <= high:
                frames.append(frames[-1] if frames else self.base)
                continue
            reach = 1.15 * abs(theta - (low + high) / 2)
            middle = (low + high) / 2
            low, high = min(low, middle - reach), max(high, middle + reach)
            frames.append(self.plan.window(((low, high),)).frame)
        return frames

    @property
    def rescales(self) -> bool:
        return self.frames[-1] != self.frames[0]

    def frame_at(self, step: float) -> Frame:
        """Return the frame at a step that may lie between two: growing evenly in proportion."""
        whole = min(int(step), len(self.frames) - 1)
        before = self.frames[max(whole - 1, 0)]
        after = self.frames[whole]
        share = min(step - whole, 1.0) if whole < len(self) else 1.0
        if before == after or share >= 1.0:
            return after
        share = share * share * (3 - 2 * share)
        mixed = np.asarray(before) + share * (np.asarray(after) - np.asarray(before))
        return Frame(*mixed.tolist())

    def lens_window(self, worked: int) -> tuple[float, float]:
        """Return the piece of the axis that holds the worked steps, with air."""
        thetas = self.thetas[: worked + 1]
        low, high = float(thetas.min()), float(thetas.max())
        air = 0.12 * (high - low)
        return low - air, high + air

    @property
    def is_plain(self) -> bool:
        """Whether a step is the slope times the learning rate, and nothing else."""
        return self.plan.is_plain

    @cached_property
    def valley(self) -> Valley:
        """The valley in which it starts."""
        return Valley(self.cost, self.theta(0), self.plan.critical.points, self.base)

    def needs_other_side(self, worked: int) -> bool:
        """Whether the worked steps stay on one side of a minimum, and the other can be shown."""
        if not (self.is_plain and len(self) and math.isfinite(self.valley.other_side)):
            return False
        bottom = self.valley.bottom
        ways = (self.thetas[: worked + 1] - bottom) / (self.theta(0) - bottom)
        return bool((ways > 0).all() and (ways <= 1).all())

    @cached_property
    def outcomes(self) -> Outcomes:
        """How it ended, as facts, among the critical points of the landscape."""
        return endings([self.trajectory], self.plan.critical)

    @property
    def finds_minimum(self) -> bool:
        """Whether it comes to rest at a minimum."""
        return self.outcomes.reached[0] is not None


def _digits(values: Floats) -> int:
    finite = values[np.isfinite(values)]
    largest = float(np.abs(finite).max())
    first = np.abs(np.diff(finite[:4]))
    changes = [float(np.ptp(finite)), *(10 * first[first > 0]).tolist()]
    changes = [change for change in changes if change > 1e-12 * largest]  # less is nothing but rounding
    if not changes:
        return 4
    return min(9, 4 + max(0, math.ceil(math.log10(largest / min(changes)) - 0.5)))
