"""`descent trace --data`: from a CSV file to a descent; every refusal is one line and ends in 2."""

import json

import numpy as np
import pytest

from gdmath import Trajectory
from scenes.studio import cli

HOUSES = "size,rooms,price\n2104,3,399900\n1600,3,329900\n2400,3,369000\n1416,2,232000\n3000,4,539900\n"
FLOWERS = (
    "len,wid,kind\n5.1,3.5,setosa\n4.9,3.0,setosa\n7.0,3.2,versicolor\n6.4,3.2,versicolor\n6,3.3,versicolor\n"
)
LINE = "time;distance\n0;1,1\n1;2,9\n2;5,2\n3;6,8\n"
SALES = ",tv,radio,sales\n0,2.3,0.4,22\n1,0.4,0.4,10\n2,0.2,0.5,9\n3,1.5,0.4,18\n"


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tables = {"houses": HOUSES, "flowers": FLOWERS, "line": LINE, "sales": SALES}
    for name, text in {**tables, "alone": "x\n1\n2\n", "commas": "x\n1,5\n2,5\n"}.items():
        (tmp_path / f"{name}.csv").write_text(text)


def run(words, capsys):
    code = cli.run(["trace", *words.split()])
    out, err = capsys.readouterr()
    return code, " ".join(out.split()), err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--data line.csv", ["4 rows; x is time, y is distance", "C(w, b) = mean of (w*x + b - y)**2"]),
        ("--data line.csv --model linear --start 1,1 --steps 3", ["0 1 1", "stopped after 3 steps"]),
        ("--data line.csv --model polynomial:2", ["C(w0, w1, w2) = mean of"]),
        ("--data line.csv --x distance --y time", ["x is distance, y is time"]),
        ("--data line.csv --x 2 --y 1", ["x is distance, y is time"]),
        ("--data line.csv --batch-size 2 --seed 3 --steps 6", ["stopped after 6 steps"]),
        (
            "--data houses.csv --x size --x rooms",
            ["C(w1, w2, b) = mean of", "x1 is size, x2 is rooms, y is price"],
        ),
        (
            "--data houses.csv --x size --y price",
            ["the data are raw: the largest curvature is", "add --standardise"],
        ),
        ("--data houses.csv --x size --y price --learning-rate 1e-8", ["the data are raw:"]),
        (
            "--data houses.csv --x size --y price --standardise --learning-rate 0.1",
            ["standardised: size less 2104"],
        ),
        (
            "--data sales.csv",
            ["the first column, which has no name, counts the rows, and was left out", "x1 is tv"],
        ),
        ("--data flowers.csv --model logistic", ["in the column kind, setosa is 0 and versicolor is 1"]),
        (
            "--data flowers.csv --model logistic",
            ["a plane divides the labels without a mistake: this cost has no"],
        ),
        ("--data line.csv --optimizer newton", ["C(w, b)"]),
        ("--data line.csv --start 0,0 --start 5,5 --steps 4", ["1. from 0, 0", "2. from 5, 5"]),
    ],
)
def test_what_is_said(words, said, capsys):
    code, out, err = run(words, capsys)
    assert (code, err) == (0, "")
    for part in said:
        assert part in out


def test_standardised_data_are_not_called_raw(capsys):
    _, out, _ = run("--data houses.csv --x size --y price --standardise --learning-rate 3", capsys)
    assert "grew past" in out
    assert "raw" not in out


def test_the_line_that_is_found_is_the_least_squares_line(capsys):
    code, out, _ = run("--data line.csv --learning-rate 0.1 --steps 5000 --format json", capsys)
    last = json.loads(out)["steps"][-1]
    slope, intercept = np.polyfit([0, 1, 2, 3], [1.1, 2.9, 5.2, 6.8], 1)
    assert code == 0
    assert [last["w"], last["b"]] == pytest.approx([slope, intercept], rel=1e-3)


def test_a_file_of_a_run_on_data_is_read_again(capsys):
    code, out, err = run("--data line.csv --batch-size 2 --steps 8 -o run.npz", capsys)
    assert (code, out) == (0, "run.npz")
    assert err == "4 rows; x is time, y is distance\n"
    again = Trajectory.load("run.npz")
    assert again.batches is not None
    assert again.cost.rows.tolist() == [[0, 1.1], [1, 2.9], [2, 5.2], [3, 6.8]]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", "there is no cost; write a formula, such as 'x**2', or --data points.csv"),
        ("x**2 --data line.csv", "'x**2' and --data are two costs; leave one of them out"),
        (
            "x**2 --model linear",
            "--model is for data; name a file, such as --data points.csv, or leave it out",
        ),
        ("x**2 --x a", "--x is for data"),
        ("x**2 --batch-size 2", "--batch-size is for data"),
        ("x**2 --standardise", "--standardise is for data"),
        ("x**2 --decimal .", "--decimal is for data"),
        ("--data none.csv", "none.csv can't be read (no such file or directory); name a CSV file"),
        ("--data .", ". can't be read (is a directory)"),
        ("--data line.csv --model cubic", "the model is 'cubic'; choose linear, logistic, or polynomial:3"),
        ("--data line.csv --model polynomial", "the model is 'polynomial'"),
        ("--data line.csv --model polynomial:99", "the degree is 99"),
        (
            "--data line.csv --x nope",
            "line.csv: there is no column 'nope'; choose among time, distance, or 1 to 2",
        ),
        ("--data line.csv --y 3", "there is no column 3"),
        ("--data line.csv --x time --y time", "the column time is both feature and target"),
        ("--data alone.csv", "alone.csv has one column; a model needs a feature and a target"),
        ("--data commas.csv", "if the comma is the decimal sign, say so with --decimal ,"),
        ("--data line.csv --seed 1", "--seed is of the order of batches; add --batch-size"),
        ("--data line.csv --batch-size 9", "the batch size is 9; it must be a whole number between 1 and 4"),
        ("--data line.csv --batch-size 2 --seed -1", "the seed is -1"),
        ("--data line.csv --model logistic", "the column distance holds 4 label(s)"),
        ("--data houses.csv --model polynomial:2", "name it with --x, one of size, rooms"),
        ("--data flowers.csv", "flowers.csv: row 2, column kind: 'setosa' is not a finite number"),
        ("--data line.csv --decimal ;", "decimal is ';'; it must be '.' or ','"),
        ("--data line.csv --decimal .", "row 2, column distance: '1,1' has another decimal sign than '.'"),
        ("--data line.csv --start 1", "the start 1 has 1 number(s); the cost has the variables w, b"),
        ("--data line.csv --start nan,1", "the start nan,1 is not finite"),
    ],
)
def test_what_is_wrong_is_one_line(words, message, capsys):
    code, out, err = run(words, capsys)
    assert (code, out) == (2, "")
    assert message in err
    assert len(err.splitlines()) == 1


def test_the_remedy_for_a_doubtful_number_is_an_option(tmp_path, capsys):
    (tmp_path / "doubt.csv").write_text("x;y\n1.234;987,5\n1;2\n")
    code, _, err = run("--data doubt.csv", capsys)
    assert code == 2
    assert "could be 1234 or 1.234; name the decimal sign, as --decimal . or --decimal ," in err
    code, out, _ = run("--data doubt.csv --decimal , --learning-rate 1e-9 --steps 1", capsys)
    assert code == 0
    assert "2 rows" in out


def test_a_path_over_many_rows_fits_in_memory(tmp_path, capsys):
    rows = np.random.default_rng(0).normal(size=(20_000, 2))
    np.savetxt(tmp_path / "many.csv", rows, delimiter=",", header="x,y", comments="")
    code, out, _ = run("--data many.csv --steps 150 --learning-rate 0.1 --batch-size 32", capsys)
    assert code == 0
    assert "20000 rows" in out
