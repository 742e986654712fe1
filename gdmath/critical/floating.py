"""A cost in floating point alone, unchecked: quick, for searches whose results are judged again."""

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdmath.arithmetic.compile import Compiled, Program
from gdmath.arithmetic.derivative import Tangents, gradient
from gdmath.arithmetic.stable import stable
from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.formulas.graph import ZERO, Node, ordered
from gdmath.objective import Objective


class Floating(Objective):
    """The same function as a cost's, without a second look at numbers that have lost digits.

    >>> Floating(Cost.parse("x**2 + y")).gradient([1.0, 2.0]).tolist()
    [2.0, 1.0]
    """

    def __init__(self, cost: Cost) -> None:
        self.cost, self.variables = cost, cost.variables
        self._names = [symbol.name for symbol in cost.variables]
        self._graph = stable(cost.graph)

    @cached_property
    def parts(self) -> int:
        """How many operations the formula has, shared ones once."""
        return len(ordered([self._graph]))

    @cached_property
    def is_smooth(self) -> bool:
        return self.cost.is_smooth

    def record(self) -> dict[str, Any]:
        return self.cost.record()

    def value(self, theta: ArrayLike) -> Floats:
        points = self._points(theta)
        with np.errstate(all="ignore"):
            return self._defined(points, self._value(*self._columns(points)))[0]

    def value_and_gradient(self, theta: ArrayLike) -> tuple[Floats, Floats]:
        with np.errstate(all="ignore"):
            return self.evaluate(self._points(theta))

    def evaluate(self, points: Floats) -> tuple[Floats, Floats]:
        value, *partials = self._defined(points, self._slopes(*self._columns(points)))
        return value, np.stack(partials, axis=-1)

    def hessian(self, theta: ArrayLike) -> Floats:
        points, d = self._points(theta), self.dimension
        with np.errstate(all="ignore"):
            entries = self._defined(points, self._bends(*self._columns(points)))
        return np.stack(entries, axis=-1).reshape(*points.shape, d)

    def has_gradient(self, theta: ArrayLike) -> NDArray[np.bool_]:
        return np.asarray(np.isfinite(self.gradient(theta)).all(axis=-1))

    def _columns(self, points: Floats) -> list[Any]:
        return [points[..., i] for i in range(points.shape[-1])]

    def _defined(self, points: Floats, results: Any) -> list[Floats]:
        """The results as arrays (...), nan where the cost is undefined."""
        if self._is_total:
            return [
                np.full(points.shape[:-1], result) if np.ndim(result) < points.ndim - 1 else result
                for result in results
            ]
        hole = np.broadcast_to(self._undefined(*self._columns(points))[0], points.shape[:-1])
        return [np.where(hole, np.nan, result) for result in results]

    @cached_property
    def _is_total(self) -> bool:
        """Whether the formula is defined everywhere."""
        parts = ordered([self.cost.graph])
        return all(part.op in _TOTAL or (part.op == "ipow" and _is_positive(part)) for part in parts)

    @cached_property
    def _undefined(self) -> Compiled:
        return Program(self._names, [self.cost.graph]).undefined()

    @cached_property
    def _value(self) -> Compiled:
        return Program(self._names, [self._graph]).values()

    @cached_property
    def _first(self) -> list[Node]:
        partials = gradient(self._graph)
        return [partials.get(name, ZERO) for name in self._names]

    @cached_property
    def _slopes(self) -> Compiled:
        return Program(self._names, [self._graph, *self._first]).values()

    @cached_property
    def _bends(self) -> Compiled:
        tangents = Tangents(self._first)
        entries = [entry for name in self._names for entry in tangents.by(name, self._first)]
        return Program(self._names, entries).values()


_TOTAL = {"const", "named", "var", "add", "mul", "neg", "sin", "cos", "exp", "sinh", "cosh", "tanh", "atan"}
_TOTAL |= {"abs", "Max", "Min", "relu", "sign", "sigmoid", "softplus", "erf", "cbrt"}


def _is_positive(part: Node) -> bool:
    return isinstance(part.data, int) and part.data > 0


def floating(cost: Objective) -> Objective:
    """Return a cost of a formula in floating point alone, and any other as it is."""
    return Floating(cost) if type(cost) is Cost else cost
