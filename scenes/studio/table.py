"""A trajectory as a table that is read in 80 columns."""

import textwrap
from collections.abc import Iterator

import numpy as np

from gdmath.cost import Cost
from gdmath.data.data_cost import DataCost
from gdmath.formulas.sympy_text import written
from gdmath.objective import Objective
from gdmath.trajectory import Trajectory

WIDTH = 80
HEAD, TAIL = 12, 6
_STEP = 6  # columns of the step's number
_MOST = 4  # variables that have a column of their own


def table(trajectory: Trajectory, everything: bool = False) -> str:
    """Return the symbolic derivatives, the steps and how it ended; long runs lose their middle.

    >>> from gdmath import Cost, Stop, descend
    >>> print(table(descend(Cost.parse("x**2"), 50, learning_rate=0.01, stop=Stop(steps=2))), end="")
    C(x)   = x**2
    C'(x)  = 2*x
    C''(x) = 2
    <BLANKLINE>
      step               x            C(x)           C'(x)            step
         0              50            2500             100              -1
         1              49            2401              98           -0.98
         2           48.02       2305.9204           96.04
    <BLANKLINE>
    stopped after 2 steps: the gradient's norm is still 96 at x = 48.02
    """
    cost = trajectory.cost
    names = [symbol.name for symbol in cost.variables]
    lines = [*definitions(cost), "", *_rows(trajectory, names, everything), ""]
    lines += textwrap.wrap(str(trajectory.status), WIDTH)
    return "\n".join(lines) + "\n"


def definitions(cost: Objective) -> Iterator[str]:
    """Yield the lines of the cost and its derivatives; the second ones of at most three variables."""
    names = [symbol.name for symbol in cost.variables]
    of = f"({', '.join(names)})"
    if not isinstance(cost, Cost):
        yield f"C{of} = {cost.formula}, a function of one's own"
        return
    formulas = {f"C{of}" if len(names) <= _MOST else "C": cost.formula} | _derivatives(cost, names)
    indent = max(map(len, formulas))
    mean = "mean of " if isinstance(cost, DataCost) else ""
    for name, formula in formulas.items():
        yield from textwrap.wrap(
            f"{name:{indent}} = {mean}{formula}", WIDTH, subsequent_indent=" " * (indent + 3)
        )


def _derivatives(cost: Cost, names: list[str]) -> dict[str, str]:
    """What can be written out, by its name."""
    of = ", ".join(names)
    try:
        gradient = list(map(written, cost.symbolic_gradient))
    except ValueError:
        return {f"C'({of})" if len(names) == 1 else "gradient": "too long to be written here"}
    first = {f"dC/d{x}": partial for x, partial in zip(names, gradient, strict=True)}
    try:
        second = cost.symbolic_hessian if len(names) <= 3 else ()
    except ValueError:
        second = ()
    if len(names) == 1:
        return {f"C'({of})": gradient[0]} | ({f"C''({of})": written(second[0][0])} if second else {})
    return first | {
        f"d²C/d{x}²" if x == y else f"d²C/d{x}d{y}": written(second[i][j])
        for i, x in enumerate(names)
        for j, y in enumerate(names[i:], i)
        if second
    }


def _rows(trajectory: Trajectory, names: list[str], everything: bool) -> Iterator[str]:
    columns = _columns(trajectory, names)
    width, digits = (16, 9) if len(names) == 1 else (12, 5)
    yield f"{'step':>{_STEP}}" + "".join(f"{name:>{width}}" for name in columns)
    count = len(trajectory.thetas)
    hidden = range(HEAD, count - TAIL) if not everything and count > HEAD + TAIL + 1 else range(0)
    for step in range(count):
        if step in hidden:
            if step == hidden.start:
                yield f"{'...':>{_STEP}}  {len(hidden)} steps between; --all shows them"
            continue
        cells = (_cell(column[step], digits) if step < len(column) else "" for column in columns.values())
        yield (f"{step:{_STEP}}" + "".join(f"{cell:>{width}}" for cell in cells)).rstrip()
    if len(names) > _MOST:
        yield f"({', '.join(names[_MOST:])}: see --format csv)"


def _columns(trajectory: Trajectory, names: list[str]) -> dict[str, np.ndarray]:
    columns = {name: trajectory.thetas[:, i] for i, name in enumerate(names[:_MOST])}
    if len(names) == 1:
        with np.errstate(over="ignore"):  # of the step that led beyond the largest number
            steps = trajectory.learning_rates * trajectory.directions[:, 0]
        slope = {f"C'({names[0]})": trajectory.gradients[:, 0], "step": steps}
        return columns | {f"C({names[0]})": trajectory.values} | slope
    columns["C"] = trajectory.values
    if len(names) == 2:
        return columns | {f"dC/d{name}": trajectory.gradients[:, i] for i, name in enumerate(names)}
    with np.errstate(over="ignore"):
        return columns | {"|gradient|": np.linalg.norm(trajectory.gradients, axis=1)}


def _cell(number: float, digits: int) -> str:
    return f"{number:.{digits}g}"
