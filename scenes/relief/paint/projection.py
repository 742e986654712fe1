"""How a camera maps space to pixels, as plain arrays: the part of a camera that drawing a sheet needs."""

from dataclasses import dataclass

import numpy as np

from gdmath.arrays import Array

NEAR = 1e-3  # nothing nearer to the eye than this is drawn, in scene units


@dataclass(frozen=True)
class Projection:
    """A pinhole camera: x_pixel = zoom * focal / depth * x_camera, and the same for y.

    `rotation` (3, 3) turns scene axes into camera axes (right, up, towards the eye); `depth` is the distance
    from the eye along the viewing axis, so its reciprocal is affine on the screen over every flat face.
    """

    rotation: Array
    center: Array
    focal: float
    zoom: float
    width: int
    height: int
    unit: Array  # pixels a scene unit, across and down, at the depth of `center`
    shift: tuple[float, float] = (0.0, 0.0)  # of the whole picture, in pixels, to the right and up

    @property
    def eye(self) -> Array:
        """The centre of projection, (3,), in scene coordinates."""
        return self.center + self.focal * self.rotation[2]

    def project(self, points: Array) -> tuple[Array, Array]:
        """Return pixels (..., 2), y down from the top left corner, and depths (...) of points (..., 3).

        >>> camera = Projection(np.eye(3), np.zeros(3), 20.0, 1.0, 200, 100, np.array([10.0, 10.0]))
        >>> camera.project(np.array([1.0, 2.0, 0.0]))
        (array([110.,  30.]), np.float64(20.0))
        """
        local = (points - self.center) @ self.rotation.T
        depth = self.focal - local[..., 2]
        scale = self.zoom * self.focal / np.maximum(depth, NEAR)
        pixels = np.empty((*depth.shape, 2))
        pixels[..., 0] = self.width / 2 + self.shift[0] + local[..., 0] * scale * self.unit[0]
        pixels[..., 1] = self.height / 2 - self.shift[1] - local[..., 1] * scale * self.unit[1]
        return pixels, depth[()]

    def magnification(self, depth: Array | float) -> Array:
        """Return how many pixels a scene unit has at this depth, seen face on."""
        return self.unit[0] * self.zoom * self.focal / np.maximum(depth, NEAR)
