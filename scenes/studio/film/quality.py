"""Sizes and rates of a video: by the letters that Manim's -q takes, in any of four shapes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Quality:
    """Pixels and frames per second."""

    width: int
    height: int
    fps: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height} at {self.fps} fps"


# The shorter side in pixels, and the rate.
QUALITIES = {"l": (480, 15), "m": (720, 30), "h": (1080, 60), "p": (1440, 60), "k": (2160, 60)}
SHAPES = {"16:9": (16, 9), "4:3": (4, 3), "1:1": (1, 1), "9:16": (9, 16)}
DEFAULT, USUAL_SHAPE = "h", "16:9"


def quality(letter: str, fps: int | None = None, shape: str = USUAL_SHAPE) -> Quality:
    """Return the quality of a letter in a shape, at another rate if one is given.

    The longer side is rounded to an even number, which encoders need. Raises ValueError for the rate.

    >>> print(quality("m", fps=25), quality("l"), quality("h", shape="9:16"), sep="; ")
    1280x720 at 25 fps; 854x480 at 15 fps; 1080x1920 at 60 fps
    """
    short, usual = QUALITIES[letter]
    across, up = SHAPES[shape]
    width, height = (2 * round(short * side / min(across, up) / 2) for side in (across, up))
    if fps is not None and not 1 <= fps <= 240:
        raise ValueError(f"the rate is {fps} frames a second; it must lie between 1 and 240")
    return Quality(width, height, usual if fps is None else fps)
