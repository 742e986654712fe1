"""Gradient descent and its momenta: directions that are sums of gradients."""

from dataclasses import dataclass

import numpy as np

from gdmath.arrays import Floats
from gdmath.optimizers.base import Point, check_not_negative, check_share, decayed, label

Memory = tuple[int, Floats]  # gradients seen, their sum (..., d)


@dataclass(frozen=True, repr=False)
class GradientDescent:
    """Steepest descent: the direction is minus the gradient.

    theta <- theta - eta (g + weight_decay theta) (A. Cauchy, 1847, "Methode generale pour la resolution des
    systemes d'equations simultanees"). The same as `torch.optim.SGD` without momentum.

    Raises ValueError unless weight_decay >= 0.

    >>> from gdmath import Cost
    >>> GradientDescent().update(Point(Cost.parse("x**2"), 0, np.array([3.0]), 9.0, np.array([6.0])), None)
    (array([-6.]), None)
    """

    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        check_not_negative("weight_decay", self.weight_decay, "0.01")

    def init(self, theta: Floats) -> None:
        return None

    def update(self, point: Point, state: None) -> tuple[Floats, None]:
        return -decayed(point, self.weight_decay), state

    __repr__ = label


@dataclass(frozen=True, repr=False)
class Momentum:
    """Heavy ball: m <- beta m + (1 - dampening) g, the direction is -m, and m starts as the first gradient.

    g is the gradient plus weight_decay theta. B. T. Polyak, 1964, "Some methods of speeding up the
    convergence of iteration methods", doi:10.1016/0041-5553(64)90137-5. The same as
    `torch.optim.SGD(momentum=beta)`.

    Raises ValueError unless 0 <= beta < 1, 0 <= dampening < 1 and weight_decay >= 0.

    >>> from gdmath import Cost, Stop, descend
    >>> run = descend(Cost.parse("x**2/2"), 1, Momentum(0.5), learning_rate=0.25, stop=Stop(steps=2))
    >>> run.thetas[:, 0].tolist(), run.directions[:, 0].tolist()  # 1.25 = 0.75 + 1/2
    ([1.0, 0.75, 0.4375], [-1.0, -1.25])
    """

    beta: float = 0.9
    dampening: float = 0.0
    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        check_share("beta", self.beta)
        check_share("dampening", self.dampening, such_as="0.1")
        check_not_negative("weight_decay", self.weight_decay, "0.01")

    def init(self, theta: Floats) -> Memory:
        return 0, np.zeros_like(theta)

    def update(self, point: Point, state: Memory) -> tuple[Floats, Memory]:
        count, memory = state
        share = 1 - self.dampening if count else 1.0
        memory = self.beta * memory + share * decayed(point, self.weight_decay)
        return -memory, (count + 1, memory)

    __repr__ = label


@dataclass(frozen=True, repr=False)
class Nesterov:
    """Nesterov's momentum: m <- beta m + g, the direction is -(g + beta m).

    g is the gradient plus weight_decay theta. Y. Nesterov, 1983, "A method of solving a convex programming
    problem with convergence rate O(1/k^2)", in the form of I. Sutskever et al., 2013, "On the importance of
    initialization and momentum in deep learning": theta is where the ball looks ahead to. The same as
    `torch.optim.SGD(momentum=beta, nesterov=True)`.

    Raises ValueError unless 0 < beta < 1 and weight_decay >= 0.

    >>> from gdmath import Cost, Stop, descend
    >>> run = descend(Cost.parse("x**2/2"), 1, Nesterov(0.5), learning_rate=0.5, stop=Stop(steps=2))
    >>> run.thetas[:, 0].tolist()
    [1.0, 0.25, -0.0625]
    """

    beta: float = 0.9
    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        check_share("beta", self.beta, least_open=True)
        check_not_negative("weight_decay", self.weight_decay, "0.01")

    def init(self, theta: Floats) -> Floats:
        return np.zeros_like(theta)

    def update(self, point: Point, state: Floats) -> tuple[Floats, Floats]:
        gradient = decayed(point, self.weight_decay)
        memory = self.beta * state + gradient
        return -(gradient + self.beta * memory), memory

    __repr__ = label


@dataclass(frozen=True, repr=False)
class AcceleratedGradient:
    """Nesterov's accelerated gradient, whose momentum grows: beta_k = (k - 1)/(k + 2) at step k = 1, 2, ...

    m <- beta_{k-1} m + g, the direction is -(g + beta_k m). At a constant rate these are the points y_k of
    x_k = y_{k-1} - eta grad C(y_{k-1}), y_k = x_k + beta_k (x_k - x_{k-1}). On a convex cost whose curvature
    is at most 1/eta, C(x_k) - C* <= 2 |x_0 - x*|^2 / (eta (k + 1)^2).

    Y. Nesterov, 1983, "A method of solving a convex programming problem with convergence rate O(1/k^2)";
    W. Su, S. Boyd, E. J. Candes, 2016, "A differential equation for modeling Nesterov's accelerated gradient
    method", JMLR 17.

    >>> from gdmath import Cost, Stop, descend
    >>> run = descend(Cost.parse("x**2/2"), 1, AcceleratedGradient(), learning_rate=0.5, stop=Stop(steps=3))
    >>> run.thetas[:, 0].tolist()  # x_1 = 1/2, x_2 = 1/4, x_3 = 3/32; y_2 = x_2 - 1/16, y_3 = x_3 - 1/16
    [1.0, 0.5, 0.1875, 0.03125]
    """

    def init(self, theta: Floats) -> Memory:
        return 0, np.zeros_like(theta)

    def update(self, point: Point, state: Memory) -> tuple[Floats, Memory]:
        count, memory = state
        memory = growing_beta(count) * memory + point.gradient
        return -(point.gradient + growing_beta(count + 1) * memory), (count + 1, memory)

    __repr__ = label


def growing_beta(k: int) -> float:
    """Return the momentum (k - 1)/(k + 2) of step k = 1, 2, ..., and 0 before the first."""
    return max(k - 1, 0) / (k + 2)
