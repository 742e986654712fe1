"""What holds of a race: grid and best rates, table, balls and costs are those of the step on the screen."""

import re
from typing import Any

import numpy as np
from manim import VMobject

from scenes.kit.contest.rate_chart import RateChart
from tests.scenes.checker.findings import Findings
from tests.scenes.checker.methods import METHODS
from tests.scenes.checker.outlines import centers, numbers_on
from tests.scenes.checker.reading import numbers
from tests.scenes.checker.stories.common import (
    ON_SCREEN,
    astray,
    descended,
    listen,
    nearest,
    reckoned,
    step_on,
)
from tests.scenes.checker.stories.race_claims import CLAIMS, NOTHING

AGREE = 1e-5  # of the fall: by which costs at the end of a grid's runs may differ, since those stop
ALIKE = 1e-6  # of the fall: costs that count as one
NUDGE = 1e-12  # relative: what a run must not depend on to be compared


class Races:
    """Looks at every frame of one race."""

    def __init__(self, findings: Findings, told: Any) -> None:
        self.findings, self.told = findings, told
        self.reckoning = reckoned(told)
        self.steps: list[tuple[float, int]] = []

    def begin(self, scene: Any) -> None:
        """Reckon the runs anew, and those of the grid."""
        self.scene, self.race, self.contest = scene, scene.race, scene.contest
        self.racers = list(self.race.racers)
        for number, racer in enumerate(self.racers):
            step, off = self.reckoning.error(racer.run, _plain(racer))
            if off > 1e-7:
                self.findings.add(scene, "the run", f"{off:.1e} off at step {step} of racer {number + 1}")
            self._grid(scene, number, racer)
        self.paths = [
            self.contest.map.place(run.thetas[np.isfinite(run.thetas).all(axis=1)])
            for run in (racer.run for racer in self.racers)
        ]
        for place in centers(self.contest.map.rings):
            theta = (place - self.contest.map.axes.origin) / self.contest.map.axes.units
            reach = 1e-3 * np.ptp(self.race.window.box, axis=1)
            if not self.reckoning.is_minimum(theta, reach):
                self.findings.add(scene, "minimum", f"a ring at {theta}, which is no minimum")

    @property
    def fall(self) -> float:
        """From the start to the lowest end of anyone."""
        ends = [racer.run.values[-1] for racer in self.racers if racer.fate == "runs"]
        return max(float(self.racers[0].run.values[0]) - min(ends, default=np.inf), 0.0)

    def _grid(self, scene: Any, number: int, racer: Any) -> None:
        """The costs at the end of all rates, and whether none of them is lower than that of the best."""
        if not racer.tuned or _plain(racer) not in METHODS or racer.ends is None:
            return
        rates, start = np.array(self.race.grid), np.array(self.race.start)
        both = [
            descended(self.reckoning, _plain(racer), np.tile(begin, (len(rates), 1)), rates, self.told.steps)
            for begin in (start, start * (1 + NUDGE) + NUDGE * 1e-3)
        ]
        mine, nudged = both[0][1], both[1][1]
        fall = float(self.racers[0].run.values[0]) - np.nanmin(racer.ends)
        size = max(fall, 0.0) + 1e-12 * abs(float(self.racers[0].run.values[0])) + 1e-300
        with np.errstate(all="ignore"):
            firm = np.abs(mine - nudged) <= 1e-3 * AGREE * size
            apart = np.abs(mine - racer.ends) > AGREE * size
        if (firm & apart).any():  # those that stopped at once where it is level may go on from there
            missed = nearest(self.reckoning, _plain(racer), start, rates, self.told.steps, racer.ends)
            apart &= missed > AGREE * size
        for k in np.flatnonzero(firm & apart):
            self.findings.add(
                scene, "grid", f"racer {number + 1} at {rates[k]:g}: {racer.ends[k]:.6g}, {mine[k]:.6g} anew"
            )
        firm &= np.isfinite(racer.ends)
        lowest = mine[firm].min() if firm.any() else np.nan
        if racer.fate == "runs" and racer.cost > lowest + AGREE * size:
            self.findings.add(
                scene,
                "grid",
                f"racer {number + 1} at {racer.rate:g} ends at {racer.cost:.6g}, another at {lowest:.6g}",
            )

    def look(self, scene: Any, shapes: list[VMobject], frames: int) -> None:
        """Look at a picture that stands for so many frames."""
        on, texts = {id(shape) for shape in shapes}, numbers_on(shapes)
        step = step_on(scene, texts)
        contest = self.contest
        if step is not None and id(contest.table.corner) in on:
            self.steps.append((scene.time, step))
            self._table(scene, step, frames)
            self._chart(scene, step, on, frames)
        elif scene.beats[-1:] == ["finish"]:
            step = self.race.longest
            if id(contest.table.cells[0]) in on:
                self._results(scene, frames)
        self._balls(scene, step, on, frames)
        for chart in scene.mobjects:
            if isinstance(chart, RateChart):
                self._rates(scene, chart, frames)

    def _table(self, scene: Any, step: int, frames: int) -> None:
        for number, racer in enumerate(self.racers):
            self._cost(scene, number, racer, step, self.contest.table.cells[number].texts[0], frames)

    def _cost(self, scene: Any, number: int, racer: Any, step: int, text: str, frames: int) -> None:
        words = scene.words
        true = float(racer.run.values[min(step, len(racer.run))])
        gone = racer.fate != "runs" and step >= len(racer.run)
        label = {"escaped": words.escaped_label(), "undefined": words.undefined_label()}.get(racer.fate)
        told = text == label if gone else bool(numbers(text)) and numbers(text, 2)[0].agrees(true)
        if not told:
            self.findings.add(
                scene, "number", f"{text} of racer {number + 1} at step {step}: {true:.8g}", frames
            )

    def _results(self, scene: Any, frames: int) -> None:
        table = self.contest.table
        for number, racer in enumerate(self.racers):
            cells = table.cells[number].texts
            if len(cells) < 3:
                continue
            self._cost(scene, number, racer, len(racer.run), cells[0], frames)
            counts = [int(text) for text in cells[1:]]
            plain = racer.method.length == "constant"
            if counts[0] != len(racer.run) or (plain and counts[1] not in (counts[0], counts[0] + 1)):
                self.findings.add(scene, "spent", f"{counts} of racer {number + 1}: {len(racer.run)}", frames)
        rows = sorted(self.racers, key=lambda racer: table.places[self.racers.index(racer)])
        shown = [racer.cost if racer.fate == "runs" else np.inf for racer in rows]
        if np.isinf(np.array(shown)[:-1]).any() and np.isfinite(shown[-1]):
            self.findings.add(scene, "ranks", f"one who is gone before others: {shown}", frames)
        costs = np.array(shown)[np.isfinite(shown)]
        gaps = costs[:-1] - costs[1:]
        ranked = len(table.cells[0].texts) >= 3 and frames >= 1 and not self._moves(scene)
        if ranked and (gaps > 2 * ALIKE * self.fall + 1e-9 * abs(shown[0])).any():
            self.findings.add(scene, "ranks", f"{shown}", frames)

    @staticmethod
    def _moves(scene: Any) -> bool:
        """Whether rows are between their places."""
        return any(place % 1 for place in scene.contest.table.places)

    def _balls(self, scene: Any, step: int | None, on: set[int], frames: int) -> None:
        runs, area = self.contest.runs, self.contest.map.area
        for number, (ball, edge, path) in enumerate(zip(runs.balls, runs.edges, self.paths, strict=True)):
            if id(ball) not in on:
                if step is not None and id(edge) not in on and id(runs.balls[0]) in on:
                    self.findings.add(scene, "ball", f"none of racer {number + 1} at step {step}", frames)
                continue
            steps = range(11) if step is None else (step,)
            wrong = [astray(centers(ball)[0], path, each, area.width) for each in steps]
            if all(wrong):
                self.findings.add(scene, "ball", f"racer {number + 1} {wrong[0]}", frames)

    def _chart(self, scene: Any, step: int, on: set[int], frames: int) -> None:
        chart = self.contest.chart
        for number, (head, racer) in enumerate(zip(chart.heads, self.racers, strict=True)):
            if id(head) not in on:
                continue
            at, height = (centers(head)[0] - chart.axes.origin) / chart.axes.units
            near = ON_SCREEN / chart.axes.units
            values = racer.run.values
            first = min(step, int(np.flatnonzero(np.isfinite(values))[-1]))
            with np.errstate(all="ignore"):
                costs = (
                    np.log10(values[first : first + 2])
                    if chart.scale_of_costs.log
                    else values[first : first + 2]
                )
            if not first - near[0] <= at <= min(first + 1, len(racer.run)) + near[0]:
                self.findings.add(scene, "chart", f"racer {number + 1} at {at:.2f}, step {step}", frames)
            if np.isfinite(costs).all() and not costs.min() - near[1] <= height <= costs.max() + near[1]:
                self.findings.add(scene, "chart", f"racer {number + 1} at {height:.5g}: {costs}", frames)

    def _rates(self, scene: Any, chart: RateChart, frames: int) -> None:
        tuned = [racer for racer in self.racers if racer.tuned and racer.ends is not None]
        for racer, ring in zip(tuned, chart.rings, strict=True):
            if not len(ring.points):
                continue
            at, height = (centers(ring)[0] - chart.axes.origin) / chart.axes.units
            near = ON_SCREEN / chart.axes.units
            if abs(at - np.log10(racer.rate)) > near[0]:
                self.findings.add(scene, "best rate", f"a ring at 10^{at:.2f}, not {racer.rate:g}", frames)
            cost = np.log10(racer.cost) if chart.axes.powers and racer.cost > 0 else racer.cost
            low, high = chart.axes.frame.bottom, chart.axes.frame.top
            if low < cost < high and abs(height - cost) > near[1]:
                self.findings.add(scene, "best rate", f"a ring at {height:.5g}, not {cost:.5g}", frames)

    def look_back(self, scene: Any) -> None:
        """Look at what a film has said that is over."""
        self.names = list(self.contest.names)
        listen(scene, self, CLAIMS, NOTHING, self.findings, self.steps)

    def number(self, name: str) -> int:
        """Who is called so, at the begin of a sentence or in it."""
        return [each.lower() for each in self.names].index(name.lower())

    def who(self, text: str) -> list[int]:
        """Who is listed."""
        return [self.number(name) for name in re.split(", | and ", text)]

    def value(self, number: int, step: int) -> float:
        run = self.racers[number].run
        return float(run.values[min(step, len(run))])

    def stays(self, number: int, step: int) -> bool:
        """Whether a racer is not gone by a step."""
        return self.racers[number].fate == "runs" or step < len(self.racers[number].run)


def _plain(racer: Any) -> str:
    """The name of a racer's method, none where it is not known at its settings."""
    method = racer.method
    known = not method.settings and method.length == "constant"
    return method.optimizer if known else ""
