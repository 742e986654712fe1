"""What is beside the film works: captions, chapters, speed, the time, by mouse and by keys."""

import re

import pytest

from tests.browser.films import frame_number, manifest, now, settle, until

# Seconds of the film in one of the clock.
SPEED = """async () => {
  const video = document.querySelector("video"), begin = performance.now(), from = video.currentTime;
  await new Promise((done) => setTimeout(done, 400));
  return (video.currentTime - from) / (performance.now() - begin) * 1000;
}"""


def cues(path):
    """Begin and text of each caption in a file."""
    found = re.findall(r"(\d+):(\d+):([\d.]+) --> .*\n(.+)\n", path.read_text(encoding="utf-8"))
    return [(int(h) * 3600 + int(m) * 60 + float(s), text) for h, m, s, text in found]


@pytest.mark.parametrize(("name", "label"), [("en", "English"), ("de", "Deutsch")])
def test_captions_of_each_language_stand_below_the_film(name, label, visit, counting):
    page = visit(counting / "embed.html")
    spoken = cues(counting / f"counting.{name}.vtt")
    assert len(spoken) > 3
    page.get_by_label("Captions").select_option(label)
    caption = page.locator("#caption")
    for begin, text in spoken:
        page.locator("#time").fill(str(begin + 0.2))
        settle(page)
        shown = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        page.get_by_text(shown, exact=True).wait_for(timeout=10_000)
        assert caption.inner_text() == shown
        assert caption.get_attribute("lang") == name
    page.keyboard.press("c")
    assert not caption.is_visible()
    page.keyboard.press("c")
    assert caption.is_visible()


def test_chapters_are_jumped_to(visit, counting):
    page, begins = visit(counting / "embed.html"), [begin for _, begin in manifest(counting)["chapters"]]
    buttons = page.locator("#chapters button")
    assert buttons.count() == len(begins) > 3
    for place in reversed(range(len(begins))):
        buttons.nth(place).click()
        assert frame_number(page) == round(begins[place] * 15)
        assert page.locator("[aria-current=true]").inner_text() == buttons.nth(place).inner_text()
    page.keyboard.press("ArrowDown")
    assert frame_number(page) == round(begins[1] * 15)
    page.keyboard.press("ArrowUp")
    assert frame_number(page) == 0


def test_the_film_goes_as_fast_as_is_asked_for(visit, counting):
    page = visit(counting / "embed.html")
    settle(page)
    page.get_by_label("Speed").select_option("2×")
    page.keyboard.press("+")  # there is no faster one
    page.locator("h1").click()
    page.keyboard.press("k")
    until(page, "!video.paused && video.currentTime > 0.3")
    speeds = sorted(page.evaluate(SPEED) for _ in range(3))
    assert speeds[1] == pytest.approx(2, rel=0.25)
    page.keyboard.press(" ")
    until(page, "video.paused")
    page.keyboard.press("-")
    assert page.get_by_label("Speed").input_value() == "1.5"


def test_the_time_is_chosen_below_the_film(visit, counting):
    page, seconds = visit(counting / "embed.html"), manifest(counting)["seconds"]
    page.locator("#time").fill("7")
    assert now(page) == pytest.approx(7, abs=0.01)
    assert page.locator("#clock").inner_text() == f"0:07 / 0:{int(seconds):02}"
    page.keyboard.press("Home")
    assert frame_number(page) == 0
    page.locator("#time").fill(str(seconds))
    assert frame_number(page) == round(seconds * 15) - 1
    page.locator("h1").click()
    page.keyboard.press("ArrowLeft")
    assert now(page) == pytest.approx(seconds - 5, abs=0.1)
