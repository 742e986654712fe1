"""Films as a browser shows them: their colours, how quickly it jumps in them, and the pages of real ones."""

import json

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image

from tests.browser.films import SEEKS, at, findings, frame_number, manifest, picture, settle, steps


@pytest.fixture(scope="module")
def tangent(packed):
    return packed("tangent", "--language", "en", "--language", "de")


@pytest.fixture(scope="module")
def tall(packed):
    """Two runs on a surface, told in Spanish on a phone's screen."""
    starts = "--start", "1,1", "--start=-1,0.5"
    more = "--pace", "4", "--shape", "9:16", "--theme", "light", "--language", "es"
    return packed("surface", "--cost", "x**2 + x*y + 2*y**2", *starts, *more)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_colours_are_those_that_were_drawn(theme, visit, shading_browser, counting, light, descent, tmp_path):
    told = "--pace", "2", "--theme", theme, "--time", "6", "-o", "still.png"
    drawn = Image.open(descent(tmp_path, "still", "counting", "-ql", *told) / "still.png").convert("RGB")
    pack = counting if theme == "dark" else light
    page = visit(pack / "embed.html", within=shading_browser)
    page.locator("#time").fill("6.03")
    seen = picture(page)
    for place in ((-4, 2), (4, 2), (0, -3.8)):
        assert _apart(at(seen, *place), at(drawn, *place)) <= 4, place
    around = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert around == "rgb({}, {}, {})".format(*at(drawn, 0, -3.8))


def test_a_real_film_is_quickly_where_it_is_wanted(visit, tangent):
    page = visit(tangent / "embed.html")
    settle(page)
    assert page.evaluate(SEEKS)[1] < 0.3  # of three


def test_a_real_film_has_its_colours(visit, shading_browser, tangent, descent, tmp_path):
    told = "--time", "68", "-o", "end.png"
    drawn = Image.open(descent(tmp_path, "still", "tangent", "-ql", *told) / "end.png").convert("RGB")
    page = visit(tangent / "embed.html", within=shading_browser)
    page.locator("#time").fill("68.03")
    seen = picture(page)
    for x, y in ((5, 5), (drawn.width - 5, drawn.height // 2), _inside(drawn, (0xFF, 0xE2, 0x5C))):
        there = x * seen.width / drawn.width, y * seen.height / drawn.height
        assert _apart(seen.getpixel(tuple(map(round, there))), drawn.getpixel((x, y))) <= 4, (x, y)


def test_a_real_film_says_each_of_its_steps_and_stops_at_each_of_its_pauses(visit, tangent):
    page, told = visit(tangent / "embed.html", reduced_motion="reduce"), steps(tangent)
    data = json.loads(page.locator("#data").text_content())
    assert data["stretches"][0]["steps"] == list(range(len(told)))
    assert len(told) == 571
    for step in (0, 3, 9, 300, 570):
        page.locator("#slider").fill(str(step))
        settle(page)
        [x, *_] = page.locator("#rows td").all_inner_texts()
        assert float(x.replace("×10⁻⁴", "e-4")) == pytest.approx(told[step]["x"], rel=1e-5)
    page.locator("h1").click()
    page.keyboard.press("p")
    page.keyboard.press("Home")
    for pause in manifest(tangent)["pauses"]:
        page.keyboard.press("PageDown")
        assert frame_number(page) == round(pause * 15) - 1
    assert findings(page) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_a_tall_film_of_several_runs_fits(width, visit, tall):
    page = visit(tall / "embed.html", viewport={"width": width, "height": 800})
    page.get_by_role("button", name="Todos los pasos").click()
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    box = page.locator("video").bounding_box()
    assert box["height"] < 800
    assert box["width"] / box["height"] == pytest.approx(9 / 16, rel=0.01)
    assert page.locator("#rows tr").count() == 2
    assert findings(page) == []
    table = page.locator(".scroll")
    assert width < 1000 or table.evaluate("it => it.scrollWidth <= it.clientWidth")


def _apart(one, other):
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _inside(image, color):
    """A place that is surrounded by a colour."""
    is_it = (np.asarray(image) == color).all(axis=2)
    [y, x], *_ = np.argwhere(sliding_window_view(is_it, (9, 9)).all(axis=(2, 3))).tolist()
    return x + 4, y + 4
