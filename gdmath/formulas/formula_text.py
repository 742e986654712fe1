"""The text of a graph, which reads back as the same graph."""

from fractions import Fraction

from gdmath.formulas.graph import Node, float_of, ordered

_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(1, 6)  # how tightly a text holds together
_LONGEST = 1_000_000  # operations
_NAMED = {"2/sqrt(pi)": ("(2/sqrt(pi))", _ATOM), "e": ("e", _ATOM), "pi": ("pi", _ATOM)}
_OTHERWISE = {"sech": "1/cosh({u})", "expm1": "exp({u}) - 1", "log1p": "log(1 + {u})"}


def formula_text(root: Node) -> str | None:
    """Return the text of a graph, in full, or None of one that shares so much that it would be endless.

    >>> from gdmath.formulas.expression import parse
    >>> formula_text(parse("2*x*(y - 1)^2 / -3")[0])
    '2*x*(y - 1)**2/(-3)'
    >>> formula_text(parse("x - 3*x**2 - x/2 - (x + 1)")[0])
    'x - 3*x**2 - x/2 - (x + 1)'
    """
    length: dict[int, int] = {}
    texts: dict[int, tuple[str, int]] = {}
    for part in ordered([root]):
        length[id(part)] = 1 + sum(length[id(arg)] for arg in part.args)
        if length[id(part)] > _LONGEST:
            return None
        texts[id(part)] = _text(part, [texts[id(arg)] for arg in part.args])
    return texts[id(root)][0]


def _text(part: Node, args: list[tuple[str, int]]) -> tuple[str, int]:
    match part.op:
        case "const":
            assert isinstance(part.data, Fraction)
            return number_text(part.data)
        case "named":
            return _NAMED[str(part.data)]
        case "var":
            return str(part.data), _ATOM
        case "add":
            return _sum(part, args), _SUM
        case "mul":
            return f"{_held(args[0], _PRODUCT)}*{_held(args[1], _POWER)}", _PRODUCT
        case "div":
            return f"{_held(args[0], _PRODUCT)}/{_held(args[1], _POWER)}", _PRODUCT
        case "neg":
            return f"-{_held(args[0], _POWER)}", _SIGN
        case "ipow" | "root":
            exponent = number_text(Fraction(part.data or 0))  # type: ignore[arg-type]
            return f"{_held(args[0], _ATOM)}**{_held(exponent, _ATOM)}", _POWER
        case "pow":
            return f"{_held(args[0], _ATOM)}**{_held(args[1], _ATOM)}", _POWER
    return f"{part.op}({', '.join(text for text, _ in args)})", _ATOM


def _sum(part: Node, args: list[tuple[str, int]]) -> str:
    # What is negative in the graph is subtracted; a sum inside a sum keeps its parentheses.
    text = _held(args[0], _PRODUCT)
    for term, written in zip(part.args[1:], args[1:], strict=True):
        negative = term.op == "neg" or (
            isinstance(term.data, Fraction) and term.op == "const" and term.data < 0
        )
        if negative:
            inner = written[0][1:]
            product = term.op == "neg" and term.args[0].op in ("mul", "div")
            text += f" - {inner[1:-1] if product else inner}"
        else:
            text += f" + {_held(written, _PRODUCT)}"
    return text


def _held(written: tuple[str, int], least: int) -> str:
    text, tightness = written
    return text if tightness >= least else f"({text})"


def number_text(value: Fraction) -> tuple[str, int]:
    """Return an exact number as it may be typed, a decimal if it is one, and how tightly that holds together.

    >>> number_text(Fraction(1, 10)), number_text(Fraction(-1, 3))
    (('0.1', 5), ('-1/3', 2))
    """
    sign = "-" if value < 0 else ""
    numerator, denominator = abs(value.numerator), value.denominator
    places = _places(denominator)
    if places is None or not 1e-300 < abs(float_of(value)) < 1e300:
        if denominator == 1:
            return f"{sign}{numerator}", _SIGN if sign else _ATOM
        return f"{sign}{numerator}/{denominator}", _PRODUCT
    digits = str(numerator * 10**places // denominator)
    if not places and len(digits) <= 15:
        return sign + digits, _SIGN if sign else _ATOM
    if 0 < places <= 15 and len(digits) <= 17:
        digits = digits.rjust(places + 1, "0")
        return f"{sign}{digits[:-places]}.{digits[-places:]}", _SIGN if sign else _ATOM
    mantissa = digits.rstrip("0") or "0"
    return f"{sign}{mantissa}e{len(digits) - len(mantissa) - places}", _SIGN if sign else _ATOM


def _places(denominator: int) -> int | None:
    """How many decimal places a number with this denominator has, or None."""
    twos = (denominator & -denominator).bit_length() - 1
    fives, rest = 0, denominator >> twos
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None
