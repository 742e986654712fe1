"""What is said of a race, as facts: who led when, how it ended."""

from dataclasses import dataclass
from typing import Literal

from scenes.runs.contest.race import Race

Verdict = Literal["still", "gone", "tie", "by steps", "by cost", "level"]


@dataclass(frozen=True)
class Lead:
    """Who was lowest after so many steps; `still` if they were so when it was said before."""

    step: int
    leaders: tuple[int, ...]
    still: bool = False


@dataclass(frozen=True)
class Gone:
    """Who has escaped, or come to where there is no cost, by a step; the last of them then."""

    step: int
    number: int


def verdict(race: Race) -> Verdict:
    """Return what decided: nobody moved, all are gone, all or some tie, the steps or the cost.

    "level": the winners tie with others behind them.
    """
    if not race.moves:
        return "still"
    winners = list(race.winners)
    if not winners:
        return "gone"
    if len(winners) > 1:
        return "tie" if len(winners) == len(race.racers) else "level"
    others = [k for k, there in enumerate(race.arrived) if there and k not in winners]
    quicker = any(len(race.racers[k].run) > len(race.racers[winners[0]].run) for k in others)
    return "by steps" if quicker else "by cost"


def news(race: Race, steps: list[int]) -> list[Lead | Gone]:
    """Return what there is to say at each of these steps: who is gone since the last one, or who leads."""
    told: list[Lead | Gone] = []
    last: tuple[int, ...] = ()
    before = 0
    for step in steps:
        gone = [
            k
            for k, racer in enumerate(race.racers)
            if racer.fate != "runs" and before < len(racer.run) <= step
        ]
        if gone:
            latest = max(gone, key=lambda k: len(race.racers[k].run))
            told.append(Gone(len(race.racers[latest].run), latest))
        else:
            leaders = race.leaders(step)
            told.append(Lead(step, leaders, bool(leaders) and leaders == last))
            last = leaders
        before = step
    return told


def turned(race: Race) -> Lead | None:
    """Return who led halfway, if it is none of those who won, and nothing was decided by then."""
    winners, half = race.winners, race.longest // 2
    leaders = race.leaders(half)
    if len(leaders) != 1 or not winners or leaders[0] in winners:
        return None
    if race.racers[leaders[0]].value(half) <= race.line:
        return None
    return Lead(half, leaders)
