"""Several optimizers on one map: the map, their paths, their costs and a table, in any shape of screen."""

from collections.abc import Sequence
from types import ModuleType

import numpy as np
from manim import VGroup

from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.display.geometry import Frame
from gdmath.display.numerals import number, number_typst
from gdmath.display.typeset import cost_typst, name_typst
from gdmath.optimizers.rules import settings_of
from gdmath.views.boxes import Box
from scenes.kit.charts.cost_chart import CostChart
from scenes.kit.charts.plane_map import PlaneMap, room_of_plot
from scenes.kit.charts.plane_runs import PlaneRuns
from scenes.kit.contest.entries import Entries
from scenes.kit.contest.rate_chart import RateChart
from scenes.kit.contest.standings import HEAD, LEAST_ROW, WIDEST_GAP, Standings
from scenes.kit.glyphs import text_width, variable
from scenes.kit.lettering import LARGE, Equation, first_that_fits, stacked
from scenes.kit.screen import Rect, Screen
from scenes.kit.shapes import Rings
from scenes.kit.space.ground import LONGEST
from scenes.kit.theme import Theme
from scenes.runs.contest.race import Race
from scenes.runs.contest.racers import Racer
from scenes.runs.plane import Plane

WIDER = 1.7  # times as wide, at most, that a map is made to fill its room
FORMULA, LOW_FORMULA = 0.62, 0.42  # the height of the formula's place; on a square screen
BESIDE_NAME = 0.4  # from the left end of a map to a formula above it
TWO_LINES = 1.0  # the height of one that has no room on a line, at most
LOW = 2.3  # the height of the side on a square screen, at least
LEAST_GAP, CLOSE = 0.14, 0.16  # between two columns of the table; and beside a chart
CHART = 1.8  # the least height of the chart
NAMED, NAME = 1.1, 0.34  # of one with names: without them, and for each of them
GREEK = {"beta": "beta", "beta1": "beta_1", "beta2": "beta_2", "alpha": "alpha", "rho": "rho"}


class Contest:
    """The picture of a race. `reach` draws all of it at a step; `moving` is what that changes.

    `side` is the place beside or below the map for what takes turns: `entries`, then anatomy, then `table`
    and `chart`. On a square screen the whole table takes the chart's room: `chart_leaves` says so.
    """

    def __init__(self, race: Race, screen: Screen, theme: Theme, words: ModuleType) -> None:
        self.race, self.theme, self.words = race, theme, words
        self.colors = theme.series[: len(race.racers)]
        self.chart_leaves = screen.is_square
        room, self.side = _rooms(screen, len(race.racers))
        if screen.is_square:
            self.map = self._map(room.inset(top=0.1))
            line = Rect(self.map.area.left + BESIDE_NAME, room.right, room.top - LOW_FORMULA, room.top)
            self.formula = self._formula(line.width, LOW_FORMULA)
        else:
            self.formula = self._formula(self.side.width, FORMULA, TWO_LINES)
            line, self.side = self.side.stack([max(FORMULA, self.formula.height)], gap=0.12)
            self.map = self._map(room)
        stacked(self.formula, line, 0.0)
        paths = [racer.run.thetas for racer in race.racers]
        self.runs = PlaneRuns(self.map, paths, self.colors, theme)
        self.start = Rings(color=theme.text, radius=0.17).at(self.map.place([race.start]))
        self.labels, self.names = self._names()
        settings = [setting(racer) for racer in race.racers]
        self.entries = Entries(self.names, settings, self.colors, self.side, theme)
        self._lay_results()
        self.moving = VGroup(self.runs, self.chart.moving, self.table.rows)

    def reach(self, step: float) -> None:
        """Draw paths, costs and table at a step, which may lie between two; numbers are of whole steps."""
        self.runs.reach(step)
        self.chart.reach(step)
        whole = int(step)
        self.table.corner.write(self.words.step_label(whole))
        for k, racer in enumerate(self.race.racers):
            self.table.write(k, [self._cost(racer, whole)])

    def results(self) -> None:
        """Complete the table: steps and gradients, and what was spent besides."""
        self.table.head(3)
        self.table.corner.write("")
        for k, racer in enumerate(self.race.racers):
            spent = str(len(racer.run)), str(racer.spent.gradients)
            self.table.write(k, [self._cost(racer, len(racer.run)), *spent])
        self.table.note(self.notes)

    @property
    def notes(self) -> list[str]:
        """What was spent besides gradients, a line for each who did, where there is room."""
        if self.chart_leaves:
            return []
        return [
            self.words.besides_label(name, racer.spent.costs, racer.spent.hessians)
            for name, racer in zip(self.labels, self.race.racers, strict=True)
            if racer.spent.costs or racer.spent.hessians
        ]

    def rank(self) -> None:
        """Put the rows in the order of the ranks."""
        order = self.race.order
        self.table.stand([float(order.index(k)) for k in range(len(order))])

    def rates(self) -> RateChart:
        """Return the chart of what came of every rate of the grid, of those for whom it was looked for."""
        race = self.race
        tuned = [k for k, racer in enumerate(race.racers) if racer.tuned and racer.ends is not None]
        racers = [race.racers[k] for k in tuned]
        return RateChart(
            race.grid,
            [np.asarray(racer.ends) for racer in racers],
            [racer.rate or 0.0 for racer in racers],
            float(racers[0].run.values[0]),
            self.side,
            self.theme,
            self.words,
            colors=[self.colors[k] for k in tuned],
            names=[self.labels[k] for k in tuned],
        )

    def inside(self, places: Floats) -> Floats:
        """Return those of some places (k, 2) on the screen that are on the map."""
        left, right, bottom, top = self.map.area
        return places[((places >= [left, bottom]) & (places <= [right, top])).all(axis=1)]

    def _widest_cost(self) -> str:
        """The widest that stands in the table at any time."""
        words, looks = self.words, 200
        steps = {int(step) for step in np.linspace(0, self.race.longest, looks)}
        texts = [self._cost(racer, step) for racer in self.race.racers for step in steps]
        fates = {"escaped": words.escaped_label(), "undefined": words.undefined_label(), "runs": ""}
        texts += [fates[racer.fate] for racer in self.race.racers]
        return max(texts, key=text_width)

    def _cost(self, racer: Racer, step: int) -> str:
        if racer.fate != "runs" and step >= len(racer.run):
            words = self.words
            return words.escaped_label() if racer.fate == "escaped" else words.undefined_label()
        return number(racer.value(step), self.digits)

    def _formula(self, width: float, high: float, broken: float = 0.0) -> VGroup:
        """The cost on a line so high, else on as many as are not higher than `broken`, else by its name."""
        theme, cost = self.theme, self.race.cost
        sources = cost_typst(cost), f"inline({cost_typst(cost)})"
        written = [
            Equation(text, size=size, color=theme.cost) for text in sources for size in (LARGE, 36, 30)
        ]
        by_name = Equation(name_typst(cost), size=LARGE, color=theme.cost)
        choices = [[each] for each in (*written, by_name)]
        found = first_that_fits(choices, width=width, room=high, leading=0.0)
        lines = Equation(sources[1], color=theme.cost, width=width)
        if found[0] is by_name and "=" in sources[0] and lines.height <= broken:
            found = VGroup(lines)
        self.is_written = isinstance(cost, Cost) and found[0] is not by_name
        return found

    def _map(self, room: Rect) -> PlaneMap:
        race = self.race
        first, second = (variable(symbol.name) for symbol in race.cost.variables)
        box = (race.window.box[0], race.window.box[1])
        if not race.framed:
            box = widened(box, room_of_plot(room, Frame(*box[0], *box[1]), (first, second)))
        plane = Plane.of(race.cost, box)
        return PlaneMap(plane, room, self.theme, (first, second)).mark(race.minima, race.curves)

    def _names(self) -> tuple[list[str], list[str]]:
        """Short names and full ones; those of the same optimizer are numbered."""
        kinds = [racer.method.optimizer for racer in self.race.racers]
        numbers = [f" {kinds[: k + 1].count(kind)}" * (kinds.count(kind) > 1) for k, kind in enumerate(kinds)]
        pairs = list(zip(kinds, numbers, strict=True))
        short = [self.words.optimizer_short(kind) + count for kind, count in pairs]
        return short, [self.words.optimizer_name(kind) + count for kind, count in pairs]

    def _lay_results(self) -> None:
        """The chart, and the table above it or in its place."""
        words, race, side = self.words, self.race, self.side
        notes = len(self.notes)
        rows = Standings.height_of(len(race.racers), notes)
        above, below = (side, side) if self.chart_leaves else side.stack([min(rows, side.height - CHART)])
        counts = str(race.longest), str(max(racer.spent.gradients for racer in race.racers))
        full = words.cost_head(), words.steps_head(), words.gradients_head()
        brief = full[0], words.steps_brief(), words.gradients_brief()
        columns = full, ("", *counts)
        choices = [(2, full)] if self.chart_leaves else [(3, full), (3, brief), (2, brief)]
        for self.digits, heads in choices:
            columns = heads, (self._widest_cost(), *counts)
            if Standings.gap(self.labels, *columns, above.width) >= LEAST_GAP:
                break
        gap = CLOSE if self.chart_leaves else WIDEST_GAP
        self.table = Standings(self.labels, *columns, self.colors, above, self.theme, notes, gap)
        self.table.head(1)
        curves = [racer.curve for racer in race.racers]
        if self.chart_leaves:
            below = side.inset(left=self.table.rights[0] - side.left + 0.25)
        names = self.labels
        if self.chart_leaves or below.height < NAMED + NAME * len(names):
            names = [""] * len(names)  # the table beside it has them in their colours
        self.chart = CostChart(curves, below, self.theme, words, colors=self.colors, names=names)


def widened(box: Box, plot: Rect) -> Box:
    """Return a box widened to the shape of a plot, about its middle, unless it would be far too narrow.

    >>> widened(((0.0, 1.0), (0.0, 1.0)), Rect(0.0, 3.0, 0.0, 2.0))
    ((-0.25, 1.25), (0.0, 1.0))
    """
    sizes = np.ptp(box, axis=1)
    ratio = plot.width / plot.height
    if not 1 / LONGEST <= sizes[0] / sizes[1] <= LONGEST:
        return box
    wanted = np.maximum(sizes, [ratio * sizes[1], sizes[0] / ratio])
    grown = np.minimum(wanted, WIDER * sizes)
    return tuple(
        (float(low - extra / 2), float(high + extra / 2))
        for (low, high), extra in zip(box, grown - sizes, strict=True)
    )


def setting(racer: Racer) -> list[str]:
    """Return a racer's rate and settings, each in Typst mathematics; what is off is left out."""
    method, parts = racer.method, []
    if racer.rate is not None:
        parts.append(f"eta = {number_typst(racer.rate)}")
    if method.length != "constant":
        parts.append(f'"schedule" = "{method.length}"')
    told = {name: value for name, value in settings_of(racer.optimizer).items() if name in GREEK}
    for name, value in (told | method.chosen).items():
        symbol = GREEK.get(name, f'"{name.replace("_", " ")}"')
        parts.append(f"{symbol} = {_value(value)}")
    return parts


def _value(value: object) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return number_typst(float(value)) if is_number else f'"{value}"'  # pyright: ignore[reportArgumentType]


def _rooms(screen: Screen, count: int) -> Sequence[Rect]:
    """The map's room, and the one beside or below it."""
    stage = screen.stage
    if screen.is_tall:
        return stage.rows(0.92, 1, gap=0.25)
    if screen.is_square:
        return stage.stack([stage.height - max(LOW, HEAD + LEAST_ROW * count + 0.1) - 0.08], gap=0.08)
    share = 1.14 if screen.width > 1.5 * screen.height else 0.85
    return stage.columns(share, 1, gap=0.3)
