"""Quadratic costs, data with squared errors among them: their critical points by linear algebra."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from gdmath.arithmetic.compile import Program
from gdmath.arithmetic.derivative import gradient
from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.critical.critical_point import Box, CriticalPoint, CriticalPoints, Extent, Kind, Method
from gdmath.data.data_cost import DataCost
from gdmath.formulas.graph import ZERO, Node, ordered, substituted
from gdmath.objective import Objective

_RANK = 1e-10  # of the largest: smaller eigenvalues of the scaled Hessian are zero
_EXACT = 12  # variables, up to which fractions are solved as fractions
_SAMPLES = 61


@dataclass(frozen=True)
class _Solution:
    """Where a quadratic is level: theta + the span of the rows of `along` (k, d), by eigenvalues (d,)."""

    theta: Floats
    along: Floats
    eigenvalues: Any
    exact: tuple[sp.Expr, ...] | None = None


def solve_quadratic(cost: Objective, box: Box) -> CriticalPoints | None:
    """Return where a quadratic cost is level: a point, a line or more, or nowhere; None for other costs.

    C = c + b^T theta + theta^T H theta / 2 is level where H theta = -b. The mean of squared errors that are
    linear in theta is solved as a least-squares problem, whose condition is the square root of H's.

    >>> from gdmath.data.dataset import Dataset
    >>> from gdmath.data.regression import linear
    >>> line = linear(Dataset(("x", "y"), ((0.0, 1.0), (1.0, 3.0), (2.0, 5.0))))
    >>> found = solve_quadratic(line, ((-5, 5), (-5, 5)))
    >>> found.only.kind.value, [round(x, 12) for x in found.only.theta], found.note
    ('minimum', [2.0, 1.0], 'the only one, solved by linear algebra')
    """
    if not isinstance(cost, Cost) or not _is_quadratic(cost):
        return None
    solution = _least_squares(cost) if isinstance(cost, DataCost) else _by_fractions(cost)
    solution = solution or _by_numbers(cost)
    if solution is None:
        return CriticalPoints((), box, Method.LINEAR, "there are none: it is a slope without end")
    return _reported(cost, solution, box)


def _is_quadratic(cost: Cost) -> bool:
    return _degree(cost.graph, {symbol.name for symbol in cost.variables}) <= 2


def _degree(root: Node, variables: set[str]) -> float:
    """The degree of a polynomial, at most; infinite for what is none as it is written."""
    degrees: dict[int, float] = {}
    for part in ordered([root]):
        inner = [degrees[id(arg)] for arg in part.args]
        match part.op:
            case "var":
                degree = float(part.data in variables)
            case "add" | "neg":
                degree = max(inner)
            case "mul":
                degree = sum(inner)
            case "ipow" if isinstance(part.data, int) and part.data > 0:
                degree = part.data * inner[0]
            case "div" if inner[1] == 0:
                degree = inner[0]
            case _:
                degree = np.inf if any(inner) else 0.0
        degrees[id(part)] = degree
    return degrees[id(root)]


def _least_squares(cost: DataCost) -> _Solution | None:
    """The minima of a mean of squares, or None where the loss is no square."""
    factor, square = _with_factor(cost.graph)
    if not (square.op == "ipow" and square.data == 2 and factor > 0):
        return None
    names = [symbol.name for symbol in cost.variables]
    residual = square.args[0]
    if _degree(residual, set(names)) != 1:
        return None
    slopes = gradient(residual)
    constant = substituted(residual, dict.fromkeys(names, Fraction(0)))
    nodes = [constant, *(slopes.get(name, ZERO) for name in names)]
    columns = Program([column.name for column in cost.columns], nodes).values()(*cost.rows.T)
    table = np.column_stack([np.broadcast_to(column, len(cost.rows)) for column in columns]).astype(float)
    matrix, right = table[:, 1:], -table[:, 0]
    if not np.isfinite(table).all():
        return None
    size = np.linalg.norm(matrix, axis=0)
    size[size == 0] = 1.0
    _, singular, turned = np.linalg.svd(np.linalg.qr(matrix / size, mode="r"))
    rank = int((singular > _RANK * singular.max(initial=0.0)).sum())
    theta = np.linalg.lstsq(matrix / size, right, rcond=_RANK)[0] / size
    hessian = 2 * float(factor) * (matrix.T @ matrix) / len(table)
    return _Solution(theta, _orthonormal(turned[rank:] / size), np.linalg.eigvalsh(hessian))


def _with_factor(root: Node) -> tuple[Fraction, Node]:
    """A loss as an exact number times the rest."""
    if root.op in ("mul", "div"):
        a, b = root.args
        if isinstance(a.data, Fraction) and a.op == "const" and root.op == "mul":
            return a.data, b
        if isinstance(b.data, Fraction) and b.op == "const" and b.data:
            return (b.data if root.op == "mul" else 1 / b.data), a
    return Fraction(1), root


def _by_fractions(cost: Cost) -> _Solution | None:
    """The solution of a short formula whose coefficients are fractions, or None for others."""
    if cost.dimension > _EXACT or not cost.is_short or isinstance(cost, DataCost):
        return None
    polynomial = sp.Poly(cost.expression, *cost.variables)
    if polynomial.domain not in (sp.ZZ, sp.QQ):
        return None
    zero: Any = dict.fromkeys(cost.variables, 0)
    partials = [polynomial.diff(variable) for variable in cost.variables]
    hessian = sp.Matrix([[p.diff(variable).as_expr() for variable in cost.variables] for p in partials])
    right = sp.Matrix([-p.as_expr().subs(zero) for p in partials])
    numbers = np.linalg.eigvalsh(np.array(hessian.tolist(), dtype=float))
    flat = hessian.nullspace()
    if any(vector.dot(right) != 0 for vector in flat):
        return _Solution(np.full(cost.dimension, np.nan), np.empty((0, cost.dimension)), numbers)
    if not flat:
        exact = tuple(hessian.LUsolve(right))
        return _Solution(np.array(exact, dtype=float), np.empty((0, cost.dimension)), numbers, exact)
    # The point nearest to 0: right angles to the null space.
    joined = sp.Matrix.vstack(hessian, *(vector.T for vector in flat))
    wanted = sp.Matrix.vstack(right, sp.zeros(len(flat), 1))
    theta = (joined.T * joined).LUsolve(joined.T * wanted)
    along = np.array([list(vector) for vector in flat], dtype=float)
    return _Solution(np.array(theta.tolist(), dtype=float)[:, 0], _orthonormal(along), numbers)


def _by_numbers(cost: Cost) -> _Solution | None:
    zero = np.zeros(cost.dimension)
    hessian, slope = cost.hessian(zero), cost.gradient(zero)
    size = np.sqrt(np.maximum(np.abs(hessian).max(axis=1), 1e-300))
    numbers, vectors = np.linalg.eigh(hessian / np.outer(size, size))
    steep = np.abs(numbers) > _RANK * np.abs(numbers).max(initial=0.0)
    theta = zero
    for _ in range(3):  # the second and third time for the last digits
        parts = vectors.T @ (cost.gradient(theta) / size)
        theta = theta - (vectors[:, steep] @ (parts[steep] / numbers[steep])) / size
    if np.abs(cost.gradient(theta)).max() > 1e-8 * np.abs(slope).max():
        return None
    return _Solution(theta, _orthonormal(vectors[:, ~steep].T / size), np.linalg.eigvalsh(hessian))


def _orthonormal(rows: Floats) -> Floats:
    return np.linalg.qr(rows.T)[0].T if len(rows) else rows


def _reported(cost: Cost, solution: _Solution, box: Box) -> CriticalPoints:
    if np.isnan(solution.theta).any():
        return CriticalPoints((), box, Method.LINEAR, "there are none: it falls for ever along a line")
    flat = len(solution.along)
    numbers = solution.eigenvalues
    # What is flat is known; eigenvalues are only good to rounding.
    numbers[np.argsort(np.abs(numbers))[:flat]] = 0.0
    kind = Kind.MINIMUM if (numbers >= 0).all() else Kind.MAXIMUM if (numbers <= 0).all() else Kind.SADDLE
    low, high = np.array(box, dtype=float).T
    theta, places = solution.theta, ()
    extent = Extent.CURVE if flat == 1 else Extent.REGION if flat else Extent.POINT
    slack = 1e-12 * (high - low)
    inside = bool(((theta >= low - slack) & (theta <= high + slack)).all())
    if flat:
        samples = _within(solution, low, high)
        inside = bool(len(samples))
        if inside:
            places = tuple(map(tuple, samples.tolist()))
            theta = samples[np.linalg.norm(samples - theta, axis=1).argmin()] if flat else theta
    point = CriticalPoint(
        tuple((theta + 0.0).tolist()),
        float(cost.value(theta)),
        kind,
        eigenvalues=tuple(numbers.tolist()),
        exact=solution.exact,
        extent=extent,
        places=places,
    )
    where = "" if inside else "; it lies outside the box"
    what = "the only one" if not flat else f"all of them, a {'line' if flat == 1 else 'plane'}"
    note = f"{what}, solved by linear algebra{where}"
    points, beyond = ((point,), ()) if inside else ((), (point,))
    return CriticalPoints(points, box, Method.LINEAR, note, outside=beyond)


def _within(solution: _Solution, low: Floats, high: Floats) -> Floats:
    """Return samples (m, d), in order along a line, of the level places that lie in the box."""
    if len(solution.along) > 1:
        spread = np.random.default_rng(0).uniform(low, high, (40 * _SAMPLES, len(low)))
        places = solution.theta + (spread - solution.theta) @ solution.along.T @ solution.along
        return places[((places >= low) & (places <= high)).all(axis=1)][:_SAMPLES]
    along = solution.along[0]
    with np.errstate(all="ignore"):
        cuts = np.sort(np.array([low - solution.theta, high - solution.theta]) / along, axis=0)
    steady = np.abs(along) <= 1e-15
    if (steady & ((solution.theta < low) | (solution.theta > high))).any():
        return np.empty((0, len(low)))
    begin, end = cuts[0][~steady].max(), cuts[1][~steady].min()
    if not begin <= end:
        return np.empty((0, len(low)))
    places = solution.theta + np.linspace(begin, end, _SAMPLES)[:, None] * along
    if begin <= 0 <= end:
        places[np.abs(np.linspace(begin, end, _SAMPLES)).argmin()] = solution.theta
    return np.clip(places, low, high)
