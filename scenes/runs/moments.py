"""What happens in the course of descents, and at which step: facts for what is said while they go on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from gdmath.endings.cause import Overshoots
from gdmath.trajectory import Outcome, Trajectory
from scenes.runs.surface_run import SurfaceRuns

MOVING = 0.02  # of its extent: a ball that has so far to go is not still
SOON = 9  # steps: half of the fall is over no longer than that
LATER = 0.2  # of all steps: others go on for so much longer than the first that rests


@dataclass(frozen=True)
class Halfway:
    """From this step on, the only run has half of its fall behind it."""

    passes: ClassVar[bool] = False
    step: int
    until: int
    total: int


@dataclass(frozen=True)
class Flat:
    """From this step on, a hundredth of the only run's fall is left; the ball has still some way to go."""

    passes: ClassVar[bool] = False
    step: int
    until: int


@dataclass(frozen=True)
class NearlyDown:
    """From this step on, every run has nine tenths of its fall behind it."""

    passes: ClassVar[bool] = False
    step: int
    until: int
    count: int


@dataclass(frozen=True)
class FirstRests:
    """This run, counted from 1, is the first to rest; others go on."""

    passes: ClassVar[bool] = False
    step: int
    until: int
    number: int


@dataclass(frozen=True)
class FirstEscapes:
    """This run, counted from 1, escapes; all others go on."""

    passes: ClassVar[bool] = True
    step: int
    until: int
    number: int
    others: int


@dataclass(frozen=True)
class Higher:
    """From this step on, every run, all of which overshoot, is higher than where it began."""

    passes: ClassVar[bool] = False
    step: int
    until: int
    count: int


@dataclass(frozen=True)
class Leaps:
    """Steps of some run are seen to jump."""

    passes: ClassVar[bool] = True
    step: int
    until: int


Moment = Halfway | Flat | NearlyDown | FirstRests | FirstEscapes | Higher | Leaps


def moments(descents: SurfaceRuns) -> list[Moment]:
    """Return what happens in the course of the descents, from the first to the last.

    Each is true from its `step` on, and worth a word `until` another; what `passes` is not true after that.
    """
    return sorted(_found(descents), key=lambda moment: moment.step)


def _found(descents: SurfaceRuns) -> Iterator[Moment]:
    runs, told, longest = descents.runs, descents.outcomes.endings, descents.longest
    yield from _leaps(descents)
    higher = [_for_good(run.values > run.values[0]) for run in runs]
    if all(isinstance(one.cause, Overshoots) for one in told) and None not in higher:
        yield Higher(_latest(higher), longest, len(runs))
    if len(runs) > 1:
        yield from _first_to_end(descents)
    if any(one.arrival is None for one in told) or not all(map(len, runs)):
        return
    if len(runs) == 1:
        half, nearly, flat = (fallen(runs[0], share) for share in (0.5, 0.9, 0.99))
        if half is not None and nearly is not None:
            yield Halfway(half, min(nearly, half + SOON), longest)
        if flat is not None and flat < longest / 2 and _moves_on(runs[0], flat):
            yield Flat(flat, longest)
        return
    down, flat = ([fallen(run, share) for run in runs] for share in (0.9, 0.99))
    if None not in down:
        yield NearlyDown(_latest(down), _latest(flat), len(runs))


def _leaps(descents: SurfaceRuns) -> Iterator[Moment]:
    """From the first jump that is seen to the last; the arc of a last step stands until the end."""
    firsts, lasts = [], []
    for number, run in enumerate(descents.runs):
        steps = np.flatnonzero(_seen_leaps(descents, number)) + 1
        if len(steps):
            stays = steps[-1] == len(run) and run.status.outcome is not Outcome.ESCAPED
            firsts.append(int(steps[0]))
            lasts.append(descents.longest if stays else int(steps[-1]))
    if firsts:
        yield Leaps(min(firsts), max(lasts))


def _first_to_end(descents: SurfaceRuns) -> Iterator[Moment]:
    """The first run that ends, where the others go on for long."""
    lengths = [len(run) for run in descents.runs]
    first, *others = sorted(lengths)
    if others[0] - first <= LATER * others[-1]:
        return
    number = int(np.argmin(lengths))
    if descents.runs[number].status.outcome is Outcome.ESCAPED:
        yield FirstEscapes(first, others[0], number + 1, len(others))
    elif first and descents.outcomes.endings[number].rest is not None:
        yield FirstRests(first, others[0], number + 1)


def _seen_leaps(descents: SurfaceRuns, number: int) -> np.ndarray:
    """Which steps of a run are jumps that begin in the window, (n,)."""
    low, high = np.array(descents.window.box).T
    begins = descents.shown(number)[:-1]
    return descents.leaps(number) & ((begins >= low) & (begins <= high)).all(axis=1)


def fallen(run: Trajectory, share: float) -> int | None:
    """Return the step from which on a run has a share of its fall behind it; None if it does not fall."""
    fall = run.values[0] - run.values[-1]
    return _for_good(run.values <= run.values[0] - share * fall) if fall > 0 else None


def _for_good(holds: np.ndarray) -> int | None:
    """The step from which on something holds to the end."""
    if not holds[-1]:
        return None
    return int(np.flatnonzero(~holds)[-1]) + 1 if not holds.all() else 0


def _moves_on(run: Trajectory, step: int) -> bool:
    size = float(np.ptp(run.thetas, axis=0).max())
    return bool(np.linalg.norm(run.thetas[-1] - run.thetas[step]) > MOVING * size)


def _latest(steps: Sequence[int | None]) -> int:
    return max(step for step in steps if step is not None)
