"""Functions of formulas that sympy has not, or has only with complex values."""

from typing import cast

import sympy as sp


class softplus(sp.Function):  # noqa: N801  # sympy's functions are written as in formulas
    """log(1 + exp(u))."""

    is_real = True

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return cast(sp.Expr, sigmoid(self.args[0]))

    def _eval_evalf(self, prec: int) -> sp.Expr:
        return cast(sp.Expr, sp.log(1 + sp.exp(self.args[0]))._eval_evalf(prec))


class sigmoid(sp.Function):  # noqa: N801
    """The logistic function 1 / (1 + exp(-u))."""

    is_real = True

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        return cast(sp.Expr, self * (1 - cast(sp.Expr, self)))

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


class relu(sp.Function):  # noqa: N801
    """Max(u, 0)."""

    is_real = True
