"""Lecture files of clumsy and of hostile people: told in a second, at the line, and nothing is written."""

import os
from pathlib import Path

import pytest

from scenes.studio.cli import run
from scenes.studio.lecture.record import MARK
from tests.limits import within

SCENE = '[[scenes]]\nscene = "tangent"\n'
REGRESSION = '[[scenes]]\nscene = "regression"\n'


def nest(left, right, depth=5000):
    return left * depth + right * depth


HOSTILE = [  # name, text, line, a part of the message
    ("a name that climbs", SCENE + 'name = "../x"', 3, "name is '../x'"),
    ("a name that climbs on Windows", SCENE + "name = '..\\x'", 3, "letters, digits"),
    ("an absolute name", SCENE + 'name = "/tmp/x"', 3, "letters, digits"),
    ("a hidden name", SCENE + 'name = ".lecture"', 3, "letters, digits"),
    ("a name that is an option", SCENE + 'name = "-o"', 3, "letters, digits"),
    ("a name with a zero byte", SCENE + 'name = "a\\u0000b"', 3, "U+0000"),
    ("a name that turns the line around", SCENE + 'name = "a\\u202Eb"', 3, "U+202E"),
    ("a name of HTML", SCENE + 'name = "<b>"', 3, "letters, digits"),
    ("the name of the page", SCENE + 'name = "Index.html"', 3, "as the lecture's page is named"),
    ("a sweep of nothing", SCENE + "start = []", 3, "start is an empty list; give a number, or leave it out"),
    ("an empty name", SCENE + 'name = ""', 3, "name is empty"),
    ("a long name", SCENE + f'name = "{"x" * 150}"', 3, "150 bytes long"),
    ("a name that is a number", SCENE + "name = 3", 3, "name is 3"),
    ("names twice", SCENE + SCENE, 3, "named tangent already (line 1)"),
    ("names twice but for case", SCENE + SCENE + 'name = "Tangent"', 3, "(line 1)"),
    ("a name that a sweep has", SCENE + "start = [1, 2]\n" + SCENE + 'name = "tangent-1"', 4, "(line 1)"),
    ("a title over the terminal", 'title = "\\u001b[2J"\n' + SCENE, 1, "U+001B"),
    ("an endless title", f'title = "{"x" * 5000}"\n' + SCENE, 1, "5000 characters"),
    ("a title that is a list", "title = [1]\n" + SCENE, 1, "give text between quotes"),
    ("code as cost", SCENE + "cost = \"__import__('os').system('touch x')\"", 3, "'"),
    ("code as number", SCENE + 'start = "exit()"', 3, "start is 'exit()'; give a number"),
    ("a control sign in a cost", SCENE + 'cost = "x\\u001b[2J"', 3, "has no place in a formula"),
    ("an endless cost", SCENE + f'cost = "{"x+" * 5000}x"', 3, "characters"),
    ("a deep cost", SCENE + f'cost = "{nest("(", ")", 200)}"', 3, ""),
    ("a number beyond all", SCENE + f"steps = {'9' * 300}", 3, "between 1 and 100000"),
    ("a number of thousands of digits", SCENE + f"steps = {'9' * 5000}", 3, "a word of 5000 characters"),
    ("no number", SCENE + "start = nan", 3, "not finite"),
    ("infinity", SCENE + "learning_rate = inf", 3, "positive number"),
    ("a number of no float", SCENE + f"start = {'9' * 390}", 3, "smaller number"),
    ("a rate of frames", SCENE + "fps = 1000000", 3, "between 1 and 240"),
    ("too many videos", SCENE + f"start = [{'1, ' * 50_000}]", 3, "start has 50000 values"),
    ("a million values", SCENE + f"start = [{'1,' * 1_000_000}]", 3, "longer than 256 kB"),
    (
        "a product",
        SCENE + "".join(f"{k} = {list(range(1, 60))}\n" for k in ("start", "seed")),
        1,
        "3481 videos",
    ),
    (
        "too many scenes",
        "".join(f'{SCENE}name = "a{k}"\nseed = {list(range(100))}\n' for k in range(25)),
        81,
        "2000",
    ),
    ("the same value twice", SCENE + "start = [1,\n 2,\n 1.0]", 5, "the value 1 twice"),
    ("binary noise", bytes(range(128, 256)) * 9, 1, "UTF-8"),
    ("noise further down", SCENE.encode() + b"start = 3\n\xff\xfe", 4, "UTF-8"),
    ("UTF-16", SCENE.encode("utf-16"), 1, "UTF-8"),
    ("zero bytes", b"\0" * 1000, 1, "a word of 1000 characters"),
    ("no TOML", "{}", 1, "TOML"),
    ("text without quotes", SCENE + "cost = x**2", 3, "text goes between quotes"),
    ("a decimal comma", SCENE + "start = 0,5", 3, "TOML"),
    ("a key twice", SCENE + "start = 1\nstart = 2", 4, "TOML"),
    ("a key by two names", SCENE + "learning_rate = 1\nlearning-rate = 2", 4, "learning_rate is given twice"),
    ("an end that is missing", SCENE + 'cost = """x', 3, "TOML"),
    ("a bomb of lists", SCENE + f"start = {nest('[', ']')}", 3, "brackets within each other"),
    ("a bomb of tables", SCENE + f"start = {nest('{a=', '}')}", 3, "brackets within each other"),
    ("a bomb of keys", SCENE + ".".join("a" * 9000) + " = 1", 3, "a key of more than"),
    ("a bomb of headers", "[" + ".".join("a" * 9000) + "]", 1, "a key of more than"),
    ("a list that is a table", SCENE + "[scenes.start]\nx = 1", 3, "start is a table"),
    ("scenes that are one table", '[scenes]\nscene = "tangent"', 1, "[[scenes]]"),
    ("scenes that are text", 'scenes = "tangent"', 1, "[[scenes]]"),
    ("scenes that are numbers", "scenes = [1,\n2]", 2, "[[scenes]]"),
    ("no scenes", 'title = "x"', 1, "there is no scene"),
    ("an empty file", "", 1, "there is no scene"),
    ("defaults that are text", 'defaults = "dark"\n' + SCENE, 1, "[defaults]"),
    ("defaults in a circle", "[defaults]\ndefaults = 3\n" + SCENE, 2, "no parameter is named 'defaults'"),
    ("a sweep among the defaults", '[defaults]\ntheme = ["dark", "light"]\n' + SCENE, 2, "belong to a scene"),
    ("a default for no story", "[defaults]\nlerning_rate = 1\n" + SCENE, 2, "did you mean learning_rate?"),
    ("a default that one can't take", '[defaults]\ntheme = "drak"\n' + SCENE, 2, "(for the scene of line 3)"),
    ("an unknown part", "titel = 1\n" + SCENE, 1, "did you mean title?"),
    ("an unknown language", 'language = "xx"\n' + SCENE, 1, "no language is named 'xx'"),
    ("an unknown story", '[[scenes]]\nscene = "tangnet"', 2, "did you mean tangent?"),
    ("no story", "[[scenes]]\nstart = 1", 1, "name a story"),
    ("a story that is a list", '[[scenes]]\nscene = ["tangent"]', 2, "between quotes"),
    ("an unknown parameter", SCENE + "lerning_rate = 1", 3, "did you mean learning_rate?"),
    ("an unknown quality", SCENE + 'quality = "hd"', 3, "no quality is named 'hd'"),
    ("captions in no language", SCENE + 'languages = ["en",\n "xx"]', 4, "no language is named 'xx'"),
    ("no format", SCENE + 'formats = ["jif"]', 3, "no format is named 'jif'; did you mean gif?"),
    ("a format for all", '[defaults]\nformats = "jif"\n' + SCENE, 2, "did you mean gif?"),
    ("formats of lists", SCENE + 'formats = [["gif"], ["webp"]]', 3, "formats is a list; give text"),
    ("formats that are numbers", SCENE + "formats = 3", 3, "formats is 3; give text between quotes"),
    ("true for a number", SCENE + "start = true", 3, "start is true; give a number"),
    ("a date for a number", SCENE + "start = 2026-01-01", 3, "give a number"),
    ("half a step", SCENE + "steps = 2.5", 3, "give a whole number"),
    ("too many numbers", SCENE + "domain = [1, 2, 3]", 3, "give 2 numbers such as [-1, 1]"),
    ("an empty list", '[[scenes]]\nscene = "wave"\nstarts = []', 3, "starts is an empty list"),
    ("a place outside", SCENE + "domain = [0, 1]\nstart = 5", 4, "outside of the domain"),
    ("data elsewhere", REGRESSION + 'data = "/etc/passwd"', 3, "elsewhere"),
    ("data above", REGRESSION + 'data = "../x.csv"', 3, "elsewhere"),
    ("data behind a link", REGRESSION + 'data = "link.csv"', 3, "a link to elsewhere"),
    ("data behind a linked folder", REGRESSION + 'data = "linked/hosts"', 3, "a link to elsewhere"),
    ("data that is a folder", REGRESSION + 'data = "folder"', 3, "no file that can be read"),
    ("data that is a pipe", REGRESSION + 'data = "pipe"', 3, "no file that can be read"),
    ("data that is not there", REGRESSION + 'data = "ponits.csv"', 3, "did you mean points.csv?"),
    ("data by a link to itself", REGRESSION + 'data = "circle.csv"', 3, "there is no data file"),
    ("Python elsewhere", '[[scenes]]\nscene = "/tmp/x.py:A"', 2, "elsewhere"),
    ("Python that is not there", '[[scenes]]\nscene = "lecture.py:A"', 2, "there is no Python file"),
    ("Python without the class", '[[scenes]]\nscene = "own.py:Quratic"', 2, "did you mean Quartic?"),
    ("no Python", '[[scenes]]\nscene = "bad.py:A"', 2, "bad.py, line 2"),
    ("a value for one's own", '[[scenes]]\nscene = "own.py:Quartic"\nstart = "x"', 3, "give a number"),
]


@pytest.fixture
def surroundings(tmp_path, monkeypatch):
    """A folder with what the files above name, the lecture file not yet among them."""
    folder = tmp_path / "lectures"
    (folder / "folder").mkdir(parents=True)
    (folder / "link.csv").symlink_to("/etc/passwd")
    (folder / "linked").symlink_to("/etc")
    (folder / "circle.csv").symlink_to("circle.csv")
    os.mkfifo(folder / "pipe")
    (folder / "points.csv").write_text("x,y\n1,2\n2,3\n")
    (folder / "own.py").write_text(
        "from scenes.tangent import TangentDescent\nopen('run', 'w')\nclass Quartic(TangentDescent): pass\n"
    )
    (folder / "bad.py").write_text("x = 1\nclass A(:\n")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(
    ("text", "line", "part"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE]
)
def test_each_is_told_at_its_line(text, line, part, command, surroundings, capsys):
    Path("lecture.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    before = sorted(surroundings.rglob("*"))
    with within(1):
        assert run([command]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    told = next(each for each in err.split("\n") if f"lecture.toml:{line}:" in each)
    assert part in told + err[err.index(told) + len(told) :]
    assert "Traceback" not in err
    assert err.replace("\n", "").isprintable()
    assert sorted(surroundings.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "part"),
    [("none.toml", "there is no none.toml; make one by: descent new"), ("pipe", "no ordinary file"),
     ("folder", "there is no folder/lecture.toml"), ("/dev/zero", "no ordinary file")],
)  # fmt: skip
def test_what_is_no_lecture_file_is_not_read(name, part, surroundings, capsys):
    assert run(["check", name]) == 2
    assert part in capsys.readouterr().err


def in_place_of_a_pack(make):
    """Put something where a build would put a pack."""
    Path("lecture").mkdir()
    Path("lecture", MARK).write_text("{}")
    make(Path("lecture/tangent"))


@pytest.mark.parametrize(
    ("prepare", "part"),
    [
        (lambda: Path("lecture").symlink_to("folder"), "lecture is a link"),
        (lambda: Path("lecture").write_text("mine"), "lecture is not a folder"),
        (
            lambda: (Path("lecture").mkdir(), Path("lecture/x.mp4").write_text("mine")),
            "holds files that no build",
        ),
        (lambda: in_place_of_a_pack(lambda pack: pack.write_text("mine")), "lecture/tangent is no folder"),
        (lambda: in_place_of_a_pack(lambda pack: pack.symlink_to("..")), "can't be replaced as a whole"),
        (
            lambda: in_place_of_a_pack(
                lambda pack: (pack.mkdir(), (pack / "manifest.json").write_text("{}"))
            ),
            "lecture/tangent holds what is no part of a pack ('manifest.json'); move it away, or name",
        ),
    ],
)
def test_nothing_of_a_persons_own_is_built_over(prepare, part, surroundings, capsys):
    Path("lecture.toml").write_text(SCENE)
    prepare()
    before = sorted(surroundings.rglob("*"))
    assert run(["build"]) == 2
    assert part in capsys.readouterr().err
    assert sorted(surroundings.rglob("*")) == before
