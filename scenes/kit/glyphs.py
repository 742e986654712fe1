"""Numbers and labels that change in every frame, assembled from glyphs that were set once."""

import re
from functools import cache

import numpy as np
from manim import VMobject
from numpy.typing import NDArray

from scenes.relief.outlines import pieces

SMALL = 30  # the least Manim font size that is used: a capital is 28 px high at 1080p
UNITS_PER_POINT = 1 / (100 / 5.0 * 48)  # one Typst point in frame units, at font size 1


def placed(points: NDArray) -> NDArray:
    """Return points of the page (n, 2) as Manim's, (n, 3), at font size 48."""
    return np.column_stack([points, np.zeros(len(points))]) * (48 * UNITS_PER_POINT)


class Number(VMobject):
    """Text that may change in every frame, as one mobject assembled from glyphs that were set once.

    `at` is where it stands on the baseline: its left end, its middle or its right end by `align`. The
    glyphs are digits, letters and the signs of `GLYPHS`; superscript digits make powers.

    A change takes about 0.05 ms; setting the same with Typst takes 30 ms.
    """

    def __init__(
        self, text: str = "", *, size: float = SMALL, color: str, at=(0.0, 0.0), align: str = "left"
    ):
        super().__init__(fill_opacity=1.0, stroke_width=0.0, color=color)
        self.size, self.align, self.at, self.text = size, align, np.array([*at[:2], 0.0]), None
        self.write(text)

    def write(self, text: str, at=None) -> "Number":
        """Change the text, and perhaps the place."""
        place = self.at if at is None else np.array([*at[:2], 0.0])
        if text != self.text or not np.array_equal(place, self.at):
            self.text, self.at = text, place
            self.points = outline(text, self.size, self.align) + place
        return self


class Labels(VMobject):
    """Many short texts as one mobject, such as the numbers along an axis."""

    def __init__(self, *, size: float = SMALL, color: str):
        super().__init__(fill_opacity=1.0, stroke_width=0.0, color=color)
        self.size = size
        self.boxes: list[NDArray] = []

    def write(self, texts: list[tuple[str, float, float, str]]) -> "Labels":
        """Show (text, x, y of the baseline, align) each; `boxes` then holds each one's corners (2, 3)."""
        pieces = [
            outline(text, self.size, align) + np.array([x, y, 0.0]) for text, x, y, align in texts if text
        ]
        pieces = [piece for piece in pieces if len(piece)]
        self.boxes = [np.stack([piece.min(axis=0), piece.max(axis=0)]) for piece in pieces]
        self.points = np.concatenate(pieces) if pieces else np.zeros((0, 3))
        return self


_decimal = "."


def set_decimal(sign: str) -> None:
    """Write the numbers of formulas and labels with this decimal sign from now on, "." or ","."""
    global _decimal
    _decimal = sign


def decimal_sign() -> str:
    """Return the decimal sign in which numbers are written now."""
    return _decimal


def localized(text: str, comma: str = ",") -> str:
    """Return a text with the decimal sign in its numbers, `comma` standing for a comma."""
    return text if _decimal == "." else re.sub(r"(?<=\d)\.(?=\d)", comma, text)


GLYPHS = "0123456789.,:;+()[]=/|'%ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz−×·∞≈≤≥→′ηθ∇λ–-!?"
GLYPHS += "äöüÄÖÜßáéíóúñÁÉÍÓÚÑ¿¡"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ITALICS = "".join("ℎ" if letter == "h" else chr(0x1D434 + k) for k, letter in enumerate(_LETTERS))
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SMALL = {small: (digit, 0.36) for small, digit in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−", strict=True)}
_SMALL |= {small: (digit, -0.15) for small, digit in zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)}
_SPACES = {" ": 0.28, "\u2009": 0.17}
_EM = 0.5 / 48  # frame units for each font size


def outline(text: str, size: float, align: str = "left") -> NDArray:
    """Return the cubic outlines of a text, (n, 3), its baseline at y = 0 and its `align` end at x = 0."""
    return _outline(localized(text), size, align)


@cache
def _outline(text: str, size: float, align: str) -> NDArray:
    glyphs, pen, pieces = _glyphs(), 0.0, []
    for character in text:
        if character in _SPACES:
            pen += _SPACES[character]
            continue
        large, raised = _SMALL.get(character, (character, 0.0))
        points, advance = glyphs[large]
        scale = 0.68 if raised else 1.0
        pieces.append(points * scale + (pen, raised, 0.0))
        pen += advance * scale
    if not pieces:
        return np.zeros((0, 3))
    shift = {"left": 0.0, "center": pen / 2, "right": pen}[align]
    return (np.concatenate(pieces) - (shift, 0.0, 0.0)) * (_EM * size)


def variable(name: str) -> str:
    """Return a variable's name as mathematics sets it: a single letter in italics.

    >>> variable("x"), variable("theta"), variable("x1")
    ('𝑥', 'θ', '𝑥₁')
    """
    if name in _GREEK:
        return _GREEK[name]
    letter, rest = name[0], name[1:].lstrip("_")
    if rest and not rest.isdecimal():
        return name
    return _ITALICS[_LETTERS.index(letter)] + rest.translate(_SUBSCRIPTS)


_GREEK = {"theta": "θ", "eta": "η", "lamda": "λ"}


def text_width(text: str, size: float = SMALL) -> float:
    """Return how wide a Number of this text is, in frame units."""
    points = outline(text, size)
    return float(np.ptp(points[:, 0])) if len(points) else 0.0


@cache
def _glyphs() -> dict[str, tuple[NDArray, float]]:
    """Return each glyph's outline and advance in em. Set once, each between bars that tell its place."""
    characters = GLYPHS + _ITALICS
    line = '#"1||' + "|".join(characters) + '|"'
    fonts = '#set text(font: ("New Computer Modern", "New Computer Modern Math"))\n'
    preamble = fonts + "#set text(kerning: false, ligatures: false)\n"
    outlines = [placed(piece.points) for piece in pieces(preamble + line)]
    baseline, bars, glyphs = outlines[0][:, 1].min(), outlines[2::2], outlines[3::2]
    lefts = np.array([bar[:, 0].min() for bar in bars])
    bar_advance = lefts[0] - outlines[1][:, 0].min()
    bearing = (bar_advance - np.ptp(bars[0][:, 0])) / 2  # a bar stands in the middle of its advance
    table = {}
    for character, points, left, following in zip(characters, glyphs, lefts, lefts[1:], strict=False):
        origin = (left - bearing + bar_advance, baseline, 0.0)
        table[character] = ((points - origin) * 2, (following - left - bar_advance) * 2)
    return table
