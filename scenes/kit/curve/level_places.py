"""Where a curve is level, joined with the zeros of its derivative below."""

import numpy as np
from manim import VGroup

from gdmath.arrays import Floats
from gdmath.critical.critical_point import Extent, Site
from scenes.kit.axes import Axes
from scenes.kit.curve.view import CurveView
from scenes.kit.shapes import Polyline
from scenes.kit.theme import Theme
from scenes.runs.curve_run import CurveRun

APART = 0.4  # frame units: of places that are nearer to each other one is joined


class LevelPlaces(VGroup):
    """Upright lines from level places to their slopes, and level stretches as bars on both lines.

    `ends` (n, 2) are what is pointed out. Between the plots is text: there the lines are broken.
    """

    def __init__(self, run: CurveRun, view: CurveView, slope_axes: Axes, theme: Theme) -> None:
        smooth = [point for point in run.critical if point.site is Site.SMOOTH]
        below, above = view.axes.area.bottom, slope_axes.area.top
        drops = Polyline(color=theme.text, width=2.0, opacity=0.7)
        bars = Polyline(color=theme.text, width=8.0, opacity=0.7)
        pieces: list[tuple[Floats, Floats]] = []
        stretches: list[tuple[Floats, Floats]] = []
        for x in sorted(point.theta[0] for point in smooth if point.isolated):
            zero, there = slope_axes.place([x, 0.0]), view.on_curve(x)
            if view.is_inside(there[None])[0] and not (pieces and zero[0] - pieces[-1][0][0] < APART):
                pieces.append((zero, there))
        drops.between(
            [end for zero, there in pieces for end in (zero, [there[0], below])],
            [end for zero, there in pieces for end in ([zero[0], above], there)],
        )
        frame = view.axes.frame
        for stretch in (point.places for point in smooth if point.extent is Extent.REGION and point.places):
            low, high = np.clip([place[0] for place in (stretch[0], stretch[-1])], frame.left, frame.right)
            stretches += [
                (view.on_curve(low), view.on_curve(high)),
                (slope_axes.place([low, 0.0]), slope_axes.place([high, 0.0])),
            ]
        bars.between([begin for begin, _ in stretches], [end for _, end in stretches])
        middles = [(begin + end) / 2 for begin, end in stretches]
        self.ends = np.array([*(end for piece in pieces for end in piece), *middles]).reshape(-1, 2)
        super().__init__(bars, drops)
