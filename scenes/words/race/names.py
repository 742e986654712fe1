"""What optimizers are called: most of them have one name in every language."""

from collections.abc import Mapping, Sequence

from scenes.words.caption import Maths, Part

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


def capital(text: str) -> str:
    """Return a name as a sentence begins with it."""
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str], conjunction: str, *, first: bool = False) -> Part:
    """Return names as a part of a caption, joined; `first`: the sentence begins with them."""
    *others, last = [capital(name) if first and k == 0 else name for k, name in enumerate(names)]
    text = f"{', '.join(others)} {conjunction} {last}" if others else last
    return Maths(f'"{text}"', text)
