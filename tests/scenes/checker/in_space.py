"""What holds of `surface` and `linked`: balls, numbers, map and panel are those of one step."""

import re
from itertools import combinations
from typing import Any

import numpy as np
from manim import VMobject

from scenes.kit.glyphs import Number
from scenes.kit.shapes import StepArrow
from tests.scenes.checker.findings import Findings
from tests.scenes.checker.outlines import centers, depth, is_seen, numbers_on, span, text_boxes
from tests.scenes.checker.reading import numbers, plain
from tests.scenes.checker.reckoning import Reckoning, plain_method

NEAR = 0.005  # of the window: what can't be seen
GLIDE = 0.16  # of the width of a plot: a longer step is no glide
STRAIGHT = 3.0  # degrees
TOUCHING = 0.03
EVERY = 5  # frames, labels are looked at
AGO = 2.0  # seconds: arcs that are spoken of were seen no longer before
LENGTH = 0.3  # of an arc that is seen, in scene units


class InSpace:
    """Looks at every frame of one film about two variables."""

    def __init__(self, findings: Findings, reckoning: Reckoning) -> None:
        self.findings, self.reckoning = findings, reckoning
        self._frames = 0
        self.steps: list[tuple[float, int]] = []  # which step was on the screen, and when
        self.arcs: list[float] = []  # when jumps were seen

    def begin(self, scene: Any) -> None:
        """Reckon the runs anew, once they are there."""
        for number, path in enumerate(scene.descents.runs):
            step, off = self.reckoning.error(path, plain_method(scene.parameters))
            if off > 1e-7:
                self.findings.add(scene, "the run", f"{off:.1e} off at step {step} of run {number + 1}")

    def look(self, scene: Any, shapes: list[VMobject], frames: int) -> None:
        """Look at a picture that stands for so many frames."""
        self.shapes, self.on = shapes, {id(shape) for shape in shapes}
        self.family = {id(m) for m in scene.get_mobject_family_members()}
        step = self._numbers(scene, frames)
        if step is not None:
            self.steps.append((scene.time, step))
        self._balls(scene, step, frames)
        arcs = scene.stage.leaps
        if id(arcs) in self.family and len(arcs.points) and np.ptp(arcs.points, axis=0).max() > LENGTH:
            self.arcs.append(scene.time + (frames - 1) / 15)
        self._panel_and_map(scene, step, frames)
        for arrow in shapes:
            if isinstance(arrow, StepArrow):
                self._arrow(scene, arrow, frames)
        if frames > 1 or self._frames % EVERY == 0:
            self._labels(scene, frames)
        self._frames += frames

    def look_back(self, scene: Any) -> None:
        """While it is said that steps jump, they do."""
        for said in scene.spoken:
            if said.text.startswith("Long steps jump"):
                seen = [time for time in self.arcs if said.begin <= time <= said.end]
                if max(seen, default=-np.inf) < said.end - AGO:
                    self.findings.note("untrue", "jumps", said.begin, f"{said.text!r}, last seen {seen[-1:]}")

    def _numbers(self, scene: Any, frames: int) -> int | None:
        texts = numbers_on(self.shapes)
        label = re.compile(re.escape(scene.words.step_label(7)).replace("7", r"([\d\u2009]+)") + "(:.*)?")
        found = [match for text in texts if (match := label.fullmatch(text))]
        if not found:
            return None
        step = int(found[0][1].replace("\u2009", ""))
        runs = scene.descents.runs
        for text in texts:
            shown = plain(text)
            row = re.fullmatch(r"(\d+):\s+C = (.*)", shown)
            if row:
                number = int(row[1]) - 1
            elif shown.startswith("C = ") and len(runs) > 0:
                number = scene.stage.leader
            elif "C = " in shown:
                number = 0
            else:
                self._worked(scene, text, step, frames)
                continue
            true = runs[number].values[min(step, self._last(runs[number]))]
            if not numbers(text.split("=")[-1])[0].agrees(float(true)):
                self.findings.add(scene, "number", f"{text} at step {step}, where it is {true:.8g}", frames)
        return step

    def _worked(self, scene: Any, text: str, step: int, frames: int) -> None:
        """A line such as x: 1 - 0.1 × 2 = 0.8, or x: 1 → 0.8, or x = 1."""
        run, names = scene.descents.runs[0], [str(symbol) for symbol in self.reckoning.symbols]
        found = re.match(r"(\w+)\s*(:|=)", plain(text))
        if found is None or found[1] not in names:
            return
        i, shown = (
            names.index(found[1]),
            numbers(text.split(":")[-1].split("=", 1)[-1] if found[2] == "=" else text.split(":", 1)[1]),
        )
        if not shown:
            return
        last = min(step + 1, len(run))
        if not shown[0].agrees(float(run.thetas[step, i])):
            self.findings.add(
                scene, "number", f"{text} at step {step}, from {run.thetas[step, i]:.8g}", frames
            )
        if len(shown) > 1 and not shown[-1].agrees(float(run.thetas[last, i])):
            self.findings.add(scene, "number", f"{text} at step {step}, to {run.thetas[last, i]:.8g}", frames)
        if "×" in text and len(shown) == 4 and step < len(run):
            against = -float(run.directions[step, i])  # the gradient, or what the optimizer makes of it
            if not shown[2].agrees(against):
                self.findings.add(scene, "number", f"{text}: the step is against {against:.8g}", frames)

    def _last(self, run: Any) -> int:
        return int(np.flatnonzero(np.isfinite(run.thetas).all(axis=1))[-1])

    def _box(self, scene: Any) -> np.ndarray:
        box = scene.stage.box
        return np.array([box.x_range, box.y_range])

    def _balls(self, scene: Any, step: int | None, frames: int) -> None:
        if step is None:
            return
        for number, (ball, run) in enumerate(zip(scene.stage.balls, scene.descents.runs, strict=False)):
            if id(ball) in self.family and ball.opacity > 0.3:
                self._place(scene, f"ball {number + 1}", run, step, np.asarray(ball.theta), frames)

    def _place(self, scene: Any, name: str, run: Any, step: int, theta: np.ndarray, frames: int) -> None:
        """A place must be that of the step, or on a short way to the next."""
        size = np.ptp(self._box(scene), axis=1)
        last = self._last(run)
        here, to = run.thetas[min(step, last)], run.thetas[min(step + 1, last)]
        if np.abs((theta - here) / size).max() <= NEAR:
            return
        way, gone = (to - here) / size, (theta - here) / size
        share = float(gone @ way / (way @ way)) if way.any() else 0.0
        if not (-0.01 <= share <= 1.01 and np.abs(gone - share * way).max() <= NEAR):
            self.findings.add(scene, "ball", f"{name} at {theta} beside step {step}, {here}", frames)
        elif 0.02 < share < 0.98 and np.abs(way).max() > GLIDE:
            self.findings.add(
                scene,
                "slide",
                f"{name} over {np.abs(way).max():.0%} of the window between {step} and {step + 1}",
                frames,
            )

    def _panel_and_map(self, scene: Any, step: int | None, frames: int) -> None:
        if step is None or not hasattr(scene, "panel"):
            return
        run, head, ball = scene.run, scene.panel.head, scene.inset.ball
        if id(head) in self.on:
            at, height = (centers(head)[0] - scene.panel.axes.origin) / scene.panel.axes.units
            near = 0.03 / scene.panel.axes.units
            step = min(step, int(np.flatnonzero(np.isfinite(run.values))[-1]))
            if not step - near[0] <= at <= min(step + 1, len(run)) + near[0]:
                self.findings.add(scene, "panel", f"at step {at:.2f} beside step {step}", frames)
            costs = run.values[step : step + 2]
            costs = np.log10(costs) if getattr(scene.panel, "log", False) else costs
            if np.isfinite(costs).all() and not costs.min() - near[1] <= height <= costs.max() + near[1]:
                self.findings.add(scene, "panel", f"cost {height:.5g} beside {costs}", frames)
        if id(ball) in self.on:
            theta = (centers(ball)[0] - scene.inset.axes.origin) / scene.inset.axes.units
            self._place(scene, "the map's ball", run, step, theta, frames)

    def _arrow(self, scene: Any, arrow: StepArrow, frames: int) -> None:
        """On the map, seen from above, at a start: along the gradient, or the first step, by its colour."""
        theme, stage = scene.theme, scene.stage
        color = arrow.get_fill_color().to_hex().lower()
        tail, tip = span(arrow)
        if color not in (theme.gradient.lower(), theme.step.lower()) or np.hypot(*(tip - tail)) < 0.15:
            return
        starts = np.array([stage.on_screen(run.thetas[0]) for run in scene.descents.runs])
        number = int(np.argmin(np.hypot(*(starts - tail).T)))
        if np.hypot(*(starts[number] - tail)) > 0.3:
            return
        run = scene.descents.runs[number]
        theta, size = run.thetas[0], np.ptp(self._box(scene), axis=1)
        gradient = self.reckoning.gradient(theta)
        true = gradient if color == theme.gradient.lower() else run.directions[0] if len(run) else -gradient
        if not np.isfinite(true).all() or not true.any():
            self.findings.add(scene, "arrow", f"where there is no way to go: {true}", frames)
            return
        along = stage.on_screen(theta + 1e-4 * true / np.abs(true / size).max()) - stage.on_screen(theta)
        cosine = along @ (tip - tail) / (np.hypot(*along) * np.hypot(*(tip - tail)))
        off = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
        if off > STRAIGHT:
            self.findings.add(scene, "arrow", f"{off:.0f} degrees off at start {number + 1}", frames)

    def _labels(self, scene: Any, frames: int) -> None:
        """Labels pinned to places in space cover neither each other nor balls."""
        eye = scene.eye
        boxes = []
        for label, pin in eye.pins.items():
            strong = pin.strength is None or pin.strength() > 0.3
            if id(label) not in self.family or not is_seen(label) or not strong:
                continue
            shift = eye.frame_point(pin.anchor()) - label.get_center() + [*pin.offset, 0.0]
            if np.isfinite(shift).all():
                name = label.text if isinstance(label, Number) else type(label).__name__
                boxes += [(name, box + shift[:2]) for box in text_boxes(label)]
        for (one, first), (other, second) in combinations(boxes, 2):
            if depth(first, second) > TOUCHING:
                self.findings.add(scene, "labels in space overlap", f"{one!r} and {other!r}", frames)
        for ball in scene.stage.balls:
            if id(ball) not in self.family or ball.opacity < 0.3 or not np.isfinite(ball.ball_center).all():
                continue
            center = eye.frame_point(ball.ball_center)[:2]
            for name, (low, high) in boxes:
                if (low < center).all() and (center < high).all():
                    self.findings.add(scene, "a label covers a ball", repr(name), frames)
