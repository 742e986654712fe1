"""One video drawn by several processes: the same file, whatever becomes of them."""

import errno
import multiprocessing
import os
import signal
import subprocess
import time

import av.error
import pytest

from scenes.studio.cli import run
from scenes.studio.lecture.record import MARK
from tests.studio.films import film_of


@pytest.fixture
def whole(fakes):
    """The film that one process makes."""
    assert run(["render", "short", "-ql", "--pace", "2", "--quiet", "-o", "whole.mp4"]) == 0
    return film_of(fakes / "whole.mp4")


SPLIT = ["render", "short", "-ql", "--pace", "2", "-o", "film.mp4", "--jobs", "3"]


def test_the_file_is_that_of_one_process(whole, fakes, capsys):
    capsys.readouterr()
    assert run([*SPLIT, "--captions", "picture"]) == 0
    out, err = capsys.readouterr()
    assert out == "film.mp4\n"
    assert f"\n{len(whole[1])} frames in" in err
    assert film_of(fakes / "film.mp4") == whole
    assert sorted(path.name for path in fakes.iterdir()) == ["film.mp4", "whole.mp4"]
    assert multiprocessing.active_children() == []


def test_the_pack_is_that_of_one_process(fakes):
    for name, jobs in (("one", "1"), ("two", "2")):
        options = ["--pace", "4", "--language", "en", "--language", "de", "--pack", name, "--jobs", jobs]
        assert run(["render", "short", "-ql", *options, "--quiet"]) == 0
    packs = [{path.name: path for path in (fakes / name).iterdir()} for name in ("one", "two")]
    assert packs[0].keys() == packs[1].keys()
    assert film_of(packs[0]["short.mp4"]) == film_of(packs[1]["short.mp4"])
    for name in packs[0].keys() - {"short.mp4", "manifest.json"}:  # it tells the command
        assert packs[0][name].read_bytes() == packs[1][name].read_bytes(), name


@pytest.mark.slow
@pytest.mark.parametrize("story", ["tangent", "surface"])
def test_the_file_of_a_real_story_is_too(story, fakes):
    options = [story, "-ql", "--fps", "5", "--pace", "4", "--quiet", "--captions", "both"]
    assert run(["render", *options, "-o", "whole.mp4"]) == 0
    assert run(["render", *options, "-o", "film.mp4", "--jobs", "2"]) == 0
    assert film_of(fakes / "film.mp4") == film_of(fakes / "whole.mp4")
    for ending in (".srt", ".vtt"):
        assert (fakes / f"film{ending}").read_bytes() == (fakes / f"whole{ending}").read_bytes()


def test_what_a_dead_helper_leaves_undone_is_drawn(whole, fakes, monkeypatch):
    import leaving

    monkeypatch.setattr("scenes.studio.processes.together.help_", leaving.dies)
    monkeypatch.setattr("scenes.studio.film.pieces.PieceFolder.claim", patient(2))
    assert run([*SPLIT, "--quiet"]) == 0
    assert film_of(fakes / "film.mp4") == whole


def patient(number):
    """A claim that waits at first until the helper has claimed a piece of that number."""

    def claim(folder, piece):
        deadline = time.monotonic() + 30
        while not (folder._path / f"{number}.claimed").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        return real(folder, piece)

    from scenes.studio.film.pieces import PieceFolder

    real = PieceFolder.claim
    return claim


def test_a_full_disk_is_said_in_one_line(fakes, capsys, monkeypatch):
    def fail(*_):
        raise av.error.OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("scenes.studio.film.encoder.Encoder.encode", fail)
    assert run([*SPLIT, "--quiet"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("descent: the disk is full, so ")
    assert err.count("\n") == 1
    assert list(fakes.iterdir()) == []
    assert multiprocessing.active_children() == []


def test_an_unfit_story_and_a_failing_one_are_told_as_ever(fakes, capsys):
    assert run(["render", "unfit", "-ql", "--quiet", "--jobs", "2"]) == 2
    assert run(["render", "broken", "-ql", "--quiet", "--jobs", "2"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "descent: the story can't be told from there; start elsewhere"
    assert lines[-1].startswith("descent: rendering broken failed: ZeroDivisionError: division by zero")
    assert list(fakes.iterdir()) == []


@pytest.mark.parametrize(("jobs", "told"), [("0", "--jobs is 0; it must lie"), ("2.5", "whole number")])
def test_a_number_of_processes_that_makes_no_sense_is_wrong_use(jobs, told, fakes, capsys):
    assert run(["render", "short", "--jobs", jobs]) == 2
    assert told in capsys.readouterr().err


def family(number):
    """The processes that descend from one."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)
    parents = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    children = [pid for pid, parent in parents if parent == number]
    return children + [each for child in children for each in family(child)]


def alive(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


RENDER, BUILD = ("render", "endless", "-ql", "-o", "film.mp4"), ("build",)


def begun(command, folder, temporary):
    """Start an endless video by three processes; return it and them once several pieces are being drawn."""
    process = subprocess.Popen(
        [*command, "--jobs", "3"],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if len(list(temporary.glob("descent-*/**/pieces/*.part"))) >= 2:
            return process, family(process.pid)
        time.sleep(0.05)
    process.kill()
    raise AssertionError(f"the render never began: {process.communicate()}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=lambda n: n.name)
@pytest.mark.parametrize(("arguments", "least"), [(RENDER, 2), (BUILD, 3)], ids=["render", "build"])
def test_no_process_outlives_the_video(arguments, least, number, fake_command, tmp_path, tmp_path_factory):
    temporary = tmp_path_factory.mktemp("temporary")
    (tmp_path / "lecture.toml").write_text('[[scenes]]\nscene = "endless"\nquality = "l"\n')
    process, helpers = begun([*fake_command, *arguments], tmp_path, temporary)
    assert len(helpers) >= least
    sent = time.monotonic()
    process.send_signal(number)
    process.communicate(timeout=30)
    while any(map(alive, helpers)) and time.monotonic() - sent < 30:
        time.sleep(0.05)
    assert not any(map(alive, helpers))
    if number == signal.SIGINT:
        assert time.monotonic() - sent < 3
        assert process.returncode == 130
        assert {each.name for each in tmp_path.rglob("*")} <= {"lecture.toml", "lecture", MARK}
        assert list(temporary.iterdir()) == []


def test_a_deaf_helper_is_ended_too(fakes, monkeypatch, capsys):
    import leaving

    monkeypatch.setattr("scenes.studio.processes.together.help_", leaving.is_deaf)
    begin = time.monotonic()
    assert run(["render", "broken", "-ql", "--quiet", "--jobs", "2"]) == 1
    assert multiprocessing.active_children() == []
    assert time.monotonic() - begin < 30
