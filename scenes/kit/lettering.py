"""Formulas and lines of text, set by Typst; neither LaTeX nor a system font is needed.

Sizes are Manim font sizes.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.glyphs import SMALL, UNITS_PER_POINT, localized, placed
from scenes.relief.outlines import Piece, pieces

BODY = 36
LARGE = 44
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

    Its lines are about as long as each other. `$...$` is mathematics.
    """

    def __init__(
        self, text: str, *, size: float = BODY, color: str, width: float | None = None, align: str = "left"
    ):
        body = text
        if width is not None:
            body = _narrowest(f"#align({align})[{text}]", width / (UNITS_PER_POINT * size))
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
        source = localized(source, 'class("normal", ",")')
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
_RAISED = re.compile(r"\^\([^()]*\(")
_FIRM_DOT = ' #h(0.2em) class("normal", dot) #h(0.2em) '
_LABEL = re.compile(r"\{\{ (.*?) : ([a-z]+) \}\}")


def _broken(source: str, color: str, width: float) -> Words:
    """Return a formula in as few lines as it needs, which are about as long as each other.

    No line ends between parentheses, unless what they hold is itself too long, or some of them stand in an
    exponent, where a box would be as large as on the line. Nor does one end at the dot of a product.
    """
    kept = "" if _RAISED.search(source) else _WHOLE
    whole = _in_lines(f"{_LINES}{kept}${source.replace(' dot ', _FIRM_DOT)}$", color, width)
    return whole if whole.width <= width + 1e-6 else _in_lines(f"{_LINES}${source}$", color, width)


def _in_lines(text: str, color: str, width: float) -> Words:
    """Return the text in lines of at most this width, about as long as each other."""
    return Words(_narrowest(text, width / (UNITS_PER_POINT * SMALL)), size=SMALL, color=color)


def _narrowest(text: str, width: float) -> str:
    """Return Typst for the narrowest block that needs no more lines than one of this width, in points."""
    return f"""#context {{
  let body = [{text}]
  let height(share) = measure(body, width: share * {width:.1f}pt).height
  let shares = range(10, 21).map(twentieths => twentieths / 20)
  block(width: calc.min(..shares.filter(share => height(share) <= 1.02 * height(1.0))) * {width:.1f}pt, body)
}}"""


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
        label: (placed(np.concatenate(each) - middle), label == "rules") for label, each in collected.items()
    }
