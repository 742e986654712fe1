"""The value of a graph at one point, correctly rounded: in more and more digits until two agree.

Only what is needed is evaluated, of a branch what is taken. Numbers are mpmath's.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from mpmath import MPContext, libmp

from gdmath.formulas.graph import Node

_DIGITS = (133, 266, 532, 1064, 2128, 4256, 8512)  # bits of precision, one after the other
_ENOUGH = 1064  # what is nothing with so many bits is nothing in floating point, of numbers near 1
_FARTHER = 3  # bits that it takes more for each bit of a variable's exponent, beyond so many
_NEAR = 24
_NOTHING = -1080  # the exponent of what no float can hold
_SNAP = 20  # a result that is smaller than its terms by all but so many bits is 0
_WIDEST = 4000  # bits of an exponent's own exponent
_AGREE = 1e-17


class UndefinedError(ArithmeticError):
    """There is no real value here."""


class UndecidedError(ArithmeticError):
    """The value can't be had: a number on the way is too large, or too close to a limit to tell."""


def rounded(root: Node, point: Mapping[str, float]) -> tuple[float, bool]:
    """Return a node's value as a float, infinite if it is too large, and whether branches meet on the way.

    Raises UndefinedError, and UndecidedError.

    >>> from gdmath.formulas.graph import ONE, node, var
    >>> x = var("x")
    >>> rounded(node("add", node("cos", x), node("neg", ONE)), {"x": 1e-8})
    (-5e-17, False)
    """
    before: tuple[Any] | None = None
    vanishing = 0
    enough = _enough(point)
    for bits in _DIGITS:
        if bits > 4 * enough:
            break
        at = At(point, bits)
        try:
            value = at(root)
        except UndefinedError:
            value = None
        # What cancels to nothing may do so for want of digits, as 1 - tanh(x) does at 100; and so may 1 + 1/x
        # be 1, of which (1 + 1/x)**x makes something else.
        settled = bits >= enough or not (at.absorbed or (at.cancelled and not value))
        if before is not None and settled and agree(before[0], value):
            if value is None:
                raise UndefinedError
            return float_of(value), at.torn
        if value and bits >= enough and at.mp.mag(value) < _NOTHING:
            return 0.0, at.torn
        # Twice the digits, and only as much smaller: it is rounding that is left of a 0.
        smaller = before and before[0] and value and abs(value) < at.mp.ldexp(abs(before[0]), -bits // 4)
        vanishing = vanishing + 1 if smaller else 0
        if vanishing >= 2 and bits >= enough:
            return 0.0, at.torn
        before = (value,)
    raise UndecidedError


def _enough(point: Mapping[str, float]) -> int:
    farthest = max((abs(math.frexp(x)[1]) for x in point.values()), default=0)
    return _ENOUGH + _FARTHER * max(farthest - _NEAR, 0)


def agree(one: Any, other: Any) -> bool:
    """Whether two numbers, or two that are not there, are the same to a float's precision."""
    if one is None or other is None:
        return one is other
    return bool(abs(one - other) <= _AGREE * abs(other))


def float_of(value: Any) -> float:
    """Return the nearest float; infinite if it is too large."""
    return libmp.to_float(value._mpf_, strict=False, rnd="n") + 0.0  # no negative zero


def _context(bits: int) -> MPContext:
    context = MPContext()
    context.prec = bits
    return context


_CONTEXTS: dict[int, Any] = {bits: _context(bits) for bits in _DIGITS}


class At:
    """Evaluates nodes at a point with so many bits; raises UndefinedError or UndecidedError."""

    def __init__(self, point: Mapping[str, Any], bits: int) -> None:
        if bits not in _CONTEXTS:
            _CONTEXTS[bits] = _context(bits)
        self.mp = _CONTEXTS[bits]
        self.point = point
        self.smallest = self.mp.ldexp(1, _SNAP - bits)
        self.known: dict[int, Any] = {}
        self.cancelled = self.absorbed = False
        self.torn = False  # whether branches of different derivatives, or of different values, have met

    def __call__(self, root: Node) -> Any:
        """Return the node's value."""
        stack = [root]
        known = self.known
        while stack:
            part = stack[-1]
            if id(part) in known:
                stack.pop()
                continue
            missing = [arg for arg in self._needed(part) if id(arg) not in known]
            if missing:
                stack.extend(missing)
                continue
            known[id(part)] = self._value(part)
            stack.pop()
        return known[id(root)]

    def _needed(self, part: Node) -> Sequence[Node]:
        if part.op != "choose":
            return part.args
        comparands = part.args[: len(part.args) // 2]
        if any(id(arg) not in self.known for arg in comparands):
            return comparands
        return self._taken(part)

    def _taken(self, part: Node) -> list[Node]:
        """The derivatives of the comparands that are the largest, or the smallest."""
        half = len(part.args) // 2
        values = [self.known[id(arg)] for arg in part.args[:half]]
        best = (max if part.data == 1 else min)(values)
        near = self.smallest * abs(best)
        return [arg for arg, value in zip(part.args[half:], values, strict=True) if abs(value - best) <= near]

    def _value(self, part: Node) -> Any:
        if part.op == "choose":
            derivatives = [self.known[id(arg)] for arg in self._taken(part)]
            low, high = min(derivatives), max(derivatives)
            self.torn = self.torn or low != high
            return (low + high) / 2
        args = [self.known[id(arg)] for arg in part.args]
        match part.op:
            case "const":
                assert isinstance(part.data, Fraction)
                return self.mp.mpf(part.data.numerator) / part.data.denominator
            case "named":
                return _NAMED[str(part.data)](self.mp)
            case "var":
                return self.mp.mpf(self.point[str(part.data)])
            case "ipow":
                return self._whole_power(args[0], int(part.data or 0))  # type: ignore[arg-type]
            case "root":
                assert isinstance(part.data, Fraction)
                return self._root(args[0], part.data)
            case "add":
                return self._sum(args)
        if part.op in _LEVEL_AT_0:
            self.absorbed = self.absorbed or 0 < args[0] ** 2 < self.smallest
        return _OPERATIONS[part.op](self, *args)

    def _sum(self, terms: Sequence[Any]) -> Any:
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        sizes = [abs(term) for term in terms]
        largest = max(sizes)
        nothing = self.smallest * largest
        if min(sizes) < nothing:
            self.absorbed = self.absorbed or any(0 < size < nothing for size in sizes)
        if abs(total) >= nothing:
            return total
        self.cancelled = self.cancelled or bool(largest)
        return self.mp.zero

    def _whole_power(self, base: Any, exponent: int) -> Any:
        if exponent < 0 and not base:
            raise UndefinedError
        return base**exponent

    def _root(self, base: Any, exponent: Fraction) -> Any:
        if not base:
            if exponent < 0:
                raise UndefinedError
            return base
        if base < 0 and exponent.denominator % 2 == 0:
            raise UndefinedError
        size = self.exp(self.mp.log(abs(base)) * exponent.numerator / exponent.denominator)
        return -size if base < 0 and exponent.numerator % 2 else size

    def exp(self, u: Any) -> Any:
        """exp(u), unless its exponent alone would fill the memory."""
        if self.mp.mag(u) > _WIDEST:
            raise UndecidedError
        return self.mp.exp(u)

    def power(self, base: Any, exponent: Any) -> Any:
        """base**exponent, of a negative base where the exponent is whole."""
        if not base:
            if exponent < 0:
                raise UndefinedError
            return self.mp.mpf(not exponent)
        size = self.exp(self.mp.log(abs(base)) * exponent)
        if base > 0:
            return size
        if not self.mp.isint(exponent):
            raise UndefinedError
        return -size if int(exponent) % 2 else size

    def divide(self, a: Any, b: Any) -> Any:
        if not b:
            raise UndefinedError
        return a / b

    def log(self, u: Any) -> Any:
        if u <= 0:
            raise UndefinedError
        return self.mp.log(u)

    def sqrt(self, u: Any) -> Any:
        if u < 0:
            raise UndefinedError
        return self.mp.sqrt(u)

    def inside(self, function: Callable[[Any], Any], u: Any) -> Any:
        """asin or acos, from -1 to 1."""
        if abs(u) > 1:
            raise UndefinedError
        return function(u)

    def periodic(self, function: Callable[[Any], Any], u: Any) -> Any:
        """sin, cos or tan; next to a multiple of pi that can't be told from it, 0."""
        if self.mp.mag(u) > _WIDEST:
            raise UndecidedError
        value = function(u)
        if abs(value) >= self.smallest * abs(u):
            return value
        self.cancelled = self.cancelled or bool(u)
        return self.mp.zero

    def hyperbolic(self, function: Callable[[Any], Any], u: Any) -> Any:
        if self.mp.mag(u) > _WIDEST:
            raise UndecidedError
        return function(u)

    def sign(self, u: Any) -> Any:
        self.torn = self.torn or not u
        return self.mp.sign(u)

    def cbrt(self, u: Any) -> Any:
        size = self.mp.cbrt(abs(u))
        return -size if u < 0 else size

    def sigmoid(self, u: Any) -> Any:
        small = self.exp(-abs(u))
        return (1 if u >= 0 else small) / (1 + small)

    def softplus(self, u: Any) -> Any:
        return max(u, self.mp.zero) + self.mp.log1p(self.exp(-abs(u)))

    def angle(self, y: Any, x: Any) -> Any:
        if not y and not x:
            raise UndefinedError
        return self.mp.atan2(y, x)

    def log1p(self, u: Any) -> Any:
        if u <= -1:
            raise UndefinedError
        return self.mp.log1p(u)


_LEVEL_AT_0 = ("exp", "cos", "cosh", "sech", "acos", "sigmoid", "softplus")

_NAMED: Mapping[str, Callable[[Any], Any]] = {
    "pi": lambda mp: +mp.pi,
    "e": lambda mp: +mp.e,
    "2/sqrt(pi)": lambda mp: 2 / mp.sqrt(mp.pi),
}
_OPERATIONS: Mapping[str, Callable[..., Any]] = {
    "neg": lambda at, u: -u,
    "mul": lambda at, u, v: u * v,
    "div": At.divide,
    "pow": At.power,
    "exp": At.exp,
    "expm1": lambda at, u: at.hyperbolic(at.mp.expm1, u),
    "log": At.log,
    "log2": lambda at, u: at.log(u) / at.mp.ln2,
    "log10": lambda at, u: at.log(u) / at.mp.ln10,
    "log1p": At.log1p,
    "sqrt": At.sqrt,
    "cbrt": At.cbrt,
    "sin": lambda at, u: at.periodic(at.mp.sin, u),
    "cos": lambda at, u: at.periodic(at.mp.cos, u),
    "tan": lambda at, u: at.periodic(at.mp.tan, u),
    "asin": lambda at, u: at.inside(at.mp.asin, u),
    "acos": lambda at, u: at.inside(at.mp.acos, u),
    "atan": lambda at, u: at.mp.atan(u),
    "atan2": At.angle,
    "sinh": lambda at, u: at.hyperbolic(at.mp.sinh, u),
    "cosh": lambda at, u: at.hyperbolic(at.mp.cosh, u),
    "tanh": lambda at, u: at.mp.tanh(u),
    "sech": lambda at, u: at.hyperbolic(at.mp.sech, u),
    "softplus": At.softplus,
    "sigmoid": At.sigmoid,
    "relu": lambda at, u: max(u, at.mp.zero),
    "erf": lambda at, u: at.mp.erf(u),
    "abs": lambda at, u: abs(u),
    "sign": At.sign,
    "Max": lambda at, *values: max(values),
    "Min": lambda at, *values: min(values),
}
