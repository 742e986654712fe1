"""The second opinion: a cost and its derivatives at one point, in as many digits as it takes."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from gdmath.arithmetic.multiprecision import At, UndecidedError, UndefinedError, float_of, rounded
from gdmath.formulas.graph import Node

# How near a side is looked at, and with what precision, in bits.
_NEAR = ((100, 400), (200, 800))
_LEVEL = 2.0**-40


class Output(NamedTuple):
    """What is asked for: a node, and by which variables, counted from 0, it is a derivative of the cost."""

    node: Node
    along: tuple[int, ...] = ()


class Exact:
    """Outputs of a cost at a point: nan where they do not exist, infinite where no float is as large.

    Where branches meet, a derivative is the mean of its limits from both sides along its variables, or the
    one limit where the cost is defined on one side only; where its own formula has a hole, as that of
    sqrt(x)**2 has at 0, it is their limit.
    """

    def __init__(self, cost: Node, outputs: Sequence[Output], names: Sequence[str]) -> None:
        self.cost, self.outputs, self.names = cost, outputs, names

    def values(self, point: Sequence[float], which: Sequence[int]) -> list[float]:
        """Return some of the outputs, counted from 0; nan too for what can't be had, see `is_lost`."""
        return [self._value(point, self.outputs[i]) for i in which]

    def is_defined(self, point: Sequence[float]) -> bool:
        """Whether the cost is defined; True where that can't be had."""
        try:
            rounded(self.cost, self._named(point))
        except UndefinedError:
            return False
        except UndecidedError:
            return True
        return True

    def is_lost(self, point: Sequence[float]) -> bool:
        """Whether an output is defined but too large for a float, itself or on the way to it."""
        try:
            return self.is_defined(point) and any(
                math.isinf(self._found(point, output)) for output in self.outputs
            )
        except UndecidedError:
            return True

    def is_torn(self, point: Sequence[float]) -> bool:
        """Whether the cost jumps or its one-sided derivatives differ, along any variable."""
        try:
            return any(
                self._is_torn_along(point, output) for output in self.outputs if len(output.along) == 1
            )
        except (UndecidedError, UndefinedError):
            return True

    def _is_torn_along(self, point: Sequence[float], output: Output) -> bool:
        value, _ = rounded(self.cost, self._named(point))
        for sign in (1, -1):
            try:
                beside = self._limit(point, Output(self.cost, output.along), (sign,))
            except UndefinedError:
                return True
            if abs(beside - value) > 1e-9 * abs(value):
                return True
        above, below = (self._limit(point, output, (sign,)) for sign in (1, -1))
        return not abs(above - below) <= 1e-9 * max(abs(above), abs(below))

    def _value(self, point: Sequence[float], output: Output) -> float:
        try:
            return self._found(point, output)
        except UndecidedError:
            return math.nan

    def _found(self, point: Sequence[float], output: Output) -> float:
        if not output.along:
            try:
                return rounded(output.node, self._named(point))[0]
            except UndefinedError:
                return math.nan
        try:
            value, torn = rounded(output.node, self._named(point))
            if not torn:
                return value
        except UndefinedError:
            torn = False
        sides = [(1,), (-1,)] if len(set(output.along)) == 1 else [(1, 1), (1, -1), (-1, 1), (-1, -1)]
        limits = []
        for signs in sides:
            try:
                limits.append(self._limit(point, output, signs))
            except UndefinedError:
                continue
        if not limits or not (torn or _agree(limits)):
            return math.nan
        return math.fsum(limits) / len(limits)

    def _limit(self, point: Sequence[float], output: Output, signs: Sequence[int]) -> float:
        """The limit from one side along each variable; nan where there is none.

        Raises UndefinedError where the cost is not defined on that side.
        """
        near, nearer = (self._beside(point, output, signs, *bits) for bits in _NEAR)
        if near is None or nearer is None:  # its own formula has a hole even there, as that of sqrt(relu(x))
            near, nearer = (self._quotient(point, output, signs, *bits) for bits in _NEAR)
        if abs(near - nearer) <= 1e-15 * abs(nearer):
            return float_of(nearer)
        size, smaller = abs(near), abs(nearer)
        if smaller <= 2 * size * size < _LEVEL or smaller < _LEVEL * size:
            return 0.0
        return math.nan

    def _beside(
        self, point: Sequence[float], output: Output, signs: Sequence[int], near: int, bits: int
    ) -> Any:
        """The output at a point so near, None if it is undefined there though the cost is not."""
        at = At(self._named(point), bits)
        moved = dict(at.point)
        for position, (i, sign) in enumerate(zip(dict.fromkeys(output.along), signs, strict=False)):
            name, mp = self.names[i], at.mp
            size = abs(mp.mpf(point[i])) or mp.one
            # Not by the same along both: branches that meet on a diagonal would meet again.
            moved[name] = mp.mpf(point[i]) + sign * mp.ldexp(size, -near - 3 * position)
        at = At(moved, bits)
        at(self.cost)
        try:
            return at(output.node)
        except UndefinedError:
            return None

    def _quotient(
        self, point: Sequence[float], output: Output, signs: Sequence[int], near: int, bits: int
    ) -> Any:
        """The quotient of differences of the cost that tends to a first or second derivative."""
        mp = At({}, 4 * bits).mp
        steps = [mp.ldexp(abs(mp.mpf(point[i])) or mp.one, -near) for i in output.along]
        moves = [sign * step for sign, step in zip([*signs, signs[0]], steps, strict=False)]
        names = [self.names[i] for i in output.along]

        def cost(*taken: bool) -> Any:
            moved = {name: mp.mpf(x) for name, x in self._named(point).items()}
            for name, step, is_taken in zip(names, moves, taken, strict=True):
                moved[name] += step * is_taken
            return At(moved, 4 * bits)(self.cost)

        if len(moves) == 1:
            return (cost(True) - cost(False)) / moves[0]
        change = cost(True, True) - cost(True, False) - cost(False, True) + cost(False, False)
        return change / (moves[0] * moves[1])

    def _named(self, point: Sequence[float]) -> Mapping[str, float]:
        return dict(zip(self.names, point, strict=True))


def _agree(limits: Sequence[float]) -> bool:
    return max(limits) - min(limits) <= 1e-12 * max(map(abs, limits))
