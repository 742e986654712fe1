"""Slides: one file, with a slide for each section of the film, which shows what it holds and runs none."""

import base64
import hashlib
import json
import re
from html import unescape

import pytest

from scenes.studio.pack.formats import FORMATS
from scenes.studio.pack.sections import sections

SLIDE = re.compile(r'<section aria-label="([^"]*)">(.*?)</section>', re.DOTALL)


def made(packed):
    FORMATS["slides"].make(packed)
    return (packed.folder / "slides.html").read_text(encoding="utf-8")


def data(page):
    return json.loads(re.search(r'id="data">(.*?)</script>', page)[1])


def test_sections_end_at_the_pauses_and_hold_what_is_said_in_them(packed):
    shown = list(sections(packed.own, packed.record))
    assert [each.end for each in shown] == list(packed.record.pauses)
    assert [each.begin for each in shown] == [0, *packed.record.pauses[:-1]]
    assert [said for each in shown for said in each.captions] == list(packed.own.captions)
    assert [each.title for each in shown[:3]] == ["The landscape", "The landscape", "Step 1 by hand"]


def test_slides_are_the_sections_of_the_film_which_is_in_the_file(written_in):
    page = made(written_in)
    film = base64.b64decode(re.search(r'id="film-data">(.*?)</script>', page)[1])
    assert film == written_in.video.read_bytes()
    known, slides = data(page), SLIDE.findall(page)
    assert known["ends"] == pytest.approx(written_in.record.pauses, abs=1e-4)
    assert known["begins"] == [0, *known["ends"][:-1]]
    assert [unescape(title) for title, _ in slides] == known["titles"]
    for (_, content), section in zip(slides, sections(written_in.own, written_in.record), strict=True):
        notes = re.search(r'<aside class="notes">(.*)</aside>', content)[1]
        assert [unescape(each) for each in re.findall("<p>(.*?)</p>", notes)] == section.text.splitlines()
        still = base64.b64decode(re.search(r'src="data:image/jpeg;base64,([^"]+)"', content)[1])
        assert still[:3] == b"\xff\xd8\xff"
    assert f"<h1>{written_in.own.title}</h1>" in page
    assert f'alt="{written_in.own.formula}"' in page


def test_slides_may_run_what_they_bring_and_ask_for_nothing(written_in):
    page = made(written_in)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digests = [f"'sha256-{digest(text)}'" for text in (*scripts, *styles)]
    assert len(digests) == 3
    assert re.findall(r"'sha256-[^']+'", policy) == digests
    assert re.sub(r"'sha256-[^']+'", "#", policy) == (
        "default-src 'none'; script-src # #; style-src #; media-src blob:; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    assert not re.findall(r'(?:src|href)="(?!data:)', markup)


def test_slides_show_what_a_person_wrote(hostile):
    page = made(hostile)
    assert "<script>alert" not in page
    assert "<b>" not in page
    title = re.search(r"<h1>(.*?)</h1>\s*<p class=\"formula\">(.*?)</p>", page, re.DOTALL)
    assert [unescape(each) for each in title.groups()] == [hostile.own.title] * 2
    assert hostile.own.title in unescape(SLIDE.findall(page)[0][1])


def digest(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
