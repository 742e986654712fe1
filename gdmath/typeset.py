"""sympy -> Typst and LaTeX mathematics, and numbers as people write them."""

import math
import re
from collections.abc import Mapping, Sequence

import sympy as sp
from sympy.core.alphabets import greeks
from sympy.core.function import UndefinedFunction
from sympy.printing.precedence import PRECEDENCE, precedence_traditional
from sympy.printing.printer import Printer

from gdmath.cost import Cost
from gdmath.geometry import tick_places

_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_THIN = "\u2009"
_MINUS = "\u2212"


def number(value: float, digits: int = 4, *, places: int | None = None) -> str:
    """Return a number as text: `digits` significant ones, or fixed decimal `places`.

    A true minus sign, thin spaces between thousands from 10 000 on, and powers of ten outside
    1e-3 .. 1e7. Not-a-number is "undefined".

    >>> number(-3.14159), number(1000500, 7), number(1.25e-7)
    ('−3.142', '1\u2009000\u2009500', '1.25×10⁻⁷')
    >>> number(2, places=2)
    '2.00'
    """
    if math.isnan(value):
        return "undefined"
    if math.isinf(value):
        return "∞" if value > 0 else f"{_MINUS}∞"
    if places is not None:
        text = _grouped(f"{abs(value):.{places}f}")
        return _signed(value, text) if any(c in "123456789" for c in text) else text
    if value == 0:
        return "0"
    mantissa, exponent = f"{abs(value):.{digits - 1}e}".split("e")
    power = int(exponent)
    if -3 <= power < 7:
        text = _grouped(_trimmed(f"{float(f'{mantissa}e{power}'):.{max(digits - 1 - power, 0)}f}"))
    else:
        text = _power_of_ten(_trimmed(mantissa), power)
    return _signed(value, text)


def readable(value: float, digits: int = 4) -> str:
    """Return `number` for a readout: a power of ten keeps three digits, so that the width varies less.

    >>> readable(47.0596), readable(0.00049869)
    ('47.06', '4.99×10⁻⁴')
    """
    text = number(value, digits)
    return number(value, min(digits, 3)) if "×" in text else text


def tick_labels(values: Sequence[float]) -> list[str]:
    """Return the labels of an axis's ticks: all with the same decimals, or all as powers of ten.

    >>> tick_labels([0, 0.25, 0.5])
    ['0.00', '0.25', '0.50']
    >>> tick_labels([0, 2e8, 4e8])
    ['0', '2×10⁸', '4×10⁸']
    """
    if not len(values):
        return []
    largest = max(abs(value) for value in values)
    step = abs(values[1] - values[0]) if len(values) > 1 else largest
    if largest and (largest >= 1e5 or largest < 1e-3) and largest / step < 100:
        return [number(value, 3) if abs(value) < 1e-9 * largest else _scientific(value) for value in values]
    return [number(value, places=tick_places(values)) for value in values]


def number_typst(value: float, digits: int = 4) -> str:
    """Return `number` as Typst mathematics.

    >>> number_typst(-1.25e-7)
    '-1.25 times 10^(-7)'
    """
    text = number(value, digits).replace(_MINUS, "-").replace(_THIN, " thin ")
    text = re.sub("10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda m: f"10^({m[1].translate(_DIGITS)})", text)
    text = text.replace("×", " times ")
    return text.replace("∞", "oo").replace("undefined", '"undefined"')


def number_latex(value: float, digits: int = 4) -> str:
    """Return `number` as LaTeX mathematics.

    >>> number_latex(-1.25e-7)
    '-1.25 \\\\times 10^{-7}'
    """
    text = number(value, digits).replace(_MINUS, "-").replace(_THIN, r"\,")
    text = re.sub("10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda m: f"10^{{{m[1].translate(_DIGITS)}}}", text)
    text = text.replace("×", r" \times ")
    return text.replace("∞", r"\infty").replace("undefined", r"\text{undefined}")


def typst(expression: sp.Expr, marks: Mapping[sp.Basic, str] | None = None) -> str:
    """Return the expression as Typst mathematics; `marks` labels subexpressions for colouring.

    A mark makes `{{ ... : label }}`, which Manim's MathTypst can select.

    >>> x = sp.Symbol("x", real=True)
    >>> typst(x**2 / 2 - sp.sin(x))
    'frac(x^(2), 2) - sin(x)'
    >>> typst(x + 1, {x: "point"})
    '{{ x : point }} + 1'
    """
    return _TypstPrinter({"marks": dict(marks or {})}).doprint(expression)


def latex(expression: sp.Expr) -> str:
    """Return the expression as LaTeX mathematics.

    >>> latex(sp.sqrt(sp.Symbol("x")))
    '\\\\sqrt{x}'
    """
    return sp.latex(expression, ln_notation=True)


def cost_typst(cost: Cost) -> str:
    """Return `C(x) = ...` with the cost's expression.

    >>> cost_typst(Cost.parse("x**2"))
    'C(x) = x^(2)'
    """
    return f"{name_typst(cost)} = {typst(cost.expression)}"


def name_typst(cost: Cost) -> str:
    """Return `C(x)`, for where the expression is too long to be written.

    >>> name_typst(Cost.parse("x*y"))
    'C(x, y)'
    """
    return f"C({_arguments(cost)})"


def gradient_name_typst(cost: Cost) -> str:
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


def gradient_typst(cost: Cost) -> str:
    """Return the derivative `C'(x) = ...`, or the gradient as a vector in more dimensions.

    >>> gradient_typst(Cost.parse("x**2"))
    "C'(x) = 2 x"
    """
    if cost.dimension == 1:
        return f"{gradient_name_typst(cost)} = {typst(cost.symbolic_gradient[0])}"
    return f"nabla C({_arguments(cost)}) = vec({', '.join(map(typst, cost.symbolic_gradient))})"


def partial_typst(cost: Cost, index: int) -> str:
    """Return the partial derivative by one variable, counted from 0, with its name.

    >>> partial_typst(Cost.parse("x*y**2"), 1)
    'frac(partial C, partial y) = 2 x y'
    """
    name = typst(cost.variables[index])
    return f"frac(partial C, partial {name}) = {typst(cost.symbolic_gradient[index])}"


def cost_latex(cost: Cost) -> str:
    """Return `C(x) = ...` as LaTeX."""
    return f"C({_arguments(cost)}) = {latex(cost.expression)}"


def gradient_latex(cost: Cost) -> str:
    r"""Return the derivative, or the gradient as a vector, as LaTeX.

    >>> gradient_latex(Cost.parse("x**2"))
    "C'(x) = 2 x"
    """
    if cost.dimension == 1:
        return f"C'({_arguments(cost)}) = {latex(cost.symbolic_gradient[0])}"
    rows = r" \\ ".join(map(latex, cost.symbolic_gradient))
    return rf"\nabla C({_arguments(cost)}) = \begin{{pmatrix}} {rows} \end{{pmatrix}}"


def rule_typst(cost: Cost, *, marked: bool = False) -> str:
    """Return the update rule in the cost's own variable; `marked` labels point, rate, gradient and result.

    >>> rule_typst(Cost.parse("x**2"))
    "x <- x - eta dot C'(x)"
    """
    x = typst(cost.variables[0]) if cost.dimension == 1 else "theta"
    gradient = f"C'({x})" if cost.dimension == 1 else "nabla C(theta)"
    if not marked:
        return f"{x} <- {x} - eta dot {gradient}"
    step = f"{{{{ eta : rate }}}} dot {{{{ {gradient} : gradient }}}}"
    return f"{{{{ {x} : result }}}} <- {{{{ {x} : point }}}} - {step}"


def rule_latex(cost: Cost) -> str:
    """Return the update rule as LaTeX."""
    if cost.dimension == 1:
        x = latex(cost.variables[0])
        return rf"{x} \leftarrow {x} - \eta \cdot C'({x})"
    return r"\theta \leftarrow \theta - \eta \nabla C(\theta)"


def substituted_typst(
    theta: float, learning_rate: float, slope: float, result: float, digits: int = 4
) -> str:
    """Return the rule of one dimension with its numbers, labelled point, rate, gradient and result.

    `digits`: how many of theta's.

    >>> substituted_typst(50, 0.01, 100, 49)
    '{{ 50 : point }} - {{ 0.01 : rate }} dot {{ 100 : gradient }} = {{ 49 : result }}'
    """
    point, rate, after = (
        number_typst(theta, digits),
        number_typst(learning_rate),
        number_typst(result, digits),
    )
    gradient = f"lr(({number_typst(slope)}))" if slope < 0 else number_typst(slope)
    step = f"{{{{ {rate} : rate }}}} dot {{{{ {gradient} : gradient }}}}"
    return f"{{{{ {point} : point }}}} - {step} = {{{{ {after} : result }}}}"


def substituted_latex(theta: float, learning_rate: float, slope: float, result: float) -> str:
    """Return the rule of one dimension with its numbers as LaTeX.

    >>> substituted_latex(50, 0.01, -100, 51)
    '50 - 0.01 \\\\cdot (-100) = 51'
    """
    slope_text = f"({number_latex(slope)})" if slope < 0 else number_latex(slope)
    return (
        rf"{number_latex(theta)} - {number_latex(learning_rate)} \cdot {slope_text} = {number_latex(result)}"
    )


def _arguments(cost: Cost) -> str:
    return ", ".join(map(typst, cost.variables))


def _signed(value: float, text: str) -> str:
    return _MINUS + text if value < 0 else text


def _scientific(value: float) -> str:
    mantissa, exponent = f"{abs(value):.2e}".split("e")
    return _signed(value, _power_of_ten(_trimmed(mantissa), int(exponent)))


def _power_of_ten(mantissa: str, power: int) -> str:
    return ("" if mantissa == "1" else f"{mantissa}×") + f"10{str(power).translate(_SUPERSCRIPTS)}"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _grouped(text: str) -> str:
    whole, dot, rest = text.partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", _THIN)
    return whole + dot + rest


def _written_as_fraction(rational: sp.Rational) -> bool:
    return rational.q <= 12 and rational.q != 10 and abs(rational.p) <= 10**6


class _TypstPrinter(Printer):
    printmethod = "_typst"
    _default_settings = {"order": None, "marks": {}}  # noqa: RUF012 (sympy's protocol)

    _NAMES = {  # noqa: RUF012 (a constant)
        "asin": "arcsin",
        "acos": "arccos",
        "atan": "arctan",
        "log": "ln",
        "Max": "max",
        "Min": "min",
        "sign": 'op("sign")',
        "atan2": 'op("atan2")',
        "softplus": 'op("softplus")',
    }

    def _print(self, expr, **kwargs) -> str:
        text = super()._print(expr, **kwargs)
        mark = self._settings["marks"].get(expr) if isinstance(expr, sp.Basic) else None
        return f"{{{{ {text} : {mark} }}}}" if mark else text

    def emptyPrinter(self, expr) -> str:
        return f'"{expr}"'

    def _wrapped(self, expr, level: int, strict: bool = False) -> str:
        text, own = self._print(expr), precedence_traditional(expr)
        return f"({text})" if own < level or (not strict and own <= level) else text

    def _print_Symbol(self, expr) -> str:
        base, digits = re.fullmatch(r"(.*?)_?(\d*)", expr.name).groups()  # type: ignore[union-attr]
        name = (
            base if len(base) == 1 else {"lamda": "lambda"}.get(base, base if base in greeks else f'"{base}"')
        )
        return f"{name}_({digits})" if digits else name

    _print_Dummy = _print_Symbol

    def _print_Integer(self, expr) -> str:
        return number_typst(int(expr), 15) if abs(int(expr)) < 10**15 else number_typst(float(expr), 6)

    def _print_Rational(self, expr) -> str:
        sign, p, q = ("-" if expr.p < 0 else ""), abs(expr.p), expr.q
        if not _written_as_fraction(expr):
            return number_typst(float(expr), 6)
        return f"{sign}frac({p}, {q})"

    def _print_Float(self, expr) -> str:
        return number_typst(float(expr), 6)

    def _print_Pi(self, expr) -> str:
        return "pi"

    def _print_Exp1(self, expr) -> str:
        return "e"

    def _print_Add(self, expr) -> str:
        text = ""
        terms = self._as_ordered_terms(expr, order=self._settings["order"])
        if terms[0].could_extract_minus_sign():  # 1 - x, not -x + 1
            terms.sort(key=lambda term: term.could_extract_minus_sign())
        for term in terms:
            negative = term.could_extract_minus_sign() and term not in self._settings["marks"]
            part = self._wrapped(-term if negative else term, PRECEDENCE["Add"], strict=not negative)
            joint = (" - " if negative else " + ") if text else ("-" if negative else "")
            text += joint + part
        return text

    def _print_Mul(self, expr) -> str:
        if expr.could_extract_minus_sign():
            return "-" + self._wrapped(-expr, PRECEDENCE["Mul"], strict=True)
        coefficient, rest = expr.as_coeff_Mul()
        if coefficient.is_Rational and not coefficient.is_Integer and not _written_as_fraction(coefficient):
            return f"{self._print(coefficient)} dot {self._wrapped(rest, PRECEDENCE['Mul'], strict=True)}"
        numerator, denominator = sp.fraction(expr, exact=True)
        if denominator is not sp.S.One:
            return f"frac({self._print(numerator)}, {self._print(denominator)})"
        return self._product(expr)

    def _product(self, expr) -> str:
        text = ""
        for factor in expr.as_ordered_factors():
            part = self._wrapped(factor, PRECEDENCE["Mul"], strict=True)
            # A number that follows would run into what stands before it.
            text += (" dot " if text and re.match(r"[\d{]", part) else " " if text else "") + part
        return text

    def _print_Pow(self, expr) -> str:
        base, exponent = expr.base, expr.exp
        if exponent.is_Rational and abs(exponent.p) == 1 and exponent.q > 1:
            root = (
                f"sqrt({self._print(base)})"
                if exponent.q == 2
                else f"root({exponent.q}, {self._print(base)})"
            )
            return root if exponent.p > 0 else f"frac(1, {root})"
        if exponent.could_extract_minus_sign():
            below = base if exponent == -1 else sp.Pow(base, -exponent, evaluate=False)
            return f"frac(1, {self._print(below)})"
        if isinstance(base, sp.Function) and not isinstance(base, sp.Abs | sp.exp) and exponent.is_Integer:
            return self._called(base, f"^({self._print(exponent)})")
        return f"{self._wrapped(base, PRECEDENCE['Pow'])}^({self._print(exponent)})"

    def _called(self, expr, power: str = "") -> str:
        name = expr.func.__name__
        name = self._NAMES.get(name, name)
        if isinstance(expr.func, UndefinedFunction):
            name = f'op("{name}")'
        return f"{name}{power}({', '.join(map(self._print, expr.args))})"

    def _print_Function(self, expr) -> str:
        return self._called(expr)

    _print_Max = _print_Min = _print_Function

    def _print_exp(self, expr) -> str:
        exponent = self._print(expr.args[0])
        tall = len(re.findall("frac|sqrt|root", exponent)) > 1  # raised and small, it could not be read
        return f"exp({exponent})" if tall else f"e^({exponent})"

    def _print_Abs(self, expr) -> str:
        return f"abs({self._print(expr.args[0])})"
