"""What holds of the introduction: line, knob, barometer, ball and cost are those of one slope."""

from typing import Any

import numpy as np
from manim import VMobject

from tests.scenes.checker.findings import Findings
from tests.scenes.checker.outlines import box_of, centers, numbers_on, span
from tests.scenes.checker.stories.common import ON_SCREEN, listen, step_on, written
from tests.scenes.checker.stories.files import columns
from tests.scenes.checker.stories.line_claims import CLAIMS, NOTHING

GROWING = ("data", "model", "loss", "cost")  # beats in which errors and barometer are on their way
EXACT = 1e-9


class Lines:
    """Looks at every frame of one introduction."""

    def __init__(self, findings: Findings, told: Any) -> None:
        self.findings, self.told = findings, told
        self.steps: list[tuple[float, int]] = []

    def begin(self, scene: Any) -> None:
        """Reckon the descent anew, from the file itself."""
        self.run, self.stage = scene.run, scene.stage
        points = self.run.points if self.told.data is None else columns(self.told.data)[:, [0, -1]]
        if points.shape != self.run.points.shape or (points != self.run.points).any():
            self.findings.add(scene, "data", f"{len(self.run.points)} points are not those of the file")
        self.points = points
        self.middle = points.mean(axis=0)
        self.x, self.y = (points - self.middle).T
        self.best = float(np.linalg.lstsq(self.x[:, None], self.y, rcond=None)[0][0])
        w, self.thetas = float(self.run.thetas[0]), self.run.thetas
        self.size = float(np.ptp(self.run.sweep))
        for step in range(len(self.run)):
            w = w - self.run.rate * self.slope(w)
            if abs(w - self.thetas[step + 1]) > EXACT * self.size:
                self.findings.add(scene, "the run", f"{self.thetas[step + 1]} at step {step + 1}, not {w}")
                break
        if abs(self.run.best - self.best) > EXACT * self.size:
            self.findings.add(scene, "best", f"{self.run.best}, by least squares {self.best}")

    def cost(self, w: float) -> float:
        """The mean of the squared errors."""
        return float(np.mean((w * self.x - self.y) ** 2))

    def slope(self, w: float) -> float:
        """Its derivative."""
        return float(2 * np.mean((w * self.x - self.y) * self.x))

    def look(self, scene: Any, shapes: list[VMobject], frames: int) -> None:
        """Look at a picture that stands for so many frames."""
        on, stage = {id(shape) for shape in shapes}, self.stage
        step = step_on(scene, numbers_on(shapes)) if id(stage.step_label) in on else None
        if step is not None:
            self.steps.append((scene.time, step))
        line = stage.plot.model.points[:, :2]
        if id(stage.plot.model) not in on or len(line) < 4:
            return
        ends = (line[[0, -1]] - stage.plot.axes.origin) / stage.plot.axes.units
        w = float((ends[1, 1] - ends[0, 1]) / (ends[1, 0] - ends[0, 0]))
        off = ends[0, 1] - (self.middle[1] + w * (ends[0, 0] - self.middle[0]))
        if abs(off) * stage.plot.axes.units[1] > ON_SCREEN:
            self.findings.add(scene, "line", "it does not go through the means", frames)
        self._numbers(scene, w, on, frames)
        self._curve(scene, w, on, frames)
        if scene.beats[-1] not in GROWING:
            self._errors(scene, w, on, frames)
        if step is not None:
            self._at_step(scene, w, step, on, frames)

    def _numbers(self, scene: Any, w: float, on: set[int], frames: int) -> None:
        stage, truth = self.stage, {"knob_value": w, "cost_value": self.cost(w)}
        for name, true in truth.items():
            shown = getattr(stage, name)
            if id(shown) not in on:
                continue
            named = written(shown.text)
            slack = 1e-6 * (self.size if name == "knob_value" else self.cost(self.run.sweep[0]))
            if abs(named.value - true) > named.half + slack:
                self.findings.add(scene, "number", f"{shown.text}, where it is {true:.8g}", frames)
        share = (w - self.run.sweep[0]) / self.size
        if abs(stage.knob.share - share) > 1e-3 and id(stage.knob.hand) in on:
            self.findings.add(scene, "knob", f"turned to {stage.knob.share:.3f}, not {share:.3f}", frames)

    def _curve(self, scene: Any, w: float, on: set[int], frames: int) -> None:
        stage, axes = self.stage, self.stage.view.axes
        height = float(np.clip(axes.place([w, self.cost(w)])[1], axes.area.bottom, axes.area.top))
        column = stage.barometer.column
        if id(column) in on and scene.beats[-1] not in GROWING:
            self._at_height(scene, "barometer", box_of(column)[1, 1], height, frames)
        if id(stage.view.ball) in on:
            place = centers(stage.view.ball)[0]
            true = axes.place([w, self.cost(w)])
            if np.abs(place - true).max() > ON_SCREEN:
                self.findings.add(scene, "ball", f"at {place}, not {true}", frames)
        if id(stage.view.minimum_marks) in on:
            place, true = (
                centers(stage.view.minimum_marks)[0],
                axes.place([self.best, self.cost(self.best)]),
            )
            if np.abs(place - true).max() > ON_SCREEN:
                self.findings.add(scene, "minimum", f"marked at {place}, not {true}", frames)
        tangent = stage.view.tangent
        if id(tangent) in on and len(tangent.points) > 3:
            along = (tangent.points[-1] - tangent.points[0])[:2] / axes.units
            if np.hypot(*(along * axes.units)) < 0.5:
                return  # it is being drawn
            true = np.degrees(np.arctan(self.slope(w) * axes.units[1] / axes.units[0]))
            shown = np.degrees(np.arctan(along[1] / along[0] * axes.units[1] / axes.units[0]))
            if abs(true - shown) > 2:
                self.findings.add(scene, "tangent", f"at {shown:.0f} degrees, not {true:.0f}", frames)

    def _at_height(self, scene: Any, kind: str, shown: float, true: float, frames: int) -> None:
        if abs(shown - true) > ON_SCREEN:
            self.findings.add(scene, kind, f"at {shown:.3f}, not {true:.3f}", frames)

    def _errors(self, scene: Any, w: float, on: set[int], frames: int) -> None:
        plot = self.stage.plot
        if id(plot.errors) not in on:
            return
        ends = plot.errors.points[3::4, :2]
        said = self.middle[1] + w * ((ends[:, 0] - plot.axes.origin[0]) / plot.axes.units[0] - self.middle[0])
        true = np.clip(plot.axes.origin[1] + said * plot.axes.units[1], plot.area.bottom, plot.area.top)
        if np.abs(ends[:, 1] - true).max() > ON_SCREEN:
            self.findings.add(scene, "errors", "a segment does not end at the line", frames)

    def _at_step(self, scene: Any, w: float, step: int, on: set[int], frames: int) -> None:
        here, to = self.thetas[min(step, len(self.run))], self.thetas[min(step + 1, len(self.run))]
        low, high = sorted((here, to))
        near = 2e-3 * self.size
        if not low - near <= w <= high + near:
            self.findings.add(
                scene, "step", f"w = {w:.6g} at step {step}, from {here:.6g} to {to:.6g}", frames
            )
        arrow, axes = self.stage.view.arrow, self.stage.view.axes
        if id(arrow) in on and len(arrow.points):
            tail, tip = ((end[0] - axes.origin[0]) / axes.units[0] for end in span(arrow))
            for k in {max(step - 1, 0), min(step, len(self.run) - 1)}:
                low, high = sorted(self.thetas[k : k + 2])
                if abs(tail - self.thetas[k]) <= near and low - near <= tip <= high + near:
                    return
            self.findings.add(scene, "arrow", f"from {tail:.6g} to {tip:.6g} at step {step}", frames)

    def look_back(self, scene: Any) -> None:
        """Look at what a film has said that is over."""
        listen(scene, self, CLAIMS, NOTHING, self.findings, self.steps)
