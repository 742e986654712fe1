"""Where the story of the learning rate is drawn: small plots side by side, the rule, a ruler, a chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
from manim import VGroup
from numpy.typing import ArrayLike

from gdmath.arrays import Floats
from gdmath.display.geometry import sample_curve
from gdmath.display.numerals import number
from gdmath.display.typeset import cost_typst, gradient_name_typst, gradient_typst, name_typst
from scenes.kit.axes import Axes, clipped, widest_label
from scenes.kit.charts.cost_chart import CostChart
from scenes.kit.charts.plane_map import PlaneMap
from scenes.kit.charts.plane_runs import PlaneRuns
from scenes.kit.charts.ruler import HEIGHT, RateRuler, rate_text
from scenes.kit.glyphs import Number, text_width, variable
from scenes.kit.lettering import BODY, Equation, first_that_fits, stacked
from scenes.kit.rule_lines import RuleInSymbols
from scenes.kit.screen import Rect, Screen
from scenes.kit.shapes import Dots, Polyline, Rings
from scenes.kit.theme import Theme
from scenes.runs.plane import Plane
from scenes.runs.rates import Rates

SERIES = (4, 2, 5, 1)  # of the theme's colours: too small is cold, too large is hot
TITLE = 0.82  # above a plot, for its rate and what came of it
ROW = 0.38
COLUMNS = 0.3  # between two plots
CLOSE = 0.1  # between two formulas, at least
SMALL_MAP = 1.9  # with fewer numbers
STOPS = 300  # dots of a run, at most


@dataclass(frozen=True)
class RatesPlaces:
    """Where everything stands: the plots in rows, the rule, the ruler, and the chart.

    Where the rule has no place of its own, it stands at the chart's until that comes. `title` is what the
    rate above each plot takes, and what came of it, if there is room for that.
    """

    plots: tuple[Rect, ...]
    rule: Rect | None
    ruler: Rect
    chart: Rect
    title: float = TITLE

    @classmethod
    def of(cls, screen: Screen, count: int, numbers: float) -> "RatesPlaces":
        """Return the places on a screen for so many plots, left of which so much is taken by numbers."""
        stage = screen.stage
        if screen.is_tall:
            top, rule, ruler, chart = stage.stack([0.58 * stage.height, 0.06 * stage.height, HEIGHT], 0.22)
            rows = top.inset(left=numbers).rows(*[1.0] * (2 if count > 2 else 1), gap=0.25)
            cells = [cell for row in rows for cell in row.columns(*[1.0] * min(count, 2), gap=COLUMNS)]
            return cls(tuple(cells[:count]), rule, ruler, chart)
        if screen.is_square:
            top, ruler, chart = stage.stack([0.4 * stage.height, HEIGHT - 0.1], 0.1)
            return cls(_row(top, count, numbers), None, ruler, chart, TITLE - ROW)
        top, below = stage.stack([0.59 * stage.height], 0.25)
        left, right = below.columns(1.0, 1.0, gap=0.5)
        rule, ruler = left.stack([left.height - HEIGHT])
        return cls(_row(top, count, numbers), rule, ruler, right)


def _row(room: Rect, count: int, numbers: float) -> tuple[Rect, ...]:
    return room.inset(left=numbers).columns(*[1.0] * count, gap=COLUMNS)


class CurvePlot(VGroup):
    """A cost of one variable on small axes, with its minima ringed."""

    def __init__(self, told: Rates, room: Rect, theme: Theme, counts: tuple[int, int]) -> None:
        frame, name = told.window.frame, variable(told.cost.variables[0].name)
        area = room.inset(left=0.04, right=text_width(name) + 0.18, bottom=0.48)
        self.axes = Axes(area, frame, theme, counts=counts, names=(name, ""))
        curve = Polyline(color=theme.cost, width=4.0)
        points = self.place(sample_curve(told.cost, frame.left, frame.right))
        curve.through(clipped(points, area))
        rings = Rings(color=theme.optimum, radius=0.1)
        minima = told.minima
        places = self.place(np.column_stack([minima, told.cost.value(minima)])) if len(minima) else []
        rings.at(places)
        super().__init__(self.axes, curve, rings)

    @property
    def area(self) -> Rect:
        """Where the plot is on the screen."""
        return self.axes.area

    @np.errstate(over="ignore")
    def place(self, points: ArrayLike) -> Floats:
        """Return points (..., 2), theta and cost, as points of the screen."""
        return self.axes.place(points)


class RatesStage:
    """All that is drawn of some runs at several rates; `reach` draws one of them up to a step."""

    def __init__(self, told: Rates, screen: Screen, theme: Theme, words: ModuleType) -> None:
        self.told, self.theme, self.words = told, theme, words
        count = len(told.runs)
        self.colors = [theme.series[k] for k in (SERIES if count > 2 else (SERIES[0], SERIES[2]))[:count]]
        self.places = places = RatesPlaces.of(screen, count, self._numbers)
        self.plots = self._plots(places.plots)
        self.titles, self.swatches = self._titles(places.plots)
        self.runs = [
            PlaneRuns(plot, [path], [color], theme, width=3.0, radius=0.1, dashed=told.cost.dimension > 1)
            for plot, path, color in zip(self.plots, told.paths, self.colors, strict=True)
        ]
        self.stops = [Dots(color=color, radius=0.04) for color in self.colors]
        self.verdicts = [Number(color=theme.text) for _ in self.runs]
        self.ruler = RateRuler(places.ruler, told.reach, theme, told.rates, self.colors)
        self.chart = CostChart(
            [each.costs for each in told.runs],
            places.chart,
            theme,
            words,
            colors=self.colors,
            names=[rate_text(rate) for rate in told.rates],
        )
        self.white = Polyline(color=theme.text, width=4.0)
        self.rule = None if places.rule is None else self._rule(places.rule)
        self.formulas, self.spelled = self._formulas(places.chart)
        self.done = [0.0] * count

    def reach(self, index: int, step: float) -> None:
        """Draw one run up to a step, the others as far as they were drawn."""
        self.done[index] = step
        self.runs[index].reach(step)
        self._stop(index, step)
        self.chart.reach(self.done)

    def moving(self, number: int) -> VGroup:
        """What changes while a run goes on."""
        return VGroup(self.chart.moving, self.stops[number], self.runs[number])

    def ends(self, number: int) -> Floats:
        """Where a run is on the screen at its end, (1, 2), at the edge of its plot if it is beyond."""
        left, right, bottom, top = self.plots[number].area
        (place,) = self.runs[number].places(len(self.told.runs[number].run))
        return np.clip(place, [left, bottom], [right, top])[None]

    def _stop(self, number: int, step: float) -> None:
        """Leave a dot at every place of a run so far that can be told from the others."""
        plot, path = self.plots[number], self.told.paths[number]
        places = plot.place(path[: int(step) + 1])
        left, right, bottom, top = plot.area
        inside = ((places >= [left, bottom]) & (places <= [right, top])).all(axis=1)
        cells = np.unique(np.round(places[inside] / 0.03), axis=0, return_index=True)[1]
        self.stops[number].at(places[inside][np.sort(cells)[:STOPS]])

    @property
    def _numbers(self) -> float:
        """What the numbers of a cost need left of the plots."""
        frame = self.told.window.frame if self.told.cost.dimension == 1 else None
        if frame is None:
            return 0.0
        return max(widest_label(frame.bottom, frame.top, most) for most in range(1, 4)) + 0.15

    def judge(self, number: int) -> Number:
        """Write in a word what came of a run, below its rate, if there is room."""
        each, verdict, cell = self.told.runs[number], self.verdicts[number], self.places.plots[number]
        text = self.words.verdict_label(each.manner, each.steps)
        if text_width(text) + 0.06 <= cell.width and self.places.title == TITLE:
            verdict.write(text, (cell.left + 0.06, cell.top - 0.24 - ROW))
        return verdict

    def slide(self, share: float) -> None:
        """Point at the rate at a share of the ruler, and draw its cost at every step in white."""
        rates, steps, costs = self.told.swept
        index = round(share * (len(rates) - 1))
        self.ruler.point_at(float(rates[index]))
        self.white.through(self.chart.placed(steps, costs[:, index]))

    def _plots(self, cells: Sequence[Rect]) -> list[Any]:
        told, theme = self.told, self.theme
        rooms = [cell.inset(top=self.places.title) for cell in cells]
        if told.cost.dimension == 1:
            first = cells[0].left
            return [CurvePlot(told, room, theme, (4, 3 if room.left == first else 0)) for room in rooms]
        plane = Plane.of(told.cost, told.window.box)
        names = tuple(variable(symbol.name) for symbol in told.cost.variables)
        small = min(cells[0].width, rooms[0].height) < SMALL_MAP
        counts = (1, 0) if small else (2, 2)
        maps = [PlaneMap(plane, room, theme, (names[0], ""), counts=counts, most=8) for room in rooms]
        return [each.mark(told.minima) for each in maps]

    def _titles(self, cells: Sequence[Rect]) -> tuple[list[Number], list[Dots]]:
        titles, swatches, rates = [], [], self.told.rates
        choices = [[written(rate) for rate in rates] for written in (rate_text, _short, _shortest)]
        room = cells[0].width - 0.36
        texts = next((row for row in choices if max(map(text_width, row)) <= room), choices[-1])
        for text, color, cell in zip(texts, self.colors, cells, strict=True):
            y = cell.top - 0.24
            swatches.append(Dots(color=color, radius=0.1).at([[cell.left + 0.16, y + 0.09]]))
            titles.append(Number(text, color=self.theme.text, at=(cell.left + 0.36, y)))
        return titles, swatches

    def _formulas(self, room: Rect) -> tuple[VGroup, bool]:
        """The cost, its gradient and the rule, large; and whether the gradient is written out in them."""
        cost, theme = self.told.cost, self.theme
        rule = [] if self.rule is not None else [self._symbols(room.width)]
        written, derived = cost_typst(cost), gradient_typst(cost)
        names = name_typst(cost), gradient_name_typst(cost)
        columns = [
            [
                Equation(first, size=BODY, color=theme.cost, width=room.width),
                Equation(second, size=BODY, color=theme.gradient, width=room.width),
                *rule,
            ]
            for first, second in ((written, derived), (f"inline({written})", f"inline({derived})"), names)
        ]
        found = first_that_fits(columns, width=room.width, room=room.height + CLOSE, leading=CLOSE)
        spelled = found[1] is not columns[-1][1] and derived != names[1]
        if found.submobjects and sum(each.height for each in found) > room.height:
            found = VGroup(*found[:2])
        return stacked(found, room, 0.35), spelled

    def _rule(self, room: Rect) -> VGroup:
        """The rule where it stands to the end."""
        rule = self._symbols(room.width)
        if rule.height > room.height:
            rule = self._symbols(room.width, most=1)
        if rule.height > room.height:
            rule.scale(room.height / rule.height)
        corner = np.array([room.left, (room.top + room.bottom) / 2, 0.0])
        return VGroup(rule.move_to(corner, aligned_edge=np.array([-1.0, 0.0, 0.0])))

    def _symbols(self, width: float, most: int | None = None) -> RuleInSymbols:
        told = self.told
        return RuleInSymbols(told.cost, told.plan.optimizer, self.theme, width, low=True, most=most)


def _short(rate: float) -> str:
    return number(rate, 3)


def _shortest(rate: float) -> str:
    return number(rate, 2)
