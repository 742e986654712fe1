"""All type on the screen: formulas, lines of text, and numbers that change in every frame.

Typst sets everything; neither LaTeX nor a system font is needed. Sizes are Manim font sizes; a capital at
`SMALL`, the least that is used, is 28 px high at 1080p.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import NDArray

from scenes.relief.outlines import Piece, pieces

SMALL = 30
BODY = 36
LARGE = 44
UNITS_PER_POINT = 1 / (100 / 5.0 * 48)  # one Typst point in frame units, at font size 1
_FONT = '#set text(font: "New Computer Modern")\n#set par(leading: 0.55em)\n'


class Lettering(VGroup):
    """Type set by Typst: one mobject for each labelled part, one for the rest, one for its rules.

    As single outlines they are drawn and copied many times faster than as one mobject a glyph.
    """

    def __init__(self, parts: Mapping[str, tuple[NDArray, bool]], scale: float, color: str):
        self.parts: dict[str, VMobject] = {}
        super().__init__()
        for label, (points, is_line) in parts.items():
            part = VMobject(
                fill_opacity=0.0 if is_line else 1.0, stroke_width=2.0 if is_line else 0.0, color=color
            )
            part.points = points * scale
            self.parts[label] = part
            self.add(part)

    def select(self, label: str) -> VMobject:
        """Return the part with this label, which may be empty."""
        return self.parts.get(label, VMobject())


class Words(Lettering):
    """A line or a few of running text in Typst markup, wrapped at `width` frame units and centred.

    `$...$` is mathematics.
    """

    def __init__(
        self, text: str, *, size: float = BODY, color: str, width: float | None = None, align: str = "left"
    ):
        body = text
        if width is not None:
            body = f"#block(width: {width / (UNITS_PER_POINT * size):.1f}pt)[#align({align})[{text}]]"
        super().__init__(_words(body), size / 48, color)


class Equation(Lettering):
    """Mathematics in Typst notation; parts marked `{{ ... : label }}` take the colour given for the label.

    `width`: the widest it may be, in frame units; it shrinks to fit, down to the size SMALL, and is then
    broken into lines, with small fractions if it is `compact`.
    """

    def __init__(
        self,
        source: str,
        *,
        size: float = BODY,
        color: str,
        colors: Mapping[str, str] | None = None,
        width: float | None = None,
        compact: bool = False,
    ):
        source = _localized(source, 'class("normal", ",")')
        super().__init__(_formula(source), size / 48, color)
        if width is not None and self.width > width:
            if self.width * SMALL / size > width:
                plain = _LABEL.sub(r"\1", source)
                self.become(_broken(plain if compact else f"display({plain})", color, width))
            else:
                self.scale(width / self.width)
        for label, tint in (colors or {}).items():
            self.select(label).set_color(tint)


def first_that_fits(
    choices: Iterable[Sequence[VMobject]], *, width: float, room: float, leading: float
) -> VGroup:
    """Return the first column of formulas not wider than `width` and not higher than `room`, else the last.

    `leading` is what one stands below another. All are frame units.
    """
    column = VGroup()
    for choice in choices:
        column = VGroup(*choice)
        fits = all(formula.width <= width + 1e-6 for formula in column)
        if fits and sum(formula.height + leading for formula in column) <= room:
            break
    return column


def stacked(column: VGroup, area: Iterable[float], leading: float) -> VGroup:
    """Stand formulas below one another in the upper left corner of an area: left, right, bottom, top.

    They stand closer than `leading` where there is not room for so much.
    """
    left, _, bottom, top = area
    spare = top - bottom - sum(formula.height for formula in column)
    leading = min(leading, max(spare, 0.0) / max(len(column) - 1, 1))
    for formula in column:
        formula.move_to(np.array([left + formula.width / 2, top - formula.height / 2, 0.0]))
        top -= formula.height + leading
    return column


_LINES = (
    "#set par(leading: 0em)\n#set text(top-edge: 0.85em, bottom-edge: -0.25em)\n"  # none touches the next
)
_WHOLE = "#show math.lr: it => box(it)\n"
_LABEL = re.compile(r"\{\{ (.*?) : ([a-z]+) \}\}")


def _broken(source: str, color: str, width: float) -> Words:
    """Return a formula in as few lines as it needs, which are about as long as each other.

    No line ends between parentheses, unless what they hold is itself too long.
    """
    whole = _in_lines(f"{_LINES}{_WHOLE}${source}$", color, width)
    return whole if whole.width <= width + 1e-6 else _in_lines(f"{_LINES}${source}$", color, width)


def _in_lines(text: str, color: str, width: float) -> Words:
    """Return the text in the narrowest block that needs no more lines than one of this width."""
    full = f"{width / (UNITS_PER_POINT * SMALL):.1f}pt"
    return Words(
        f"""#context {{
  let body = [{text}]
  let height(width) = measure(body, width: width).height
  let widths = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5).map(share => share * {full})
  block(width: calc.min(..widths.filter(width => height(width) <= 1.2 * height({full}))), body)
}}""",
        size=SMALL,
        color=color,
    )


@cache
def _words(body: str) -> dict[str, tuple[NDArray, bool]]:
    return _parts(pieces(_FONT + body), ())


@cache
def _formula(source: str) -> dict[str, tuple[NDArray, bool]]:
    labels = list(dict.fromkeys(label for _, label in _LABEL.findall(source)))
    marked = _LABEL.sub(lambda found: f"mark(#{labels.index(found[2]) + 1}, {found[1]})", source)
    return _parts(pieces(f"$ {marked} $"), labels)


def _parts(found: Sequence[Piece], labels: Sequence[str]) -> dict[str, tuple[NDArray, bool]]:
    """The outlines by label, at font size 48, their middle at the origin."""
    collected: dict[str, list[NDArray]] = {}
    for piece in found:
        label = "rules" if piece.is_line else labels[piece.mark - 1] if piece.mark else "rest"
        collected.setdefault(label, []).append(piece.points)
    if not collected:
        return {}
    anchors = np.concatenate([points[k::4] for each in collected.values() for points in each for k in (0, 3)])
    middle = (anchors.min(axis=0) + anchors.max(axis=0)) / 2
    return {
        label: (_placed(np.concatenate(each) - middle), label == "rules") for label, each in collected.items()
    }


def _placed(points: NDArray) -> NDArray:
    """Points of the page (n, 2) as Manim's, (n, 3), at font size 48."""
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


def _localized(text: str, comma: str = ",") -> str:
    return text if _decimal == "." else re.sub(r"(?<=\d)\.(?=\d)", comma, text)


GLYPHS = "0123456789.,:;+()[]=/|'%ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz−×·∞≈≤≥→′ηθ∇λ–!?"
GLYPHS += "äöüÄÖÜßáéíóúñÁÉÍÓÚÑ¿¡"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ITALICS = "".join("ℎ" if letter == "h" else chr(0x1D434 + k) for k, letter in enumerate(_LETTERS))
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−", strict=True))
_SPACES = {" ": 0.28, "\u2009": 0.17}
_EM = 0.5 / 48  # frame units for each font size


def outline(text: str, size: float, align: str = "left") -> NDArray:
    """Return the cubic outlines of a text, (n, 3), its baseline at y = 0 and its `align` end at x = 0."""
    return _outline(_localized(text), size, align)


@cache
def _outline(text: str, size: float, align: str) -> NDArray:
    glyphs, pen, pieces = _glyphs(), 0.0, []
    for character in text:
        if character in _SPACES:
            pen += _SPACES[character]
            continue
        raised = character in _SUPERSCRIPTS
        points, advance = glyphs[_SUPERSCRIPTS.get(character, character)]
        scale = 0.68 if raised else 1.0
        pieces.append(points * scale + (pen, 0.36 if raised else 0.0, 0.0))
        pen += advance * scale
    if not pieces:
        return np.zeros((0, 3))
    shift = {"left": 0.0, "center": pen / 2, "right": pen}[align]
    return (np.concatenate(pieces) - (shift, 0.0, 0.0)) * (_EM * size)


def variable(name: str) -> str:
    """Return a variable's name as mathematics sets it: a single letter in italics.

    >>> variable("x"), variable("theta"), variable("x1")
    ('𝑥', 'θ', '𝑥1')
    """
    if name in _GREEK:
        return _GREEK[name]
    letter, rest = name[0], name[1:].lstrip("_")
    return _ITALICS[_LETTERS.index(letter)] + rest if not rest or rest.isdigit() else name


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
    outlines = [_placed(piece.points) for piece in pieces(preamble + line)]
    baseline, bars, glyphs = outlines[0][:, 1].min(), outlines[2::2], outlines[3::2]
    lefts = np.array([bar[:, 0].min() for bar in bars])
    bar_advance = lefts[0] - outlines[1][:, 0].min()
    bearing = (bar_advance - np.ptp(bars[0][:, 0])) / 2  # a bar stands in the middle of its advance
    table = {}
    for character, points, left, following in zip(characters, glyphs, lefts, lefts[1:], strict=False):
        origin = (left - bearing + bar_advance, baseline, 0.0)
        table[character] = ((points - origin) * 2, (following - left - bar_advance) * 2)
    return table
