"""What of a sheet is seen from where: to choose the side to look from, and to dim what is behind hills."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from gdmath.arrays import Floats
from scenes.relief.field import HeightField

SAMPLES = 48
EYE = 20.0  # how far Manim's camera stands from the middle, in scene units
CANDIDATES = np.arange(-120.0, 121.0, 10.0)  # turns that are tried, in degrees from the usual one


def clearance(field: HeightField, points: ArrayLike, eyes: ArrayLike) -> Floats:
    """Return by how much, (k,), the rays from points (k, 3) to eyes (k, 3) or (3,) pass above the sheet.

    In scene units, measured upright, at the narrowest of the samples; negative where the sheet is in the way,
    NaN where the point is.
    """
    begin = np.asarray(points, float).reshape(-1, 3)
    toward = np.asarray(eyes, float) - begin
    # Nothing is in the way beyond the lid, nor beyond the sheet's far corner.
    across = np.linalg.norm(field.box.size[:2]) / np.maximum(np.linalg.norm(toward[:, :2], axis=1), 1e-9)
    upward = np.where(toward[:, 2] > 0, toward[:, 2], 1e-9)
    above = np.maximum(field.box.upper[2] - begin[:, 2], 0.0) / upward
    reach = np.minimum(np.minimum(across, above), 1.0)
    shares = np.linspace(0, 1, SAMPLES) * np.nan_to_num(reach)[:, None]
    rays = begin[:, None] + shares[..., None] * toward[:, None]
    sheet = field.lifted(np.nan_to_num(rays).reshape(-1, 3))[:, 2].reshape(shares.shape)
    margin = np.where(np.isnan(sheet), np.inf, rays[..., 2] - sheet).min(axis=1)
    return np.where(np.isfinite(begin).all(axis=1), margin, np.nan)


def in_sight(field: HeightField, feet: ArrayLike, eyes: ArrayLike, radius: float) -> Floats:
    """Return how much, (k,) from 0 to 1, can be seen of balls that stand on the sheet at `feet`, (k, 3)."""
    raised = np.asarray(feet, float).reshape(-1, 3) + np.array([0.0, 0.0, radius])
    return np.clip(clearance(field, raised, eyes) / (2 * radius) + 0.5, 0.0, 1.0)


def best_view(
    field: HeightField,
    feet: Floats,
    turned: Sequence[float],
    *,
    tilts: Sequence[float],
    usual: float,
    radius: float,
    turns: Sequence[float] | None = None,
    enough: float = 0.9,
) -> tuple[float, float]:
    """Return the tilt and the first turn of a turning camera, in degrees, that show a descent best.

    `feet` (n, k, 3): where k balls stand at n instants, NaN for one that is not there; `turned`: by how many
    degrees the camera has turned on by then. The first of `tilts`, measured from above, at which the share
    of the balls that can be seen is `enough`, else the last; of `turns` that are about as good, the one
    nearest to `usual`.
    """
    best = (tilts[0], usual)
    there = np.isfinite(feet).all(axis=2).ravel()
    if not there.any():
        return best
    for tilt in tilts:
        found = (-np.inf, usual)
        for turn in (usual + CANDIDATES).tolist() if turns is None else turns:
            eyes = np.repeat(_eyes(tilt, turn + np.asarray(turned)), feet.shape[1], axis=0)
            seen = in_sight(field, feet.reshape(-1, 3)[there], eyes[there], radius).mean()
            found = max(found, (float(seen) - 5e-4 * abs(turn - usual), turn))
        best = (tilt, found[1])
        if found[0] >= enough - 5e-4 * abs(found[1] - usual):
            return best
    return best


def _eyes(tilt: float, turns: Floats) -> Floats:
    """Return where the camera stands, (n, 3)."""
    down, around = np.radians(tilt), np.radians(turns)
    flat = np.sin(down)
    return EYE * np.column_stack(
        [flat * np.cos(around), flat * np.sin(around), np.full(len(turns), np.cos(down))]
    )
