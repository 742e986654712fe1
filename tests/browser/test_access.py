"""The page is for everyone: no serious finding of axe, all of it by keyboard, on small and large screens."""

import pytest

from tests.browser.films import findings, now, until

_REACHABLE = """() => {
  const all = [...document.querySelectorAll("button, select, input, summary, a[href], [tabindex='0']")];
  return all.filter((it) => it.checkVisibility() && !it.closest("[inert]")).length;
}"""
_FOCUSED = """() => {
  const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
  return {
    id: it.id, name: it === document.body ? "" : it.outerHTML.slice(0, 80),
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inside: box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth,
  };
}"""


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_axe_finds_nothing_serious(theme, visit, counting, light):
    page = visit((counting if theme == "dark" else light) / "embed.html")
    page.locator("summary").click()
    assert findings(page) == []
    page.keyboard.press("p")
    assert findings(page) == []
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert findings(page) == []


def _walk(page):
    """What Tab comes to, until it has been round."""
    met = []
    for _ in range(60):
        page.keyboard.press("Tab")
        here = page.evaluate(_FOCUSED)
        if not here["name"] or (met and here["name"] == met[0]["name"]):
            break
        met.append(here)
    return met


def test_all_is_reached_by_tab_and_seen_where_it_is(visit, counting):
    page = visit(counting / "embed.html")
    met = _walk(page)
    assert len({each["name"] for each in met}) == len(met) == page.evaluate(_REACHABLE) > 10
    assert [each for each in met if not (each["ringed"] and each["inside"])] == []
    page.keyboard.press("p")
    presenting = _walk(page)
    assert {"previous", "next", "leave"} <= {each["id"] for each in presenting}
    assert len(presenting) == page.evaluate(_REACHABLE)  # nothing behind the film
    assert [each for each in presenting if not (each["ringed"] and each["inside"])] == []


def test_the_keyboard_alone_does_all(visit, counting):
    page = visit(counting / "embed.html")

    def to(place):
        while page.evaluate("document.activeElement.id") != place:
            page.keyboard.press("Tab")

    to("slider")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert page.locator("#step").inner_text() == "3"
    assert page.get_by_role("slider", name="Step", exact=True).get_attribute("aria-valuetext") == "Step 3"
    at = now(page)
    to("captions")
    page.keyboard.press("ArrowDown")
    assert page.locator("#captions").input_value() == "en"
    assert now(page) == at
    to("present")
    page.keyboard.press("Enter")
    assert page.locator("#stage.presenting").count() == 1
    page.keyboard.press("Escape")
    until(page, "!document.querySelector('.presenting')")
    assert page.evaluate("document.activeElement.id") == "present"


@pytest.mark.parametrize("width", [320, 360, 800, 1920])
def test_nothing_is_wider_than_the_screen(width, visit, counting):
    page = visit(counting / "embed.html", viewport={"width": width, "height": 720})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    beyond = """width => [...document.querySelectorAll("body *")].filter((it) => !it.closest(".scroll")
      && it.checkVisibility() && it.getBoundingClientRect().right > width + 0.5).map((it) => it.outerHTML)"""
    assert page.evaluate(beyond, width) == []
    video = page.locator("video").bounding_box()
    assert video["width"] / video["height"] == pytest.approx(854 / 480, rel=0.01)


def test_a_german_page_is_german(visit, light):
    page = visit(light / "embed.html")
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.get_by_role("button", name="Abspielen").is_visible()
    page.keyboard.press(".")
    assert page.locator("#step").inner_text() == "1"
    assert "2,46" in page.locator("#rows").inner_text()
    assert page.locator("#captions").input_value() == "de"  # they are not in the picture
