"""Files that appear whole or not at all."""

import errno
import os
import tempfile
from pathlib import Path

import pytest

from scenes.studio.failures import FailedError
from scenes.studio.publish import publish, scratch, workshop
from scenes.studio.target import choose


def test_a_finished_file_takes_the_targets_place(tmp_path):
    target = tmp_path / "new" / "film.mp4"
    with workshop(target) as room:
        (room / "draft").write_text("done")
        assert not target.exists()
        publish(room / "draft", target)
    assert target.read_text() == "done"
    assert [path.name for path in target.parent.iterdir()] == ["film.mp4"]


def test_failure_removes_the_room_and_the_folders_it_made(tmp_path):
    def fail():
        with workshop(tmp_path / "new" / "folder" / "film.mp4") as room:
            (room / "draft").write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_folders_in_use_are_kept(tmp_path):
    (tmp_path / "mine").mkdir()
    with workshop(tmp_path / "mine" / "film.mp4"):
        pass
    assert (tmp_path / "mine").is_dir()


def test_two_jobs_of_one_target_leave_each_other_alone_but_sweep_up_the_dead(tmp_path):
    target = tmp_path / "film.mp4"
    dead = tmp_path / ".film.mp4.abc.part"
    dead.mkdir()
    (dead / "lock").touch()
    with workshop(target) as first:
        assert not dead.exists()
        with workshop(target) as second:
            assert first.is_dir()
            assert second != first
    assert list(tmp_path.iterdir()) == []


def test_what_a_job_left_that_was_killed_at_once_is_swept_up_too(tmp_path):
    (tmp_path / ".film.mp4.abc.part").mkdir()  # it had no time to lock its folder
    (tmp_path / ".film.mp4.mine").mkdir()
    with workshop(tmp_path / "film.mp4"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == [".film.mp4.mine"]


def test_a_job_whose_folder_is_taken_before_it_is_locked_makes_another(tmp_path, monkeypatch):
    def taken_at_once(*args, **options):
        room = make(*args, **options)
        if len(made) == 0:
            Path(room).rmdir()
        made.append(room)
        return room

    made, make = [], tempfile.mkdtemp
    monkeypatch.setattr(tempfile, "mkdtemp", taken_at_once)
    with workshop(tmp_path / "film.mp4") as room:
        assert [str(room)] == made[1:]


@pytest.mark.parametrize("name", ["{br}", "{media_dir}", "{", "}}"])
def test_no_part_of_where_drafts_go_was_named_by_a_person(name, tmp_path, monkeypatch):
    (tmp_path / name).mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / name))
    target = tmp_path / name / f"{name}.mp4"
    with scratch(target) as first, scratch(target) as second:
        assert first != second
        assert not {"{", "}"} & {*str(first), *str(second)}
        assert first.is_dir()
    assert not first.exists()


def test_a_full_disk_is_said_to_be_full(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tempfile, "mkdtemp", full)
    with pytest.raises(FailedError, match=r"the disk is full, so .* can't be written; make room, or"):
        workshop(tmp_path / "film.mp4").__enter__()
    with pytest.raises(FailedError, match=r"No space left on device.*TMPDIR"):
        scratch(tmp_path / "film.mp4").__enter__()


def test_where_no_folder_can_be_made_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(FailedError, match=r"no file can be made in .*; name one elsewhere with -o"):
        workshop(tmp_path / "file" / "film.mp4").__enter__()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("/proc/film.mp4", "no file can be made in /proc; name one elsewhere with -o"),
        ("/proc/new/film.mp4", "no file can be made in /proc/new"),
        (f"{'a' * 300}.mp4", "the file's name is 304 bytes long; give one of at most 200 with -o"),
        ("a" * 300, "the file's name is 300 bytes long"),
        (f"{'a' * 300}/film.mp4", "name one elsewhere with -o"),
    ],
)
def test_where_no_video_can_be_put_is_said_before_it_is_made(output, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match=words):
        choose("tangent", Path(output), force=False)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def strange(tmp_path, monkeypatch):
    """A working folder with a pipe, links that lead nowhere, and folders where captions go."""
    os.mkfifo(tmp_path / "pipe")
    os.mkfifo(tmp_path / "pipe.mp4")
    (tmp_path / "link.mp4").symlink_to("pipe.mp4")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("/nonexistent/folder")
    (tmp_path / "film.srt").mkdir()
    (tmp_path / "media" / "wave.vtt").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("pipe", "pipe is no ordinary file; name another with -o"),
        ("pipe.mp4", "pipe.mp4 is no ordinary file"),
        ("link.mp4", "link.mp4 is no ordinary file"),
        ("/dev/null", "/dev/null is no ordinary file"),
        ("loop/x.mp4", "loop is not a folder, so loop/x.mp4 can't be written"),
        ("dangling/new/x.mp4", "dangling is not a folder"),
        ("film.mp4", "film.srt is a folder; move it away"),
        (None, "media/wave.vtt is a folder; move it away"),
    ],
)
def test_what_can_take_no_video_is_told_before_it_is_made_even_by_force(output, words, strange):
    before = sorted(strange.rglob("*"))
    with pytest.raises(ValueError, match=words):
        choose("wave", output and Path(output), force=True)
    assert sorted(strange.rglob("*")) == before
