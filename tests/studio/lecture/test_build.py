"""Lectures that are built: what is made, what is not made again, and what is left when it goes wrong."""

import errno
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import av
import pytest

from scenes.studio.cli import run
from scenes.studio.lecture.reading import read
from scenes.studio.lecture.record import MARK, Digests, Record

PATCHES = '[[scenes]]\nscene = "patches"\nseconds = 0.2\nquality = "l"\n'
BROKEN = '[[scenes]]\nscene = "broken"\nquality = "l"\n'


def shown(folder):
    return sorted(path.name for path in folder.iterdir())


def frames(path):
    with av.open(str(path)) as video:
        return sum(1 for _ in video.decode(video=0))


def test_a_failure_costs_one_video_and_what_is_made_is_not_made_again(written, fakes, capsys):
    written(f'title = "A <b>"\n{PATCHES}left = "#ffffff"\n{BROKEN}[[scenes]]\nscene = "circle"\nfps = 1\n')
    for name in ("socket", "tempfile", "random", "numpy"):  # not ours, and named by nobody
        Path(f"{name}.py").write_text(f"open('{name} was run', 'w'); raise SystemExit")
    assert run(["build", "--only", "patches", "--only", "broken", "--jobs", "2"]) == 1
    assert not list(Path().glob("* was run"))
    out, err = capsys.readouterr()
    made, failed = sorted(out.splitlines())[::-1]
    assert made.startswith("patches ")
    assert made.endswith(" s  made")
    assert failed.startswith("broken ")
    assert "failed: rendering broken failed: ZeroDivisionError: division by zero (fake_stories.py" in failed
    assert err.startswith("making 2 videos, 2 at a time\n")
    assert err.splitlines()[-1].startswith("descent: 1 video of 2 could not be made")
    assert shown(Path("lecture")) == [MARK, "index.html", "patches"]
    assert frames("lecture/patches/patches.mp4") == 3
    text = Path("lecture/index.html").read_text()
    assert text.count("<video") == 1
    assert text.count("This film has not been made.") == 2
    before = Path("lecture/patches/patches.mp4").stat().st_mtime_ns
    begun = time.monotonic()
    assert run(["build", "--only", "patches"]) == 0
    assert time.monotonic() - begun < 2
    assert capsys.readouterr() == ("lecture/index.html\n", "nothing to do: 1 video as the lecture says\n")
    assert Path("lecture/patches/patches.mp4").stat().st_mtime_ns == before
    Path("broken.py").write_text("class Broken: pass\n")
    written(f'{PATCHES}seed = 7\n[[scenes]]\nscene = "broken.py:Broken"\n')
    assert run(["build", "--only", "Broken", "--quiet"]) == 1
    assert "Broken in broken.py is no story" in capsys.readouterr().out
    text = Path("lecture/index.html").read_text()
    assert text.count("<video") == text.count("The lecture has changed since this film was made.") == 1


def test_what_goes_with_a_film_is_asked_for_in_the_file(written, fake_command, tmp_path):
    Path("points.csv").write_text("x,y\n1,2\n2,3\n")
    scene = '[[scenes]]\nscene = "{}"\nquality = "l"\npace = 4\n'
    written(
        'language = "de"\n[defaults]\nlanguages = ["en", "de"]\nformats = ["gif", "stills", "gif"]\n'
        + scene.format("short")
        + scene.format("patches")
        + 'seconds = 0.2\nname = "plain"\nformats = []\nlanguages = []\n'
    )
    done = subprocess.run([*fake_command, "build", "--quiet"], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("lecture/index.html\n", "")
    short, plain = (
        json.loads(Path("lecture", name, "manifest.json").read_text()) for name in ("short", "plain")
    )
    assert (short["languages"], plain["languages"]) == (["de", "en"], ["de"])
    names = short["files"].keys()
    assert {"short.de.vtt", "short.en.vtt", "transcript.en.md", "short.gif", "stills/short-5.png"} <= names
    assert not {"plain.gif", "plain.en.vtt"} & plain["files"].keys()
    assert "plain.mp4" in plain["files"]
    assert short["command"] == plain["command"] == "descent build --quiet"
    page = Path("lecture/index.html").read_text()
    links = re.findall(r'(?:href|src|poster)="((?!#|data:)[^"]+)"', page)
    assert {"short/embed.html", "short/short.gif", "short/stills/short-5.png", "plain/poster.png"} <= {*links}
    assert all(Path("lecture", link).is_file() for link in links)


def test_a_film_that_stays_the_same_is_not_drawn_again(written, fakes, monkeypatch, capsys):
    plain = '[[scenes]]\nscene = "short"\nquality = "l"\npace = 4\n'
    written(plain)
    assert run(["build", "--quiet"]) == 0
    film = Path("lecture/short/short.mp4")
    drawn = film.read_bytes()
    more = plain + 'title = "Down it goes"\nlanguages = ["en", "de"]\nformats = ["stills"]\n'
    written(more)
    assert run(["build", "--quiet", "-o", "whole"]) == 0  # where no film is
    whole = Path("whole/short")
    other = b"\0".join([drawn, b"of this very film"])  # which no encoder makes; players take no notice
    film.write_bytes(other)
    record = Record(Path("lecture"))
    record.add("short", Digests.of(read(written(plain)).videos[0]))
    written(more)
    assert run(["build", "--quiet"]) == 0
    assert film.read_bytes() == other
    again = {path.relative_to("lecture/short"): path for path in Path("lecture/short").rglob("*.*")}
    assert {*again} == {path.relative_to(whole) for path in whole.rglob("*.*")}
    for name, path in again.items():
        if path.suffix not in (".mp4", ".json", ".html"):
            assert path.read_bytes() == (whole / name).read_bytes(), name
    assert "Down it goes" in again[Path("embed.html")].read_text()


def test_what_is_no_number_of_jobs_or_no_video_is_told(written, fakes, capsys):
    written(PATCHES)
    for arguments, part in (
        (["--jobs", "0"], "--jobs is 0"),
        (["--only", "patch"], "did you mean patches?"),
        (["-q", "x"], "'x' is not one of"),
    ):
        assert run(["build", *arguments]) == 2
        assert part in capsys.readouterr().err


def test_a_folder_that_is_closed_is_told(written, fakes, monkeypatch, capsys):
    written(PATCHES)

    def closed(self, *args, **options):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))

    monkeypatch.setattr(Path, "mkdir", closed)  # by hand: nothing is closed to root
    assert run(["build"]) == 1
    assert "no folder can be made at lecture" in capsys.readouterr().err


@pytest.mark.slow
def test_a_story_of_ones_own_is_built(written, tmp_path):
    (tmp_path / "own.py").write_text(
        "from scenes.tangent import TangentDescent, TangentParameters\n"
        "import neighbour\n"
        "class Quartic(TangentDescent):\n"
        "    parameters = TangentParameters(cost=neighbour.COST, start=2.0, learning_rate=0.02)\n"
    )
    (tmp_path / "neighbour.py").write_text("COST = 'x**4 - 3*x**2'\n")
    scene = '[[scenes]]\nscene = "own.py:Quartic"\nsteps = 20\npace = 4\nquality = "l"\nfps = 5\n'
    scene += 'title = "My valley"\nlanguages = ["de"]\nformats = ["stills"]\n'
    path = written(scene)
    subprocess.run([sys.executable, "-m", "scenes", "build", str(path)], check=True, cwd=tmp_path)
    pack = tmp_path / "lecture/Quartic"
    with av.open(str(pack / "Quartic.mp4")) as video:
        comment = video.metadata["comment"]
    assert "cost=x**4 - 3*x**2" in comment
    assert "steps=20" in comment
    assert "<h1>My valley</h1>" in (pack / "embed.html").read_text()
    assert "# My valley\n" in (pack / "transcript.de.md").read_text()
    assert len(shown(pack / "stills")) > 3
    told = json.loads((pack / "manifest.json").read_text())
    own = hashlib.sha256((tmp_path / "own.py").read_bytes()).hexdigest()
    assert told["sources"] == {"own.py": {"sha256": own}}
    assert told["command"] == "descent build lecture.toml"
    assert told["languages"] == ["en", "de"]
