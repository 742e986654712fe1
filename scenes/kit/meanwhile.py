"""When what a run shows on its way is said in a time-lapse."""

from collections.abc import Callable, Sequence

from gdmath.endings.meanwhile import Fallen, Shown, Trend
from scenes.kit.pacing import TimeLapse, reading_seconds
from scenes.words.caption import Caption

STALE = 1.0  # seconds that a caption may stand when it is no longer true
LATE = 0.6  # seconds beyond its end that may be needed to read a caption


def captions_of(
    lapse: TimeLapse,
    shown: Sequence[Shown],
    words: Callable[[Fallen | Trend], Caption],
    ready: float = 0.0,
    pace: float = 1.0,
) -> list[tuple[float, Caption]]:
    """Return captions with the times of the lapse at which they begin, each while it is true and can be read.

    None stands much longer than it is true.

    First how the steps go on, then how much of the way down is done, at the moment when it is.
    `ready`: when the caption before can have been read; all are seconds at pace 1.
    """
    told: list[tuple[float, Caption]] = []
    holds: list[float] = []  # until when each is true
    trends = [each for each in shown if isinstance(each.fact, Trend)]
    falls = [each for each in shown if isinstance(each.fact, Fallen)]
    for each in (*trends, *falls):
        first, last = max(each.first, lapse.first), min(each.last, lapse.last)
        begin = max(ready, lapse.moment(first))
        caption = words(each.fact)
        takes = reading_seconds(caption.plain()) * pace
        is_over = isinstance(each.fact, Fallen) and (each.first < first or begin > lapse.moment(first))
        if is_over or begin > lapse.moment(last) or begin + takes > lapse.seconds + LATE:
            continue
        told.append((begin, caption))
        holds.append(lapse.moment(last))
        ready = begin + takes
    ends = [*(begin for begin, _ in told[1:]), lapse.seconds][: len(told)]
    return [each for each, end, until in zip(told, ends, holds, strict=True) if end <= until + STALE]
