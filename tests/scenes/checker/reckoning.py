"""The mathematics once more: a formula as sympy reads it, and whether a run is what its method makes."""

from functools import cached_property
from typing import Any

import numpy as np
import sympy

from tests.scenes.checker.methods import METHODS

WRITTEN = {
    "abs": sympy.Abs,
    "ln": sympy.log,
    "relu": lambda x: sympy.Max(x, 0),
    "softplus": lambda x: sympy.log(1 + sympy.exp(x)),
}


class Reckoning:
    """A cost of the variables in this order, with its gradient, by sympy's lambdify."""

    def __init__(self, formula: str, names: tuple[str, ...]) -> None:
        self.symbols = sympy.symbols(names, real=True)
        known = dict(zip(names, self.symbols, strict=True)) | WRITTEN
        self.expression = sympy.sympify(formula, locals=known)

    @cached_property
    def _value(self):
        return sympy.lambdify(self.symbols, self.expression, "numpy")

    @cached_property
    def _slopes(self):
        # sympy's derivative of a root or an absolute value is right wherever there is one.
        return [sympy.lambdify(self.symbols, self.expression.diff(s).doit(), "numpy") for s in self.symbols]

    def value(self, theta) -> float:
        """The cost at theta (d,), nan where it has none."""
        with np.errstate(all="ignore"):
            return float(self._value(*np.asarray(theta, float)))

    def gradient(self, theta) -> np.ndarray:
        """The gradient at theta (d,)."""
        with np.errstate(all="ignore"):
            return np.array([float(slope(*np.asarray(theta, float))) for slope in self._slopes])

    def values(self, thetas) -> np.ndarray:
        """The cost at many places (n, d)."""
        places = np.asarray(thetas, float)
        with np.errstate(all="ignore"):
            return np.broadcast_to(self._value(*places.T), len(places)).astype(float)

    def gradients(self, thetas) -> np.ndarray:
        """The gradient at many places (n, d)."""
        places = np.asarray(thetas, float)
        with np.errstate(all="ignore"):
            each = [np.broadcast_to(slope(*places.T), len(places)) for slope in self._slopes]
        return np.stack(each, axis=1).astype(float)

    def curvatures(self, theta) -> np.ndarray:
        """The eigenvalues of the Hessian at theta (d,), from the lowest; nan where there is none."""
        place = dict(zip(self.symbols, np.asarray(theta, float).tolist(), strict=True))
        try:
            bends = sympy.hessian(self.expression, self.symbols).doit().subs(place)
            return np.linalg.eigvalsh(np.array(bends.tolist(), dtype=float))
        except TypeError:
            return np.full(len(self.symbols), np.nan)

    def is_minimum(self, theta, reach) -> bool:
        """Whether nothing lower stands around theta (d,), so far off in each direction (d,)."""
        turns = np.linspace(0, 2 * np.pi, 48, endpoint=False)
        ways = np.column_stack([np.cos(turns), np.sin(turns)]) if len(self.symbols) > 1 else [[-1.0], [1.0]]
        around = self.values(np.asarray(theta, float) + np.asarray(ways) * reach)
        here = self.value(theta)
        return not (around < here - 1e-9 * (abs(here) + np.ptp(around[np.isfinite(around)], axis=0))).any()

    def has_kink(self, theta) -> bool:
        """Whether the gradient jumps at theta, so that it has none there."""
        little = 1e-7 * (1 + np.abs(theta))
        before, after = self.gradient(theta - little), self.gradient(theta + little)
        return bool(np.abs(after - before).max() > 0.1 * (np.abs(before) + np.abs(after)).max())

    def error(self, path: Any, method: str) -> tuple[int, float]:
        """The step at which a run's cost, or its step by the method, is furthest off; and how far.

        Relative to the numbers that are added; the last place of an escape may be beyond all floats. Of a
        method that is not known here, only the costs are reckoned.
        """
        worst, known = (0, 0.0), METHODS.get(method)
        gradients = (self.gradient(theta) for theta in path.thetas)
        steps = known(gradients) if known else None
        for k, (theta, value) in enumerate(zip(path.thetas, path.values, strict=True)):
            if not np.isfinite(theta).all() or not np.isfinite(value) or np.abs(theta).max() > 1e12:
                break
            off = max(_relative(self.value(theta), value), self._off(theta, path.gradients[k]))
            if steps is not None and k < len(path) and np.isfinite(path.thetas[k + 1]).all():
                moved = path.learning_rates[k] * next(steps)[0]
                size = np.abs(theta) + np.abs(moved) + 1e-12
                off = max(off, float(np.max(np.abs(theta + moved - path.thetas[k + 1]) / size)))
            if off > worst[1]:
                worst = k, off
        return worst

    def _off(self, theta: np.ndarray, recorded: np.ndarray) -> float:
        """How far a recorded gradient is off, where there is one."""
        true = self.gradient(theta)
        off = float(np.max(np.abs(true - recorded) / (np.abs(true).max() + 1e-6)))
        return off if off > 1e-9 and not self.has_kink(theta) else 0.0

    def remembered(self, path: Any, method: str) -> list[dict[str, np.ndarray]]:
        """What the method remembers before each step, by name; nothing of one that is not known here."""
        gradients = (self.gradient(theta) for theta in path.thetas)
        return [before for _, before in METHODS[method](gradients)] if method in METHODS else []


def plain_method(told: Any) -> str:
    """The name of a film's optimizer, none where settings make another of it that is not known here."""
    return "" if told.settings else told.optimizer


def _relative(one: float, other: float, least: float = 1e-6) -> float:
    """How far apart two numbers are, relative to their size; tiny ones, which sums cancel to, to `least`."""
    return 0.0 if np.isnan(one) and np.isnan(other) else abs(one - other) / (abs(other) + least)
