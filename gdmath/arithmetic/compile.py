"""From graphs to numpy: straight-line code, with or without bounds on its rounding errors."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import CodeType, FunctionType
from typing import Any

from gdmath.arithmetic import kernels
from gdmath.arithmetic.constants import floats_of_constants
from gdmath.arithmetic.errors import TINY, UNIT, Bounds, error_of
from gdmath.formulas.graph import Node, depends, ordered

Compiled = Callable[..., Sequence[Any]]

_LONGEST_LINE = 200
_LONGEST_PRODUCT = 32
_TINY = f"tiny = {TINY}"
_ABSORBING = frozenset(
    [
        *("exp", "expm1", "atan", "tanh", "sech", "erf", "sigmoid", "softplus", "relu", "sign", "Max", "Min"),
        *("choose", "atan2", "pow"),
    ]
)
_TEMPLATES = {
    "div": "({})/({})",
    "neg": "(-({}))",
    "pow": "powered({}, {})",
    "softplus": "logaddexp(0.0, {})",
    "relu": "maximum({}, 0.0)",
    "sech": "(1/cosh({}))",
}


class Program:
    """The code of some nodes, as a function of the variables.

    Values are the same to the last bit for one number and for arrays, and with or without errors. Bounds on
    errors hold up to `bounds.near`, or, more slowly found, wherever the variables are (`far`).
    """

    def __init__(self, names: Sequence[str], roots: Sequence[Node], far: bool = False) -> None:
        self.names, self.roots = names, roots
        self.parts = ordered(roots)
        self.constants = floats_of_constants(self.parts)
        self.bounds = Bounds(self.parts, self.constants, far)
        self._varies = depends(self.parts)
        self._argument = {name: f"a{i}" for i, name in enumerate(names)}
        self._place = {id(part): i for i, part in enumerate(self.parts)}
        self._uses: dict[int, int] = dict.fromkeys(self._place, 0)
        for part in self.parts:
            for arg in part.args:
                self._uses[id(arg)] += 1
        for root in roots:
            self._uses[id(root)] += 1
        self._absorbed = self._where_poles_vanish()
        for part in self.parts:
            if self._absorbed[id(part)] and part.op in ("ipow", "root", "log1p", "log2", "log10"):
                self._uses[id(part.args[0])] += 1  # written twice

    def values(self) -> Compiled:
        """Return the function that gives the values of the roots."""
        text: dict[int, str] = {}
        lines: list[str] = []
        for part in self.parts:
            code = self._code(part, text)
            if (
                part.args
                and self._varies[id(part)]
                and (self._uses[id(part)] > 1 or len(code) > _LONGEST_LINE)
            ):
                lines.append(f"v{self._place[id(part)]} = {code}")
                code = f"v{self._place[id(part)]}"
            text[id(part)] = code
        return self._function(lines, [text[id(root)] for root in self.roots])

    def checked(self) -> Compiled:
        """Return the function that gives the values, and then bounds on their absolute errors."""
        lines = [_TINY]
        text, errors = self._checked_lines(lines)
        returned = [text[id(root)] for root in self.roots]
        returned += [errors[id(root)] or "0.0" for root in self.roots]
        return self._function(lines, returned)

    def is_sound(self) -> bool:
        """Whether the values are right to float precision at every point where all are finite."""
        return all(self.bounds.relative[id(root)] is not None for root in self.roots)

    def limits(self) -> Compiled | None:
        """Return the function that bounds the errors of the roots over all points of no larger coordinates.

        It takes bounds on the variables' sizes, and gives for each root one on its error, and then for each
        one on its size. None where there are no such bounds.
        """
        for part in self.parts:
            if self._varies[id(part)] and part.args and not _is_limited(part):
                return None
        lines = [_TINY]
        size: dict[int, str] = {}
        errors: dict[int, str | None] = {}
        for part in self.parts:
            size[id(part)] = self._size_of_leaf(part)
            if part.args and self._varies[id(part)]:
                place = self._place[id(part)]
                lines.append(f"s{place} = {_limit(part, [size[id(arg)] for arg in part.args])}")
                size[id(part)] = f"s{place}"
            self._bounded(part, errors, lines, size, size)
        returned = [errors[id(root)] or "0.0" for root in self.roots]
        return self._function(lines, [*returned, *(size[id(root)] for root in self.roots)])

    def undefined(self) -> Compiled:
        """Return the function that says where the roots are undefined for certain, whatever rounding did."""
        lines = [_TINY, "bad = False"]
        self._checked_lines(lines, domain=True)
        return self._function(lines, ["bad"])

    def _checked_lines(
        self, lines: list[str], domain: bool = False
    ) -> tuple[dict[int, str], dict[int, str | None]]:
        text: dict[int, str] = {}
        errors: dict[int, str | None] = {}
        sizes: dict[int, str] = {}
        for part in self.parts:
            place = self._place[id(part)]
            code = self._code(part, text)
            if part.args and self._varies[id(part)]:
                if domain:
                    lines += self._holes(part, text, errors)
                lines.append(f"v{place} = {code}")
                code = f"v{place}"
            text[id(part)] = code
            positive = self.bounds.sign[id(part)] > 0 and self._varies[id(part)]
            sizes[id(part)] = code if positive else self._size_of_leaf(part)
            if not positive and part.args and self._varies[id(part)]:
                sizes[id(part)] = f"abs({code})"
            self._bounded(part, errors, lines, text, sizes)
        return text, errors

    def _bounded(
        self,
        part: Node,
        errors: dict[int, str | None],
        lines: list[str],
        text: Mapping[int, str],
        sizes: Mapping[int, str],
    ) -> None:
        relative = self.bounds.relative[id(part)]
        if relative == 0:
            errors[id(part)] = None
        elif relative is not None:
            tiny = " + tiny" if self.bounds.reach[id(part)] > 18 else ""
            errors[id(part)] = f"({relative * UNIT}*{sizes[id(part)]}{tiny})"
        else:
            place = self._place[id(part)]
            bound = error_of(
                part,
                lambda arg: text[id(arg)],
                lambda arg: sizes[id(arg)],
                lambda arg: errors[id(arg)],
            )
            lines.append(f"e{place} = {bound}")
            errors[id(part)] = f"e{place}"

    def _size_of_leaf(self, part: Node) -> str:
        if not self._varies[id(part)]:
            return _literal(abs(self.constants[id(part)][0]))
        return f"abs({self._argument[str(part.data)]})" if part.op == "var" else ""

    def _holes(self, part: Node, text: Mapping[int, str], errors: Mapping[int, str | None]) -> list[str]:
        """Code that adds to `bad` where an argument is outside the domain, by more than its error."""
        u = text[id(part.args[0])]
        e = errors[id(part.args[0])] or "0.0"
        below = f"({u} < -({e})) | (({u} == 0) & ({e} == 0))"
        match part.op:
            case "div":
                v, e = text[id(part.args[1])], errors[id(part.args[1])] or "0.0"
                holes = f"({v} == 0) & ({e} == 0)"
            case "log" | "log2" | "log10":
                holes = below
            case "log1p":
                holes = f"({u} < -1 - 2*({e})) | (({u} == -1) & ({e} == 0))"
            case "sqrt":
                holes = f"{u} < -({e})"
            case "asin" | "acos":
                holes = f"abs({u}) > 1 + 2*({e})"
            case "root":
                holes = _holes_of_power(part.data, u, e)
            case "ipow" if part.data < 0:  # type: ignore[operator]
                holes = f"({u} == 0) & ({e} == 0)"
            case "pow":
                v, f = text[id(part.args[1])], errors[id(part.args[1])] or "0.0"
                holes = f"(({u} < -({e})) & ({v} % 1 != 0) & ({f} == 0))"
                holes += f" | (({u} == 0) & ({e} == 0) & ({v} < -({f})))"
            case "atan2":
                v, f = text[id(part.args[1])], errors[id(part.args[1])] or "0.0"
                holes = f"({u} == 0) & ({v} == 0) & ({e} == 0) & ({f} == 0)"
            case _:
                return []
        return [f"bad = bad | ({holes})"] if holes else []

    def _where_poles_vanish(self) -> dict[int, bool]:
        """Where an infinite value may become finite again, so that a pole must be told when it is made."""
        absorbed = dict.fromkeys(self._place, False)
        for part in reversed(self.parts):
            for position, arg in enumerate(part.args):
                here = part.op in _ABSORBING or (part.op == "div" and position == 1)
                here = here or (part.op in ("ipow", "root") and part.data < 0)  # type: ignore[operator]
                absorbed[id(arg)] = absorbed[id(arg)] or here or absorbed[id(part)]
        return absorbed

    def _code(self, part: Node, text: Mapping[int, str]) -> str:
        if not self._varies[id(part)]:
            return _literal(self.constants[id(part)][0])
        if part.op == "var":
            return self._argument[str(part.data)]
        args = [text[id(arg)] for arg in part.args]
        code = _written(part, args)
        if not self._absorbed[id(part)]:
            return code
        match part.op:
            case "div":
                return f"over({args[0]}, {args[1]})"
            case "log":
                return f"logarithm({args[0]})"
            case "log2" | "log10":
                return f"steady({code}, {args[0]})"
            case "log1p":
                return f"steady({code}, 1.0 + {args[0]})"
            case "ipow" | "root" if part.data < 0:  # type: ignore[operator]
                return f"steady({code}, {args[0]})"
        return code

    def _function(self, lines: Sequence[str], returned: Sequence[str]) -> Compiled:
        arguments = ", ".join(self._argument.values())
        body = "\n".join(f"    {line}" for line in [*lines, f"return [{', '.join(returned)}]"])
        module = compile(f"def compiled({arguments}):\n{body}\n", "<cost>", "exec")
        # The text is made of nothing but the names above and numbers; no word of a formula is in it.
        (code,) = (part for part in module.co_consts if isinstance(part, CodeType))
        return FunctionType(code, kernels.NAMES)


def _written(part: Node, args: Sequence[str]) -> str:
    """The code of an operation that is not guarded against poles."""
    match part.op:
        case "add":
            return _sum(part.args, args)
        case "mul":
            # Never regrouped: a number must be the same to the last bit wherever it is written out in full.
            plain = " " not in args[0] and args[1].isidentifier()
            return f"{args[0]}*{args[1]}" if plain else f"({args[0]})*({args[1]})"
        case "ipow":
            return _whole_power(int(part.data or 0), args[0])  # type: ignore[arg-type]
        case "root":
            assert isinstance(part.data, Fraction)
            return f"root({args[0]}, {part.data.numerator}, {part.data.denominator})"
        case "choose":
            half = len(args) // 2
            return f"choose({part.data}, [{', '.join(args[:half])}], [{', '.join(args[half:])}])"
    template = _TEMPLATES.get(part.op)
    return template.format(*args) if template else f"{part.op}({', '.join(args)})"


def _sum(terms: Sequence[Node], texts: Sequence[str]) -> str:
    code = texts[0]
    for term, text in zip(terms[1:], texts[1:], strict=True):
        code += f" - {text[2:-1]}" if term.op == "neg" and text.startswith("(-(") else f" + {text}"
    return f"({code})"


def _whole_power(exponent: int, base: str) -> str:
    times = abs(exponent)
    if times == 0:
        return f"(1.0 + 0.0*({base}))"
    if times == 1:
        code = f"({base})"
    elif times <= 3 and base.isidentifier():
        code = f"({'*'.join([base] * times)})"
    elif times == 2:
        code = f"square({base})"
    elif times <= _LONGEST_PRODUCT:
        code = f"whole({base}, {times})"
    else:
        return f"power({base}, {float(exponent)})"
    return code if exponent > 0 else f"(1.0/{code})"


def _is_limited(part: Node) -> bool:
    if part.op == "ipow":
        return isinstance(part.data, int) and part.data > 0
    return part.op in ("add", "mul", "neg", "sin", "cos", "tanh", "atan", "sigmoid", "erf")


def _limit(part: Node, sizes: Sequence[str]) -> str:
    """Code for the largest size of a node, from those of its arguments."""
    match part.op:
        case "add":
            return " + ".join(sizes)
        case "mul":
            return "*".join(sizes)
        case "neg":
            return sizes[0]
        case "ipow":
            return f"whole({sizes[0]}, {part.data})"
    return "1.6" if part.op == "atan" else "1.0"


def _holes_of_power(exponent: Any, u: str, e: str) -> str:
    pole = f"(({u} == 0) & ({e} == 0))" if exponent < 0 else ""
    negative = f"({u} < -({e}))" if exponent.denominator % 2 == 0 else ""
    return " | ".join(filter(None, [pole, negative]))


def _literal(value: float) -> str:
    if value != value:
        return "nan"
    if abs(value) == float("inf"):
        return "inf" if value > 0 else "(-inf)"
    code = repr(float(value))
    return f"({code})" if value < 0 else code
