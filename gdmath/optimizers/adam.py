"""Adam and its kin: running means of the gradient and of its size, corrected for their start at zero."""

from dataclasses import dataclass

import numpy as np

from gdmath.arrays import Floats
from gdmath.optimizers.base import (
    Point,
    check_flag,
    check_not_negative,
    check_positive,
    check_share,
    decayed,
    label,
)

Moments = tuple[int, Floats, Floats]  # steps, mean of g, mean of g^2 or whatever stands for its size


@dataclass(frozen=True, repr=False)
class _Moments:
    """The settings that Adam and its kin have in common."""

    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        check_share("beta1", self.beta1)
        check_share("beta2", self.beta2)
        check_positive("epsilon", self.epsilon)
        check_not_negative("weight_decay", self.weight_decay, "0.01")

    __repr__ = label


@dataclass(frozen=True, repr=False)
class Adam(_Moments):
    """Adaptive moments: m and v are running means of g and g^2, corrected for their start at zero.

    m <- beta1 m + (1 - beta1) g, v <- beta2 v + (1 - beta2) g^2, and at step k = 1, 2, ... the direction is
    -(m / (1 - beta1^k)) / (sqrt(v / (1 - beta2^k)) + epsilon). g is the gradient plus weight_decay theta: an
    L2 penalty, which AdamW does without. With `amsgrad` the largest v so far stands in v's place.

    D. P. Kingma, J. Ba, 2015, "Adam: a method for stochastic optimization", arXiv:1412.6980; S. J. Reddi,
    S. Kale, S. Kumar, 2018, "On the convergence of Adam and beyond", arXiv:1904.09237 (AMSGrad). The same as
    `torch.optim.Adam(betas=(beta1, beta2), eps=epsilon)`.

    Raises ValueError unless 0 <= beta1 < 1, 0 <= beta2 < 1, epsilon > 0, weight_decay >= 0 and amsgrad is
    True or False.

    >>> from gdmath import Cost, Stop, descend
    >>> run = descend(Cost.parse("1000*x**2"), 3, Adam(), learning_rate=0.1, stop=Stop(steps=1))
    >>> run.directions[0].round(6).tolist()  # whatever the slope
    [-1.0]
    """

    amsgrad: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        check_flag("amsgrad", self.amsgrad)

    def init(self, theta: Floats) -> tuple[int, Floats, Floats, Floats]:
        zero = np.zeros_like(theta)
        return 0, zero, zero, zero

    def update(
        self, point: Point, state: tuple[int, Floats, Floats, Floats]
    ) -> tuple[Floats, tuple[int, Floats, Floats, Floats]]:
        return self._moved(decayed(point, self.weight_decay), state)

    def _moved(
        self, gradient: Floats, state: tuple[int, Floats, Floats, Floats]
    ) -> tuple[Floats, tuple[int, Floats, Floats, Floats]]:
        count, mean, squares, largest = state
        count += 1
        mean = self.beta1 * mean + (1 - self.beta1) * gradient
        squares = self.beta2 * squares + (1 - self.beta2) * gradient**2
        if self.amsgrad:
            largest = np.maximum(largest, squares)
        spread = np.sqrt((largest if self.amsgrad else squares) / (1 - self.beta2**count)) + self.epsilon
        return -(mean / (1 - self.beta1**count)) / spread, (count, mean, squares, largest)


@dataclass(frozen=True, repr=False)
class AdamW(Adam):
    """Adam with decoupled weight decay: Adam's direction less `weight_decay` times theta.

    theta <- theta - eta (weight_decay theta + Adam's step); I. Loshchilov, F. Hutter, 2019, "Decoupled weight
    decay regularization", arXiv:1711.05101. The same as `torch.optim.AdamW`.

    Raises ValueError as Adam does.

    >>> from gdmath import Cost, Stop, descend
    >>> run = descend(Cost.parse("x**2"), 3, AdamW(weight_decay=0.1), learning_rate=0.1, stop=Stop(steps=1))
    >>> run.directions[0].round(6).tolist()  # 1, and a tenth of 3
    [-1.3]
    """

    weight_decay: float = 0.01

    def update(
        self, point: Point, state: tuple[int, Floats, Floats, Floats]
    ) -> tuple[Floats, tuple[int, Floats, Floats, Floats]]:
        direction, state = self._moved(point.gradient, state)
        return direction - self.weight_decay * point.theta, state


@dataclass(frozen=True, repr=False)
class AdaMax(_Moments):
    """Adam by the largest gradient: u <- max(beta2 u, |g| + epsilon), the direction is -m/(1 - beta1^k)/u.

    m and g are Adam's. D. P. Kingma, J. Ba, 2015, "Adam: a method for stochastic optimization",
    arXiv:1412.6980, section 7.1. The same as `torch.optim.Adamax(betas=(beta1, beta2), eps=epsilon)`.

    Raises ValueError unless 0 <= beta1 < 1, 0 <= beta2 < 1, epsilon > 0 and weight_decay >= 0.

    >>> from gdmath import Cost, Stop, descend
    >>> run = descend(Cost.parse("1000*x**2"), 3, AdaMax(), learning_rate=0.1, stop=Stop(steps=1))
    >>> run.directions[0].round(6).tolist()
    [-1.0]
    """

    def init(self, theta: Floats) -> Moments:
        return 0, np.zeros_like(theta), np.zeros_like(theta)

    def update(self, point: Point, state: Moments) -> tuple[Floats, Moments]:
        count, mean, largest = state
        count += 1
        gradient = decayed(point, self.weight_decay)
        mean = self.beta1 * mean + (1 - self.beta1) * gradient
        largest = np.maximum(self.beta2 * largest, np.abs(gradient) + self.epsilon)
        return -(mean / (1 - self.beta1**count)) / largest, (count, mean, largest)


@dataclass(frozen=True, repr=False)
class NAdam(_Moments):
    """Adam with Nesterov's look ahead: its mean is replaced by a mix with the gradient of this very step.

    With mu_k = beta1 (1 - 0.96^(k momentum_decay)/2) and P_k = mu_1 ... mu_k, the direction at step k is
    -((1 - mu_k) g / (1 - P_k) + mu_{k+1} m / (1 - P_{k+1})) / (sqrt(v / (1 - beta2^k)) + epsilon); m, v and g
    are Adam's.

    T. Dozat, 2016, "Incorporating Nesterov momentum into Adam", ICLR workshop. The same as
    `torch.optim.NAdam(betas=(beta1, beta2), eps=epsilon, momentum_decay=momentum_decay)` where the default
    dtype is torch.float64; else torch rounds P_k to single precision, and differs in the ninth digit.

    Raises ValueError unless 0 <= beta1 < 1, 0 <= beta2 < 1, epsilon > 0, and both decays are 0 or more.

    >>> from gdmath import Cost, Stop, descend
    >>> run = descend(Cost.parse("x**2"), 3, NAdam(momentum_decay=0), learning_rate=0.1, stop=Stop(steps=1))
    >>> round(float(run.directions[0, 0]), 6)  # (1 - 0.45)/(1 - 0.45) + 0.45 (1 - 0.9)/(1 - 0.45^2)
    -1.056426
    """

    momentum_decay: float = 0.004

    def __post_init__(self) -> None:
        super().__post_init__()
        check_not_negative("momentum_decay", self.momentum_decay, "0.004")

    def init(self, theta: Floats) -> tuple[int, float, Floats, Floats]:
        return 0, 1.0, np.zeros_like(theta), np.zeros_like(theta)

    def update(
        self, point: Point, state: tuple[int, float, Floats, Floats]
    ) -> tuple[Floats, tuple[int, float, Floats, Floats]]:
        count, product, mean, squares = state
        count += 1
        gradient = decayed(point, self.weight_decay)
        now, ahead = self._momentum(count), self._momentum(count + 1)
        product *= now
        mean = self.beta1 * mean + (1 - self.beta1) * gradient
        squares = self.beta2 * squares + (1 - self.beta2) * gradient**2
        spread = np.sqrt(squares / (1 - self.beta2**count)) + self.epsilon
        mixed = (1 - now) / (1 - product) * gradient + ahead / (1 - product * ahead) * mean
        return -mixed / spread, (count, product, mean, squares)

    def _momentum(self, k: int) -> float:
        return self.beta1 * (1 - 0.96 ** (k * self.momentum_decay) / 2)


@dataclass(frozen=True, repr=False)
class RAdam(_Moments):
    """Adam that waits until its mean of squares can be trusted, and is rectified from then on.

    rho = 2/(1 - beta2) - 1 and rho_k = rho - 2 k beta2^k/(1 - beta2^k) tell how many squares v is made of.
    The direction is -m / (1 - beta1^k) while rho_k <= 5, and r sqrt(1 - beta2^k) / (sqrt(v) + epsilon) times
    that afterwards, with r^2 = (rho_k - 4)(rho_k - 2) rho / ((rho - 4)(rho - 2) rho_k); the rest is Adam's.

    L. Liu et al., 2020, "On the variance of the adaptive learning rate and beyond", arXiv:1908.03265. The
    same as `torch.optim.RAdam(betas=(beta1, beta2), eps=epsilon)`.

    Raises ValueError unless 0 <= beta1 < 1, 0 <= beta2 < 1, epsilon > 0 and weight_decay >= 0.

    >>> from gdmath import Cost, Stop, descend
    >>> run = descend(Cost.parse("-7*x"), 0, RAdam(), learning_rate=0.1, stop=Stop(steps=7))
    >>> run.directions[:, 0].round(3).tolist()  # the gradient itself, then a careful Adam
    [7.0, 7.0, 7.0, 7.0, 7.0, 0.026, 0.033]
    """

    def init(self, theta: Floats) -> Moments:
        return 0, np.zeros_like(theta), np.zeros_like(theta)

    def update(self, point: Point, state: Moments) -> tuple[Floats, Moments]:
        count, mean, squares = state
        count += 1
        gradient = decayed(point, self.weight_decay)
        mean = self.beta1 * mean + (1 - self.beta1) * gradient
        squares = self.beta2 * squares + (1 - self.beta2) * gradient**2
        direction = -mean / (1 - self.beta1**count)
        kept = self.beta2**count
        longest = 2 / (1 - self.beta2) - 1
        length = longest - 2 * count * kept / (1 - kept)
        if length > 5:
            rectified = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
            direction = direction * np.sqrt(rectified * (1 - kept)) / (np.sqrt(squares) + self.epsilon)
        return direction, (count, mean, squares)


@dataclass(frozen=True, repr=False)
class Lion:
    """Evolved sign momentum: the direction is -sign(beta1 m + (1 - beta1) g) - weight_decay theta.

    Then m <- beta2 m + (1 - beta2) g. Every component steps by the learning rate, whatever the slope.

    X. Chen et al., 2023, "Symbolic discovery of optimization algorithms", arXiv:2302.06675, algorithm 2.

    Raises ValueError unless 0 <= beta1 < 1, 0 <= beta2 < 1 and weight_decay >= 0.

    >>> from gdmath import Cost, Stop, descend
    >>> run = descend(Cost.parse("x**2 + 50*y**2"), (3, 1), Lion(), learning_rate=0.1, stop=Stop(steps=2))
    >>> run.thetas.round(6).tolist()
    [[3.0, 1.0], [2.9, 0.9], [2.8, 0.8]]
    """

    beta1: float = 0.9
    beta2: float = 0.99
    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        check_share("beta1", self.beta1)
        check_share("beta2", self.beta2)
        check_not_negative("weight_decay", self.weight_decay, "0.01")

    def init(self, theta: Floats) -> Floats:
        return np.zeros_like(theta)

    def update(self, point: Point, state: Floats) -> tuple[Floats, Floats]:
        mixed = self.beta1 * state + (1 - self.beta1) * point.gradient
        memory = self.beta2 * state + (1 - self.beta2) * point.gradient
        return -np.sign(mixed) - self.weight_decay * point.theta, memory

    __repr__ = label
