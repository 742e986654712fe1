"""Trajectories are kept without loss."""

import csv
import io
import json

import numpy as np
import pytest

from gdmath import Cost, Stop, Trajectory, descend

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
