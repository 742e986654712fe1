"""A ruler of learning rates: marks of those that are told, bands of what rates do, a pointer that slides."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import Rectangle, VGroup, VMobject

from gdmath.display.numerals import number, tick_labels
from scenes.kit.axes import powers_of_ten, powers_with_room, ticks_with_room
from scenes.kit.charts.aside import spread
from scenes.kit.glyphs import SMALL, Labels, Number, text_width
from scenes.kit.lettering import Equation
from scenes.kit.screen import Rect
from scenes.kit.shapes import EdgeMarks, Polyline
from scenes.kit.theme import Theme

HEIGHT = 1.5  # that it needs
_BAR = 0.36
_ABOVE = 0.62  # from the bar to the top: a pointer, and the bounds' names
_DROP = 0.34  # from the bar to the baseline of the numbers
_GAP = 0.25
_SAMPLES = 200  # rates on the way, the widest of which has room


@dataclass(frozen=True)
class Band:
    """Rates up to `end`: what they do in a word or two, and the bound itself in Typst."""

    end: float
    name: str
    bound: str
    opacity: float


class RateRuler(VGroup):
    """An axis of rates from `low` to `high`, logarithmic if it is `log`, in a rectangle.

    `point_at` moves the pointer, and writes the rate beside it. `bands`, hidden at first, hold what is
    known of rates; the rest up to the end is called `rest`. `marks` are the told rates in their colours.
    """

    def __init__(
        self,
        area: Rect,
        reach: tuple[float, float, bool],
        theme: Theme,
        rates: Sequence[float],
        colors: Sequence[str],
    ):
        self.low, self.high, self.log = reach
        self.theme, self.rates = theme, rates
        low = self.low or self.high / _SAMPLES
        between = (np.geomspace if self.log else np.linspace)(low, self.high, _SAMPLES)
        samples = map(rate_text, (*rates, *between.tolist()))
        self.room = max(map(text_width, samples)) + _GAP
        top = area.top - _ABOVE
        self.bar = Rect(area.left + self._first(area.width) / 2, area.right - self.room, top - _BAR, top)
        self.base = _filled(self.bar, theme.muted, 0.16)
        self.axis = Polyline(color=theme.muted, width=2.0)
        self.numbers = Labels(size=SMALL, color=theme.muted)
        self._write_axis()
        self.marks = [self._mark(rate, color) for rate, color in zip(rates, colors, strict=True)]
        self.pointer = EdgeMarks(color=theme.text, size=0.22)
        self.readout = Number(color=theme.text, at=(self.bar.right + _GAP, self.bar.bottom + 0.08))
        self.bands = VGroup()
        super().__init__(self.base, self.axis, self.numbers, self.bands, self.pointer, self.readout)

    def x(self, rate: float) -> float:
        """Return where a rate is on the screen, at an end if it is beyond it."""
        if self.log:
            share = math.log(rate / self.low) / math.log(self.high / self.low)
        else:
            share = (rate - self.low) / (self.high - self.low)
        return self.bar.left + min(max(share, 0.0), 1.0) * self.bar.width

    def shows(self, rate: float) -> bool:
        """Whether what is below a rate can be seen."""
        return self.x(rate) - self.bar.left >= 0.02 * self.bar.width

    def point_at(self, rate: float) -> None:
        """Move the pointer to a rate and write it."""
        x, top = self.x(rate), self.bar.top + 0.02
        self.pointer.toward([[x, top - 1.0]], Rect(x - 1.0, x + 1.0, top, top + 1.0))
        self.readout.write(rate_text(rate))

    def lay_bands(self, bands: Sequence[Band], rest: str) -> VGroup:
        """Return the bands, to be shown: fills, words in them where there is room, names of their bounds."""
        begin, names, places = self.bar.left, [], []
        parts: list[VMobject] = []
        for band in (*bands, Band(math.inf, rest, "", 0.0)):
            end = self.bar.right if math.isinf(band.end) else self.x(band.end)
            if end <= begin:
                continue
            box = Rect(begin, end, self.bar.bottom, self.bar.top)
            if band.opacity:
                parts.append(_filled(box, self.theme.optimum, band.opacity))
            left, right = self._free(begin, end)
            if text_width(band.name) <= right - left - 0.2:
                middle = ((left + right) / 2, self.bar.bottom + 0.1)
                parts.append(Number(band.name, color=self.theme.text, at=middle, align="center"))
            if band.bound and end < self.bar.right - 1e-6:
                names.append(Equation(band.bound, size=SMALL, color=self.theme.optimum))
                places.append(end)
                edge = Polyline(color=self.theme.optimum, width=3.0)
                parts.append(edge.between([[end, self.bar.bottom - 0.04]], [[end, self.bar.top + 0.08]]))
            begin = end
        self._name_bounds(names, places)
        self.bands = VGroup(*parts, *names)
        return self.bands

    def _free(self, begin: float, end: float) -> tuple[float, float]:
        """The longest part from begin to end without a mark."""
        inside = sorted(x for x in map(self.x, self.rates) if begin < x < end)
        return max(itertools.pairwise([begin, *inside, end]), key=lambda part: part[1] - part[0])

    def _name_bounds(self, names: Sequence[Equation], places: Sequence[float]) -> None:
        """Stand the names above their bounds, apart from each other."""
        if not names:
            return
        apart = max(name.width for name in names) + 0.2
        half = apart / 2
        xs = spread(places, apart, self.bar.left + half - 0.1, self.bar.right + self.room - half)
        for name, x in zip(names, xs, strict=True):
            name.move_to(np.array([x, self.bar.top + 0.42, 0.0]))

    def _mark(self, rate: float, color: str) -> Polyline:
        x = self.x(rate)
        mark = Polyline(color=color, width=7.0)
        return mark.between([[x, self.bar.bottom]], [[x, self.bar.top]])

    def _write_axis(self) -> None:
        left, right, bottom, _ = self.bar
        if self.log:
            low, high = math.log10(self.low), math.log10(self.high)
            values = powers_with_room(low, high, 6, self.bar.width)
            rates, texts = [10.0**each for each in values.tolist()], powers_of_ten(values.tolist())
        else:
            rates = ticks_with_room(self.low, self.high, 6, right - left).tolist()
            texts = tick_labels(rates)
        xs = [self.x(rate) for rate in rates]
        self.numbers.write([(text, x, bottom - _DROP, "center") for text, x in zip(texts, xs, strict=True)])
        starts = [[left, bottom], *([x, bottom] for x in xs)]
        ends = [[right, bottom], *([x, bottom - 0.08] for x in xs)]
        self.axis.between(starts, ends)

    def _first(self, room: float) -> float:
        """How wide the number at the left end is."""
        if self.log:
            return text_width(powers_of_ten([math.floor(math.log10(self.low))])[0], SMALL)
        return max(0.24, text_width(tick_labels(ticks_with_room(self.low, self.high, 6, room).tolist())[0]))


def rate_text(rate: float) -> str:
    """Return a rate as it is read out.

    >>> rate_text(0.05), rate_text(1e-9)
    ('η = 0.05', 'η = 10⁻⁹')
    """
    return f"η = {number(rate, 3)}"


def _filled(box: Rect, color: str, opacity: float) -> Rectangle:
    shape = Rectangle(width=box.width, height=box.height, stroke_width=0)
    return shape.set_fill(color, opacity).move_to(box.center)
