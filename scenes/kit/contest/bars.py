"""Bars to the left and the right of zero, in groups, each with a label and its number."""

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from gdmath.arrays import Floats
from gdmath.display.numerals import number
from scenes.kit.glyphs import Labels, Number, text_width
from scenes.kit.screen import Rect
from scenes.kit.shapes import Polyline, polyline
from scenes.kit.theme import Theme

THICK = 0.22
PITCH, LEAST_PITCH = 0.46, 0.38
GAP = 0.3  # between two groups
NUMBER = 1.3  # the room of a number


class Bars(VGroup):
    """Groups of bars, one for each of `groups`, whose rows have `labels`, `colors` and a scale each.

    `largest` (rows,) is what fills half of the width on that row's scale; equal numbers share a scale.
    `reach(values)` draws values (groups, rows). In a low area the groups stand side by side.
    """

    def __init__(
        self,
        groups: Sequence[str],
        labels: Sequence[str],
        colors: Sequence[str],
        largest: Sequence[float],
        area: Rect,
        theme: Theme,
    ) -> None:
        self.largest = np.maximum(np.asarray(largest, float), 1e-300)
        count, rows = len(groups), len(labels) + 1
        left = max(map(text_width, labels)) + 0.25
        pitch = min(PITCH, (area.height - GAP * (count - 1)) / (count * rows))
        beside = pitch < LEAST_PITCH
        if beside:
            pitch = min(PITCH, area.height / rows)
            rooms = area.inset(left=left).columns(*[1] * count, gap=GAP)
        else:
            rooms = area.stack([pitch * rows] * count, gap=GAP)
        self.zero, self.half, self.lines = [], [], []
        self.titles, self.labels = Labels(color=theme.text), Labels(color=theme.muted)
        self.axes = Polyline(color=theme.muted, width=1.5)
        self.bars = [VMobject(fill_color=color, fill_opacity=1, stroke_width=0) for color in colors]
        self.numbers = [[Number(color=color, align="right") for color in colors] for _ in groups]
        titles, texts, begins, ends = [], [], [], []
        for k, (name, room) in enumerate(zip(groups, rooms, strict=False)):
            begin, end = room.left + (0.0 if beside else left), room.right - NUMBER
            self.half.append((end - begin) / 2)
            self.zero.append((begin + end) / 2)
            bases = [room.top - 0.3 - pitch * (row + 1) for row in range(len(labels))]
            self.lines.append(bases)
            titles.append((name, self.zero[-1] if beside else room.left, room.top - 0.3, "left"))
            if not (beside and k):
                texts += [(text, area.left, y, "left") for text, y in zip(labels, bases, strict=True)]
            begins.append([self.zero[-1], bases[0] + 0.3])
            ends.append([self.zero[-1], bases[-1] - 0.08])
            for text, y in zip(self.numbers[k], bases, strict=True):
                text.at = np.array([room.right, y, 0.0])
        self.titles.write(titles)
        self.labels.write(texts)
        self.axes.between(begins, ends)
        numbers = [text for row in self.numbers for text in row]
        self.moving = VGroup(*self.bars, *numbers)
        super().__init__(self.titles, self.labels, self.axes, self.moving)

    def reach(self, values: Floats, written: Floats | None = None) -> None:
        """Draw values (groups, rows); the numbers beside them are `written`, if those are not the same."""
        for row, bar in enumerate(self.bars):
            pieces = []
            for group, zero in enumerate(self.zero):
                share = float(np.clip(values[group, row] / self.largest[row], -1, 1))
                y, x = self.lines[group][row] + 0.1, zero + share * self.half[group]
                low, high = y - THICK / 2, y + THICK / 2
                pieces.append(polyline([[zero, low], [x, low], [x, high], [zero, high], [zero, low]]))
            bar.points = np.concatenate(pieces)
        told = values if written is None else written
        for group, texts in enumerate(self.numbers):
            for row, text in enumerate(texts):
                text.write(number(float(told[group, row]), 3))
