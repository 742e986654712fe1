"""The snippet of a pack in a page of a person's own, beside its files; and texts that look like HTML."""

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser.films import manifest, settle, until

CUES = """async (kind) => {
  const track = [...document.querySelector("video").textTracks].find((each) => each.kind === kind);
  const mode = track.mode;
  if (mode === "disabled") track.mode = "hidden";
  while (!track.cues || !track.cues.length) await new Promise((done) => setTimeout(done, 20));
  return [mode, [...track.cues].map((each) => each.text)];
}"""


ICON = '<link rel="icon" href="data:,">'  # else the browser asks for one


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def lesson(light, tmp_path):
    """The file of a page with the snippet of a pack."""
    folder = shutil.copytree(light, tmp_path / "unit 3")
    snippet = (light / "snippet.html").read_text(encoding="utf-8")
    page = folder / "lesson.html"
    page.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Lesson</title>{ICON}{snippet}'
    )
    return page


@pytest.fixture
def served(lesson):
    """The address of that page on a server."""
    handler = partial(Quiet, directory=str(lesson.parents[1]))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/unit%203/lesson.html"
        server.shutdown()
        thread.join()


def test_a_snippet_plays_with_captions_and_chapters_from_a_server(visit, served, light):
    page = visit(served)
    settle(page)
    mode, captions = page.evaluate(CUES, "captions")
    assert mode == "showing"
    assert captions[0].startswith("Die Kosten sagen")
    assert len(page.evaluate(CUES, "chapters")[1]) == len(manifest(light)["chapters"])
    page.evaluate("document.querySelector('video').play()")
    until(page, "video.currentTime > 0.3")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]


def test_a_snippet_plays_from_a_folder(browser, lesson):
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.goto(lesson.as_uri())
        page.evaluate("document.querySelector('video').play()")
        until(page, "video.currentTime > 0.3")


def test_texts_that_look_like_html_are_shown(visit, packed, monkeypatch):
    evil = "C(x) = </script><script>alert(1)</script><img src=x onerror=alert(2)> 1 < 2 & \"3\" & '4'"
    monkeypatch.setattr("scenes.studio.pack.formula.written_cost", lambda *_: evil)
    monkeypatch.setattr("scenes.studio.pack.numbers.labels", lambda runs, _: [evil for _ in runs])
    page = visit(packed("short", "--pace", "4") / "embed.html")
    settle(page)
    assert evil in page.locator("header").inner_text()
    assert page.locator("#head").inner_text().strip() == evil
    assert page.locator("img").count() <= 1  # of the video
