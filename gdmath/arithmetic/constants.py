"""The value of what contains no variable, correctly rounded."""

from collections.abc import Sequence
from fractions import Fraction

from gdmath.arithmetic.multiprecision import At, UndecidedError, UndefinedError, rounded
from gdmath.formulas.graph import Node, depends, float_of


def floats_of_constants(parts: Sequence[Node]) -> dict[int, tuple[float, bool]]:
    """Return the value of every node without a variable, by its id, and whether a float holds it exactly."""
    varies = depends(parts)
    found: dict[int, tuple[float, bool]] = {}
    for part in parts:
        if varies[id(part)]:
            continue
        if isinstance(part.data, Fraction) and part.op == "const":
            value = float_of(part.data)
            exact = abs(value) < float("inf") and Fraction(value) == part.data
        else:
            try:
                value, exact = rounded(part, {})[0], False
            except (UndecidedError, UndefinedError):
                value, exact = float("nan"), False
        found[id(part)] = (value, exact)
    return found


def pairs_of_constants(parts: Sequence[Node]) -> dict[int, tuple[float, float]]:
    """Return the value of every node without a variable, by its id, as the sum of two floats."""
    varies = depends(parts)
    at = At({}, 266)
    found: dict[int, tuple[float, float]] = {}
    for part in parts:
        if varies[id(part)]:
            continue
        try:
            value = at(part)
            high = float(value)
            found[id(part)] = (high, float(value - high))
        except (UndecidedError, UndefinedError, OverflowError):
            found[id(part)] = (float("nan"), 0.0)
    return found
