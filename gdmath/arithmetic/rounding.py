"""How far values of a cost may be off for rounding."""

import numpy as np

from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.objective import Objective

_LEAST = 4 * float(np.finfo(float).eps)


def rounding(cost: Objective, theta: Floats, value: float) -> float:
    """Return about how far `value`, the cost at theta (d,), and another near it may differ by mere rounding.

    What a cost without a formula is off by isn't known; it is taken by what its value changes by among the
    nearest neighbours of theta.

    >>> rounding(Cost.parse("1e8 + x**2"), np.array([1.0]), 1e8 + 1) > 1e-8
    True
    """
    least = _LEAST * abs(value)
    if type(cost) is Cost:
        return max(least, 2 * cost.value_error(theta))
    pattern = np.where(np.arange(theta.size) % 2, -1.0, 1.0)
    ulps = np.stack([np.ones(theta.size), pattern])
    ulps = np.concatenate([ulps, -ulps, 2 * ulps, -2 * ulps]) * np.spacing(np.abs(theta))
    spread = np.abs(cost.value(theta + ulps) - value)
    return max(least, 2 * float(np.max(spread, initial=0.0, where=np.isfinite(spread))))
