"""When what a run shows on its way is said in a time-lapse."""

from collections.abc import Callable, Sequence

from gdmath.endings.meanwhile import Fallen, Shown, Trend
from scenes.kit.pacing import TimeLapse, reading_seconds
from scenes.words.caption import Caption

EARLY = 0.4  # of a time-lapse: how much of the way down is done is said about then
LATE = 0.6  # seconds beyond its end that may be needed to read a caption


def captions_of(
    lapse: TimeLapse,
    shown: Sequence[Shown],
    words: Callable[[Fallen | Trend], Caption],
    ready: float = 0.0,
    pace: float = 1.0,
) -> list[tuple[float, Caption]]:
    """Return captions with the times of the lapse at which they begin, each while it is true and can be read.

    `ready`: when the caption before can have been read; all are seconds at pace 1.
    """
    told: list[tuple[float, Caption]] = []
    for each in _kept(lapse, shown):
        begin = max(ready, lapse.moment(max(each.first, lapse.first)))
        caption = words(each.fact)
        takes = reading_seconds(caption.plain()) * pace
        if begin > lapse.moment(min(each.last, lapse.last)) or begin + takes > lapse.seconds + LATE:
            continue
        told.append((begin, caption))
        ready = begin + takes
    return told


def _kept(lapse: TimeLapse, shown: Sequence[Shown]) -> list[Shown]:
    """All, but only one of those on the way down."""
    falls = [each for each in shown if isinstance(each.fact, Fallen) and each.first >= lapse.first]
    early = min(falls, key=lambda each: abs(lapse.moment(each.first) - EARLY * lapse.seconds), default=None)
    return [each for each in shown if not isinstance(each.fact, Fallen) or each is early]
