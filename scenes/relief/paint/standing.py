"""The picture of space as it was drawn last: laid down again for as long as nothing in it moves."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenes.relief.paint.mesh import SheetMesh
from scenes.relief.paint.rasterizer import DepthImage


class Standing:
    """What was drawn last, of what, and on which ground.

    Slots, and no dictionary: Manim makes its cache keys of all that a camera's attributes hold.
    """

    __slots__ = ("_drawn_of", "_ground", "_picture", "image", "sheets")

    def __init__(self) -> None:
        self.image = DepthImage()
        self.sheets: tuple[Any, list[Any]] = None, []  # what the image holds: of what, and as it is drawn
        self._drawn_of: Any = None
        self._ground = self._picture = np.zeros(0, np.uint64)

    def __deepcopy__(self, memo: object) -> Standing:
        return Standing()

    def lay(self, drawn_of: Any, pixels: NDArray[np.uint8]) -> bool:
        """Lay the picture down if it is of the same, and of the same ground; otherwise note the ground."""
        flat = _flat(pixels)
        if drawn_of == self._drawn_of and np.array_equal(flat, self._ground):
            flat[:] = self._picture
            return True
        self._drawn_of, self._ground = drawn_of, _copied(flat, self._ground)
        return False

    def keep(self, pixels: NDArray[np.uint8]) -> None:
        """Keep what was drawn on the ground that was noted."""
        self._picture = _copied(_flat(pixels), self._picture)


def value_of(thing: Any) -> Any:
    """Return what can be compared in place of arrays, of records of them, and of sheets; all else is itself.

    >>> value_of(np.ones(3)) == value_of(np.ones(3)), value_of(np.ones(3)) == value_of(np.ones((3, 1)))
    (True, False)
    """
    if isinstance(thing, np.ndarray):
        return thing.shape, thing.tobytes()
    if hasattr(thing, "look"):
        return value_of(thing.look)
    if isinstance(thing, list | tuple):
        return tuple(map(value_of, thing))
    if is_dataclass(thing) and not isinstance(thing, SheetMesh):
        return tuple(value_of(getattr(thing, field.name)) for field in fields(thing))
    return thing  # a mesh or a skin, which never changes, among them


def _flat(pixels: NDArray[np.uint8]) -> NDArray[np.uint64]:
    return pixels.reshape(-1).view(np.uint64)


def _copied(source: NDArray[np.uint64], into: NDArray[np.uint64]) -> NDArray[np.uint64]:
    if into.shape != source.shape:
        return source.copy()
    np.copyto(into, source)
    return into
