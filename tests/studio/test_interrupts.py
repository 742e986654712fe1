"""Ctrl-C and its harsher sisters in the middle of a render."""

import signal
import subprocess
import time

import pytest


def heard():
    """Let a process be hung up on, even where the tests are run by nohup."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def begun(command, folder):
    """Start an endless render and return its process once frames are being written."""
    process = subprocess.Popen(
        [*command, "render", "endless", "-qm", "-o", "film.mp4", "--force"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heard,
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if any(path.stat().st_size > 0 for path in folder.glob(".film.mp4.*/video.mp4")):
            return process
        time.sleep(0.05)
    process.kill()
    raise AssertionError(f"the render never began: {process.communicate()}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda n: n.name)
def test_an_interrupt_ends_soon_and_leaves_the_old_file_alone(number, fake_command, tmp_path):
    (tmp_path / "film.mp4").write_text("precious")
    process = begun(fake_command, tmp_path)
    process.send_signal(number)
    sent = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - sent < 2
    assert process.returncode == 130
    assert out == ""
    assert err.splitlines()[-1] == "descent: interrupted"
    assert "Traceback" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]
    assert (tmp_path / "film.mp4").read_text() == "precious"


def test_an_interrupt_while_loading_ends_soon_too(fake_command, tmp_path):
    process = subprocess.Popen(
        [*fake_command, "render", "endless"], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    time.sleep(0.8)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_killed_render_leaves_the_old_file_and_the_next_sweeps_up(fake_command, tmp_path):
    (tmp_path / "film.mp4").write_text("precious")
    process = begun(fake_command, tmp_path)
    process.kill()
    process.communicate()
    assert (tmp_path / "film.mp4").read_text() == "precious"
    following = [*fake_command, "render", "patches", "-ql", "--seconds", "0.2", "-o", "film.mp4", "--force"]
    subprocess.run(following, cwd=tmp_path, check=True, capture_output=True)
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]
    assert (tmp_path / "film.mp4").stat().st_size > 100
