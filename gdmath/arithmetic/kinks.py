"""Where branches meet: candidates for kinks, by one quick look."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np

from gdmath.arithmetic.compile import Program
from gdmath.arithmetic.derivative import BRANCHES, gradient
from gdmath.formulas.graph import ZERO, Node, ordered

_NEAR = 1e-15


class Kinks:
    """The places of a graph where its value jumps or its derivative does, as far as branches tell.

    Branches that are equal over an open set, and so have the same derivatives there, do not count.
    """

    def __init__(self, graph: Node, names: Sequence[str]) -> None:
        self._choices = [part for part in ordered(list(gradient(graph).values())) if part.op == "choose"]
        self._signs = [part.args[0] for part in ordered([graph]) if part.op == "sign"]
        roots = [arg for choice in self._choices for arg in choice.args]
        self._compiled = Program(names, [*roots, *self._signs, ZERO]).values()

    @staticmethod
    def of(graph: Node) -> bool:
        """Whether a graph has branches at all."""
        return any(part.op in (*BRANCHES, "sign") for part in ordered([graph]))

    def near(self, arguments: Sequence[Any]) -> Any:
        """Return where derivatives of meeting branches differ, or a sign changes: of the arguments' shape."""
        numbers = iter(self._compiled(*arguments))
        found: Any = np.False_
        for choice in self._choices:
            half = len(choice.args) // 2
            comparands = [next(numbers) for _ in range(half)]
            derivatives = [next(numbers) for _ in range(half)]
            found = found | _meet(comparands, derivatives, int(choice.data or 0))  # type: ignore[arg-type]
        return reduce(lambda a, u: a | (u == 0), (next(numbers) for _ in self._signs), found)


def _meet(comparands: Sequence[Any], derivatives: Sequence[Any], sign: int) -> Any:
    best = reduce(np.maximum if sign > 0 else np.minimum, comparands)
    low: Any = np.inf
    high: Any = -np.inf
    for comparand, derivative in zip(comparands, derivatives, strict=True):
        near = np.abs(comparand - best) <= _NEAR * np.abs(best)
        low = np.where(near, np.minimum(low, derivative), low)
        high = np.where(near, np.maximum(high, derivative), high)
    return low < high
