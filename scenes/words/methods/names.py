"""What optimizers are called: most of them have one name in every language."""

from collections.abc import Mapping

PROPER: Mapping[str, str] = {
    "momentum": "momentum",
    "nesterov": "Nesterov",
    "adagrad": "AdaGrad",
    "adadelta": "AdaDelta",
    "rmsprop": "RMSProp",
    "rprop": "RProp",
    "adam": "Adam",
    "adamw": "AdamW",
    "adamax": "AdaMax",
    "nadam": "NAdam",
    "radam": "RAdam",
    "lion": "Lion",
    "newton": "Newton",
    "bfgs": "BFGS",
    "l-bfgs": "L-BFGS",
}
SHORT: Mapping[str, str] = {
    "gradient-descent": "GD",
    "accelerated-gradient": "AGD",
    "conjugate-gradient": "CG",
}


def short(optimizer: str, own: Mapping[str, str]) -> str:
    """Return a name that fits in a table."""
    return SHORT.get(optimizer) or own.get(optimizer) or PROPER.get(optimizer, optimizer)
