"""The time that a pack gives to a step is that of the first frame that shows it."""

import json
import re

import av
import pytest

from scenes.studio.cli import run
from tests.browser.films import drawn_step


@pytest.mark.parametrize("speed", [(15, 1.0), (24, 1.3)])
def test_each_frame_shows_the_step_that_the_page_names(speed, fakes):
    fps, pace = speed
    told = ["--pace", str(pace), "--fps", str(fps), "--pack", "pack", "--quiet"]
    assert run(["render", "counting", "-ql", *told]) == 0
    page = (fakes / "pack/embed.html").read_text(encoding="utf-8")
    [stretch] = json.loads(re.search(r'id="data">(.*?)</script>', page)[1])["stretches"]
    steps = list(zip(stretch["steps"], stretch["times"], strict=True))
    with av.open(str(fakes / "pack/counting.mp4")) as film:
        drawn = [drawn_step(frame.to_image()) for frame in film.decode(video=0)]
    named = [[0, *(step for step, time in steps if time * fps <= n + 0.02)][-1] for n in range(len(drawn))]
    assert drawn == named
    assert set(drawn) < {step for step, _ in steps}  # some are left out, and have the next one's time
