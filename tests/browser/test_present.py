"""Present mode: the film fills the screen, stops at every pause, and goes on and back by key or clicker."""

from itertools import cycle

from tests.browser.films import frame_number, manifest, until


def _presented(page):
    page.get_by_role("button", name="Present").click()
    page.evaluate("document.querySelector('video').playbackRate = 6")
    return page.locator("#stage.presenting")


def _stops(folder):
    """The number of the last frame before each pause."""
    return [round(pause * 15) - 1 for pause in manifest(folder)["pauses"]]


def test_it_stops_at_every_pause_and_goes_back(visit, counting):
    page, stops = visit(counting / "embed.html"), _stops(counting)
    assert len(stops) > 4
    stage, on = _presented(page), cycle(["Space", "ArrowRight", "PageDown", "Enter"])
    box = stage.bounding_box()
    assert (box["width"], box["height"]) == tuple(page.viewport_size.values())
    for stop in stops:
        before = frame_number(page)
        page.keyboard.press(next(on))
        until(page, f"!video.paused || video.currentTime * 15 >= {stop}")
        until(page, f"video.paused && video.currentTime * 15 > {before + 0.9}")
        assert frame_number(page) == stop
    page.keyboard.press("Space")
    assert frame_number(page) == stops[-1]  # there is nothing more
    back = cycle(["ArrowLeft", "PageUp"])
    for stop in [*reversed(stops[:-1]), 0]:
        page.keyboard.press(next(back))
        assert frame_number(page) == stop


def test_a_second_key_goes_there_at_once_and_a_click_goes_on(visit, counting):
    page, stops = visit(counting / "embed.html"), _stops(counting)
    sections = len(manifest(counting)["chapters"])
    stage = _presented(page)
    page.evaluate("document.querySelector('video').playbackRate = 0.0625")  # so that it is under way
    page.keyboard.press("PageDown")
    until(page, "!video.paused")
    page.keyboard.press("PageDown")
    assert frame_number(page) == stops[0]
    stage.click(position={"x": 300, "y": 200})
    until(page, "!video.paused")
    page.get_by_role("button", name="Next").click()
    assert frame_number(page) == stops[1]
    page.get_by_role("button", name="Previous").click()
    assert frame_number(page) == stops[0]
    assert f"Section 1/{sections}:" in page.locator("#section").inner_text()
    page.keyboard.press("End")
    assert frame_number(page) == stops[-1]
    assert f"Section {sections}/{sections}:" in page.locator("#section").inner_text()
    page.keyboard.press("Home")
    assert frame_number(page) == 0


def test_it_is_left_by_escape_and_by_its_button(visit, counting):
    page = visit(counting / "embed.html")
    for leave in (lambda: page.keyboard.press("Escape"), page.get_by_role("button", name="Leave").click):
        assert _presented(page).count() == 1
        leave()
        until(page, "!document.querySelector('.presenting')")
        assert page.evaluate("document.fullscreenElement") is None
        assert page.evaluate("document.activeElement.id") == "present"


def test_those_who_want_less_motion_go_from_pause_to_pause_at_once(visit, counting):
    page = visit(counting / "embed.html", reduced_motion="reduce")
    _presented(page)
    for stop in _stops(counting):
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.querySelector('video').paused")
        assert frame_number(page) == stop


def test_what_to_do_is_said_at_first_and_when_the_screen_is_touched(visit, counting):
    page = visit(counting / "embed.html", has_touch=True, viewport={"width": 390, "height": 844})
    page.get_by_role("button", name="Present").tap()
    opacity = "() => getComputedStyle(document.querySelector('#presenter')).opacity"
    assert "goes on to the next pause" in page.locator("#presenter").inner_text()
    assert page.evaluate(opacity) == "1"
    page.locator("#stage").evaluate("it => it.classList.remove('awake')")  # as after some seconds
    assert page.evaluate(opacity) == "0"
    page.locator("video").tap(position={"x": 100, "y": 100})
    assert page.evaluate(opacity) == "1"
    until(page, "!video.paused")
