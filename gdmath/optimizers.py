"""Optimizers: where to step. The direction is theirs, its length is the learning rate's.

theta[k+1] = theta[k] + eta * direction[k]. At the same settings every optimizer that `torch.optim` has takes
the same steps as there: where epsilon stands, how the first step of a momentum goes, how averages are
corrected for their start. In the equations g is the gradient, eta the learning rate; products are
componentwise. Directions and states are componentwise too, or go along the last axis, so that (m, d) thetas
are m descents at once.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from gdmath.checks import number, written
from gdmath.cost import Cost, Floats
from gdmath.definite import solve_definite

Counts = NDArray[np.int64]
State = TypeVar("State")


class Point(NamedTuple):
    """Where a descent stands: step k, theta (d,), the cost there (a float) and its gradient (d,).

    Of m descents at once: theta (m, d), value (m,), gradient (m, d).
    """

    cost: Cost
    step: int
    theta: Floats
    value: Any
    gradient: Floats


class Optimizer(Protocol[State]):
    """Gives a direction at each point; its state is a value that is passed along, never mutated."""

    def init(self, theta: Floats) -> State:
        """Return the state before the first step."""
        ...

    def update(self, point: Point, state: State) -> tuple[Floats, State]:
        """Return the direction (d,) of the next step and the new state."""
        ...


@dataclass(frozen=True)
class GradientDescent:
    """Steepest descent: the direction is minus the gradient.

    theta <- theta - eta g (A. Cauchy, 1847, "Methode generale pour la resolution des systemes d'equations
    simultanees"). The same as `torch.optim.SGD` without momentum.

    >>> GradientDescent().update(Point(Cost.parse("x**2"), 0, np.array([3.0]), 9.0, np.array([6.0])), None)
    (array([-6.]), None)
    """

    def init(self, theta: Floats) -> None:
        return None

    def update(self, point: Point, state: None) -> tuple[Floats, None]:
        return -point.gradient, state


@dataclass(frozen=True)
class Momentum:
    """Heavy ball: m <- beta m + g, the direction is -m, and m starts as the first gradient.

    B. T. Polyak, 1964, "Some methods of speeding up the convergence of iteration methods",
    doi:10.1016/0041-5553(64)90137-5. The same as `torch.optim.SGD(momentum=beta)`.

    Raises ValueError unless 0 <= beta < 1.
    """

    beta: float = 0.9

    def __post_init__(self) -> None:
        _check_share("beta", self.beta)

    def init(self, theta: Floats) -> Floats:
        return np.zeros_like(theta)

    def update(self, point: Point, state: Floats) -> tuple[Floats, Floats]:
        memory = self.beta * state + point.gradient
        return -memory, memory


@dataclass(frozen=True)
class Nesterov:
    """Nesterov's momentum: m <- beta m + g, the direction is -(g + beta m).

    Y. Nesterov, 1983, "A method of solving a convex programming problem with convergence rate O(1/k^2)", in
    the form of I. Sutskever et al., 2013. The same as `torch.optim.SGD(momentum=beta, nesterov=True)`.

    Raises ValueError unless 0 < beta < 1.
    """

    beta: float = 0.9

    def __post_init__(self) -> None:
        _check_share("beta", self.beta, least_open=True)

    def init(self, theta: Floats) -> Floats:
        return np.zeros_like(theta)

    def update(self, point: Point, state: Floats) -> tuple[Floats, Floats]:
        memory = self.beta * state + point.gradient
        return -(point.gradient + self.beta * memory), memory


@dataclass(frozen=True)
class AdaGrad:
    """Adaptive gradient: s <- s + g^2, the direction is -g / (sqrt(s) + epsilon).

    J. Duchi, E. Hazan, Y. Singer, 2011, "Adaptive subgradient methods for online learning and stochastic
    optimization", JMLR 12. The same as `torch.optim.Adagrad(eps=epsilon)`.

    Raises ValueError unless epsilon > 0.
    """

    epsilon: float = 1e-10

    def __post_init__(self) -> None:
        _check_positive("epsilon", self.epsilon)

    def init(self, theta: Floats) -> Floats:
        return np.zeros_like(theta)

    def update(self, point: Point, state: Floats) -> tuple[Floats, Floats]:
        squares = state + point.gradient**2
        return -point.gradient / (np.sqrt(squares) + self.epsilon), squares


@dataclass(frozen=True)
class RMSProp:
    """v <- alpha v + (1 - alpha) g^2, the direction is -g / (sqrt(v) + epsilon).

    `centred`: the mean a of the gradients is kept too, and v - a^2 stands in v's place. `momentum` > 0: the
    quotients are summed up as b <- momentum b + g / (...), and the direction is -b.

    T. Tieleman, G. Hinton, 2012, "Lecture 6.5: rmsprop", Coursera. The same as `torch.optim.RMSprop`.

    Raises ValueError unless 0 <= alpha < 1, 0 <= momentum < 1, epsilon > 0 and centred is True or False.
    """

    alpha: float = 0.99
    epsilon: float = 1e-8
    centred: bool = False
    momentum: float = 0.0

    def __post_init__(self) -> None:
        _check_share("alpha", self.alpha)
        _check_share("momentum", self.momentum)
        _check_positive("epsilon", self.epsilon)
        if not isinstance(self.centred, bool | np.bool_):
            raise ValueError(f"centred is {written(self.centred)}; it must be True or False")

    def init(self, theta: Floats) -> tuple[Floats, Floats, Floats]:
        zero = np.zeros_like(theta)
        return zero, zero, zero

    def update(
        self, point: Point, state: tuple[Floats, Floats, Floats]
    ) -> tuple[Floats, tuple[Floats, Floats, Floats]]:
        squares, mean, memory = state
        squares = self.alpha * squares + (1 - self.alpha) * point.gradient**2
        spread = squares
        if self.centred:
            mean = self.alpha * mean + (1 - self.alpha) * point.gradient
            spread = np.maximum(squares - mean**2, 0.0)
        memory = self.momentum * memory + point.gradient / (np.sqrt(spread) + self.epsilon)
        return -memory, (squares, mean, memory)


@dataclass(frozen=True)
class Adam:
    """Adaptive moments: m and v are running means of g and g^2, corrected for their start at zero.

    m <- beta1 m + (1 - beta1) g, v <- beta2 v + (1 - beta2) g^2, and at step k = 1, 2, ... the direction is
    -(m / (1 - beta1^k)) / (sqrt(v / (1 - beta2^k)) + epsilon).

    D. P. Kingma, J. Ba, 2015, "Adam: a method for stochastic optimization", arXiv:1412.6980. The same as
    `torch.optim.Adam(betas=(beta1, beta2), eps=epsilon)`.

    Raises ValueError unless 0 <= beta1 < 1, 0 <= beta2 < 1 and epsilon > 0.
    """

    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        _check_share("beta1", self.beta1)
        _check_share("beta2", self.beta2)
        _check_positive("epsilon", self.epsilon)

    def init(self, theta: Floats) -> tuple[int, Floats, Floats]:
        return 0, np.zeros_like(theta), np.zeros_like(theta)

    def update(
        self, point: Point, state: tuple[int, Floats, Floats]
    ) -> tuple[Floats, tuple[int, Floats, Floats]]:
        count, mean, squares = state
        count += 1
        mean = self.beta1 * mean + (1 - self.beta1) * point.gradient
        squares = self.beta2 * squares + (1 - self.beta2) * point.gradient**2
        spread = np.sqrt(squares / (1 - self.beta2**count)) + self.epsilon
        return -(mean / (1 - self.beta1**count)) / spread, (count, mean, squares)


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam with decoupled weight decay: Adam's direction less `weight_decay` times theta.

    theta <- theta - eta (weight_decay theta + Adam's step); I. Loshchilov, F. Hutter, 2019, "Decoupled weight
    decay regularization", arXiv:1711.05101. The same as `torch.optim.AdamW`.

    Raises ValueError as Adam does, and unless weight_decay >= 0.
    """

    weight_decay: float = 0.01

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_not_negative("weight_decay", self.weight_decay, "0.01")

    def update(
        self, point: Point, state: tuple[int, Floats, Floats]
    ) -> tuple[Floats, tuple[int, Floats, Floats]]:
        direction, state = super().update(point, state)
        return direction - self.weight_decay * point.theta, state


@dataclass(frozen=True)
class Newton:
    """Damped Newton: the direction solves (H + damping I) direction = -g, with learning rate 1.

    Where that matrix is not positive definite, its solution may climb to a maximum or a saddle; there the
    direction is minus the gradient. The state counts how often that happened, and the trajectory's note says
    it.

    J. Nocedal, S. J. Wright, 2006, "Numerical Optimization", section 3.4.

    Raises ValueError unless damping >= 0.

    >>> Newton().update(Point(Cost.parse("x**4"), 0, np.array([3.0]), 81.0, np.array([108.0])), np.array(0))
    (array([-1.]), np.int64(0))
    """

    damping: float = 0.0

    def __post_init__(self) -> None:
        _check_not_negative("damping", self.damping, "0.1")

    def init(self, theta: Floats) -> Counts:
        return np.zeros(theta.shape[:-1], dtype=np.int64)

    def update(self, point: Point, state: Counts) -> tuple[Floats, Counts]:
        hessian = point.cost.hessian(point.theta) + self.damping * np.eye(point.theta.shape[-1])
        solution, definite = solve_definite(hessian, point.gradient)
        return -np.where(definite[..., None], solution, point.gradient), state + ~definite

    def note(self, state: Counts) -> str:
        """Return what a reader of the trajectory should know: how often the fallback was taken."""
        if not state:
            return ""
        times = "1 step" if state == 1 else f"{state} steps"
        return (
            f"the Hessian was not positive definite at {times}; "
            "there the direction was minus the gradient, not Newton's"
        )


def _check_share(name: str, value: float, *, least_open: bool = False) -> None:
    least = "above 0" if least_open else "0 or more"
    number(
        name,
        value,
        f"{least} and below 1, such as 0.9",
        lambda share: (share > 0 if least_open else share >= 0) and share < 1,
    )


def _check_positive(name: str, value: float) -> None:
    number(name, value, "positive, such as 1e-8", lambda real: 0 < real < np.inf)


def _check_not_negative(name: str, value: float, such_as: str) -> None:
    number(name, value, f"0 or more, such as {such_as}", lambda real: 0 <= real < np.inf)
