"""Quasi-Newton methods: the curvature is learnt from how the gradient changes along the steps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Floats
from gdmath.checks import whole
from gdmath.optimizers.base import Point, check_flag, inner, label, times

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
_LEAST_COSINE = 1e-10  # between step and change of gradient: below, their product is rounding or negative


def _pair(point: Point, theta: Floats, gradient: Floats) -> tuple[Floats, Floats, Floats, Flags]:
    """Return step s, change of gradient y, s.y, and where that is safely positive."""
    step, change = point.theta - theta, point.gradient - gradient
    bend = inner(step, change)
    lengths = np.sqrt(inner(step, step)) * np.sqrt(inner(change, change))
    return step, change, bend, np.asarray((bend > _LEAST_COSINE * lengths) & (lengths < np.inf))


def _note(skipped: Counts) -> str:
    if not skipped:
        return ""
    return f"the curvature along {times(int(skipped))} was not positive; nothing was learnt there"


@dataclass(frozen=True, repr=False)
class BFGS:
    """The direction is -H g, where H is an inverse Hessian that every step s corrects.

    With the change y of the gradient along s and r = 1/(s.y), H <- (I - r s y^T) H (I - r y s^T) + r s s^T. H
    starts as the identity, times s.y/y.y at the first correction. Where s.y is not positive, H stays. Meant
    for a strong Wolfe search, which makes it positive, or for learning rate 1 near a minimum.

    C. G. Broyden, 1970, doi:10.1093/imamat/6.1.76; R. Fletcher, 1970, doi:10.1093/comjnl/13.3.317;
    D. Goldfarb, 1970; D. F. Shanno, 1970; as J. Nocedal, S. J. Wright, 2006, "Numerical Optimization",
    algorithm 6.1.

    >>> from gdmath import Cost, ExactSearch, descend
    >>> run = descend(Cost.parse("x**2 + 10*y**2"), (3, 1), BFGS(), learning_rate=ExactSearch())
    >>> len(run), (run.thetas[-1].round(9) + 0.0).tolist()  # as many steps as variables
    (2, [0.0, 0.0])
    """

    def init(self, theta: Floats) -> tuple[int, Floats, Floats, Floats, Counts]:
        d = theta.shape[-1]
        inverse = np.broadcast_to(np.eye(d), (*theta.shape, d)).copy()
        return 0, theta, np.zeros_like(theta), inverse, np.zeros(theta.shape[:-1], dtype=np.int64)

    def update(
        self, point: Point, state: tuple[int, Floats, Floats, Floats, Counts]
    ) -> tuple[Floats, tuple[int, Floats, Floats, Floats, Counts]]:
        count, theta, gradient, inverse, skipped = state
        identity = np.eye(point.theta.shape[-1])
        if count:
            step, change, bend, usable = _pair(point, theta, gradient)
            first = skipped == count - 1  # nothing has been learnt before
            scale = np.where(first, bend / inner(change, change), 1.0)[..., None, None]
            corrected = _corrected(scale * inverse, step, change, bend)
            inverse = np.where(usable[..., None, None], corrected, inverse)
            skipped = skipped + ~usable
        ahead = inner(inverse, point.gradient[..., None, :])
        down = np.asarray(inner(ahead, point.gradient) > 0)
        direction = -np.where(down[..., None], ahead, point.gradient)
        inverse = np.where(down[..., None, None], inverse, identity)  # rounding has spoilt it
        return direction, (count + 1, point.theta, point.gradient, inverse, skipped)

    def note(self, state: tuple[int, Floats, Floats, Floats, Counts]) -> str:
        """Return how often nothing could be learnt from a step."""
        return _note(state[-1])

    __repr__ = label


def _corrected(inverse: Floats, step: Floats, change: Floats, bend: Floats) -> Floats:
    """The update of BFGS, multiplied out: it keeps the matrix symmetric to the last bit."""
    ahead = inner(inverse, change[..., None, :])
    share = (1 + inner(change, ahead) / bend) / bend
    outer = step[..., :, None] * step[..., None, :]
    mixed = ahead[..., :, None] * step[..., None, :] + step[..., :, None] * ahead[..., None, :]
    return inverse + share[..., None, None] * outer - mixed / bend[..., None, None]


@dataclass(frozen=True, repr=False)
class LBFGS:
    """BFGS of limited memory: H is never stored, but made anew from the last `memory` pairs (s, y).

    From H0 = s.y/y.y times the identity, of the latest pair, by the two loops of J. Nocedal, 1980, "Updating
    quasi-Newton matrices with limited storage", doi:10.1090/S0025-5718-1980-0572855-7. Without `rescaled` H0
    is that of the first pair, and as long as no pair is forgotten the steps are those of BFGS. The same as
    `torch.optim.LBFGS(history_size=memory, max_iter=1)`, but for the length of its first step.

    Raises ValueError unless memory is a whole number, 1 or more, and rescaled is True or False.

    >>> from gdmath import Cost, StrongWolfe, descend
    >>> cost = Cost.parse("(1 - x)**2 + 100*(y - x**2)**2")
    >>> run = descend(cost, (-1.2, 1), LBFGS(), learning_rate=StrongWolfe())
    >>> run.thetas[-1].round(6).tolist()
    [1.0, 1.0]
    """

    memory: int = 10
    rescaled: bool = True

    def __post_init__(self) -> None:
        whole("memory", self.memory, 1, 1000)
        check_flag("rescaled", self.rescaled)

    def init(self, theta: Floats) -> tuple[int, Floats, Floats, Floats, Floats, Floats, Floats, Counts]:
        rows = theta.shape[:-1]
        pairs = np.zeros((*rows, int(self.memory), theta.shape[-1]))
        zero, none = np.zeros_like(theta), np.zeros(rows, dtype=np.int64)
        return 0, theta, zero, pairs, pairs, np.zeros(pairs.shape[:-1]), np.ones(rows), none

    def update(
        self, point: Point, state: tuple[int, Floats, Floats, Floats, Floats, Floats, Floats, Counts]
    ) -> tuple[Floats, tuple[int, Floats, Floats, Floats, Floats, Floats, Floats, Counts]]:
        count, theta, gradient, steps, changes, bends, scale, skipped = state
        if count:
            step, change, bend, usable = _pair(point, theta, gradient)
            first = skipped == count - 1
            scale = np.where(usable & (first | self.rescaled), bend / inner(change, change), scale)
            steps = np.where(usable[..., None, None], _pushed(steps, step), steps)
            changes = np.where(usable[..., None, None], _pushed(changes, change), changes)
            bends = np.where(usable[..., None], np.append(bends[..., 1:], bend[..., None], axis=-1), bends)
            skipped = skipped + ~usable
        ahead = _two_loops(point.gradient, steps, changes, bends, scale)
        down = np.asarray(inner(ahead, point.gradient) > 0)
        direction = -np.where(down[..., None], ahead, point.gradient)
        return direction, (
            count + 1,
            *(point.theta, point.gradient, steps, changes, bends, scale, skipped),
        )

    def note(self, state: tuple[int, Floats, Floats, Floats, Floats, Floats, Floats, Counts]) -> str:
        """Return how often nothing could be learnt from a step."""
        return _note(state[-1])

    __repr__ = label


def _pushed(rows: Floats, newest: Floats) -> Floats:
    """The rows (..., memory, d) without the oldest, and with the newest (..., d)."""
    return np.append(rows[..., 1:, :], newest[..., None, :], axis=-2)


def _two_loops(gradient: Floats, steps: Floats, changes: Floats, bends: Floats, scale: Floats) -> Floats:
    """H g from the pairs; those with bend 0 are not there yet."""
    order = range(bends.shape[-1])
    there = bends > 0
    safe = np.where(there, bends, 1.0)
    shares, ahead = {}, gradient
    for i in reversed(order):
        share = inner(steps[..., i, :], ahead) / safe[..., i]
        shares[i] = np.where(there[..., i], share, 0.0)[..., None]
        ahead = ahead - shares[i] * changes[..., i, :]
    ahead = scale[..., None] * ahead
    for i in order:
        share = inner(changes[..., i, :], ahead) / safe[..., i]
        ahead = ahead + (shares[i] - np.where(there[..., i], share, 0.0)[..., None]) * steps[..., i, :]
    return ahead
