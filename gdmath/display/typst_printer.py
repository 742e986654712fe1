"""sympy -> Typst mathematics, in the order and with the signs that people write."""

import re

import sympy as sp
from sympy.core.function import UndefinedFunction
from sympy.printing.precedence import PRECEDENCE, precedence_traditional
from sympy.printing.printer import Printer

from gdmath.display.numerals import number_typst
from gdmath.formulas.reading.words import GREEK_WORDS, spelled


def _upright(name: str) -> str:
    """A name of several letters as a word; else Typst would take it for one of its own, or a product."""
    if len(name) == 1 or name.isdigit():
        return name
    return name.replace("amda", "ambda") if name in GREEK_WORDS else f'"{name}"'


def _written_as_fraction(rational: sp.Rational) -> bool:
    """Whether people write it so: halves and thirds, and what no decimal of a few digits is equal to."""
    if rational.q <= 12 and rational.q != 10:
        return abs(rational.p) <= 10**6
    ends = not set(sp.primefactors(rational.q)) - {2, 5}
    return not ends and max(rational.q, abs(rational.p)) <= 10**4


class TypstPrinter(Printer):
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
        "sigmoid": "sigma",
        "erf": 'op("erf")',
        "relu": 'op("relu")',
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
        found = re.fullmatch(r"(.*?)_?(\d*)", expr.name)
        letter, index = spelled(expr.name) or (found.groups() if found else (expr.name, ""))
        return f"{_upright(letter)}_({_upright(index)})" if index else _upright(letter)

    _print_Dummy = _print_Symbol

    def _print_Integer(self, expr) -> str:
        return number_typst(int(expr), 15) if abs(int(expr)) < 10**15 else number_typst(float(expr), 6)

    def _print_Rational(self, expr) -> str:
        sign, p, q = ("-" if expr.p < 0 else ""), abs(expr.p), expr.q
        if not _written_as_fraction(expr):
            return number_typst(float(expr), 10)
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
        drawn = hasattr(self, f"_print_{type(base).__name__}")  # as a root, as bars: not by its name
        if isinstance(base, sp.Function) and not drawn and exponent.is_Integer:
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

    def _print_Piecewise(self, expr) -> str:
        cases = (f'{self._print(value)} & "if" {self._print(where)}' for value, where in expr.args)
        return f"cases({', '.join(cases)})"

    def _print_Relational(self, expr) -> str:
        return f"{self._print(expr.lhs)} {expr.rel_op} {self._print(expr.rhs)}"

    def _print_And(self, expr) -> str:
        return ' "and" '.join(map(self._print, expr.args))

    def _print_cbrt(self, expr) -> str:
        return f"root(3, {self._print(expr.args[0])})"

    def _print_Abs(self, expr) -> str:
        return f"abs({self._print(expr.args[0])})"
