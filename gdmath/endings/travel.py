"""A trajectory seen as a journey: its lengths and turns, its optimizer, and the bounds of its rate."""

import ast
from functools import cached_property
from typing import Any

import numpy as np

import gdmath.optimizers
from gdmath.critical.critical_point import Kind, Site
from gdmath.critical.resting import resting_place
from gdmath.endings.cause import Bound, Brake
from gdmath.endings.motion import norms
from gdmath.objective import Floats
from gdmath.optimizers import AdamW, Lion, Noisy, Point
from gdmath.optimizers.stability import critical_rate
from gdmath.trajectory import Trajectory

_STRAIGHT_ALONG = 0.9  # the share of a step that goes along the axis of the curvature that is blamed
_LITTLE = 1e-2


class Travel:
    """What is read off a trajectory to tell its ending; points that are not finite are left out."""

    def __init__(self, run: Trajectory) -> None:
        self.run = run
        sound = np.isfinite(run.thetas).all(axis=1) & np.isfinite(run.values)
        count = len(sound) if sound.all() else int(np.argmin(sound))
        self.lost = len(sound) - count  # points at the end that are not finite
        self.thetas, self.values = run.thetas[:count], run.values[:count]
        self.end = run.thetas[-1]
        self.norms: list[float] = norms(run.gradients[:count]).tolist()
        self.steps = np.diff(self.thetas, axis=0)
        self.lengths = norms(self.steps)
        self.optimizer = optimizer_of(run.optimizer)

    @cached_property
    def extent(self) -> float:
        """How far the run was from its start at most."""
        return float(np.linalg.norm(self.thetas - self.thetas[0], axis=1).max(initial=0.0))

    @property
    def reach(self) -> float:
        """How near to its end a place is where it may be said to rest."""
        size = 1.0 + float(np.abs(self.end).max())
        if len(self.run) and not self.lengths.any():
            return 1e-12 * size  # it would not move, however far it was
        return max(0.05 * self.extent, 1e-6 * size)

    @property
    def last_step(self) -> float:
        return float(self.lengths[-1]) if len(self.lengths) else 0.0

    @cached_property
    def turns(self) -> int:
        """How many of the steps in the second half go back, against the one before."""
        late = self.steps[len(self.steps) // 2 :]
        return int(((late[1:] * late[:-1]).sum(axis=1) < 0).sum())

    @property
    def remembers(self) -> bool:
        """Whether the next step depends on more than where the run is."""
        plain = type(self.optimizer).__name__ in ("GradientDescent", "Newton")
        return not (plain and self._constant(0)) or self.run.batches is not None or self.run.searched

    @property
    def is_noisy(self) -> bool:
        """Whether the gradients that it followed are noisy: those of batches, or with noise added."""
        return self.run.batches is not None or any(isinstance(each, Noisy) for each in self.layers)

    @property
    def layers(self) -> list[Any]:
        """The optimizer, and those within it where it alters the gradient of another."""
        found = [self.optimizer]
        while hasattr(found[-1], "optimizer"):
            found.append(found[-1].optimizer)
        return found

    @property
    def is_regular(self) -> bool:
        """Whether the steps follow one rule in the whole second half: no noise, one rate."""
        return not (self.is_noisy or self.run.searched) and self._constant(len(self.run) // 2)

    @property
    def is_still(self) -> bool:
        """Whether slope and steps have vanished, measured by what they were."""
        if self.lost:
            return False
        if len(self.run) and not self.lengths.any():
            return True
        gone = self.norms[-1] <= 1e-9 * max(self.norms)
        return gone and self.last_step <= 1e-6 * self.extent

    @property
    def next_step(self) -> float:
        """How long the next step would have been, at the last rate; 0 where that is not known."""
        run = self.run
        if self.optimizer is None or self.is_noisy or not len(run) or self.lost:
            return 0.0
        state, direction = self.optimizer.init(run.thetas[0]), np.zeros(1)
        for k in range(len(run) + 1):
            point = Point(run.cost, k, run.thetas[k], float(run.values[k]), run.gradients[k])
            direction, state = self.optimizer.update(point, state)
        return float(run.learning_rates[-1] * np.linalg.norm(direction))

    @property
    def is_carried_on(self) -> bool:
        """Whether the optimizer's memory would carry the run on from where its slope is zero."""
        far = 1e-3 * self.extent
        return self.remembers and not self.run.searched and self.last_step > far and self.next_step > far

    @property
    def is_nearly_level(self) -> bool:
        """Whether the slope is a ten-thousandth of what it was, or less."""
        return self.norms[-1] <= 1e-4 * max(self.norms)

    @property
    def still_moves(self) -> bool:
        """Whether the second half still spans a thousandth of the way, or more."""
        late = self.thetas[len(self.thetas) // 2 :]
        return float(np.linalg.norm(np.ptp(late, axis=0))) > 1e-3 * self.extent

    @property
    def decay(self) -> float:
        """The optimizer's weight decay, which draws the run away from minima."""
        return float(getattr(self.layers[-1], "weight_decay", 0.0))

    @property
    def balancing_decay(self) -> float | None:
        """The weight decay that holds the run where it all but stands, or None."""
        if not self.decay or not self.lengths.any() or self.norms[-1] <= 1e-6 * max(self.norms):
            return None
        step = self.last_step / max(self.extent, float(np.abs(self.end).max()))
        if isinstance(self.layers[-1], AdamW | Lion):  # whose decay is no part of the gradient
            return self.decay if step <= 1e-9 and self._constant(len(self.run) // 2) else None
        left = self.run.gradients[-1] + self.decay * self.end
        return self.decay if step <= 1e-5 and np.linalg.norm(left) <= 1e-3 * self.norms[-1] else None

    @property
    def brake(self) -> Brake | None:
        """What makes its steps short, if they are short."""
        longest, rates = float(self.lengths.max(initial=0.0)), self.run.learning_rates
        slope, steepest = self.norms[-1], max(self.norms)
        if not longest and len(self.run):
            return Brake.SLOPE if self._is_flat else Brake.RATE
        if len(self.run) < 10:
            return None
        short = self.last_step <= _LITTLE * longest and self.last_step <= 1e-3 * self.extent
        if short and slope <= _LITTLE * steepest and self.turns <= 2:
            return Brake.SLOPE
        if self.run.searched:
            return None
        if short and rates[-1] <= _LITTLE * rates.max() and rates[-1] * steepest < slope * rates.max():
            return Brake.RATE
        unchanged = np.linalg.norm(self.run.gradients[-1] - self.run.gradients[0]) <= _LITTLE * self.norms[0]
        near = float(np.linalg.norm(self.thetas[0])) or 1.0
        little = self.extent <= _LITTLE * min(near, self._natural_length)
        if not (unchanged and little):
            return None
        return Brake.SLOPE if self._is_flat else Brake.RATE

    @property
    def _is_flat(self) -> bool:
        """Whether it is far steeper somewhere between the start and twice as far out, or as near."""
        start, d = self.thetas[0], len(self.end)
        reach = float(np.linalg.norm(start)) or 1.0
        ways = np.vstack([np.eye(d), -np.eye(d)])
        around = start + reach * np.linspace(0.02, 1, 50)[:, None, None] * ways
        slopes = np.linalg.norm(self.run.cost.gradient(around), axis=-1)
        return self.norms[-1] <= 1e-4 * float(slopes[np.isfinite(slopes)].max(initial=0.0))

    @property
    def _natural_length(self) -> float:
        """How far it is to where the slope would be zero, if the curvature at the start went on."""
        gradient = self.run.gradients[0]
        hessian = self.run.cost.hessian(self.thetas[0])
        bend = float(gradient @ hessian @ gradient) if np.isfinite(hessian).all() else 0.0
        return float(np.linalg.norm(gradient) ** 3 / bend) if bend > 0 else 0.0

    @cached_property
    def _quadratic(self) -> Floats | None:
        """The eigenvalues of the Hessian, if it is the same everywhere."""
        cost = self.run.cost
        if not cost.has_constant_hessian:
            return None
        hessian = cost.hessian(self.thetas[0])
        return np.asarray(np.linalg.eigvalsh(hessian), dtype=float) if np.isfinite(hessian).all() else None

    @property
    def is_convex_quadratic(self) -> bool:
        return self._quadratic is not None and bool(self._quadratic[0] > 1e-12 * self._quadratic[-1])

    @property
    def is_floorless(self) -> bool:
        """Whether the cost is quadratic and falls without end in some direction."""
        return self._quadratic is not None and bool(self._quadratic[0] < -1e-12 * np.abs(self._quadratic[-1]))

    def bound_broken(self, first: int) -> Bound | None:
        """Return the bound that the rate is above where the growing overshoots begin, at step `first`."""
        if not self._constant(first) or self.is_noisy or self.run.searched:
            return None
        begin, step = self.thetas[first], self.steps[first]
        if self._quadratic is not None:
            places = self.thetas[-1:]
        else:
            valley = resting_place(self.run.cost, begin + step / 2, 0.5 * float(np.linalg.norm(step)))
            floor = [np.array(valley.theta)] if valley and _is_smooth_minimum(valley) else []
            places = np.vstack([*floor, begin, begin + np.linspace(0, 1, 34)[1:, None] * step])
        return self._bound(places, self.steps[-1] if self._quadratic is not None else step, strictly=True)

    def bound_met(self, points: Floats) -> Bound | None:
        """Return the bound that the rate meets or breaks at the minimum between the points of a cycle."""
        size = float(np.linalg.norm(np.ptp(points, axis=0)))
        valley = resting_place(self.run.cost, points.mean(axis=0), size / 2)
        if valley is None or not _is_smooth_minimum(valley):
            return None
        return self._bound(np.array([valley.theta]), points[1] - points[0], strictly=False)

    def _bound(self, places: Floats, along: Floats, *, strictly: bool) -> Bound | None:
        rate = float(self.run.learning_rates[-1])
        along = along / np.abs(along).max()
        for place, hessian in zip(places, self.run.cost.hessian(places), strict=True):
            if not np.isfinite(hessian).all():
                continue
            numbers, axes = np.linalg.eigh(hessian)
            limit = critical_rate(self.optimizer, float(numbers[0]), float(numbers[-1]))
            if limit is None or rate < limit * (1 + 1e-12 if strictly else 1 - 1e-12):
                continue
            steepest = numbers >= 0.5 * numbers[-1]
            share = float(np.linalg.norm(axes.T[steepest] @ along) / np.linalg.norm(along))
            if share >= _STRAIGHT_ALONG:
                everywhere = self._quadratic is not None
                return Bound(rate, limit, float(numbers[-1]), tuple(place.tolist()), everywhere)
        return None

    def _constant(self, first: int) -> bool:
        rates = self.run.learning_rates[first:]
        return len(rates) > 0 and float(np.ptp(rates)) == 0


def _is_smooth_minimum(point: Any) -> bool:
    return point.kind is Kind.MINIMUM and point.site is Site.SMOOTH


def optimizer_of(label: str) -> Any:
    """Return the optimizer of a trajectory's label, or None for one that is not gdmath's own.

    >>> optimizer_of("Momentum(beta=0.5)")
    Momentum(beta=0.5)
    """
    try:
        return _built(ast.parse(label, mode="eval").body)
    except (SyntaxError, ValueError, TypeError, AttributeError):
        return None


def _built(node: ast.expr) -> Any:
    if not isinstance(node, ast.Call):
        return ast.literal_eval(node)
    if not isinstance(node.func, ast.Name) or node.func.id not in dir(gdmath.optimizers):
        raise ValueError(ast.dump(node))
    settings = {word.arg: _built(word.value) for word in node.keywords if word.arg}
    return getattr(gdmath.optimizers, node.func.id)(*map(_built, node.args), **settings)
