"""Where things stand: rectangles, and the screen whose shape they are cut from.

All lengths are frame units, of which the shorter side of the screen has eight: type of one size is equally
large in every shape.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from manim import config
from numpy.typing import NDArray

ROUNDING = 1e-9
SHORT_SIDE = 8.0
_SAFE = 0.05  # of a side: what projectors and players may cut off
_CAPTIONS = 0.1  # of the height, at least, above what may be cut off
_LONGEST = 22.2  # a caption of two lines of a wide screen as one line of the smallest type
_LINE, _GAP = 0.386, 0.09  # from a line of it to the next, and how much of that is no letter


@dataclass(frozen=True)
class Rect:
    """A rectangle on the screen; unpacks as left, right, bottom, top.

    Raises ValueError where it would be turned inside out.

    >>> left, right = Rect(0, 10, 0, 4).columns(3, 1, gap=2)
    >>> (left.right, right.left), left.inset(1, top=0.5)
    ((6.0, 8.0), Rect(left=1, right=5.0, bottom=1, top=3.5))
    """

    left: float
    right: float
    bottom: float
    top: float

    def __post_init__(self) -> None:
        if not (self.left <= self.right + ROUNDING and self.bottom <= self.top + ROUNDING):
            raise ValueError(f"{self} has no room; take less away from it")

    def __iter__(self) -> Iterator[float]:
        return iter((self.left, self.right, self.bottom, self.top))

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How high it is."""
        return self.top - self.bottom

    @property
    def center(self) -> NDArray[np.float64]:
        """The middle as a point of Manim's, (3,)."""
        return np.array([(self.left + self.right) / 2, (self.bottom + self.top) / 2, 0.0])

    def inset(
        self,
        by: float = 0.0,
        *,
        left: float | None = None,
        right: float | None = None,
        bottom: float | None = None,
        top: float | None = None,
    ) -> "Rect":
        """Return the rectangle less a margin on every side, each of which may be named apart."""
        return Rect(
            self.left + (by if left is None else left),
            self.right - (by if right is None else right),
            self.bottom + (by if bottom is None else bottom),
            self.top - (by if top is None else top),
        )

    def shaped(self, ratio: float) -> "Rect":
        """Return the largest rectangle in the middle that is so many times as wide as high.

        >>> Rect(0, 4, 0, 1).shaped(2)
        Rect(left=1.0, right=3.0, bottom=0.0, top=1.0)
        """
        wide = max(self.width - self.height * ratio, 0.0) / 2
        high = max(self.height - self.width / ratio, 0.0) / 2
        return self.inset(left=wide, right=wide, bottom=high, top=high)

    def columns(self, *shares: float, gap: float = 0.0) -> tuple["Rect", ...]:
        """Cut into columns side by side from the left, as wide as their shares say, `gap` apart."""
        room = (self.width - gap * (len(shares) - 1)) / sum(shares)
        cut, left = [], self.left
        for share in shares:
            cut.append(Rect(left, left + share * room, self.bottom, self.top))
            left += share * room + gap
        return tuple(cut)

    def rows(self, *shares: float, gap: float = 0.0) -> tuple["Rect", ...]:
        """Cut into rows from the top, as high as their shares say, `gap` apart.

        >>> Rect(0, 1, 0, 4).rows(1, 3)[0]
        Rect(left=0, right=1, bottom=3.0, top=4)
        """
        room = (self.height - gap * (len(shares) - 1)) / sum(shares)
        cut, top = [], self.top
        for share in shares:
            cut.append(Rect(self.left, self.right, top - share * room, top))
            top -= share * room + gap
        return tuple(cut)

    def stack(self, heights: Sequence[float], gap: float = 0.0) -> tuple["Rect", ...]:
        """Return rows of these heights from the top, `gap` apart, and all that is left below them.

        Raises ValueError where they don't fit.

        >>> [row.top for row in Rect(0, 1, 0, 4).stack([1, 0.5], gap=0.25)]
        [4, 2.75, 2.0]
        """
        cut, top = [], self.top
        for height in heights:
            cut.append(Rect(self.left, self.right, top - height, top))
            top -= height + gap
        return *cut, Rect(self.left, self.right, self.bottom, top)


@dataclass(frozen=True)
class Screen:
    """A screen of a shape: how wide and how high it is.

    >>> Screen.of(1080, 1080), Screen.of(1080, 1920).is_tall
    (Screen(width=8.0, height=8.0), True)
    >>> Screen.of(1920, 1080).stage.bottom, Screen.of(1080, 1080).stage.bottom
    (-2.8, -2.146)
    """

    width: float
    height: float

    @classmethod
    def of(cls, pixel_width: int, pixel_height: int) -> "Screen":
        """Return the screen of so many pixels."""
        unit = SHORT_SIDE / min(pixel_width, pixel_height)
        return cls(pixel_width * unit, pixel_height * unit)

    @classmethod
    def current(cls) -> "Screen":
        """Return the screen that Manim is set to, and give Manim's frame its shape.

        Manim's own frame is 16:9 whatever its pixels are: `manim -r 1080,1920` would press it together.
        """
        screen = cls.of(config.pixel_width, config.pixel_height)
        config.frame_width, config.frame_height = screen.width, screen.height
        return screen

    @property
    def is_tall(self) -> bool:
        """Whether formulas stand below the picture, as wide as the screen."""
        return self.height > self.width

    @property
    def is_square(self) -> bool:
        """Whether the picture stands above, and what belongs to it in columns below."""
        return self.height == self.width

    @property
    def frame(self) -> Rect:
        """The whole screen, its middle at the origin."""
        return Rect(-self.width / 2, self.width / 2, -self.height / 2, self.height / 2)

    @property
    def safe(self) -> Rect:
        """What every projector and player shows."""
        x, y = _SAFE * self.width, _SAFE * self.height
        return self.frame.inset(left=x, right=x, bottom=y, top=y)

    @property
    def stage(self) -> Rect:
        """What is free for pictures and formulas: the safe part above the captions."""
        lines = math.ceil(_LONGEST / self.safe.width)
        return self.safe.inset(bottom=max(_CAPTIONS * self.height, lines * _LINE - _GAP))

    @property
    def captions(self) -> Rect:
        """The strip below the stage."""
        return Rect(self.safe.left, self.safe.right, self.safe.bottom, self.stage.bottom)
