"""Files that appear whole or not at all."""

import pytest

from scenes.studio.publish import publish, workshop


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
