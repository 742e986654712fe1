"""A descent on the map of its cost, with a title above and its numbers at the step on screen."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import LEFT, VGroup

from gdmath.arrays import Floats
from gdmath.display.numerals import readable
from gdmath.trajectory import Trajectory
from scenes.kit.charts.plane_map import PlaneMap
from scenes.kit.charts.plane_runs import PlaneRuns
from scenes.kit.glyphs import SMALL, Number, localized, variable
from scenes.kit.lettering import Words
from scenes.kit.models.fitting import fitting
from scenes.kit.screen import Rect
from scenes.kit.theme import Theme
from scenes.runs.bowl import Bowl

BESIDE, BELOW = 1.2, 0.75  # what numbers and names of a map take
WIDEST = 1.8  # times as wide as high, or as high as wide
ROW = 0.42  # the height of a title, and of a row of numbers


class BowlMap:
    """A bowl's map in a room, and on it a run, the bowl's own if none is given.

    `standing` and `moving` are what is drawn; `reach(step)` shows a step of the run.
    """

    def __init__(
        self, bowl: Bowl, room: Rect, theme: Theme, words: Any, title: str, run: Trajectory | None = None
    ) -> None:
        self.bowl, self.words, self.theme = bowl, words, theme
        self.title_row, self.numbers_row, below = room.stack([ROW, ROW])
        names = tuple(variable(bowl.names[place]) for place in bowl.pair)
        ratio = (below.width - BESIDE) / (below.height - BELOW)
        plane = bowl.plane(min(max(ratio, 1 / WIDEST), WIDEST))
        self.map = PlaneMap(plane, below, theme, (names[0], names[1]), counts=(5, 4))
        if bowl.bottom is not None:
            self.map.mark(bowl.bottom)
        self.title = row_of([title], theme.text, self.title_row)
        at = (room.left, self.numbers_row.bottom + 0.12)
        self.numbers = Number(color=theme.cost, at=at)
        self.standing = VGroup(self.map, self.title)
        self.follow(bowl.run if run is None else run)

    @property
    def area(self) -> Rect:
        """Where the map itself is on the screen."""
        return self.map.area

    def follow(self, run: Trajectory) -> None:
        """Show this run from now on, from its start."""
        self.run = run
        self.runs = PlaneRuns(self.map, [self.bowl.path(run)], [self.theme.point], self.theme)
        self.moving = VGroup(self.runs, self.numbers)
        self.reach(0)

    def reach(self, step: float) -> None:
        """Draw the run up to a step, with the numbers of the last whole one."""
        self.runs.reach(step)
        whole = min(int(step), len(self.run))
        label = self.words.step_label(whole)
        self.write_cost(float(self.run.values[whole]), f"{label},\u2009 ")

    def write_cost(self, cost: float, label: str = "") -> None:
        """Write a cost, behind what says of which step it is."""
        texts = [f"{label}𝐶 = {readable(cost, digits)}" for digits in (4, 3, 2)]
        texts.append(f"{label}{readable(cost, 2)}")
        self.numbers.write(fitting(texts, self.numbers_row.width))

    def place(self, pair: Sequence[float] | Floats) -> Floats:
        """Return where two parameters are on the screen (2,)."""
        return self.map.place(np.asarray(pair, dtype=float))


def row_of(texts: Sequence[str], color: str, row: Rect) -> Words:
    """Return the first of some texts that has room at the left of a row; the last one shrinks."""
    words = Words("", color=color)
    for text in texts:
        words = Words(localized(text, 'class("normal", ",")'), size=SMALL, color=color)
        if words.width <= row.width:
            break
    if words.width > row.width:
        words.scale(row.width / words.width)
    return words.move_to(row.center).align_to(np.array([row.left, 0.0, 0.0]), LEFT)
