"""What holds of the basins: starts, descended anew, end as their colour says; shares are counts."""

import re
from typing import Any

import numpy as np
from manim import VMobject

from gdmath.endings.basins import Fate
from scenes.kit.basins.basin_map import fate_colors
from tests.scenes.checker.findings import Findings
from tests.scenes.checker.methods import METHODS
from tests.scenes.checker.outlines import centers, numbers_on
from tests.scenes.checker.reading import numbers
from tests.scenes.checker.stories.common import astray, descended, listen, reckoned, step_on
from tests.scenes.checker.stories.map_claims import CLAIMS, NOTHING

SAMPLE = 400  # starts that are descended from anew
NEAR, FAR = 0.008, 0.1  # of the map's sides: at a minimum for sure, and at none of them
SURE = 1e-9  # of the map: what a start may be moved without another end
EVERY = 6  # frames in which pixels are counted


class Maps:
    """Looks at every frame of one story of basins."""

    def __init__(self, findings: Findings, told: Any) -> None:
        self.findings, self.told = findings, told
        self.reckoning = reckoned(told)
        self.steps: list[tuple[float, int]] = []
        self.shares: dict[int, list[tuple[int, float]]] = {0: [], 1: []}  # of each map, by step
        self.frames = 0

    def begin(self, scene: Any) -> None:
        """Descend anew from a sample of starts, and from the two that are followed."""
        self.scene, self.runs = scene, scene.runs
        self.shown = (scene.first, scene.second)
        self.low, self.width = (f(np.array(self.runs.box), axis=1) for f in (np.min, np.ptp))
        self.minima = np.array([self._theta(place) for place in scene.first.places]).reshape(-1, 2)
        for number, theta in enumerate(self.minima):
            if not self.reckoning.is_minimum(theta, 2e-3 * self.width):
                self.findings.add(scene, "minimum", f"number {number + 1}, at {theta}, is none")
        for example in self.runs.examples:
            step, off = self.reckoning.error(example.run, self._method(self.runs.first))
            if off > 1e-7:
                self.findings.add(scene, "the run", f"{off:.1e} off at step {step}")
        self.ends = [self._read(shown) for shown in self.shown]
        for ends, shown in zip(self.ends, self.shown, strict=True):
            self._sample(scene, ends, shown.told)

    def _theta(self, place: np.ndarray) -> np.ndarray:
        axes = self.shown[0].map.axes
        return (place[:2] - axes.origin) / axes.units

    def _method(self, told: Any) -> str:
        """The name of a method, none where it is not known at its settings."""
        method = self.told.method if told is self.runs.first else self.told.second
        return method.optimizer if not method.settings and method.length == "constant" else ""

    def _read(self, shown: Any) -> np.ndarray:
        """Where every start ends by the colour of its pixel, rows from the bottom; colours may repeat."""
        shown.reach(shown.told.basins.steps)
        pixels = shown.picture.pixels[::-1].astype(np.int64)
        shown.reach(0)
        channels = np.stack([pixels & 255, pixels >> 8 & 255, pixels >> 16 & 255], axis=-1).astype(float)
        ground, best = _rgb(self.scene.theme.background), np.full(pixels.shape, np.inf)
        ends = np.full(pixels.shape, len(self.minima))
        for number, color in [*enumerate(self.colors(shown)), *fate_colors(self.scene.theme).items()]:
            hue = _rgb(color) - ground
            size = float(hue @ hue)
            share = np.clip((channels - ground) @ hue / size, 0.3, 1) if size else np.ones(pixels.shape)
            off = np.abs(channels - ground - share[..., None] * hue).max(axis=-1)
            is_full = number in (Fate.LEVEL, Fate.OUTSIDE, Fate.GOING)
            off += np.where(is_full & (share < 0.99), 99.0, 0.0)  # those have one shade
            ends, best = np.where(off < best - 1e-9, number, ends), np.minimum(off, best)
        return ends

    def colors(self, shown: Any) -> list[str]:
        """The colours of the minima, by their rings."""
        return [ring.get_stroke_color().to_hex() for ring in shown.marks[1]]

    def _sample(self, scene: Any, ends: np.ndarray, told: Any) -> None:
        """Those who surely come to a minimum, or surely escape, have the colour of that."""
        name, rows, columns = self._method(told), *ends.shape
        if name not in METHODS:
            return
        chance = np.random.default_rng(rows)
        cells = np.stack([chance.integers(0, size, SAMPLE) for size in (rows, columns)], axis=1)
        starts = self.low + (cells[:, ::-1] + 0.5) / [columns, rows] * self.width
        steps = self.told.steps
        both = [
            descended(self.reckoning, name, starts + off * self.width, told.rate, steps)[0]
            for off in (0.0, SURE)
        ]
        mine, nudged = (self._ends(each) for each in both)
        colors = self.colors(self.shown[0])
        for cell, end, other in zip(cells, mine, nudged, strict=True):
            shown = int(ends[tuple(cell)])
            same = shown == end or (min(shown, end) >= 0 and colors[shown] == colors[end])
            if end == other != Fate.LEVEL and not same and end > Fate.UNDEFINED:
                at = starts[(cells == cell).all(axis=1)][0]
                self.findings.add(scene, "pixel", f"{at} by {name} ends at {end}, coloured as {shown}")

    def _ends(self, thetas: np.ndarray) -> np.ndarray:
        """The number of the minimum at which each is for sure, or that it escaped; else level: unknown."""
        ends = np.full(len(thetas), int(Fate.LEVEL))
        ends[~np.isfinite(thetas).all(axis=1)] = Fate.ESCAPED
        if len(self.minima) and not self.runs.has_continua:
            away = np.abs((thetas[:, None] - self.minima) / self.width).max(axis=2)
            apart = np.sort(np.abs((self.minima[:, None] - self.minima) / self.width).max(axis=2), axis=1)
            near = np.minimum(NEAR, 0.3 * apart[:, 1]) if len(self.minima) > 1 else NEAR
            calm = np.abs(self.reckoning.gradients(thetas)).max(axis=1) < 1e-4
            there = (away <= near) & calm[:, None]
            ends[there.any(axis=1)] = np.argmax(there[there.any(axis=1)], axis=1)
        return ends

    def look(self, scene: Any, shapes: list[VMobject], frames: int) -> None:
        """Look at a picture that stands for so many frames."""
        on, texts = {id(shape) for shape in shapes}, numbers_on(shapes)
        step = step_on(scene, texts)
        if step is not None:
            self.steps.append((scene.time, step))
            self._followed(scene, step, on, frames)
        whole = {id(m) for m in scene.get_mobject_family_members()}
        for number, shown in enumerate((scene.first, scene.second, scene.small)):
            if id(shown.picture) in whole and id(shown.strip.frame) in on:
                self._map(scene, number % 2, shown, on, frames)
        self.frames += frames

    def _followed(self, scene: Any, step: int, on: set[int], frames: int) -> None:
        for followed in scene.followed:
            if id(followed.rows[0]) not in on:
                continue
            run, ball = followed.run, followed.track.balls[0]
            truths = [*run.thetas[step], run.values[step]]
            for row, true in zip(followed.rows[1:], truths, strict=True):
                if not numbers(row.text.split("=")[-1])[0].agrees(float(true)):
                    self.findings.add(scene, "number", f"{row.text} at step {step}: {true:.8g}", frames)
            path = scene.first.map.place(run.thetas[np.isfinite(run.thetas).all(axis=1)])
            wrong = astray(centers(ball)[0], path, step, scene.first.area.width) if id(ball) in on else ""
            if wrong:
                self.findings.add(scene, "ball", wrong, frames)

    def _map(self, scene: Any, number: int, shown: Any, on: set[int], frames: int) -> None:
        """What has a colour, the strip below it, and the numbers of both, are counts of one picture."""
        if self.frames % EVERY and frames == 1:
            return
        ends = self.ends[number]
        seen = shown.picture.pixels[::-1] != 0
        step = step_on(scene, [shown.title.text]) if id(shown.title) in on else None
        if step is not None:
            self.shares[number].append((step, float((seen & (ends >= 0)).mean())))
        lengths = np.diff(shown.strip.edges) / shown.strip.area.width
        if len(set(self.colors(shown))) == len(self.minima):
            counts = [(seen & (ends == k)).mean() for k in (*range(len(self.minima)), *shown.told.fates)]
            # What has no cost is drawn as the ground is, and is counted by nobody.
            known = [k for k, fate in enumerate(shown.told.fates) if fate != Fate.UNDEFINED]
            kept = [*range(len(self.minima)), *(len(self.minima) + k for k in known)]
            if np.abs(lengths - counts)[kept].max(initial=0.0) > 1e-9:
                self.findings.add(scene, "strip", f"{lengths} beside {np.array(counts)} at {step}", frames)
            self._labels(scene, number, shown, on, frames)

    def _labels(self, scene: Any, number: int, shown: Any, on: set[int], frames: int) -> None:
        labels = shown.strip.labels
        if id(labels) not in on:
            return
        left, width = shown.strip.area.left, shown.strip.area.width
        edges = (shown.strip.edges - left) / width
        for text, box in zip(labels.texts, labels.boxes, strict=True):
            middle = (box[:, 0].mean() - left) / width
            piece = int(np.searchsorted(edges, middle)) - 1
            if text == "%" or not 0 <= piece < len(edges) - 1:
                continue
            end = [*range(len(self.minima)), *shown.told.fates][piece]
            true = 100 * float((self.ends[number] == end).mean())
            told = re.sub(r"^\d+: ", "", text)
            value = numbers(told, 1)[0].value
            decimals = len(match[1]) if (match := re.search(r"[.,](\d+)", told)) else 0
            if abs(value - true) > 0.5 * 10.0**-decimals + 1e-9:
                self.findings.add(scene, "share", f"{text}, where it is {true:.4f} %", frames)
            named = re.match(r"(\d+): ", text)
            if named and int(named[1]) != end + 1:
                self.findings.add(scene, "share", f"{text} below the piece of {end + 1}", frames)

    def look_back(self, scene: Any) -> None:
        """Look at what a film has said that is over."""
        listen(scene, self, CLAIMS, NOTHING, self.findings, self.steps)


def _rgb(color: str) -> np.ndarray:
    return np.array([int(color.lstrip("#")[k : k + 2], 16) for k in (0, 2, 4)], dtype=float)
