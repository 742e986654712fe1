"""From the end of a descent to where the gradient vanishes near by, in as few digits as that place has."""

import numpy as np

from gdmath.objective import Floats, Objective


def polished(cost: Objective, theta: Floats, reach: float) -> Floats | None:
    """Return where the gradient vanishes within reach, by Newton's method, or None.

    Where that leaves, as it does along curves of minima, only the steep directions are followed.
    """
    for least in (1e-12, 1e-4):
        place = _newton(cost, theta, reach, least)
        if place is not None:
            return _simpler(cost, place, reach)
    return None


def _newton(cost: Objective, theta: Floats, reach: float, least: float) -> Floats | None:
    place, size = theta, 1.0 + float(np.abs(theta).max())
    first = float(np.linalg.norm(cost.gradient(theta)))
    step = np.full_like(theta, np.inf)
    for _ in range(120):
        gradient, hessian = cost.gradient(place), cost.hessian(place)
        if not (np.isfinite(gradient).all() and np.isfinite(hessian).all()):
            return None
        if not gradient.any():
            return place
        step = -np.linalg.pinv(hessian, rcond=least) @ gradient
        place = place + step
        if not np.linalg.norm(place - theta) <= reach:
            return None
        if np.abs(step).max() <= 1e-15 * size:
            break
    left = float(np.linalg.norm(cost.gradient(place)))
    arrived = 0 < np.abs(step).max() <= 1e-10 * size and not _is_slope_without_curvature(cost, place, size)
    return place if left <= 1e-2 * first or arrived else None


def _is_slope_without_curvature(cost: Objective, place: Floats, size: float) -> bool:
    """Whether Newton's steps are short only since the Hessian knows nothing of the slope, as on a cone."""
    gradient, hessian = cost.gradient(place), cost.hessian(place)
    slope = float(np.linalg.norm(gradient))
    if not np.isfinite(hessian).all() or slope <= 1e-10 * size * np.abs(hessian).max():
        return False
    known = hessian @ np.linalg.pinv(hessian, rcond=1e-12) @ gradient
    return bool(np.linalg.norm(gradient - known) > 0.5 * slope)


def _simpler(cost: Objective, place: Floats, reach: float) -> Floats:
    """The same place with fewer digits, if it is more level there, or has a hole."""
    slope = float(np.linalg.norm(cost.gradient(place)))
    if slope == 0 and np.isfinite(cost.value(np.round(place, 9))):
        return place
    for digits in range(2, 13):
        rounded = np.where(np.abs(place) <= 1e-2 * reach, 0.0, np.round(place, digits))
        moved = float(np.abs(rounded - place).max())
        value, gradient = cost.value_and_gradient(rounded)
        is_hole = not np.isfinite(value) and moved <= 1e-6 * reach
        if is_hole or (moved <= 1e-2 * reach and np.linalg.norm(gradient) <= slope):
            return rounded
    return place
