"""A checked tree -> its text in the plainest grammar, with every product and power written out."""

import ast
from itertools import pairwise

_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(1, 6)
_SIGNS: dict[type[ast.operator], tuple[str, int]] = {
    ast.Add: (" + ", _SUM),
    ast.Sub: (" - ", _SUM),
    ast.Mult: ("*", _PRODUCT),
    ast.Div: ("/", _PRODUCT),
    ast.Pow: ("**", _POWER),
}
_MOST_QUOTIENTS = 3  # in a product, that have parentheses of their own
_LONGEST = 15  # digits that a number is written out with


def canonical(node: ast.expr) -> str:
    """Return a text that reads back to the same tree. Parentheses show what a quotient and a power hold."""
    match node:
        case ast.Constant():
            return number(node.kind or repr(node.value))
        case ast.Name():
            return node.id
        case ast.UnaryOp():
            return f"-{_wrapped(node.operand, _SIGN)}"
        case ast.Call(func=ast.Name(id=name)):
            return f"{name}({', '.join(map(canonical, node.args))})"
        case ast.BinOp(op=ast.Pow()):
            return f"{_wrapped(node.left, _ATOM)}**{_exponent(node.right)}"
        case ast.BinOp():
            return _chain(node)
    raise AssertionError(ast.dump(node))  # formula.read lets no other node through


def number(written: str) -> str:
    """Return a number's shortest text; all of its digits are kept.

    >>> number(".50"), number("5."), number("1e3"), number("1e-30"), number("0012")
    ('0.5', '5', '1000', '1e-30', '12')
    """
    mantissa, _, power = written.lower().partition("e")
    whole, _, part = mantissa.partition(".")
    digits = (whole + part).lstrip("0")
    exponent = int(power or 0) - len(part)
    short = digits.rstrip("0")
    exponent += len(digits) - len(short)
    if not short:
        return "0"
    size = len(short) + exponent  # of the part before the point
    if exponent >= 0 and (size <= _LONGEST or not power):
        return short + "0" * exponent
    if -5 < size <= 0:
        return f"0.{'0' * -size}{short}"
    if exponent < 0 and size > 0:
        return f"{short[:size]}.{short[size:]}"
    return f"{short[0]}{'.' if short[1:] else ''}{short[1:]}e{size - 1}"


def _chain(node: ast.BinOp) -> str:
    """A sum or a product; they lean to the left as far as they are long, so they are walked in a loop."""
    level, links, first = _level(node), [], node
    while isinstance(first, ast.BinOp) and _level(first) == level:
        links.append((type(first.op), first.right))
        first = first.left
    links.reverse()
    # (1/2)*x is clear to everyone, but many parentheses within each other are to no one.
    divided = [(one, other) == (ast.Div, ast.Mult) for (one, _), (other, _) in pairwise(links)]
    clearer = sum(divided) <= _MOST_QUOTIENTS
    text = _product_part(first, level)
    for (operator, right), behind in zip(links, [False, *divided], strict=True):
        part = _product_part(right, _SUM + 1 if level == _SUM else _POWER)
        part = f"({part})" if part.startswith("-") else part
        text = f"({text})" if behind and clearer else text
        text += _SIGNS[operator][0] + part
    return text


def _product_part(node: ast.expr, least: int) -> str:
    """An operand; one to the power of 1 in parentheses, since x**1/2 could be meant for a root."""
    text = _wrapped(node, least)
    return f"({text})" if text.endswith("**1") else text


def _exponent(node: ast.expr) -> str:
    """An exponent, in parentheses unless it is a tower of powers, which would drown in them."""
    match node:
        case ast.BinOp(op=ast.Pow(), right=ast.BinOp(op=ast.Pow())):
            return canonical(node)
    return _wrapped(node, _ATOM)


def _wrapped(node: ast.expr, least: int) -> str:
    text = canonical(node)
    return f"({text})" if _level(node) < least else text


def _level(node: ast.expr) -> int:
    match node:
        case ast.BinOp():
            return _SIGNS[type(node.op)][1]
        case ast.UnaryOp():
            return _SIGN
    return _ATOM
