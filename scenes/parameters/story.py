"""What every story takes."""

import math
from dataclasses import dataclass, field

from gdmath.checks import written

THEMES = ("dark", "light")
SEEDS = 2**32
CAPTIONS = ("picture", "file", "both")
LANGUAGES = ("en", "de", "es")


def option(default, text: str, flag: str = ""):
    """Return a dataclass field with a default and the one-line help that the command line shows.

    `flag` is what it is called there, if not by its name.
    """
    return field(default=default, metadata={"help": text, "flag": flag})


@dataclass(frozen=True, kw_only=True)
class StoryParameters:
    """What every story takes. Raises ValueError for a value that no story can be told with."""

    theme: str = option("dark", "dark, or light for slides and print")
    pace: float = option(1.0, "how fast the story is told: 2 takes half the time")
    captions: str = option(
        "picture", "written below the picture; file: in .srt and .vtt files beside it; or both"
    )
    language: str = option("en", "the language of captions and labels: en, de or es")
    seed: int = option(0, "what chance starts from, where a story has any")

    def __post_init__(self) -> None:
        if self.theme not in THEMES:
            raise ValueError(f"the theme is {self.theme!r}; it must be one of {', '.join(THEMES)}")
        if self.captions not in CAPTIONS:
            raise ValueError(f"captions is {self.captions!r}; it must be one of {', '.join(CAPTIONS)}")
        if self.language not in LANGUAGES:
            raise ValueError(f"the language is {self.language!r}; it must be one of {', '.join(LANGUAGES)}")
        if not (math.isfinite(self.pace) and 0.25 <= self.pace <= 4):
            raise ValueError(f"the pace is {self.pace:g}; it must lie between 0.25 and 4")
        if not 0 <= self.seed < SEEDS:
            raise ValueError(f"the seed is {written(self.seed)}; it must lie between 0 and {SEEDS - 1}")
