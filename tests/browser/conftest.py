"""Debian's Chromium, or another that is installed, and packs to open in it."""

import shutil
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import sync_playwright

from scenes.studio.cli import run
from scenes.studio.registry import STORIES

FAKES = Path(__file__).parents[1] / "studio"
CHROMIUMS = "chromium", "chromium-browser", "google-chrome"
QUIET = "no-first-run", "disable-quic", "disable-background-networking", "disable-component-update"
SOFTWARE = "disable-gpu", "disable-sync", "no-sandbox"
# As graphics cards do; without one, Chromium's own conversion is up to 7 of 255 off in strong yellows.
SHADERS = "use-angle=swiftshader", "enable-unsafe-swiftshader", "disable-sync", "no-sandbox"


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.needs("chromium"))


@pytest.fixture(scope="session")
def launch():
    """Start a browser with more arguments than those that keep it quiet."""
    program = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if program is None:
        pytest.fail("these tests need a Chromium; install one, for instance by: apt-get install chromium")
    with sync_playwright() as playwright:

        def start(*arguments):
            quietly = [f"--{each}" for each in (*QUIET, *arguments)]
            return playwright.chromium.launch(executable_path=program, args=quietly)

        yield start


@pytest.fixture(scope="session")
def browser(launch):
    with launch(*SOFTWARE) as chromium:
        yield chromium


@pytest.fixture(scope="module")
def shading_browser(launch):
    """A browser that turns a film's colours into the screen's as graphics cards do."""
    with launch(*SHADERS) as chromium:
        yield chromium


@pytest.fixture
def visit(browser):
    """Open a page, by its file or address. In the end nothing was asked of others, nothing went wrong."""
    visits = []

    def open_page(place, within=browser, **options):
        context = within.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        page = context.new_page()
        address = place.resolve().as_uri() if isinstance(place, Path) else place
        seen = SimpleNamespace(context=context, base=address.rpartition("/")[0], asked=[], wrong=[])
        page.on("request", lambda request: seen.asked.append(request.url))
        page.on("console", lambda message: seen.wrong.append(f"{message.text} {message.location['url']}"))
        page.on("pageerror", lambda error: seen.wrong.append(str(error)))
        page.on("dialog", lambda dialog: (seen.wrong.append(dialog.message), dialog.dismiss()))
        context.set_offline(isinstance(place, Path))
        page.goto(address)
        visits.append(seen)
        return page

    yield open_page
    for seen in visits:
        seen.context.close()
    assert [seen.wrong for seen in visits if seen.wrong] == []
    for seen in visits:
        assert [
            url for url in seen.asked if not (url.startswith(("data:", "blob:")) or _within(url, seen.base))
        ] == []


def _within(url, base):
    return unquote(urlsplit(url).path).startswith(unquote(urlsplit(base).path)) and (
        urlsplit(url)[:2] == urlsplit(base)[:2]
    )


@pytest.fixture(scope="session")
def descent():
    """Run the command line in a folder; it knows the fake stories, too."""

    def command(folder, *arguments):
        with pytest.MonkeyPatch.context() as patch:
            patch.syspath_prepend(str(FAKES))
            import fake_descent

            patch.chdir(folder)
            for entry in fake_descent.FAKES:
                patch.setitem(STORIES, entry.name, entry)
            assert run([*arguments]) == 0
        return folder

    return command


@pytest.fixture(scope="session")
def packed(descent, tmp_path_factory):
    """Make a pack of a story, by what stands on the command line after its name."""

    def make(story, *arguments):
        folder = tmp_path_factory.mktemp("packs")
        return descent(folder, "render", story, "-ql", "--pack", "pack", "--quiet", *arguments) / "pack"

    return make


@pytest.fixture(scope="session")
def counting(packed):
    """A pack of a film in which squares tell the number of the step that is drawn."""
    return packed("counting", "--pace", "2", "--language", "en", "--language", "de")


@pytest.fixture(scope="session")
def light(packed):
    """A light pack in German alone, with captions beside the picture."""
    return packed("counting", "--pace", "2", "--theme", "light", "--language", "de", "--captions", "file")
