"""A lecture under way in a browser: its page follows the file, its films play, seek and have captions."""

import signal
import subprocess
import sys

import pytest

from tests.browser.conftest import FAKES
from tests.browser.films import SEEKS, findings, settle, until

HEAD = 'title = "Down"\n[defaults]\npace = 4\nlanguages = ["en", "de"]\n'
SHORT = '[[scenes]]\nscene = "short"\ntitle = "The first"\n'
MORE = '[[scenes]]\nscene = "short"\nname = "again"\ntitle = "The second"\n'


@pytest.fixture
def lecture(tmp_path):
    """The file of a lecture with one film."""
    file = tmp_path / "lecture.toml"
    file.write_text(HEAD + SHORT, encoding="utf-8")
    return file


@pytest.fixture
def address(lecture):
    """Where the lecture is shown."""
    program = [sys.executable, str(FAKES / "fake_descent.py"), "preview", str(lecture), "--port", "0"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)


def test_the_page_follows_the_file(lecture, address, visit):
    page = visit(address)
    page.locator("video").wait_for(timeout=60_000)
    assert page.get_by_role("heading", name="The first").is_visible()
    lecture.write_text(HEAD + SHORT + MORE, encoding="utf-8")
    page.locator("video").nth(1).wait_for(timeout=60_000)
    assert page.get_by_role("heading", name="The second").is_visible()
    assert findings(page) == []
    page.locator("a[href*='embed.html']").first.click()
    settle(page)
    assert page.evaluate(SEEKS)[1] < 0.3
    page.get_by_role("button", name="Play").click()
    until(page, "!video.paused")
    page.get_by_label("Captions").select_option("Deutsch")
    until(page, "document.querySelector('#caption').textContent.length > 5")
    page.go_back()
    lecture.write_text(HEAD + 'wrong = "<b>"\n' + SHORT, encoding="utf-8")
    page.get_by_text("wrong", exact=False).first.wait_for(timeout=20_000)
    assert page.locator("video").count() == 2  # those that were made are still there
    assert findings(page) == []
