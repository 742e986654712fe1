"""TeX's commands that take arguments: fractions and roots."""

import ast
from dataclasses import replace
from string import ascii_letters

from gdmath.formulas.reading import functions, tree
from gdmath.formulas.reading.cursor import Cursor
from gdmath.formulas.reading.tokens import Token


def command(parser: Cursor) -> ast.expr:
    r"""Read \frac{1}{2}, \frac12, \sqrt{x} or \sqrt[3]{x}."""
    token = parser.token
    parser.at += 1
    if token.text == "frac":
        above, below = _argument(parser), _argument(parser)
        if _first(above) == "d" == _first(below) and isinstance(below, ast.BinOp):
            raise parser.error(token, "a derivative has no place here: write it out, or d*x for a product")
        return tree.placed(tree.binary(above, ast.Div, below), token.start, parser.tokens[parser.at - 1].end)
    degree = _degree(parser)
    return functions.root_of(degree, _argument(parser), token.start, parser.tokens[parser.at - 1].end)


def is_number(parser: Cursor) -> bool:
    r"""Return whether a fraction of two numbers is next: 2\frac{1}{2} may be two and a half."""
    if (parser.token.kind, parser.token.text) != ("command", "frac"):
        return False
    kinds = [token.kind for token in parser.tokens[parser.at + 1 : parser.at + 7]]
    return kinds[0] == "number" or kinds == ["open", "number", "close"] * 2


def _first(node: ast.expr) -> str | None:
    """The name of the first factor."""
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        node = node.left
    return node.id if isinstance(node, ast.Name) else None


def _degree(parser: Cursor) -> str:
    if parser.token.text != "[":
        return "2"
    number, closing = parser.tokens[parser.at + 1 : parser.at + 3]
    if number.text not in ("2", "3", "4") or closing.text != "]":
        raise parser.error(number, "only roots of degree 2, 3 and 4 are drawn; write a power, as in x^(1/5)")
    parser.at += 3
    return number.text


def _argument(parser: Cursor) -> ast.expr:
    """Read what stands in braces, or one token; of a number, one digit."""
    token = parser.token
    if token.kind == "open" and token.text == "{":
        return parser.group()
    if token.kind == "number" and token.text.isdigit():
        digit, rest = token.text[0], token.text[1:]
        if rest:
            parser.tokens[parser.at : parser.at + 1] = [
                replace(token, text=digit, end=token.start + 1),
                replace(token, text=rest, start=token.start + 1),
            ]
        return parser.operand()
    if token.kind == "word" and (digits := token.text.lstrip(ascii_letters)).isdigit():  # \frac x2
        letters = token.text.removesuffix(digits)
        middle = token.start + len(letters)
        parser.tokens[parser.at : parser.at + 1] = [
            replace(token, text=letters, end=middle),
            Token("number", digits, middle, token.end),
        ]
    if token.kind != "word":
        raise parser.error(token, r"an argument in braces is missing, as in \frac{1}{2}")
    return parser.piece()
