"""A formula's text -> a sympy expression. Decimal numbers become exact fractions, variables are real."""

import ast
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import cast

import sympy as sp

from gdmath.formula import Formula, FormulaError, read

MAX_BITS = 50_000  # of an exact number


class softplus(sp.Function):  # noqa: N801  # sympy's functions are written as in formulas
    """log(1 + exp(u)), in a form that does not overflow; its derivative is the logistic function."""

    is_real = True

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return (1 + sp.tanh(cast(sp.Expr, self.args[0]) / 2)) / 2

    def _eval_evalf(self, prec: int) -> sp.Expr:
        return cast(sp.Expr, sp.log(1 + sp.exp(self.args[0]))._eval_evalf(prec))


_FUNCTIONS: Mapping[str, Callable[..., sp.Expr]] = {
    "sin": sp.sin,
    "cos": sp.cos,
    "tan": sp.tan,
    "asin": sp.asin,
    "acos": sp.acos,
    "atan": sp.atan,
    "atan2": sp.atan2,
    "sinh": sp.sinh,
    "cosh": sp.cosh,
    "tanh": sp.tanh,
    "softplus": lambda x: cast(sp.Expr, softplus(x)),
    "exp": sp.exp,
    "log": sp.log,
    "ln": sp.log,
    "log2": lambda x: sp.log(x, 2),
    "log10": lambda x: sp.log(x, 10),
    "sqrt": sp.sqrt,
    "abs": sp.Abs,
    "sign": sp.sign,
    "Max": sp.Max,
    "Min": sp.Min,
}
_CONSTANTS = {"pi": sp.pi, "e": sp.E, "E": sp.E}


def parse(text: str, variables: Sequence[str] | None = None) -> tuple[sp.Expr, tuple[sp.Symbol, ...]]:
    """Return the expression and its variables as real symbols, in the order given or by name.

    Raises FormulaError for anything that is not a formula, is constant, or is not real.

    >>> parse("0.1*x**2 + sin(y)")
    (x**2/10 + sin(y), (x, y))
    >>> parse("x - x")
    Traceback (most recent call last):
    gdmath.formula.FormulaError: the formula is constant: it is always 0
      x - x
      ^
    """
    formula = read(text, variables)
    symbols = {name: sp.Symbol(name, real=True) for name in formula.variables}
    expression = _Builder(formula, symbols).build(formula.tree)
    if not expression.free_symbols:
        raise formula.error(formula.tree, f"the formula is constant: it is always {expression}")
    return expression, tuple(symbols[name] for name in formula.variables)


class _Builder:
    def __init__(self, formula: Formula, symbols: Mapping[str, sp.Symbol]) -> None:
        self.formula, self.symbols = formula, symbols

    def build(self, node: ast.expr) -> sp.Expr:
        try:
            result = self._build(node)
        except FormulaError:
            raise
        except (RecursionError, ArithmeticError, TypeError, ValueError) as error:
            raise self.formula.error(node, f"sympy can't use this part ({type(error).__name__})") from None
        if result.has(sp.I, sp.zoo, sp.nan, sp.oo, -sp.oo) or (result.is_number and result.is_real is False):
            raise self.formula.error(node, "this part has no value among the real numbers")
        if isinstance(result, sp.Rational) and max(result.p.bit_length(), result.q.bit_length()) > MAX_BITS:
            raise self.formula.error(node, "this number is too long to be kept exactly")
        return result

    def _build(self, node: ast.expr) -> sp.Expr:
        match node:
            case ast.Constant():
                return self._number(node)
            case ast.Name():
                return self.symbols[node.id] if node.id in self.symbols else _CONSTANTS[node.id]
            case ast.UnaryOp():
                operand = self.build(node.operand)
                return -operand if isinstance(node.op, ast.USub) else operand
            case ast.BinOp():
                return self._binary(node)
            case ast.Call(func=ast.Name(id=name)):
                return _FUNCTIONS[name](*(self.build(argument) for argument in node.args))
        raise AssertionError(ast.dump(node))  # read() lets no other node through

    def _number(self, node: ast.Constant) -> sp.Expr:
        written = self.formula.text[self.formula.places[node.col_offset] :]
        length = (node.end_col_offset or 0) - node.col_offset
        exact = Fraction(written[:length])
        return sp.Rational(exact.numerator, exact.denominator)

    def _binary(self, node: ast.BinOp) -> sp.Expr:
        # Sums and products lean to the left as far as they are long: walked in a loop, not nested.
        chain = [node]
        while isinstance(node.left, ast.BinOp) and not isinstance(node.op, ast.Pow):
            node = node.left
            chain.append(node)
        left = self.build(chain[-1].left)
        for link in reversed(chain):
            left = self._apply(link, left, self.build(link.right))
        return left

    def _apply(self, node: ast.BinOp, left: sp.Expr, right: sp.Expr) -> sp.Expr:
        match node.op:
            case ast.Add():
                return left + right
            case ast.Sub():
                return left - right
            case ast.Mult():
                return left * right
            case ast.Div():
                if right.is_zero:
                    raise self.formula.error(node.right, "division by zero")
                return left / right
        if isinstance(left, sp.Rational) and isinstance(right, sp.Rational):
            bits = max(left.p.bit_length(), left.q.bit_length())
            if bits * abs(float(right)) > MAX_BITS:
                raise self.formula.error(node, "this number is too long to be kept exactly")
        return left**right
