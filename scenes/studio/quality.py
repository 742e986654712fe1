"""Sizes and rates of a video, by the letters that Manim's -q takes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Quality:
    """Pixels and frames per second."""

    width: int
    height: int
    fps: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height} at {self.fps} fps"


QUALITIES = {
    "l": Quality(854, 480, 15),
    "m": Quality(1280, 720, 30),
    "h": Quality(1920, 1080, 60),
    "p": Quality(2560, 1440, 60),
    "k": Quality(3840, 2160, 60),
}
DEFAULT = "h"


def quality(letter: str, fps: int | None = None) -> Quality:
    """Return the quality of a letter, at another rate if one is given. Raises ValueError for the rate.

    >>> print(quality("m", fps=25))
    1280x720 at 25 fps
    """
    chosen = QUALITIES[letter]
    if fps is None:
        return chosen
    if not 1 <= fps <= 240:
        raise ValueError(f"the rate is {fps} frames a second; it must lie between 1 and 240")
    return Quality(chosen.width, chosen.height, fps)
