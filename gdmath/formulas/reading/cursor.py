"""Where the reader of a formula stands among its tokens, and what it says of one that can't stand there."""

import ast
from abc import ABC, abstractmethod
from collections.abc import Sequence

from gdmath.formulas.formula_error import FormulaError
from gdmath.formulas.reading.doubt import OpenEnd
from gdmath.formulas.reading.names import Names
from gdmath.formulas.reading.tokens import Token, is_tex

MAX_DEPTH = 60
PRINTED_DEPTH = 190  # more would exceed Python's own limit

_CLOSING = {"(": ")", "[": "]", "{": "}", "|": "|"}


def _decimal_comma(before: str, behind: str) -> str:
    """What is wrong with 0,5, and with 1.000,5 and 1,000.5.

    >>> _decimal_comma("0", "5"), _decimal_comma("1.000", "5")
    ('a comma has no place here: write 0.5 or 0*5', 'a comma has no place here: write 1000.5')
    """
    if "." in before + behind:
        plain = f"{before.replace('.', '')}.{behind}" if "." in before else before + behind
        return f"a comma has no place here: write {plain}"
    other = f"{before}{behind}" if len(behind) == 3 else f"{before}*{behind}"
    return f"a comma has no place here: write {before}.{behind} or {other}"


class Cursor(ABC):
    """The tokens of a formula, and what is known of those before `at`."""

    def __init__(self, text: str, tokens: Sequence[Token], names: Names, typed: bool) -> None:
        self.text, self.tokens, self.names, self.typed = text, list(tokens), names, typed
        self.tex = is_tex(text)
        self.at = self.depth = 0
        self.end: OpenEnd | None = None
        self.bracketed: tuple[int, int] | None = None  # the last parentheses, from token to before token

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    @abstractmethod
    def expression(self, least: int = 0) -> ast.expr:
        """Read operands and the operators between them that bind more tightly than `least`."""

    @abstractmethod
    def exponent(self) -> ast.expr:
        """Read an exponent: what follows ^."""

    @abstractmethod
    def operand(self) -> ast.expr:
        """Read a number, a name, a function, or what stands in parentheses, with its sign."""

    @abstractmethod
    def piece(self) -> ast.expr:
        """Read an operand that needs no parentheses behind a function or a root, without its powers."""

    @abstractmethod
    def group(self) -> ast.expr:
        """Read what stands in parentheses, or between bars."""

    def enter(self) -> None:
        """Go a level deeper."""
        self.depth += 1
        most = MAX_DEPTH if self.typed else PRINTED_DEPTH
        if self.depth > most:
            raise self.error(self.token, f"the formula is nested deeper than {most} levels")

    def close(self, opening: Token) -> None:
        """Read the parenthesis that closes another."""
        token = self.token
        if token.kind == "end":
            raise self.error(opening, f"this {opening.text} is not closed")
        if token.kind != "close":
            raise self.unexpected()
        if token.text != _CLOSING[opening.text]:
            raise self.error(token, f"this {token.text} can't close {opening.text}")
        self.at += 1

    def unexpected(self) -> FormulaError:
        """Return what is wrong with a token that can't stand where it does."""
        token, before = self.token, self.tokens[self.at - 1] if self.at else None
        operand = before is not None and before.kind in ("number", "part", "word", "close")
        match token.kind:
            case "end":
                return self.error(token, "the formula ends where a number or a variable is missing")
            case "comma" if before and before.kind == "number" and self.tokens[self.at + 1].kind == "number":
                return self.error(token, _decimal_comma(before.text, self.tokens[self.at + 1].text))
            case "comma":
                return self.error(token, "a comma has no place here; it separates arguments, as in Max(x, 1)")
            case "equals":
                remedy = "leave it out" if not before else "a formula may only begin as in f(x) = x^2"
                return self.error(token, f"= has no place here; {remedy}")
            case "close" if operand:
                return self.error(token, f"this {token.text} closes nothing")
        shell = "" if before else "; in a shell, put the formula between single quotes"
        return self.error(token, f"a number or a variable is missing before {token.text}{shell}")

    def error(self, token: Token, reason: str) -> FormulaError:
        return FormulaError(self.text, token.start, reason)
