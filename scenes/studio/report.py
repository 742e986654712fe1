"""What `descent trace` says of a run beside its numbers, in 80 columns."""

import csv
import io
import json
import textwrap
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from gdmath.analysis import convergence, curvature_of_run, verdict
from gdmath.formula import Formula
from gdmath.objective import Objective
from gdmath.trajectory import Outcome, Trajectory
from scenes.studio.table import WIDTH, definitions

if TYPE_CHECKING:
    from gdmath.stationary import CriticalPoints

_MOST = 12  # critical points that are listed


def reading(formula: Formula) -> str:
    """Return how a formula was read, if it left something to the reader, and an empty line."""
    lines = textwrap.wrap(f"read as {formula.reading}", WIDTH) if formula.reading else []
    return "".join(f"{line}\n" for line in [*lines, *([""] if lines else [])])


def findings(run: Trajectory) -> str:
    """Return the verdict, the convergence and the curvature along a run, a line or two for each."""
    lines = [verdict(run)]
    if run.status.outcome is Outcome.CONVERGED and (speed := convergence(run)):
        lines.append(str(speed))
    with suppress(ValueError):  # of a cost without a Hessian on the way
        lines.append(f"on the way {curvature_of_run(run)}")
    if run.note:
        lines.append(run.note)
    return "".join(f"{wrapped}\n" for line in lines for wrapped in textwrap.wrap(line, WIDTH))


def critical(cost: Objective, box: Sequence[tuple[float, float]]) -> str:
    """Return the critical points of a cost in a box, from the lowest, and how they were found."""
    from gdmath.stationary import critical_points

    found = critical_points(cost, box)
    edges = ", ".join(
        f"{name} from {low:g} to {high:g}" for name, (low, high) in zip(cost.variables, box, strict=True)
    )
    lines = textwrap.wrap(f"critical points with {edges} ({found.note}):", WIDTH)
    return "\n".join(["", *lines, *_points(cost, found)]) + "\n"


def _points(cost: Objective, found: "CriticalPoints") -> list[str]:
    if not found.points:
        return ["  none"]
    lowest = found.lowest
    lines = []
    for point in found.points[:_MOST]:
        kind = f"{point.kind.value}{' (lowest)' if point in lowest else ''}"
        where = ", ".join(f"{name} = {x:.6g}" for name, x in zip(cost.variables, point.theta, strict=True))
        lines += textwrap.wrap(
            f"  {kind:22} C = {point.value:<12.6g} {where}", WIDTH, subsequent_indent=" " * 25
        )
    rest = len(found.points) - _MOST
    return [*lines, *([f"  and {rest} more"] if rest > 0 else [])]


def summary(runs: Sequence[Trajectory]) -> str:
    """Return a line for each of several runs: where it started, how it ended, and where."""
    cost = runs[0].cost
    lines = [*definitions(cost), ""]
    for number, run in enumerate(runs, 1):
        start = ", ".join(f"{x:g}" for x in run.thetas[0])
        lines += textwrap.wrap(f"{number}. from {start}: {run.status}, C = {run.values[-1]:.6g}", WIDTH)
    lines.append(f"lowest: {_best(runs)}")
    return "\n".join(lines) + "\n"


def _best(runs: Sequence[Trajectory]) -> str:
    values = [run.values[-1] if np.isfinite(run.values[-1]) else np.inf for run in runs]
    best = int(np.argmin(values))
    return f"run {best + 1}, C = {values[best]:.6g}" if np.isfinite(values[best]) else "none of them"


def to_csv(runs: Sequence[Trajectory]) -> str:
    """Return the rows of one run, or of several with their number in a first column."""
    if len(runs) == 1:
        return runs[0].to_csv()
    rows = [{"run": number, **row} for number, run in enumerate(runs, 1) for row in run.rows()]
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def to_json(runs: Sequence[Trajectory]) -> str:
    """Return one run as JSON, or several as a list."""
    if len(runs) == 1:
        return runs[0].to_json()
    return json.dumps([json.loads(run.to_json()) for run in runs], indent=1) + "\n"
