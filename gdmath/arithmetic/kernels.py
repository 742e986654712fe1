"""What compiled formulas call beside numpy itself: the same code for one number and for arrays."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np


def square(base: Any) -> Any:
    """Return base * base."""
    return base * base


def whole(base: Any, exponent: int) -> Any:
    """Return base**exponent by repeated squaring."""
    if exponent == 1:
        return base
    half = whole(base, exponent // 2)
    return half * half * base if exponent % 2 else half * half


def root(base: Any, numerator: int, denominator: int) -> Any:
    """Return base**(numerator/denominator), in lowest terms; of an odd denominator the real root."""
    if denominator == 2 and abs(numerator) <= 9:
        value = whole(np.sqrt(base), abs(numerator))
    elif denominator == 3 and abs(numerator) <= 8:
        value = whole(np.cbrt(base), abs(numerator))
    elif denominator % 2 == 0:
        return np.power(base, numerator / denominator)
    else:
        size = np.power(np.abs(base), numerator / denominator)
        return np.copysign(size, base) if numerator % 2 else size
    return value if numerator > 0 else 1 / value


def sigmoid(u: Any) -> Any:
    """Return 1 / (1 + exp(-u))."""
    small = np.exp(-np.abs(u))
    return np.where(np.asarray(u) < 0, small, 1.0)[()] / (1 + small)


def erf(u: Any) -> Any:
    """Return the error function."""
    from scipy.special import erf as accurate  # takes long to import, and few formulas need it

    return accurate(u)


def over(above: Any, below: Any) -> Any:
    """Return above / below, undefined at a pole, where infinity could become a number again."""
    return above / np.where(np.asarray(below) == 0, np.nan, below)[()]


def logarithm(u: Any) -> Any:
    """Return log(u), undefined at 0."""
    return np.log(np.where(np.asarray(u) == 0, np.nan, u)[()])


def powered(base: Any, exponent: Any) -> Any:
    """Return base**exponent, undefined where one of them is, and at a pole."""
    power = np.power(base, exponent)
    hole = np.isnan(base) | np.isnan(exponent) | ((np.asarray(base) == 0) & np.isinf(power))
    return np.where(hole, np.nan, power)[()]


def steady(power: Any, base: Any) -> Any:
    """Return a power that has a pole where its base is 0, undefined there."""
    return np.where(np.asarray(base) == 0, np.nan, power)[()]


def largest(*values: Any) -> Any:
    """Return the largest, undefined where one is."""
    result = values[0]
    for value in values[1:]:
        result = np.maximum(result, value)
    return result


def smallest(*values: Any) -> Any:
    """Return the smallest, undefined where one is."""
    result = values[0]
    for value in values[1:]:
        result = np.minimum(result, value)
    return result


def choose(sign: int, comparands: Sequence[Any], derivatives: Sequence[Any]) -> Any:
    """Return the derivative of the largest comparand (smallest, for sign -1), of several the middle."""
    if len(comparands) == 2:
        (a, b), (p, q) = comparands, derivatives
        first, second = (a > b, a < b) if sign > 0 else (a < b, a > b)
        return np.where(first, p, np.where(second, q, p + 0.5 * (q - p)))[()]
    best = largest(*comparands) if sign > 0 else smallest(*comparands)
    low, high = np.inf, -np.inf
    for comparand, derivative in zip(comparands, derivatives, strict=True):
        taken = np.asarray(comparand == best)
        low = np.where(taken, np.minimum(low, derivative), low)
        high = np.where(taken, np.maximum(high, derivative), high)
    return np.where(low == high, low, low + 0.5 * (high - low))[()]


def less(size: Any, error: Any) -> Any:
    """Return how large something is at least, with a margin: the size less twice its error, or 0."""
    return np.maximum(size - 2 * error, 0.0)


def chosen_error(
    sign: int,
    comparands: Sequence[Any],
    doubts: Sequence[Any],
    derivatives: Sequence[Any],
    errors: Sequence[Any],
) -> Any:
    """Return the error of `choose`; infinite where what is taken is not certain and matters."""
    best = largest(*comparands) if sign > 0 else smallest(*comparands)
    low, high, error = np.inf, -np.inf, 0.0
    nearest = least_doubt(comparands, doubts, best)
    for comparand, doubt, derivative, own in zip(comparands, doubts, derivatives, errors, strict=True):
        near = np.abs(comparand - best) <= doubt + nearest
        low = np.where(near, np.minimum(low, derivative), low)
        high = np.where(near, np.maximum(high, derivative), high)
        error = np.where(near, np.maximum(error, own), error)
    return np.where((low == high) | np.isnan(best), error, np.inf)[()]


def least_doubt(comparands: Sequence[Any], doubts: Sequence[Any], best: Any) -> Any:
    """Return how uncertain the best of the comparands is."""
    doubt = np.inf
    for comparand, own in zip(comparands, doubts, strict=True):
        doubt = np.where(comparand == best, np.minimum(doubt, own), doubt)
    return doubt


def extreme_error(sign: int, values: Sequence[Any], errors: Sequence[Any]) -> Any:
    """Return the error of Max (sign 1) or Min: the largest of those that may be the one."""
    best = largest(*values) if sign > 0 else smallest(*values)
    own = least_doubt(values, errors, best)
    error = own
    for value, other in zip(values, errors, strict=True):
        near = ~(np.abs(value - best) > other + own)
        error = np.where(near, np.maximum(error, other), error)
    return error


_NUMPY = (
    *("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "expm1", "log", "log1p", "log2", "log10"),
    *("sqrt", "cbrt", "sign", "power", "logaddexp", "maximum", "where"),
)
_OWN = (
    *(square, whole, root, sigmoid, erf, over, logarithm, powered, steady, choose, less),
    *(chosen_error, extreme_error),
)
NAMES = {
    **{name: getattr(np, name) for name in _NUMPY},
    **{"asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "atan2": np.arctan2},
    **{function.__name__: function for function in _OWN},
    **{"Max": largest, "Min": smallest, "abs": abs, "inf": math.inf, "nan": math.nan},
}
