"""Where a text has two readings: how they are named, and which constructs leave the end open."""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from gdmath.formulas.formula_error import two_ways
from gdmath.formulas.reading import tree, words
from gdmath.formulas.reading.canonical import canonical
from gdmath.formulas.reading.tokens import Token

_FEW = 60  # characters of a reading that a message shows
_NUMERAL = re.compile(r"[xXbBoO][0-9a-fA-F]+")
_FORTRAN = re.compile(r"[dD]([0-9]+)")  # 1.5d3

# Names of functions more often than of variables: f(x + 1) may be either.
_FUNCTION_LETTERS = "f g h F G H gamma beta zeta sigma phi psi Gamma Phi Psi"
FUNCTION_LETTERS = frozenset(_FUNCTION_LETTERS.split())


@dataclass(frozen=True)
class OpenEnd:
    """What has ended without parentheses, and could go on: the 2 of e^2, the x of sin x, of √x.

    `at` is the number of the token behind it, `whole` what it is, `last` its last part, and `extended` makes
    the whole with another last part.
    """

    kind: Literal["exponent", "argument", "root", "root of parentheses"]
    at: int
    whole: ast.expr
    last: ast.expr
    extended: Callable[[ast.expr], ast.expr]

    def may_be_followed(self, sign: str, token: Token, after: Token) -> bool:
        """Return whether there is no doubt where it ends: before a sign, or a factor `token` with none."""
        factor = after if sign else token
        is_function = factor.kind == "word" and words.function(factor.text) is not None
        if self.kind == "root":
            return sign not in ("", "^") or (not sign and token.kind == "root")  # √x√y
        if self.kind == "root of parentheses":
            return sign != "^"
        if self.kind == "argument":
            return sign in ("+", "-") or (is_function and sign != "^" and varies(self.last))
        if sign:
            return not (sign == "/" and after.kind == "number" and _is_one(self.last))  # x^1/2
        if is_function and token.spaced and _is_short(self.last):
            return True  # e^x sin(x)
        # (x - 1)^2 (x + 1)^2 and x^2 y, but not e^2x, nor x^2y.
        power = varies(self.whole) and not varies(self.last) and _is_short(self.last)
        return power and (is_function or token.kind not in ("word", "root") or token.spaced)

    def readings(self, operator: type[ast.operator], right: ast.expr) -> tuple[ast.expr, ast.expr]:
        """Return both trees: the one where it ends here, and the one where it goes on."""
        longer = self.extended(tree.binary(self.last, operator, right))
        return tree.binary(self.whole, operator, right), longer


def two_readings(one: ast.expr | str, other: ast.expr | str) -> str:
    """Return what is said of a text that may be one tree or the other, if they are short.

    >>> two_readings("(1/2)*x", "1/(2*x)")
    'this can be read in two ways: write (1/2)*x or 1/(2*x)'
    """
    texts = [text if isinstance(text, str) else canonical(text) for text in (one, other)]
    if max(map(len, texts)) > _FEW:
        return "this can be read in two ways: write * and parentheses"
    return two_ways(*texts)


def numeral(number: Token, word: Token) -> str | None:
    """Return what is wrong with a number to which a word is glued, or None: 2e-3x, 0x10, 2i, 1.5d3, 2x10."""
    if word.spaced:
        return None
    if "e" in number.text.lower():
        head, _, power = number.text.lower().partition("e")
        apart = (
            f"{head}*e {power[0]} {power[1:]}*{word.text}"
            if power[0] in "+-"
            else f"{head}*e^{power}*{word.text}"
        )
        return two_readings(f"{number.text}*{word.text}", apart)
    if number.text == "0" and _NUMERAL.fullmatch(word.text):
        return "numbers are written with the digits 0 to 9, powers of ten as in 1e-3"
    if found := _FORTRAN.fullmatch(word.text):
        return two_readings(f"{number.text}e{found[1]}", f"{number.text}*{word.text}")
    if word.text in ("x10", "X10"):
        return two_readings(f"{number.text}*10", f"{number.text}*{word.text}")
    if word.text in ("i", "j", "I", "J"):
        product = f"{number.text}*{word.text}"
        return f"if {word.text} is a variable, write {product}; imaginary numbers have no place here"
    return None


def varies(node: ast.expr) -> bool:
    """Return whether a tree contains a variable."""
    called = {id(part.func) for part in ast.walk(node) if isinstance(part, ast.Call)}
    return any(
        isinstance(part, ast.Name) and id(part) not in called and part.id not in ("e", "pi")
        for part in ast.walk(node)
    )


def _is_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.kind == "1"


def _is_short(node: ast.expr) -> bool:
    """Whether it is a number or a name, perhaps with a minus sign."""
    return isinstance(node.operand if isinstance(node, ast.UnaryOp) else node, ast.Constant | ast.Name)
