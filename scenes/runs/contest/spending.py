"""What a run has spent: gradients, costs that were looked at besides, Hessians."""

from dataclasses import dataclass
from typing import Any

from gdmath.arrays import Floats
from gdmath.line_search import LineSearch
from gdmath.optimizers import Newton, Point
from gdmath.trajectory import Outcome, Trajectory


@dataclass(frozen=True)
class Spent:
    """At how many points a run needed the gradient, the cost without it, and the Hessian.

    The gradient at the last point is not counted: no step was taken with it, unless a search needed it.
    """

    gradients: int
    costs: int = 0
    hessians: int = 0

    @classmethod
    def of(cls, run: Trajectory, optimizer: Any, meter: "Metered | None" = None) -> "Spent":
        """Count what a run needed; `meter` saw what its line search looked at."""
        count = len(run) + (run.status.outcome is Outcome.NO_LENGTH)
        inner = getattr(optimizer, "optimizer", optimizer)
        hessians = count if isinstance(inner, Newton) else 0
        if meter is None:
            return cls(count, 0, hessians)
        # What a search saw where the next step begins need not be computed again.
        begins = [theta.tobytes() for theta in run.thetas[1:count]]
        seen, valued = set(meter.gradients), set(meter.costs)
        gradients = count + len(meter.gradients) - sum(theta in seen for theta in begins)
        costs = len(meter.costs) - sum(theta in valued and theta not in seen for theta in begins)
        return cls(gradients, costs, hessians)


class Metered:
    """A line search that keeps where it looked at the cost alone, and where at its gradient too.

    >>> from gdmath import Backtracking, Cost, Stop, descend
    >>> meter = Metered(Backtracking(initial=4.0))
    >>> run = descend(Cost.parse("x**2"), 1.0, learning_rate=meter, stop=Stop(steps=1))
    >>> Spent.of(run, None, meter)
    Spent(gradients=1, costs=4, hessians=0)
    """

    def __init__(self, search: LineSearch) -> None:
        self.search = search
        self.costs: list[bytes] = []
        self.gradients: list[bytes] = []

    def length(self, point: Point, direction: Floats) -> float | None:
        """Return what the search does."""
        watched: Any = _Watched(point.cost, self)
        return self.search.length(point._replace(cost=watched), direction)


class _Watched:
    """A cost that tells a meter where it is looked at."""

    def __init__(self, cost: Any, meter: Metered) -> None:
        self._cost, self._meter = cost, meter

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cost, name)

    def value(self, theta: Floats) -> Any:
        self._meter.costs.append(theta.tobytes())
        return self._cost.value(theta)

    def evaluate(self, theta: Floats) -> Any:
        self._meter.gradients.append(theta.tobytes())
        return self._cost.evaluate(theta)
