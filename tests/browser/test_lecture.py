"""The page of a lecture in a browser: every film is seen and played, every link leads somewhere."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser.films import findings, until

LECTURE = """
title = "Down & <b>down</b>"

[defaults]
languages = ["en", "de"]
quality = "l"
pace = 4

[[scenes]]
scene = "short"

[[scenes]]
scene = "counting"
theme = "light"
captions = "file"
"""


@pytest.fixture(scope="module")
def lecture(descent, tmp_path_factory):
    """The page of a lecture of two films."""
    folder = tmp_path_factory.mktemp("lecture")
    (folder / "lecture.toml").write_text(LECTURE, encoding="utf-8")
    return descent(folder, "build", "--quiet") / "lecture/index.html"


def test_every_film_has_its_picture_and_plays(visit, lecture):
    page = visit(lecture)
    films = page.locator("video")
    assert films.count() == 2
    assert page.locator("h1").inner_text() == "Down & <b>down</b>"
    for number, film in enumerate(films.all()):
        poster = film.evaluate(
            "async (it) => { const picture = new Image(); picture.src = it.poster; await picture.decode();"
            " return [picture.naturalWidth, picture.naturalHeight]; }"
        )
        assert poster == [854, 480]
        assert film.evaluate("it => [...it.textTracks].map((each) => each.language)") == ["en", "de"]
        film.evaluate("it => { it.muted = true; return it.play(); }")
        until(page, f"document.querySelectorAll('video')[{number}].currentTime > 0.2")


def test_every_link_leads_somewhere(visit, lecture):
    page = visit(lecture)
    links = page.locator("a").evaluate_all("all => all.map((it) => it.href)")
    assert len(links) > 10
    for link in links:
        parts = urlsplit(link)
        assert Path(unquote(parts.path)).is_file(), link
        assert not parts.fragment or page.locator(f"#{parts.fragment}").count() == 1
    page.locator("a[href*='embed.html']").nth(1).click()
    page.get_by_role("button", name="All steps").click()
    until(page, "video.readyState >= 2 && video.currentTime > 1")


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("width", [360, 1920])
def test_it_fits_every_screen_and_shuts_nobody_out(width, scheme, visit, lecture):
    page = visit(lecture, viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert findings(page) == []
