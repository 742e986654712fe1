"""The page of a pack agrees with what stands beside it, and whatever it holds is shown and not run."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from scenes.studio.cli import run
from scenes.words import language

SCENES = Path(__file__).parents[3] / "scenes"


def data(folder):
    page = (folder / "embed.html").read_text()
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page)[1])


def test_the_page_shows_the_numbers_of_the_run_at_the_time_of_each_step(packed):
    folder, record = packed.folder, packed.record
    told = data(folder)
    steps = json.loads((folder / "trajectory.json").read_text())["steps"]
    [run_] = told["runs"]
    assert [x for [x] in run_["thetas"]] == pytest.approx([each["x"] for each in steps], rel=1e-8)
    assert run_["costs"] == pytest.approx([each["cost"] for each in steps], rel=1e-8)
    assert [x for [x] in run_["gradients"]] == pytest.approx([each["dC/dx"] for each in steps], rel=1e-8)
    [stretch] = told["stretches"]
    assert stretch["steps"] == [*range(7)]
    assert stretch["times"] == sorted(stretch["times"])
    worked, lapse = record.chapters[1], record.chapters[2]
    assert stretch["times"][0] == pytest.approx(worked.begin + 2 / 15, abs=0.2)
    assert lapse.begin <= stretch["times"][2] < stretch["times"][6] <= lapse.end


def test_the_page_runs_nothing_but_its_own_script_and_asks_for_nothing_elsewhere(packed):
    folder = packed.folder
    page = (folder / "embed.html").read_text()
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in page
    assert page.count("<script") == page.count("</script>") == 2
    assert "://" not in page
    assert set(re.findall(r'(?:src|poster)="((?!data:)[^"]*)"', page)) == {"short.mp4", "poster.png"}
    vtt = base64.b64decode(re.search(r'srclang="de"[^>]*base64,([^"]+)"', page)[1]).decode()
    assert vtt == (folder / "short.de.vtt").read_text()


def test_what_a_person_wrote_is_shown_and_not_run(asked, fakes, monkeypatch):
    evil = "</script><script>alert(1)</script>"
    monkeypatch.setattr("scenes.studio.pack.formula.written_cost", lambda *_: evil)
    monkeypatch.setattr("scenes.studio.pack.numbers.labels", lambda *_: [evil])
    assert run(asked[:7]) == 0
    page = (fakes / "pack/embed.html").read_text()
    assert evil not in page
    assert "&lt;script&gt;alert(1)" in page
    assert data(fakes / "pack")["stretches"][0]["labels"] == [evil]


def test_a_page_reads_only_words_that_there_are():
    page = (SCENES / "studio/pack/page.html").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$say_(\w+)", page))
    script = (SCENES / "studio/pack/page.js").read_text(encoding="utf-8")
    asked |= set(re.findall(r"data\.words\.(\w+)", script))
    known = {key.replace(" ", "_") for key in vars(language("en", "pack"))["_CONTROLS"]}
    assert asked <= known
