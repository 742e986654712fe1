"""Some optimizers once more, as the papers write them, at the settings that they have by default."""

from collections.abc import Callable, Iterator

import numpy as np

Vector = np.ndarray
Steps = Iterator[tuple[Vector, dict[str, Vector]]]  # each direction, and what was remembered before it


def gradient_descent(gradients: Iterator[Vector]) -> Steps:
    for g in gradients:
        yield -g, {}


def momentum(gradients: Iterator[Vector], beta: float = 0.9) -> Steps:
    m = 0.0
    for g in gradients:
        before, m = m, beta * m + g
        yield -m, {"m": before + 0 * g}


def nesterov(gradients: Iterator[Vector], beta: float = 0.9) -> Steps:
    m = 0.0
    for g in gradients:
        before, m = m, beta * m + g
        yield -(g + beta * m), {"m": before + 0 * g}


def adagrad(gradients: Iterator[Vector], epsilon: float = 1e-10) -> Steps:
    total = 0.0
    for g in gradients:
        total = total + g * g
        yield -g / (np.sqrt(total) + epsilon), {}


def rmsprop(gradients: Iterator[Vector], alpha: float = 0.99, epsilon: float = 1e-8) -> Steps:
    v = 0.0
    for g in gradients:
        before, v = v, alpha * v + (1 - alpha) * g * g
        yield -g / (np.sqrt(v) + epsilon), {"v": before + 0 * g}


def adam(
    gradients: Iterator[Vector], beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8
) -> Steps:
    m = v = 0.0
    for k, g in enumerate(gradients, 1):
        before = {"m": m + 0 * g, "v": v + 0 * g}
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
        yield -(m / (1 - beta1**k)) / (np.sqrt(v / (1 - beta2**k)) + epsilon), before


METHODS: dict[str, Callable[..., Steps]] = {
    "gradient-descent": gradient_descent,
    "momentum": momentum,
    "nesterov": nesterov,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
}
