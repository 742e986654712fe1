"""The handout: every section on paper, as a picture in the light with what is said beside it, as text."""

import re
import subprocess
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from gdmath import Cost, Stop, descend
from scenes.kit.theme import DARK, LIGHT
from scenes.studio.film.drawing import draw_pixels
from scenes.studio.film.skipping import draw_sections
from scenes.studio.job import prepared
from scenes.studio.pack.formats import FORMATS

UNIT = 60  # pixels of a frame unit at 480 in height
pytestmark = pytest.mark.needs("pdftoppm")


@pytest.fixture(autouse=True)
def among_stories(fakes):
    """The story is drawn anew."""


def text_of(path):
    read = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True)
    return " ".join(read.stdout.replace("\u200b", "").split())


def in_order(text, parts):
    place = 0
    for part in parts:
        place = text.index(part, place) + len(part)


def end_of_formula(path):
    """How far to the right the letters above the first picture go, in centimetres."""
    read = subprocess.run(["pdftotext", "-bbox", path, "-"], check=True, capture_output=True, text=True)
    words = re.findall(r'<word xMin="[\d.]+" yMin="([\d.]+)" xMax="([\d.]+)"', read.stdout)
    top = min(float(y) for y, _ in words)
    return max(float(x) for y, x in words if float(y) < top + 60) / 72 * 2.54


def test_a_handout_has_all_that_is_said_as_text_in_every_language(written_in):
    FORMATS["pdf"].make(written_in)
    for told in written_in.told:
        text = text_of(written_in.folder / f"handout.{told.language}.pdf")
        in_order(text, [told.title, *(caption.text for caption in told.captions)])
        in_order(text, [title for title, _ in told.chapters[:3]])
        assert text.count(told.chapters[2][0]) == 1  # of two chapters in a row by that name
        in_order(text, [told.title, f"{told.title} 1/2", "2/2"])
    assert written_in.told[1].chapters[1][0] == "Schritt 1 von Hand"


def test_its_pictures_are_in_the_light(written_in):
    FORMATS["pdf"].make(written_in)
    page = written_in.folder / "page"
    subprocess.run(["pdftoppm", "-r", "60", "-png", written_in.folder / "handout.en.pdf", page], check=True)
    pages = sorted(written_in.folder.glob("page-*.png"))
    with Image.open(pages[0]) as first:
        assert first.size == pytest.approx((21 / 2.54 * 60, 29.7 / 2.54 * 60), abs=1)  # A4
        pixels = np.asarray(first.convert("RGB"), int).reshape(-1, 3)
    assert near(pixels, LIGHT.point).sum() > 500
    assert near(pixels, DARK.background).mean() < 0.01  # letters are as dark
    assert near(pixels, LIGHT.background).mean() > 0.8


def near(pixels, color):
    rgb = [int(color[k : k + 2], 16) for k in (1, 3, 5)]
    return np.abs(pixels - rgb).max(axis=1) < 12


def test_what_a_person_wrote_is_text_and_no_markup(hostile):
    FORMATS["pdf"].make(hostile)
    text = text_of(hostile.folder / "handout.en.pdf")
    in_order(text, [hostile.own.title] * 3)


@pytest.mark.parametrize(
    ("cost", "written"),
    [
        (
            "(x**2+y-11)**2 + (x+y*y-7)**2 + sin(3*x)*cos(y)/4 + exp(-x**2-y**2)/3 + x**3*y/5 + cos(x*y)/7",
            "",
        ),
        ("", "C(x) = " + "+".join(f"{k}·sin({k}·x)" for k in range(1, 40))),
    ],
)
def test_a_long_formula_stays_on_the_paper(cost, written, hostile):
    runs = [descend(Cost.parse(cost), [0.0, 0.0], stop=Stop(steps=1))] if cost else []
    told = replace(hostile.own, title="T", formula=written)
    FORMATS["pdf"].make(replace(hostile, told=[told], record=replace(hostile.record, trajectories=runs)))
    path = hostile.folder / "handout.en.pdf"
    assert 13 < end_of_formula(path) < 19.01
    assert not written or written.replace(" ", "") in text_of(path).replace(" ", "")


def test_each_section_is_drawn_once_where_its_picture_stands(written_in):
    left = {}
    with prepared(
        written_in.entry, written_in.parameters, written_in.quality, written_in.drafts, debug=False
    ) as scene:

        def look(number):
            assert number not in left
            bright = draw_pixels(scene)[240, :, :3].min(axis=1, initial=255, where=[True, True, False]) > 200
            left[number] = (427 - np.flatnonzero(bright).mean()) / UNIT

        draw_sections(written_in.record.pauses, scene, look, lambda: None)
    assert list(left) == [0, 1, 2, 3, 4]
    assert list(left.values()) == pytest.approx([0, 1, 2, 2, 2], abs=0.05)


def test_a_picture_that_is_put_away_before_the_pause_is_drawn_before(written_in):
    parameters = replace(written_in.parameters, pace=4.0)
    drawn = []
    with prepared(written_in.entry, parameters, written_in.quality, written_in.drafts, debug=False) as scene:
        hold = scene.hold

        def put_away(seconds):
            scene.pose()
            scene.clear()
            hold(seconds)

        scene.hold = put_away  # at the end of the last beat
        draw_sections(
            written_in.record.pauses,
            scene,
            lambda _: drawn.append(len(scene.mobjects)),
            lambda: None,
        )
    assert len(drawn) == 5
    assert drawn[-1] > len(scene.mobjects)
