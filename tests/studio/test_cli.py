"""What the command line answers without rendering."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scenes.studio.cli import run

WRONG = [
    (["rendr"], "did you mean render?"),
    (["render", "tangnet"], "did you mean tangent?"),
    (["render", "-q", "l", "tangnet"], "did you mean tangent?"),
    (["render", "-ql"], "name a story (intro, tangent"),
    (["render", "tangent", "--strat", "3"], "did you mean --start? (there are: --cost,"),
    (["render", "tangent", "--starts", "3"], "did you mean --start?"),
    (["render", "tangent", "-q", "x"], "'x' is not one of"),
    (["render", "tangent", "--fps", "0"], "between 1 and 240"),
    (["render", "tangent", "--fps", "many"], "'many' is not a whole number"),
    (["render", "tangent", "--start", "two"], "'two' is not a number"),
    (["render", "tangent", "--start", "nan"], "not finite"),
    (["render", "tangent", "--domain", "5"], "'5' is not 2 numbers joined by commas, such as -5,5"),
    (["render", "tangent", "--domain", "5,-5"], "the smaller first"),
    (["render", "tangent", "--learning-rate", "-1"], "must be a positive number"),
    (["render", "tangent", "--theme", "drak"], "must be one of dark, light"),
    (["render", "tangent", "--cost", "x*y"], "needs one variable"),
    (["render", "tangent", "--cost"], "--cost"),
    (["render", "tangent", "-o", "film.gif"], "ends in .gif"),
    (["render", "tangent", "-o", "."], "is a folder; name a file in it"),
    (["render", "tangent", "extra"], "extra"),
    (["still", "--force"], "such as: descent still intro"),
    (["still", "tangnet"], "did you mean tangent?"),
    (["still", "tangent", "-o", "x.jpg"], "a picture's name ends in .png or .pdf or .svg"),
    (["still", "surface", "-o", "x.pdf"], "name a .png file with -o"),
    (["still", "wave", "--beat", "start", "--time", "3"], "give only one of --beat, --step and --time"),
    (["still", "wave", "--step", "-1"], "the step is -1; it must be 0 or more"),
    (["still", "wave", "--time", "nan"], "the time is nan; it must be a number of seconds"),
    (["render", "surface", "--start", "0.7"], "'0.7' is not 2 numbers joined by commas"),
    (["render", "surface", "--cost", "x**2"], "this story needs 2 variables"),
    (["render", "surface", "--cost", "log(x*y)", "--start=-1,1"], "not defined at the start -1, 1"),
    (["render", "surface", "--domain", "-1,1"], "is not 4 numbers joined by commas"),
    (["render", "surface", "--domain", "1,-1,0,2"], "the smaller first"),
    (["render", "surface", "--learning-rate", "0"], "must be a positive number"),
    (["render", "surface", *["--start", "0,1"] * 13], "there are 13 starts; give 1 to 12"),
    (["render", "linked", "--cost", "x*y*w"], "needs 2 variables"),
    (["trace"], "write a formula"),
    (["render", "surface", "--cost", "himelblau"], "did you mean himmelblau?"),
    (["render", "linked", "--cost", "double-well"], "this story needs 2 variables"),
    (["trace", "himelblau"], "did you mean himmelblau?"),
    (["trace", "x**2", "--stat", "3"], "did you mean --start?"),
    (["trace", "x*y", "--start", "3"], "has the variables x, y"),
    (["trace", "log(x)", "--start", "-1"], "not defined at the start -1"),
    (["trace", "x**2", "--learning-rate", "0"], "must be positive"),
    (["trace", "x**2", "--steps", "-1"], "between 0 and 100000"),
    (["trace", "x**2", "--format", "xml"], "'xml' is not one of"),
]
FORMULA_ERRORS = [
    (["render", "tangent", "--cost", "x + sine(x)"], "did you mean sin?"),
    (["trace", "x + sine(x)"], "did you mean sin?"),
]
ANSWERED = [["--help"], ["-h"], ["render", "--help"], ["render", "wave", "-h"], ["trace", "-h"], ["list"]]


@pytest.mark.parametrize(("arguments", "fragment"), WRONG, ids=lambda value: " ".join(value)[:50])
def test_wrong_use_is_named_in_one_line(arguments, fragment, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("descent: ")
    assert fragment in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("arguments", "fragment"), FORMULA_ERRORS)
def test_a_formula_error_points_at_the_place(arguments, fragment, capsys):
    assert run(arguments) == 2
    first, formula, caret = capsys.readouterr().err.splitlines()
    assert fragment in first
    assert formula[caret.index("^") :].startswith("sine")


@pytest.mark.parametrize("arguments", ANSWERED, ids=" ".join)
def test_help_and_list_go_to_standard_output(arguments, capsys):
    assert run(arguments) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) > 1
    assert err == ""


@pytest.mark.parametrize("columns", ["0", "1", "2", "10", "-3", "many", "100000"])
@pytest.mark.parametrize("arguments", ANSWERED, ids=" ".join)
def test_help_fits_terminals_of_any_width(arguments, columns, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    assert run(arguments) == 0
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert max(map(len, out.splitlines())) <= 100


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a file that is always full")
@pytest.mark.parametrize("arguments", [["list"], ["trace", "x**2"], ["--help"]], ids=" ".join)
def test_output_that_finds_no_room_is_told_in_one_line(arguments):
    with Path("/dev/full").open("w") as full:
        program = [sys.executable, "-m", "scenes", *arguments]
        done = subprocess.run(program, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        1,
        "descent: the disk is full, so the output can't be written; make room\n",
    )


def test_help_of_a_story_names_every_parameter_and_its_default(capsys):
    run(["render", "tangent", "--help"])
    out = " ".join(capsys.readouterr().out.split())
    for option in ("--cost", "--start", "--learning-rate", "--steps", "--domain", "--theme", "--pace"):
        assert option in out
    for default in ("[x**2]", "[1000]", "[dark]"):
        assert default in out


def test_what_needs_no_mathematics_imports_none():
    lines = [*ANSWERED, *(arguments for arguments, _ in [*WRONG, *FORMULA_ERRORS])]
    script = (
        "import sys\n"
        "from scenes.studio.cli import run\n"
        f"for line in {lines!r}:\n"
        "    run(line)\n"
        "    heavy = {'manim', 'sympy', 'numpy', 'av', 'rich', 'PIL'} & sys.modules.keys()\n"
        "    assert not heavy, (line, heavy)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def test_trace_does_not_import_manim():
    script = (
        "import sys\n"
        "from scenes.studio.cli import run\n"
        "assert run(['trace', 'x**2']) == 0\n"
        "assert not {'manim', 'av', 'rich', 'PIL'} & sys.modules.keys()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize(
    "arguments", [["trace", "x**2"], ["list"], ["trace", "x +"], ["doctor"]], ids=" ".join
)
def test_a_command_leaves_the_settings_of_the_process_alone(arguments, capsys):
    before = dict(os.environ), gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()
    run(arguments)
    assert (dict(os.environ), gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()) == before


def test_the_program_exits_with_the_code(tmp_path):
    program = [sys.executable, "-m", "scenes", "render", "tangnet"]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("descent: no story is named 'tangnet'")


def test_an_error_of_ours_is_one_line_unless_debugging(monkeypatch, capsys):
    def fail(*_):
        raise RuntimeError("out of\ncheese")

    monkeypatch.setattr("scenes.studio.trace.Request.run", fail)
    assert run(["trace", "x**2"]) == 1
    assert (
        capsys.readouterr().err
        == "descent: RuntimeError: out of cheese; set DESCENT_DEBUG=1 for the details\n"
    )
    monkeypatch.setenv("DESCENT_DEBUG", "1")
    assert run(["trace", "x**2"]) == 1
    assert "Traceback" in capsys.readouterr().err
