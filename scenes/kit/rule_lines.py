"""An optimizer's rule as it is shown: in symbols, and a step of it with its numbers."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
from manim import VGroup, VMobject

from gdmath.display.worked_rule import worked_typst
from gdmath.display.written_rule import LABELS, role, rule_typst
from gdmath.objective import Objective
from gdmath.optimizers.working import Worked
from scenes.kit.glyphs import SMALL
from scenes.kit.lettering import BODY, Equation
from scenes.kit.theme import Theme

LEADING = 0.12  # between two lines


def role_colors(theme: Theme) -> dict[str, str]:
    """Return the colour of every label in a rule."""
    roles = {"point": theme.point, "rate": theme.step, "gradient": theme.gradient}
    roles |= {"memory": theme.memory, "size": theme.size}
    return {label: roles[role(label)] for label in LABELS}


class RuleInSymbols(Equation):
    """The lines of an optimizer's rule, aligned at their arrows, in a room of this width.

    Where it is `low`, as many side by side as there is room for; where no more than `most` of them have room,
    the step itself and those before it.
    """

    def __init__(
        self,
        cost: Objective,
        optimizer: Any,
        theme: Theme,
        width: float,
        *,
        low: bool = False,
        most: int | None = None,
    ):
        lines, colors = rule_typst(cost, optimizer), role_colors(theme)
        if most is not None and len(lines) > most:
            last = next(i for i, line in enumerate(lines) if line.count(": theta") > 1)
            lines = lines[max(0, last + 1 - most) : last + 1]
        for size in (SMALL,) if low and len(lines) > 1 else (BODY, SMALL):
            source = " \\ ".join(_side_by_side(lines, size, width) if low else lines)
            super().__init__(source, size=size, color=theme.text, colors=colors)
            if self.width <= width:
                break


def _side_by_side(lines: Sequence[str], size: float, width: float) -> list[str]:
    """Rows of lines, each as full as it can be."""
    rows: list[str] = []
    for line in lines:
        joined = f"{rows[-1]} wide {line.replace('&', '')}" if rows else line
        if rows and Equation(joined, size=size, color="#ffffff").width <= width:
            rows[-1] = joined
        else:
            rows.append(line)
    return [f"& {row.replace('&', '')}" for row in rows]


class WorkedStep(VGroup):
    """A step with its numbers, a line for each of the rule's, aligned at their arrows.

    As large as there is room for, in as few rows as it can be read in; where numbers are too long, eta stands
    for the rate, and others have fewer digits. `digits` are those of theta, `index` is the variable's whose
    numbers they are, `room` how wide and how high it may be.
    """

    def __init__(
        self,
        cost: Objective,
        lines: Sequence[Worked],
        theme: Theme,
        room: tuple[float, float],
        digits: int,
        index: int = 0,
    ):
        super().__init__()
        width, height = room
        self.rows: list[Equation] = []
        self.targets = [each.line.target for each in lines]
        for short, rows, size in product((False, True), (1, 2, 3), (BODY, SMALL)):
            how = {"digits": digits, "index": index, "short": short}
            self.rows = [_line(cost, each, theme, width, size, how, rows) for each in lines]
            self.submobjects = [*self.rows]
            self._align()
            if self.width <= width and self.height <= height:
                break
        if self.width > width:  # the longest of all rules, which can't be broken further
            self.scale(width / self.width)

    def _align(self) -> None:
        top = 0.0
        for line in self.rows:
            arrow = line.select("arrow")
            line.shift(np.array([-arrow.get_left()[0], top - line.get_top()[1], 0.0]))
            top -= line.height + LEADING

    def numbers(self, line: int) -> dict[str, VMobject]:
        """Return the numbers on the right of a line, by their labels."""
        return {label: part for label, part in self.rows[line].parts.items() if label in LABELS}

    def result(self, line: int) -> VMobject:
        """Return the number that comes out of a line."""
        return self.rows[line].select("result")


def rule_within(cost: Objective, optimizer: Any, theme: Theme, room: tuple[float, float]) -> RuleInSymbols:
    """Return as much of the rule as there is room for, so wide and so high."""
    rule = RuleInSymbols(cost, optimizer, theme, room[0])
    for most in (3, 2, 1):
        if rule.width <= room[0] and rule.height <= room[1]:
            break
        rule = RuleInSymbols(cost, optimizer, theme, room[0], most=most)
    return rule


def steps_within(
    cost: Objective, steps: Sequence[Sequence[Worked]], theme: Theme, room: tuple[float, float], digits: int
) -> list[WorkedStep]:
    """Return steps with their numbers, all of their lines where there is room for them, else the last."""
    whole = [WorkedStep(cost, lines, theme, room, digits) for lines in steps]
    if all(step.width <= room[0] and step.height <= room[1] for step in whole):
        return whole
    return [WorkedStep(cost, lines[-1:], theme, room, digits) for lines in steps]


def _line(
    cost: Objective, worked: Worked, theme: Theme, width: float, size: float, how: dict[str, Any], most: int
) -> Equation:
    """A line in as few rows as it has room for."""
    target = worked.line.target
    colors = role_colors(theme)
    colors["result"] = colors.get(target, theme.text)
    line = Equation("", color=theme.text)
    for rows in range(1, most + 1):
        source = worked_typst(cost, worked, rows=rows, **how)
        line = Equation(source, size=size, color=theme.text, colors=colors)
        if line.width <= width:
            break
    return line
