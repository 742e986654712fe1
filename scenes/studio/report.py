"""What `descent trace` says of a run beside its numbers, in 80 columns."""

import csv
import io
import json
import textwrap
from collections.abc import Sequence
from contextlib import suppress

import numpy as np

from gdmath.analysis import curvature_of_run
from gdmath.critical.critical_point import CriticalPoints
from gdmath.data.data_cost import DataCost
from gdmath.endings.travel import optimizer_of
from gdmath.objective import Objective
from gdmath.optimizers import GradientDescent
from gdmath.optimizers.stability import critical_rate
from gdmath.outcomes import endings
from gdmath.trajectory import Trajectory
from scenes.studio.table import WIDTH, definitions
from scenes.words import en

_MOST = 12  # critical points that are listed


def reading(told: Sequence[str]) -> str:
    """Return how a formula or a table was read, if there is something to tell, and an empty line."""
    lines = [wrapped for line in told for wrapped in textwrap.wrap(line, WIDTH)]
    return "".join(f"{line}\n" for line in [*lines, *([""] if lines else [])])


def findings(run: Trajectory, found: CriticalPoints | None = None) -> str:
    """Return how a run ended and why, how fast it came to rest and the curvature along it, line by line."""
    told = endings([run], found)
    lines = [en.ending(told).plain()]
    if (pace := told.endings[0].pace) is not None:
        lines.append(en.pace(pace).plain())
    with suppress(ValueError):  # of a cost without a Hessian on the way
        lines.append(_curvature(run))
    if run.note:
        lines.append(run.note)
    if isinstance(run.cost, DataCost):
        lines += _data(run)
    return _wrapped(lines)


def _data(run: Trajectory) -> list[str]:
    """What the data have to do with how a run went."""
    from gdmath.data.data_facts import MOST_TOLD, conditioning, is_separable

    assert isinstance(run.cost, DataCost)
    lines, facts = [], conditioning(run.cost, run.thetas[0])
    if facts and facts.standardising_helps:
        least = "more than " if facts.raw >= MOST_TOLD else ""
        lines.append(
            f"the data are raw: the largest curvature is {least}{facts.raw:.3g} times the smallest, and "
            f"{facts.standardised:.3g} times once the columns are standardised; add --standardise"
        )
    if is_separable(run.cost):
        lines.append(
            "a plane divides the labels without a mistake: this cost has no minimum, and falls for ever as "
            "the weights grow"
        )
    return lines


def _curvature(run: Trajectory) -> str:
    """The curvature along a run, and the critical rate of its optimizer for it where one is known."""
    bounds, optimizer = curvature_of_run(run), optimizer_of(run.optimizer)
    if optimizer == GradientDescent():
        return f"on the way {bounds}"
    text = f"on the way the curvature is from {bounds.lowest:.4g} to {bounds.highest:.4g}"
    limit = critical_rate(optimizer, bounds.lowest, bounds.highest)
    return text if limit is None else f"{text}, for which the critical rate is {limit:.4g}"


def _wrapped(lines: Sequence[str]) -> str:
    return "".join(f"{wrapped}\n" for line in lines for wrapped in textwrap.wrap(line, WIDTH))


def critical(cost: Objective, found: CriticalPoints) -> str:
    """Return the critical points of a cost in a box, from the lowest, and how they were found."""
    edges = ", ".join(
        f"{name} from {low:g} to {high:g}"
        for name, (low, high) in zip(cost.variables, found.box, strict=True)
    )
    lines = textwrap.wrap(f"critical points with {edges} ({found.note}):", WIDTH)
    return "\n".join(["", *lines, *_points(cost, found)]) + "\n"


def _points(cost: Objective, found: CriticalPoints) -> list[str]:
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


def summary(runs: Sequence[Trajectory], found: CriticalPoints | None = None) -> str:
    """Return a line for each of several runs, where it started, how it ended, and where; and one for all."""
    cost = runs[0].cost
    lines = [*definitions(cost), ""]
    for number, run in enumerate(runs, 1):
        start = ", ".join(f"{x:g}" for x in run.thetas[0])
        lines += textwrap.wrap(f"{number}. from {start}: {run.status}, C = {run.values[-1]:.6g}", WIDTH)
    lines.append(f"lowest: {_best(runs)}")
    return "\n".join(lines) + "\n" + _wrapped([en.ending(endings(runs, found)).plain()])


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
