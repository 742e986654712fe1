"""Tokens -> a tree of Python's nodes, by operator precedence; only what can be read in one way."""

import ast

from gdmath.formulas.formula_error import FormulaError
from gdmath.formulas.reading import functions, tex, tree, words
from gdmath.formulas.reading.cursor import Cursor
from gdmath.formulas.reading.doubt import FUNCTION_LETTERS, OpenEnd, numeral, two_readings, varies
from gdmath.formulas.reading.strangers import unknown
from gdmath.formulas.reading.tokens import STARTS, Token

_SUM, _PRODUCT, _SIGN, _EXPONENT, _POWER = range(1, 6)
_OPERATORS: dict[str, tuple[int, int, type[ast.operator]]] = {  # how tightly it binds, and what follows it
    "+": (_SUM, _SUM, ast.Add),
    "-": (_SUM, _SUM, ast.Sub),
    "*": (_PRODUCT, _PRODUCT, ast.Mult),
    "/": (_PRODUCT, _PRODUCT, ast.Div),
    "^": (_POWER, _EXPONENT, ast.Pow),
}


class Parser(Cursor):
    """Reads the tokens of one formula. Every method starts at `at`, and leaves it behind what it has read."""

    def formula(self) -> ast.expr:
        """Read all tokens as one expression."""
        node = self.expression()
        if self.token.kind != "end":
            raise self.unexpected()
        return node

    def expression(self, least: int = 0) -> ast.expr:
        """Read operands and the operators between them that bind more tightly than `least`."""
        start, divided = self.token.start, False
        left = self.operand()
        while True:
            token = self.token
            if token.kind == "operator":
                binding, inner, operator = _OPERATORS[token.text]
                if binding <= least:
                    return left
                self.check_end(token.text)
                self.check_raised(token)
                self.at += 1
                left = (
                    self.power(left)
                    if operator is ast.Pow
                    else tree.binary(left, operator, self.expression(inner))
                )
                divided = operator is ast.Div
            elif token.kind in STARTS and least < _PRODUCT:
                left, divided = self.factor(left, divided), False
            else:
                return left
            left.col_offset = start

    def check_raised(self, token: Token) -> None:
        """Refuse x²^3, where the power of Python and that of the board bind differently."""
        if token.text == "^" and self.tokens[self.at - 1].raised and not token.raised:
            raise self.error(token, two_readings("(x^2)^3", "x^(2^3)"))

    def exponent(self) -> ast.expr:
        """Read an exponent: what follows ^."""
        return self.expression(_EXPONENT)

    def power(self, base: ast.expr) -> ast.expr:
        first = self.at
        self.enter()
        exponent = self.exponent()
        self.depth -= 1
        whole = tree.binary(base, ast.Pow, exponent)
        self.check_tower(base, exponent, first)
        self.check_transposed(base, exponent, first)
        alone = self.bracketed == (first, self.at) or (self.tex and self.at == first + 1)
        argument = self.end is not None and (self.end.kind, self.end.at) == ("argument", self.at)
        if not (alone or argument):
            self.end = OpenEnd(
                "exponent", self.at, whole, exponent, lambda longer: tree.binary(base, ast.Pow, longer)
            )
        return whole

    def check_tower(self, base: ast.expr, exponent: ast.expr, first: int) -> None:
        """Refuse x^2^3 and e^-x^2 in TeX, which draws no such thing."""
        inner = exponent.operand if isinstance(exponent, ast.UnaryOp) else exponent
        if not (self.tex and isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Pow)):
            return
        if self.bracketed == (first, self.at):
            return
        below = inner.left if inner is exponent else tree.negative(inner.left, inner.col_offset)
        left = tree.binary(tree.binary(base, ast.Pow, below), ast.Pow, inner.right)
        raise self.error(self.tokens[first], two_readings(left, tree.binary(base, ast.Pow, exponent)))

    def check_transposed(self, base: ast.expr, exponent: ast.expr, first: int) -> None:
        """Refuse xᵀx, of vectors; e^T and x**T are powers."""
        drawn = self.tex or self.tokens[first].raised
        if drawn and isinstance(exponent, ast.Name) and exponent.id == "T" and varies(base):
            remedy = "write the product of vectors out, as in x_1^2 + x_2^2, or name the exponent otherwise"
            raise self.error(self.tokens[first], f"T can be an exponent or transpose a vector: {remedy}")

    def factor(self, left: ast.expr, divided: bool) -> ast.expr:
        """Read a factor that stands behind another with no sign between them."""
        before, token = self.tokens[self.at - 1], self.token
        if token.kind in ("number", "part") or (before.kind == "number" and tex.is_number(self)):
            raise self.number_behind(left, before)
        if before.kind == "number" and token.kind == "word" and (wrong := numeral(before, token)):
            raise self.error(token, wrong)
        self.check_end("")
        right = self.expression(_PRODUCT)
        product = tree.binary(left, ast.Mult, right)
        if divided and isinstance(left, ast.BinOp):
            below = tree.binary(left.right, ast.Mult, right)
            raise self.error(token, two_readings(product, tree.binary(left.left, ast.Div, below)))
        return product

    def check_end(self, sign: str) -> None:
        """Refuse what follows if it could belong to what stands before it; `sign` is what it begins with."""
        end, token = self.end, self.token
        if (
            end is None
            or end.at != self.at
            or end.may_be_followed(sign, token, self.tokens[self.at + 1 :][0])
        ):
            return
        self.at += bool(sign)
        operator = _OPERATORS[sign or "*"][2]
        right = self.expression(_EXPONENT if sign == "^" else _PRODUCT)
        raise self.error(token, two_readings(*end.readings(operator, right)))

    def operand(self) -> ast.expr:
        token = self.token
        match token.kind:
            case "operator" if token.text in "+-":
                return self.signed()
            case "number":
                self.at += 1
                return tree.number(token.text, token.start, token.end)
            case "part":
                self.at += 1
                numbers = (tree.number(part, token.start, token.end) for part in token.text.split("/"))
                return tree.binary(next(numbers), ast.Div, next(numbers))
            case "word":
                return self.word()
            case "open":
                return self.group()
            case "root":
                return functions.root(self)
            case "command":
                return tex.command(self)
        raise self.unexpected()

    def signed(self) -> ast.expr:
        sign = self.token
        self.enter()
        self.at += 1
        operand = self.expression(_SIGN)
        self.depth -= 1
        return tree.negative(operand, sign.start) if sign.text == "-" else operand

    def piece(self) -> ast.expr:
        """Read an operand that needs no parentheses behind a function or a root, without its powers."""
        token = self.token
        if token.kind != "word" or functions.named(self, token) or words.constant(token.text):
            return self.operand()
        return self.variable(token)

    def group(self) -> ast.expr:
        """Read what stands in parentheses, or between bars."""
        opening, first = self.token, self.at
        self.enter()
        self.at += 1
        inner = self.expression()
        self.close(opening)
        self.depth -= 1
        self.bracketed = first, self.at
        if opening.text == "|":
            return tree.call("abs", [inner], opening.start, self.tokens[self.at - 1].end)
        invisible = opening.text == "{" and self.tex
        if opening.text in ("[", "{") and not invisible and self.at == first + 3:
            what = "whole" if opening.text == "[" else "fractional"
            raise self.error(opening, f"these brackets can mean the {what} part: write (...) for parentheses")
        return inner

    def word(self) -> ast.expr:
        token, following = self.token, self.tokens[self.at + 1]
        called = following.kind == "open" and following.text in ("(", "[")
        if self.names.is_declared(token.text) and not (called and words.function(token.text)):
            return self.variable(token)
        if function := functions.named(self, token):
            return functions.read(self, *function)
        if constant := words.constant(token.text):
            closed = called and self.tokens[self.at + 2].kind == "close"  # PI(), as in a spreadsheet
            self.at += 3 if closed and constant == "pi" else 1
            if called and constant == "e":
                raise self.error(following, two_readings("e*(...)", "e^(...)"))
            return tree.name(constant, token.start, token.end)
        if self.names.declared is None and words.spelled(token.text) and called:
            self.check_product_with(token, following)
        return self.variable(token, called)

    def variable(self, token: Token, called: bool = False) -> ast.expr:
        name = self.names.variable(token.text)
        if name is None:
            raise self.error(token, unknown(token.text, called, self.names))
        self.at += 1
        return tree.name(name, token.start, token.end)

    def check_product_with(self, token: Token, following: Token) -> None:
        """Refuse f(x + 1), y(x) and x[1], which may be products or not; x(x + 1) is one."""
        name = token.text
        if following.text == "[":
            raise self.error(
                following, two_readings(f"{name}*(...)", f"{name}_1 for one of several variables")
            )
        signed = self.tokens[self.at + 2].kind == "operator"
        inner = self.tokens[self.at + 2 + signed : self.at + 4 + signed]
        alone = (
            len(inner) == 2 and inner[0].kind in ("word", "number") and inner[1].kind in ("close", "comma")
        )
        if alone or name in FUNCTION_LETTERS:
            reason = (
                f"{name}(...) can be a product or a function {name}: write {name}*(...), or the function out"
            )
            raise self.error(token, reason)

    def number_behind(self, left: ast.expr, before: Token) -> FormulaError:
        """Return what is wrong with 2 3, x 2, (x+1)2 and 2½."""
        token = self.token
        if before.kind in ("number", "part"):
            reason = "a sign is missing between two numbers"
            if before.kind == "number" and token.kind == "number" and len(token.text) == 3:
                reason = two_readings(f"{before.text}{token.text}", f"{before.text}*{token.text}")
            return self.error(token, reason)
        right = self.operand()
        return self.error(
            token, two_readings(tree.binary(left, ast.Mult, right), tree.binary(left, ast.Pow, right))
        )
