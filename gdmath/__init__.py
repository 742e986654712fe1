"""The mathematics of gradient descent: exact symbolic costs, a numeric engine, recorded trajectories.

Names are imported when first used, so that `import gdmath` and the reading of a formula stay fast.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gdmath.analysis import basins, convergence, curvature
    from gdmath.cost import Cost
    from gdmath.data.batches import MiniBatches
    from gdmath.data.data_cost import DataCost
    from gdmath.data.dataset import Dataset
    from gdmath.data.datasets import load_csv
    from gdmath.data.regression import linear, logistic, polynomial
    from gdmath.descent import descend
    from gdmath.descent_many import Trajectories, descend_many
    from gdmath.formulas.formula_error import FormulaError
    from gdmath.function_cost import FunctionCost
    from gdmath.landscapes import LANDSCAPES, Landscape, landscape
    from gdmath.learning_rates import Constant, Cosine, Exponential, InverseTime, StepDecay, WarmUp
    from gdmath.line_search import Backtracking, ExactSearch, PolyakStep, StrongWolfe
    from gdmath.objective import Objective
    from gdmath.optimizers import (
        BFGS,
        LBFGS,
        AcceleratedGradient,
        AdaDelta,
        AdaGrad,
        Adam,
        AdaMax,
        AdamW,
        Clipped,
        ConjugateGradient,
        GradientDescent,
        Lion,
        Momentum,
        NAdam,
        Nesterov,
        Newton,
        Noisy,
        RAdam,
        RMSProp,
        RProp,
    )
    from gdmath.optimizers.stability import critical_rate, error_factor
    from gdmath.stationary import Extent, Kind, Site, critical_points
    from gdmath.stopping import Stop
    from gdmath.trajectory import Outcome, Status, Trajectory

__all__ = [
    "BFGS",
    "LANDSCAPES",
    "LBFGS",
    "AcceleratedGradient",
    "AdaDelta",
    "AdaGrad",
    "AdaMax",
    "Adam",
    "AdamW",
    "Backtracking",
    "Clipped",
    "ConjugateGradient",
    "Constant",
    "Cosine",
    "Cost",
    "DataCost",
    "Dataset",
    "ExactSearch",
    "Exponential",
    "Extent",
    "FormulaError",
    "FunctionCost",
    "GradientDescent",
    "InverseTime",
    "Kind",
    "Landscape",
    "Lion",
    "MiniBatches",
    "Momentum",
    "NAdam",
    "Nesterov",
    "Newton",
    "Noisy",
    "Objective",
    "Outcome",
    "PolyakStep",
    "RAdam",
    "RMSProp",
    "RProp",
    "Site",
    "Status",
    "StepDecay",
    "Stop",
    "StrongWolfe",
    "Trajectories",
    "Trajectory",
    "WarmUp",
    "basins",
    "convergence",
    "critical_points",
    "critical_rate",
    "curvature",
    "descend",
    "descend_many",
    "error_factor",
    "landscape",
    "linear",
    "load_csv",
    "logistic",
    "polynomial",
]

_ROOMS = {
    "analysis": ["basins", "convergence", "curvature"],
    "cost": ["Cost"],
    "stationary": ["Extent", "Kind", "Site", "critical_points"],
    "data.dataset": ["Dataset"],
    "data.datasets": ["load_csv"],
    "descent": ["descend"],
    "descent_many": ["Trajectories", "descend_many"],
    "formulas.formula_error": ["FormulaError"],
    "function_cost": ["FunctionCost"],
    "landscapes": ["LANDSCAPES", "Landscape", "landscape"],
    "data.batches": ["MiniBatches"],
    "data.data_cost": ["DataCost"],
    "data.regression": ["linear", "logistic", "polynomial"],
    "line_search": ["Backtracking", "ExactSearch", "PolyakStep", "StrongWolfe"],
    "stopping": ["Stop"],
    "learning_rates": ["Constant", "Cosine", "Exponential", "InverseTime", "StepDecay", "WarmUp"],
    "objective": ["Objective"],
    "optimizers": [
        "AcceleratedGradient",
        "AdaDelta",
        "AdaGrad",
        "AdaMax",
        "Adam",
        "AdamW",
        "BFGS",
        "Clipped",
        "ConjugateGradient",
        "GradientDescent",
        "LBFGS",
        "Lion",
        "Momentum",
        "NAdam",
        "Nesterov",
        "Newton",
        "Noisy",
        "RAdam",
        "RMSProp",
        "RProp",
    ],
    "optimizers.stability": ["critical_rate", "error_factor"],
    "trajectory": ["Outcome", "Status", "Trajectory"],
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
