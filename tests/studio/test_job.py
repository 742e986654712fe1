"""Whole renders of fake stories: what is published, and what is left behind."""

import errno
import os
import subprocess
from fractions import Fraction
from itertools import pairwise

import av
import av.error
import manim
import numpy as np
import pytest
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from scenes.parameters import TangentParameters
from scenes.studio.cli import run
from scenes.studio.film.quality import quality
from scenes.studio.job import Job, film
from scenes.studio.progress import Silence
from scenes.studio.registry import STORIES
from scenes.studio.target import Target


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def boxes(path):
    """The names of an mp4's outermost boxes, in order."""
    data, place, names = path.read_bytes(), 0, []
    while place < len(data):
        names.append(data[place + 4 : place + 8].decode())
        place += int.from_bytes(data[place : place + 4], "big")
    return names


def shown(frame):
    """A frame's colours (height, width, 3) in 0..255, by the BT.709 matrix in limited range."""
    planes = [np.frombuffer(plane, np.uint8).reshape(plane.height, -1) for plane in frame.planes]
    y, u, v = (plane[:, : frame.width >> (i > 0)].astype(float) for i, plane in enumerate(planes))
    u, v = (np.kron(plane, np.ones((2, 2))) for plane in (u, v))
    luma, blue, red = (y - 16) / 219, (u - 128) / 224, (v - 128) / 224
    rgb = [luma + 1.5748 * red, luma - 0.1873 * blue - 0.4681 * red, luma + 1.8556 * blue]
    return np.clip(np.stack(rgb, axis=-1) * 255, 0, 255)


def test_a_video_is_published_with_its_captions(fakes, capsys):
    before = dict(manim.config)
    assert run(["render", "circle", "-q", "l", "--fps", "30"]) == 0
    out, err = capsys.readouterr()
    assert out == "media/circle.mp4\n"
    assert "rendering circle 854x480 at 30 fps" in err
    assert files(fakes) == ["media/circle.mp4", "media/circle.srt", "media/circle.vtt"]
    assert "00:00:01,000 --> 00:00:02,000\nIt rests: π ≈ 3.14." in (fakes / "media/circle.srt").read_text()
    assert dict(manim.config) == before


def test_the_file_plays_seeks_and_streams(fakes):
    run(["render", "patches", "-ql", "--fps", "30", "--seconds", "3", "-o", "p.mp4"])
    assert boxes(fakes / "p.mp4").index("moov") < boxes(fakes / "p.mp4").index("mdat")
    with av.open(str(fakes / "p.mp4")) as video:
        stream = video.streams.video[0]
        context = stream.codec_context
        assert (context.name, context.pix_fmt, context.width, context.height) == ("h264", "yuv420p", 854, 480)
        assert (context.colorspace, context.color_range) == (Colorspace.ITU709, ColorRange.MPEG)
        assert (context.color_primaries, context.color_trc) == (ColorPrimaries.BT709, ColorTrc.BT709)
        assert stream.average_rate == 30
        assert "patches(" in video.metadata["comment"]
        frames = list(video.decode(stream))
    assert len(frames) == 90
    assert [frame.pts * frame.time_base for frame in frames][:2] == [0, Fraction(1, 30)]
    keys = [index for index, frame in enumerate(frames) if frame.key_frame]
    assert keys[0] == 0
    assert all(later - earlier <= 30 for earlier, later in pairwise([*keys, len(frames)]))


def test_every_beat_begins_with_a_picture_of_its_own(fakes):
    parameters = TangentParameters(captions="file")
    begun = []
    job = Job(STORIES["short"], parameters, quality("l"), Target(fakes / "short.mp4"))
    film(job, fakes / "short.mp4", fakes, Silence(), lambda scene: begun.append(scene.times))
    with av.open(str(fakes / "short.mp4")) as video:
        keys = {round(frame.time * 15) for frame in video.decode(video=0) if frame.key_frame}
    beats = [round(begin * 15) for begin, _ in begun[0].values()]
    assert len(beats) == 3
    assert keys >= set(beats)
    assert any((beat - before) % 15 for before, beat in pairwise(beats))


@pytest.mark.parametrize(
    ("left", "right"), [("#f0922b", "#74c4f8"), ("#d957cb", "#26e8a8"), ("#ff0000", "#ffffff")]
)
def test_colours_are_right(left, right, fakes):
    run(["render", "patches", "-qm", "--seconds", "0.2", "--left", left, "--right", right, "-o", "p.mp4"])
    with av.open(str(fakes / "p.mp4")) as video:
        picture = shown(list(video.decode(video=0))[-1])
    for place, colour in (((360, 360), left), ((360, 920), right), ((5, 5), "#0f1216")):
        wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        assert np.abs(picture[place] - wanted).max() <= 3, (colour, picture[place])


def test_a_render_that_fails_says_why_and_leaves_nothing(fakes, capsys):
    assert run(["render", "broken", "-ql", "-o", "new/folder/film.mp4"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    last = err.splitlines()[-1]
    assert last.startswith("descent: rendering broken failed: ZeroDivisionError: division by zero")
    assert "(fake_stories.py, line" in last
    assert "Traceback" not in err
    assert list(fakes.iterdir()) == []


@pytest.mark.parametrize("name", ["{br}/{media_dir}/x{}.mp4", "%d/\xfc{{ \n|:.mp4", "\udcff/-\udcfe.mp4"])
def test_folders_and_files_may_be_named_as_one_likes(name, fakes):
    assert run(["render", "patches", "-ql", "--seconds", "0.2", "--quiet", "-o", name]) == 0
    assert [os.fsencode(path) for path in files(fakes)] == [os.fsencode(name)]


def test_the_working_folder_may_be_named_as_one_likes(fakes, monkeypatch):
    (fakes / "{media_dir}").mkdir()
    monkeypatch.chdir(fakes / "{media_dir}")
    assert run(["render", "patches", "-ql", "--seconds", "0.2"]) == 0


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fills_up_is_said_to_be_full(number, fakes, capsys, monkeypatch):
    def fail(*_):
        raise av.error.OSError(number, os.strerror(number))

    monkeypatch.setattr("scenes.studio.film.encoder.Encoder.encode", fail)
    assert run(["render", "patches", "-ql", "--seconds", "0.2", "--quiet", "-o", "new/film.mp4"]) == 1
    assert capsys.readouterr().err == (
        "descent: the disk is full, so new/film.mp4 can't be written; "
        "make room, or name a file elsewhere with -o\n"
    )
    assert list(fakes.iterdir()) == []


def test_a_story_that_cannot_be_told_is_wrong_use(fakes, capsys):
    assert run(["render", "unfit", "-ql"]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "descent: the story can't be told from there; start elsewhere"
    )
    assert list(fakes.iterdir()) == []


def test_a_named_file_is_replaced_only_by_force(fakes, capsys):
    (fakes / "film.mp4").write_text("precious")
    arguments = ["render", "patches", "-ql", "--seconds", "0.2", "--quiet", "-o", "film.mp4"]
    assert run(arguments) == 2
    assert "add --force" in capsys.readouterr().err
    assert (fakes / "film.mp4").read_text() == "precious"
    assert run([*arguments, "--force"]) == 0
    assert capsys.readouterr() == ("film.mp4\n", "")
    assert boxes(fakes / "film.mp4")[0] == "ftyp"


def test_captions_of_a_persons_own_are_not_replaced(fakes, capsys):
    (fakes / "film.srt").write_text("precious")
    assert run(["render", "circle", "-ql", "-o", "film"]) == 2
    assert "film.srt exists" in capsys.readouterr().err
    assert files(fakes) == ["film.srt"]


def test_the_video_of_no_name_is_replaced_and_stale_captions_go(fakes):
    (fakes / "media").mkdir()
    (fakes / "media/patches.mp4").write_text("old")
    (fakes / "media/patches.srt").write_text("old")
    assert run(["render", "patches", "-ql", "--seconds", "0.2"]) == 0
    assert files(fakes) == ["media/patches.mp4"]


def test_options_may_stand_before_the_story_and_values_be_negative(fakes, capsys):
    arguments = ["render", "-q", "l", "--start", "-1,-2", "patches", "--start", "-.5,3", "--seconds", "0.2"]
    assert run(arguments) == 0
    with av.open(str(fakes / "media/patches.mp4")) as video:
        assert "starts=((-1.0, -2.0), (-0.5, 3.0))" in video.metadata["comment"]


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ("[CLI]\nframe_rate = fast", "could not convert string to float: 'fast'"),
        ("no section", "no section headers"),
        ("[CLI]\nbackground_color = nocolor", "Color nocolor not found"),
        ("[CLI]\nmedia_dir = {media_dir}\ntex_dir = {x}\nvideo_dir = {}\npreview = True", ""),
    ],
)
def test_a_persons_settings_of_manim_change_nothing_and_are_named_if_they_are_broken(
    settings, problem, fake_command, tmp_path
):
    (tmp_path / "manim.cfg").write_text(settings)
    command = [*fake_command, "render", "patches", "-ql", "--seconds", "0.2", "--quiet"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    if problem:
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        assert done.stderr.startswith("descent: Manim can't use its settings (")
        assert problem in done.stderr
        assert "mend or move away the manim.cfg of this folder" in done.stderr
    else:
        assert (done.stdout, done.stderr) == ("media/patches.mp4\n", "")


def test_what_a_story_prints_does_not_mix_with_the_path(fake_command, tmp_path):
    command = [*fake_command, "render", "talkative", "-ql"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "media/talkative.mp4\n"
    assert "hello" in done.stderr
