"""What every optimizer is: a direction at each point, and a state that is passed along."""

import dataclasses
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np

from gdmath.arrays import Floats
from gdmath.checks import number, written
from gdmath.objective import Extent, Objective

State = TypeVar("State")


class Point(NamedTuple):
    """Where a descent stands: step k, theta (d,), the cost there (a float) and its gradient (d,).

    Of m descents at once: theta (m, d), value (m,), gradient (m, d), and perhaps what holds of them all.
    """

    cost: Objective
    step: int
    theta: Floats
    value: Any
    gradient: Floats
    extent: Extent | None = None


class Optimizer(Protocol[State]):
    """Gives a direction at each point; its state is a value that is passed along, never mutated."""

    def init(self, theta: Floats) -> State:
        """Return the state before the first step."""
        ...

    def update(self, point: Point, state: State) -> tuple[Floats, State]:
        """Return the direction (d,) of the next step and the new state."""
        ...


def check_optimizer(value: object) -> None:
    """Raise ValueError unless it is an optimizer, made and not only its class."""
    made = not isinstance(value, type)
    if not (made and all(callable(getattr(value, name, None)) for name in ("init", "update"))):
        raise ValueError(f"the optimizer is {written(value)}; give an optimizer, such as Momentum(0.9)")


def note(optimizer: Optimizer[Any], state: Any) -> str:
    """Return what the optimizer has to say of its run, if it is one that does."""
    say = getattr(optimizer, "note", None)
    return say(state) if say else ""


def label(self: Any) -> str:
    """Return an optimizer as it is written, without the settings that are off.

    Off is what is 0, False or None by default, and left so. A run prints this as its method.
    """
    fields = [(field, getattr(self, field.name)) for field in dataclasses.fields(self)]
    told = [
        repr(value) if field.default is dataclasses.MISSING else f"{field.name}={value!r}"
        for field, value in fields
        if not (value == field.default and (field.default is None or field.default == 0))
    ]
    return f"{type(self).__name__}({', '.join(told)})"


def decayed(point: Point, weight_decay: float) -> Floats:
    """Return the gradient of the cost with the penalty weight_decay |theta|^2 / 2: g + weight_decay theta."""
    return point.gradient + weight_decay * point.theta if weight_decay else point.gradient


def inner(left: Floats, right: Floats) -> Floats:
    """Return the inner products along the last axis, summed in one order whatever the shape."""
    return np.add.accumulate(left * right, axis=-1)[..., -1]


def times(count: int) -> str:
    """Return a count of steps as it is said."""
    return "1 step" if count == 1 else f"{count} steps"


def check_share(name: str, value: float, *, least_open: bool = False, such_as: str = "0.9") -> None:
    """Raise ValueError unless 0 <= value < 1, or 0 < value < 1 with `least_open`."""
    least = "above 0" if least_open else "0 or more"
    number(
        name,
        value,
        f"{least} and below 1, such as {such_as}",
        lambda share: (share > 0 if least_open else share >= 0) and share < 1,
    )


def check_positive(name: str, value: float, such_as: str = "1e-8") -> None:
    """Raise ValueError unless value is positive and finite."""
    number(name, value, f"positive, such as {such_as}", lambda real: 0 < real < np.inf)


def check_not_negative(name: str, value: float, such_as: str) -> None:
    """Raise ValueError unless value is finite, and 0 or more."""
    number(name, value, f"0 or more, such as {such_as}", lambda real: 0 <= real < np.inf)


def check_flag(name: str, value: object) -> None:
    """Raise ValueError unless value is True or False."""
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} is {written(value)}; it must be True or False")
