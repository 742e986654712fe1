"""Lecture files that are right: what they ask for."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from scenes.studio.cli import run
from scenes.studio.commands import called
from scenes.studio.lecture.lines import Lines
from scenes.studio.lecture.reading import read
from scenes.studio.registry import STORIES
from tests.limits import within


def told(text, written):
    return {video.name: dict(video.values) for video in read(written(text)).videos}


def test_a_list_makes_a_video_of_each_value(written):
    text = '[[scenes]]\nscene = "tangent"\nlearning_rate = [0.01, 0.1, 1.05]\nlanguage = ["en", "de"]\n'
    videos = told(text, written)
    assert list(videos)[:2] == ["tangent-0.01-en", "tangent-0.01-de"]
    assert len(videos) == 6
    assert {(values["learning_rate"], values["language"]) for values in videos.values()} == {
        (rate, language) for rate in (0.01, 0.1, 1.05) for language in ("en", "de")
    }


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("learning_rate = [0.01, 0.1]", ["tangent-0.01", "tangent-0.1"]),
        ("start = [-3, 1e20]", ["tangent--3", "tangent-1e+20"]),
        ("domain = [[-5, 5], [0, 1]]", ["tangent--5_5", "tangent-0_1"]),
        ('cost = ["x**2", "x*2"]', ["tangent-x-2", "tangent-x-2-2"]),
        ('shape = ["16:9", "9:16"]', ["tangent-16-9", "tangent-9-16"]),
        ('optimizer = ["adam", "momentum"]\nname = "who"', ["who-adam", "who-momentum"]),
        ("start = [3]", ["tangent"]),
        ("domain = [-5, 5]", ["tangent"]),
    ],
)
def test_names_tell_the_values(line, names, written):
    assert list(told(f'[[scenes]]\nscene = "tangent"\n{line}', written)) == names


@pytest.mark.parametrize(
    ("story", "line", "value"),
    [
        ("wave", "starts = [1, 2]", {"starts": (1.0, 2.0)}),
        ("wave", "start = 1", {"starts": (1.0,)}),
        ("surface", "starts = [0.7, 0.4]", {"starts": ((0.7, 0.4),)}),
        ("surface", "start = [[0.7, 0.4], [0, 1]]", {"starts": ((0.7, 0.4), (0.0, 1.0))}),
        ("learning-rate", "rates = [0.1, 0.5]", {"rates": (0.1, 0.5)}),
        ("learning-rate", "start = 3", {"start": (3.0,)}),
        ("learning-rate", 'cost = "x**2 + y**2"\nstart = [3, 4]', {"start": (3.0, 4.0)}),
        ("race", 'optimizers = ["adam", "momentum"]', {"optimizers": ("adam", "momentum")}),
        ("tangent", "learning-rate = 1", {"learning_rate": 1.0}),
        ("tangent", 'set = "noise=0.1"', {"settings": ("noise=0.1",)}),
        ("tangent", "steps = 1e3", {"steps": 1000}),
        ("basins", "grid = 50\nsteps = 50", {"grid": 50, "steps": 50}),
    ],
)  # fmt: skip
def test_values_are_what_the_parameters_take(story, line, value, written):
    (values,) = told(f'[[scenes]]\nscene = "{story}"\n{line}', written).values()
    assert {key: values[key] for key in value} == value
    assert STORIES[story].parameters(**values)


def test_defaults_are_for_those_who_take_them_and_say_nothing_else(written):
    text = (
        'language = "de"\n[defaults]\nlearning-rate = 0.1\nquality = "l"\ntheme = "light"\n'
        '[[scenes]]\nscene = "tangent"\ntheme = "dark"\nfps = 25\n[[scenes]]\nscene = "race"\nquality = "m"'
    )
    lecture = read(written(text))
    tangent, race = lecture.videos
    assert lecture.language == "de"
    assert tangent.values == {"language": "de", "learning_rate": 0.1, "theme": "dark"}
    assert race.values == {"language": "de", "theme": "light"}
    assert [str(video.quality) for video in lecture.videos] == ["854x480 at 25 fps", "1280x720 at 30 fps"]
    assert [video.quality.height for video in read(lecture.path, "h").videos] == [1080, 1080]


def test_every_mistake_is_told_at_once(written, capsys):
    written(
        "titel = 1\n[[scenes]]\nscene = 'tangnet'\n[[scenes]]\nscene = 'wave'\n"
        "cost = 'sine(x)'\nlearning_rate = [-1,\n 'x']\npace = 9\ntheme = 'drak'\n"
    )
    assert run(["check"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("descent: lecture.toml has 7 mistakes\n")
    lines = [line.split(":")[1] for line in err.splitlines() if line.startswith("lecture.toml:")]
    assert lines == ["1", "3", "6", "7", "8", "9", "10"]


def test_what_new_writes_is_right_and_replaces_nothing(written, tmp_path, capsys):
    assert run(["new", "my lecture"]) == 0
    assert run(["check", "my lecture"]) == 0
    out, err = (told.splitlines() for told in capsys.readouterr())
    assert err == ["next: descent build 'my lecture'"]
    assert out[0] == "my lecture/lecture.toml"
    assert [line.split()[0] for line in out[1:4]] == ["intro", "tangent", "rate-0.05"]
    before = (tmp_path / "my lecture/lecture.toml").read_text()
    assert "Look for mistakes:  descent check 'my lecture'\n" in before
    assert "$" not in before
    assert run(["new", "my lecture"]) == 2
    assert "exists" in capsys.readouterr().err
    for name in STORIES:
        assert name in before
    shown = "\n".join(line.removeprefix("# ") for line in before.split("\n") if "=" in line or "[[" in line)
    assert "points.csv" in shown


def test_check_is_quick_and_loads_nothing_that_draws(written):
    scene = '[[scenes]]\nscene = "surface"\nname = "a{}"\ncost = "himmelblau"\nstarts = [[0, 0], [1, 2]]\n'
    text = "".join(scene.format(k) for k in range(1000))
    path = written(text)
    with within(3):
        assert len(read(path).videos) == 1000
    script = (
        "import sys\n"
        "from scenes.studio.cli import run\n"
        "assert run(['check']) == 0\n"
        "heavy = {'manim', 'sympy', 'numpy', 'av', 'rich', 'PIL', 'multiprocessing'} & sys.modules.keys()\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


TEXTS = [
    'a = 1\n"b c" = 2\n[d]\ne.f = 3\n[[g]]\nh = [1,\n [2,\n  3]]\n[[g]]\n[g.i]\nj = {k = 1, l = [\n 1]}\n',
    'a = \'\'\'x\n[b]\n\'\'\'\nc = """\\""" # d\n""""\ne = \'f\' # g\n[h] # [i]\n',
    "a = [ # one\n 1, # two\n 2,\n]\nb = {c = {d = 1}}\n\n\n[e.f.g]\nh = 1979-05-27T07:32:00Z\n",
]


@pytest.mark.parametrize("text", TEXTS)
def test_lines_are_those_of_the_keys(text):
    lines, found = Lines(text), []

    def go(value, place):
        if place and isinstance(place[-1], str):
            found.append(place)
        for key, inner in value.items() if isinstance(value, dict) else ():
            go(inner, (*place, key))
        for k, inner in enumerate(value if isinstance(value, list) else ()):
            go(inner, (*place, k))

    go(tomllib.loads(text), ())
    for place in found:
        line = text.split("\n")[lines[place] - 1]
        assert place[-1] in line, (place, lines[place])
    assert len(found) >= 3


def test_lines_of_items_are_theirs():
    lines = Lines(TEXTS[0])
    assert [lines[("g", 0, "h", k)] for k in (0, 1)] == [6, 7]
    assert lines[("g", 0, "h", 1, 1)] == 8
    assert lines[("g", 1, "i", "j", "l", 0)] == 12


def test_what_is_typed_next_is_told_as_the_program_was_called(written, tmp_path, capsys, monkeypatch):
    program = tmp_path / "a b" / "descent"
    program.parent.mkdir()
    program.touch(0o755)
    monkeypatch.setattr(sys, "argv", ["a b/descent"])
    assert run(["check"]) == 2
    assert capsys.readouterr().err == "descent: there is no lecture.toml; make one by: 'a b/descent' new .\n"
    assert run(["new"]) == 0
    assert capsys.readouterr().err == "next: 'a b/descent' build .\n"
    assert "Look for mistakes:  'a b/descent' check\n" in Path("lecture.toml").read_text()
    monkeypatch.setenv("PATH", str(program.parent))
    assert called() == "descent"
    monkeypatch.setattr(sys, "argv", ["pytest"])
    assert called() == "descent"


def test_a_lecture_in_a_folder_below_is_hinted_at(written, capsys):
    assert run(["new", "mine"]) == 0
    for file in ("lecture.toml", "min"):
        capsys.readouterr()
        assert run(["check", file]) == 2
        assert capsys.readouterr().err == f"descent: there is no {file}; name its folder, such as mine\n"
