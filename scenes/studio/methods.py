"""Optimizers and learning rates by name, with their settings; imports neither sympy nor numpy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gdmath.checks import written
from scenes.studio.failures import UnfitError
from scenes.studio.nearest import nearest, unknown

# name -> (class of gdmath, its settings)
OPTIMIZERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "gradient-descent": ("GradientDescent", ()),
    "momentum": ("Momentum", ("beta",)),
    "nesterov": ("Nesterov", ("beta",)),
    "adagrad": ("AdaGrad", ("epsilon",)),
    "rmsprop": ("RMSProp", ("alpha", "epsilon", "centred", "momentum")),
    "adam": ("Adam", ("beta1", "beta2", "epsilon")),
    "adamw": ("AdamW", ("beta1", "beta2", "epsilon", "weight_decay")),
    "newton": ("Newton", ("damping",)),
}
SCHEDULES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "constant": ("Constant", ()),
    "step-decay": ("StepDecay", ("factor", "every")),
    "exponential": ("Exponential", ("factor",)),
    "inverse-time": ("InverseTime", ("decay",)),
    "cosine": ("Cosine", ("steps", "final")),
    "warm-up": ("WarmUp", ("steps",)),
    "backtracking": ("Backtracking", ("shrink", "c1")),
    "strong-wolfe": ("StrongWolfe", ("c1", "c2")),
}
_NEEDED = {"step-decay": {"factor": 0.5, "every": 100}, "exponential": {"factor": 0.99}}
_NEEDED |= {"inverse-time": {"decay": 0.01}, "cosine": {"steps": 1000}, "warm-up": {"steps": 10}}
_WHOLE = {"every", "steps"}


@dataclass(frozen=True)
class Method:
    """An optimizer and a learning rate, by name, and their settings. Raises UnfitError for others."""

    optimizer: str = "gradient-descent"
    schedule: str = "constant"
    settings: tuple[str, ...] = ()
    learning_rate: float | None = None
    chosen: dict[str, Any] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        for kind, name, known in (
            ("optimizer", self.optimizer, OPTIMIZERS),
            ("schedule", self.schedule, SCHEDULES),
        ):
            if name not in known:
                raise UnfitError(unknown(kind, name, known))
        chosen: dict[str, Any] = {}
        for name, value in map(self._setting, self.settings):
            if name in chosen:
                raise UnfitError(f"{name} is set twice; give --set {name}=... once")
            chosen[name] = value
        object.__setattr__(self, "chosen", chosen)

    def build(self, default_rate: float) -> tuple[Any, Any]:
        """Return the optimizer and the learning rate. Raises ValueError for settings out of their range."""
        import gdmath

        name, taken = OPTIMIZERS[self.optimizer]
        optimizer = getattr(gdmath, name)(**self._among(taken))
        rate = default_rate if self.learning_rate is None else self.learning_rate
        name, taken = SCHEDULES[self.schedule]
        kind = getattr(gdmath, name)
        settings = _NEEDED.get(self.schedule, {}) | self._among(taken)
        if self.schedule == "warm-up":
            return optimizer, kind(then=gdmath.Constant(rate), **settings)
        return optimizer, kind(rate, **settings)

    def _among(self, names: tuple[str, ...]) -> dict[str, Any]:
        return {name: value for name, value in self.chosen.items() if name in names}

    def _setting(self, text: str) -> tuple[str, Any]:
        name, equals, value = (part.strip() for part in text.partition("="))
        names = (*OPTIMIZERS[self.optimizer][1], *SCHEDULES[self.schedule][1])
        if not equals:
            raise UnfitError(
                f"--set {text} names no value; write for instance --set {names[0] if names else 'beta'}=0.8"
            )
        if name not in names:
            close = nearest(name, names)
            hint = f"; did you mean {close}?" if close else ""
            allowed = f"they have {', '.join(names)}" if names else "they have no settings"
            raise UnfitError(
                f"{self.optimizer} and {self.schedule} have no setting {name!r}{hint} ({allowed})"
            )
        return name, _value(name, value)


def _value(name: str, text: str) -> Any:
    if name == "centred":
        if text.lower() not in ("true", "false", "yes", "no", "1", "0"):
            raise UnfitError(f"centred is {written(text)}; write centred=true or centred=false")
        return text.lower() in ("true", "yes", "1")
    try:
        if "_" in text:
            raise ValueError
        return int(text) if name in _WHOLE else float(text)
    except ValueError:
        whole = "whole number" if name in _WHOLE else "number"
        raise UnfitError(f"{name} is {written(text)}; it must be a {whole}") from None
