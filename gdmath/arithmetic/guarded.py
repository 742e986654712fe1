"""A formula in floating point that knows where it may be wrong: near the origin, and far from it."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gdmath.arithmetic.compile import Compiled, Program
from gdmath.formulas.graph import Node


class Guarded:
    """The code of some derivatives of a cost, whose bounds hold at near points, or at all of them (`far`).

    At near points most formulas can't leave the range of floats on the way, which saves the bounds.
    """

    def __init__(self, cost: Node, nodes: Sequence[Node], names: Sequence[str], far: bool = False) -> None:
        self._cost, self._names, self._far = cost, names, far
        self.program = Program(names, nodes, far)
        self._least, self._most = 1 / self.program.bounds.near, self.program.bounds.near

    @cached_property
    def plain(self) -> Compiled:
        """The values, unchecked."""
        return self.program.values()

    @cached_property
    def is_sound(self) -> bool:
        """Whether the values are right where they are finite."""
        return self.program.is_sound()

    @cached_property
    def checked(self) -> Compiled:
        """The values, and then bounds on their errors."""
        return self.program.checked()

    @cached_property
    def code(self) -> Compiled:
        """The values, and bounds on their errors unless these are sound."""
        return self.plain if self.is_sound else self.checked

    @cached_property
    def undefined(self) -> Compiled:
        """Whether the cost is undefined for certain."""
        return Program(self._names, [self._cost], self._far).undefined()

    def is_near(self, x: float) -> bool:
        """Whether a coordinate is 0, or neither too large nor too small for the bounds to hold."""
        return self._least <= abs(x) <= self._most or x == 0

    def far_of(self, columns: Sequence[NDArray[np.float64]]) -> NDArray[np.bool_] | None:
        """Return where a coordinate is not near, None if that is nowhere."""
        far = None
        for column in columns:
            sizes = np.abs(column)
            if sizes.size and not (sizes.min() >= self._least and sizes.max() <= self._most):
                odd = ~(((sizes >= self._least) & (sizes <= self._most)) | (sizes == 0))
                if odd.any():
                    far = odd if far is None else far | odd
        return far
