"""What a person sees while a video is made."""

import io

from scenes.studio import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def watched(monkeypatch, stream, quiet=False, expected=100, frames=150):
    monkeypatch.setattr("sys.stderr", stream)
    shown = progress.progress_for("tangent", quiet)
    shown.say("loading")
    shown.start(expected)
    for _ in range(frames):
        shown.advance(1)
    shown.close()
    return stream.getvalue()


def test_a_bar_on_a_terminal_follows_frames_beyond_the_estimate(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    text = watched(monkeypatch, Terminal())
    assert "150/151 frames" in text


def test_no_colour_without_leave(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in watched(monkeypatch, Terminal())


def test_a_bar_without_an_estimate(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    assert "150 frames" in watched(monkeypatch, Terminal(), expected=None)


def test_two_lines_where_there_is_no_terminal(monkeypatch):
    lines = watched(monkeypatch, io.StringIO()).splitlines()
    assert lines[0] == "rendering tangent"
    assert lines[1].startswith("150 frames in ")
    assert len(lines) == 2


def test_nothing_if_quiet(monkeypatch):
    assert watched(monkeypatch, Terminal(), quiet=True) == ""
