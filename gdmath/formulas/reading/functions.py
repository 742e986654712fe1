"""Functions and roots: sin(x), sin x, sin^2(x), log_2(x), √x."""

import ast
from collections.abc import Sequence
from string import ascii_letters

from gdmath.formulas.reading import tree, words
from gdmath.formulas.reading.cursor import Cursor
from gdmath.formulas.reading.doubt import OpenEnd, two_readings
from gdmath.formulas.reading.strangers import unknown
from gdmath.formulas.reading.tokens import STARTS, Token
from gdmath.formulas.vocabulary import FUNCTIONS, MOST

_INVERSES = {"sin": "asin(...)", "cos": "acos(...)", "tan": "atan(...)", "exp": "log(...)", "log": "exp(...)"}


def named(parser: Cursor, token: Token) -> tuple[str, ast.expr | None] | None:
    """Return the function that a word names, and the base of a logarithm, log_3; None for no function."""
    if token.kind != "word":
        return None
    if name := words.function(token.text):
        return name, None
    name, _, base = token.text.partition("_")
    if name.lower() != "log" or not base:
        return None
    if base in ("2", "10"):
        return f"log{base}", None
    if base == "e":
        return "log", None
    if base.isdigit():
        return "log", tree.number(base, token.start, token.end)
    if base[0].isdigit():  # log_2x
        digits = base.rstrip(ascii_letters)
        written = f"log_{digits}({base.removeprefix(digits)})"
        raise parser.error(token, f"write the argument in parentheses, as in {written}")
    variable = parser.names.variable(base)
    if variable is None:
        raise parser.error(token, unknown(base, False, parser.names))
    return "log", tree.name(variable, token.start, token.end)


def read(parser: Cursor, name: str, base: ast.expr | None) -> ast.expr:
    """Read a function with its argument, in parentheses or, where it is clear where it ends, without."""
    token = parser.token
    parser.at += 1
    exponent = _exponent(parser, name) if parser.token.text == "^" else None
    if parser.tex:
        _take_off_braces(parser)

    def applied(arguments: Sequence[ast.expr]) -> ast.expr:
        end = parser.tokens[parser.at - 1].end
        if name == words.POWER:
            whole: ast.expr = tree.binary(arguments[0], ast.Pow, arguments[1])
        else:
            whole = tree.call(name, [*arguments, base] if base else arguments, token.start, end)
        return tree.binary(whole, ast.Pow, exponent) if exponent else whole

    following = parser.token
    if following.kind == "open" and following.text in ("(", "[", "" if parser.tex else "{"):
        arguments, glued = _arguments(parser)
        _check_count(parser, token, name, len(arguments) + (base is not None), glued)
        if name == "log" and len(arguments) == 2 and following.text == "[":  # Mathematica's Log[2, x]
            raise parser.error(following, two_readings("log(x, 2)", "log(2, x)"))
        return applied(arguments)
    if name == words.POWER or FUNCTIONS[name][0] > 1:
        raise parser.error(token, f"{name} is a function of 2 arguments; write {name}(x, 2)")
    argument = _bare_argument(parser, token, name)
    whole = applied([argument])
    parser.end = OpenEnd("argument", parser.at, whole, argument, lambda longer: applied([longer]))
    return whole


def root(parser: Cursor) -> ast.expr:
    """Read a root sign and what it is drawn from: an operand, or what stands in parentheses."""
    token = parser.token
    parser.at += 1
    following = parser.token
    if following.kind == "operator":
        raise parser.error(
            following, f"write what the root is drawn from in parentheses, as in √(x {following.text} 1)"
        )
    parser.enter()
    radicand = parser.piece()
    parser.depth -= 1

    def drawn(radicand: ast.expr) -> ast.expr:
        return root_of(token.text, radicand, token.start, parser.tokens[parser.at - 1].end)

    whole = drawn(radicand)
    kind = "root of parentheses" if following.kind == "open" else "root"
    parser.end = OpenEnd(kind, parser.at, whole, radicand, drawn)
    return whole


def root_of(degree: str, radicand: ast.expr, start: int, end: int) -> ast.expr:
    """Return the root of degree 2, 3 or 4."""
    inner = root_of("2", radicand, start, end) if degree == "4" else radicand
    return tree.call("cbrt" if degree == "3" else "sqrt", [inner], start, end)


def _take_off_braces(parser: Cursor) -> None:
    r"""Take the braces off \sin{\left(x\right)}, which TeX does not draw."""
    first, depth = parser.at, 0
    if [token.text for token in parser.tokens[first : first + 2]] != ["{", "("]:
        return
    for place in range(first, len(parser.tokens)):
        depth += {"open": 1, "close": -1}.get(parser.tokens[place].kind, 0)
        if depth == 1 and place > first:  # where the parenthesis is closed
            if parser.tokens[place + 1].text == "}":
                del parser.tokens[place + 1], parser.tokens[first]
            return


def _exponent(parser: Cursor, name: str) -> ast.expr:
    """Read the 2 of sin^2(x)."""
    parser.at += 1
    place = parser.token
    exponent = parser.exponent() if place.kind != "word" else None
    if isinstance(exponent, ast.Constant) and exponent.value and (exponent.kind or "").isdigit():
        return exponent
    if isinstance(exponent, ast.UnaryOp):
        raise parser.error(place, _inverse(name))
    raise parser.error(place, f"write the power behind the argument, as in {name}(x)^2")


def _inverse(name: str) -> str:
    return two_readings(f"1/{name}(...)", _INVERSES.get(name, "its inverse function"))


def _arguments(parser: Cursor) -> tuple[list[ast.expr], int]:
    """Read arguments in parentheses; return how many commas are glued between digits, too."""
    opening, glued, values = parser.token, 0, []
    parser.enter()
    parser.at += 1
    while parser.token.kind != "close" or values:
        values.append(parser.expression())
        if parser.token.kind != "comma":
            break
        before, comma, after = parser.tokens[parser.at - 1 : parser.at + 2]
        numbers = before.kind == after.kind == "number" and "." not in before.text
        glued += numbers and before.end == comma.start and comma.end == after.start
        parser.at += 1
    parser.close(opening)
    parser.depth -= 1
    return values, glued


def _check_count(parser: Cursor, token: Token, name: str, count: int, glued: int) -> None:
    """Refuse a wrong number of arguments, and commas that may be decimal: log(0,5)."""
    least, most = (2, 2) if name == words.POWER else FUNCTIONS[name][:2]
    any_number = most == MOST
    if any_number and not parser.typed:
        most = count
    if not least <= count <= most:
        takes = str(least) if least == most else f"{least} to {most}"
        reason = f"{name} takes {takes} argument{'s' if takes != '1' else ''}"
        raise parser.error(
            token, reason + ("; a decimal number is written 0.5, with a point" if glued else "")
        )
    if glued and least < most and count - glued >= (2 if any_number else 1):
        reason = "a comma between digits: write 0.5 for a decimal number, or a space behind the comma"
        raise parser.error(token, reason)


def _bare_argument(parser: Cursor, token: Token, name: str) -> ast.expr:
    """Read an argument without parentheses: factors that are constant, 2 pi, and one that is not."""
    following = parser.token
    if following.kind == "operator":
        inverse = [part.text for part in parser.tokens[parser.at : parser.at + 3]] == ["-", "1", "("]
        if inverse and not following.spaced:
            raise parser.error(following, _inverse(name))  # sin-1(x), as calculators label a key
        raise parser.error(following, f"write the argument in parentheses, as in {name}(-x)")
    if following.kind not in STARTS:
        raise parser.error(token, f"{name} is a function; write {name}(...)")
    parser.enter()
    argument = parser.piece()
    parser.depth -= 1
    while _is_coefficient(parser, name) and parser.token.kind == "word" and not named(parser, parser.token):
        argument = tree.binary(argument, ast.Mult, parser.piece())
    return argument


def _is_coefficient(parser: Cursor, name: str) -> bool:
    """Whether what stands before is a factor of the argument: sin 2x, cos 2π x; but not ln 2 x, sqrt 2x."""
    before = parser.tokens[parser.at - 1]
    is_pi = before.kind == "word" and words.constant(before.text) == "pi"
    if is_pi and name in ("sin", "cos", "tan"):
        return True
    return (is_pi or before.kind in ("number", "part")) and not (
        parser.token.spaced or name in ("sqrt", "cbrt")
    )
