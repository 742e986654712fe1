"""How long a step may be: the rates at which an optimizer comes to rest on a quadratic cost.

Near a minimum every smooth cost is nearly quadratic, and along an eigenvector of its Hessian the methods that
are linear in the gradients follow a recurrence of one or two terms. Its roots say by which factor the error
shrinks in a step, or grows.
"""

from typing import Any

import numpy as np

from gdmath.optimizers import AcceleratedGradient, GradientDescent, Momentum, Nesterov, Newton


def critical_rate(optimizer: Any, lambda_min: float, lambda_max: float) -> float | None:
    """Return the least constant rate at which a quadratic cost keeps the optimizer from its minimum.

    The Hessian's eigenvalues lie between `lambda_min` and `lambda_max`. With w the weight decay, which adds
    to each of them:

    | optimizer | bound |
    |---|---|
    | gradient descent | 2 / (lambda_max + w) |
    | heavy ball | 2 (1 + beta) / ((1 - dampening) (lambda_max + w)) |
    | Nesterov | 2 (1 + beta) / ((1 + 2 beta) (lambda_max + w)) |
    | accelerated gradient, beta -> 1 | 4 / (3 lambda_max) |
    | Newton | 2 (lambda_max + damping) / lambda_max |

    None for the other optimizers, which adapt or are not linear; where an eigenvalue, with w, is below 0, so
    that no rate leads to rest; and where none is above 0, so that all do. Clipping and noise leave the bound
    as it is.

    B. T. Polyak, 1964, doi:10.1016/0041-5553(64)90137-5, for the heavy ball; all follow from the roots of the
    recurrences in `error_factor`.

    >>> critical_rate(GradientDescent(), 1.0, 20.0), critical_rate(Momentum(0.9), 1.0, 20.0)
    (0.1, 0.19)
    >>> critical_rate(GradientDescent(), -1.0, 20.0) is None
    True
    """
    while hasattr(optimizer, "optimizer"):  # clipped, or with noise
        optimizer = optimizer.optimizer
    shift = getattr(optimizer, "weight_decay", 0.0)
    low, high = lambda_min + shift, lambda_max + shift
    if not (0 <= low <= high and 0 < high < np.inf):
        return None
    match optimizer:
        case GradientDescent():
            return 2 / high
        case Momentum(beta=beta, dampening=dampening):
            return 2 * (1 + beta) / (1 - dampening) / high
        case Nesterov(beta=beta):
            return 2 * (1 + beta) / (1 + 2 * beta) / high
        case AcceleratedGradient():
            return 4 / 3 / high
        case Newton(damping=damping):
            # Where the matrix is singular Newton steps along the gradient.
            return 2 / high if low + damping == 0 else 2 * (high + damping) / high
    return None


def straight_rate(optimizer: Any, lambda_max: float) -> float | None:
    """Return the largest constant rate at which a quadratic cost is gone down without overshooting.

    Up to it the roots of the recurrence along every eigenvector are positive numbers. With h the rate times
    lambda_max (plus the weight decay): h = 1 for gradient descent; (1 - sqrt(beta))^2 / (1 - dampening) for
    the heavy ball; ((1 - beta) / (1 + beta))^2 for Nesterov; 1 + damping / lambda_max for Newton. None for
    the others, and where nothing curves upwards.

    >>> straight_rate(GradientDescent(), 20.0), round(straight_rate(Momentum(0.81), 20.0), 9)
    (0.05, 0.0005)
    """
    while hasattr(optimizer, "optimizer"):
        optimizer = optimizer.optimizer
    high = lambda_max + getattr(optimizer, "weight_decay", 0.0)
    if not 0 < high < np.inf:
        return None
    match optimizer:
        case GradientDescent():
            return 1 / high
        case Momentum(beta=beta, dampening=dampening):
            return (1 - float(np.sqrt(beta))) ** 2 / (1 - dampening) / high
        case Nesterov(beta=beta):
            return ((1 - beta) / (1 + beta)) ** 2 / high
        case Newton(damping=damping):
            return (high + damping) / high
    return None


def error_factor(optimizer: Any, learning_rate: float, curvature: float) -> float | None:
    """Return by which factor the error along an eigenvector shrinks in a step, in the long run.

    That is the largest modulus of the roots z of the recurrence's polynomial, for the eigenvalue `curvature`
    (plus the weight decay) and h = learning_rate times it: 1 - h for gradient descent; z^2 - (1 + beta -
    (1 - dampening) h) z + beta for the heavy ball; z^2 - (1 + beta)(1 - h) z + beta (1 - h) for Nesterov,
    with beta -> 1 for the accelerated gradient; 1 - h / (curvature + damping) for Newton. None for the
    others.

    >>> round(error_factor(Momentum(0.9), 0.1, 2.0), 6)  # the root of 0.9
    0.948683
    """
    while hasattr(optimizer, "optimizer"):
        optimizer = optimizer.optimizer
    h = learning_rate * (curvature + getattr(optimizer, "weight_decay", 0.0))
    match optimizer:
        case GradientDescent():
            return abs(1 - h)
        case Momentum(beta=beta, dampening=dampening):
            return _radius(1 + beta - (1 - dampening) * h, beta)
        case Nesterov(beta=beta):
            return _radius((1 + beta) * (1 - h), beta * (1 - h))
        case AcceleratedGradient():
            return _radius(2 * (1 - h), 1 - h)
        case Newton(damping=damping):
            return abs(1 - (h / (curvature + damping) if curvature + damping > 0 else h))
    return None


def _radius(trace: float, determinant: float) -> float:
    """The larger modulus of the roots of z^2 - trace z + determinant."""
    square = trace**2 / 4 - determinant
    return float(np.sqrt(determinant) if square < 0 else abs(trace) / 2 + np.sqrt(square))
