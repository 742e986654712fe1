"""The formula of a film, as text and typeset."""

from collections.abc import Sequence
from typing import Any, Literal

import typst

from gdmath.cost import Cost
from gdmath.data.data_cost import DataCost
from gdmath.display.typeset import cost_typst, name_typst
from gdmath.display.typeset import typst as typst_of
from gdmath.trajectory import Trajectory
from scenes.studio.pack.record import Record
from scenes.words import language
from scenes.words.caption import with_decimal

LETTER, WIDEST = 60, 1500  # points


def written_cost(runs: Sequence[Trajectory]) -> str:
    """Return the cost as it is read, such as C(x, y) = x^2 + 10·y^2, or nothing where none is followed."""
    if not runs:
        return ""
    cost = runs[0].cost
    names = ", ".join(symbol.name for symbol in cost.variables)
    text = f"({cost.formula})" if _is_sum(cost) else cost.formula
    if isinstance(cost, DataCost):
        text = f"1/{len(cost.rows)}·Σ {text}"
    return f"C({names}) = {text}".replace("**", "^").replace("*", "·")


def formula_markup(record: Record, name: str) -> str:
    """Return the cost as Typst mathematics in a language; nothing if it is too long or no formula."""
    runs = record.trajectories
    written = _typeset(runs[0].cost) if runs and isinstance(runs[0].cost, Cost) else ""
    return with_decimal(written, language(name).DECIMAL) if "=" in written else ""


def _typeset(cost: Cost) -> str:
    written = cost_typst(cost)
    if isinstance(cost, DataCost) and "=" in written:
        loss = typst_of(cost.expression)
        return f"{name_typst(cost)} = frac(1, {len(cost.rows)}) sum {f'({loss})' if _is_sum(cost) else loss}"
    return written


def _is_sum(cost: Any) -> bool:
    """Whether a mean of the loss has to be written with brackets around it."""
    return isinstance(cost, DataCost) and bool(cost.expression.is_Add)


def formula_picture(markup: str, color: str, kind: Literal["svg", "png"], **more: Any) -> bytes:
    """Return mathematics as an `svg` or a `png` without a background."""
    page = "#set page(width: auto, height: auto, margin: 2pt, fill: none)"
    edges = 'top-edge: "bounds", bottom-edge: "bounds"'
    text = f'#set text(size: {LETTER}pt, fill: rgb("{color}"), {edges})\n#set par(leading: 0.4em)'
    fitting = f"#let formula = $ {markup} $\n#context if measure(formula).width < {WIDEST}pt [#formula] else "
    lines = f"[#block(width: {WIDEST}pt)[${markup}$]]"
    made = typst.compile(f"{page}\n{text}\n{fitting}{lines}".encode(), format=kind, **more)
    assert isinstance(made, bytes)
    return made
