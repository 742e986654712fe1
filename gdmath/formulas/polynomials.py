"""Whether a graph is a polynomial, and whether that is constant: by its values modulo a prime."""

from fractions import Fraction

from gdmath.formulas.graph import Node, ordered

_PRIME = 2**61 - 1
_TRIALS = 3


def constant_value(root: Node) -> Fraction | None:
    """Return the value of a polynomial that is the same everywhere, or None.

    A polynomial that differs from a constant agrees with it at few points: three random ones would have to be
    among them; J. T. Schwartz, 1980, doi:10.1145/322217.322225.

    >>> from gdmath.formulas.graph import var, node, neg
    >>> x = var("x")
    >>> constant_value(node("add", x, neg(x))), constant_value(x)
    (Fraction(0, 1), None)
    """
    parts = ordered([root])
    if any(part.op not in ("const", "var", "add", "mul", "neg", "ipow", "div") for part in parts):
        return None
    if any(part.op == "ipow" and part.data < 0 for part in parts):  # type: ignore[operator]
        return None
    if any(part.op == "div" and part.args[1].op != "const" for part in parts):
        return None
    names = sorted({str(part.data) for part in parts if part.op == "var"})
    seen = {
        _modulo(parts, {name: _drawn(trial, i) for i, name in enumerate(names)}) for trial in range(_TRIALS)
    }
    return _at_zero(parts) if len(seen) == 1 else None


def _drawn(trial: int, position: int) -> int:
    """A number that looks random and is the same every time."""
    return pow(7, 1_000_003 * (trial + 1) + 7919 * (position + 1), _PRIME)


def _modulo(parts: list[Node], point: dict[str, int]) -> int:
    values: dict[int, int] = {}
    for part in parts:
        args = [values[id(arg)] for arg in part.args]
        match part.op:
            case "var":
                result = point[str(part.data)]
            case "add":
                result = sum(args)
            case "mul":
                result = args[0] * args[1]
            case "neg":
                result = -args[0]
            case "ipow":
                result = pow(args[0], int(part.data or 0), _PRIME)  # type: ignore[arg-type]
            case "div":
                result = args[0] * pow(args[1], -1, _PRIME)
            case _:
                exact = Fraction(part.data or 0)  # type: ignore[arg-type]
                result = exact.numerator * pow(exact.denominator, -1, _PRIME)
        values[id(part)] = result % _PRIME
    return values[id(parts[-1])]


def _at_zero(parts: list[Node]) -> Fraction:
    values: dict[int, Fraction] = {}
    for part in parts:
        args = [values[id(arg)] for arg in part.args]
        match part.op:
            case "var":
                result = Fraction(0)
            case "add":
                result = sum(args, Fraction(0))
            case "mul":
                result = args[0] * args[1]
            case "neg":
                result = -args[0]
            case "ipow":
                result = args[0] ** int(part.data or 0)  # type: ignore[arg-type]
            case "div":
                result = args[0] / args[1]
            case _:
                result = Fraction(part.data or 0)  # type: ignore[arg-type]
        values[id(part)] = result
    return values[id(parts[-1])]
