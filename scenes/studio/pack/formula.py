"""The formula of a film, typeset."""

from typing import Any, Literal

import typst

from gdmath.cost import Cost
from gdmath.display.typeset import cost_typst
from scenes.studio.pack.record import Record
from scenes.words import language
from scenes.words.caption import with_decimal

LETTER, WIDEST = 60, 1500  # points


def formula_markup(record: Record, name: str) -> str:
    """Return the cost as Typst mathematics in a language; nothing if it is too long or no formula."""
    runs = record.trajectories
    written = cost_typst(runs[0].cost) if runs and isinstance(runs[0].cost, Cost) else ""
    return with_decimal(written, language(name).DECIMAL) if "=" in written else ""


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
