"""What the captions of an English story of basins claim."""

import numpy as np

from gdmath.endings.basins import Fate
from tests.scenes.checker.stories.common import Claim, Heard

CLOSE = 0.03  # of the map
FATES = {
    "gets stuck": Fate.LEVEL,
    "leaves the map": Fate.OUTSIDE,
    "is still under way": Fate.GOING,
    "escapes": Fate.ESCAPED,
    "comes to where": Fate.UNDEFINED,
}


def _minima(heard: Heard) -> int:
    return len(heard.watcher.minima)


def _which(heard: Heard) -> int:
    """Of the two examples, the one that is told about: the second is close by."""
    beat = [name for name, (begin, _) in heard.watcher.scene.times.items() if begin <= heard.begin + 1e-6][-1]
    return int(beat == "neighbour")


def _end(heard: Heard, which: int) -> int:
    """The minimum at which an example ends, by its place, or where all are one by its cost; -1 for none."""
    watcher = heard.watcher
    run = watcher.runs.examples[which].run
    last = run.thetas[-1]
    if watcher.runs.has_continua:
        lowest = min(point.value for point in watcher.runs.minima)
        return 0 if run.values[-1] - lowest <= 1e-3 * (run.values[0] - lowest) + 1e-9 else -1
    away = np.abs((watcher.minima - last) / watcher.width).max(axis=1)
    return int(np.argmin(away)) if len(away) and away.min() <= CLOSE else -1


def _ends_at(heard: Heard) -> bool:
    number = heard.match.groupdict().get("n")
    end = _end(heard, _which(heard))
    return end >= 0 and (number is None or int(number) == end + 1)


def _ends_at_another(heard: Heard) -> bool:
    return _ends_at(heard) and _end(heard, 1) != _end(heard, 0)


def _ends_otherwise(heard: Heard) -> bool:
    """As the last place of its run says."""
    watcher = heard.watcher
    run = watcher.runs.examples[_which(heard)].run
    last, outcome = run.thetas[-1], run.status.outcome.name
    inside = bool((np.abs((last - watcher.low) / watcher.width - 0.5) <= 0.5).all())
    fate = next(fate for words, fate in FATES.items() if words in heard.text)
    return {
        Fate.LEVEL: inside and outcome == "CONVERGED",
        Fate.OUTSIDE: not inside and outcome == "CONVERGED",
        Fate.GOING: outcome == "OUT_OF_STEPS",
        Fate.ESCAPED: outcome in ("ESCAPED", "TOO_LARGE"),
        Fate.UNDEFINED: outcome == "UNDEFINED" or not np.isfinite(watcher.reckoning.value(last)),
    }[fate]


def _as_the_first(heard: Heard) -> bool:
    return _end(heard, 0) == _end(heard, 1)


def _starts(heard: Heard) -> bool:
    return heard.whole(1) == heard.watcher.ends[0].size


def _half(heard: Heard, number: int, steps: int) -> bool:
    """By the pictures: before those steps fewer than half are there, from then on more."""
    seen = heard.watcher.shares[number]
    before = all(share <= 0.5 + 1e-9 for step, share in seen if step < steps)
    return before and all(share >= 0.5 - 1e-9 for step, share in seen if step >= steps)


def _half_now(heard: Heard) -> bool:
    return _half(heard, 1, heard.whole(1))


def _half_took(heard: Heard) -> bool:
    return _half(heard, 0, heard.whole(1)) and _half(heard, 1, heard.whole(2))


def _reached(heard: Heard) -> float:
    return float((heard.watcher.ends[0] >= 0).mean())


def _few(heard: Heard) -> bool:
    share = heard.named(2, 3).agrees(100 * _reached(heard))
    return share and heard.whole(1) == heard.watcher.told.steps


def _changed(heard: Heard) -> float:
    """The share that ends elsewhere, by the colours of both pictures."""
    one, other = heard.watcher.ends
    return float((one != other).mean())


def _one_of_each(heard: Heard) -> bool:
    """Whether each minimum has a colour of its own, so that ends can be told from each other."""
    return len(set(heard.watcher.colors(heard.watcher.shown[0]))) == _minima(heard)


def _elsewhere(heard: Heard) -> bool:
    return not _one_of_each(heard) or heard.named(1, 3).agrees(100 * _changed(heard))


def _border(ends: np.ndarray) -> float:
    beside = np.zeros(ends.shape, bool)
    for flags, numbers in ((beside, ends), (beside.T, ends.T)):
        differs = numbers[1:] != numbers[:-1]
        flags[1:] |= differs
        flags[:-1] |= differs
    return float(beside.mean())


def _folds(heard: Heard) -> bool:
    if not _one_of_each(heard):
        return True
    before, after = map(_border, heard.watcher.ends)
    borders = heard.named(2, 2).agrees(100 * after) and heard.named(3, 2).agrees(100 * before)
    return _elsewhere(heard) and borders


def _several(heard: Heard) -> bool:
    return len(np.unique(heard.watcher.ends[0][heard.watcher.ends[0] >= 0])) > 1


def _arrive(heard: Heard) -> bool:
    return _reached(heard) > 0


def _decides(heard: Heard) -> bool:
    by_rule = heard.text.endswith("by its rule.")
    return _several(heard) and by_rule == (_changed(heard) > 0)


def _all(heard: Heard) -> bool:
    ends = heard.watcher.ends[0]
    return bool((ends == ends.flat[0]).all() and ends.flat[0] >= 0)


def _one_basin(heard: Heard) -> bool:
    """All end at the one minimum; the two that are followed at one place, unless its floor is level."""
    watcher = heard.watcher
    one, other = (example.run.thetas[-1] for example in watcher.runs.examples)
    together = bool((np.abs((one - other) / watcher.width) <= CLOSE).all())
    return _all(heard) and (together or heard.text.endswith("level floor."))


N = r"(\d[\d\u2009]*)"
CLAIMS: tuple[Claim, ...] = (
    (r"A cost, seen .* There is no minimum on this map\.", lambda heard: _minima(heard) == 0),
    (r"A cost, seen .* It has one minimum here\.", lambda heard: _minima(heard) == 1),
    (rf"A cost, seen .* Here it has {N} minima\.", lambda heard: _minima(heard) == heard.whole(1)),
    (r"It ends at (a minimum|minimum (?P<n>\d+)), so its start.*", _ends_at),
    (r"At (another minimum|minimum (?P<n>\d+))! Between the two starts.*", _ends_at_another),
    (r"It (gets stuck|leaves the map|is still under way|escapes|comes to where).*", _ends_otherwise),
    (r"It ends as the first one did\.", _as_the_first),
    (rf"Now every point of the map is a start: {N} descents at once\.", _starts),
    (r"A point takes its colour when .*", _arrive),
    (rf"After {N} steps?, half of the descents are there\.", _half_now),
    (r"The starts that end .* basin\. The stronger the colour, the sooner\.", _arrive),
    (rf"Within {N} steps, (.*) % of the starts reach a minimum\.", _few),
    (r"No start reaches a minimum\.", lambda heard: _reached(heard) == 0),
    (rf"{N} minima are more than there are colours.*", lambda heard: not _one_of_each(heard)),
    (rf"All {N} starts once more: .*", _starts),
    (r"(.*) % of the starts end elsewhere now\. At a border lie (.*) % of the points, not (.*) % .*", _folds),
    (r"(.*) % of the starts end elsewhere now\.", _elsewhere),
    (r"Every start ends as it did before\.", lambda heard: _changed(heard) == 0),
    (rf"Half of them were there after {N} steps before, and after {N} now\.", _half_took),
    (r"Where a descent ends is decided by its start(, and by its rule)?\.", _decides),
    (r"The landscape is the same; the rule decides.*", lambda heard: _changed(heard) > 0),
    (r"There is one basin: .*", _one_basin),
)
NOTHING = (
    r"A cost, seen .* lowest all along a curve, or over a whole area\.|One start\. Step by step.*",
    r"The (gradient|derivative).*|The step is −η∇C.*|The rule: .*|Another start, close by\..*",
    r"The same starts, by another rule: .*|Will the borders stay.*|Where will they end now.*",
)
