"""The mathematics once more: a formula as sympy reads it, and whether a run is gradient descent on it."""

from functools import cached_property

import numpy as np
import sympy


class Reckoning:
    """A cost of the variables in this order, with its gradient, by sympy's lambdify."""

    def __init__(self, formula: str, names: tuple[str, ...]) -> None:
        self.symbols = sympy.symbols(names, real=True)
        known = dict(zip(names, self.symbols, strict=True)) | {"abs": sympy.Abs, "ln": sympy.log}
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

    def has_kink(self, theta) -> bool:
        """Whether the gradient jumps at theta, so that it has none there."""
        little = 1e-7 * (1 + np.abs(theta))
        before, after = self.gradient(theta - little), self.gradient(theta + little)
        return bool(np.abs(after - before).max() > 0.1 * (np.abs(before) + np.abs(after)).max())

    def error(self, thetas, values, rate: float) -> tuple[int, float]:
        """The step at which a run is furthest from theta <- theta - rate * gradient and its cost; how far.

        Relative to the numbers that are added; the last place of an escape may be beyond all floats.
        """
        worst = (0, 0.0)
        for k, (theta, value) in enumerate(zip(thetas, values, strict=True)):
            if not np.isfinite(theta).all() or not np.isfinite(value) or np.abs(theta).max() > 1e12:
                break
            off = _relative(self.value(theta), value)
            if k + 1 < len(thetas) and np.isfinite(thetas[k + 1]).all():
                moved = rate * self.gradient(theta)
                size = np.abs(theta) + np.abs(moved) + 1e-12
                off = max(off, float(np.max(np.abs(theta - moved - thetas[k + 1]) / size)))
            if off > worst[1]:
                worst = k, off
        return worst


def _relative(one: float, other: float, least: float = 1e-6) -> float:
    """How far apart two numbers are, relative to their size; tiny ones, which sums cancel to, to `least`."""
    return 0.0 if np.isnan(one) and np.isnan(other) else abs(one - other) / (abs(other) + least)
