"""What stands beside a video agrees with it, in every language."""

import ast
import hashlib
import json
import re
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Literal

import numpy as np
import pytest

from scenes.kit.pacing import TimeLapse
from scenes.kit.watched import Watched
from scenes.parameters import LANGUAGES
from scenes.studio.pack.interpreter import Interpreter
from scenes.studio.pack.record import Recorder
from scenes.studio.registry import STORIES
from scenes.words import language
from scenes.words.caption import said

SCENES = Path(__file__).parents[3] / "scenes"


def cues(path):
    return re.findall(r"(\S+) --> (\S+)\n(.+)\n", path.read_text())


def test_a_pack_holds_everything_and_the_manifest_knows_it(packed, asked):
    folder = packed.folder
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    texts = {"chapters.vtt", "embed.html", "snippet.html", "trajectory.json", "manifest.json", "poster.png"}
    own = {f"short.{name}.{end}" for name in ("en", "de") for end in ("vtt", "srt")}
    stills = {f"stills/short-{k}.png" for k in range(1, 6)}
    assert names == texts | own | stills | {"short.mp4", "transcript.en.md", "transcript.de.md"}
    assert [path.name for path in folder.parent.iterdir()] == ["pack"]
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["files"].keys() == names - {"manifest.json"}
    for name, about in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == about["sha256"]
    assert manifest["command"] == "descent " + " ".join([*asked, "--format", "stills"])
    assert (manifest["parameters"]["pace"], manifest["seed"]) == (4.0, 0)


def test_captions_of_all_languages_say_the_same_at_the_same_time(packed):
    folder, record = packed.folder, packed.record
    english, german = (cues(folder / f"short.{name}.vtt") for name in ("en", "de"))
    assert [cue[:2] for cue in english] == [cue[:2] for cue in german]
    for words, spoken in ((language("en"), english), (language("de"), german)):
        captions = words.cost_of_one("x"), words.which_way(), words.start_of_one("x", 3.0, 4)
        assert [text for *_, text in spoken[:3]] == [each.plain(words.DECIMAL) for each in captions]
    assert german[-1][2] == "&lt;script&gt;alert('x')&lt;/script&gt;"
    assert [each.text for each in record.captions["en"]] == [
        text.replace("&lt;", "<").replace("&gt;", ">") for *_, text in english
    ]


def test_beats_are_chapters_and_a_question_is_a_pause_of_its_own(packed):
    folder, record = packed.folder, packed.record
    titles = [text for *_, text in cues(folder / "chapters.vtt")]
    assert titles == ["The landscape", "Step 1 by hand", "A question", "A question"]
    assert record.chapters[0].begin == 0
    ends = [chapter.end for chapter in record.chapters]
    assert ends[:-1] == [chapter.begin for chapter in record.chapters[1:]]
    asked = [time for time in record.pauses if time not in ends]
    assert len(asked) == 1
    assert 0 < asked[0] < ends[0]
    transcript = (folder / "transcript.de.md").read_text()
    assert "Schritt 1 von Hand" in transcript
    assert language("de").start_of_one("x", 3.0, 4).plain(",") in transcript.split("##")[0]  # of the poster
    assert "<script>" not in re.sub(r"\\.", "", transcript)


def test_names_are_said_in_each_language_and_literals_are_left_alone():
    def words(name, **sentences):
        module = ModuleType(name)
        vars(module).update(sentences, DECIMAL=".")
        return module

    def kind(which: Literal["level"]):
        return {"level": "level"}[which]

    def german_kind(which: Literal["level"]):
        return {"level": "eben"}[which]

    def place(name: str):
        return said(f"It is {name}.")

    def german_place(name: str):
        return said(f"Es ist {name}.")

    both = Interpreter(
        words("en", kind=kind, place=place), {"de": words("de", kind=german_kind, place=german_place)}
    )
    name = both.kind("level")
    assert both.kind("level") == "level"  # the literal, and not the name that it gave
    assert both.plain(both.place(name), "de") == "Es ist eben."
    assert both.plain(both.place(f"{name} 2"), "de") == "Es ist eben 2."
    assert both.plain(both.place("x"), "de") == "Es ist x."
    assert both.DECIMAL == "."


def test_every_beat_and_every_story_has_a_title_in_every_language():
    beats = set()
    for path in SCENES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "beat":
                for part in ast.walk(node.args[0]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        beats.add(part.value)
    assert {"landscape", "worked ", "question"} <= beats
    for name in LANGUAGES:
        words = language(name, "pack")
        for beat in beats:
            counted = f"{beat}7" if beat.endswith(" ") else beat
            assert words.chapter_title(counted) != counted[:1].upper() + counted[1:] or name == "en", beat
        assert all(words.film_title(story) != story for story in STORIES)
        english = language("en", "pack")
        assert (
            vars(words)["_CHAPTERS"].keys()
            == vars(english)["_CHAPTERS"].keys()
            >= {beat.rstrip(" 1") for beat in beats}
        )
        assert vars(words)["_CONTROLS"].keys() == vars(english)["_CONTROLS"].keys()


@pytest.mark.parametrize("jumps", [lambda *_: False, lambda *_: True, lambda i, j: j % 3 == 0])
@pytest.mark.parametrize("last", [6, 300])
def test_a_step_has_the_time_from_which_on_it_is_drawn(jumps, last):
    begin, pace = 2.0, 2.0
    watched = Watched(TimeLapse(0, last, 4.0), jumps)
    nothing = dict.fromkeys(("beat", "say", "ask"), lambda *_: None)
    parameters = SimpleNamespace(pace=pace)
    scene = SimpleNamespace(**nothing, rehearses=False, now=begin, parameters=parameters, in_step=[0])
    recorder = Recorder(["en"], Path("none.png"), lambda *_: None)
    recorder.attend(scene)
    for part in ((0.0, 1.0), (1.0, 4.0)):
        scene.now = begin + part[0] / pace
        scene.follow(watched, *part)
    [stretch] = recorder._stretches.told
    assert [*stretch.times] == [*range(last + 1)]
    for time in np.linspace(0, 4.0, 97):
        shown = [step for step, at in stretch.times.items() if at <= begin + time / pace + 1e-9][-1]
        assert int(watched.at(max(0.0, time - 1 / 300)) + 1e-6) <= shown <= int(watched.at(time) + 1e-6)
