"""A sympy expression as text."""

import sympy as sp
from sympy.printing.str import StrPrinter


def written(expression: sp.Expr) -> str:
    """Return an expression as text, in the words of formulas, and cases with their conditions.

    >>> x = sp.Symbol("x", real=True)
    >>> written(sp.Abs(x) / 3), written(sp.Piecewise((1, x > 2), (x, x < 2), evaluate=False))
    ('abs(x)/3', '{1 if x > 2; x if x < 2}')
    """
    return _TextPrinter().doprint(expression)


class _TextPrinter(StrPrinter):
    def _print_Abs(self, expr: sp.Abs) -> str:
        return f"abs({self._print(expr.args[0])})"

    def _print_Float(self, expr: sp.Float) -> str:
        return repr(float(expr))  # all digits

    def _print_Piecewise(self, expr: sp.Piecewise) -> str:
        cases = (f"{self._print(value)} if {self._print(where)}" for value, where in expr.args)  # type: ignore[misc]
        return f"{{{'; '.join(cases)}}}"

    def _print_And(self, expr: sp.And) -> str:
        return " and ".join(map(self._print, expr.args))
