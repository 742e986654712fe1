"""Numbers as people write them: as text, as Typst and as LaTeX."""

import math
import re
from collections.abc import Sequence

from gdmath.display.geometry import tick_places

SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_THIN = "\u2009"
_MINUS = "\u2212"


def number(value: float, digits: int = 4, *, places: int | None = None) -> str:
    """Return a number as text: `digits` significant ones, or fixed decimal `places`.

    A true minus sign, thin spaces between thousands from 10 000 on, and powers of ten outside
    1e-3 .. 1e7. Not-a-number is "undefined".

    >>> number(-3.14159), number(1000500, 7), number(1.25e-7)
    ('−3.142', '1\u2009000\u2009500', '1.25×10⁻⁷')
    >>> number(2, places=2)
    '2.00'
    """
    if math.isnan(value):
        return "undefined"
    if math.isinf(value):
        return "∞" if value > 0 else f"{_MINUS}∞"
    if places is not None:
        text = _grouped(f"{abs(value):.{places}f}")
        return _signed(value, text) if any(c in "123456789" for c in text) else text
    if value == 0:
        return "0"
    mantissa, exponent = f"{abs(value):.{digits - 1}e}".split("e")
    power = int(exponent)
    if -3 <= power < 7:
        text = _grouped(_trimmed(f"{float(f'{mantissa}e{power}'):.{max(digits - 1 - power, 0)}f}"))
    else:
        text = _power_of_ten(_trimmed(mantissa), power)
    return _signed(value, text)


def readable(value: float, digits: int = 4) -> str:
    """Return `number` for a readout: a power of ten keeps three digits, so that the width varies less.

    >>> readable(47.0596), readable(0.00049869)
    ('47.06', '4.99×10⁻⁴')
    """
    text = number(value, digits)
    return number(value, min(digits, 3)) if "×" in text else text


def counted(count: int, noun: str) -> str:
    """Return a number of things in words.

    >>> counted(1, "step"), counted(314, "step")
    ('1 step', '314 steps')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def tick_labels(values: Sequence[float]) -> list[str]:
    """Return the labels of an axis's ticks: all with the same decimals, or all as powers of ten.

    >>> tick_labels([0, 0.25, 0.5])
    ['0.00', '0.25', '0.50']
    >>> tick_labels([0, 2e8, 4e8])
    ['0', '2×10⁸', '4×10⁸']
    """
    if not len(values):
        return []
    largest = max(abs(value) for value in values)
    step = abs(values[1] - values[0]) if len(values) > 1 else largest
    if largest and (largest >= 1e5 or largest < 1e-3) and largest / step < 100:
        return [number(value, 3) if abs(value) < 1e-9 * largest else _scientific(value) for value in values]
    return [number(value, places=tick_places(values)) for value in values]


def number_typst(value: float, digits: int = 4) -> str:
    """Return `number` as Typst mathematics.

    >>> number_typst(-1.25e-7)
    '-1.25 times 10^(-7)'
    """
    text = number(value, digits).replace(_MINUS, "-").replace(_THIN, " thin ")
    text = re.sub("10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda m: f"10^({m[1].translate(_DIGITS)})", text)
    text = text.replace("×", " times ")
    return text.replace("∞", "oo").replace("undefined", '"undefined"')


def number_latex(value: float, digits: int = 4) -> str:
    """Return `number` as LaTeX mathematics.

    >>> number_latex(-1.25e-7)
    '-1.25 \\\\times 10^{-7}'
    """
    text = number(value, digits).replace(_MINUS, "-").replace(_THIN, r"\,")
    text = re.sub("10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda m: f"10^{{{m[1].translate(_DIGITS)}}}", text)
    text = text.replace("×", r" \times ")
    return text.replace("∞", r"\infty").replace("undefined", r"\text{undefined}")


def _signed(value: float, text: str) -> str:
    return _MINUS + text if value < 0 else text


def _scientific(value: float) -> str:
    mantissa, exponent = f"{abs(value):.2e}".split("e")
    return _signed(value, _power_of_ten(_trimmed(mantissa), int(exponent)))


def _power_of_ten(mantissa: str, power: int) -> str:
    return ("" if mantissa == "1" else f"{mantissa}×") + f"10{str(power).translate(SUPERSCRIPTS)}"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _grouped(text: str) -> str:
    whole, dot, rest = text.partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", _THIN)
    return whole + dot + rest
