"""Graphs as sympy expressions, for showing and solving, and sympy expressions as graphs."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, cast

import sympy as sp

from gdmath.formulas.graph import Node, neg, ordered
from gdmath.formulas.sympy_functions import cbrt, relu, sigmoid, softplus

LONGEST = 400  # operations of what is worth showing: a page of them
_DEEPEST = 40
_TOWER = 3


def is_short(roots: Sequence[Node]) -> bool:
    """Whether expressions of these graphs can be written out: shared parts count as often as they occur."""
    length: dict[int, int] = {}
    depth: dict[int, int] = {}
    for part in ordered(roots):
        half = len(part.args) // 2 if part.op == "choose" else 0  # each case names every comparand
        length[id(part)] = 1 + sum(length[id(arg)] for arg in part.args)
        length[id(part)] += half * sum(length[id(arg)] for arg in part.args[:half])
        depth[id(part)] = 1 + max((depth[id(arg)] for arg in part.args), default=0)
        if part.op == "log" and isinstance(part.args[0].data, Fraction) and part.args[0].data <= 0:
            return False  # sympy would take it for a complex number
    deepest = max((depth[id(root)] for root in roots), default=0)
    return sum(length[id(root)] for root in roots) <= LONGEST and deepest <= _DEEPEST


def expression_of(root: Node, symbols: Mapping[str, sp.Symbol]) -> sp.Expr:
    """Return the graph as sympy writes it, unless that would change where it is defined; else as it is.

    >>> from gdmath.formulas.expression import parse
    >>> x = sp.Symbol("x", real=True)
    >>> [expression_of(parse(text)[0], {"x": x}) for text in ("x + x", "x**2/x", "exp(log(x))")]
    [2*x, x**2/x, exp(log(x))]
    """
    if is_simple([root]):
        try:
            simple = _Translator(symbols, evaluate=True).translated(root)
            if _restrictions(root, symbols) == _restrictions_of(simple):
                return simple
        except (ArithmeticError, TypeError, ValueError, RecursionError, AttributeError, NotImplementedError):
            pass
    return _Translator(symbols, evaluate=False).translated(root)


def expressions_of(roots: Sequence[Node], symbols: Mapping[str, sp.Symbol]) -> tuple[sp.Expr, ...] | None:
    """Return derivatives as expressions, branches by cases, or None where they are too long to be written."""
    if not is_simple(roots):
        return None
    try:
        translator = _Translator(symbols, evaluate=True)
        written = tuple(translator.translated(root) for root in roots)
        return (
            None
            if any(part.has(sp.I, sp.nan, sp.zoo, sp.oo, sp.re, sp.im, sp.arg) for part in written)
            else written
        )
    except (ArithmeticError, TypeError, ValueError, RecursionError, AttributeError, NotImplementedError):
        return None


def is_simple(roots: Sequence[Node]) -> bool:
    """Whether sympy can be asked to work with expressions of these graphs."""
    return is_short(roots) and all(_tower(root) <= _TOWER for root in roots)


def _tower(root: Node) -> int:
    """How many powers with variables above stand on each other: sympy needs twice the time for each."""
    height: dict[int, int] = {}
    for part in ordered([root]):
        below = max((height[id(arg)] for arg in part.args), default=0)
        height[id(part)] = below + (part.op in ("pow", "exp", "atan2"))
    return height[id(root)]


class _Translator:
    """Makes sympy expressions of nodes, each once. Sums and products are built at once, not one by one, which
    would turn 2*(x + 1)*(y + 1) into (2*x + 2)*(y + 1)."""

    def __init__(self, symbols: Mapping[str, sp.Symbol], *, evaluate: bool) -> None:
        self.symbols, self.evaluate = symbols, evaluate
        self._known: dict[int, sp.Expr] = {}

    def translated(self, part: Node) -> sp.Expr:
        """Return the node as an expression."""
        known = self._known.get(id(part))
        if known is None:
            known = self._translated(part)
            self._known[id(part)] = known
        return known

    def _translated(self, part: Node) -> sp.Expr:
        match part.op:
            case "const":
                return _rational(part)
            case "named":
                return {"pi": sp.pi, "e": sp.E, "2/sqrt(pi)": 2 / sp.sqrt(sp.pi)}[str(part.data)]
            case "var":
                return self.symbols[str(part.data)]
            case "mul" | "div" | "neg":
                factors = _without_idle_cases(self.factors(part))
                return _product(*factors, evaluate=self.evaluate)
            case "choose":
                return self._cases(part)
            case "ipow" if part.args[0].op == "sech" and part.data == 2:
                return cast(sp.Expr, 1 - sp.tanh(self.translated(part.args[0].args[0])) ** 2)
            case "ipow" | "root":
                exponent = Fraction(part.data or 0)  # type: ignore[arg-type]
                return self._power(
                    self.translated(part.args[0]), sp.Rational(exponent.numerator, exponent.denominator)
                )
            case "pow":
                return self._power(*map(self.translated, part.args))
        args = list(map(self.translated, part.args))
        # Of these sympy asks questions that take minutes, or makes complex parts of them.
        asks = part.op in ("Max", "Min", "abs", "sign")
        return _FUNCTIONS[part.op](*args, evaluate=self.evaluate and not asks)

    def _power(self, base: sp.Expr, exponent: sp.Expr) -> sp.Expr:
        return cast(sp.Expr, sp.Pow(base, exponent, evaluate=self.evaluate))

    def factors(self, part: Node) -> list[sp.Expr]:
        """The factors of products, quotients and signs in each other."""
        factors: list[sp.Expr] = []
        stack: list[tuple[Node, bool]] = [(part, False)]
        while stack:
            current, below = stack.pop()
            if current.op == "mul":
                stack.extend((arg, below) for arg in reversed(current.args))
            elif current.op == "div":
                stack.extend([(current.args[1], not below), (current.args[0], below)])
            elif current.op == "neg":
                factors.append(sp.S.NegativeOne)
                stack.append((current.args[0], below))
            elif below:
                factors.append(self._power(self.translated(current), sp.S.NegativeOne))
            else:
                factors.append(self.translated(current))
        return factors

    def _cases(self, part: Node) -> sp.Expr:
        half = len(part.args) // 2
        comparands, derivatives = part.args[:half], list(map(self.translated, part.args[half:]))
        if half == 2 and comparands[1] is neg(comparands[0]):
            u = self.translated(comparands[0])
            return cast(sp.Expr, derivatives[0] * sp.sign(u, evaluate=False))
        terms = list(map(self.translated, comparands))
        compare = sp.Gt if part.data == 1 else sp.Lt
        cases = []
        for i, derivative in enumerate(derivatives):
            beats = [compare(terms[i], term, evaluate=False) for j, term in enumerate(terms) if j != i]
            where = beats[0] if len(beats) == 1 else cast(Any, sp.And)(*beats, evaluate=False)
            cases.append((derivative, where))
        return cast(Any, sp.Piecewise)(*cases, evaluate=False)


def _without_idle_cases(factors: Sequence[sp.Expr]) -> list[sp.Expr]:
    """Return factors without cases that another factor makes needless, being zero where they are.

    So Max(0, u)^2 has the derivative 2 u' Max(0, u), without asking again where u > 0.
    """
    powers = [factor.as_base_exp() for factor in factors]
    bases = [base for base, exponent in powers if exponent.is_positive]
    return [_only_case(factor, bases) or factor for factor in factors]


def _only_case(factor: sp.Expr, bases: Sequence[Any]) -> sp.Expr | None:
    """The other case of two, if one is zero where one of the bases, a Max, a Min or a relu of 0, is."""
    cases = cast(Sequence[Any], factor.args) if isinstance(factor, sp.Piecewise) else ()
    others = [value for value, _ in cases if value != 0]
    if len(cases) != 2 or len(others) != 1 or not isinstance(cases[0][1], sp.Gt | sp.Lt):
        return None
    where = cases[0][1]
    compared = {where.lhs, where.rhs}
    idle = next(condition.lhs for value, condition in cases if value == 0)
    extreme = sp.Max if isinstance(where, sp.Gt) else sp.Min
    zero_there = (
        (isinstance(base, extreme) and set(base.args) == compared)
        or (isinstance(base, relu) and extreme is sp.Max and {base.args[0], sp.S.Zero} == compared)
        for base in bases
    )
    return others[0] if idle == 0 and any(zero_there) else None


def _sum(*terms: sp.Expr, evaluate: bool) -> sp.Expr:
    return cast(sp.Expr, sp.Add(*terms, evaluate=evaluate))


def _product(*factors: sp.Expr, evaluate: bool) -> sp.Expr:
    return cast(sp.Expr, cast(Any, sp.Mul)(*factors, evaluate=evaluate))


_SYMPY = "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp", "log", "erf"
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "add": _sum,
    **{name: getattr(sp, name) for name in _SYMPY},
    "log2": lambda u, evaluate: sp.log(u, evaluate=evaluate) / sp.log(2),
    "log10": lambda u, evaluate: sp.log(u, evaluate=evaluate) / sp.log(10),
    "sqrt": lambda u, evaluate: sp.Pow(u, sp.S.Half, evaluate=evaluate),
    "sech": lambda u, evaluate: 1 / sp.cosh(u, evaluate=evaluate),
    "abs": sp.Abs,
    "sign": sp.sign,
    "Max": sp.Max,
    "Min": sp.Min,
    "softplus": softplus,
    "sigmoid": sigmoid,
    "cbrt": cbrt,
    "relu": relu,
}


def _rational(part: Node) -> sp.Expr:
    assert isinstance(part.data, Fraction)
    return sp.Rational(part.data.numerator, part.data.denominator)


def _restrictions(root: Node, symbols: Mapping[str, sp.Symbol]) -> set[Any]:
    """What limits the domain of a graph: of what kind, and the expressions that must not be 0 or negative."""
    found: set[Any] = set()
    translator = _Translator(symbols, evaluate=True)
    for part in ordered([root]):
        if part.op in ("div", "ipow", "root", "sqrt", "log", "log2", "log10", "asin", "acos", "pow", "atan2"):
            kind, inner = part.op, part.args[-1 if part.op == "div" else 0]
            if part.op in ("ipow", "root") and part.data < 0:  # type: ignore[operator]
                found |= _factors_of(translator.translated(inner))
            if part.op == "div":
                found = found.union(*map(_factors_of, translator.factors(inner)))
            elif part.op == "sqrt" or (part.op == "root" and part.data.denominator % 2 == 0):  # type: ignore[union-attr]
                found.add(("even", translator.translated(inner)))
            elif kind in ("log", "log2", "log10"):
                found.add(("log", translator.translated(inner)))
            elif kind in ("asin", "acos", "pow", "atan2"):
                found.add((kind, translator.translated(inner)))
    return {entry for entry in found if entry[1].free_symbols}


def _restrictions_of(expression: sp.Expr) -> set[Any]:
    """What `_restrictions` finds, of an expression."""
    found: set[Any] = set()
    for part in sp.preorder_traversal(expression):
        if isinstance(part, sp.Pow):
            base, exponent = cast(tuple[sp.Expr, sp.Expr], part.args)
            if not isinstance(exponent, sp.Rational):
                found.add(("pow", base))
                continue
            if exponent < 0:
                found |= _factors_of(base)
            if exponent.q % 2 == 0:
                found.add(("even", base))
        elif isinstance(part, sp.log | sp.asin | sp.acos | sp.atan2):
            found.add((part.func.__name__, part.args[0]))
    return {entry for entry in found if entry[1].free_symbols}


def _factors_of(expression: sp.Expr) -> set[Any]:
    factors = (factor.as_base_exp()[0] for factor in sp.Mul.make_args(expression))
    return {("zero", factor) for factor in factors}
