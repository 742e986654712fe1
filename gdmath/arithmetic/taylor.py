"""Whether derivatives are those of a function: by what the first term of its Taylor series leaves over."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import sympy as sp

from gdmath.arrays import Floats

_MOST = 16  # directions that are tried: the axes, or seeded random ones of more variables than that
_STEPS = 10.0 ** -np.arange(1, 9)  # times the size of theta
_ONE_SIDED = 5  # the step of these by which a kink is told
_WRONG = 1e-3  # of the derivative: less may be the rounding of 32 bits


def check_derivative(
    function: Callable[[Floats], Floats],
    derivative: Floats,
    theta: Floats,
    variables: Sequence[sp.Symbol],
    names: tuple[str, str],
    rounding: float,
) -> None:
    """Raise ValueError, naming how far off it is, unless a derivative is the function's at a point.

    `function` maps (m, d) to (m, k), and `derivative` is (k, d) at theta (d,). Along each axis (or 16 random
    directions of a longer theta) the derivative is compared with the central difference whose own relative
    error is least, of eight steps. At a kink any slope between the one-sided ones will do. `names` are those
    of the derivative and of the function.
    """
    for direction, along in _directions(theta, variables):
        said = derivative @ direction
        low, high, error = _slopes(function, theta, direction, rounding)
        allowed = 10 * error + _WRONG * np.maximum(np.maximum(np.abs(low), np.abs(high)), np.abs(said))
        off = np.fmax(low - said, said - high)
        if (off > allowed).any():
            worst = int(np.nanargmax(off - allowed))
            raise ValueError(
                f"the {names[0]} is not the {names[1]}'s: at {where(variables, theta)} it says "
                f"{said[worst]:.4g} {along}, but the {names[1]} changes by "
                f"{(low[worst] + high[worst]) / 2:.4g} a unit; mend one of them"
            )


def where(variables: Sequence[sp.Symbol], theta: Floats) -> str:
    """Return a point in words: x = 1, y = 2."""
    shown = [f"{symbol.name} = {x:.4g}" for symbol, x in zip(variables, theta.tolist(), strict=True)]
    return ", ".join(shown if len(shown) <= 4 else [*shown[:3], "..."])


def _directions(theta: Floats, variables: Sequence[sp.Symbol]) -> Iterator[tuple[Floats, str]]:
    if len(theta) <= _MOST:
        for axis, symbol in zip(np.eye(len(theta)), variables, strict=True):
            yield axis, f"along {symbol.name}"
        return
    for direction in np.random.default_rng(0).standard_normal((_MOST, len(theta))):
        yield direction / np.linalg.norm(direction), "along a random direction"


def _slopes(
    function: Callable[[Floats], Floats], theta: Floats, direction: Floats, rounding: float
) -> tuple[Floats, Floats, Floats]:
    """The least and the greatest slope along a direction, and their error: infinite if it can't be told."""
    steps = _STEPS[:, None] * max(1.0, float(np.abs(theta @ direction)))
    middle = function(theta[None])
    ahead, behind = function(theta + steps * direction), function(theta - steps * direction)
    central = (ahead - behind) / (2 * steps)
    # Where nothing changes, the step is below rounding: unless that is so of all.
    central[(ahead == behind) & (ahead == middle)] = np.nan
    still = np.isnan(central).all(axis=0) & (ahead[0] == middle[0])
    error = np.abs(np.diff(central, axis=0)) + 4 * rounding * np.abs(ahead[:-1]) / steps[:-1]
    error = np.where(np.isfinite(error), error, np.inf)
    size = np.fmax(np.abs(central[:-1]), np.abs(central[1:]))
    best, components = (error / size).argmin(axis=0), np.arange(central.shape[1])
    slope, least = central[best, components], error[best, components]
    slope = np.where(np.isfinite(slope), slope, 0.0)
    least = np.where(still, np.finfo(np.float32).eps * np.abs(middle[0]) / steps[0], least)
    one = steps[_ONE_SIDED]
    sides = np.stack([(ahead[_ONE_SIDED] - middle[0]) / one, (middle[0] - behind[_ONE_SIDED]) / one, slope])
    return np.fmin.reduce(sides), np.fmax.reduce(sides), least
