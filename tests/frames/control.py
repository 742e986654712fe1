"""The control pictures that were accepted, and how far another is from one of them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

FOLDER = Path(__file__).parent / "accepted"
BLOCK = 4  # pixels: within a block, edges that are smoothed in another way cancel out
FARTHEST = 18.0  # of 255: what a block's colour may be off
MEAN = 1.0  # and all of them on average


@dataclass(frozen=True)
class Difference:
    """How far the colour of the worst block is off, and of all on average."""

    farthest: float
    mean: float

    @property
    def counts(self):
        """Whether it is more than another version of the same libraries makes."""
        return self.farthest > FARTHEST or self.mean > MEAN

    def __str__(self):
        return f"a block is off by {self.farthest:.1f} of 255, all by {self.mean:.2f} on average"


def difference(one, other):
    """Return how far two pictures (h, w, 3) of one size are apart."""
    blocks = np.abs(_blocks(one) - _blocks(other)).max(axis=2)
    return Difference(float(blocks.max()), float(blocks.mean()))


def accepted(name):
    """Return the accepted picture (h, w, 3) of a name, or None if there is none."""
    path = file_of(name)
    return np.asarray(Image.open(path).convert("RGB")) if path.exists() else None


def accept(name, picture):
    """Keep a picture (h, w, 3) as the one that is right."""
    FOLDER.mkdir(exist_ok=True)
    Image.fromarray(picture).save(file_of(name), optimize=True)


def file_of(name):
    return FOLDER / f"{name.replace(' ', '-')}.png"


def _blocks(picture):
    """The mean colour of every block, (h / 4, w / 4, 3)."""
    high, wide = (side // BLOCK * BLOCK for side in picture.shape[:2])
    cut = picture[:high, :wide].astype(float)
    return cut.reshape(high // BLOCK, BLOCK, wide // BLOCK, BLOCK, 3).mean(axis=(1, 3))
