"""The page of a lecture: what it shows, and that it shows text and runs none."""

import pytest

from scenes.studio.lecture.downloads import MOST
from scenes.studio.lecture.page import Made, page
from scenes.studio.lecture.reading import read
from scenes.words.lecture import NAMES

SCENE = '[[scenes]]\nscene = "tangent"\n'
SCRIPT = "<script>alert(1)</script>"


def test_text_is_shown_and_not_run(written, fakes, tmp_path):
    lecture = read(
        written(f"title = '{SCRIPT}'\n[[scenes]]\nscene = 'patches'\ntitle = '\"{SCRIPT}'\nleft = '{SCRIPT}'")
    )
    (tmp_path / "patches").mkdir()
    (tmp_path / "patches/patches.en.vtt").write_text(f"WEBVTT\n\n00:00.000 --> 00:01.000\n{SCRIPT}\n")
    text = page(
        lecture, tmp_path, {"patches": Made(["patches.en.vtt", f"x.{SCRIPT}", f"{SCRIPT}/1.png"], True)}
    )
    assert "<script" not in text
    assert text.count("&lt;script&gt;") >= 6
    assert "&quot;&lt;script" in text
    assert "http" not in text
    assert 'src="patches/patches.mp4"' in text
    assert 'src="data:text/vtt;charset=utf-8;base64,' in text


@pytest.mark.parametrize("language", NAMES)
def test_each_film_has_a_title_in_the_language_of_the_page(language, written):
    lecture = read(
        written(f'language = "{language}"\n{SCENE}{SCENE}title = "Mine"\nname = "rate"\nstart = [1, 2]')
    )
    text = page(lecture, lecture.path.parent, {})
    titles = {"en": "One descent, step by step", "de": "Ein Abstieg, Schritt für Schritt"}
    assert f"<h2>{titles.get(language, 'Un descenso, paso a paso')}</h2>" in text
    assert "<h2>Mine <code>1</code></h2>" in text
    assert text.count("<h2>") == text.count('class="note"') == 3
    assert f'<html lang="{language}">' in text


def test_links_are_to_what_there_is(written):
    lecture = read(written(SCENE + 'languages = ["de"]\ncaptions = "file"'))
    base = ["tangent.mp4", "tangent.de.vtt", "tangent.en.vtt", "transcript.en.md", "trajectory.json"]
    more = [
        "slides.html",
        "tangent.pptx",
        "handout.de.pdf",
        "chapters.txt",
        *(f"steps/tangent-{k:02}.png" for k in range(30)),
    ]
    for name in ("tangent.en.vtt", "tangent.de.vtt"):
        path = lecture.path.parent / "tangent" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("WEBVTT")
    text = page(lecture, lecture.path.parent, {"tangent": Made(base + more, True)})
    assert '<a href="tangent/slides.html">Slides</a>' in text
    assert '<a href="tangent/tangent.pptx" download>PowerPoint</a>' in text
    assert '<a href="tangent/handout.de.pdf" download>Handout Deutsch</a>' in text
    assert '<a href="tangent/steps/tangent-07.png">7</a>' in text
    assert '<a href="tangent/chapters.txt" download>Chapters for YouTube</a>' in text
    assert "<details><summary>0 – 29</summary>" in text
    assert MOST < 30
    assert "transcript.de.md" not in text
    english, german = text.index('srclang="en" label="English" default'), text.index('srclang="de"')
    assert english < german
    assert text.count(" default") == 1
