"""The cost, its derivatives and the rule as type: in a column, or across the frame."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import DOWN, LEFT, VGroup

from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.display.in_parts import parts_typst
from gdmath.display.numerals import readable
from gdmath.display.typeset import cost_typst, gradient_name_typst, name_typst, partial_typst
from gdmath.display.written_rule import letter, settings_typst
from gdmath.objective import Objective
from gdmath.optimizers.rules import rule_of
from scenes.kit.glyphs import SMALL, text_width, variable
from scenes.kit.lettering import BODY, LARGE, Equation, first_that_fits, stacked
from scenes.kit.rule_lines import rule_within
from scenes.kit.screen import Rect
from scenes.kit.theme import Theme

LEADING, CLOSE = 0.24, 0.1  # between two formulas, and the least


def column(cost: Cost, optimizer: Any, theme: Theme, place: Rect) -> VGroup:
    """Return the cost, its derivatives and the rule, below one another; what is too long, by name.

    A rule of several lines stands in place of the derivatives, below the cost.
    """

    def formula(source: str, color: str, size: float = BODY) -> Equation:
        return Equation(source, size=size, color=color, width=place.width)

    written = formula(cost_typst(cost), theme.cost, LARGE)
    short = formula(f"inline({cost_typst(cost)})", theme.cost)
    named = formula(name_typst(cost), theme.cost, LARGE)
    rule = rule_within(cost, optimizer, theme, (place.width, place.height - named.height - CLOSE))
    partials = [formula(partial_typst(cost, i), theme.gradient) for i in range(2)]
    small = [formula(partial_typst(cost, i), theme.gradient, SMALL) for i in range(2)]
    pairs = [VGroup(*(part.copy() for part in pair)).arrange(buff=0.6) for pair in (partials, small)]
    gradient = [formula(gradient_name_typst(cost), theme.gradient)]
    inline = [formula(f"inline({gradient_name_typst(cost)})", theme.gradient)]
    written_out = (partials, small, *([pair] for pair in pairs)) if _is_written(cost) else ()
    slopes = *written_out, gradient, inline
    costs, room = (written, short, named), place.height + CLOSE
    if not takes_turns(optimizer):
        columns = ([first, *slope, rule] for first in costs for slope in slopes)
        found = first_that_fits(columns, width=place.width, room=room, leading=CLOSE)
        return stacked(found, place, LEADING)
    costs = [each for each in costs if each.height + CLOSE + rule.height <= place.height] or [named]
    columns = ([first, *slope] for first in costs for slope in slopes)
    found = first_that_fits(columns, width=place.width, room=room, leading=CLOSE)
    below = VGroup(found[0].copy(), rule)
    stacked(found, place, LEADING)
    stacked(below, place, LEADING)
    return VGroup(*found, rule)


def takes_turns(optimizer: Any) -> bool:
    """Whether the rule stands in place of the derivatives."""
    rule = rule_of(optimizer, 2)
    return rule is not None and len(rule.lines) > 1


def names_alone(formulas: VGroup) -> bool:
    """Whether a column has the derivatives by name alone."""
    return len(formulas) == 3 and isinstance(formulas[1], Equation)


def names_cost(cost: Cost, theme: Theme, formulas: VGroup) -> bool:
    """Whether a column has a cost by its name alone that could be written out."""
    name = name_typst(cost)
    alone = Equation(name, size=LARGE, color=theme.cost)
    return cost_typst(cost) != name and len(formulas[0].get_all_points()) == len(alone.get_all_points())


def derivatives(cost: Cost, theme: Theme, place: Rect) -> VGroup | None:
    """Return both derivatives in symbols, below one another in a place; None where they have no room."""
    if not _is_written(cost):
        return None
    sources = [partial_typst(cost, i) for i in range(2)]
    inline = [f"inline({source})" for source in sources]
    for written, size in ((sources, BODY), (sources, SMALL), (inline, BODY), (inline, SMALL)):
        found = VGroup(
            *(Equation(source, size=size, color=theme.gradient, width=place.width) for source in written)
        )
        if found.width <= place.width + 1e-6 and sum(part.height + CLOSE for part in found) <= place.height:
            return stacked(found, place, LEADING)
    return None


def pages(cost: Cost, theme: Theme, place: Rect) -> list[VGroup]:
    """Return the cost and its derivatives in symbols across a place, on as many pages as they need.

    Derivatives that are too long to be written at once are written in parts that have names. There is no
    page for a cost that is itself too long.
    """
    whole = [partial_typst(cost, i) for i in range(2)]
    lines = [whole, parts_typst(cost)] if _is_written(cost) else [parts_typst(cost)]
    page: list[Equation] = []
    for slopes in filter(None, lines):
        sources = [(cost_typst(cost), theme.cost), *((source, theme.gradient) for source in slopes)]
        for size in (LARGE, BODY, SMALL):
            page = [Equation(source, size=size, color=color, width=place.width) for source, color in sources]
            if sum(part.height + LEADING for part in page) <= place.height:
                return [_centred(page, place)]
    return [_centred(part, place) for part in _cut(page, place.height) if part]


def vector_text(cost: Objective, name: str, values: Floats, width: float) -> str:
    """Return what is remembered, a number for each variable, with as many digits as there is room for."""
    text, name = "", variable(letter(cost, name))
    for digits in (3, 2, 1):
        text = f"{name} = ({', '.join(readable(each, digits) for each in values)})"
        if text_width(text) <= width:
            break
    return text


def _is_written(cost: Cost) -> bool:
    """Whether the derivatives can be written at once."""
    return "=" in partial_typst(cost, 0)


def _cut(page: Sequence[Equation], room: float) -> list[list[Equation]]:
    """Cut a page that is too high into some that are not."""
    cut: list[list[Equation]] = [[]]
    for line in page:
        if cut[-1] and sum(part.height + LEADING for part in [*cut[-1], line]) > room:
            cut.append([])
        cut[-1].append(line)
    return cut


def _centred(page: Sequence[Equation], place: Rect) -> VGroup:
    """Stand formulas below one another in the middle of a place, as far apart as there is room for."""
    spare = place.height - sum(part.height for part in page)
    leading = min(2 * LEADING, max(spare, 0.0) / max(len(page) - 1, 1))
    left = np.array([-1.0, 0.0, 0.0])
    column = VGroup(*page).arrange(direction=np.array([0.0, -1.0, 0.0]), buff=leading, aligned_edge=left)
    return column.move_to(place.center)


def settings_column(optimizer: Any, rate: float, theme: Theme, width: float) -> VGroup:
    """Return an optimizer's settings and its rate on a line, or one below another where that is too long."""
    parts = settings_typst(optimizer, rate)
    line = '"," quad '.join(parts)  # a comma by itself would part arguments
    forms = [[Equation(text, color=theme.text) for text in texts] for texts in ([line], parts)]
    found = first_that_fits(forms, width=width, room=np.inf, leading=0.0)
    return found.arrange(DOWN, buff=LEADING, aligned_edge=LEFT)
