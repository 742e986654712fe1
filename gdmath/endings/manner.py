"""How a run at one learning rate went, in one word: what a comparison of rates is about."""

from enum import Enum

import numpy as np

from gdmath.critical.critical_point import Kind
from gdmath.ending import Ending
from gdmath.endings.cause import (
    Cycles,
    Escapes,
    Falls,
    Hovers,
    JumpsPole,
    Leaves,
    Nears,
    NoStep,
    OnKink,
    Overshoots,
    Rests,
    RunsOff,
    Thrown,
    Wanders,
)
from gdmath.endings.motion import Way
from gdmath.trajectory import Trajectory


class Manner(Enum):
    """How a run went."""

    STAYS = "no step changed anything"
    SLOW = "it went down, without overshooting, and had not arrived"
    STRAIGHT = "it arrived at a minimum, without overshooting"
    OVER = "it overshot once, and arrived at a minimum from beyond"
    ACROSS = "it overshot again and again, and arrived at a minimum"
    PAST = "it overshot once, came lower, and had not arrived"
    SWINGS = "it overshot again and again, came lower, and had not arrived"
    LEVEL = "it stopped where it is level, at no minimum"
    CYCLES = "it goes through the same places again and again"
    WANDERS = "it jumps about and comes no lower"
    HIGHER = "it came no lower than its start"
    GROWS = "every overshoot is larger than the one before"
    THROWN = "it was thrown out of all bounds"
    FALLS = "it goes down without end"
    POLE = "it jumped over a pole"
    LEAVES = "it left where the cost is defined"


_OF_CAUSE = (
    (Cycles, Manner.CYCLES),
    ((Wanders, Hovers), Manner.WANDERS),
    (Overshoots, Manner.GROWS),
    ((Thrown, Escapes), Manner.THROWN),
    ((Falls, RunsOff), Manner.FALLS),
    (JumpsPole, Manner.POLE),
    (Leaves, Manner.LEAVES),
)


def manner(run: Trajectory, told: Ending) -> Manner:
    """Return how a run went that ended so.

    >>> from gdmath import Cost, Stop, descend
    >>> from gdmath.ending import ending
    >>> runs = [descend(Cost.parse("x**2"), 1, learning_rate=rate, stop=Stop(40)) for rate in (0.4, 0.9, 1.1)]
    >>> [manner(run, ending(run)).name for run in runs]
    ['STRAIGHT', 'ACROSS', 'GROWS']
    """
    if not told.moved:
        return Manner.STAYS
    cause, lower = told.cause, float(run.values[-1]) < float(run.values[0])
    if isinstance(cause, Overshoots) and not cause.escaped and lower:
        return Manner.WANDERS  # its last steps grow, but it has not left the valley
    for kinds, went in _OF_CAUSE:
        if isinstance(cause, kinds):
            return went
    if isinstance(cause, Rests | Nears | OnKink | NoStep):
        arrival = told.arrival
        if arrival is None or arrival.at.kind is not Kind.MINIMUM:
            return Manner.LEVEL
        return (Manner.STRAIGHT, Manner.OVER, Manner.ACROSS)[min(overshoots(run), 2)]
    if not lower:
        return Manner.HIGHER
    if told.way is Way.ALTERNATING:
        return Manner.SWINGS
    return (Manner.SLOW, Manner.PAST, Manner.SWINGS)[min(overshoots(run), 2)]


def overshoots(run: Trajectory) -> int:
    """Return how many steps of a run ended where the gradient points backwards."""
    gradients = run.gradients[np.isfinite(run.gradients).all(axis=1)]
    with np.errstate(all="ignore"):
        return int(((gradients[1:] * gradients[:-1]).sum(axis=1) < 0).sum())
