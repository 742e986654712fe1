"""Trajectories are kept without loss."""

import csv
import io
import json
from contextlib import suppress

import numpy as np
import pytest

from gdmath import Cost, Stop, Trajectory, descend, linear, logistic
from gdmath.data.datasets import ANSCOMBE, two_groups
from gdmath.trajectory import Outcome

RUNS = {
    "converging": ("x**2", 50, 0.01, Stop(100)),
    "escaping to infinity": ("exp(x**2)", 1, 1e300, Stop()),
    "leaving the domain": ("log(x)", 1, 2.0, Stop()),
    "two variables": ("x**2 + abs(y)", (0.1, 1 / 3), 0.07, Stop(30)),
    "no step": ("x**2", 0, 0.1, Stop()),
}


@pytest.fixture(params=RUNS)
def run(request):
    formula, start, rate, stop = RUNS[request.param]
    return descend(Cost.parse(formula), start, learning_rate=rate, stop=stop)


def test_saving_and_loading_loses_nothing(run, tmp_path):
    run.save(tmp_path / "run.npz")
    again = Trajectory.load(tmp_path / "run.npz")
    for name in ("thetas", "values", "gradients", "learning_rates", "directions"):
        np.testing.assert_array_equal(getattr(again, name), getattr(run, name))
        assert getattr(again, name).dtype == getattr(run, name).dtype
    assert (again.cost, again.status, again.optimizer) == (run.cost, run.status, run.optimizer)


@pytest.mark.parametrize(
    ("cost", "start"),
    [
        (Cost.parse("x**1000*x"), 0.5),
        (Cost.parse("(x**1000)**1000"), 0.5),
        (Cost.parse("x*1e-200*1e-200"), 0.5),
        (Cost.parse("0.1**1000*x**2"), 0.5),
        (Cost.parse("(x+1)*(y+1)*2 - (y-3)/(2*(x+5))"), (0.5, 1)),
        (logistic(two_groups(np.random.default_rng(0), 40)).expanded(), (0, 0)),
        (linear(ANSCOMBE), (0, 0)),
    ],
    ids=["power", "tower", "tiny", "long number", "factors", "expanded", "data"],
)
def test_whatever_the_cost_loading_loses_nothing(cost, start, tmp_path):
    run = descend(cost, start, learning_rate=1e-3, stop=Stop(3))
    run.save(tmp_path / "run.npz")
    again = Trajectory.load(tmp_path / "run.npz")
    assert again.cost == cost
    np.testing.assert_array_equal(again.cost.value(again.thetas), run.values)


def test_csv_reads_back_exactly(run):
    rows = list(csv.DictReader(io.StringIO(run.to_csv())))
    assert len(rows) == len(run) + 1
    np.testing.assert_array_equal([float(row["cost"]) for row in rows], run.values)
    first = run.cost.variables[0].name
    np.testing.assert_array_equal([float(row[first]) for row in rows], run.thetas[:, 0])
    assert rows[-1]["learning_rate"] == ""


def test_json_is_strict_and_reads_back(run):
    about = json.loads(run.to_json(), parse_constant=lambda name: pytest.fail(name))
    assert about["status"] == str(run.status)
    costs = [row["cost"] for row in about["steps"]]
    assert costs == [value if np.isfinite(value) else None for value in run.values.tolist()]


@pytest.mark.parametrize("content", [b"", b"rubbish", b"PK\x03\x04"])
def test_rubbish_is_refused(content, tmp_path):
    (tmp_path / "run.npz").write_bytes(content)
    with pytest.raises(ValueError, match="holds no trajectory"):
        Trajectory.load(tmp_path / "run.npz")


def test_another_archive_is_refused(tmp_path):
    np.savez(tmp_path / "other.npz", a=np.zeros(3))
    with pytest.raises(ValueError, match="holds no trajectory"):
        Trajectory.load(tmp_path / "other.npz")


ABOUT = {
    "formula": "x**2",
    "variables": ["x"],
    "outcome": "CONVERGED",
    "step": 1,
    "sentence": "",
    "optimizer": "",
}
ARRAYS = {
    "thetas": np.zeros((2, 1)),
    "values": np.zeros(2),
    "gradients": np.zeros((2, 1)),
    "learning_rates": np.zeros(1),
    "directions": np.zeros((1, 1)),
}
DAMAGES = {
    "no about": {"about": None},
    "another kind of about": {"about": []},
    "no JSON": {"about": "{"},
    "no outcome": {"about": {**ABOUT, "outcome": None}},
    "an unknown outcome": {"about": {**ABOUT, "outcome": "VANISHED"}},
    "another number of steps": {"about": {**ABOUT, "step": 7}},
    "no sentence": {"about": {**ABOUT, "sentence": 3}},
    "no formula": {"about": {**ABOUT, "formula": "__import__('os')"}},
    "a formula of another kind": {"about": {**ABOUT, "formula": 5}},
    "variables of another kind": {"about": {**ABOUT, "variables": 5}},
    "other variables": {"about": {**ABOUT, "variables": ["x", "y"]}},
    "data of another kind": {"about": {**ABOUT, "columns": ["a"], "data": [1, 2]}},
    "a value too few": {"values": np.zeros(1)},
    "a direction too many": {"directions": np.zeros((2, 1))},
    "flat thetas": {"thetas": np.zeros(2)},
    "no axis": {"learning_rates": np.float64(0)},
    "texts for numbers": {"values": np.array(["a", "b"])},
    "epochs without rows": {"epochs": np.zeros(1, dtype=int)},
    "another number of epochs": {"epochs": np.zeros(3, dtype=int), "rows": np.zeros((3, 1), dtype=int)},
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_refused(damage, tmp_path):
    path = tmp_path / "run.npz"
    content = {"about": ABOUT, **ARRAYS, **DAMAGES[damage]}
    about = content.pop("about")
    np.savez(path, about=np.array(about if isinstance(about, str) else json.dumps(about)), **content)
    with pytest.raises(ValueError, match=r"run.npz holds no trajectory; write one with Trajectory.save"):
        Trajectory.load(path)


def test_undamaged_the_same_file_is_read(tmp_path):
    np.savez(tmp_path / "run.npz", about=np.array(json.dumps(ABOUT)), **ARRAYS)
    assert Trajectory.load(tmp_path / "run.npz").status.outcome is Outcome.CONVERGED


def test_no_broken_byte_escapes(run, tmp_path):
    """One byte of a file is broken after the other: it is refused, or was one that does not matter."""
    path = tmp_path / "run.npz"
    run.save(path)
    whole = path.read_bytes()
    for place in range(0, len(whole), 1 + len(whole) // 400):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        with suppress(ValueError):
            np.testing.assert_array_equal(Trajectory.load(path).thetas, run.thetas)


def test_a_file_that_is_not_there_is_said_to_be(tmp_path):
    with pytest.raises(FileNotFoundError):
        Trajectory.load(tmp_path / "run.npz")
