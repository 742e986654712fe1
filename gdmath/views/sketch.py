"""A cost as it is looked at to find one's way: quick and a little rough, where a look takes many points."""

from typing import Any

import numpy as np
import sympy as sp

from gdmath.arithmetic.evaluation import Evaluation
from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.data.data_cost import DataCost
from gdmath.objective import Objective

_ROWS = 200  # examples that stand for all of them


def sketch(cost: Objective) -> Objective:
    """Return a cost that is nearly this one and quick over many points, for where to look and how far to go.

    A formula in floating point, unchecked; of data that are many, the same quadratic, or some of the rows.
    What is shown, and what a descent records, is the cost's own.

    >>> float(sketch(Cost.parse("x**2 + 1")).value([3.0]))
    10.0
    """
    if isinstance(cost, DataCost):
        return _of_data(cost)
    if type(cost) is not Cost:
        return cost
    rough = object.__new__(_Rough)
    vars(rough).update(vars(cost), whole=cost)
    return rough


def sure(cost: Objective) -> Objective:
    """Return the cost that a sketch is of: slower, and right to the last digits."""
    return cost.whole if isinstance(cost, _Rough) else cost


class _Rough(Cost):
    """A cost in floating point, whose errors no one looks at."""

    whole: Cost

    def _numbers(self, evaluation: Evaluation, points: Floats) -> list[Any]:
        shape = points.shape[:-1]
        columns = np.atleast_2d(points).reshape(-1, self.dimension).T
        results = [np.broadcast_to(result, columns.shape[1:]) for result in evaluation.plain(*columns)]
        undefined = np.isnan(results[0])
        return [np.where(undefined, np.nan, result).reshape(shape)[()] for result in results]


def _of_data(cost: DataCost) -> Objective:
    if len(cost.rows) <= _ROWS:
        return cost
    if not cost.has_constant_hessian:
        return cost.subset(np.linspace(0, len(cost.rows) - 1, _ROWS).astype(np.int64))
    origin = np.zeros(cost.dimension)
    value, gradient = cost.value_and_gradient(origin)
    theta = sp.Matrix(cost.variables)
    slope, bend = sp.Matrix(gradient.tolist()), sp.Matrix(cost.hessian(origin).tolist())
    quadratic = float(value) + slope.dot(theta) + (theta.T * bend * theta)[0] / 2
    return sketch(Cost(sp.expand(quadratic), cost.variables))
