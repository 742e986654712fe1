"""Optimizers that see another gradient than the cost's: clipped, or with noise."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdmath.arrays import Floats
from gdmath.checks import whole
from gdmath.optimizers.base import Optimizer, Point, check_optimizer, check_positive, inner, label, note


@dataclass(frozen=True, repr=False)
class Clipped:
    """An optimizer that sees no gradient larger than it may be.

    First every component is clipped to [-value, value], then a gradient longer than `norm` is shortened to
    it: g <- g min(1, norm/|g|). R. Pascanu, T. Mikolov, Y. Bengio, 2013, "On the difficulty of training
    recurrent neural networks", arXiv:1211.5063. What the run records and `stop` judges is the true gradient.

    Raises ValueError for what is no optimizer, unless at least one of norm and value is given, and unless
    they are positive.

    >>> from gdmath import Cost, GradientDescent, Stop, descend
    >>> clipped = Clipped(GradientDescent(), norm=5.0)
    >>> run = descend(Cost.parse("3*x**2 + 4*y**2"), (1, 1), clipped, learning_rate=0.1, stop=Stop(steps=1))
    >>> run.directions.round(6).tolist()  # of (6, 8)
    [[-3.0, -4.0]]
    """

    optimizer: Optimizer[Any]
    norm: float | None = None
    value: float | None = None

    def __post_init__(self) -> None:
        check_optimizer(self.optimizer)
        if self.norm is None and self.value is None:
            raise ValueError("nothing is clipped; give norm or value, such as norm=1.0")
        for name, most in (("norm", self.norm), ("value", self.value)):
            if most is not None:
                check_positive(name, most, "1")

    def init(self, theta: Floats) -> Any:
        return self.optimizer.init(theta)

    def update(self, point: Point, state: Any) -> tuple[Floats, Any]:
        gradient = point.gradient
        if self.value is not None:
            gradient = np.clip(gradient, -self.value, self.value)
        if self.norm is not None:
            gradient = _shortened(gradient, self.norm)
        return self.optimizer.update(point._replace(gradient=gradient), state)

    def note(self, state: Any) -> str:
        """Return what the optimizer has to say of its run."""
        return note(self.optimizer, state)

    __repr__ = label


def _shortened(gradient: Floats, most: float) -> Floats:
    """The gradient, or the vector of length `most` along it if that is shorter."""
    largest = np.abs(gradient).max(axis=-1, keepdims=True)
    unit = gradient / np.where(largest > 0, largest, 1.0)  # whose square does not overflow
    length = np.sqrt(inner(unit, unit))[..., None]
    return np.where(largest * length > most, most / np.where(length > 0, length, 1.0) * unit, gradient)


@dataclass(frozen=True, repr=False)
class Noisy:
    """An optimizer that sees the gradient with noise: g + scale z, of independent standard normal z.

    The noise of step k depends on `seed` and k alone: the same seed gives the same run, and descents from
    several starts feel the same noise, as they would see the same mini-batches. What the run records and
    `stop` judges is the true gradient. A line search sees the true cost.

    A. Neelakantan et al., 2015, "Adding gradient noise improves learning for very deep networks",
    arXiv:1511.06807.

    Raises ValueError for what is no optimizer, unless scale > 0 and seed is a whole number, 0 or more.

    >>> from gdmath import Cost, GradientDescent, Stop, descend
    >>> noisy = Noisy(GradientDescent(), scale=0.1, seed=7)
    >>> run = descend(Cost.parse("x**2"), 1, noisy, learning_rate=0.1, stop=Stop(steps=2))
    >>> bool((run.directions != -run.gradients[:-1]).all())
    True
    """

    optimizer: Optimizer[Any]
    scale: float = 0.1
    seed: int = 0

    def __post_init__(self) -> None:
        check_optimizer(self.optimizer)
        check_positive("scale", self.scale, "0.1")
        whole("seed", self.seed, 0, 2**63)

    def init(self, theta: Floats) -> Any:
        return self.optimizer.init(theta)

    def update(self, point: Point, state: Any) -> tuple[Floats, Any]:
        generator = np.random.default_rng([int(self.seed), point.step])
        noise = self.scale * generator.standard_normal(point.gradient.shape[-1])
        return self.optimizer.update(point._replace(gradient=point.gradient + noise), state)

    def note(self, state: Any) -> str:
        """Return what the optimizer has to say of its run."""
        return note(self.optimizer, state)

    __repr__ = label
