"""A cost, its gradient, the update rule and its numbers, as Typst and LaTeX mathematics."""

from collections.abc import Mapping

import sympy as sp
from sympy.printing.latex import LatexPrinter

from gdmath.cost import Cost
from gdmath.display.numerals import number_latex
from gdmath.display.typst_printer import TypstPrinter
from gdmath.formulas.symbolic import is_short
from gdmath.objective import Objective


def typst(expression: sp.Expr, marks: Mapping[sp.Basic, str] | None = None) -> str:
    """Return the expression as Typst mathematics; `marks` labels subexpressions for colouring.

    A mark makes `{{ ... : label }}`, which Manim's MathTypst can select.

    >>> x = sp.Symbol("x", real=True)
    >>> typst(x**2 / 2 - sp.sin(x))
    'frac(x^(2), 2) - sin(x)'
    >>> typst(x + 1, {x: "point"})
    '{{ x : point }} + 1'
    """
    return TypstPrinter({"marks": dict(marks or {})}).doprint(expression)


def latex(expression: sp.Expr) -> str:
    """Return the expression as LaTeX mathematics.

    >>> latex(sp.sqrt(sp.Symbol("x")))
    '\\\\sqrt{x}'
    """
    return _LatexPrinter({"ln_notation": True}).doprint(expression)


def cost_typst(cost: Objective) -> str:
    """Return `C(x) = ...` with the cost's expression, or `C(x)` alone where it is too long, or has none.

    >>> cost_typst(Cost.parse("x**2"))
    'C(x) = x^(2)'
    """
    if not isinstance(cost, Cost) or not is_short([cost.graph]):
        return name_typst(cost)
    return f"{name_typst(cost)} = {typst(cost.expression)}"


def name_typst(cost: Objective) -> str:
    """Return `C(x)`, for where the expression is too long to be written.

    >>> name_typst(Cost.parse("x*y"))
    'C(x, y)'
    """
    return f"C({_arguments(cost)})"


def gradient_name_typst(cost: Objective) -> str:
    """Return `C'(x)`, or what the gradient consists of, for where derivatives are too long to be written.

    >>> gradient_name_typst(Cost.parse("x**2"))
    "C'(x)"
    >>> gradient_name_typst(Cost.parse("x*y"))
    'nabla C = (frac(partial C, partial x), frac(partial C, partial y))'
    """
    if cost.dimension == 1:
        return f"C'({_arguments(cost)})"
    parts = ", ".join(f"frac(partial C, partial {typst(symbol)})" for symbol in cost.variables)
    return f"nabla C = ({parts})"


def gradient_typst(cost: Objective) -> str:
    """Return the derivative `C'(x) = ...`, or the gradient as a vector in more dimensions.

    Of derivatives that are too long to be written, the name.

    >>> gradient_typst(Cost.parse("x**2"))
    "C'(x) = 2 x"
    """
    partials = _partials(cost)
    if not partials:
        return gradient_name_typst(cost)
    if cost.dimension == 1:
        return f"{gradient_name_typst(cost)} = {typst(partials[0])}"
    return f"nabla C({_arguments(cost)}) = vec({', '.join(map(typst, partials))})"


def partial_typst(cost: Objective, index: int) -> str:
    """Return the partial derivative by one variable, counted from 0, with its name.

    >>> partial_typst(Cost.parse("x*y**2"), 1)
    'frac(partial C, partial y) = 2 x y'
    """
    name = f"frac(partial C, partial {typst(cost.variables[index])})"
    partials = _partials(cost)
    return f"{name} = {typst(partials[index])}" if partials else name


def cost_latex(cost: Cost) -> str:
    """Return `C(x) = ...` as LaTeX."""
    name = f"C({_arguments(cost)})"
    return f"{name} = {latex(cost.expression)}" if is_short([cost.graph]) else name


def gradient_latex(cost: Cost) -> str:
    r"""Return the derivative, or the gradient as a vector, as LaTeX.

    >>> gradient_latex(Cost.parse("x**2"))
    "C'(x) = 2 x"
    """
    partials = _partials(cost)
    name = f"C'({_arguments(cost)})" if cost.dimension == 1 else rf"\nabla C({_arguments(cost)})"
    if not partials:
        return name
    if cost.dimension == 1:
        return f"{name} = {latex(partials[0])}"
    rows = r" \\ ".join(map(latex, partials))
    return rf"\nabla C({_arguments(cost)}) = \begin{{pmatrix}} {rows} \end{{pmatrix}}"


def rule_latex(cost: Cost) -> str:
    """Return the update rule as LaTeX."""
    if cost.dimension == 1:
        x = latex(cost.variables[0])
        return rf"{x} \leftarrow {x} - \eta \cdot C'({x})"
    return r"\theta \leftarrow \theta - \eta \nabla C(\theta)"


def substituted_latex(theta: float, learning_rate: float, slope: float, result: float) -> str:
    """Return the rule of one dimension with its numbers as LaTeX.

    >>> substituted_latex(50, 0.01, -100, 51)
    '50 - 0.01 \\\\cdot (-100) = 51'
    """
    slope_text = f"({number_latex(slope)})" if slope < 0 else number_latex(slope)
    return (
        rf"{number_latex(theta)} - {number_latex(learning_rate)} \cdot {slope_text} = {number_latex(result)}"
    )


def _partials(cost: Objective) -> tuple[sp.Expr, ...]:
    """The partial derivatives, none where they are too long to be written, or are functions of one's own."""
    if not isinstance(cost, Cost):
        return ()
    try:
        return cost.symbolic_gradient
    except ValueError:
        return ()


def _arguments(cost: Objective) -> str:
    return ", ".join(map(typst, cost.variables))


class _LatexPrinter(LatexPrinter):
    def _print_cbrt(self, expr: sp.Expr, exp: str | None = None) -> str:
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"\sqrt[3]{{{self._print(expr.args[0])}}}{power}"

    def _print_sigmoid(self, expr: sp.Expr, exp: str | None = None) -> str:
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"\sigma{power}\left({self._print(expr.args[0])}\right)"
