"""Numbers that change with the step, side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

from manim import VGroup

from gdmath.arrays import Floats
from gdmath.display.numerals import number
from gdmath.display.written_rule import letter
from scenes.kit.glyphs import Number, text_width, variable
from scenes.kit.screen import Rect
from scenes.runs.curve_run import CurveRun

CAPITAL, DESCENT = 0.21, 0.1  # how far a number reaches above and below its baseline
ROW = 0.4  # from one row to the next
GAP = 0.3  # between two columns, at least


def step_texts(words: Any, run: CurveRun, step: int) -> tuple[str, str, str]:
    """Return the step, theta and the cost there, as a run of one variable shows them; `words`: a language."""
    return words.step_label(step), *theta_texts(run, run.theta(step), run.value(step))


def theta_texts(run: CurveRun, theta: float, value: float) -> tuple[str, str]:
    """Return a theta and the cost there, with as many digits as the run's."""
    return (
        f"{variable(run.cost.variables[0].name)} = {number(theta, run.digits)}",
        f"{variable('C')} = {number(value, run.cost_digits)}",
    )


def memory_texts(run: CurveRun, remembered: Mapping[str, Floats], step: int) -> tuple[str, ...]:
    """Return what an optimizer remembers at a step of a run of one variable: (n+1, 1) by name."""
    return tuple(
        f"{variable(letter(run.cost, name))} = {number(of[step, 0], 3)}" for name, of in remembered.items()
    )


class Readouts(VGroup):
    """Numbers in columns from the top of an area, each with room for the widest of its `samples`.

    `samples` are rows of texts, one text for each number, such as those of all steps. `height_taken` is
    what they take from the top of their area.
    """

    def __init__(self, samples: Sequence[Sequence[str]], colors: Sequence[str], area: Rect) -> None:
        super().__init__(*(Number(color=color) for color in colors))
        self.widths = [max(map(text_width, texts)) for texts in zip(*samples, strict=True)]
        self.texts = samples[0]
        self.lay(area)

    def lay(self, area: Rect) -> None:
        """Let them stand in another area."""
        self.places = _grid(self.widths, area)
        self.height_taken = area.top - self.places[-1][1] + DESCENT
        self.write(self.texts)

    def write(self, texts: Sequence[str]) -> None:
        """Show these texts, one in each place."""
        self.texts = texts
        for readout, text, place in zip(self, texts, self.places, strict=True):
            readout.write(text, place)


def _grid(widths: Sequence[float], area: Rect) -> list[tuple[float, float]]:
    """Where each stands on its baseline: in equally long columns, or, if only one has room, row by row."""
    for count in range(len(widths), 1, -1):
        columns = [max(widths[k::count]) for k in range(count)]
        room = area.width - sum(columns)
        if len(widths) % count == 0 and room >= GAP * (count - 1):
            gap = min(1.5 * GAP, room / (count - 1))
            lefts = [area.left + sum(columns[:k]) + gap * k for k in range(count)]
            top = area.top - CAPITAL
            return [(lefts[k % count], top - ROW * (k // count)) for k in range(len(widths))]
    return _flow(widths, area)


def _flow(widths: Sequence[float], area: Rect) -> list[tuple[float, float]]:
    """Where each stands if it follows the one before while there is room in the row."""
    places, x, y = [], area.left, area.top - CAPITAL
    for width in widths:
        if x > area.left and x + width > area.right:
            x, y = area.left, y - ROW
        places.append((x, y))
        x += width + GAP
    return places
