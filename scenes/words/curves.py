"""What is said of a curve and a run on it, chosen by facts, in whichever language."""

from dataclasses import dataclass

from gdmath.critical.relief import Level
from gdmath.endings.meanwhile import Fallen, Trend
from scenes.words.caption import Caption, Numeral, said


@dataclass(frozen=True, kw_only=True)
class CurveWords:
    """The sentences of a language on where a curve is level, and on what a run shows on its way."""

    level: dict[Level, str]
    trend: dict[Trend, str]
    fallen: str

    def zero_slope(self, level: Level) -> Caption:
        """Return where the derivative is zero."""
        return said(self.level[level])

    def meanwhile(self, fact: Fallen | Trend) -> Caption:
        """Return what a run shows at a moment."""
        if isinstance(fact, Trend):
            return said(self.trend[fact])
        return said(self.fallen, share=Numeral(fact.share), steps=Numeral(fact.steps, 9))
