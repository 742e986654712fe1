"""Reads a formula's text by a whitelist over Python's grammar; imports neither sympy nor numpy.

Nothing here evaluates text. The text is parsed to a tree, every node of the tree is compared with what a
formula may contain, and whatever is left over is refused with a caret under the place.
"""

import ast
import math
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction

from gdmath.checks import written
from gdmath.float_value import OPERATIONS, evaluate
from gdmath.vocabulary import ALLOWED, CONSTANTS, FUNCTIONS, GREEK, MOST

MAX_LENGTH = 500
MAX_DEPTH = 60
MAX_EXPONENT = 1000
PRINTED_DEPTH = 190  # Python reads no more than 200 parentheses within each other

_VARIABLE = re.compile(r"[A-Za-z](_?[0-9]{1,3})?")
_CHARACTERS = re.compile(r"[A-Za-z0-9_+\-*/^()., \t\n\r]*")
_UNNAMEABLE = ("pi", "E")  # as a cost prints its constants
_NUMBER = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


class FormulaError(ValueError):
    """A formula that can't be used: the message shows it with a caret under the offending place.

    `formula` is the text, `position` the place (0-based), `reason` what is wrong and how to mend it.
    """

    def __init__(self, formula: str, position: int, reason: str) -> None:
        self.formula, self.position, self.reason = formula, position, reason
        shown = "".join(c if c.isprintable() else " " for c in formula)
        start = max(0, min(position, len(shown)) - 60)
        window = shown[start : start + 100]
        super().__init__(f"{reason}\n  {window}\n  {' ' * (position - start)}^")

    def __reduce__(self):
        return type(self), (self.formula, self.position, self.reason)


@dataclass(frozen=True)
class Formula:
    """A checked formula: its text, its tree, and the names of its variables in natural order."""

    text: str
    tree: ast.expr
    variables: tuple[str, ...]
    places: tuple[int, ...]  # a column of the tree -> a position in the text
    typed: bool = True

    def error(self, node: ast.AST, reason: str) -> FormulaError:
        """Return a FormulaError that points at a node of the tree."""
        column = getattr(node, "col_offset", 0)
        return FormulaError(self.text, self.places[min(column, len(self.places) - 1)], reason)

    def exact(self, number: ast.Constant) -> Fraction:
        """Return a number of the tree, as it is written.

        >>> formula = read("0.1*x")
        >>> formula.exact(formula.tree.left)
        Fraction(1, 10)
        """
        start = self.places[number.col_offset]
        return Fraction(self.text[start : start + (number.end_col_offset or 0) - number.col_offset])

    def evaluate(self, **values: float) -> float:
        """Return the formula's value in floating point, or nan where it is undefined.

        >>> read("x**2 + 1").evaluate(x=2.0)
        5.0
        >>> read("log(x)").evaluate(x=-1.0)
        nan
        """
        try:
            result = evaluate(self.tree, {**CONSTANTS, **values})
        except (ArithmeticError, ValueError):
            return math.nan
        return result if isinstance(result, float | int) else math.nan


def read(text: str, variables: Sequence[str] | None = None, *, typed: bool = True) -> Formula:
    """Return the checked formula, or raise a FormulaError.

    Without `variables`, every name that looks like a variable (one letter, perhaps with a number, or a
    Greek letter's name) is one; with them, only these are. `^` is read as `**`, `ln` as `log`.

    `typed`: False for a text that a cost has printed or a model has made. It may be longer and deeper than
    what a person types, and its numbers larger; what it may contain is the same.

    Raises ValueError for variables that are not names, or not each another one.

    >>> read("2*x^2 + sin(y)").variables
    ('x', 'y')
    >>> read("x + sine(x)")
    Traceback (most recent call last):
    gdmath.formula.FormulaError: unknown function; did you mean sin?
      x + sine(x)
          ^
    """
    if not isinstance(text, str):
        raise FormulaError(repr(text), 0, "a formula is text, such as 'x**2'")
    if not text.strip():
        raise FormulaError(text, 0, "the formula is empty; write for instance x**2")
    names = None if variables is None else variable_names(variables)
    if typed and len(text) > MAX_LENGTH:
        raise FormulaError(
            text, MAX_LENGTH, f"a formula has at most {MAX_LENGTH} characters, this has {len(text)}"
        )
    legal = _CHARACTERS.match(text)
    if legal is None or legal.end() < len(text):
        place = legal.end() if legal else 0
        raise FormulaError(text, place, f"{text[place]!r} has no place in a formula; {ALLOWED}")
    most = MAX_DEPTH if typed else PRINTED_DEPTH
    source, places = _as_python(text, most)
    formula = Formula(text, _parse(text, source, places), (), places, typed)
    checker = _Checker(formula, source, names, most)
    checker.check(formula.tree, 0)
    if not checker.seen:
        raise FormulaError(text, places[0], "the formula is constant; it needs a variable, such as x")
    return Formula(text, formula.tree, names or tuple(sorted(checker.seen, key=natural)), places, typed)


def variable_names(variables: Sequence[str]) -> tuple[str, ...]:
    """Return the names, or raise a ValueError unless each is text, another one, and no constant's."""
    remedy = "give a list of names, such as ['x', 'y']"
    if isinstance(variables, str) or not isinstance(variables, Iterable):
        raise ValueError(f"the variables are {written(variables)}; {remedy}")
    names = tuple(variables)
    for number, name in enumerate(names):
        if not isinstance(name, str):
            raise ValueError(f"a variable is named {written(name)}; {remedy}")
        if name in _UNNAMEABLE:
            raise ValueError(f"a variable is named {name!r}, which is a constant; name it otherwise")
        if name in names[:number]:
            raise ValueError(f"the variable {name!r} is there twice; {remedy}")
    return names


def natural(name: str) -> tuple[str, int, str]:
    """Return what names are sorted by, so that numbers count as numbers.

    >>> sorted(["x10", "y", "x2", "x"], key=natural)
    ['x', 'x2', 'x10', 'y']
    """
    base = name.rstrip("0123456789")
    return base.rstrip("_"), int(name[len(base) :] or -1), name


def _as_python(text: str, most: int) -> tuple[str, tuple[int, ...]]:
    """Return the text with `^` written `**` on one line, and where each of its characters came from."""
    pieces, places, depth = [], [], 0
    start = len(text) - len(text.lstrip())
    for place, character in enumerate(text[start:], start):
        depth += (character == "(") - (character == ")")
        if depth > most:
            raise FormulaError(text, place, f"the formula is nested deeper than {most} levels")
        piece = {"^": "**", "\n": " ", "\r": " ", "\t": " "}.get(character, character)
        pieces.append(piece)
        places.extend([place] * len(piece))
    return "".join(pieces), (*places, len(text))


def _parse(text: str, source: str, places: tuple[int, ...]) -> ast.expr:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source, mode="eval").body
    except SyntaxError as error:
        column = min(error.offset - 1, len(places) - 1) if error.offset else len(places) - 1
        implicit = re.search(r"(?<![A-Za-z_0-9.])[0-9.]+\s*(?=[A-DF-Za-df-z(])|\)\s*(?=[A-Za-z0-9(])", source)
        if implicit:
            column = implicit.end()
            reason = f"a sign is missing here: write the product with *, as in 2*x; {ALLOWED}"
            raise FormulaError(text, places[column], reason) from None
        raise FormulaError(text, places[column], "this can't be read as a formula") from None
    except (RecursionError, MemoryError):
        raise FormulaError(text, 0, "the formula is nested too deeply") from None


class _Checker:
    """Walks the tree once: every node is allowed or refused, every constant part of what is typed valued."""

    def __init__(self, formula: Formula, source: str, variables: Sequence[str] | None, most: int) -> None:
        self.formula, self.source, self.variables, self.most = formula, source, variables, most
        self.typed = formula.typed
        self.seen: set[str] = set()

    def check(self, node: ast.expr, depth: int) -> float | None:
        """Return the node's value if it is constant and typed, else None."""
        if depth > self.most:
            raise self.formula.error(node, f"the formula is nested deeper than {self.most} levels")
        match node:
            case ast.Constant():
                return self._number(node)
            case ast.Name():
                return self._name(node)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
                value = self.check(node.operand, depth + 1)
                return -value if value is not None and isinstance(node.op, ast.USub) else value
            case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div() | ast.Pow()):
                return self._binary(node, depth)
            case ast.Call():
                return self._call(node, depth)
        raise self.formula.error(node, f"this has no place in a formula; {ALLOWED}")

    def _number(self, node: ast.Constant) -> float | None:
        text = self.source[node.col_offset : node.end_col_offset]
        value = node.value
        if not isinstance(value, int | float) or not _NUMBER.fullmatch(text):
            raise self.formula.error(node, f"{text} has no place in a formula; {ALLOWED}")
        digits, power, _ = text.lower().partition("e")
        if not (self.typed or power):
            return None
        number = self._finite(node, lambda: float(value))
        if number == 0 and re.search("[1-9]", digits):
            raise self.formula.error(node, "this number is too small; the smallest is about 1e-308")
        return number if self.typed else None

    def _name(self, node: ast.Name) -> float | None:
        name = node.id
        if self.variables is not None and name in self.variables:
            self.seen.add(name)
            return None
        if name in CONSTANTS:
            return CONSTANTS[name] if self.typed else None
        if name in FUNCTIONS:
            raise self.formula.error(node, f"{name} is a function; write {name}(...)")
        if self.variables is not None:
            raise self.formula.error(
                node, f"unknown name {name!r}; the variables are {', '.join(self.variables)}"
            )
        if not (_VARIABLE.fullmatch(name) or name in GREEK):
            near = get_close_matches(name, [*FUNCTIONS, *GREEK], 1)
            hint = f"did you mean {near[0]}?" if near else ALLOWED
            raise self.formula.error(node, f"unknown name {name!r}; {hint}")
        self.seen.add(name)
        return None

    def _binary(self, node: ast.BinOp, depth: int) -> float | None:
        # Sums and products lean to the left as far as they are long: walked in a loop, not nested.
        chain = [node]
        while isinstance(node.left, ast.BinOp) and not isinstance(node.op, ast.Pow):
            if isinstance(node.left.op, ast.Pow):
                break
            node = node.left
            chain.append(node)
        left = self.check(chain[-1].left, depth + 1)
        for link in reversed(chain):
            left = self._apply(link, left, self.check(link.right, depth + 1))
        return left

    def _apply(self, node: ast.BinOp, left: float | None, right: float | None) -> float | None:
        if isinstance(node.op, ast.Pow) and right is not None and abs(right) > MAX_EXPONENT:
            raise self.formula.error(
                node.right, f"the exponent is beyond {MAX_EXPONENT}; the power would explode"
            )
        if isinstance(node.op, ast.Div) and right == 0:
            raise self.formula.error(node.right, "division by zero")
        if left is None or right is None:
            return None
        return self._finite(node, lambda: OPERATIONS[type(node.op)](left, right))

    def _call(self, node: ast.Call, depth: int) -> float | None:
        if not isinstance(node.func, ast.Name):
            place = self.formula.places[self.source.index("(", node.func.end_col_offset)]
            raise FormulaError(self.formula.text, place, "write the product with *, as in (x+1)*(x-1)")
        if node.func.id not in FUNCTIONS:
            raise self._stranger(node, node.func.id)
        name = node.func.id
        least, most, function = FUNCTIONS[name]
        if most == MOST and not self.typed:
            most = len(self.source)
        if node.keywords or not least <= len(node.args) <= most:
            takes = str(least) if least == most else f"{least} to {most}"
            raise self.formula.error(node, f"{name} takes {takes} argument{'s' if takes != '1' else ''}")
        values = [self.check(argument, depth + 1) for argument in node.args]
        constants = [value for value in values if value is not None]
        if len(constants) < len(values):
            return None
        return self._finite(node, lambda: float(function(*constants)))

    def _stranger(self, node: ast.Call, name: str) -> FormulaError:
        if (self.variables and name in self.variables) or _VARIABLE.fullmatch(name):
            reason = f"{name} is no function; write the product with *, as in {name}*(...)"
            return self.formula.error(node, reason)
        near = get_close_matches(name, FUNCTIONS, 1)
        hint = f"did you mean {near[0]}?" if near else ALLOWED
        return self.formula.error(node, f"unknown function; {hint}")

    def _finite(self, node: ast.expr, compute: Callable[[], float]) -> float:
        try:
            value = compute()
        except OverflowError:
            value = math.inf
        except (ArithmeticError, ValueError):
            raise self.formula.error(node, "this part has no value among the real numbers") from None
        if isinstance(value, complex) or math.isnan(value):
            raise self.formula.error(node, "this part has no value among the real numbers")
        if math.isinf(value):
            raise self.formula.error(node, "this number is too large; the largest is about 1e308")
        return value
