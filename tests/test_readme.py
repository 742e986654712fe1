"""Every command and every piece of code in the README works as written, but for the size of the picture."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(bash|python)\n(.*?)```", README, re.DOTALL)
LINES = [line for kind, text in BLOCKS if kind == "bash" for line in text.splitlines()]
FILES = [line for line in LINES if line.startswith("printf ") or " new " in line]  # for the commands to read
COMMANDS = [line for line in LINES if line not in FILES and not line.startswith("./setup.sh")]
CODE = [text for kind, text in BLOCKS if kind == "python"]
FILMS = re.compile(r"descent render (?!.*--help)|descent build |manim ")


@pytest.fixture
def desk(tmp_path):
    """A folder in which the commands find what they find in a clone, and the README's own files."""
    for name in ("scenes", "gdmath", "manim.cfg"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "lecture.py").write_text(
        "\n".join(code for code in CODE if "Quartic" in code), encoding="utf-8"
    )
    for command in FILES:
        run(command, tmp_path)
    return tmp_path


def run(command, desk):
    own = {**os.environ, "XDG_CACHE_HOME": str(desk / "cache")}
    done = subprocess.run(command, shell=True, cwd=desk, capture_output=True, text=True, check=False, env=own)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("command", [line for line in COMMANDS if not FILMS.search(line)])
def test_commands(command, desk):
    assert run(command, desk).strip()


@pytest.mark.slow
@pytest.mark.parametrize("command", [line for line in COMMANDS if FILMS.search(line)])
def test_films(command, desk):
    small = re.sub(r" -q[mh]\b", "", command)
    sizes = "-ql --only tangent" if "build" in command else "-ql --fps 5"
    run(small.replace("manim ", f"manim {sizes} ", 1) if "bin/manim" in small else f"{small} {sizes}", desk)
    assert [path for path in desk.rglob("*.mp4") if "partial" not in str(path)]


@pytest.mark.parametrize("code", [code for code in CODE if "Quartic" not in code])
def test_code(code, desk):
    (desk / "code.py").write_text(code, encoding="utf-8")
    run(".venv/bin/python code.py", desk)


@pytest.mark.slow
def test_the_surface_is_filmed(desk):
    (desk / "hills.py").write_text(next(code for code in CODE if "HeightField" in code), encoding="utf-8")
    run(".venv/bin/manim -ql hills.py Hills", desk)


def test_the_pictures_are_there_and_small():
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)
    assert sum(path.stat().st_size for path in (ROOT / "media/gallery").iterdir()) < 6e6
