"""What holds of `tangent` and `wave`: ball, numbers, tangent, arrow and panel are those of one step."""

import re
from typing import Any

import numpy as np
from manim import VMobject

from scenes.kit.shapes import Dots
from tests.scenes.checker.findings import Findings
from tests.scenes.checker.outlines import box_of, centers, numbers_on, span
from tests.scenes.checker.reading import numbers, plain
from tests.scenes.checker.reckoning import Reckoning, plain_method

ON_SCREEN = 0.03  # frame units: what can't be seen
GLIDE = 0.16  # of the width of a plot: a longer step is no glide
SIGNS = 1e-6


class Path:
    """The places of a run, its costs and its slopes, as they were recorded and then reckoned anew."""

    def __init__(self, trajectory: Any) -> None:
        self.thetas, self.values = trajectory.thetas[:, 0], trajectory.values
        self.slopes = trajectory.gradients[:, 0]

    def __len__(self) -> int:
        return len(self.thetas) - 1

    def theta(self, step: int) -> float:
        return float(self.thetas[step])

    def value(self, step: int) -> float:
        return float(self.values[step])

    def slope(self, step: int) -> float:
        return float(self.slopes[step])


class OnCurves:
    """Looks at every frame of one film about one variable."""

    def __init__(self, findings: Findings, reckoning: Reckoning) -> None:
        self.findings, self.reckoning = findings, reckoning
        self.steps: list[tuple[float, int]] = []  # which step was on the screen, and when

    def begin(self, scene: Any) -> None:
        """Reckon the runs anew, once they are there."""
        for number, run in enumerate(getattr(scene, "runs", [scene.run])):
            step, off = self.reckoning.error(run.trajectory, plain_method(scene.parameters))
            if off > 1e-7:
                self.findings.add(scene, "the run", f"{off:.1e} off at step {step} of run {number + 1}")

        self.runs = [Path(run.trajectory) for run in getattr(scene, "runs", [scene.run])]
        self.run = self.runs[0]
        self.remembered = self.reckoning.remembered(scene.run.trajectory, plain_method(scene.parameters))

    def look(self, scene: Any, shapes: list[VMobject], frames: int) -> None:
        """Look at a picture that stands for so many frames."""
        self.shapes, self.on = shapes, {id(shape) for shape in shapes}
        step = self._numbers(scene, frames)
        if step is not None:
            self.steps.append((scene.time, step))
        self._ball(scene, step, frames)
        self._panel(scene, step, frames)
        self._arrow(scene, step, frames)
        self._inside(scene, frames)
        self._balls(scene, frames)

    def _is_on(self, shape: Any) -> bool:
        return shape is not None and id(shape) in self.on

    def _numbers(self, scene: Any, frames: int) -> int | None:
        """Check all numbers of the step that is on the screen; return the step."""
        run, words = self.run, scene.words
        texts = numbers_on(self.shapes)
        label = re.compile(re.escape(words.step_label(7)).replace("7", r"([\d\u2009]+)"))
        steps = [int(found[1].replace("\u2009", "")) for text in texts if (found := label.fullmatch(text))]
        if not steps:
            self._beside(scene, texts, frames)
            return None
        step, name = steps[0], str(self.reckoning.symbols[0])
        longest = max(map(len, self.runs))
        if len(run) < step <= longest:
            return None  # of several runs, one that goes on for longer
        if step > longest:
            self.findings.add(scene, "number", f"step {step} of a run of {len(run)}", frames)
            return None
        truth = {name: run.theta(step), "C": run.value(step), "C′": run.slope(step)}
        for text in texts:
            what, equals, shown = plain(text).partition(" = ")
            what = what.replace("'", "′").strip()
            if equals and what in truth and numbers(shown):
                number = numbers(text.split("=")[-1])[0]
                if len(numbers(text.split("=")[-1])) == 1 and not number.agrees(truth[what]):
                    self.findings.add(
                        scene, "number", f"{text} at step {step}, where it is {truth[what]:.8g}", frames
                    )
        before = self.remembered[step] if step < len(self.remembered) else {}
        for text in texts:
            what = plain(text).partition(" = ")[0]
            if what in before and not numbers(text.split("=")[-1], least=3)[0].agrees(float(before[what][0])):
                true = before[what][0]
                self.findings.add(scene, "memory", f"{text} at step {step}, where it is {true:.8g}", frames)
        return step

    def _beside(self, scene: Any, texts: list[str], frames: int) -> None:
        """Check the numbers of a ball that is at no step of the run."""
        if not self._is_on(scene.view.ball) or scene.view.ball.get_fill_opacity() < 0.99:
            return
        theta = [scene.view.theta]
        truth = {str(self.reckoning.symbols[0]): theta[0], "C": self.reckoning.value(theta)}
        truth["C′"] = self.reckoning.gradient(theta)[0]
        for text in texts:
            what, equals, shown = plain(text).partition(" = ")
            what = what.replace("'", "′").strip()
            if equals and what in truth and not numbers(shown)[0].agrees(truth[what]):
                self.findings.add(scene, "number", f"{text}, where it is {truth[what]:.8g}", frames)

    def _between(self, scene: Any, step: int, theta: float) -> float | None:
        """The share of the way from a step to the next at which theta is; None where it is not on it."""
        run, width = self.run, scene.view.axes.frame.right - scene.view.axes.frame.left
        here = run.theta(step)
        near = ON_SCREEN * width / scene.view.axes.area.width
        if abs(theta - here) <= near:
            return 0.0
        if step == len(run):
            return None
        way = run.theta(step + 1) - here
        share = (theta - here) / way if way else np.nan
        return share if -near <= share * abs(way) <= abs(way) + near else None

    def _ball(self, scene: Any, step: int | None, frames: int) -> None:
        view = scene.view
        if not self._is_on(view.ball) or view.ball.get_fill_opacity() < 0.99:
            return  # it is still coming
        axes = view.axes
        (place,) = centers(view.ball)[:1]
        theta, height = (place - axes.origin) / axes.units
        self._on_curve(scene, axes, theta, height, frames)
        if self._is_on(view.foot) and abs(centers(view.foot)[0][0] - place[0]) > ON_SCREEN:
            self.findings.add(scene, "foot", f"not below the ball at {theta:.4g}", frames)
        self._tangent(scene, theta, frames)
        if step is None or scene.beats[-1] == "derivative":
            return
        share = self._between(scene, step, theta)
        if share is None:
            run = self.run
            self.findings.add(
                scene, "ball", f"at {theta:.6g} beside step {step}, theta = {run.theta(step):.6g}", frames
            )
        elif 0.02 < share < 0.98:
            way = self.run.theta(step + 1) - self.run.theta(step)
            part = abs(way) / (axes.frame.right - axes.frame.left)
            if part > GLIDE:
                self.findings.add(
                    scene,
                    "slide",
                    f"over {part:.0%} of the width between steps {step} and {step + 1}",
                    frames,
                )

    def _on_curve(self, scene: Any, axes: Any, theta: float, height: float, frames: int) -> None:
        true = self.reckoning.value([theta])
        off = abs(true - height) * axes.units[1]
        steep = abs(self.reckoning.gradient([theta])[0]) * axes.units[1] / axes.units[0] * 1e-6
        if np.isfinite(off) and off > ON_SCREEN + steep:
            self.findings.add(
                scene, "off the curve", f"a ball at ({theta:.5g}, {height:.5g}), where C = {true:.5g}", frames
            )

    def _tangent(self, scene: Any, theta: float, frames: int) -> None:
        view = scene.view
        if not self._is_on(view.tangent) or len(view.tangent.points) < 4:
            return
        first, last = view.tangent.points[0, :2], view.tangent.points[-1, :2]
        along = last - first
        if np.hypot(*along) < 0.5:
            return  # it is being drawn
        if self.reckoning.has_kink([theta]):
            return
        slope = self.reckoning.gradient([theta])[0] * view.axes.units[1] / view.axes.units[0]
        turned = abs(np.arctan2(along[1], along[0]) - np.arctan(slope))
        turned = min(turned, abs(turned - np.pi))
        if np.degrees(turned) > 2:
            self.findings.add(
                scene, "tangent", f"{np.degrees(turned):.0f} degrees off at {theta:.5g}", frames
            )

    def _panel(self, scene: Any, step: int | None, frames: int) -> None:
        panel = getattr(scene.stage, "panel", None)
        if panel is None or step is None or not self._is_on(panel.head):
            return
        run, axes = self.run, panel.axes
        at, height = ((centers(panel.head)[0] - axes.origin) / axes.units).tolist()
        near = ON_SCREEN / axes.units[0]
        step = min(step, int(np.flatnonzero(np.isfinite(run.values))[-1]))  # a cost that is none has no place
        if not step - near <= at <= min(step + 1, len(run)) + near:
            self.findings.add(scene, "panel", f"at step {at:.2f} beside step {step}", frames)
            return
        costs = run.values[step : step + 2]
        heights = np.log10(costs) if getattr(panel, "log", False) else costs
        low, high = np.nanmin(heights), np.nanmax(heights)
        near = ON_SCREEN / axes.units[1]
        if np.isfinite(heights).all() and not low - near <= height <= high + near:
            self.findings.add(scene, "panel", f"cost {height:.5g} beside {low:.5g} to {high:.5g}", frames)

    def _arrow(self, scene: Any, step: int | None, frames: int) -> None:
        arrow, axes = scene.view.arrow, scene.view.axes
        if step is None or not self._is_on(arrow) or step >= len(self.run):
            return
        tail, tip = span(arrow)
        to = (tip[0] - axes.origin[0]) / axes.units[0]
        way = tip[0] - tail[0]
        slope = self.reckoning.gradient([self.run.theta(step)])[0]
        plain_descent = scene.parameters.optimizer == "gradient-descent"
        if plain_descent and abs(way) > 0.05 and np.sign(way) == np.sign(slope):
            self.findings.add(
                scene, "arrow", f"uphill at step {step}, where the slope is {slope:.4g}", frames
            )
        if self._between(scene, step, to) is None:
            self.findings.add(
                scene,
                "arrow",
                f"to {to:.5g} at step {step}, which goes to {self.run.theta(step + 1):.5g}",
                frames,
            )

    def _inside(self, scene: Any, frames: int) -> None:
        view = scene.view
        plots = [(view.axes, [view.curve, view.trail, view.minimum_marks, view.ball, view.foot, view.drop])]
        swarm = getattr(scene, "swarm", None)
        swarmed = ("balls", "feet", "wakes", "edge")
        plots[0][1].extend(getattr(swarm, name, None) for name in swarmed)
        plots[0][1].extend((*view.hop, *getattr(swarm, "hops", ()), view.edge))
        panel = getattr(scene.stage, "panel", None)
        if panel is not None:
            plots.append((panel.axes, [panel.line, panel.head]))
        slopes = getattr(scene.stage, "slope_axes", None)
        if slopes is not None:
            shapes = [scene.stage.derivative, scene.stage.bead, scene.stage.stem]
            plots.append((slopes, [*shapes, getattr(swarm, "slopes", None)]))
        for axes, shapes in plots:
            left, right, bottom, top = axes.area.inset(-0.2)
            for shape in shapes:
                coming = shape is view.ball and shape.get_fill_opacity() < 0.99
                if self._is_on(shape) and not coming:
                    low, high = box_of(shape)
                    if low[0] < left or high[0] > right or low[1] < bottom or high[1] > top:
                        names = [
                            k
                            for k, v in {**vars(view), **vars(scene), **vars(scene.stage)}.items()
                            if v is shape
                        ]
                        self.findings.add(
                            scene, "leaves its axes", f"{names or type(shape).__name__} {low} {high}", frames
                        )

    def _balls(self, scene: Any, frames: int) -> None:
        """Several runs at once: each ball where its run has been."""
        balls = getattr(getattr(scene, "swarm", None), "balls", None)
        if not isinstance(balls, Dots) or not self._is_on(balls) or balls.get_fill_opacity() < 0.99:
            return
        axes = scene.view.axes
        places = (centers(balls) - axes.origin) / axes.units
        for theta, height in places:
            self._on_curve(scene, axes, theta, height, frames)
        if len(places) != len(self.runs):
            return
        width, near = axes.frame.right - axes.frame.left, ON_SCREEN / axes.units[0]
        for (theta, _), run in zip(places, self.runs, strict=True):
            path = run.thetas
            if np.nanmin(np.abs(path - theta)) <= near or len(path) < 2:
                continue
            low, high = np.minimum(path[:-1], path[1:]), np.maximum(path[:-1], path[1:])
            ways = (high - low)[(low <= theta) & (theta <= high)]
            if not len(ways) or ways.min() > GLIDE * width:
                self.findings.add(
                    scene, "slide", f"a ball at {theta:.5g}, where its run has not been", frames
                )
