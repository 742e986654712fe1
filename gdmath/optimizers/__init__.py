"""Optimizers: where to step. The direction is theirs, its length is the learning rate's.

theta[k+1] = theta[k] + eta * direction[k]. At the same settings every optimizer that `torch.optim` has takes
the same steps as there: where epsilon stands, how the first step of a momentum goes, how averages are
corrected for their start. In the equations g is the gradient, eta the learning rate; products are
componentwise. Directions and states are componentwise too, or go along the last axis, so that (m, d) thetas
are m descents at once.
"""

from gdmath.optimizers.adam import Adam, AdaMax, AdamW, Lion, NAdam, RAdam
from gdmath.optimizers.adaptive import AdaDelta, AdaGrad, RMSProp, RProp
from gdmath.optimizers.altered import Clipped, Noisy
from gdmath.optimizers.base import Optimizer, Point
from gdmath.optimizers.conjugate import ConjugateGradient
from gdmath.optimizers.gradient import AcceleratedGradient, GradientDescent, Momentum, Nesterov
from gdmath.optimizers.newton import Newton
from gdmath.optimizers.quasi_newton import BFGS, LBFGS

__all__ = [
    "BFGS",
    "LBFGS",
    "AcceleratedGradient",
    "AdaDelta",
    "AdaGrad",
    "AdaMax",
    "Adam",
    "AdamW",
    "Clipped",
    "ConjugateGradient",
    "GradientDescent",
    "Lion",
    "Momentum",
    "NAdam",
    "Nesterov",
    "Newton",
    "Noisy",
    "Optimizer",
    "Point",
    "RAdam",
    "RMSProp",
    "RProp",
]
