"""What steps are made of: old gradients that add up, and gradients over their root mean square."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdmath.arrays import Floats
from gdmath.optimizers.replay import Step
from gdmath.optimizers.working import work
from scenes.runs.contest.race import Race
from scenes.runs.contest.racers import Racer
from scenes.runs.memory import Memory

SHOWN, DIVIDED = 10, 5  # steps at most, of sums and of quotients
_SUMS = ("Momentum", "Nesterov", "AcceleratedGradient")
_ROOTS = ("RMSProp", "AdaGrad")
_BOTH = ("Adam", "AdamW", "NAdam")


@dataclass(frozen=True)
class Summed:
    """The velocity of a racer after each of its first steps, as the sum of what is left of old gradients.

    `parts[k]` (k+1, 2), the oldest first, are what the gradients of the first k+1 steps are in it by then.
    `kept`: the share that each keeps from one step to the next, or None if that changes.
    """

    number: int
    parts: tuple[Floats, ...]
    kept: float | None


@dataclass(frozen=True)
class Divided:
    """What a racer divides in each of its first n steps, by what, and what comes of it, each (n, 2).

    `mean`: whether a mean of gradients is divided, not the gradient itself.
    """

    number: int
    above: Floats
    below: Floats
    quotient: Floats
    mean: bool


def summed(race: Race) -> Summed | None:
    """Return the velocity of the first racer that has one, and took two steps at least."""
    for number, racer in _first(race, _SUMS):
        sizes = Memory(racer.optimizer, racer.run).of["m"][1 : _count(racer) + 1]
        rows = [np.zeros((0, 2))]
        for k, velocity in enumerate(sizes):
            older = rows[-1] * _kept(racer.optimizer, k)
            rows.append(np.vstack([older, velocity - older.sum(axis=0)]))
        kept = _kept(racer.optimizer, 1) if hasattr(racer.optimizer, "beta") else None
        return Summed(number, tuple(rows[1:]), kept)
    return None


def divided(race: Race, *, mean: bool) -> Divided | None:
    """Return what the first racer divides that divides gradients, or with `mean` means of them."""
    for number, racer in _first(race, _BOTH if mean else _ROOTS):
        if getattr(racer.optimizer, "momentum", 0) or getattr(racer.optimizer, "centred", False):
            continue
        steps = Memory(racer.optimizer, racer.run).steps(min(_count(racer), DIVIDED))
        rows = np.array([_parts(racer.optimizer, step, mean=mean) for step in steps])
        if np.isfinite(rows).all():
            above, below, quotient = rows.transpose(1, 0, 2)
            return Divided(number, above, below, quotient, mean)
    return None


def _parts(optimizer: Any, step: Step, *, mean: bool) -> tuple[Floats, Floats, Floats]:
    """What is divided in a step, by what, and the quotient."""
    lines = {each.line.target: each for each in work(optimizer, step)}
    above = lines["mhat"].result if mean else step.point.gradient
    root = np.sqrt((lines["vhat"] if mean else lines["v"]).result) + optimizer.epsilon
    return above, root, above / root


def _first(race: Race, kinds: tuple[str, ...]) -> list[tuple[int, Racer]]:
    return [
        (number, racer)
        for number, racer in enumerate(race.racers)
        if type(racer.optimizer).__name__ in kinds
        and racer.method.length == "constant"
        and _count(racer) >= 2
    ]


def _count(racer: Racer) -> int:
    """How many of the first steps can be shown: all are numbers."""
    rows = np.hstack([racer.run.thetas, racer.run.gradients])
    odd = np.flatnonzero(~np.isfinite(rows).all(axis=1))
    return min(SHOWN, len(racer.run), int(odd[0]) - 1 if len(odd) else len(rows))


def _kept(optimizer: Any, k: int) -> float:
    """The share of the velocity that step k, counted from 0, keeps."""
    beta = getattr(optimizer, "beta", None)
    return max(k - 1, 0) / (k + 2) if beta is None else beta
