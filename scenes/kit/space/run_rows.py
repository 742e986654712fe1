"""The step, and a row for each run with its cost there: numbers beside a picture in space."""

from types import ModuleType

import numpy as np
from manim import VGroup

from gdmath.display.numerals import readable
from scenes.kit.glyphs import Number, text_width, variable
from scenes.kit.rule_lines import role_colors
from scenes.kit.space.places import GAP, SurfacePlaces
from scenes.kit.space.written import vector_text
from scenes.kit.theme import Theme
from scenes.runs.surface_run import SurfaceRuns


class RunRows:
    """The counter of steps, a row for each run, and below them what the optimizer of a single one remembers.

    `write(step)` brings all to a step; `mobject` is what is drawn. `endings` are rows of how the runs ended,
    to stand in place of it.
    """

    def __init__(
        self,
        descents: SurfaceRuns,
        remembered: dict[str, np.ndarray],
        places: SurfacePlaces,
        theme: Theme,
        words: ModuleType,
    ) -> None:
        self.descents, self.remembered = descents, remembered
        self.room, self.theme, self.words = places, theme, words
        roles = role_colors(theme)
        self.counter = Number(color=theme.text)
        self.costs = VGroup(*(Number(color=theme.point) for _ in descents.runs))
        self.memory = VGroup(*(Number(color=roles[name]) for name in remembered))
        self.first, *rest = places.lines(len(descents.runs) + len(remembered))
        self.of_runs, self.of_memory = rest[: len(descents.runs)], rest[len(descents.runs) :]
        self.mobject = VGroup(self.counter, self.costs, self.memory)

    def write(self, step: float) -> None:
        """Write the numbers of a step."""
        descents, abreast = self.descents, self.room.abreast > 1
        cost, label = f"{variable('C')} =", self.words.step_label(int(step))
        self.counter.write(f"{label}: {cost}" if abreast else label, self.first)
        for number, (row, place) in enumerate(zip(self.costs, self.of_runs, strict=True)):
            value = readable(descents.value(number, step))
            row.write(f"{number + 1}:  {value}" if abreast else f"{number + 1}:  {cost} {value}", place)
        told = zip(self.memory, self.of_memory, self.remembered.items(), strict=True)
        for row, place, (name, of) in told:
            row.write(vector_text(descents.cost, name, of[int(step)], self.room.rows.width), place)

    def endings(self) -> VGroup:
        """Return a row for each run of how it ended; as much of it as all rows have room for."""
        words, room = self.words, self.room
        width = room.rows.width / room.abreast - GAP / 2 * (room.abreast - 1) - 0.05
        told = self.descents.outcomes.endings
        ends = [words.ending_row(one).plain(words.DECIMAL) for one in told]
        steps = [words.steps_label(one.steps) for one in told]
        both = [f"{end}, {count}" for end, count in zip(ends, steps, strict=True)]
        forms = [[f"{k}: {text}" for k, text in enumerate(form, 1)] for form in (both, ends, steps)]
        rows = next((form for form in forms if all(text_width(row) <= width for row in form)), forms[-1])
        return VGroup(
            *(Number(row, color=self.theme.text, at=at) for row, at in zip(rows, self.of_runs, strict=True))
        )
