"""A cost function: a formula's graph with its exact gradient and Hessian, compiled to numpy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike, NDArray

from gdmath.arithmetic.compile import Compiled
from gdmath.arithmetic.derivative import Tangents, gradient
from gdmath.arithmetic.evaluation import Evaluation
from gdmath.arithmetic.exactly import Output
from gdmath.arithmetic.kinks import Kinks
from gdmath.arithmetic.stable import stable
from gdmath.arrays import Floats
from gdmath.formulas.expression import parse
from gdmath.formulas.formula import Formula
from gdmath.formulas.formula_text import formula_text
from gdmath.formulas.from_sympy import graph_of
from gdmath.formulas.graph import ZERO, Node, names_of
from gdmath.formulas.polynomials import constant_value
from gdmath.formulas.symbolic import LONGEST, expression_of, expressions_of, is_simple
from gdmath.objective import Extent, Objective

_TOO_LONG = "the derivatives of {} are too long to be written out; their numbers are exact all the same"


@dataclass(frozen=True)
class Cost(Objective):
    """A cost C(theta) of d real variables.

    `graph` is the formula as it was written and `variables` its d symbols, whose order is that of theta's
    components; a sympy expression is taken in place of a graph. Every method takes thetas of shape (..., d)
    and is undefined (nan) where the formula is as written, as x**2/x is at 0; none warns. Compiled once, at
    the first call; pickles as graph and variables.

    Values, gradients and Hessians are right to 1e-9 wherever a float can hold them: what loses digits on the
    way is evaluated again with more. Only next to a zero of the formula itself, as that of x**2 - 4*x + 3 at
    3, where theta's own last digit decides, values and gradients are right to 1e-11 of the terms that cancel
    (see `conditioning`). A number too large for a float is infinite; where it can't be had, because one on
    the way is far too large, it is nan, and `is_lost` tells so.

    An exact exponent with an odd denominator, as in x**(1/3) and x**0.2, is the real root, of negative
    numbers too. A negative number to another power is defined where the exponent is whole.

    At a kink (of `abs`, `Max`, `Min`, `relu`, `sign`) each partial derivative is the mean of its two
    one-sided values, and `has_gradient` is False where these differ. The Hessian holds wherever it exists.

    >>> cost = Cost.parse("x**2 + 10*y**2")
    >>> float(cost.value([1, 1])), cost.gradient([1, 1]).tolist()
    (11.0, [2.0, 20.0])
    >>> cost.hessian([[1, 1], [2, 2]]).shape
    (2, 2, 2)
    """

    graph: Node
    variables: tuple[sp.Symbol, ...]

    def __init__(self, graph: Node | sp.Expr, variables: tuple[sp.Symbol, ...]) -> None:
        vars(self).update(graph=graph if isinstance(graph, Node) else graph_of(graph), variables=variables)
        self.__post_init__()

    @classmethod
    def parse(cls, formula: str | Formula, variables: Sequence[str] | None = None) -> "Cost":
        """Return the cost of a formula, or of its text; variables are in natural order unless given.

        Raises FormulaError, a ValueError, for anything but a real formula that varies.

        >>> Cost.parse("w*b", variables=["w", "b"]).variables
        (w, b)
        """
        return cls(*parse(formula, variables))

    def __post_init__(self) -> None:
        strangers = names_of(self.graph) - set(self._names)
        if strangers:
            names = ", ".join(sorted(strangers))
            raise ValueError(f"the cost {self.formula} contains {names}; name every variable in variables")
        if not self.variables:
            raise ValueError(f"the cost {self.formula} has no variables; name at least one")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.graph, self.variables)

    @cached_property
    def formula(self) -> str:
        """The formula as it was written, which `Cost.parse` reads back as this cost, if it is not too long.

        >>> Cost.parse("abs(x)/3 + 1").formula
        'abs(x)/3 + 1'
        """
        return formula_text(self.graph) or super().formula

    def record(self) -> dict[str, Any]:
        """Return what this cost is made again from, as values that JSON can hold."""
        return {"formula": self.formula, "variables": [symbol.name for symbol in self.variables]}

    @cached_property
    def expression(self) -> sp.Expr:
        """The cost as a sympy expression, simplified only as far as that leaves it undefined where it is."""
        return expression_of(self.graph, self._named)

    @cached_property
    def is_short(self) -> bool:
        """Whether cost, gradient and Hessian can be written out, for showing and for symbolic work."""
        if not is_simple([self.graph]) or self.dimension**2 > LONGEST:
            return False
        entries = [entry for row in self._second(self.graph) for entry in row]
        return is_simple([*self._first(self.graph), *entries])

    @cached_property
    def symbolic_gradient(self) -> tuple[sp.Expr, ...]:
        """The d partial derivatives, exact, those of branches by cases; numbers never come from these.

        Raises ValueError where they are too long to be written out, which `is_short` tells beforehand.

        >>> Cost.parse("sin(5*x)*cos(5*y)/5").symbolic_gradient
        (cos(5*x)*cos(5*y), -sin(5*x)*sin(5*y))
        """
        written = expressions_of(self._first(self.graph), self._named)
        if written is None:
            raise ValueError(_TOO_LONG.format(_shortened(self.formula)))
        return written

    @cached_property
    def symbolic_hessian(self) -> tuple[tuple[sp.Expr, ...], ...]:
        """The d x d second partial derivatives, exact, symmetric. Raises ValueError as the gradient does."""
        upper = self._second(self.graph)
        written = expressions_of([entry for row in upper for entry in row], self._named)
        if written is None:
            raise ValueError(_TOO_LONG.format(_shortened(self.formula)))
        entries = iter(written)
        rows: list[list[sp.Expr]] = []
        for i, row in enumerate(upper):
            rows.append([rows[j][i] for j in range(i)] + [next(entries) for _ in row])
        return tuple(map(tuple, rows))

    def value(self, theta: ArrayLike) -> Floats:
        """Return C(theta): (..., d) -> (...)."""
        with np.errstate(all="ignore"):
            return self._numbers(self._of_value, self._points(theta))[0]

    def value_and_gradient(self, theta: ArrayLike) -> tuple[Floats, Floats]:
        """Return both at once, sharing what they have in common: (..., d) -> (...), (..., d)."""
        with np.errstate(all="ignore"):
            return self.evaluate(self._points(theta))

    def evaluate(self, points: Floats) -> tuple[Floats, Floats]:
        """Return what `value_and_gradient` does, in the caller's `np.errstate`, nothing checked."""
        value, *partials = self._numbers(self._of_gradient, points)
        gradient = np.empty_like(points)
        for i, partial in enumerate(partials):
            gradient[..., i] = partial
        return value, gradient

    def survey(self, points: Floats) -> tuple[Floats, Floats, Extent | None]:
        (value, *partials), extent = self._of_gradient.survey(self._arguments(points), points.shape[:-1])
        gradient = np.empty_like(points)
        for i, partial in enumerate(partials):
            gradient[..., i] = partial
        return value, gradient, extent

    def hessian(self, theta: ArrayLike) -> Floats:
        """Return the Hessian: (..., d) -> (..., d, d)."""
        points = self._points(theta)
        d = self.dimension
        hessian = np.empty((*points.shape, d))
        with np.errstate(all="ignore"):
            entries = iter(self._numbers(self._of_hessian, points)[1:])
            for i in range(d):
                for j in range(i, d):
                    hessian[..., i, j] = hessian[..., j, i] = next(entries)
        return hessian

    @cached_property
    def is_smooth(self) -> bool:
        """Whether cost and gradient are free of jumps everywhere, as far as the formula tells."""
        return not Kinks.of(self.graph)

    @cached_property
    def has_constant_hessian(self) -> bool:
        """Whether the cost is quadratic, exactly."""
        own = {symbol.name for symbol in self.variables}
        entries = [entry for row in self._second(stable(self.graph)) for entry in row]
        return self.is_smooth and all(
            not (names_of(entry) & own) or constant_value(entry) is not None for entry in entries
        )

    def has_gradient(self, theta: ArrayLike) -> NDArray[np.bool_]:
        """Return where the gradient is finite and, at kinks, the same from both sides: (..., d) -> (...).

        >>> Cost.parse("abs(x)").has_gradient([[-1.0], [0.0]]).tolist()
        [True, False]
        """
        points = self._points(theta)
        exists = np.isfinite(self.gradient(points)).all(axis=-1)
        if not self.is_smooth:
            with np.errstate(all="ignore"):
                exists = exists & ~self._is_torn(points)
        return np.asarray(exists)

    def value_error(self, theta: ArrayLike) -> float:
        """Return a bound on what the value at theta (d,) may be off by for rounding.

        >>> Cost.parse("1e8 + x").value_error([1.0]) > 1e-9
        True
        """
        with np.errstate(all="ignore"):
            return self._of_value.error(self._points(theta).tolist())

    def is_lost(self, theta: ArrayLike) -> NDArray[np.bool_]:
        """Return where value or gradient exist, but they or numbers on the way are too large for a float.

        >>> Cost.parse("exp(x)").is_lost([[1.0], [800.0]]).tolist()
        [False, True]
        """
        points = self._points(theta)
        value, gradient = self.value_and_gradient(points)
        odd = ~(np.isfinite(value) & np.isfinite(gradient).all(axis=-1))
        lost = np.zeros(odd.shape, dtype=bool)
        for place in map(tuple, np.argwhere(odd)):
            lost[place] = self._of_gradient.exact.is_lost(points[place].tolist())
        return lost

    def _is_torn(self, points: Floats) -> NDArray[np.bool_]:
        """Where branches meet whose derivatives differ."""
        near = np.broadcast_to(self._kinks.near(self._arguments(points)), points.shape[:-1])
        torn = np.zeros(near.shape, dtype=bool)
        for place in map(tuple, np.argwhere(near)):
            torn[place] = self._of_gradient.exact.is_torn(points[place].tolist())
        return torn

    def _numbers(self, evaluation: Evaluation, points: Floats) -> list[Any]:
        """The outputs of an evaluation at points (..., d): numbers, or arrays (...)."""
        if points.ndim == 1:
            return [np.float64(number) for number in evaluation.at(points.tolist())]
        return evaluation.over(self._arguments(points), points.shape[:-1])

    def _arguments(self, points: Floats) -> list[Any]:
        """What compiled functions are called with."""
        return list(points) if points.ndim == 1 else [points[..., i] for i in range(points.shape[-1])]

    @property
    def _named(self) -> Mapping[str, sp.Symbol]:
        return {symbol.name: symbol for symbol in self._symbols}

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(symbol.name for symbol in self._symbols)

    @property
    def _symbols(self) -> tuple[sp.Symbol, ...]:
        """What the graph may contain, in the order in which compiled functions take it."""
        return self.variables

    def _first(self, graph: Node) -> list[Node]:
        partials = gradient(graph)
        return [partials.get(symbol.name, ZERO) for symbol in self.variables]

    def _second(self, graph: Node) -> list[list[Node]]:
        """The upper triangle of the second derivatives."""
        first = self._first(graph)
        tangents = Tangents(first)
        return [tangents.by(symbol.name, first[i:]) for i, symbol in enumerate(self.variables)]

    @cached_property
    def _stable(self) -> Node:
        return stable(self.graph)

    @cached_property
    def _kinks(self) -> Kinks:
        return Kinks(self._stable, self._names)

    @cached_property
    def _of_value(self) -> Evaluation:
        return Evaluation(self.graph, [Output(self._stable)], self._names, self._slopes)

    @cached_property
    def _of_gradient(self) -> Evaluation:
        partials = [Output(partial, (i,)) for i, partial in enumerate(self._first(self._stable))]
        return Evaluation(self.graph, [Output(self._stable), *partials], self._names, self._slopes)

    def _slopes(self) -> list[list[Node]]:
        upper = self._second(self._stable)
        d = range(self.dimension)
        return [self._first(self._stable), *([upper[min(i, j)][abs(i - j)] for j in d] for i in d)]

    @cached_property
    def _of_hessian(self) -> Evaluation:
        rows = self._second(self._stable)
        entries = [Output(entry, (i, i + j)) for i, row in enumerate(rows) for j, entry in enumerate(row)]
        return Evaluation(self.graph, [Output(self._stable), *entries], self._names)

    @property
    def _compiled_value(self) -> Compiled:
        return self._of_value.plain


def _shortened(formula: str) -> str:
    return formula if len(formula) <= 60 else formula[:57] + "..."
