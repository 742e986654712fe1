"""Checks of settings: what is wrong is said in one line that names the value; imports no numpy."""

import math
from collections.abc import Callable
from numbers import Integral, Rational, Real

_LONGEST = 60  # characters of a value in a message


def number(name: str, value: object, must: str, holds: Callable[[float], bool]) -> float:
    """Return a setting as a float.

    Raises ValueError unless it is an int, a float or a number of numpy's for which `holds`; `must` completes
    "it must be ..." and `holds` must be False of nan. True, text, fractions and decimals will not do, nor an
    int beyond all floats.

    >>> number("beta", 0.9, "0 or more and below 1, such as 0.9", lambda beta: 0 <= beta < 1)
    0.9
    >>> number("beta", 1, "0 or more and below 1, such as 0.9", lambda beta: 0 <= beta < 1)
    Traceback (most recent call last):
    ValueError: beta is 1; it must be 0 or more and below 1, such as 0.9
    >>> number("beta", "1", "0 or more and below 1, such as 0.9", lambda beta: 0 <= beta < 1)
    Traceback (most recent call last):
    ValueError: beta is '1', not an int or float; it must be 0 or more and below 1, such as 0.9
    """
    if not is_number(value):
        raise ValueError(f"{name} is {written(value)}, not an int or float; it must be {must}")
    real = _float(value)
    if not holds(real):
        raise ValueError(f"{name} is {written(value)}; it must be {must}")
    return real


def whole(name: str, value: object, least: int, most: int | None = None) -> int:
    """Return a setting as an int; 3.0 will do for 3.

    Raises ValueError unless it is a whole number from `least` to `most`, or `least` or more.

    >>> whole("steps", 1e3, 1)
    1000
    >>> whole("steps", 1.5, 1)
    Traceback (most recent call last):
    ValueError: steps is 1.5; it must be a whole number, 1 or more
    """
    must = f"a whole number, {least} or more" if most is None else f"a whole number from {least} to {most}"
    top = math.inf if most is None else most
    number(name, value, must, lambda real: least <= real <= top and real.is_integer())
    return int(value)  # pyright: ignore[reportArgumentType]  # number() let through nothing else


def is_number(value: object) -> bool:
    """Return whether it is an int, a float or a number of numpy's.

    >>> is_number(2), is_number(2.5), is_number("2"), is_number(True), is_number(None)
    (True, True, False, False, False)
    """
    if type(value) is float:
        return True
    if isinstance(value, Rational):
        return isinstance(value, Integral) and not isinstance(value, bool)
    return isinstance(value, Real)


def written(value: object) -> str:
    """Return a value as a message shows it: on one line, and not long.

    >>> written(0.25), written("fast"), written(10**400), written(float)
    ('0.25', "'fast'", 'beyond 1e308', 'the class float')
    """
    if is_number(value):
        real = _float(value)
        return "beyond 1e308" if real != real and isinstance(value, Integral) else f"{real:g}"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    text = " ".join(repr(value).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def _float(value: object) -> float:
    """A number as a float; nan for an int beyond all floats."""
    try:
        return float(value)  # pyright: ignore[reportArgumentType]  # only numbers come here
    except OverflowError:
        return math.nan
