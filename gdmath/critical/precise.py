"""A cost and its derivatives at many digits: for judging where floating point is at its end."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import mpmath as mp

from gdmath.arithmetic.derivative import Tangents, gradient
from gdmath.arithmetic.multiprecision import At, UndecidedError, UndefinedError
from gdmath.arithmetic.stable import stable
from gdmath.cost import Cost
from gdmath.formulas.graph import ZERO, Node, ordered
from gdmath.objective import Objective

DIGITS = 120
_LONGEST = 400  # parts of a graph
_BITS = 3.33  # for a digit


class Precise:
    """The values and derivatives of a cost, with DIGITS digits, or as many as mpmath is set to.

    >>> precise = Precise(Cost.parse("1 - cos(x)"))
    >>> mp.nstr(precise.value([mp.mpf("1e-15")]), 3)
    '5.0e-31'
    """

    def __init__(self, cost: Cost) -> None:
        self._names = [symbol.name for symbol in cost.variables]
        self._graph = stable(cost.graph)

    def value(self, theta: Sequence[Any]) -> Any:
        """Return C(theta), nan where it is undefined."""
        return self._numbers([self._graph], theta)[0]

    def gradient(self, theta: Sequence[Any]) -> list[Any]:
        """Return the partial derivatives (d,), nan where they are undefined."""
        return self._numbers(self._first, theta)

    def hessian(self, theta: Sequence[Any]) -> list[list[Any]]:
        """Return the second partial derivatives (d, d), nan where they are undefined."""
        d = len(self._names)
        entries = self._numbers(self._second, theta)
        return [entries[i * d : (i + 1) * d] for i in range(d)]

    def _numbers(self, nodes: Sequence[Node], theta: Sequence[Any]) -> list[Any]:
        at = At(dict(zip(self._names, theta, strict=True)), int(_BITS * max(DIGITS, mp.mp.dps)))
        found = []
        for node in nodes:
            try:
                found.append(mp.make_mpf(at(node)._mpf_))
            except (UndefinedError, UndecidedError):
                found.append(mp.nan)
        return found

    @cached_property
    def _first(self) -> list[Node]:
        partials = gradient(self._graph)
        return [partials.get(name, ZERO) for name in self._names]

    @cached_property
    def _second(self) -> list[Node]:
        tangents = Tangents(self._first)
        return [entry for name in self._names for entry in tangents.by(name, self._first)]


def precise_of(cost: Objective) -> Precise | None:
    """Return the cost at many digits, or None where it has no formula, or one that takes too long."""
    if type(cost) is not Cost or len(ordered([cost.graph])) > _LONGEST:
        return None
    return Precise(cost)
