"""The mathematics of gradient descent: exact symbolic costs, a numeric engine, recorded trajectories.

Names are imported when first used, so that `import gdmath` and the reading of a formula stay fast.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gdmath.cost import Cost
    from gdmath.descent import Stop, descend
    from gdmath.formula import FormulaError
    from gdmath.learning_rates import Constant, Cosine, Exponential, InverseTime, StepDecay, WarmUp
    from gdmath.optimizers import (
        AdaGrad,
        Adam,
        AdamW,
        GradientDescent,
        Momentum,
        Nesterov,
        Newton,
        RMSProp,
    )
    from gdmath.trajectory import Outcome, Status, Trajectory

__all__ = [
    "AdaGrad",
    "Adam",
    "AdamW",
    "Constant",
    "Cosine",
    "Cost",
    "Exponential",
    "FormulaError",
    "GradientDescent",
    "InverseTime",
    "Momentum",
    "Nesterov",
    "Newton",
    "Outcome",
    "RMSProp",
    "Status",
    "StepDecay",
    "Stop",
    "Trajectory",
    "WarmUp",
    "descend",
]

_ROOMS = {
    "cost": ["Cost"],
    "descent": ["Stop", "descend"],
    "formula": ["FormulaError"],
    "learning_rates": ["Constant", "Cosine", "Exponential", "InverseTime", "StepDecay", "WarmUp"],
    "optimizers": [
        "AdaGrad",
        "Adam",
        "AdamW",
        "GradientDescent",
        "Momentum",
        "Nesterov",
        "Newton",
        "RMSProp",
    ],
    "trajectory": ["Outcome", "Status", "Trajectory"],
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
