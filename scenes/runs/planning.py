"""From what was asked for to the plan that a story is told by."""

from dataclasses import replace

import numpy as np

from gdmath.cost import Cost
from gdmath.framing import Plan, plan_by
from gdmath.methods import Method
from scenes.parameters import LARGEST, CostParameters, DescentParameters

MOST_WIDENED = 3.0  # times as wide
AIR = 0.05  # beyond what the runs visit


def planned(asked: DescentParameters, count: int = 1) -> Plan:
    """Return the plan of what was asked for, with `count` starts if none were named.

    Raises ValueError for a cost that can't be shown.
    """
    told = plan_by(
        asked.method,
        Cost.parse(asked.formula) if isinstance(asked.cost, str) else asked.cost,
        asked.places,
        domain=asked.box,
        steps=asked.steps,
        count=count,
        landscape=asked.landscape,
    )
    _check_slopes(told)
    return told


def planned_start(asked: CostParameters) -> tuple[Cost, tuple[float, ...], float | None]:
    """Return the cost that was asked for, one start, and the lowest cost where a landscape knows it.

    Raises ValueError for a cost that can't be shown.
    """
    land = asked.landscape
    cost = Cost.parse(asked.formula) if isinstance(asked.cost, str) else asked.cost
    told = plan_by(Method(), cost, asked.places, domain=asked.box, steps=asked.steps, count=1, landscape=land)
    _check_slopes(told)
    return cost, told.starts[0], land.lowest if land else None


def holding_its_runs(told: Plan) -> Plan:
    """Return a plan of one variable whose domain, if one was asked for, is widened to what the runs visit.

    Runs that go so far that it would be more than three times as wide are left to leave it.
    """
    if told.domain is None:
        return told
    low, high = told.domain[0]
    visited = np.concatenate([run.thetas[:, 0] for run in told.runs])
    visited = visited[np.abs(visited - (low + high) / 2) <= MOST_WIDENED * (high - low) / 2]
    begin, end = min(low, float(visited.min())), max(high, float(visited.max()))
    air = AIR * (end - begin)
    box = (begin - air if begin < low else low), (end + air if end > high else high)
    return told if box == (low, high) else replace(told, domain=(box,))


def _check_slopes(told: Plan) -> None:
    for start in told.starts:
        slope = float(np.abs(told.cost.gradient(start)).max())
        if slope > LARGEST:
            at = ",".join(f"{x:g}" for x in start)
            raise ValueError(f"the slope is {slope:.3g} at {at}; divide the cost by as much")
