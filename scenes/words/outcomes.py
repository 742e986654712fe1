"""What is said of several descents at once: which sentence their facts ask for, in whichever language."""

from dataclasses import dataclass

from gdmath.critical.critical_point import Extent
from gdmath.endings.cause import Cycles, Falls, JumpsPole, Leaves, Level, Overshoots, Rests, RunsOff
from gdmath.outcomes import Outcomes
from scenes.words.caption import Caption, Numeral, said

Forms = tuple[str, str]  # of one, of several


@dataclass(frozen=True, kw_only=True)
class Together:
    """The sentences of a language on how several runs end."""

    unmoved: str
    all_overshoot: str
    all_fall: str
    all_escape: str
    one_valley: str
    one_level: str
    valleys: str
    one_local: str
    some_local: str
    none_lowest: str
    equal: str
    unequal: str
    starts: str
    reach: Forms
    level: Forms
    cycle: Forms
    escape: Forms
    pole: Forms
    leave: Forms
    stay: Forms
    rest: Forms

    def all(self, told: Outcomes) -> Caption:
        """Return how two runs or more ended, on a line or two."""
        count = Numeral(len(told.endings))
        level = all(isinstance(one.cause, Rests | Level) for one in told.endings)
        if level and len(told.unmoved) == len(told.endings):
            return said(self.unmoved, count=count)
        if len(told.escaped) == len(told.endings):
            return said(self._escape(told), count=count)
        if None not in told.reached:
            return self._reach(told, count)
        first = said(self.starts, count=count)
        pieces: list[Caption] = []
        for number, forms in self._sorted(told):
            if number:
                pieces.append(said((", " if pieces else "") + forms[number > 1], n=Numeral(number)))
        return Caption((*first.pieces, *(piece for part in pieces for piece in part.pieces), "."))

    def _escape(self, told: Outcomes) -> str:
        causes = [one.cause for one in told.endings]
        if all(isinstance(cause, Overshoots) for cause in causes):
            return self.all_overshoot
        falls = all(isinstance(cause, Falls | RunsOff) for cause in causes)
        return self.all_fall if falls else self.all_escape

    def _reach(self, told: Outcomes, count: Numeral) -> Caption:
        valleys = told.valleys
        if len(valleys) == 1:
            return said(self.one_valley if valleys[0].extent is Extent.POINT else self.one_level, count=count)
        first = said(self.valleys, count=count, valleys=Numeral(len(valleys)))
        if told.higher:
            text = self.one_local if len(told.higher) == 1 else self.some_local
            if len(told.higher) == len(told.endings):
                text = self.none_lowest
            second = said(text, higher=Numeral(len(told.higher)))
        else:
            second = said(self.equal if told.equal else self.unequal)
        return Caption((*first.pieces, *second.pieces))

    def _sorted(self, told: Outcomes) -> list[tuple[int, Forms]]:
        """How many runs ended how; each is counted once."""
        counts: dict[str, int] = dict.fromkeys(
            ("reach", "stay", "level", "escape", "cycle", "pole", "leave", "rest"), 0
        )
        for i, (one, place) in enumerate(zip(told.endings, told.reached, strict=True)):
            tests = {
                "reach": place is not None,
                "stay": i in told.unmoved,
                "level": one.rest is not None,
                "escape": i in told.escaped,
                "cycle": isinstance(one.cause, Cycles),
                "pole": isinstance(one.cause, JumpsPole),
                "leave": isinstance(one.cause, Leaves),
                "rest": True,
            }
            counts[next(name for name, holds in tests.items() if holds)] += 1
        return [(number, getattr(self, name)) for name, number in counts.items()]
