"""Where the pictures, the formulas and the numbers of stories in space stand."""

import math
from dataclasses import dataclass

from scenes.kit.screen import Rect, Screen

GAP, AIR = 0.35, 0.12  # between picture and text or two columns of text, and above the captions
CLOSE = 0.1
ROW, BASELINE = 0.48, 0.3  # from one run's row to the next, and from the top to the first one's baseline
LEAST_ROW = 0.36
FEW, MANY = 3, 6  # runs that have room for a row each everywhere; more stand in two columns
NARROWEST = 3.95  # a column of formulas
PAIR, PANEL = 3.2, 1.7  # how high the map is beside the cost on tall screens, and the cost alone
LEAST_NUMBERS = 4.4  # wide is a column that has room for numbers
SMALL_GAP = 0.15
SIDES = (0.59, 0.41)  # the shares of surface and map
SQUARE, FORMULAS = 3.85, 2.75  # the picture's height on square screens, the formulas' on tall ones


@dataclass(frozen=True)
class SurfacePlaces:
    """Where the picture stands, the formulas, and the counter with a row for each run."""

    hero: Rect
    formulas: Rect
    rows: Rect
    abreast: int = 1  # rows that stand side by side

    @classmethod
    def of(cls, screen: Screen, runs: int) -> "SurfacePlaces":
        """Cut the stage: picture on the left; on tall and square screens above, as wide as the screen."""
        stage = screen.stage.inset(bottom=AIR)
        if screen.is_square:
            above, below = stage.stack([SQUARE], CLOSE)
            if runs > FEW:  # too many for what is left below
                hero, rows = above.columns(1, 0.65, gap=GAP)
                return cls(hero, below, rows)
            left, right = below.columns(1, 1, gap=GAP)
            return cls(above, left, right)
        if screen.is_tall:
            abreast = 2 if runs > FEW else 1
            rows = (ROW if runs <= MANY else LEAST_ROW) * (1 + math.ceil(runs / abreast))
            hero, formulas, below = stage.stack([stage.height - FORMULAS - rows - 2 * GAP, FORMULAS], GAP)
            return cls(hero, formulas, below, abreast)
        hero, column = stage.columns(0.62, 0.38, gap=GAP)
        column = column.inset(left=min(0.0, column.width - NARROWEST))
        abreast = 2 if runs > MANY else 1
        rows = ROW * (1 + math.ceil(runs / abreast))
        formulas, below = column.stack([column.height - rows - GAP], GAP)
        return cls(hero.inset(right=hero.right + GAP - column.left), formulas, below, abreast)

    def lines(self, runs: int) -> list[tuple[float, float]]:
        """Return where the counter's line begins, and each run's, (x, y) of the baseline."""
        columns = self.rows.columns(*[1] * self.abreast, gap=GAP)
        high = math.ceil(runs / self.abreast)
        row = min(ROW, self.rows.height / (high + 1))
        top = self.rows.top - BASELINE
        places = [(columns[k // high].left, top - row * (1 + k % high)) for k in range(runs)]
        return [(self.rows.left, top), *places]


@dataclass(frozen=True)
class LinkedPlaces:
    """Where the four pictures stand: surface, map, cost against step; the formulas, and the numbers."""

    hero: Rect
    map: Rect
    panel: Rect
    formulas: Rect
    numbers: Rect

    @staticmethod
    def hero_height(screen: Screen, formulas: float, numbers: float) -> float:
        """Return how high the surface can be with formulas and numbers so high; below 0 without room."""
        stage = screen.stage.inset(bottom=AIR)
        text = formulas + SMALL_GAP + numbers
        if screen.is_tall:
            return stage.height - PAIR - text - 2 * GAP
        if screen.is_square or stage.columns(*SIDES, gap=GAP)[1].width < LEAST_NUMBERS:
            return stage.height - text - GAP / 2
        return stage.height - formulas - SMALL_GAP

    @classmethod
    def of(cls, screen: Screen, formulas: float, numbers: float) -> "LinkedPlaces":
        """Cut the stage for formulas and numbers so high.

        Surface on the left above the formulas, all else on the right; on tall screens all below the surface.
        """
        stage = screen.stage.inset(bottom=AIR)
        height = cls.hero_height(screen, formulas, numbers)
        if screen.is_tall:
            hero, pair, below = stage.stack([height, PAIR], GAP)
            inset, panel = pair.columns(1, 1, gap=GAP)
            return cls(hero, inset, panel, *below.stack([formulas], SMALL_GAP))
        if screen.is_square:
            above, below = stage.stack([height], GAP / 2)
            hero, inset = above.columns(4, 3, gap=GAP)
            text_place, panel = below.columns(3, 4, gap=GAP)
            return cls(hero, inset, panel, *text_place.stack([formulas], SMALL_GAP))
        left, right = stage.columns(*SIDES, gap=GAP)
        if right.width < LEAST_NUMBERS:
            hero, below = left.stack([height], GAP / 2)
            inset, panel = right.stack([right.height - PANEL - GAP], GAP)
            return cls(hero, inset, panel, *below.stack([formulas], SMALL_GAP))
        hero, below = left.stack([height], SMALL_GAP)
        inset, panel, last = right.stack([right.height - PANEL - numbers - 2 * SMALL_GAP, PANEL], SMALL_GAP)
        return cls(hero, inset, panel, below, last)
