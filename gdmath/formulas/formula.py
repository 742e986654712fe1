"""A formula's text -> a checked tree, by a whitelist; imports neither sympy nor numpy.

Nothing here evaluates text. What is not in the grammar of `gdmath.formulas.reading` is refused with a caret
under the place, and so is what could be read in two ways.
"""

import ast
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from gdmath.checks import written
from gdmath.formulas.float_value import OPERATIONS, evaluate
from gdmath.formulas.formula_error import FormulaError
from gdmath.formulas.reading import canonical
from gdmath.formulas.reading.bars import resolve
from gdmath.formulas.reading.cursor import MAX_DEPTH, PRINTED_DEPTH
from gdmath.formulas.reading.grammar import Parser
from gdmath.formulas.reading.heading import without_heading
from gdmath.formulas.reading.names import Names
from gdmath.formulas.reading.tokens import tokenize
from gdmath.formulas.reading.words import natural
from gdmath.formulas.vocabulary import CONSTANTS, FUNCTIONS

MAX_LENGTH = 500
MAX_EXPONENT = 1000

_UNNAMEABLE = ("pi", "E")  # as a cost prints its constants


@dataclass(frozen=True)
class Formula:
    """A checked formula: its text, its tree, and the names of its variables in the order of theta.

    That order is the one given, that of the text's own C(w, b) =, or the natural one, x2 before x10.
    """

    text: str
    tree: ast.expr
    variables: tuple[str, ...]
    typed: bool = True

    @cached_property
    def canonical(self) -> str:
        """The formula with every product and power written out, which reads back to the same tree.

        >>> read("½x² − 3sin x").canonical
        '(1/2)*x**2 - 3*sin(x)'
        """
        return canonical.canonical(self.tree)

    @property
    def reading(self) -> str | None:
        """The canonical text where something was left to the reader, None where it was as plain as that.

        >>> read("2x").reading, read("x^2^3").reading, read("2*x^2+1").reading
        ('2*x', 'x**(2**3)', None)
        """
        typed = _without_spaces(self.text.replace("^", "**"))
        plain = _without_spaces(self.canonical)
        same = typed.translate(_NO_PARENTHESES) == plain.translate(_NO_PARENTHESES)
        added = [text.count("(") - text.count("(-") for text in (typed, plain)]
        return None if same and added[0] >= added[1] else self.canonical

    def error(self, node: ast.AST, reason: str) -> FormulaError:
        """Return a FormulaError that points at a node of the tree."""
        return FormulaError(self.text, getattr(node, "col_offset", 0), reason)

    def exact(self, number: ast.Constant) -> Fraction:
        """Return a number of the tree, as it is written.

        >>> formula = read("0.1*x")
        >>> formula.exact(formula.tree.left)
        Fraction(1, 10)
        """
        return Fraction(number.kind or str(number.value))

    def is_undefined(self, **values: float) -> bool:
        """Return whether the formula has no value there for certain; what floats can't tell is not certain.

        >>> [read(text).is_undefined(x=800.0) for text in ("log(-x)", "exp(x)", "1/exp(-x)")]
        [True, False, False]
        """
        try:
            evaluate(self.tree, {**CONSTANTS, **values})
        except OverflowError:
            return False
        except (ArithmeticError, ValueError):
            return True
        return False

    def evaluate(self, **values: float) -> float:
        """Return the formula's value in floating point, or nan where it is undefined.

        Also nan where a number on the way is beyond the floats, too large or too small.

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

    Without `variables`, the text's own heading C(w, b) = names them; without one, every name that looks like
    a variable (a letter, Latin or Greek, perhaps with an index) is one. With them, only these are. x1, x_1
    and x₁ are the same.

    `typed`: False for a text that a cost has printed or a model has made. It may be longer and deeper than
    what a person types, and its numbers larger; what it may contain is the same.

    Raises ValueError for variables that are not names, or not each another one.

    >>> read("2x² + sin(y)").variables
    ('x', 'y')
    >>> read("1/2x")
    Traceback (most recent call last):
    gdmath.formulas.formula_error.FormulaError: this can be read in two ways: write (1/2)*x or 1/(2*x)
      1/2x
         ^
    """
    if not isinstance(text, str):
        raise FormulaError(repr(text), 0, "a formula is text, such as 'x**2'")
    if not text.strip():
        raise FormulaError(text, 0, "the formula is empty; write for instance x**2")
    given = None if variables is None else variable_names(variables)
    if typed and len(text) > MAX_LENGTH:
        raise FormulaError(
            text, MAX_LENGTH, f"a formula has at most {MAX_LENGTH} characters, this has {len(text)}"
        )
    tokens, headed = without_heading(resolve(tokenize(text, given or ()), text), text)
    if headed and given is not None:
        _check_heading(text, headed, given)
    names = given if given is not None else headed or None
    try:
        tree = Parser(text, tokens, Names(names), typed).formula()
    except RecursionError:
        raise FormulaError(text, 0, "the formula is nested too deeply") from None
    formula = Formula(text, tree, (), typed)
    checker = _Checker(formula, names)
    checker.check(tree, 0)
    if typed and names is None:
        _check_lost_powers(formula)
    if not checker.seen:
        raise FormulaError(text, tokens[0].start, "the formula is constant; it needs a variable, such as x")
    return Formula(text, tree, names or tuple(sorted(checker.seen, key=natural)), typed)


def _check_heading(text: str, headed: Sequence[str], given: Sequence[str]) -> None:
    known = Names(given)
    if {known.variable(name) for name in headed} != set(given):
        raise FormulaError(
            text, 0, f"this is a formula of {', '.join(headed)}; the variables are {', '.join(given)}"
        )


def _check_lost_powers(formula: Formula) -> None:
    """Refuse x2 - 3x + 4, which x² - 3x + 4 is pasted as: a 2 behind a name that stands without one, too."""
    names = {node.id: node for node in ast.walk(formula.tree) if isinstance(node, ast.Name)}
    for name, node in names.items():
        letter, digit = name[:-1], name[-1]
        if (
            letter in names
            and letter.isalpha()
            and "2" <= digit <= "9"
            and not {f"{letter}0", f"{letter}1"} & {*names}
        ):
            ways = f"write {letter}^{digit} or {letter}_{digit}"
            raise formula.error(node, f"beside {letter}, {name} can be a power or a variable: {ways}")


_NO_PARENTHESES = str.maketrans("", "", "()")


def _without_spaces(text: str) -> str:
    return "".join(text.split())


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


class _Checker:
    """Walks the tree once: every node is allowed or refused, every constant part of what is typed valued."""

    def __init__(self, formula: Formula, declared: Sequence[str] | None) -> None:
        self.formula, self.declared, self.typed = formula, declared, formula.typed
        self.most = MAX_DEPTH if self.typed else PRINTED_DEPTH
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
            case ast.UnaryOp(op=ast.USub()):
                value = self.check(node.operand, depth + 1)
                return None if value is None else -value
            case ast.BinOp():
                return self._binary(node, depth)
            case ast.Call(func=ast.Name(id=name)) if name in FUNCTIONS:
                return self._call(node, FUNCTIONS[name][2], depth)
        raise AssertionError(ast.dump(node))  # the grammar makes no other node

    def _number(self, node: ast.Constant) -> float | None:
        digits, power, _ = (node.kind or "").lower().partition("e")
        if not (self.typed or power):
            return None
        number = self._finite(node, lambda: float(node.value))  # pyright: ignore[reportArgumentType]
        if number == 0 and re.search("[1-9]", digits):
            raise self.formula.error(node, "this number is too small; the smallest is about 1e-308")
        return number if self.typed else None

    def _name(self, node: ast.Name) -> float | None:
        if node.id in CONSTANTS and node.id not in (self.declared or ()):
            return CONSTANTS[node.id] if self.typed else None
        self.seen.add(node.id)
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

    def _call(self, node: ast.Call, function: Callable[..., float], depth: int) -> float | None:
        values = [self.check(argument, depth + 1) for argument in node.args]
        constants = [value for value in values if value is not None]
        if len(constants) < len(values):
            return None
        return self._finite(node, lambda: float(function(*constants)))

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
