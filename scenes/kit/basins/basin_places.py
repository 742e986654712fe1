"""Where the maps of basins stand, and the formulas beside them."""

from dataclasses import dataclass

from scenes.kit.screen import Rect, Screen

GAP, AIR = 0.3, 0.12  # between two parts of the stage, and above the captions
NUMBERS = 1.84  # how high the numbers of a run are, or the shares of a map
LARGEST, TALLEST = 0.58, 0.62  # of the width, and of a tall stage's height, that a map by itself may take
NARROWEST = 3.05  # a column of formulas
LABELS = 0.35  # by how much a square map with its labels is wider than high
INDENT = 0.15


@dataclass(frozen=True)
class BasinPlaces:
    """A map by itself, beside it the formulas and below those the numbers; then two maps of one size."""

    hero: Rect
    formulas: Rect
    numbers: Rect
    halves: tuple[Rect, Rect]

    @classmethod
    def of(cls, screen: Screen) -> "BasinPlaces":
        """Cut the stage: side by side, and on tall screens one below the other."""
        stage = screen.stage.inset(bottom=AIR)
        if screen.is_tall:
            hero, beside = stage.stack([min(stage.width + 0.3, TALLEST * stage.height)], GAP)
            one, other = stage.rows(1, 1, gap=GAP)
        else:
            wide = min(stage.height + LABELS, LARGEST * stage.width, stage.width - GAP - NARROWEST)
            hero, beside = stage.columns(wide, stage.width - GAP - wide, gap=GAP)
            one, other = stage.columns(1, 1, gap=GAP)
        formulas, numbers = beside.inset(left=INDENT).stack([beside.height - NUMBERS - GAP], GAP)
        return cls(hero, formulas.inset(top=0.0 if screen.is_tall else LABELS), numbers, (one, other))
