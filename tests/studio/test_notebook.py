"""Films in notebooks: a real kernel runs cells, and what it shows is looked at."""

import base64
import re
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import av
import nbclient
import nbformat
import numpy as np
import pytest
import sympy as sp
from jupyter_client.manager import start_new_kernel

import scenes
from scenes.studio import extras
from scenes.studio.notebook import show as showing
from scenes.studio.notebook.asked import asked

HERE = Path(__file__).parent
FIRST = f"""import sys
sys.path.insert(0, {str(HERE)!r})
import fake_descent
fake_descent.register()
from scenes import show"""
FILM = 'show("short", cost="x**2 + 1", start=3, quality="l", fps=5, languages=["en", "de"])'
SHOW_OWN = 'show(Own, quality="l", fps=5)'
OWN = """import fake_stories
WORDS = "Said in a notebook."

class Own(fake_stories.Circle):
    def construct(self):
        self.beat("only", WORDS)
        self.wait(1)"""


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty folder of films that were shown, in the folder above a notebook's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    return tmp_path / "cache" / "descent-in-motion"


def executed(*cells):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    client = nbclient.NotebookClient(
        notebook, timeout=120, allow_errors=True, resources={"metadata": {"path": str(Path.cwd())}}
    )
    client.execute()
    return [cell.outputs for cell in notebook.cells]


def data_of(html, attribute, kind):
    return [base64.b64decode(each) for each in re.findall(rf'{attribute}="data:{kind};base64,([^"]+)"', html)]


def test_a_notebook_shows_films_and_in_a_line_what_is_wrong(cache, tmp_path):
    wrong = 'show("shrt")', 'show("short", strt=3)', 'show("short", cost="3 + 1/2x")'
    outputs = executed(
        FIRST, FILM, FILM, *wrong, OWN, SHOW_OWN, OWN, SHOW_OWN, OWN.replace("Said", "Told"), SHOW_OWN
    )
    assert outputs[0] == outputs[6] == []
    line, film = outputs[1]
    assert (line["data"]["text/plain"], line["data"]["text/html"]) == ("", "")
    html = film["data"]["text/html"]
    assert "http" not in html
    assert 'aria-label="Silent film of' in html
    assert "max-width: 100%" in html
    (video,) = data_of(html, "src", "video/mp4")
    (tmp_path / "shown.mp4").write_bytes(video)
    with av.open(str(tmp_path / "shown.mp4")) as shown:
        assert {(frame.width, frame.height) for frame in shown.decode(video=0)} == {(854, 480)}
    english, german, chapters = data_of(html, "src", "text/vtt;charset=utf-8")
    assert b"A cost says how wrong each choice of x is." in english
    assert "Die Kosten sagen, wie falsch jede Wahl von x ist." in german.decode()
    assert chapters.startswith(b"WEBVTT")
    (poster,) = data_of(html, "poster", "image/png")
    assert base64.b64decode(film["data"]["image/png"]) == poster
    (again,) = outputs[2]
    assert again["data"] == film["data"]
    told = [outputs[k][0] for k in (3, 4, 5)]
    assert [each["output_type"] for each in told] == ["error"] * 3
    assert all(len(line) < 80 for each in told for line in each["traceback"])
    assert told[0]["traceback"][0].startswith("ValueError: no story is named 'shrt'; did you mean short?")
    assert told[1]["traceback"][0].startswith(
        "ValueError: no parameter of short is named 'strt'; did you mean"
    )
    assert told[2]["traceback"][-2:] == ["  3 + 1/2x", "         ^"]
    assert [len(outputs[k]) for k in (7, 9, 11)] == [2, 1, 2]  # the second was made before
    for k, said in ((7, b"Said"), (9, b"Said"), (11, b"Told")):
        captions, _ = data_of(outputs[k][-1]["data"]["text/html"], "src", "text/vtt;charset=utf-8")
        assert said + b" in a notebook." in captions


def test_the_stop_button_ends_a_film_at_once_and_leaves_nothing_of_it(cache):
    with started_kernel() as (manager, kernel):
        kernel.execute_interactive(FIRST, timeout=60)
        asked_for = kernel.execute('show("endless", quality="m")', stop_on_error=False)
        until(lambda message: " frames" in message["content"].get("data", {}).get("text/plain", ""), kernel)
        manager.interrupt_kernel()
        sent = time.monotonic()
        reply = kernel.get_shell_msg(timeout=30)
        assert time.monotonic() - sent < 3
        assert reply["parent_header"]["msg_id"] == asked_for
        assert reply["content"]["traceback"] == [
            "KeyboardInterrupt: the film was stopped; nothing of it was kept"
        ]
        assert list(cache.iterdir()) == []
        reply = kernel.execute_interactive("film = show('circle', quality='l', fps=5)", timeout=60)
        assert reply["content"]["status"] == "ok", reply["content"]
        assert len(list(cache.glob("*/circle/circle.mp4"))) == 1


@contextmanager
def started_kernel():
    manager, kernel = start_new_kernel(cwd=str(Path.cwd()))
    try:
        yield manager, kernel
    finally:
        kernel.stop_channels()
        manager.shutdown_kernel(now=True)


def until(happens, kernel):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if happens(kernel.get_iopub_msg(timeout=60)):
            return
    raise AssertionError("it never happened")


def test_a_program_that_guards_nothing_shows_films_too(cache):
    film = FILM.replace('"short"', '"circle"')
    Path("program.py").write_text(f"{FIRST}\nprint('run')\nprint({film})\nprint({film}.video.is_file())\n")
    done = subprocess.run([sys.executable, "program.py"], capture_output=True, text=True, check=True)
    first, shown, there = done.stdout.splitlines()
    assert (first, there) == ("run", "True")
    assert re.fullmatch(r"Film\('.*/circle\.mp4'\)", shown)
    assert re.fullmatch(r"rendering circle 854x480 at 5 fps\n10 frames in \d+ s\n", done.stderr)


@pytest.mark.parametrize(
    ("story", "given", "taken"),
    [
        ("tangent", {"start": "3"}, {"start": 3.0}),
        ("tangent", {"learning-rate": np.float64(0.1)}, {"learning_rate": 0.1}),
        ("tangent", {"cost": sp.Symbol("x") ** 2}, {"cost": "x**2"}),
        ("tangent", {"start": None}, {}),
        ("tangent", {"set": {"clip_norm": 0.8}}, {"settings": ("clip_norm=0.8",)}),
        ("tangent", {"domain": "-5,5"}, {"domain": (-5.0, 5.0)}),
        ("wave", {"starts": 2}, {"starts": (2.0,)}),
        ("wave", {"start": ["2", -2]}, {"starts": (2.0, -2.0)}),
        ("surface", {"starts": "0.5,0.5"}, {"starts": ((0.5, 0.5),)}),
        ("surface", {"starts": np.eye(2)}, {"starts": ((1.0, 0.0), (0.0, 1.0))}),
        ("learning-rate", {"rate": (0.1, 0.2)}, {"rates": (0.1, 0.2)}),
        ("basins", {"grid": 64.0}, {"grid": 64}),
    ],
)  # fmt: skip
def test_values_are_given_as_python_or_the_command_line_has_them(story, given, taken):
    assert dict(asked(story, given).values) == taken


@pytest.mark.parametrize(
    ("story", "given", "part"),
    [
        ("tangent", {"qualty": "l"}, "did you mean quality?"),
        ("tangent", {"quality": "x"}, "no quality is named 'x' (there are: l, m"),
        ("tangent", {"shape": "9:15"}, "did you mean 9:16?"),
        ("tangent", {"fps": 0}, "the rate is 0 frames a second"),
        ("tangent", {"language": "fr"}, "the language is 'fr'"),
        ("tangent", {"languages": ["en", "fr"]}, "the language is 'fr'"),
        ("tangent", {"start": "three"}, "start is 'three'; give a number"),
        ("tangent", {"start": [1, 2, 3]}, "give a number"),
        ("tangent", {"cost": "x**2 +"}, "x**2 +"),
        ("tangent", {"cost": max}, "give text between quotes"),
        ("wave", {"start": 1, "starts": 2}, "starts is given twice"),
        ("tangent", {"steps": 0}, "steps is 0"),
        ("regression", {"data": "there-is-none.csv"}, "there is no data file 'there-is-none.csv'"),
        (int, {}, "is no story"),
    ],
)  # fmt: skip
def test_what_cant_be_used_is_told_in_a_line(story, given, part, cache):
    with pytest.raises(ValueError, match=re.escape(part)):
        scenes.show(story, **given)
    assert not cache.exists()


def test_a_cache_that_cant_be_is_told(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(ValueError, match="name another folder by the variable XDG_CACHE_HOME"):
        scenes.show("tangent")


def test_films_that_were_not_shown_for_long_are_forgotten_and_broken_ones_made_anew(
    fakes, cache, monkeypatch
):
    monkeypatch.setattr(showing, "KEPT", 1)
    made = []
    make = showing.make_all
    monkeypatch.setattr(
        showing, "make_all", lambda tasks, *more: made.append(tasks[0].name) or make(tasks, *more)
    )
    film = scenes.show("circle", quality="l", fps=5)
    (room,) = cache.iterdir()
    assert scenes.show("circle", quality="l", fps=5) == film
    film.video.write_bytes(film.video.read_bytes()[:-1])
    assert scenes.show("circle", quality="l", fps=5) == film
    assert made == ["circle", "circle"]
    scenes.show("circle", quality="l", fps=6)
    assert [path for path in cache.iterdir() if path == room] == []
    assert len(list(cache.iterdir())) == 1


def test_a_story_that_cant_be_handed_over_is_told(fakes, cache, monkeypatch):
    import fake_stories

    own = type("Own", (fake_stories.Circle,), {"lock": threading.Lock()})
    with pytest.raises(ValueError, match=r"Own can't be handed to the process that draws it: .*lock"):
        scenes.show(own)
    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    with pytest.raises(ValueError, match=re.escape("pip install 'descent-in-motion[notebook]'")):
        scenes.show(own)
    assert not cache.exists()
