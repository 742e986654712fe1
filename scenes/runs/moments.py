"""What happens in the course of descents, and at which step: facts for what is said while they go on."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gdmath.endings.cause import Overshoots
from gdmath.trajectory import Trajectory
from scenes.runs.surface_run import SurfaceRuns

MOVING = 0.02  # of its extent: a ball that has so far to go is not still
LATER = 0.2  # of all steps: others go on for so much longer than the first that rests


@dataclass(frozen=True)
class Halfway:
    """From this step on, the only run has half of its fall behind it."""

    step: int
    total: int


@dataclass(frozen=True)
class Flat:
    """From this step on, a hundredth of the only run's fall is left; the ball has still some way to go."""

    step: int


@dataclass(frozen=True)
class NearlyDown:
    """From this step on, every run has nine tenths of its fall behind it."""

    step: int
    count: int


@dataclass(frozen=True)
class FirstRests:
    """This run, counted from 1, is the first to rest; others go on."""

    step: int
    number: int


@dataclass(frozen=True)
class Higher:
    """From this step on, a run that overshoots is higher than where it began."""

    step: int


@dataclass(frozen=True)
class Leaps:
    """A step that is a jump, the first one of all runs."""

    step: int


Moment = Halfway | Flat | NearlyDown | FirstRests | Higher | Leaps


def moments(descents: SurfaceRuns) -> list[Moment]:
    """Return what happens in the course of the descents, from the first to the last."""
    return sorted(_found(descents), key=lambda moment: moment.step)


def _found(descents: SurfaceRuns) -> Iterator[Moment]:
    runs, told = descents.runs, descents.outcomes.endings
    leaps = [np.flatnonzero(_seen_leaps(descents, number)) for number in range(len(runs))]
    if any(map(len, leaps)):
        yield Leaps(min(int(steps[0]) for steps in leaps if len(steps)) + 1)
    higher = [_for_good(run.values > run.values[0]) for run in runs]
    if all(isinstance(one.cause, Overshoots) for one in told) and None not in higher:
        yield Higher(max(step for step in higher if step is not None))
    if any(one.arrival is None for one in told) or not all(map(len, runs)):
        return
    if len(runs) == 1:
        half, flat = fallen(runs[0], 0.5), fallen(runs[0], 0.99)
        if half is not None:
            yield Halfway(half, len(runs[0]))
        if flat is not None and flat < len(runs[0]) / 2 and _moves_on(runs[0], flat):
            yield Flat(flat)
        return
    down = [fallen(run, 0.9) for run in runs]
    if None not in down:
        yield NearlyDown(max(step for step in down if step is not None), len(runs))
    first, *others = sorted(map(len, runs))
    if others[0] - first > LATER * others[-1]:
        yield FirstRests(first, int(np.argmin([len(run) for run in runs])) + 1)


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
