"""Numbers of 106 bits, each an unevaluated sum of two floats, for many points at once.

T. J. Dekker, 1971, "A floating-point technique for extending the available precision",
doi:10.1007/BF01397083; Y. Hida, X. S. Li, D. H. Bailey, 2001, "Algorithms for quad-double precision floating
point arithmetic", doi:10.1109/ARITH.2001.930115.
What this can't do, and what it can't do well, becomes nan.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from mpmath import mp
from numpy.typing import NDArray

from gdmath.formulas.graph import Node

GAIN = 2.0**-44  # how much smaller an error is than in floats, with a margin for the functions
_SPLIT = 134217729.0  # 2^27 + 1
_WIDE = 1e6  # angles beyond this lose too much


class Pair:
    """high + low, where low is less than half a unit in high's last place."""

    def __init__(self, high: Any, low: Any = 0.0) -> None:
        self.high, self.low = high, low

    def __add__(self, other: "Pair") -> "Pair":
        high, error = _two_sum(self.high, other.high)
        low, rest = _two_sum(self.low, other.low)
        first = _normal(high, error + low)
        return _normal(first.high, first.low + rest)

    def __neg__(self) -> "Pair":
        return Pair(-self.high, -self.low)

    def __sub__(self, other: "Pair") -> "Pair":
        return self + -other

    def __mul__(self, other: "Pair") -> "Pair":
        high, error = _two_product(self.high, other.high)
        return _normal(high, error + (self.high * other.low + self.low * other.high))

    def __truediv__(self, other: "Pair") -> "Pair":
        first = self.high / other.high
        rest = self - other * Pair(first)
        second = rest.high / other.high
        rest = rest - other * Pair(second)
        return _normal(first, second) + Pair(rest.high / other.high)

    def times(self, power: Any) -> "Pair":
        """Return the product with a power of two."""
        return Pair(self.high * power, self.low * power)


def _two_sum(a: Any, b: Any) -> tuple[Any, Any]:
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


def _normal(high: Any, low: Any) -> Pair:
    total = high + low
    return Pair(total, low - (total - high))


def _two_product(a: Any, b: Any) -> tuple[Any, Any]:
    product = a * b
    scaled_a, scaled_b = _SPLIT * a, _SPLIT * b
    a_high, b_high = scaled_a - (scaled_a - a), scaled_b - (scaled_b - b)
    a_low, b_low = a - a_high, b - b_high
    return product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low


def _exact(value: Any) -> Pair:
    """The pair of a number of mpmath."""
    high = float(value)
    return Pair(high, float(value - high))


with mp.workprec(300):
    _LN2, _LN10 = _exact(mp.ln2), _exact(mp.ln(10))
    _HALF_PI = (float(mp.pi / 2), float(mp.pi / 2 - float(mp.pi / 2)))
    _HALF_PI_REST = float(mp.pi / 2 - _HALF_PI[0] - _HALF_PI[1])
    _INVERSE_FACTORIALS = [_exact(1 / mp.factorial(n)) for n in range(30)]

_ONE, _TWO = Pair(1.0), Pair(2.0)


def _where(condition: Any, one: Pair, other: Pair) -> Pair:
    return Pair(np.where(condition, one.high, other.high), np.where(condition, one.low, other.low))


def _square(u: Pair) -> Pair:
    return u * u


def _small_expm1(u: Pair) -> tuple[Pair, Any]:
    """exp(r) - 1, and k, where u = r + k log 2."""
    k = np.round(u.high / _LN2.high)
    r = (u - _LN2 * Pair(k)).times(1 / 512)
    total = _INVERSE_FACTORIALS[9]
    for n in range(8, 0, -1):
        total = total * r + _INVERSE_FACTORIALS[n]
    total = total * r
    for _ in range(9):
        total = total.times(2.0) + total * total
    return total, k


def _exp(u: Pair) -> Pair:
    small, k = _small_expm1(u)
    half = np.floor(k / 2)  # in two steps: 2^k alone may be too large
    return (_ONE + small).times(np.exp2(half)).times(np.exp2(k - half))


def _expm1(u: Pair) -> Pair:
    small, k = _small_expm1(u)
    return _where(k == 0, small, _exp(u) - _ONE)


def _log1p(u: Pair) -> Pair:
    first = Pair(np.log1p(u.high))
    return first + (u - _expm1(first)) / (_ONE + u)


def _log(u: Pair) -> Pair:
    near = np.abs(u.high - 1) < 0.5
    first = Pair(np.log(u.high))
    rest = u * _exp(-first) - _ONE
    return _where(near, _log1p(u - _ONE), first + rest)


def _sin_cos(u: Pair) -> tuple[Pair, Pair]:
    u = _where(np.abs(u.high) < _WIDE, u, Pair(np.nan))
    k = np.round(u.high / _HALF_PI[0])
    first, error = _two_product(k, _HALF_PI[0])
    second, small = _two_product(k, _HALF_PI[1])
    r = ((u - Pair(first)) - Pair(error)) - Pair(second) - Pair(small + k * _HALF_PI_REST)
    squared = -(r * r)
    sine, cosine = _INVERSE_FACTORIALS[27], _INVERSE_FACTORIALS[28]
    for n in range(25, 0, -2):
        sine = sine * squared + _INVERSE_FACTORIALS[n]
    for n in range(26, -1, -2):
        cosine = cosine * squared + _INVERSE_FACTORIALS[n]
    sine = sine * r
    quarter = k % 4
    turned = quarter % 2 == 1
    one, other = _where(turned, cosine, sine), _where(turned, sine, cosine)
    return _where(quarter >= 2, -one, one), _where((quarter == 1) | (quarter == 2), -other, other)


def _sqrt(u: Pair) -> Pair:
    inverse = 1 / np.sqrt(u.high)
    first = u.high * inverse
    rest = u - _square(Pair(first))
    root = Pair(first) + Pair(rest.high * inverse * 0.5)
    return _where(u.high == 0, u, root)


def _cbrt(u: Pair) -> Pair:
    first = Pair(np.cbrt(u.high))
    return _where(u.high == 0, u, first + (u - first * first * first) / (first * first * Pair(3.0)))


def _atan(u: Pair) -> Pair:
    first = Pair(np.arctan(u.high))
    sine, cosine = _sin_cos(first)
    return first + (u * cosine - sine) / (cosine + u * sine)


def _tanh(u: Pair) -> Pair:
    small = _expm1(u.times(2.0))
    return small / (small + _TWO)


def _sinh(u: Pair) -> Pair:
    small = _expm1(_absolute(u))
    positive = (small + small / (small + _ONE)).times(0.5)
    return _where(u.high < 0, -positive, positive)


def _cosh(u: Pair) -> Pair:
    grown = _exp(u)
    return (grown + _ONE / grown).times(0.5)


def _absolute(u: Pair) -> Pair:
    return _where(u.high < 0, -u, u)


def _softplus(u: Pair) -> Pair:
    return _where(u.high > 0, u, Pair(0.0)) + _log1p(_exp(-_absolute(u)))


def _larger(u: Pair, v: Pair) -> Pair:
    difference = (u - v).high
    return _where(np.isnan(difference), Pair(np.nan), _where(difference >= 0, u, v))


def _largest(*values: Pair) -> Pair:
    result = values[0]
    for value in values[1:]:
        result = _larger(result, value)
    return result


def _whole_power(u: Pair, exponent: int) -> Pair:
    if exponent < 0:
        return _ONE / _whole_power(u, -exponent)
    if exponent == 0:
        return Pair(u.high * 0 + 1.0)
    half = _whole_power(u, exponent // 2) if exponent > 1 else _ONE
    return half * half * u if exponent % 2 else half * half


def _choose(sign: int, comparands: Sequence[Pair], derivatives: Sequence[Pair]) -> Pair:
    best, result = comparands[0], derivatives[0]
    for comparand, derivative in zip(comparands[1:], derivatives[1:], strict=True):
        difference = (comparand - best).high * sign
        unsure = np.isnan(difference) | ((difference == 0) & (derivative.high != result.high))
        result = _where(unsure, Pair(np.nan), _where(difference > 0, derivative, result))
        best = _where(difference > 0, comparand, best)
    return result


_OPERATIONS: Mapping[str, Callable[..., Pair]] = {
    "neg": lambda u: -u,
    "mul": lambda u, v: u * v,
    "div": lambda u, v: u / v,
    "pow": lambda u, v: _exp(v * _log(u)),
    "exp": _exp,
    "expm1": _expm1,
    "log": _log,
    "log1p": _log1p,
    "log2": lambda u: _log(u) / _LN2,
    "log10": lambda u: _log(u) / _LN10,
    "sqrt": _sqrt,
    "cbrt": _cbrt,
    "sin": lambda u: _sin_cos(u)[0],
    "cos": lambda u: _sin_cos(u)[1],
    "tan": lambda u: (lambda pair: pair[0] / pair[1])(_sin_cos(u)),
    "atan": _atan,
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": _tanh,
    "sech": lambda u: _ONE / _cosh(u),
    "softplus": _softplus,
    "sigmoid": lambda u: _ONE / (_ONE + _exp(-u)),
    "abs": _absolute,
    "relu": lambda u: _where(u.high > 0, u, Pair(0.0)),
    "sign": lambda u: Pair(np.sign(u.high)),
    "Max": _largest,
    "Min": lambda *values: -_largest(*(-value for value in values)),
}


class DoubleDouble:
    """Evaluates nodes, given after their arguments, at many points."""

    def __init__(
        self, names: Sequence[str], parts: Sequence[Node], constants: Mapping[int, tuple[float, float]]
    ) -> None:
        """`constants` are the values of nodes without a variable, by their ids, as pairs."""
        self._names, self._parts, self._constants = names, parts, constants
        known = (*_OPERATIONS, "var", "add", "ipow", "choose")
        self.is_able = all(id(part) in constants or part.op in known for part in parts)

    def __call__(self, roots: Sequence[Node], columns: Sequence[Any]) -> list[NDArray[np.float64]]:
        """Return the roots' values (m,), rounded to floats, at points given by their coordinates (m,)."""
        points = dict(zip(self._names, columns, strict=True))
        values: dict[int, Pair] = {}
        for part in self._parts:
            if id(part) in self._constants:
                values[id(part)] = Pair(*self._constants[id(part)])
            elif part.op == "var":
                values[id(part)] = Pair(points[str(part.data)])
            else:
                values[id(part)] = _value(part, [values[id(arg)] for arg in part.args])
        shape = np.shape(columns[0])
        return [np.broadcast_to(values[id(root)].high + values[id(root)].low, shape) for root in roots]


def _value(part: Node, args: Sequence[Pair]) -> Pair:
    match part.op:
        case "add":
            total = args[0]
            for arg in args[1:]:
                total = total + arg
            return total
        case "ipow":
            return _whole_power(args[0], int(part.data or 0))  # type: ignore[arg-type]
        case "choose":
            half = len(args) // 2
            return _choose(int(part.data or 0), args[:half], args[half:])  # type: ignore[arg-type]
    return _OPERATIONS[part.op](*args)
