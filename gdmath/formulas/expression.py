"""A formula's text -> its graph, as written. Decimal numbers become exact fractions, variables are real."""

import ast
from collections.abc import Sequence
from fractions import Fraction
from typing import cast

import sympy as sp

from gdmath.arithmetic.multiprecision import UndecidedError, UndefinedError, rounded
from gdmath.formulas.formula import Formula, read
from gdmath.formulas.graph import Node, const, neg, node, raised
from gdmath.formulas.polynomials import constant_value

MAX_BITS = 7_000  # of an exact number: its square, in a second derivative, Python still writes in full


def parse(
    text: str | Formula, variables: Sequence[str] | None = None, *, typed: bool = True
) -> tuple[Node, tuple[sp.Symbol, ...]]:
    """Return the graph of a text, or of a formula that is read, and its variables as real symbols, in order.

    Raises FormulaError for anything that is not a formula, is constant, or is not real. `typed`: False for
    what `Cost.formula` has printed, which then reads back however long it is; see `formula.read`.

    >>> parse("0.1*x**2 + sin(y)")
    (add(mul, sin), (x, y))
    >>> parse("x - x")
    Traceback (most recent call last):
    gdmath.formulas.formula_error.FormulaError: the formula is constant: it is always 0
      x - x
      ^
    """
    formula = text if isinstance(text, Formula) else read(text, variables, typed=typed)
    graph = _Builder(formula).build(formula.tree)
    constant = constant_value(graph)
    if constant is not None:
        raise formula.error(formula.tree, f"the formula is constant: it is always {constant}")
    return graph, tuple(sp.Symbol(name, real=True) for name in formula.variables)


class _Builder:
    def __init__(self, formula: Formula) -> None:
        self.formula = formula
        self._constant: set[Node] = set()  # the nodes without a variable that have been found to be real

    def build(self, tree: ast.expr) -> Node:
        result = self._build(tree)
        if result.op in ("const", "named"):
            self._constant.add(result)
            if isinstance(result.data, Fraction) and _bits(result.data) > MAX_BITS:
                raise self.formula.error(tree, _TOO_LONG)
        elif result.args and all(arg in self._constant for arg in result.args):
            self._check_real(tree, result)
            self._constant.add(result)
        return result

    def _check_real(self, tree: ast.expr, constant: Node) -> None:
        try:
            value, _ = rounded(constant, {})
        except (UndefinedError, UndecidedError):
            raise self.formula.error(tree, _NOT_REAL) from None
        if abs(value) == float("inf"):
            raise self.formula.error(tree, "this number is too large; the largest is about 1e308")

    def _build(self, tree: ast.expr) -> Node:
        match tree:
            case ast.Constant():
                return self._number(tree)
            case ast.Name(id=name):
                if name in self.formula.variables:
                    return node("var", data=name)
                return node("named", data=name.lower())
            case ast.UnaryOp():
                operand = self.build(tree.operand)
                return _minus(operand) if isinstance(tree.op, ast.USub) else operand
            case ast.BinOp(op=ast.Add() | ast.Sub()):
                return self._sum(tree)
            case ast.BinOp(op=ast.Mult() | ast.Div()):
                return self._product(tree)
            case ast.BinOp():
                return self._power(tree)
            case ast.Call(func=ast.Name(id=name)):
                return _called(name, [self.build(argument) for argument in tree.args])
        raise AssertionError(ast.dump(tree))  # read() lets no other node through

    def _number(self, tree: ast.Constant) -> Node:
        return const(self.formula.exact(tree))

    # Sums and products lean to the left as far as they are long, so they are walked in a loop, not nested.

    def _sum(self, tree: ast.expr) -> Node:
        terms: list[Node] = []
        while isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Add | ast.Sub):
            right = self.build(tree.right)
            terms.append(_minus(right) if isinstance(tree.op, ast.Sub) else right)
            tree = tree.left
        terms.append(self.build(tree))
        terms.reverse()
        if all(term.op == "const" for term in terms):
            return const(sum((cast(Fraction, term.data) for term in terms), Fraction(0)))
        return node("add", *terms)

    def _product(self, tree: ast.expr) -> Node:
        links: list[ast.BinOp] = []
        while isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Mult | ast.Div):
            links.append(tree)
            tree = tree.left
        result = self.build(tree)
        for link in reversed(links):
            right = self.build(link.right)
            divides = isinstance(link.op, ast.Div)
            if divides and constant_value(right) == 0:
                raise self.formula.error(link.right, "division by zero")
            result = self._joined(link, result, right, divides)
        return result

    def _joined(self, tree: ast.expr, left: Node, right: Node, divides: bool) -> Node:
        if left.op == right.op == "const":
            a, b = cast(Fraction, left.data), cast(Fraction, right.data)
            result = const(a / b if divides else a * b)
        else:
            result = node("div" if divides else "mul", left, right)
        if all(part in self._constant for part in (left, right)):
            if isinstance(result.data, Fraction) and _bits(result.data) > MAX_BITS:
                raise self.formula.error(tree, _TOO_LONG)
            self._constant.add(result)
        return result

    def _power(self, tree: ast.BinOp) -> Node:
        base, exponent = self.build(tree.left), self.build(tree.right)
        if base.op == "named" and base.data == "e":
            return node("exp", exponent)
        if exponent.op != "const":
            return node("pow", base, exponent)
        times = cast(Fraction, exponent.data)
        if base.op == "const" and times.denominator == 1:
            number = cast(Fraction, base.data)
            if (_bits(number) - 1) * abs(times) > MAX_BITS:
                raise self.formula.error(tree, _TOO_LONG)
            if not number and times < 0:
                raise self.formula.error(tree, _NOT_REAL)
            return const(number**times.numerator)
        return raised(base, times)


def _minus(operand: Node) -> Node:
    return neg(operand) if operand.op == "const" else node("neg", operand)


def _called(name: str, args: Sequence[Node]) -> Node:
    if name == "log":
        logarithms = [node("log", arg) for arg in args]
        return logarithms[0] if len(args) == 1 else node("div", *logarithms)
    if name in ("Max", "Min") and len(args) == 1:
        return args[0]
    return node(name, *args)


_NOT_REAL = "this part has no value among the real numbers"
_TOO_LONG = "this number is too long to be kept exactly; write it rounded, as in 1.105"


def _bits(exact: Fraction) -> int:
    return max(exact.numerator.bit_length(), exact.denominator.bit_length())
