"""Builds that die, are ended or find no room: what is there is whole, and the next one completes."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import av
import pytest

from scenes.studio.cli import run
from scenes.studio.lecture import build as building
from scenes.studio.lecture.board import Silence
from scenes.studio.lecture.reading import read
from scenes.studio.lecture.record import MARK, Digests, Record
from scenes.studio.pack.folder import MANIFEST, sha256

PATCHES = '[[scenes]]\nscene = "patches"\nseconds = 0.2\nquality = "l"\n'
SHORT = '[[scenes]]\nscene = "short"\npace = 4\nquality = "l"\n'
ENDLESS = '[[scenes]]\nscene = "endless"\nquality = "m"\n'


@pytest.fixture
def started(fake_command, tmp_path):
    """Start a build as a process of its own; its files for the time being are in a folder of their own."""
    begun = []
    (tmp_path / "tmp").mkdir()

    def start(*arguments, **options):
        begun.append(
            subprocess.Popen(
                [*fake_command, "build", *arguments],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env={**os.environ, "TMPDIR": str(tmp_path / "tmp")},
                start_new_session=True,
                **options,
            )
        )
        return begun[-1]

    yield start
    for process in begun:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def shown(folder):
    return sorted(path.name for path in folder.iterdir())


def until(happens, process, seconds=90):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        if happens():
            return
        time.sleep(0.05)
    process.kill()
    raise AssertionError(process.communicate())


def workers_of(process):
    """The numbers of the processes that make videos for another."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            command = (path.parent / "cmdline").read_text()
        except (OSError, ValueError):
            continue
        if parent == process.pid and "spawn_main" in command:
            found.append(int(path.parent.name))
    return found


def alive(number):
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def being_made(folder):
    """The folders in which the endless film is being written."""
    return [path.parent for path in folder.glob(".endless.*/pack/endless.mp4") if path.stat().st_size]


def assert_whole(pack):
    """Every file is there as the manifest says, and the film can be played to its end."""
    told = json.loads((pack / MANIFEST).read_text())
    assert {each.relative_to(pack).as_posix() for each in pack.rglob("*") if each.is_file()} == {
        MANIFEST,
        *told["files"],
    }
    for name, about in told["files"].items():
        assert sha256(pack / name) == about["sha256"], name
    with av.open(str(pack / f"{pack.name}.mp4")) as video:
        assert sum(1 for _ in video.decode(video=0)) == round(told["seconds"] * told["quality"]["fps"])


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs a list of processes")
def test_a_killed_worker_is_replaced_and_an_interrupt_leaves_whole_files(written, started, tmp_path):
    written(PATCHES + ENDLESS)
    process = started("--jobs", "2")
    folder = tmp_path / "lecture"

    def both():
        record = folder / MARK
        return being_made(folder) and record.is_file() and "patches" in record.read_text()

    until(both, process)
    (first,) = being_made(folder)
    (worker,) = workers_of(process)
    os.kill(worker, signal.SIGKILL)
    until(lambda: any(room != first for room in being_made(folder)), process)
    os.killpg(process.pid, signal.SIGINT)
    sent = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - sent < 3
    assert (process.returncode, out) == (130, "")
    assert "endless: its process was killed by SIGKILL" in err
    assert "; once more\n" in err
    assert err.splitlines()[-1] == "descent: interrupted"
    assert "Traceback" not in err
    assert "resource_tracker" not in err
    assert shown(folder) == [MARK, "patches"]
    assert_whole(folder / "patches")
    assert shown(tmp_path / "tmp") == []


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs a list of processes")
def test_what_a_killed_build_left_is_swept_by_the_next(written, started, tmp_path):
    written(PATCHES + ENDLESS)
    process, folder = started("--jobs", "2"), tmp_path / "lecture"
    until(lambda: being_made(folder), process)
    workers = workers_of(process)
    process.kill()
    process.wait()
    deadline = time.monotonic() + 10
    while any(map(alive, workers)):  # nobody listens to them any longer
        assert time.monotonic() < deadline
        time.sleep(0.05)
    again = started("--only", "patches", "--quiet")
    assert again.communicate(timeout=90) == ("lecture/index.html\n", "")
    assert shown(folder) == [MARK, "index.html", "patches"]
    assert_whole(folder / "patches")
    assert shown(tmp_path / "tmp") == []


def test_two_builds_of_a_lecture_at_once_are_one_too_many(written, started, tmp_path):
    written(PATCHES + ENDLESS)
    first, folder = started("--jobs", "2"), tmp_path / "lecture"
    until(lambda: being_made(folder), first)
    second = started()
    out, err = second.communicate(timeout=30)
    assert (second.returncode, out) == (2, "")
    assert err == "descent: lecture is being built by another `descent build`; wait for it\n"
    elsewhere = started("-o", "elsewhere", "--only", "patches", "--quiet")
    assert elsewhere.communicate(timeout=90) == ("elsewhere/index.html\n", "")
    assert_whole(tmp_path / "elsewhere/patches")
    assert first.poll() is None
    os.killpg(first.pid, signal.SIGINT)
    assert first.wait(30) == 130


@contextmanager
def small_files(folder):
    """Let no file have more than 60 kB, as by a quota; yields what ends that, and options for a process."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY))

    folder.mkdir(exist_ok=True)
    options = {"preexec_fn": limit}
    yield options.clear, options


@contextmanager
def small_disk(folder):
    """Let a folder be a disk with little room; where none can be mounted, let files be small instead."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        with small_files(folder) as small:
            yield small
        return
    try:
        yield lambda: subprocess.run(["mount", "-o", "remount,size=9m", str(folder)], check=True), {}
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("limited", [small_disk, small_files], ids=["little room", "small files"])
def test_a_full_disk_is_told_in_one_line_and_costs_what_it_has_no_room_for(
    limited, written, started, tmp_path
):
    written(PATCHES + SHORT)
    with limited(tmp_path / "disk") as (make_room, options):
        process = started("-o", "disk", "--jobs", "1", "--quiet", **options)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 1
        assert err.startswith("descent: 1 video of 2 could not be made")
        assert err.count("\n") == 1
        assert [line.split()[0] for line in out.splitlines()] == ["patches", "short"]
        assert "failed: the disk is full, so " in out.splitlines()[1]
        assert shown(tmp_path / "disk") == [MARK, "index.html", "patches"]
        assert_whole(tmp_path / "disk/patches")
        make_room()
        again = started("-o", "disk", "--quiet", **options)
        assert again.communicate(timeout=120) == ("disk/index.html\n", "")
        for name in ("patches", "short"):
            assert_whole(tmp_path / "disk" / name)
    assert shown(tmp_path / "tmp") == []


def test_where_nothing_can_be_written_is_told_in_one_line(written, started):
    written(PATCHES)
    for folder in ("/proc/lecture", "/dev/full/lecture", "/sys/lecture"):
        process = started("-o", folder)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out) == (1, "")
        assert err.startswith(f"descent: no folder can be made at {folder} (")
        assert err.count("\n") == 1


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A lecture with its packs, to be copied."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "lecture.toml").write_text(PATCHES)
    command = [sys.executable, str(Path(__file__).parents[1] / "fake_descent.py"), "build", "--quiet"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    assert_whole(folder / "lecture/patches")
    return folder


HARM = {
    "the record": [MARK],
    "the manifest": [f"patches/{MANIFEST}"],
    "the numbers": ["patches/trajectory.json"],
    "all of the pack": [f"patches/{MANIFEST}", "patches/trajectory.json", "patches/patches.mp4"],
}


@pytest.mark.parametrize("harm", HARM)
def test_what_was_cut_short_is_made_again(harm, built, fakes, tmp_path, capsys):
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    assert run(["build"]) == 0
    assert capsys.readouterr().err.startswith("nothing to do")
    folder = tmp_path / "lecture"
    for name in HARM[harm]:
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[: len(data) // 2])
    assert run(["build"]) == 0
    assert capsys.readouterr().err.startswith("making 1 video")
    assert_whole(folder / "patches")
    assert run(["build"]) == 0
    assert capsys.readouterr().err.startswith("nothing to do")


def test_a_clock_that_goes_backwards_changes_nothing(built, fakes, tmp_path, capsys, monkeypatch):
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "lecture.toml"
    later = time.time() + 10 * 365 * 86400
    for each in (path, *(tmp_path / "lecture").rglob("*")):
        os.utime(each, (later, later))
    now = iter(range(10**9, 0, -3600))
    monkeypatch.setattr(time, "time", lambda: float(next(now)))
    assert run(["build"]) == 0
    assert capsys.readouterr().err.startswith("nothing to do")
    path.write_text(PATCHES + "seed = 3\n")
    os.utime(path, (0, 0))  # older than what was made of it
    assert run(["build"]) == 0
    assert capsys.readouterr().err.startswith("making 1 video")
    assert_whole(tmp_path / "lecture/patches")
    assert json.loads((tmp_path / "lecture/patches" / MANIFEST).read_text())["seed"] == 3


def test_data_that_change_while_a_film_of_them_is_made_are_filmed_the_next_time(written, monkeypatch):
    Path("points.csv").write_text("x,y\n1,2\n2,3\n")
    lecture = read(written('[[scenes]]\nscene = "regression"\ndata = "points.csv"\n'))
    folder = Path("made")

    def make_all(tasks, jobs, board, done, **more):
        Path("points.csv").write_text("x,y\n1,2\n2,4\n")
        pack = folder / "regression"
        pack.mkdir()
        (pack / MANIFEST).write_text('{"kind": "descent-in-motion pack", "files": {}}')
        done(tasks[0])
        return []

    monkeypatch.setattr(building, "make_all", make_all)
    building.build(lecture, folder, (), 1, lambda _: Silence())
    assert Record(folder).keeps("regression")
    assert not Record(folder).has("regression", Digests.of(lecture.videos[0]))
