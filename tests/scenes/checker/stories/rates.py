"""What holds of the story of learning rates: runs, bands, pointer and costs are those of their rates."""

from typing import Any

import numpy as np
from manim import VMobject

from tests.scenes.checker.findings import Findings
from tests.scenes.checker.methods import METHODS
from tests.scenes.checker.outlines import box_of, centers
from tests.scenes.checker.reading import numbers
from tests.scenes.checker.reckoning import plain_method
from tests.scenes.checker.stories.common import ON_SCREEN, astray, descended, listen, reckoned
from tests.scenes.checker.stories.rate_claims import CLAIMS, NOTHING

EVERY = 9  # frames, of those in which the pointer slides
BOUNDS = {  # of the largest curvature: the largest rate that stays at a minimum, by method and its beta
    "gradient-descent": lambda beta: 2.0,
    "momentum": lambda beta: 2 * (1 + beta),
    "nesterov": lambda beta: 2 * (1 + beta) / (1 + 2 * beta),
}


class LearnedRates:
    """Looks at every frame of one comparison of rates."""

    def __init__(self, findings: Findings, told: Any) -> None:
        self.findings, self.asked = findings, told
        self.reckoning = reckoned(told)
        self.method = plain_method(told)
        self.frames = 0

    def begin(self, scene: Any) -> None:
        """Reckon the runs anew, and the bands of rates."""
        self.told, self.stage = scene.told, scene.stage
        for number, each in enumerate(self.told.runs):
            step, off = self.reckoning.error(each.run, self.method)
            if off > 1e-7:
                self.findings.add(scene, "the run", f"{off:.1e} off at step {step} of rate {number + 1}")
            if len(each.run) and not np.allclose(each.run.learning_rates, each.rate, rtol=1e-12):
                self.findings.add(scene, "the run", f"rate {number + 1} is not {each.rate:g}")
        self.paths = [plot.place(path) for plot, path in zip(self.stage.plots, self.told.paths, strict=True)]
        self._bands(scene)

    def _bands(self, scene: Any) -> None:
        bands = self.told.bands
        if bands.critical is None or self.method not in BOUNDS:
            return
        arrived = [each for each in self.told.runs if each.manner.name in ("STRAIGHT", "OVER", "ACROSS")]
        ends = [each.run.thetas[-1] for each in arrived if not each.elsewhere] or [self.told.plan.starts[0]]
        if not (bands.exact or arrived):
            return  # the minimum is nowhere on the screen
        highest = self.reckoning.curvatures(ends[0])[-1]
        true = BOUNDS[self.method](0.9) / highest
        if abs(bands.critical / true - 1) > (1e-9 if bands.exact else 0.02):
            self.findings.add(scene, "bands", f"{bands.critical:.6g} is the bound, not {true:.6g}")
        if self.method == "gradient-descent" and abs(bands.straight * highest - 1) > (
            1e-9 if bands.exact else 0.02
        ):
            self.findings.add(scene, "bands", f"straight up to {bands.straight:.6g}, not {1 / highest:.6g}")

    def look(self, scene: Any, shapes: list[VMobject], frames: int) -> None:
        """Look at a picture that stands for so many frames."""
        on = {id(shape) for shape in shapes}
        self._ruler(scene, on, frames)
        for number in range(len(self.told.runs)):
            self._run(scene, number, on, frames)
        self._inside(scene, on, frames)
        if id(self.stage.white) in on and self.frames % EVERY == 0:
            self._white(scene, frames)
        self.frames += frames

    def _run(self, scene: Any, number: int, on: set[int], frames: int) -> None:
        """The ball in a plot, and the head of its line in the chart, are at one step."""
        each, chart, stage = self.told.runs[number], self.stage.chart, self.stage
        head, ball, path = chart.heads[number], stage.runs[number].balls[0], self.paths[number]
        if id(head) not in on or id(ball) not in on:
            return
        at, height = (centers(head)[0] - chart.axes.origin) / chart.axes.units
        near = ON_SCREEN / chart.axes.units
        steps = range(int(max(at - near[0], 0)), int(at + near[0]) + 1)
        width = stage.plots[number].area.width
        wrong = [astray(centers(ball)[0], path, min(step, len(path) - 1), width) for step in steps]
        if all(wrong):
            self.findings.add(scene, "ball", f"rate {number + 1} {wrong[0]}", frames)
        costs = each.costs[min(steps) : max(steps) + 2]
        with np.errstate(all="ignore"):
            costs = np.log10(costs) if chart.scale_of_costs.log else costs
        if np.isfinite(costs).all() and not costs.min() - near[1] <= height <= costs.max() + near[1]:
            self.findings.add(scene, "chart", f"rate {number + 1} at {height:.5g}: {costs}", frames)
        verdict = stage.verdicts[number]
        if id(verdict) in on and at < min(len(path) - 1, len(each.costs) - 1) - near[0]:
            self.findings.add(scene, "verdict", f"{verdict.text} at step {at:.1f}", frames)

    def _ruler(self, scene: Any, on: set[int], frames: int) -> None:
        """The pointer stands above the rate that is written beside it."""
        ruler = self.stage.ruler
        if id(ruler.pointer) not in on or id(ruler.readout) not in on:
            return
        low, high = box_of(ruler.pointer)
        x, shown = (low[0] + high[0]) / 2, numbers(ruler.readout.text, 3)[0]
        share = (x - ruler.bar.left) / ruler.bar.width
        rate = ruler.low * (ruler.high / ruler.low) ** share if ruler.log else ruler.high * share
        half = shown.half + abs(rate) * (1e-2 if ruler.log else 2e-3)
        if abs(rate - shown.value) > half and 0.001 < share < 0.999:
            self.findings.add(scene, "pointer", f"{ruler.readout.text} at {rate:.4g}", frames)

    def _white(self, scene: Any, frames: int) -> None:
        """The line of costs is that of the rate under the pointer, as far as it can be seen."""
        if self.method not in METHODS:
            return
        chart, stage = self.stage.chart, self.stage
        rates = self.told.swept[0]
        x = np.mean([box[0] for box in box_of(stage.ruler.pointer)])
        index = int(np.argmin([abs(stage.ruler.x(float(rate)) - x) for rate in rates]))
        points = (stage.white.points[:, :2] - chart.axes.origin) / chart.axes.units
        near, start = ON_SCREEN / chart.axes.units, np.array(self.told.plan.starts[:1])
        low, high = chart.axes.frame.bottom, chart.axes.frame.top
        for step in {1, 2, 5, self.asked.steps // 2, self.asked.steps}:
            _, (cost,) = descended(self.reckoning, self.method, start, rates[index], step)
            with np.errstate(all="ignore"):
                true = np.log10(cost) if chart.scale_of_costs.log else cost
            there = points[np.abs(points[:, 0] - step) < 1e-6, 1]
            if low + near[1] < true < high - near[1] and len(there) and np.abs(there - true).min() > near[1]:
                text = f"{there[0]:.5g} after {step} steps at {rates[index]:g}: {true:.5g}"
                self.findings.add(scene, "swept line", text, frames)

    def _inside(self, scene: Any, on: set[int], frames: int) -> None:
        """Nothing leaves its axes."""
        stage = self.stage
        parts = [(stage.chart.axes.area, [*stage.chart.heads, stage.white])]
        parts[0][1].extend(part for line in stage.chart.lines for part in line.get_family())
        for plot, run, stops in zip(stage.plots, stage.runs, stage.stops, strict=True):
            parts.append((plot.area, [*run.get_family(), stops]))
        for area, shapes in parts:
            left, right, bottom, top = area.inset(-0.2)
            for shape in shapes:
                if id(shape) in on:
                    low, high = box_of(shape)
                    if low[0] < left or high[0] > right or low[1] < bottom or high[1] > top:
                        self.findings.add(
                            scene, "leaves its axes", f"{type(shape).__name__} {low} {high}", frames
                        )

    def look_back(self, scene: Any) -> None:
        """Look at what a film has said that is over."""
        self.times = scene.times
        listen(scene, self, CLAIMS, NOTHING, self.findings)

    def judged(self, begin: float) -> Any:
        """The run that was judged at a time: that of the beat."""
        name = [name for name, (first, _) in self.times.items() if first <= begin + 1e-6][-1]
        return self.told.runs[int(name.split()[-1]) - 1]
