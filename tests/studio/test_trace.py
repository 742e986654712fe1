"""The numbers of a descent on standard output or in a file."""

import csv
import io
import json

import pytest

from scenes.studio.cli import run

QUARTIC = ["trace", "x**4 - 3*x**2 + x", "--start", "2", "--learning-rate", "0.02"]


def printed(arguments, capsys):
    assert run(arguments) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_the_table_shows_derivatives_steps_and_status_in_80_columns(capsys):
    lines = printed(QUARTIC, capsys).splitlines()
    assert lines[:3] == ["C(x)   = x**4 - 3*x**2 + x", "C'(x)  = 4*x**3 - 6*x + 1", "C''(x) = 12*x**2 - 6"]
    assert lines[5].split() == ["0", "2", "6", "21", "-0.42"]
    assert lines[-1] == "converged at step 94: the gradient's norm is 9.55e-09 at x = 1.131"
    assert any("77 steps between; --all shows them" in line for line in lines)
    assert max(map(len, lines)) <= 80


def test_all_steps_on_demand(capsys):
    lines = printed([*QUARTIC, "--all"], capsys).splitlines()
    steps = [int(line.split()[0]) for line in lines if line[:6].strip().isdigit()]
    assert steps == list(range(95))


@pytest.mark.parametrize(
    ("formula", "start"),
    [
        ("-x*y**2+abs(x)", "-1,2"),
        ("w1**2 + w2*w3**2 + a*b", "1,1,1,1,1"),
        ("(x-1000)**2 + 1e6", "-1e-5"),
        ("exp(sin(x)**2 + cos(x*3)**3) / (1 + tanh(x**2 - 3*x + 1)**2 + log(1 + x**2))", "2"),
        ("x**2", "1e100"),
    ],
)
def test_every_table_fits_80_columns(formula, start, capsys):
    lines = printed(["trace", formula, "--start", start, "--steps", "30"], capsys).splitlines()
    assert max(map(len, lines)) <= 80


def test_csv_and_json_hold_the_same_numbers(capsys):
    rows = list(csv.DictReader(io.StringIO(printed([*QUARTIC, "--format", "csv"], capsys))))
    data = json.loads(printed([*QUARTIC, "--format", "json"], capsys))
    assert len(rows) == len(data["steps"]) == 95
    assert [float(row["x"]) for row in rows] == [step["x"] for step in data["steps"]]
    assert data["gradient"] == ["4*x**3 - 6*x + 1"]


def test_a_file_takes_its_form_from_its_name_and_is_not_overwritten(tmp_path, capsys):
    path = tmp_path / "steps.csv"
    assert printed([*QUARTIC, "-o", str(path)], capsys) == f"{path}\n"
    written = path.read_text()
    assert written.startswith("step,x,cost,")
    assert run([*QUARTIC, "--steps", "3", "-o", str(path)]) == 2
    assert "add --force" in capsys.readouterr().err
    assert path.read_text() == written
    printed([*QUARTIC, "--steps", "3", "-o", str(path), "--force"], capsys)
    assert len(path.read_text().splitlines()) == 5
    assert list(tmp_path.iterdir()) == [path]


def test_divergence_is_a_result(capsys):
    out = printed(["trace", "x**2", "--learning-rate", "1.05"], capsys)
    assert "the cost grew past 1e+09" in out


def test_a_formula_may_begin_with_a_minus_sign_and_so_may_a_files_name(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert printed(["trace", "-o", "-x.y.csv", "--force", "-x**2", "--steps", "2"], capsys) == "-x.y.csv\n"
    assert [path.name for path in tmp_path.iterdir()] == ["-x.y.csv"]
    assert "C(x)   = -x**2" in printed(["trace", "-x**2", "--start", "-3", "--steps", "2"], capsys)
