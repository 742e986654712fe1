"""What holds of a regression: models, costs, balls and condition numbers are those of the data."""

from typing import Any

import numpy as np
from manim import VMobject

from tests.scenes.checker.findings import Findings
from tests.scenes.checker.outlines import centers
from tests.scenes.checker.stories.common import ON_SCREEN, astray, listen, step_on, written
from tests.scenes.checker.stories.files import columns
from tests.scenes.checker.stories.fit_claims import CLAIMS, NOTHING

EXACT = 1e-7
HUGE = 1e100


class Fitted:
    """A model on data once more: a design matrix, its cost, and a descent, by plain numpy."""

    def __init__(self, told: Any, features: np.ndarray, targets: np.ndarray, standard: bool) -> None:
        self.logistic, self.targets = told.kind == "logistic", targets
        spread = features.std(axis=0)
        seen = (features - features.mean(axis=0)) / spread if standard else features
        if told.kind == "polynomial":
            self.design = seen[:, :1] ** np.arange(told.degree + 1)
        else:
            self.design = np.column_stack([seen, np.ones(len(seen))])

    def losses(self, theta: np.ndarray) -> np.ndarray:
        """The loss of every example."""
        with np.errstate(all="ignore"):
            said = self.design @ theta
            if self.logistic:
                return np.logaddexp(0.0, np.where(self.targets == 1, -said, said))
            return (said - self.targets) ** 2

    def cost(self, theta: np.ndarray) -> float:
        return float(self.losses(theta).mean())

    def gradient(self, theta: np.ndarray, rows: Any = slice(None)) -> np.ndarray:
        """The gradient of the mean loss of some rows."""
        design, targets = self.design[rows], self.targets[rows]
        with np.errstate(all="ignore"):
            said = design @ theta
            off = 1 / (1 + np.exp(-said)) - targets if self.logistic else 2 * (said - targets)
            return design.T @ off / len(targets)

    def condition(self, theta: np.ndarray) -> float:
        """The largest curvature over the smallest."""
        weights = np.full(len(self.targets), 2.0)
        if self.logistic:
            chance = 1 / (1 + np.exp(-self.design @ theta))
            weights = chance * (1 - chance)
        sizes = np.linalg.svd(self.design * np.sqrt(weights)[:, None], compute_uv=False)
        few = len(sizes) < self.design.shape[1]
        return np.inf if few or sizes[-1] <= 1e-9 * sizes[0] else float((sizes[0] / sizes[-1]) ** 2)


class Fits:
    """Looks at every frame of one regression."""

    def __init__(self, findings: Findings, told: Any) -> None:
        self.findings, self.told = findings, told
        self.steps: list[tuple[float, int]] = []

    def begin(self, scene: Any) -> None:
        """Reckon all descents anew, from the file itself."""
        self.run, self.stage = scene.run, scene.stage
        model = self.run.first.model
        table = np.column_stack([model.features, model.targets])
        if self.told.data is not None:
            table = columns(self.told.data)
            if self.told.kind == "polynomial":
                table = table[:, [0, -1]]
        self.features, self.targets = table[:, :-1], table[:, -1]
        if (model.features != self.features).any() or (model.targets != self.targets).any():
            self.findings.add(scene, "data", "the examples are not those of the file")
        self.bowls = [bowl for bowl in (self.run.first, self.run.second) if bowl is not None]
        self.fitted = [self.of(bowl) for bowl in self.bowls]
        for bowl, fitted in zip(self.bowls, self.fitted, strict=True):
            self._run(scene, fitted, bowl.run)
            self._bowl(scene, fitted, bowl)
        if self.run.noisy:
            fitted = self.fitted[-1]
            self._run(scene, fitted, self.run.whole)
            for noisy in self.run.noisy:
                self._run(scene, fitted, noisy.run)

    def of(self, bowl: Any) -> Fitted:
        return Fitted(self.told, self.features, self.targets, bowl.model.is_standardised)

    def _run(self, scene: Any, fitted: Fitted, run: Any) -> None:
        """Every step is the rate times the gradient, of all examples or of its batch."""
        size = np.abs(run.thetas[np.isfinite(run.thetas)]).max() + 1e-300
        for step in range(len(run)):
            theta = run.thetas[step]
            if not np.isfinite(run.thetas[step + 1]).all() or np.abs(run.thetas[step + 1]).max() > HUGE:
                break
            rows = slice(None) if run.batches is None else run.batches.rows[step]
            rows = rows if run.batches is None else rows[rows >= 0]
            move = run.learning_rates[step] * fitted.gradient(theta, rows)
            scale = np.abs(theta).max() + np.abs(move).max() + 1e-12 * min(size, 1e300)
            if np.abs(theta - move - run.thetas[step + 1]).max() > EXACT * scale:
                self.findings.add(scene, "the run", f"{run.thetas[step + 1]} at step {step + 1}")
                break
            true = fitted.cost(theta)
            if abs(true - run.values[step]) > 1e-9 * (abs(true) + fitted.cost(0 * theta)):
                self.findings.add(scene, "the run", f"cost {run.values[step]} at step {step}, not {true}")
                break
        if run.batches is not None:
            for epoch in np.unique(run.batches.epochs)[:-1]:
                rows = run.batches.rows[run.batches.epochs == epoch]
                if sorted(rows[rows >= 0]) != [*range(len(fitted.targets))]:
                    self.findings.add(scene, "batches", f"epoch {epoch} does not see each example once")

    def _bowl(self, scene: Any, fitted: Fitted, bowl: Any) -> None:
        """The lowest cost is that of least squares, and the condition number that of the curvatures."""
        if not fitted.logistic:
            best = np.linalg.lstsq(fitted.design, fitted.targets, rcond=None)[0]
            lowest, start = fitted.cost(best), fitted.cost(0 * best)
            if abs(bowl.lowest - lowest) > 1e-9 * start:
                self.findings.add(scene, "best", f"cost {bowl.lowest}, by least squares {lowest}")
        elif bowl.best is not None:
            steepness = np.abs(fitted.gradient(bowl.best)).max()
            if steepness > 1e-6 * np.abs(fitted.gradient(0 * bowl.best)).max():
                self.findings.add(scene, "best", f"the slope there is {steepness}")
        true = fitted.condition(bowl.others)
        if bowl.condition is not None and not _alike(bowl.condition, true):
            self.findings.add(scene, "condition", f"{bowl.condition:.6g}, by numpy {true:.6g}")

    def look(self, scene: Any, shapes: list[VMobject], frames: int) -> None:
        """Look at a picture that stands for so many frames."""
        on = {id(shape) for shape in shapes}
        pair = getattr(scene, "pair", None)
        shown = [self.stage.map, *([pair.left, pair.right] if pair else [])]
        for each in shown:
            if id(each.numbers) in on and each.numbers.text:
                self._map(scene, each, on, frames)
        if id(self.stage.picture.plot.model) in on and self.bowls[0].model.kind == "line":
            self._line(scene, on, frames)
        self._inside(scene, shown, on, frames)

    def _map(self, scene: Any, shown: Any, on: set[int], frames: int) -> None:
        step = step_on(scene, [shown.numbers.text])
        if step is None:
            return
        self.steps.append((scene.time, step))
        run, bowl = shown.run, shown.bowl
        true = self.of(bowl).cost(run.thetas[step])
        if not written(shown.numbers.text).agrees(true):
            self.findings.add(scene, "number", f"{shown.numbers.text}, where it is {true:.8g}", frames)
        ball, area = shown.runs.balls[0], shown.area
        path = shown.map.place(run.thetas[np.isfinite(run.thetas).all(axis=1)][:, bowl.pair])
        if id(ball) in on:
            wrong = astray(centers(ball)[0], path, step, area.width)
            if wrong:
                self.findings.add(scene, "ball", wrong, frames)
        if bowl.bottom is not None and id(shown.map.rings) in on:
            true = shown.place(self._bottom(bowl))
            if np.abs(centers(shown.map.rings)[0] - true).max() > ON_SCREEN:
                self.findings.add(scene, "minimum", f"a ring not at {true}", frames)
        is_first = shown is self.stage.map and id(self.stage.parameters) in on
        if is_first and self.stage.bowl is bowl:
            self._parameters(scene, run, step, bowl, frames)

    def _bottom(self, bowl: Any) -> np.ndarray:
        fitted = self.of(bowl)
        if fitted.logistic:
            return bowl.best[[*bowl.pair]]
        return np.linalg.lstsq(fitted.design, fitted.targets, rcond=None)[0][[*bowl.pair]]

    def _parameters(self, scene: Any, run: Any, step: int, bowl: Any, frames: int) -> None:
        """The numbers of the model are those of the step, or on the way to the next."""
        ends = run.thetas[[step, min(step + 1, len(run))]][:, bowl.pair]
        parts = self.stage.parameters.text.split(",\u2009 ")
        for text, low, high in zip(parts, ends.min(axis=0), ends.max(axis=0), strict=False):
            shown = written(text)
            slack = shown.half + 1e-9 * float(np.abs(run.thetas[step]).max())
            if np.isfinite(high) and not low - slack <= shown.value <= high + slack:
                self.findings.add(scene, "number", f"{text} at step {step}: {low:.6g}, {high:.6g}", frames)

    def _line(self, scene: Any, on: set[int], frames: int) -> None:
        """The cost that is told is that of the line that is drawn, against the data."""
        plot, shown = self.stage.picture.plot, self.stage.map
        line = plot.model.points[:, :2]
        if len(line) < 4 or id(shown.numbers) not in on or scene.beats[-1] == "ending":
            return
        ends = (line[[0, -1]] - plot.axes.origin) / plot.axes.units
        if abs(ends[1, 0] - ends[0, 0]) < 1e-3 * np.ptp(plot.samples):
            return
        w = (ends[1, 1] - ends[0, 1]) / (ends[1, 0] - ends[0, 0])
        said = ends[0, 1] + w * (self.features[:, 0] - ends[0, 0])
        true = float(np.mean((said - self.targets) ** 2))
        told, step = written(shown.numbers.text), step_on(scene, [shown.numbers.text])
        slack = told.half + 1e-6 * self.fitted[0].cost(0 * self.bowls[0].others)
        if abs(told.value - true) > slack and not self._is_between(said, shown.run, step):
            self.findings.add(
                scene, "line", f"{shown.numbers.text}, where the line drawn has {true:.8g}", frames
            )

    def _is_between(self, said: np.ndarray, run: Any, step: int | None) -> bool:
        """Whether what a line says lies on the way from a step's to the next one's."""
        if step is None or step >= len(run):
            return False
        here, to = (self.fitted[0].design @ run.thetas[k] for k in (step, step + 1))
        way, gone = to - here, said - here
        share = float(gone @ way / (way @ way)) if way.any() else 0.0
        off = np.abs(gone - share * way).max() / (np.abs(way).max() + np.abs(here).max())
        return -0.01 <= share <= 1.01 and off <= 1e-6

    def _inside(self, scene: Any, shown: list, on: set[int], frames: int) -> None:
        plot = self.stage.picture.plot
        parts = [(plot.area, [plot.model, plot.errors, plot.squares, plot.dots])]
        parts += [(each.area, each.runs.get_family()) for each in shown]
        for area, shapes in parts:
            left, right, bottom, top = area.inset(-0.2)
            for shape in (shape for shape in shapes if id(shape) in on):
                points = shape.points[:, :2]
                low, high = points.min(axis=0), points.max(axis=0)
                if low[0] < left or high[0] > right or low[1] < bottom or high[1] > top:
                    self.findings.add(
                        scene, "leaves its axes", f"{type(shape).__name__} {low} {high}", frames
                    )

    def look_back(self, scene: Any) -> None:
        """Look at what a film has said that is over."""
        listen(scene, self, CLAIMS, NOTHING, self.findings, self.steps)


def _alike(one: float, other: float) -> bool:
    return one == other or (min(one, other) > 1e12) or abs(one / other - 1) < 1e-4
