"""A step of an optimizer's rule as Typst mathematics, with its numbers.

Parts are marked as in the rule in symbols; what comes out is the result.
"""

import ast
from collections.abc import Mapping
from typing import Any

import numpy as np

from gdmath.display.numerals import number_typst
from gdmath.display.typeset import typst
from gdmath.display.written_rule import ATOM, PRODUCT, ROLES, SIGNS, SUM, Symbols, Written
from gdmath.objective import Objective
from gdmath.optimizers.working import Worked, tree, value

_ARROW = "{{ <- : arrow }}"


def worked_typst(
    cost: Objective, worked: Worked, index: int = 0, *, digits: int = 4, rows: int = 1, short: bool = False
) -> str:
    """Return a line of a step with its numbers, those of one variable, counted from 0.

    `digits` are those of theta. In `short`, eta is written for its number, and gradients and what is made of
    them have three digits. On two `rows` the result stands on the second, on three the last term on the
    second, aligned under the arrow.

    >>> from gdmath import Cost, GradientDescent, Stop, descend
    >>> from gdmath.optimizers.replay import replay
    >>> from gdmath.optimizers.working import work
    >>> cost = Cost.parse("x**2")
    >>> run = descend(cost, 50, learning_rate=0.01, stop=Stop(steps=1))
    >>> line = worked_typst(cost, work(GradientDescent(), next(replay(GradientDescent(), run)))[0])
    >>> line.partition(" - ")[2]
    '{{ 0.01 : eta }} dot {{ 100 : gradient }} {{ = : equals }} {{ 49 : result }}'
    """
    return _Numbers(cost, worked.numbers, index, digits, short).line(worked, rows)


class _Numbers(Symbols):
    """Writes arithmetic with the numbers of one variable; what settings alone make is one number."""

    def __init__(
        self, cost: Objective, numbers: Mapping[str, Any], index: int, digits: int, short: bool
    ) -> None:
        super().__init__(cost)
        self.index, self.digits, self.short = index, digits, short
        self.others = 3 if short else 4
        self.numbers = {name: self.own(each) for name, each in numbers.items()}

    def line(self, worked: Worked, rows: int) -> str:  # pyright: ignore[reportIncompatibleMethodOverride]
        line, result = worked.line, self.own(worked.result)
        theta = line.target == "theta"
        name = typst(self.cost.variables[self.index]) if theta else self.symbol(line.target)
        shown = number_typst(float(result), self.digits if theta else self.others)
        end = f"{{{{ {shown} : result }}}}"
        if line.given:
            return f"{name} &{_ARROW} {end}"
        node = tree(line.text)
        right = self.written(node)[0]
        if rows > 2 and isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
            self.seen = {}
            first, last = self.written(node.left)[0], self.inside(node.right, PRODUCT, False)
            right = f"{first} \\ & {SIGNS[type(node.op)]} {last}"
        equals = "\\ & " if rows > 1 else ""
        return f"{name} &{_ARROW} {right} {equals}{{{{ = : equals }}}} {end}"

    def own(self, number: Any) -> Any:
        """The number of this variable, of those that have one for each."""
        array = np.asarray(number)
        return array[self.index] if array.ndim else number

    def name(self, name: str) -> Written:
        if name == "eta" and self.short:
            return self.marked(name, "eta"), ATOM
        number = float(self.numbers[name])
        digits = self.digits if name == "theta" else self.others if name in ROLES else 4
        text = number_typst(number, digits)
        return self.marked(name, text), SUM if number < 0 else PRODUCT if "times" in text else ATOM

    def constant(self, node: ast.expr) -> Written | None:
        names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        if (
            not isinstance(node, ast.BinOp | ast.Call)
            or not names
            or names & {"theta", "gradient", "g", "eta", *ROLES}
        ):
            return None
        if not all(isinstance(self.numbers.get(name), int | float) for name in names):
            return None
        number = float(value(node, self.numbers))
        return number_typst(number), SUM if number < 0 else ATOM

    def product(self, left: ast.expr, right: ast.expr, nested: bool) -> str:
        return f"{self.inside(left, PRODUCT, nested)} dot {self.inside(right, PRODUCT, nested)}"

    def inside(self, node: ast.expr, least: int, nested: bool) -> str:
        text, level = self.written(node, nested)
        if level >= least:
            return text
        if isinstance(node, ast.Name) and text.startswith("{{ "):  # parentheses belong to the number
            number, _, label = text[3:].rpartition(" : ")
            return f"{{{{ lr(({number})) : {label}"
        return f"lr(({text}))"
