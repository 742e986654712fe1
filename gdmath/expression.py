"""A formula's text -> a sympy expression. Decimal numbers become exact fractions, variables are real."""

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import cast

import sympy as sp

from gdmath.formula import Formula, read
from gdmath.formula_error import FormulaError

MAX_BITS = 7_000  # of an exact number: its square, in a second derivative, Python still writes in full


class softplus(sp.Function):  # noqa: N801  # sympy's functions are written as in formulas
    """log(1 + exp(u)), in a form that does not overflow; its derivative is the logistic function."""

    is_real = True

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return (1 + sp.tanh(cast(sp.Expr, self.args[0]) / 2)) / 2

    def _eval_evalf(self, prec: int) -> sp.Expr:
        return cast(sp.Expr, sp.log(1 + sp.exp(self.args[0]))._eval_evalf(prec))


class sigmoid(sp.Function):  # noqa: N801
    """The logistic function 1 / (1 + exp(-u)), in a form that does not overflow."""

    is_real = True

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return cast(sp.Expr, self * (1 - self))

    def _eval_evalf(self, prec: int) -> sp.Expr:
        return cast(sp.Expr, (1 / (1 + sp.exp(-cast(sp.Expr, self.args[0]))))._eval_evalf(prec))


class cbrt(sp.Function):  # noqa: N801
    """The real cube root, of negative numbers too; sympy's own is complex there."""

    is_real = True

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return cast(sp.Expr, 1 / (3 * self**2))

    def _eval_evalf(self, prec: int) -> sp.Expr:
        u = cast(sp.Expr, self.args[0])
        return cast(sp.Expr, (sp.sign(u) * sp.Abs(u) ** sp.Rational(1, 3))._eval_evalf(prec))


def _absolute(value: sp.Expr) -> sp.Expr:
    # Of exp(acos(x)) sympy makes exp(re(acos(x))); where there is no real value, there is no cost either.
    result = cast(sp.Expr, sp.Abs(value).doit())  # sympy leaves abs(abs(x)) of -abs(x)
    return cast(sp.Expr, sp.Abs(value, evaluate=False)) if result.has(sp.re, sp.im, sp.arg) else result


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
    "sigmoid": lambda x: cast(sp.Expr, sigmoid(x)),
    "cbrt": lambda x: cast(sp.Expr, cbrt(x)),
    "relu": lambda x: sp.Max(x, 0),
    "erf": sp.erf,
    "exp": sp.exp,
    "log": sp.log,
    "ln": sp.log,
    "log2": lambda x: sp.log(x, 2),
    "log10": lambda x: sp.log(x, 10),
    "sqrt": sp.sqrt,
    "abs": _absolute,
    "sign": sp.sign,
    "Max": sp.Max,
    "Min": sp.Min,
}
_CONSTANTS = {"pi": sp.pi, "e": sp.E, "E": sp.E}


def parse(
    text: str, variables: Sequence[str] | None = None, *, typed: bool = True
) -> tuple[sp.Expr, tuple[sp.Symbol, ...]]:
    """Return the expression and its variables as real symbols, in the order given or by name.

    Raises FormulaError for anything that is not a formula, is constant, or is not real. `typed`: False for
    what `Cost.formula` has printed, which then reads back however long it is; see `formula.read`.

    >>> parse("0.1*x**2 + sin(y)")
    (x**2/10 + sin(y), (x, y))
    >>> parse("x - x")
    Traceback (most recent call last):
    gdmath.formula_error.FormulaError: the formula is constant: it is always 0
      x - x
      ^
    """
    formula = read(text, variables, typed=typed)
    symbols = {name: sp.Symbol(name, real=True) for name in formula.variables}
    expression = _Builder(formula, symbols).build(formula.tree)
    if not expression.free_symbols:
        raise formula.error(formula.tree, f"the formula is constant: it is always {expression}")
    if any(_bits(exact) > MAX_BITS for exact in expression.atoms(sp.Rational)):
        raise formula.error(formula.tree, _TOO_LONG)
    if any(part.is_number and part.is_real is False for part in expression.atoms(sp.Pow, sp.Function)):
        raise formula.error(formula.tree, _NOT_REAL)
    return expression, tuple(symbols[name] for name in formula.variables)


class _Builder:
    def __init__(self, formula: Formula, symbols: Mapping[str, sp.Symbol]) -> None:
        self.formula, self.symbols = formula, symbols

    def build(self, node: ast.expr) -> sp.Expr:
        try:
            result = self._build(node)
            if result.is_number and not result.is_Atom:
                # sqrt(2)*2**(3/4), made of a power of a power, becomes 2*2**(1/4), as it is read back.
                result = cast(sp.Expr, result.doit())
        except FormulaError:
            raise
        except (RecursionError, ArithmeticError, TypeError, ValueError) as error:
            raise self.formula.error(node, f"sympy can't use this part ({type(error).__name__})") from None
        if result.has(sp.I, sp.zoo, sp.nan, sp.oo, -sp.oo) or (result.is_number and result.is_real is False):
            raise self.formula.error(node, _NOT_REAL)
        if isinstance(result, sp.Rational) and _bits(result) > MAX_BITS:
            raise self.formula.error(node, _TOO_LONG)
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
        exact = self.formula.exact(node)
        return sp.Rational(exact.numerator, exact.denominator)

    def _binary(self, node: ast.BinOp) -> sp.Expr:
        if isinstance(node.op, ast.Pow):
            return self._power(node)
        if isinstance(node.op, ast.Mult | ast.Div):
            return sp.Mul(*self._factors(node))
        return sp.Add(*self._terms(node))

    # Built at once, sums and products keep the form in which sympy prints them: multiplied one by one,
    # 2*(x + 1)*(y + 1) would become (2*x + 2)*(y + 1). They lean to the left as far as they are long, so
    # they are walked in a loop, not nested.

    def _terms(self, node: ast.expr) -> list[sp.Expr]:
        terms: list[sp.Expr] = []
        while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
            right = self.build(node.right)
            terms.append(-right if isinstance(node.op, ast.Sub) else right)
            node = node.left
        return [self.build(node), *reversed(terms)]

    def _factors(self, node: ast.expr) -> list[sp.Expr]:
        factors: list[sp.Expr] = []
        while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div):
            right = self._factors(node.right)
            if isinstance(node.op, ast.Div):
                if any(factor.is_zero for factor in right):
                    raise self.formula.error(node.right, "division by zero")
                right = [1 / factor for factor in right]
            factors += reversed(right)
            node = node.left
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return [sp.S.NegativeOne, *self._factors(node.operand), *reversed(factors)]
        return [self.build(node), *reversed(factors)]

    def _power(self, node: ast.BinOp) -> sp.Expr:
        base, exponent = self.build(node.left), self.build(node.right)
        if isinstance(exponent, sp.Rational):
            exact = base.as_coeff_Mul()[0]  # 1 where there is none
            if isinstance(exact, sp.Rational) and (_bits(exact) - 1) * abs(float(exponent)) > MAX_BITS:
                raise self.formula.error(node, _TOO_LONG)
        return base**exponent


_NOT_REAL = "this part has no value among the real numbers"
_TOO_LONG = "this number is too long to be kept exactly; write it rounded, as in 1.105"


def _bits(exact: sp.Rational) -> int:
    return max(exact.p.bit_length(), exact.q.bit_length())
