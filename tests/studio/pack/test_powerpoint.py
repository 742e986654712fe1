"""The PowerPoint file: each section a slide that plays its clip, what is said as notes; others open it."""

import io
import subprocess
from itertools import pairwise
from shutil import which

import av
import numpy as np
import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from scenes.studio.pack.formats import FORMATS
from scenes.studio.pack.formats.clips import clip
from scenes.studio.pack.sections import sections


def made(packed):
    FORMATS["pptx"].make(packed)
    return Presentation(str(packed.folder / "short.pptx"))


def pictures(film):
    with av.open(film) as container:
        return [frame.to_ndarray(format="yuv420p") for frame in container.decode(video=0)]


def movie(slide):
    [found] = [each for each in slide.shapes if each.shape_type == MSO_SHAPE_TYPE.MEDIA]
    return found


def clip_of(slide):
    """The film of a slide, as bytes."""
    video = movie(slide)._element.xpath(".//a:videoFile/@r:link")[0]
    return slide.part.related_part(video).blob


def execute(program, *arguments):
    """Run a program of those that look at what was made, and return what it prints."""
    if which(program) is None:
        pytest.fail(
            f"this test needs {program}; install it, for instance by: "
            "apt-get install libreoffice-impress poppler-utils"
        )
    done = subprocess.run([program, *arguments], check=True, capture_output=True, text=True, timeout=180)
    return done.stdout


def test_parts_of_a_film_are_its_pictures(packed, tmp_path):
    film = pictures(str(packed.video))
    times = [0, *packed.record.pauses]
    beats = {chapter.begin for chapter in packed.record.chapters}
    assert beats < {*times}
    for begin, end in pairwise(times):
        clip(packed.video, begin, end, tmp_path / "part.mp4")
        part, there = pictures(str(tmp_path / "part.mp4")), film[round(begin * 15) : round(end * 15)]
        assert len(part) == len(there)
        off = np.abs(np.subtract(part, there, dtype=float))
        assert off.max() == 0 if begin in beats else off.mean() < 0.2
        with av.open(str(tmp_path / "part.mp4")) as container:
            assert container.duration / 1e6 == pytest.approx(end - begin, abs=0.01)
            assert next(container.demux(video=0)).is_keyframe


def test_each_section_is_a_slide_with_its_clip_its_picture_and_its_notes(written_in):
    deck = made(written_in)
    title, *slides = deck.slides
    assert title.shapes.title.text == written_in.own.title
    assert deck.slide_width / deck.slide_height == pytest.approx(854 / 480, rel=1e-4)
    film = pictures(str(written_in.video))
    told = [list(sections(each, written_in.record)) for each in written_in.told]
    for slide, section, german in zip(slides, *told, strict=True):
        part = pictures(io.BytesIO(clip_of(slide)))
        first = round(section.begin * 15)
        assert len(part) == round(section.end * 15) - first
        assert np.abs(np.subtract(part[0], film[first], dtype=float)).mean() < 0.2
        shown = movie(slide)
        assert (shown.width, shown.height) == (deck.slide_width, deck.slide_height)
        poster = Image.open(io.BytesIO(shown.poster_frame.blob)).convert("L")
        bright = film[first][:480] > 128  # the dot, and letters
        assert ((np.asarray(poster) > 128) != bright).mean() < 0.002
        assert slide.notes_slide.notes_text_frame.text == f"{section.text}\n\n{german.text}"
        assert slide.shapes.title.text == section.title
        played = slide.element.xpath(".//p:cmd[@cmd='playFrom(0.0)']//p:spTgt/@spid")
        assert played == [str(shown.shape_id)]
    assert bright.mean() > 0.01


def test_titles_and_formulas_are_text(hostile):
    title, first, *_ = made(hostile).slides
    assert [shape.text_frame.text for shape in title.shapes] == [hostile.own.title] * 2
    assert first.notes_slide.notes_text_frame.text.startswith(hostile.own.title)


@pytest.mark.needs("soffice", "pdftoppm")
def test_libreoffice_shows_every_slide(written_in):
    deck, folder = made(written_in), written_in.folder
    home, pdf = f"-env:UserInstallation={(folder / 'home').as_uri()}", folder / "short.pdf"
    execute("soffice", home, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "short.pptx")
    execute("pdftoppm", "-scale-to-x", "854", "-scale-to-y", "480", "-png", pdf, folder / "page")
    pages = sorted(folder.glob("page-*.png"))
    assert len(pages) == len(deck.slides)
    assert written_in.own.title in execute("pdftotext", pdf, "-")
    for page, slide in zip(pages[1:], list(deck.slides)[1:], strict=True):
        with Image.open(page) as shown, Image.open(io.BytesIO(movie(slide).poster_frame.blob)) as poster:
            off = np.abs(np.subtract(shown.convert("RGB"), poster.convert("RGB"), dtype=float))
            assert off.mean() < 4
