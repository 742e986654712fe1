"""What is read from Typst's SVG is what Manim reads from it."""

import numpy as np
import pytest
from manim import Typst, tempconfig

from scenes.relief.outlines import pieces

SOURCES = [
    "$ C(x) = frac(x^(2), sqrt(2 x)) - root(3, x) $",
    "*bold* and _italic_, ÄÖÜß ¿?",
    "#block(width: 80pt)[#align(center)[several words that are set on several lines]]",
    '$ vec(x, y) arrow.l cases(x" if" x > 0, -x) $',
    "#underline[a]#rotate(30deg)[b]#scale(x: -150%)[c]",
]


@pytest.mark.parametrize("source", SOURCES)
def test_every_outline_is_as_manim_reads_it(source, tmp_path):
    with tempconfig({"media_dir": str(tmp_path), "verbosity": "ERROR"}):
        theirs = Typst(source, font_size=960, use_svg_cache=False).family_members_with_points()
    ours = pieces(source)
    assert len(ours) == len(theirs)
    shift = theirs[0].points[0, :2] - ours[0].points[0]
    for one, other in zip(ours, theirs, strict=True):
        for extreme in (np.min, np.max):
            expected = extreme(other.points[:, :2], axis=0)
            np.testing.assert_allclose(extreme(one.points, axis=0) + shift, expected, atol=1e-6)


def test_marks_move_nothing():
    plain, marked = pieces("$ x <- x - 2 $"), pieces("$ x <- mark(#3, x) - mark(#7, 2) $")
    assert [piece.mark for piece in marked] == [0, 0, 3, 0, 7]
    for one, other in zip(plain, marked, strict=True):
        np.testing.assert_array_equal(one.points, other.points)
