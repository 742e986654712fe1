"""Numbers as they are written on the screen, read back."""

import math
import re
import unicodedata
from typing import NamedTuple

_POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_TEN = "10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+"
_NUMBER = re.compile(rf"[−-]?(?:{_TEN}|\d[\d\u2009]*(?:[.,]\d+)?(?:\s?×\s?{_TEN})?|∞)")

_LOST = 1e-308  # numbers so small have lost digits


class Shown(NamedTuple):
    """A number, and half of the unit of its last digit."""

    value: float
    half: float

    def agrees(self, true: float) -> bool:
        """Whether the true number is written so when it is rounded."""
        if self.value == true:
            return True
        if true != true or abs(true) == float("inf"):
            return False
        return abs(self.value - true) <= self.half * 1.0001 + 1e-12 * abs(true) + _LOST


def numbers(text: str, least: int = 4) -> list[Shown]:
    """All numbers in a text, written with so many digits at least."""
    return [_shown(found, least) for found in _NUMBER.findall(text)]


def _shown(text: str, least: int) -> Shown:
    text = text.replace("−", "-").replace("\u2009", "").replace(",", ".")
    if "∞" in text:
        return Shown(float(text.replace("∞", "inf")), 0.0)
    mantissa, _, power = text.partition("×")
    if re.fullmatch(f"-?{_TEN}", text):
        mantissa, power = ("-1" if text.startswith("-") else "1"), text.lstrip("-")
    exponent = int(power.strip()[2:].translate(_POWERS)) if power else 0
    mantissa = mantissa.strip()
    whole, point, decimals = mantissa.partition(".")
    places = len(decimals) if point else len(whole.rstrip("0")) - len(whole)
    # Zeros at the end are left out; a power of ten has three digits.
    size = abs(float(mantissa))
    if size:
        places = max(places, (min(2, least - 1) if power else least - 1) - math.floor(math.log10(size)))
    return Shown(float(mantissa) * 10.0**exponent, 0.5 * 10.0 ** (exponent - places))


def plain(text: str) -> str:
    """A text whose letters are those of a keyboard: italics as letters."""
    return unicodedata.normalize("NFKC", re.sub("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]", "", text))
