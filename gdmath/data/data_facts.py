"""What data say of a descent on them: how unequal their scales are, and whether there is a minimum."""

from dataclasses import dataclass

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike
from scipy.optimize import linprog

from gdmath.arrays import Floats
from gdmath.data.data_cost import DataCost
from gdmath.data.dataset import Dataset
from gdmath.formulas.sympy_functions import softplus

MOST_TOLD = 1e15  # a condition number that is told from infinity
_WORTH = 10  # times better conditioned: less is not worth the change of units


@dataclass(frozen=True)
class Conditioning:
    """How many times the largest curvature is the smallest: with the data as they are, and standardised.

    Gradient descent needs about as many steps as this to lose a digit of the error.
    """

    raw: float
    standardised: float

    @property
    def standardising_helps(self) -> bool:
        """Whether the columns' scales, and not the model, are what makes the curvatures so unequal."""
        return self.raw > _WORTH * self.standardised


def conditioning(cost: DataCost, theta: ArrayLike) -> Conditioning | None:
    """Return the condition numbers of the Hessian at theta; None where it is not defined or curves nowhere.

    Standardised are all columns but the last one, the target, which the Hessian of the usual models does not
    know; a column whose values are all the same stays as it is.

    >>> cost = DataCost.parse("(w*x + b - y)**2", ["w", "b"], ["x", "y"], [[1000, 1], [1001, 2], [1002, 3]])
    >>> facts = conditioning(cost, [0, 0])
    >>> facts.raw > 1e12, round(facts.standardised, 9), facts.standardising_helps
    (True, 1.0, True)
    """
    names = [str(column) for column in cost.columns]
    varied = [place + 1 for place in range(len(names) - 1) if np.ptp(cost.rows[:, place]) > 0]
    data = Dataset(names, cost.rows)
    rows = data.standardised(varied).rows if varied else data.rows
    raw, equal = (
        _condition(each.hessian(theta))
        for each in (cost, DataCost(cost.graph, cost.variables, cost.columns, rows))
    )
    return None if raw is None or equal is None else Conditioning(raw, equal)


def is_separable(cost: DataCost) -> bool:
    """Return whether a logistic cost has no minimum, since a plane divides the labels without a mistake.

    Then the cost falls for ever as the weights grow along that plane's normal. Told by linear programming:
    A. Albert, J. A. Anderson, 1984, "On the existence of maximum likelihood estimates in logistic regression
    models", doi:10.1093/biomet/71.1.1. False for any other cost.

    >>> from gdmath import logistic
    >>> is_separable(logistic(Dataset(("x", "y"), [[1, 0], [2, 0], [3, 1]])))
    True
    >>> is_separable(logistic(Dataset(("x", "y"), [[1, 0], [2, 1], [3, 0]])))
    False
    """
    sides = _signed_features(cost)
    if sides is None:
        return False
    size = np.abs(sides).max(axis=0)
    sides = sides / np.where(size > 0, size, 1.0)
    # The most that a direction can gain in all, losing nowhere: 0 unless it separates.
    gain = linprog(-sides.mean(axis=0), A_ub=-sides, b_ub=np.zeros(len(sides)), bounds=(-1, 1))
    return bool(gain.status == 0 and -gain.fun > 1e-9)


def _condition(hessian: Floats) -> float | None:
    if not np.isfinite(hessian).all():
        return None
    numbers = np.linalg.eigvalsh(hessian)
    if not numbers[-1] > 0:
        return None
    return float(numbers[-1] / max(numbers[0], numbers[-1] / MOST_TOLD))


def _signed_features(cost: DataCost) -> Floats | None:
    """The features (n, d) of a logistic cost, those of label 0 with their signs turned; None for others."""
    try:
        loss = cost.expression
    except ValueError:  # too long to be written out
        return None
    inside = loss.atoms(softplus)
    if len(inside) != 1:
        return None
    z, y = inside.pop().args[0], cost.columns[-1]
    slopes = [sp.diff(z, variable) for variable in cost.variables]
    at_zero = z.subs(dict.fromkeys(cost.variables, 0))
    linear = not any(slope.free_symbols & {*cost.variables, y} for slope in slopes) and at_zero == 0
    if not linear or sp.expand(loss - softplus(z) + y * z) != 0:
        return None
    columns = sp.lambdify(cost.columns, slopes, "numpy")(*cost.rows.T)
    features = np.column_stack([np.broadcast_to(column, len(cost.rows)) for column in columns])
    return features * (2 * cost.rows[:, -1:] - 1)
