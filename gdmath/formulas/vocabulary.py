"""What a formula may contain: constants, functions, and the Greek letters that name variables."""

import math
from collections.abc import Callable, Mapping

MOST = 20  # arguments of a function that takes any number

CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e, "E": math.e}

# name -> (least and most number of arguments, meaning on floats)
FUNCTIONS: Mapping[str, tuple[int, int, Callable[..., float]]] = {
    "sin": (1, 1, math.sin),
    "cos": (1, 1, math.cos),
    "tan": (1, 1, math.tan),
    "asin": (1, 1, math.asin),
    "acos": (1, 1, math.acos),
    "atan": (1, 1, math.atan),
    "atan2": (2, 2, math.atan2),
    "sinh": (1, 1, math.sinh),
    "cosh": (1, 1, math.cosh),
    "tanh": (1, 1, math.tanh),
    "softplus": (1, 1, lambda x: max(x, 0.0) + math.log1p(math.exp(-abs(x)))),
    "relu": (1, 1, lambda x: max(x, 0.0)),
    "sigmoid": (1, 1, lambda x: math.exp(min(x, 0.0)) / (1 + math.exp(-abs(x)))),
    "erf": (1, 1, math.erf),
    "exp": (1, 1, math.exp),
    "log": (1, 2, math.log),
    "log2": (1, 1, math.log2),
    "log10": (1, 1, math.log10),
    "sqrt": (1, 1, math.sqrt),
    "cbrt": (1, 1, math.cbrt),
    "abs": (1, 1, math.fabs),
    "sign": (1, 1, lambda x: float((x > 0) - (x < 0))),
    "Max": (1, MOST, lambda *values: max(values)),
    "Min": (1, MOST, lambda *values: min(values)),
}

ALLOWED = (
    "allowed are numbers, variables (x, y, w1, theta), + - * / ** ^, parentheses, pi, e and "
    + " ".join(FUNCTIONS)
)
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lamda mu nu xi rho sigma tau phi chi psi omega"
)
GREEK = frozenset(_GREEK.split())
