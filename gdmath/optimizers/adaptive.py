"""Rates of their own for every component, from the sizes of its gradients."""

from dataclasses import dataclass

import numpy as np

from gdmath.arrays import Floats
from gdmath.checks import number
from gdmath.optimizers.base import (
    Point,
    check_flag,
    check_not_negative,
    check_positive,
    check_share,
    decayed,
    label,
)


@dataclass(frozen=True, repr=False)
class AdaGrad:
    """Adaptive gradient: s <- s + g^2, the direction is -g / (sqrt(s) + epsilon).

    g is the gradient plus weight_decay theta; s starts at `initial_accumulator`; with `rate_decay` the
    direction of step k = 0, 1, ... is divided by 1 + rate_decay k.

    J. Duchi, E. Hazan, Y. Singer, 2011, "Adaptive subgradient methods for online learning and stochastic
    optimization", JMLR 12. The same as `torch.optim.Adagrad(eps=epsilon, lr_decay=rate_decay,
    initial_accumulator_value=initial_accumulator)`.

    Raises ValueError unless epsilon > 0 and the others are 0 or more.

    >>> from gdmath import Cost, Stop, descend
    >>> run = descend(Cost.parse("-4*x"), 0, AdaGrad(), learning_rate=1.0, stop=Stop(steps=4))
    >>> run.directions[:, 0].round(6).tolist()  # 1/sqrt(k)
    [1.0, 0.707107, 0.57735, 0.5]
    """

    epsilon: float = 1e-10
    weight_decay: float = 0.0
    initial_accumulator: float = 0.0
    rate_decay: float = 0.0

    def __post_init__(self) -> None:
        check_positive("epsilon", self.epsilon)
        check_not_negative("weight_decay", self.weight_decay, "0.01")
        check_not_negative("initial_accumulator", self.initial_accumulator, "0.1")
        check_not_negative("rate_decay", self.rate_decay, "0.01")

    def init(self, theta: Floats) -> tuple[int, Floats]:
        return 0, np.full_like(theta, self.initial_accumulator)

    def update(self, point: Point, state: tuple[int, Floats]) -> tuple[Floats, tuple[int, Floats]]:
        count, squares = state
        gradient = decayed(point, self.weight_decay)
        squares = squares + gradient**2
        direction = -gradient / (np.sqrt(squares) + self.epsilon)
        return direction / (1 + count * self.rate_decay), (count + 1, squares)

    __repr__ = label


@dataclass(frozen=True, repr=False)
class AdaDelta:
    """Adaptive steps without a rate: v <- rho v + (1 - rho) g^2, the direction is -sqrt(u + e)/sqrt(v + e) g.

    u is the running mean of the squared directions, of the same weight rho, before this one; e is epsilon and
    g the gradient plus weight_decay theta. Meant for learning rate 1.

    M. D. Zeiler, 2012, "ADADELTA: an adaptive learning rate method", arXiv:1212.5701. The same as
    `torch.optim.Adadelta(rho=rho, eps=epsilon)`.

    Raises ValueError unless 0 <= rho < 1, epsilon > 0 and weight_decay >= 0.

    >>> from gdmath import Cost, Stop, descend
    >>> run = descend(Cost.parse("x**2"), 3, AdaDelta(epsilon=1e-2), learning_rate=1.0, stop=Stop(steps=1))
    >>> round(float(run.directions[0, 0]), 6)  # -sqrt(0.01/3.61) 6
    -0.315789
    """

    rho: float = 0.9
    epsilon: float = 1e-6
    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        check_share("rho", self.rho)
        check_positive("epsilon", self.epsilon)
        check_not_negative("weight_decay", self.weight_decay, "0.01")

    def init(self, theta: Floats) -> tuple[Floats, Floats]:
        return np.zeros_like(theta), np.zeros_like(theta)

    def update(self, point: Point, state: tuple[Floats, Floats]) -> tuple[Floats, tuple[Floats, Floats]]:
        squares, steps = state
        gradient = decayed(point, self.weight_decay)
        squares = self.rho * squares + (1 - self.rho) * gradient**2
        direction = -np.sqrt(steps + self.epsilon) / np.sqrt(squares + self.epsilon) * gradient
        return direction, (squares, self.rho * steps + (1 - self.rho) * direction**2)

    __repr__ = label


@dataclass(frozen=True, repr=False)
class RMSProp:
    """v <- alpha v + (1 - alpha) g^2, the direction is -g / (sqrt(v) + epsilon).

    g is the gradient plus weight_decay theta. `centred`: the mean a of the gradients is kept too, and v - a^2
    stands in v's place. `momentum` > 0: the quotients are summed up as b <- momentum b + g / (...), and the
    direction is -b.

    T. Tieleman, G. Hinton, 2012, "Lecture 6.5: rmsprop", Coursera. The same as `torch.optim.RMSprop`.

    Raises ValueError unless 0 <= alpha < 1, 0 <= momentum < 1, epsilon > 0, weight_decay >= 0 and centred is
    True or False.

    >>> from gdmath import Cost, Stop, descend
    >>> run = descend(Cost.parse("x**2"), 3, RMSProp(alpha=0.75), learning_rate=0.1, stop=Stop(steps=1))
    >>> round(float(run.directions[0, 0]), 6)  # -g / sqrt(g^2/4)
    -2.0
    """

    alpha: float = 0.99
    epsilon: float = 1e-8
    centred: bool = False
    momentum: float = 0.0
    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        check_share("alpha", self.alpha)
        check_share("momentum", self.momentum)
        check_positive("epsilon", self.epsilon)
        check_flag("centred", self.centred)
        check_not_negative("weight_decay", self.weight_decay, "0.01")

    def init(self, theta: Floats) -> tuple[Floats, Floats, Floats]:
        zero = np.zeros_like(theta)
        return zero, zero, zero

    def update(
        self, point: Point, state: tuple[Floats, Floats, Floats]
    ) -> tuple[Floats, tuple[Floats, Floats, Floats]]:
        squares, mean, memory = state
        gradient = decayed(point, self.weight_decay)
        squares = self.alpha * squares + (1 - self.alpha) * gradient**2
        spread = squares
        if self.centred:
            mean = self.alpha * mean + (1 - self.alpha) * gradient
            spread = np.maximum(squares - mean**2, 0.0)
        memory = self.momentum * memory + gradient / (np.sqrt(spread) + self.epsilon)
        return -memory, (squares, mean, memory)

    __repr__ = label


@dataclass(frozen=True, repr=False)
class RProp:
    """Resilient descent: only the sign of each partial derivative is used, each component has its own step.

    A step s, 1 at first, becomes min(eta_plus s, most) while the sign stays, max(eta_minus s, least) where it
    has changed; there the component stays for once. The direction is -s sign(g). Steps count in learning
    rates, so that it is the same as `torch.optim.Rprop(etas=(eta_minus, eta_plus), step_sizes=(least lr, most
    lr))`.

    M. Riedmiller, H. Braun, 1993, "A direct adaptive method for faster backpropagation learning: the RPROP
    algorithm", doi:10.1109/ICNN.1993.298623.

    Raises ValueError unless 0 < eta_minus < 1 < eta_plus and 0 < least <= 1 <= most.

    >>> from gdmath import Cost, Stop, descend
    >>> run = descend(Cost.parse("x**2"), 3, RProp(), learning_rate=1.0, stop=Stop(steps=5))
    >>> run.thetas[:, 0].round(2).tolist()
    [3.0, 2.0, 0.8, -0.64, -0.64, 0.08]
    """

    eta_minus: float = 0.5
    eta_plus: float = 1.2
    least: float = 1e-6
    most: float = 50.0

    def __post_init__(self) -> None:
        check_share("eta_minus", self.eta_minus, least_open=True, such_as="0.5")
        number("eta_plus", self.eta_plus, "above 1, such as 1.2", lambda factor: 1 < factor < np.inf)
        number("least", self.least, "above 0 and at most 1, such as 1e-6", lambda least: 0 < least <= 1)
        number("most", self.most, "1 or more, such as 50", lambda most: 1 <= most < np.inf)

    def init(self, theta: Floats) -> tuple[Floats, Floats]:
        return np.zeros_like(theta), np.ones_like(theta)

    def update(self, point: Point, state: tuple[Floats, Floats]) -> tuple[Floats, tuple[Floats, Floats]]:
        before, steps = state
        turned = np.sign(point.gradient) * np.sign(before)
        factor = np.where(turned > 0, self.eta_plus, np.where(turned < 0, self.eta_minus, 1.0))
        steps = np.clip(steps * factor, self.least, self.most)
        gradient = np.where(turned < 0, 0.0, point.gradient)
        return -np.sign(gradient) * steps, (gradient, steps)

    __repr__ = label
