"""The page of a pack, in a browser: what the film, the slider of steps and the numbers show agrees."""

from tests.browser.films import drawn_step, manifest, now, picture, settle, steps, until

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def test_the_numbers_are_those_of_each_step_and_the_film_shows_it(visit, counting):
    page, told = visit(counting / "embed.html"), steps(counting)
    left_out = 0
    for step, row in enumerate(told):
        page.locator("#slider").evaluate(
            "(it, k) => { it.value = k; it.dispatchEvent(new Event('input')); }", step
        )
        drawn, remark = drawn_step(picture(page)), page.locator("#drawn").inner_text()
        assert page.locator("#step").inner_text() == str(step)
        assert remark == ("" if drawn == step else f"the film shows step {drawn} here")
        left_out += drawn != step
        numbers = [cell.replace("−", "-") for cell in page.locator("#rows td").all_inner_texts()]
        assert numbers == [_written(row[key]) for key in ("x", "cost", "dC/dx")]
    assert 0 < left_out < len(told) - 3
    page.locator("#time").press("End")
    settle(page)
    assert page.locator("#drawn").inner_text() == "the film shows no single step here"
    page.locator("#slider").press("ArrowLeft")
    assert page.locator("#step").inner_text() == str(len(told) - 2)


def test_where_the_film_shows_no_step_for_a_while_the_page_says_so(visit, counting):
    page, chapters = visit(counting / "embed.html"), manifest(counting)["chapters"]
    begin = next(begin for name, begin in chapters if name == "other side")
    for time, remark in ((-0.1, ""), (0.1, "the film shows no single step here"), (0.3, "")):
        page.locator("video").evaluate("(it, time) => { it.currentTime = time; }", begin + time)
        settle(page)
        assert page.locator("#step").inner_text() == "1"
        assert page.locator("#drawn").inner_text() == remark
    assert page.locator("#slider").get_attribute("max") == str(len(steps(counting)) - 1)


def test_while_it_plays_the_numbers_go_with_the_film(visit, counting):
    page = visit(counting / "embed.html")
    begin = now(page)
    page.get_by_role("button", name="Play").click()
    until(page, "video.currentTime > 0.5")
    page.get_by_role("button", name="Pause").click()
    assert now(page) > begin
    page.get_by_role("slider", name="Step").fill(
        "7"
    )  # one that is chosen counts no longer when the film goes elsewhere
    page.get_by_role("button", name="All steps").click()
    assert drawn_step(picture(page)) == 1
    assert page.locator("#step").inner_text() == "1"
    for _ in range(2):
        page.locator("video").evaluate("it => { it.currentTime += 0.87; }")
        drawn = drawn_step(picture(page))
        assert page.locator("#step").inner_text() == str(drawn) != "0"


def _written(value):
    """A number as the page writes it."""
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        return f"{value:.6g}"
    digits, power = f"{value:.5e}".split("e")
    return f"{digits.rstrip('0').rstrip('.')}×10{str(int(power)).translate(RAISED)}"
