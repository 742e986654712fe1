"""Slides in a browser: a clicker goes through all pauses of the film and back, and no network is needed."""

from itertools import cycle

import pytest

from tests.browser.films import findings, frame_number, manifest, settle, until


@pytest.fixture(scope="module")
def deck(packed):
    """A pack with slides."""
    return packed("counting", "--pace", "2", "--format", "slides", "--captions", "file")


@pytest.fixture
def stops(deck):
    """The number of the last frame before each pause."""
    return [round(pause * 15) - 1 for pause in manifest(deck)["pauses"]]


def shown(page):
    """The heading or the label of the slide that is seen."""
    return page.locator("section.present").evaluate(
        "it => it.ariaLabel || it.querySelector('h1').textContent"
    )


def test_a_clicker_goes_through_all_pauses_and_back(visit, deck, stops):
    page = visit(deck / "slides.html")
    page.locator("section.present").wait_for()
    settle(page)
    assert not page.locator("#film").is_visible()  # the title
    page.evaluate("document.querySelector('video').playbackRate = 6")
    on = cycle(["PageDown", "Space", "ArrowRight"])
    for stop in stops:
        page.keyboard.press(next(on))
        until(page, f"video.paused && Math.floor(video.currentTime * 15) === {stop}")
    page.keyboard.press("PageDown")
    assert frame_number(page) == stops[-1]  # there is nothing more
    back = cycle(["PageUp", "ArrowLeft"])
    for stop in reversed(stops[:-1]):
        page.keyboard.press(next(back))
        until(page, f"video.paused && Math.floor(video.currentTime * 15) === {stop}")
    page.keyboard.press("PageUp")
    assert not page.locator("#film").is_visible()


def test_those_who_want_less_motion_see_how_each_section_ends(visit, deck, stops):
    page = visit(deck / "slides.html", reduced_motion="reduce")
    page.locator("section.present").wait_for()
    for stop in stops:
        page.keyboard.press("ArrowRight")
        assert frame_number(page) == stop


def test_notes_are_in_a_window_of_their_own(visit, deck):
    page = visit(deck / "slides.html", reduced_motion="reduce")
    page.locator("section.present").wait_for()
    page.keyboard.press("ArrowRight")
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    notes = opened.value
    assert shown(page) in notes.locator("strong").inner_text()
    assert "A cost says how wrong" in notes.locator("p").first.inner_text()
    notes.keyboard.press("PageDown")
    assert notes.locator("strong").inner_text().startswith("3/")


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768), (390, 844)], ids=str)
def test_slides_fit_every_screen_and_shut_nobody_out(size, visit, deck):
    width, height = size
    page = visit(deck / "slides.html", reduced_motion="reduce", viewport={"width": width, "height": height})
    page.locator("section.present").wait_for()
    assert findings(page) == []
    page.keyboard.press("ArrowRight")
    settle(page)
    assert findings(page) == []
    box = page.locator("#film").bounding_box()
    assert 0 <= box["x"] <= box["x"] + box["width"] <= width + 0.5
    assert 0 <= box["y"] <= box["y"] + box["height"] <= height + 0.5
    assert max(box["width"] / width, box["height"] / height) > 0.99
    assert box["width"] / box["height"] == pytest.approx(854 / 480, rel=0.01)
