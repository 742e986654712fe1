"""A map on which every point is a start, coloured by the minimum that it reaches."""

from collections.abc import Sequence
from types import ModuleType

import numpy as np
from manim import Mobject, VGroup
from numpy.typing import NDArray

from gdmath.arrays import Floats
from gdmath.critical.critical_point import Extent
from gdmath.display.numerals import readable
from gdmath.endings.basins import Fate, Steps
from scenes.kit.axes import LABEL_DROP
from scenes.kit.basins.picture import Picture, Pixels, packed
from scenes.kit.basins.share_strip import DROP, ShareStrip
from scenes.kit.charts.clipping import clipped
from scenes.kit.charts.plane_map import PlaneMap
from scenes.kit.glyphs import Labels, Number, text_width, variable
from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots, Polyline, Rings
from scenes.kit.space.ground import hexadecimal
from scenes.kit.theme import Theme
from scenes.runs.basins import BasinMapRun, BasinRuns

STRIP = 0.24  # how high the strip of shares is
BETWEEN = LABEL_DROP + 0.1  # from the map to the strip, with the numbers of the axis
LEGEND, NEXT = 0.36, 0.31  # to what becomes of starts that reach no minimum, and to another line of it
SWATCH, KEY = 0.2, 0.6  # a disc of a colour, and from the end of a name to that of the next disc
DISC, HALF_DIGIT = 0.17, 0.1
SMALLER = 0.07  # a mark without a number
ROOMY, MANY = 0.5, 40  # between two marks that have numbers, and how many may have
FAINT, SOONEST, LATEST = 0.42, 1, 99  # how strong the colour of the last is; percentiles that are the ends
TITLE = 0.3  # from the top of a place beside the map to the title's baseline, and from there to the strip
UNIT = 0.35  # what the unit of the shares takes beyond the strip
BESIDE = 0.35  # from the name of the upright axis to the title


def basin_colors(places: Floats, theme: Theme) -> list[str]:
    """Return a colour for each of the places (k, 2) of minima: of the series, and if they are more, again.

    Those of one colour are far from each other.
    """
    chosen: list[int] = []
    for k, place in enumerate(places):
        if k < len(theme.series):
            chosen.append(k)
            continue
        apart = np.linalg.norm(places[:k] - place, axis=1)
        taken = np.array(chosen)
        nearest = [apart[taken == color].min() for color in range(len(theme.series))]
        chosen.append(int(np.argmax(nearest)))
    return [theme.series[color] for color in chosen]


def fate_colors(theme: Theme) -> dict[Fate, str]:
    """Return the colours of what reaches no minimum: none that a basin has."""
    muted, ground, text = (_rgb(color) for color in (theme.muted, theme.background, theme.text))
    return {
        Fate.LEVEL: theme.text,
        Fate.OUTSIDE: hexadecimal(0.5 * muted + 0.5 * text),
        Fate.GOING: hexadecimal(0.6 * muted + 0.4 * ground),
        Fate.ESCAPED: hexadecimal(0.35 * muted + 0.65 * ground),
        Fate.UNDEFINED: theme.background,
    }


class BasinMap(VGroup):
    """A contour map in a room, over which the starts take their colours; a strip of shares below it.

    `reach(step)` shows what has arrived by then; `moving` is what that changes. The `marks` of the minima
    stand over it, with numbers where there is room. The title stands above the map, and below the strip what
    the greys mean; all of this `beside` the map if a place is given for it.
    """

    def __init__(
        self,
        runs: BasinRuns,
        told: BasinMapRun,
        room: Rect,
        theme: Theme,
        words: ModuleType,
        beside: Rect | None = None,
    ) -> None:
        self.told, self.theme, self.words = told, theme, words
        names = tuple(variable(symbol.name) for symbol in runs.cost.variables)
        within = room if beside is None else beside
        lines = max(len(self._keys(one, within.width)) for one in (runs.first, runs.second))
        below = (
            BETWEEN + STRIP + DROP + 0.1 + (LEGEND + NEXT * (lines - 1) if lines else 0.0) - LABEL_DROP - 0.05
        )
        plot = room.inset(bottom=below) if beside is None else room
        self.map = PlaneMap(runs.plane, plot, theme, (names[0], names[1]))
        self.area = self.map.area
        minima = np.array([point.theta for point in runs.minima]).reshape(-1, 2)
        self.places = self.map.place(minima)
        colors = basin_colors(minima / np.ptp(runs.box, axis=1), theme)  # the same on a map of any size
        self.colors = [*colors, *(fate_colors(theme)[fate] for fate in told.fates)]
        self.picture = self._picture()
        self.curves = self._curves(runs)
        self.numbered = 1 < len(self.places) <= MANY and _least_apart(self.places) >= ROOMY
        self.marks = _marks(self.places, colors, theme, self.numbered)
        left, right, bottom, top = self.area
        strip = Rect(left, right, bottom - BETWEEN - STRIP, bottom - BETWEEN)
        self.title_at = Rect(left + BESIDE, right, top + 0.14, top + 0.14)
        if beside is not None:
            _, self.title_at, _, strip, _ = beside.stack([TITLE, 0.0, TITLE, STRIP])
            strip = strip.inset(0.0, right=UNIT)
        self.strip = ShareStrip(strip, self.colors, theme)
        self.title = Number(color=theme.text, at=(self.title_at.left, self.title_at.bottom))
        self.legend = self._legend(within, strip)
        self.reach(0)
        self.picture.set_fill(opacity=0.0)
        super().__init__(self.map, self.curves, self.picture, self.marks, self.strip, self.legend, self.title)

    @property
    def moving(self) -> list[Mobject]:
        """What `reach` changes, and what stands over it."""
        return [self.picture, self.curves, self.marks, self.strip, self.title]

    def color_of(self, end: int) -> str:
        """Return the colour of a minimum's number or of a fate."""
        return fate_colors(self.theme)[Fate(end)] if end < 0 else self.colors[end]

    def reach(self, step: float) -> None:
        """Show every start that has arrived by a step."""
        whole = min(int(step), self.told.basins.steps)
        begin, end = np.searchsorted(self._arrivals, [self._shown, whole], side="right")
        flat = self.picture.pixels.ravel()
        if end >= begin:
            cells = self._order[begin:end]
            flat[cells] = self._pixels[cells]
        else:
            flat[self._order[end:begin]] = 0
        self._shown = whole
        self.strip.fill(self.told.arrived[whole] / self.told.basins.starts)
        self.entitle(step=whole)

    def finish(self) -> None:
        """Show all, with the shares, and the title without a step."""
        self.reach(self.told.basins.steps)
        percents = [self.words.share_label(100 * share) for share in self.shares]
        count = self.told.basins.count if self.numbered else 0
        numbered = [f"{k}: {text}" if k <= count else text for k, text in enumerate(percents, 1)]
        whole = [f"{round(100 * share)} %" for share in self.shares]
        bare = [text.removesuffix(" %") for text in whole]
        self.strip.write([numbered, percents, whole, bare], unit="%")
        self.entitle()

    @property
    def shares(self) -> list[float]:
        """The share of each class, at the end."""
        return (self.told.arrived[-1] / self.told.basins.starts).tolist()

    def entitle(self, step: int | None = None) -> None:
        """Write the method, its rate and the step above the map: as much as fits."""
        words, told = self.words, self.told
        name, short = words.optimizer_name(told.name), words.optimizer_short(told.name)
        rate = [] if told.searched else [f"η = {readable(told.rate)}"]
        most = [] if step is None else [words.step_label(self.told.basins.steps)]
        shown = [] if step is None else [words.step_label(step)]
        methods = [", ".join([name, *rate]), ", ".join([short, *rate]), name, short]
        room = self.title_at.width
        fits = (each for each in methods if text_width(": ".join([each, *most])) <= room)
        form = [*filter(None, [next(fits, "")]), *shown]
        self.title.write(": ".join(form))

    def _picture(self) -> Picture:
        """The picture, empty, and the order in which its pixels take their colours."""
        found = self.told.basins
        ends, arrivals = found.ends[::-1].ravel(), found.arrivals[::-1].ravel()
        index = np.where(ends >= 0, ends, 0)
        for number, fate in enumerate(self.told.fates):
            index = np.where(ends == fate, found.count + number, index)
        ground = _rgb(self.theme.background)
        shades = (_strength(arrivals, ends >= 0) * _strength(arrivals, ends == Fate.ESCAPED))[:, None]
        colors = np.array([_rgb(color) for color in self.colors] or [ground])[index]
        self._pixels = packed(shades * colors + (1 - shades) * ground)
        self._order = np.argsort(arrivals, kind="stable")
        self._arrivals, self._shown = arrivals[self._order], -1
        empty: Pixels = np.zeros(found.ends.shape, np.uint32)
        return Picture(empty, self.area)

    def _curves(self, runs: BasinRuns) -> VGroup:
        """Whole curves of minima."""
        curves = VGroup()
        for point in runs.minima:
            if point.extent is Extent.CURVE and len(point.places) > 1:
                places = self.map.place([*point.places, *point.places[: int(point.closed)]])
                line = Polyline(color=self.theme.text, width=3.0)
                curves.add(line.between(*clipped(places, self.area)))
        return curves

    def _keys(self, told: BasinMapRun, width: float) -> list[list[tuple[Fate, str]]]:
        """What says which grey is which fate, the most frequent first, on as few lines as can be.

        With its share, if that takes no more lines.
        """
        words, share = self.words, told.basins.share
        fates = sorted(told.shown_fates, key=share, reverse=True)
        names = [words.fate_label(fate) for fate in fates]
        full = [
            f"{name}: {words.share_label(100 * share(fate))}" for name, fate in zip(names, fates, strict=True)
        ]
        forms = [_lines([*zip(fates, texts, strict=True)], width) for texts in (full, names)]
        return min(forms, key=lambda lines: (max([width, *map(_width, lines)]), len(lines)))

    def _legend(self, room: Rect, strip: Rect) -> VGroup:
        """A swatch and a word for every fate that can be seen, below a strip, in a room from left to right.

        Where there is too little width from the strip's left end, it begins further to the left; where there
        is too little height, the rarest are left out.
        """
        lines = self._keys(self.told, room.width)
        longest = max(map(_width, lines), default=0.0)
        legend, left = VGroup(), min(strip.left, room.right - longest)
        for row, line in enumerate(lines, 1):
            x, y = left, strip.bottom - DROP - LEGEND - (row - 1) * NEXT
            for key in line if y > room.bottom - HALF_DIGIT else []:
                fate, text = key
                swatch = Dots(color=self.color_of(fate), radius=SWATCH / 2, rim=self.theme.muted)
                swatch.at([[x + SWATCH / 2, y + HALF_DIGIT]])
                legend.add(swatch, Number(text, color=self.theme.text, at=(x + 1.6 * SWATCH, y)))
                x += _key_width(key)
        return legend


def _key_width(key: tuple[Fate, str]) -> float:
    """The width of a swatch with its text, and of the gap behind it."""
    return 1.6 * SWATCH + text_width(key[1]) + KEY


def _width(line: Sequence[tuple[Fate, str]]) -> float:
    """The width of a line of keys."""
    return sum(map(_key_width, line)) - KEY


def _lines(keys: Sequence[tuple[Fate, str]], width: float) -> list[list[tuple[Fate, str]]]:
    """Keys on as many lines of a width as they need."""
    lines: list[list[tuple[Fate, str]]] = []
    for key in keys:
        if lines and _width([*lines[-1], key]) <= width:
            lines[-1].append(key)
        else:
            lines.append([key])
    return lines


def _strength(arrivals: Steps, group: NDArray[np.bool_]) -> Floats:
    """How strong the colour of each of a group is, and 1 of all others: the sooner it ends, the stronger."""
    if not group.any():
        return np.ones(len(arrivals))
    first, last = np.percentile(arrivals[group], [SOONEST, LATEST])
    late = np.clip((arrivals - first) / max(last - first, 1.0), 0.0, 1.0)
    return np.where(group, 1 - (1 - FAINT) * late, 1.0)


def _least_apart(places: Floats) -> float:
    """How far the two of the places (k, 2) that are nearest to each other are apart."""
    apart = np.linalg.norm(places[:, None] - places, axis=2)
    apart[np.diag_indices(len(places))] = np.inf
    return float(apart.min())


def _marks(places: Floats, colors: Sequence[str], theme: Theme, numbered: bool) -> VGroup:
    """A disc with a ring and a number for each minimum; without numbers where they are too close."""
    radius = DISC if numbered else SMALLER
    discs = Dots(color=theme.background, radius=radius).at(places)
    rings = VGroup(
        *(Rings(color=color, radius=radius).at([at]) for at, color in zip(places, colors, strict=True))
    )
    numbers = Labels(color=theme.text)
    if numbered:
        numbers.write([(str(k), x, y - HALF_DIGIT, "center") for k, (x, y) in enumerate(places.tolist(), 1)])
    return VGroup(discs, rings, numbers)


def _rgb(color: str) -> Floats:
    return np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
