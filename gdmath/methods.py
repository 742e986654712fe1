"""Optimizers and learning rates by name, with their settings; imports neither sympy nor numpy."""

import math
import textwrap
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from gdmath.checks import number, written
from gdmath.formulas.nearest import nearest, unknown
from gdmath.method_table import (
    ALTERATIONS,
    LENGTHS,
    OPTIMIZERS,
    SCHEDULES,
    SEARCHES,
    Entry,
    Setting,
)

_WIDTH = 80
_SET_AS = {"norm": "clip_norm", "value": "clip_value", "scale": "noise", "seed": "noise_seed"}


@dataclass(frozen=True)
class Method:
    """An optimizer and a learning rate, by name, and their settings, such as ("beta1=0.8", "clip_norm=1").

    `schedule` is a schedule of the learning rate or a line search; None for what suits the optimizer. Raises
    ValueError, with the nearest right name, for others; and for a value that is not of the setting's kind.

    >>> Method("adam", settings=("amsgrad=true", "clip_norm=1")).build(0.1)[0]
    Clipped(Adam(beta1=0.9, beta2=0.999, epsilon=1e-08, amsgrad=True), norm=1.0)
    >>> Method("momentum", settings=("btea=0.8",))
    Traceback (most recent call last):
    ValueError: momentum and constant have no setting 'btea'; did you mean beta? (they have beta, dampening, \
weight_decay, clip_norm, clip_value, noise, noise_seed)
    """

    optimizer: str = "gradient-descent"
    schedule: str | None = None
    settings: tuple[str, ...] = ()
    learning_rate: float | None = None
    chosen: dict[str, Any] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.optimizer not in OPTIMIZERS:
            raise ValueError(unknown("optimizer", str(self.optimizer), OPTIMIZERS))
        if self.schedule is not None and self.schedule not in LENGTHS:
            raise ValueError(unknown("schedule", str(self.schedule), LENGTHS))
        if self.learning_rate is not None:
            must = "positive, such as 0.1"
            number("the learning rate", self.learning_rate, must, lambda rate: 0 < rate < math.inf)
        chosen: dict[str, Any] = {}
        for name, value in map(self._read, self.settings):
            if name in chosen:
                raise ValueError(f"{name} is set twice; set it once")
            chosen[name] = value
        if "noise_seed" in chosen and "noise" not in chosen:
            raise ValueError("noise_seed is set, but no noise is; set it too, such as noise=0.1")
        object.__setattr__(self, "chosen", chosen)

    @property
    def length(self) -> str:
        """The name of the schedule or line search, chosen or what suits the optimizer."""
        return self.schedule or OPTIMIZERS[self.optimizer].schedule

    @property
    def searches(self) -> bool:
        """Whether the length of each step is searched for along the line."""
        return self.length in SEARCHES

    @property
    def usual_rate(self) -> float | None:
        """The learning rate that suits, whatever the cost: 1 for a line search; None if the cost decides."""
        return 1.0 if self.searches else OPTIMIZERS[self.optimizer].rate

    def build(self, default_rate: float, lowest: float | None = None) -> tuple[Any, Any]:
        """Return the optimizer and the learning rate, which is `default_rate` unless it was chosen.

        `lowest` is the lowest cost, if known, for Polyak's step. Raises ValueError for settings out of their
        range.
        """
        gdmath, chosen = import_module("gdmath"), self.chosen
        entry = OPTIMIZERS[self.optimizer]
        optimizer = getattr(gdmath, entry.name)(**self._among(entry))
        try:
            if "clip_norm" in chosen or "clip_value" in chosen:
                optimizer = gdmath.Clipped(optimizer, chosen.get("clip_norm"), chosen.get("clip_value"))
            if "noise" in chosen:
                optimizer = gdmath.Noisy(optimizer, chosen["noise"], chosen.get("noise_seed", 0))
        except ValueError as error:
            name, _, wrong = str(error).partition(" ")
            raise ValueError(f"{_SET_AS[name]} {wrong}") from None
        rate = default_rate if self.learning_rate is None else self.learning_rate
        return optimizer, self._build_length(rate, lowest)

    def _build_length(self, rate: float, lowest: float | None) -> Any:
        gdmath, entry = import_module("gdmath"), LENGTHS[self.length]
        kind, settings = getattr(gdmath, entry.name), self._among(entry)
        if self.length == "warm-up":
            return kind(then=gdmath.Constant(rate), **settings)
        if self.length != "polyak":
            return kind(rate, **settings)
        if lowest is not None:
            settings = {"lowest": lowest} | settings
        if not settings:
            raise ValueError("polyak needs the cost's lowest value; set it, such as lowest=0")
        return kind(**settings)

    def _among(self, entry: Entry) -> dict[str, Any]:
        needed = {name: one.default for name, one in entry.settings.items() if one.default is not None}
        return needed | {name: value for name, value in self.chosen.items() if name in entry.settings}

    def _read(self, text: str) -> tuple[str, Any]:
        name, equals, value = (part.strip() for part in str(text).partition("="))
        name = name.replace("-", "_")
        known = {**OPTIMIZERS[self.optimizer].settings, **LENGTHS[self.length].settings, **ALTERATIONS}
        if not equals:
            key = name if name in known else next(iter(known))
            raise ValueError(
                f"{written(text)} names no value; write for instance {key}={_example(known[key])}"
            )
        if name not in known:
            close = nearest(name, known)
            hint = f"; did you mean {close}?" if close else ""
            raise ValueError(
                f"{self.optimizer} and {self.length} have no setting {written(name)}{hint} "
                f"(they have {', '.join(known)})"
            )
        return name, _value(name, value, known[name])


def method_of(text: str) -> Method:
    """Return the method of one text: an optimizer, and after a colon its rate, schedule and settings.

    Raises ValueError as `Method` does.

    >>> method_of("adam:rate=0.1,beta1=0.8")
    Method(optimizer='adam', schedule=None, settings=('beta1=0.8',), learning_rate=0.1)
    >>> method_of("momentum").settings
    ()
    """
    optimizer, _, rest = str(text).partition(":")
    chosen: dict[str, Any] = {"schedule": None, "rate": None}
    settings = []
    for part in filter(None, (part.strip() for part in rest.split(","))):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if name not in chosen or not equals:
            settings.append(part)
        elif chosen[name] is not None:
            raise ValueError(f"{name} is set twice; set it once")
        else:
            chosen[name] = _value(name, value, Setting("")) if name == "rate" else value
    return Method(optimizer.strip(), chosen["schedule"], tuple(settings), chosen["rate"])


def overview() -> str:
    """Return every name with its help line, and below it its settings with theirs and their defaults."""
    gdmath, lines = import_module("gdmath"), []
    tables = {"Optimizers": OPTIMIZERS, "Schedules": SCHEDULES, "Line searches": SEARCHES}
    for title, table in tables.items():
        lines += [f"{title}:", ""]
        for name, entry in table.items():
            lines += _hung(f"  {name:22}", entry.help)
            fields = getattr(gdmath, entry.name).__dataclass_fields__
            for key, setting in entry.settings.items():
                default = fields[key].default if setting.default is None else setting.default
                lines += _hung(f"    {key:20}", setting.help + _default(default))
        lines.append("")
    lines += ["Settings of every optimizer:", ""]
    for name, setting in ALTERATIONS.items():
        lines += _hung(f"    {name:20}", setting.help)
    return "\n".join(lines) + "\n"


def _hung(name: str, text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=name, subsequent_indent=" " * len(name))


def _default(default: Any) -> str:
    if isinstance(default, bool):
        return f" [{str(default).lower()}]"
    if isinstance(default, int | float):
        return f" [{default:g}]"
    return f" [{default}]" if isinstance(default, str) else ""


def _example(setting: Setting) -> str:
    if setting.choices:
        return setting.choices[0]
    return {bool: "true", int: "10"}.get(setting.kind, "0.8")


def _value(name: str, text: str, setting: Setting) -> Any:
    if setting.kind is bool:
        if text.lower() not in ("true", "false", "yes", "no", "1", "0"):
            raise ValueError(f"{name} is {written(text)}; write {name}=true or {name}=false")
        return text.lower() in ("true", "yes", "1")
    if setting.choices:
        if text.lower() not in setting.choices:
            raise ValueError(f"{name} is {written(text)}; it must be {' or '.join(setting.choices)}")
        return text.lower()
    try:
        if "_" in text:
            raise ValueError
        return int(text) if setting.kind is int else float(text)
    except ValueError:
        whole = "whole number" if setting.kind is int else "number"
        raise ValueError(f"{name} is {written(text)}; it must be a {whole}") from None
