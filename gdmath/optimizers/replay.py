"""The steps of a recorded descent gone through again, with what its optimizer remembered at each."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from gdmath.arrays import Floats
from gdmath.optimizers.base import Optimizer, Point


class Step(NamedTuple):
    """A step: from which point, with which learning rate, and the optimizer's state before and after."""

    point: Point
    rate: float
    direction: Floats
    before: Any
    after: Any


def replay(optimizer: Optimizer[Any], run: Any) -> Iterator[Step]:
    """Yield the steps of a trajectory of full gradients, in order.

    The gradients are those of the record; only a method that asks for the Hessian computes anything anew.

    >>> from gdmath import Cost, Momentum, Stop, descend
    >>> run = descend(Cost.parse("x**2/2"), 1, Momentum(0.5), learning_rate=0.25, stop=Stop(steps=2))
    >>> [step.after[1].tolist() for step in replay(Momentum(0.5), run)]
    [[1.0], [1.25]]
    """
    state = optimizer.init(run.thetas[0])
    with np.errstate(all="ignore"):
        for k, rate in enumerate(run.learning_rates.tolist()):
            point = Point(run.cost, k, run.thetas[k], float(run.values[k]), run.gradients[k])
            before = state
            direction, state = optimizer.update(point, before)
            yield Step(point, rate, direction, before, state)
