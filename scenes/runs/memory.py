"""What an optimizer remembers at every step of a run, and its steps worked with numbers."""

from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np

from gdmath.arrays import Floats
from gdmath.display.written_rule import ROLES
from gdmath.optimizers.kinds import Kind, kind_of
from gdmath.optimizers.replay import Step, replay
from gdmath.optimizers.rules import Line, rule_of
from gdmath.optimizers.working import Worked, carried, work
from gdmath.trajectory import Trajectory


class Memory:
    """The memory of an optimizer along a run, by the names of its rule: `of[name]` is (n+1, d)."""

    def __init__(self, optimizer: Any, run: Trajectory) -> None:
        self.optimizer, self.run = optimizer, run

    @cached_property
    def of(self) -> dict[str, Floats]:
        """What is remembered before every step, and at the end: means of gradients, and their squares."""
        rule = rule_of(self.optimizer, self.run.cost.dimension)
        names = [name for name in rule.memory if ROLES.get(name) in ("memory", "size")] if rule else []
        if not rule or not names:
            return {}
        states = [self.optimizer.init(self.run.thetas[0])]
        states += [step.after for step in replay(self.optimizer, self.run)]
        remembered = [rule.remembered(state) for state in states]
        return {name: np.array([each[name] for each in remembered]) for name in names}

    @property
    def kind(self) -> Kind:
        """What its steps are made of."""
        return kind_of(self.optimizer)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the rule."""
        rule = rule_of(self.optimizer, self.run.cost.dimension)
        return rule.lines if rule else ()

    @property
    def weights(self) -> tuple[str, ...]:
        """The names in the rule that none of its lines explains."""
        rule = rule_of(self.optimizer, self.run.cost.dimension)
        return rule.weights if rule else ()

    def led(self, step: int) -> Floats:
        """Where what is remembered of earlier gradients leads at a step (d,): against their mean; else 0."""
        name = next((name for name in self.of if ROLES[name] == "memory"), None)
        if name is None:
            return np.zeros(self.run.cost.dimension)
        return self.of[name][step] * (1.0 if name == "d" else -1.0)

    def carried(self, count: int) -> list[Floats]:
        """What earlier gradients make of each of the first steps (d,), if anything."""
        found = [carried(self.optimizer, step) for step in self.steps(count)]
        return [part for part in found if part is not None]

    def steps(self, count: int) -> list[Step]:
        """The first steps of the run."""
        return list(islice(replay(self.optimizer, self.run), count))

    def worked(self, count: int) -> list[list[Worked]]:
        """The lines of the first steps, up to the one that gives the new theta."""
        found = [work(self.optimizer, step) for step in self.steps(count)]
        return [[each for each in lines[: _last(lines) + 1] if not each.line.aside] for lines in found]


def _last(lines: list[Worked]) -> int:
    return max((i for i, each in enumerate(lines) if each.line.target == "theta"), default=-1)
