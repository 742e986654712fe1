"""The mathematics of gradient descent: exact symbolic costs, a numeric engine, recorded trajectories.

Names are imported when first used, so that `import gdmath` and the reading of a formula stay fast.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gdmath.cost import Cost
    from gdmath.descent import Stop, descend
    from gdmath.formula import FormulaError
    from gdmath.learning_rates import Constant
    from gdmath.optimizers import GradientDescent
    from gdmath.trajectory import Outcome, Status, Trajectory

_HOMES = {
    "Constant": "learning_rates",
    "Cost": "cost",
    "FormulaError": "formula",
    "GradientDescent": "optimizers",
    "Outcome": "trajectory",
    "Status": "trajectory",
    "Stop": "descent",
    "Trajectory": "trajectory",
    "descend": "descent",
}

__all__ = [
    "Constant",
    "Cost",
    "FormulaError",
    "GradientDescent",
    "Outcome",
    "Status",
    "Stop",
    "Trajectory",
    "descend",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
