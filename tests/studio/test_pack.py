"""Packs: what stands beside a video agrees with it, whatever it holds is shown, and none is half replaced."""

import ast
import base64
import hashlib
import json
import re
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Literal

import numpy as np
import pytest
from PIL import Image

from scenes.kit.pacing import TimeLapse
from scenes.kit.watched import Watched
from scenes.parameters import LANGUAGES
from scenes.studio.cli import run
from scenes.studio.failures import FailedError
from scenes.studio.pack import formats, moving
from scenes.studio.pack.folder import put_folder
from scenes.studio.pack.interpreter import Interpreter
from scenes.studio.pack.record import Recorder
from scenes.studio.registry import STORIES
from scenes.words import language
from scenes.words.caption import said

ASKED = ["render", "short", "-ql", "--pace", "4", "--pack", "pack", "--language", "en", "--language", "de"]
HERE = Path(__file__).parent
SCENES = HERE.parents[1] / "scenes"


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    """A pack in two languages; `records` are what was noted of its film."""
    folder = tmp_path_factory.mktemp("packs")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(HERE))
        import fake_descent

        patch.chdir(folder)
        for entry in fake_descent.FAKES:
            patch.setitem(STORIES, entry.name, entry)
        noted = Recorder.record
        records = []
        patch.setattr(Recorder, "record", lambda self: records.append(noted(self)) or records[-1])
        assert run([*ASKED, "--format", "stills"]) == 0
    return folder / "pack", records[0]


def data(folder):
    page = (folder / "embed.html").read_text()
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page)[1])


def cues(path):
    return re.findall(r"(\S+) --> (\S+)\n(.+)\n", path.read_text())


def test_a_pack_holds_everything_and_the_manifest_knows_it(pack):
    folder, _ = pack
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
    assert manifest["command"] == "descent " + " ".join([*ASKED, "--format", "stills"])
    assert (manifest["parameters"]["pace"], manifest["seed"]) == (4.0, 0)


def test_captions_of_all_languages_say_the_same_at_the_same_time(pack):
    folder, record = pack
    english, german = (cues(folder / f"short.{name}.vtt") for name in ("en", "de"))
    assert [cue[:2] for cue in english] == [cue[:2] for cue in german]
    for words, spoken in ((language("en"), english), (language("de"), german)):
        captions = words.cost_of_one("x"), words.which_way(), words.start_of_one("x", 3.0, 4)
        assert [text for *_, text in spoken[:3]] == [each.plain(words.DECIMAL) for each in captions]
    assert german[-1][2] == "&lt;script&gt;alert('x')&lt;/script&gt;"
    assert [each.text for each in record.captions["en"]] == [
        text.replace("&lt;", "<").replace("&gt;", ">") for *_, text in english
    ]


def test_beats_are_chapters_and_a_question_is_a_pause_of_its_own(pack):
    folder, record = pack
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


def test_the_page_shows_the_numbers_of_the_run_at_the_time_of_each_step(pack):
    folder, record = pack
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


def test_the_page_runs_nothing_but_its_own_script_and_asks_for_nothing_elsewhere(pack):
    folder, _ = pack
    page = (folder / "embed.html").read_text()
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in page
    assert page.count("<script") == page.count("</script>") == 2
    assert "://" not in page
    assert set(re.findall(r'(?:src|poster)="((?!data:)[^"]*)"', page)) == {"short.mp4", "poster.png"}
    vtt = base64.b64decode(re.search(r'srclang="de"[^>]*base64,([^"]+)"', page)[1]).decode()
    assert vtt == (folder / "short.de.vtt").read_text()


def test_what_a_person_wrote_is_shown_and_not_run(fakes, monkeypatch):
    evil = "</script><script>alert(1)</script>"
    monkeypatch.setattr("scenes.studio.pack.job.written_cost", lambda *_: evil)
    monkeypatch.setattr("scenes.studio.pack.numbers.labels", lambda *_: [evil])
    assert run(ASKED[:7]) == 0
    page = (fakes / "pack/embed.html").read_text()
    assert evil not in page
    assert "&lt;script&gt;alert(1)" in page
    assert data(fakes / "pack")["stretches"][0]["labels"] == [evil]


def test_stills_and_poster_show_what_stands_at_that_moment(pack):
    folder, _ = pack
    yellow = 0xFF, 0xE2, 0x5C
    with Image.open(folder / "poster.png") as picture:
        assert picture.size == (854, 480)
        middle = 427 - round(2 * 480 / 8), 240  # the dot has gone two units to the left
        assert picture.convert("RGB").getpixel(middle) == yellow
    with Image.open(folder / "stills/short-3.png") as picture:
        assert np.abs(np.subtract(picture.getpixel(middle), yellow)).max() <= 6
    with Image.open(folder / "stills/short-1.png") as picture:
        assert np.abs(np.subtract(picture.getpixel((427, 240)), yellow)).max() <= 6


@pytest.mark.parametrize("kind", ["gif", "webp", "apng"])
def test_moving_pictures_have_the_colours_and_the_speed_of_the_film(kind, pack, tmp_path):
    folder, record = pack
    formats.FORMATS[kind](folder / "short.mp4", tmp_path, record.pauses)
    seconds, shown = 0.0, []
    with Image.open(tmp_path / f"short.{kind}") as picture:
        assert picture.size == (854, 480)
        for number in range(picture.n_frames):
            picture.seek(number)
            picture.load()
            shown.append((seconds, picture.convert("RGB")))
            seconds += picture.info["duration"] / 1000
    assert seconds == pytest.approx(record.chapters[-1].end, abs=0.02)
    # Well after the dot has come, and at the end; the stills are what the film shows.
    for place, time, dot in ((1, record.pauses[0], 427), (5, record.pauses[-1], 307)):
        then = [each for begin, each in shown if begin <= time - 0.01][-1]
        with Image.open(folder / f"stills/short-{place}.png") as still:
            off = np.abs(np.asarray(then, float) - np.asarray(still.convert("RGB"), float)).max(axis=2)
        assert (off > 24).mean() < 0.003, place
        assert off[220:260, dot - 20 : dot + 20].max() <= 8
        assert off[:9].max() <= 8


def test_what_only_trembles_is_not_stored(pack):
    folder, record = pack
    found = list(moving.changes(folder / "short.mp4"))
    assert found[0].box == (0, 0, 854, 480)
    assert sum(each.end - each.begin for each in found) == pytest.approx(record.chapters[-1].end)
    assert np.mean([each.share * each.part.width * each.part.height for each in found[1:]]) < 0.05 * 854 * 480


def test_a_pack_replaces_a_pack_by_force_and_nothing_else(fakes, capsys):
    assert run(["render", "broken", "-ql", "--pack", "."]) == 2
    assert "can't be replaced as a whole" in capsys.readouterr().err
    (fakes / "pack").mkdir()
    (fakes / "pack/notes.txt").write_text("mine")
    assert run([*ASKED, "--force"]) == 2
    assert "holds what is no part of a pack ('notes.txt')" in capsys.readouterr().err
    (fakes / "pack/notes.txt").unlink()
    (fakes / "pack/manifest.json").write_text('{"kind": "descent-in-motion pack", "files": {"a": {}}}')
    (fakes / "pack/a").write_text("old")
    assert run(ASKED) == 2
    assert "add --force" in capsys.readouterr().err
    assert run([*ASKED, "--force", "--quiet"]) == 0
    assert capsys.readouterr().out == "pack\n"
    assert (fakes / "pack/short.mp4").exists()
    assert not (fakes / "pack/a").exists()
    assert [path.name for path in fakes.iterdir()] == ["pack"]


@pytest.mark.parametrize(
    "where", ["scenes.studio.pack.page.Page.html", "scenes.studio.film.encoder.Encoder.encode"]
)
def test_a_pack_that_fails_leaves_the_old_one(where, fakes, capsys, monkeypatch):
    (fakes / "pack").mkdir()
    (fakes / "pack/manifest.json").write_text('{"kind": "descent-in-motion pack", "files": {}}')

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(where, fail)
    assert run([*ASKED, "--force", "--quiet"]) == 1
    assert "the disk is full" in capsys.readouterr().err
    assert [path.name for path in fakes.rglob("*")] == ["pack", "manifest.json"]


@pytest.mark.parametrize("at_once", [True, False])
def test_folders_change_their_places(at_once, tmp_path, monkeypatch):
    new, old = tmp_path / "new", tmp_path / "old"
    for folder in (new, old):
        folder.mkdir()
        (folder / folder.name).touch()
    if not at_once:
        monkeypatch.setattr("scenes.studio.pack.folder._exchanged", lambda *_: False)
    put_folder(new, old)
    assert (old / "new").exists()
    with pytest.raises(FailedError, match="can't be put"):
        put_folder(tmp_path / "none", tmp_path / "missing")


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        (["--format", "gif"], "--format gif is for packs; add a folder"),
        (["--language", "en", "--language", "de"], "for captions in several, add a folder"),
        (["--pack", "p", "-o", "film.mp4"], "give either --pack or -o"),
        (["--pack", "p", "--language", "en", "--language", "fr"], "the language is 'fr'"),
        (["--pack", "file"], "file is no folder"),
    ],
)
def test_what_does_not_go_together_is_refused(more, problem, fakes, capsys):
    (fakes / "file").touch()
    assert run(["render", "short", *more]) == 2
    assert problem in capsys.readouterr().err
    assert [path.name for path in fakes.iterdir()] == ["file"]


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


def test_a_page_reads_only_words_that_there_are():
    page = (SCENES / "studio/pack/page.html").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$say_(\w+)", page))
    script = (SCENES / "studio/pack/page.js").read_text(encoding="utf-8")
    asked |= set(re.findall(r"data\.words\.(\w+)", script))
    known = {key.replace(" ", "_") for key in vars(language("en", "pack"))["_CONTROLS"]}
    assert asked <= known


@pytest.mark.parametrize("jumps", [lambda *_: False, lambda *_: True, lambda i, j: j % 3 == 0])
@pytest.mark.parametrize("last", [6, 300])
def test_a_step_has_the_time_from_which_on_it_is_drawn(jumps, last):
    lapse, begin, pace = TimeLapse(0, last, 4.0), 2.0, 2.0
    parameters = SimpleNamespace(pace=pace)
    nothing = dict.fromkeys(("beat", "say", "ask", "run_through"), lambda *_: None)
    scene = SimpleNamespace(**nothing, rehearses=False, now=begin, parameters=parameters, in_step=[0])
    recorder = Recorder(["en"], Path("none.png"), lambda *_: None)
    recorder.attend(scene)
    scene.run_through(lapse, lambda _: None, None, jumps)
    [stretch] = recorder._stretches
    assert [*stretch.times] == [*range(last + 1)]
    watched = Watched(lapse, jumps)
    for time in np.linspace(0, 4.0, 97):
        shown = [step for step, at in stretch.times.items() if at <= begin + time / pace + 1e-9][-1]
        assert int(watched.at(max(0.0, time - 1 / 60)) + 1e-6) <= shown <= int(watched.at(time) + 1e-6)
