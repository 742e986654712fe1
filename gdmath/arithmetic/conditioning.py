"""How well a number is determined at all: next to a zero, theta's own last digit decides it."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from gdmath.arithmetic.compile import Program
from gdmath.arithmetic.errors import UNIT
from gdmath.formulas.graph import Node, const, node, rebuilt, with_args

_FACTOR = 64  # an error may be so many times what half a unit in theta's last place changes
_SMALL = 1e-11  # and, of the terms that cancel, must be so small a part
_MOST = 30  # variables: of more, the slopes are too many


class Conditioning:
    """Tells which errors are no larger than what rounding theta itself changes, so that more digits are idle.

    That is the case of a cancellation in the formula at one of its own zeros, as in x**2 - 4*x + 3 near 3,
    and not of one that the formula brings about, as in (1 - cos(x))/x near 0. N. J. Higham, 2002, "Accuracy
    and Stability of Numerical Algorithms", section 1.6.
    """

    def __init__(
        self,
        names: Sequence[str],
        outputs: Sequence[Node],
        slopes: Callable[[], Sequence[Sequence[Node]]],
    ) -> None:
        """`slopes` gives the derivatives by all variables, of the cost and then of its gradient."""
        self._names, self._outputs, self._slopes = names, outputs, slopes

    def excuses(self, columns: Sequence[Any], errors: Sequence[Any]) -> list[Any]:
        """Return for each output where its error is excused, given the coordinates (m,) of points."""
        sizes = self._scale(*columns)
        small = [
            np.asarray(error <= _SMALL * np.abs(size)) for error, size in zip(errors, sizes, strict=True)
        ]
        if len(self._names) > _MOST or not np.any(small):
            return small
        pairs = zip(small, errors, self._changes(columns), strict=False)
        return [is_small & np.asarray(error <= _FACTOR * change) for is_small, error, change in pairs]

    def _changes(self, columns: Sequence[Any]) -> list[Any]:
        """By how much cost and gradient change when theta does by half a unit in its last place."""
        slopes = iter(self._compiled(*columns))
        half = [UNIT * np.abs(x) for x in columns]
        value, *gradient = (
            sum(np.abs(next(slopes)) * change for change in half) for _ in range(len(columns) + 1)
        )
        # At a minimum the value changes by the second order only.
        second = sum(slope * change for slope, change in zip(gradient, half, strict=True))
        return [value + second / 2, *gradient]

    @cached_property
    def _scale(self) -> Any:
        return Program(self._names, rebuilt(self._outputs, _scaled)).values()

    @cached_property
    def _compiled(self) -> Any:
        return Program(self._names, [slope for row in self._slopes() for slope in row]).values()


def _scaled(part: Node, args: tuple[Node, ...]) -> Node:
    """How large a node would be if nothing in it cancelled."""
    match part.op:
        case "const" | "named" | "var":
            return node("abs", part)
        case "neg":
            return args[0]
        case "add" | "mul":
            return with_args(part, args)
        case "ipow" if int(part.data or 0) > 0:  # type: ignore[arg-type]
            return with_args(part, args)
        case "div":
            return node("div", args[0], node("abs", part.args[1]))
    return node("abs", part) if part.args else const(0)
