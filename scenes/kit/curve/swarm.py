"""Several runs on one curve at once: a ball for each, and the slope below it."""

from collections.abc import Sequence

import numpy as np
from manim import VGroup

from scenes.kit.axes import Axes, clipped
from scenes.kit.curve.hop import Hop
from scenes.kit.curve.view import CurveView
from scenes.kit.shapes import Dots, EdgeMarks, Polyline
from scenes.kit.theme import Theme
from scenes.runs.curve_run import CurveRun
from scenes.runs.jumps import merged


class Swarm(VGroup):
    """The balls of some runs on the curve of a view, where they have come over it, and their slopes.

    `go_to(step)` puts all of them to a step; those that end before stay at their end.
    """

    def __init__(self, runs: Sequence[CurveRun], view: CurveView, slope_axes: Axes, theme: Theme) -> None:
        self.runs, self.view, self.slope_axes = runs, view, slope_axes
        self.wakes = Polyline(color=theme.point, width=7.0, opacity=0.35)
        self.hops = Hop(theme)
        self.balls = Dots(color=theme.point, radius=0.13, rim=theme.background)
        self.feet = Dots(color=theme.point, radius=0.075, rim=theme.background)
        self.edge = EdgeMarks(color=theme.point)
        self.slopes = Dots(color=theme.gradient, radius=0.1, rim=theme.background)
        self.slope_edge = EdgeMarks(color=theme.gradient)
        super().__init__(
            self.wakes, self.hops, self.balls, self.feet, self.edge, self.slopes, self.slope_edge
        )

    def go_to(self, step: float) -> None:
        """Draw all as they are at a step, on the way to the next where it lies between."""
        view, cost = self.view, self.runs[0].cost
        steps = [min(step, len(run)) for run in self.runs]
        thetas = np.array([run.at(own) for run, own in zip(self.runs, steps, strict=True)])
        self.balls.at(self.edge.toward(view.on_curves(thetas), view.axes.area))
        feet = np.array([view.on_axis(theta) for theta in thetas])
        left, right, _, _ = view.axes.area
        self.feet.at(feet[(left <= feet[:, 0]) & (feet[:, 0] <= right)])
        slopes = np.stack([thetas, cost.gradient(thetas[:, None])[:, 0]], axis=1)
        self.slopes.at(self.slope_edge.toward(self.slope_axes.place(slopes), self.slope_axes.area))
        self.wakes.through(self._wakes(steps))
        whole = [run.jump(own) for run, own in zip(self.runs, steps, strict=True)]
        jumps = [jump for jump in whole if jump is not None and jump[2] == 1.0]
        self.hops.span(
            view.on_curves([jump[0] for jump in jumps]),
            view.on_curves([jump[1] for jump in jumps]),
            view.axes.area,
        )

    def _wakes(self, steps: Sequence[float]) -> np.ndarray:
        """The line along the curve over all places that a run has come over, (n, 2)."""
        view, frame = self.view, self.view.axes.frame
        parts = np.concatenate([run.glided(step) for run, step in zip(self.runs, steps, strict=True)])
        lines = [np.full((1, 2), np.nan)]
        for low, high in merged(np.clip(parts, frame.left, frame.right)).tolist():
            grid = np.linspace(low, high, 2 + int(300 * (high - low) / (frame.right - frame.left)))
            lines += [clipped(view.on_curves(grid), view.axes.area), lines[0]]
        return np.concatenate(lines)
