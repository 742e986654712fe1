"""A list of names with their colours, each with what is set for it beneath."""

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from scenes.kit.glyphs import SMALL, Number, text_width
from scenes.kit.lettering import Equation
from scenes.kit.screen import Rect
from scenes.kit.shapes import Dots
from scenes.kit.theme import Theme

INDENT, NAME_DROP, SET_DROP = 0.34, 0.34, 0.82  # from the upper left corner of an entry
PITCH, LEAST_PITCH = 1.08, 0.84
LINE = 0.42  # from an entry to the next, where each is one line
APART = 0.35  # on it, from the widest name to the settings


class Entries(VGroup):
    """Entries below one another in an area: `names`, each after a dot of its colour, and `settings`.

    Those are pieces of Typst mathematics.

    In a low area each is one line. `names` and `details` can be shown apart; `dots` are those of the names.
    """

    def __init__(
        self,
        names: Sequence[str],
        settings: Sequence[Sequence[str]],
        colors: Sequence[str],
        area: Rect,
        theme: Theme,
    ) -> None:
        pitch = min(PITCH, area.height / len(names))
        in_line = pitch < LEAST_PITCH
        left, drop = area.left + INDENT, SET_DROP
        if in_line:
            pitch = min(LINE, area.height / len(names))
            left, drop = left + max(map(text_width, names)) + APART, NAME_DROP
        self.names, self.details, self.dots = VGroup(), VGroup(), []
        for k, (name, pieces, color) in enumerate(zip(names, settings, colors, strict=True)):
            top = area.top - k * pitch
            base = top - NAME_DROP
            dot = Dots(color=color, radius=0.1).at([[area.left + 0.12, base + 0.1]])
            self.dots.append(dot)
            self.names.add(dot, Number(name, color=theme.text, at=(area.left + INDENT, base)))
            room = Rect(left, area.right, top - pitch, top)
            self.details.add(_setting(pieces, room, top - drop, theme))
        super().__init__(self.names, self.details)


def _setting(pieces: Sequence[str], room: Rect, middle: float, theme: Theme) -> VMobject:
    """The pieces on a line, close to each other where there is little room, or on two if both have room."""
    width, left, found = room.width, room.left, VMobject()
    tight = [piece.replace(" = ", ' class("normal", =) ') for piece in pieces]
    for source in (" quad ".join(pieces), " med med ".join(pieces), " med med ".join(tight)):
        found = Equation(source, size=SMALL, color=theme.text)
        if found.width <= width:
            break
    else:
        on_two = Equation(" quad ".join(pieces), size=SMALL, color=theme.text, width=width, compact=True)
        found = on_two if on_two.height < room.height else found.scale(width / found.width)
    return found.move_to(np.array([left + found.width / 2, middle + 0.1, 0.0]))
