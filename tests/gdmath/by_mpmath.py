"""Formulas evaluated by mpmath from their text, sharing nothing with gdmath: a judge of its numbers.

Values have 60 digits or more. Derivatives are the coefficients of a power series that is carried through the
formula along one direction, in as many digits.
"""

import ast
from fractions import Fraction

import mpmath as mp


class UndefinedError(Exception):
    """No real value, or no derivative."""


class SilentError(Exception):
    """Not judged: where branches meet, roots of zeros of higher order, numbers beyond memory."""


class Series:
    """c0 + c1 t + c2 t^2, mpmath numbers."""

    def __init__(self, *c):
        self.c = [mp.mpf(x) for x in c]

    def __add__(self, other):
        return Series(*(a + b for a, b in zip(self.c, other.c, strict=True)))

    def __neg__(self):
        return Series(*(-a for a in self.c))

    def __mul__(self, other):
        a, b = self.c, other.c
        return Series(a[0] * b[0], a[0] * b[1] + a[1] * b[0], a[0] * b[2] + a[1] * b[1] + a[2] * b[0])

    @property
    def is_constant(self):
        return self.c[1:] == [0, 0]

    def through(self, value, first, second):
        """f of the series, given f and its derivatives at c0; what is not needed may be None."""
        _, c1, c2 = self.c
        if c1 == 0 and c2 == 0:
            return Series(value, 0, 0)
        if first is None or second is None:
            raise UndefinedError
        return Series(value, first * c1, first * c2 + second * c1 * c1 / 2)

    def inverse(self):
        a = self.c[0]
        if a == 0:
            raise UndefinedError
        return self.through(1 / a, -1 / a**2, 2 / a**3)


def guard(x):
    """Refuse what would not fit in memory."""
    if abs(x) > mp.mpf(10) ** 400:
        raise SilentError
    return x


def exp(u):
    value = mp.exp(guard(u.c[0]))
    return u.through(value, value, value)


def log(u):
    a = u.c[0]
    if a <= 0:
        raise UndefinedError
    return u.through(mp.log(a), 1 / a, -1 / a**2)


def power(u, v, exact):  # noqa: C901
    """u**v; `exact` is the exponent as a pair of whole numbers, if it is one."""
    a = u.c[0]
    if a != 0 and abs(a) < mp.mpf(10) ** (-0.7 * mp.mp.dps):
        raise SilentError  # the sign of what may be 0
    if exact and exact[1] == 1:
        n = exact[0]
        if n < 0 and a == 0:
            raise UndefinedError
        if n == 0:
            return Series(1, 0, 0)
        first = n * a ** (n - 1) if n != 1 else mp.mpf(1)
        second = mp.mpf(0) if n in (0, 1) else n * (n - 1) * a ** (n - 2)
        return u.through(a**n, first, second)
    if exact:
        p, q = exact
        if a < 0 and q % 2 == 0:
            raise UndefinedError
        if a == 0:
            if p < 0:
                raise UndefinedError
            if u.c[1] == 0 and not u.is_constant:
                raise SilentError  # (x**3)**(1/3): smooth, but not as far as three coefficients tell
            r = mp.mpf(p) / q
            return u.through(mp.mpf(0), mp.mpf(0) if r > 1 else None, mp.mpf(0) if r > 2 else None)
        r = mp.mpf(p) / q
        size = mp.exp(guard(r * mp.log(abs(a))))
        value = -size if a < 0 and p % 2 else size
        return u.through(value, r * value / a, r * (r - 1) * value / a**2)
    if a > 0:
        return exp(v * log(u))
    b = v.c[0]
    if not (u.is_constant and v.is_constant):
        raise UndefinedError if a < 0 and b != int(b) else SilentError
    if (a == 0 and b < 0) or (a < 0 and b != int(b)):
        raise UndefinedError
    if a == 0:
        return Series(1 if b == 0 else 0, 0, 0)
    return Series(mp.exp(guard(b * mp.log(-a))) * (-1 if int(b) % 2 else 1), 0, 0)


def trigonometric(name, u):
    a = guard(u.c[0])
    s, c = mp.sin(a), mp.cos(a)
    match name:
        case "sin":
            return u.through(s, c, -s)
        case "cos":
            return u.through(c, -s, -c)
    t = s / c
    return u.through(t, 1 + t * t, 2 * t * (1 + t * t))


def inverse_trigonometric(name, u):
    a = u.c[0]
    if abs(a) > 1:
        raise UndefinedError
    r = mp.sqrt(1 - a * a)
    first, second = (None, None) if r == 0 else (1 / r, a / r**3)
    if name == "acos":
        first, second = (None, None) if first is None else (-first, -second)
    return u.through(getattr(mp, name)(a), first, second)


def sigmoid(u):
    a = guard(u.c[0])
    small = mp.exp(-abs(a))
    s, other = (1, small) if a >= 0 else (small, 1)
    s, other = mp.mpf(s) / (1 + small), mp.mpf(other) / (1 + small)
    return u.through(s, s * other, s * other * (other - s))


def softplus(u):
    a = guard(u.c[0])
    value = max(a, mp.mpf(0)) + mp.log1p(mp.exp(-abs(a)))
    plain = sigmoid(Series(a, 1, 0))
    return u.through(value, plain.c[0], plain.c[1])


def extreme(arguments, sign):
    best = max(arguments, key=lambda series: sign * series.c[0])
    if any(other.c[0] == best.c[0] and other.c != best.c for other in arguments):
        raise SilentError
    return best


def call(name, args):  # noqa: C901
    u = args[0]
    a = u.c[0]
    match name:
        case "sin" | "cos" | "tan":
            return trigonometric(name, u)
        case "asin" | "acos":
            return inverse_trigonometric(name, u)
        case "atan":
            return u.through(mp.atan(a), 1 / (1 + a * a), -2 * a / (1 + a * a) ** 2)
        case "atan2":
            y, x = args
            norm = y * y + x * x
            if norm.c[0] == 0:
                raise UndefinedError
            # The angle's derivative is that of y/x or -x/y, whichever is finite.
            up = x.c[0] == 0
            shape = -call("atan", [x * y.inverse()]) if up else call("atan", [y * x.inverse()])
            return Series(mp.atan2(y.c[0], x.c[0]), *shape.c[1:])
        case "sinh":
            guard(a)
            return u.through(mp.sinh(a), mp.cosh(a), mp.sinh(a))
        case "cosh":
            guard(a)
            return u.through(mp.cosh(a), mp.sinh(a), mp.cosh(a))
        case "tanh":
            guard(a)
            t, s = mp.tanh(a), mp.sech(a) ** 2
            return u.through(t, s, -2 * t * s)
        case "softplus":
            return softplus(u)
        case "sigmoid":
            return sigmoid(u)
        case "erf":
            guard(a)
            first = 2 / mp.sqrt(mp.pi) * mp.exp(-a * a)
            return u.through(mp.erf(a), first, -2 * a * first)
        case "exp":
            return exp(u)
        case "log" | "ln":
            return log(u) if len(args) == 1 else log(u) * log(args[1]).inverse()
        case "log2":
            return log(u) * Series(1 / mp.log(2), 0, 0)
        case "log10":
            return log(u) * Series(1 / mp.log(10), 0, 0)
        case "sqrt":
            return power(u, None, (1, 2))
        case "cbrt":
            return power(u, None, (1, 3))
        case "relu":
            return extreme([u, Series(0, 0, 0)], 1)
        case "abs":
            return extreme([u, -u], 1)
        case "sign":
            if a == 0 and u.c[1:] != [0, 0]:
                raise SilentError
            return Series(mp.sign(a), 0, 0)
        case "Max" | "Min":
            return extreme(args, 1 if name == "Max" else -1)
    raise AssertionError(name)


def exact(tree):
    """An exponent written in numbers alone, as p/q in lowest terms, or None."""
    try:
        match tree:
            case ast.Constant(value=value):
                number = Fraction(str(value))
            case ast.UnaryOp(op=ast.USub()):
                p, q = exact(tree.operand)
                number = Fraction(-p, q)
            case ast.BinOp(op=ast.Div()):
                number = Fraction(*exact(tree.left)) / Fraction(*exact(tree.right))
            case _:
                return None
    except (TypeError, ZeroDivisionError):
        return None
    return number.numerator, number.denominator


def walk(tree, point):  # noqa: C901
    match tree:
        case ast.Constant(value=value):
            return Series(mp.mpf(str(value)), 0, 0)
        case ast.Name(id="pi"):
            return Series(+mp.pi, 0, 0)
        case ast.Name(id="e"):
            return Series(+mp.e, 0, 0)
        case ast.Name(id=name):
            return point[name]
        case ast.UnaryOp(operand=operand):
            return -walk(operand, point)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return power(walk(left, point), walk(right, point), exact(right))
        case ast.BinOp(left=left, op=op, right=right):
            a, b = walk(left, point), walk(right, point)
            if isinstance(op, ast.Add):
                return a + b
            if isinstance(op, ast.Sub):
                return a + -b
            return a * b if isinstance(op, ast.Mult) else a * b.inverse()
        case ast.Call(func=ast.Name(id=name), args=args):
            return call(name, [walk(arg, point) for arg in args])
    raise AssertionError(ast.dump(tree))


def along(tree, point, direction):
    """Return c0, c1, c2 of the formula along a direction, agreed on in two precisions.

    Raises UndefinedError and SilentError.
    """
    seen = []
    for digits in (60, 120, 240, 480):
        with mp.workdps(digits):
            named = {name: Series(point[name], direction.get(name, 0), 0) for name in point}
            seen.append(walk(tree, named).c)
        if len(seen) > 1 and all(
            a != 0 and abs(a - b) <= mp.mpf(10) ** -20 * abs(b) for a, b in zip(*seen[-2:], strict=True)
        ):
            return seen[-1]
    zero = mp.mpf(10) ** -420
    return [mp.mpf(0) if abs(x) < zero else x for x in seen[-1]]


def judged(text, x, y):
    """Return value, gradient and Hessian of a formula in x and y, as numbers with 20 digits or more."""
    tree, point = ast.parse(text, mode="eval").body, {"x": x, "y": y}
    a, b, c = (along(tree, point, direction) for direction in ({"x": 1}, {"y": 1}, {"x": 1, "y": 1}))
    with mp.workdps(500):
        mixed, size = c[2] - a[2] - b[2], max(map(abs, (c[2], a[2], b[2])))
        if abs(mixed) < mp.mpf(10) ** -40 * size:
            if size > 1e100:
                raise SilentError
            mixed = mp.mpf(0)
        return a[0], (a[1], b[1]), (2 * a[2], mixed, 2 * b[2])


def valued(text, x, y):
    """Return the value alone."""
    return along(ast.parse(text, mode="eval").body, {"x": x, "y": y}, {})[0]
