"""From what was asked for to the plan that a story is told by."""

import numpy as np

from gdmath.cost import Cost
from gdmath.framing import Plan, plan_by
from scenes.parameters import LARGEST, DescentParameters


def planned(asked: DescentParameters, count: int = 1) -> Plan:
    """Return the plan of what was asked for, with `count` starts if none were named.

    Raises ValueError for a cost that can't be shown.
    """
    told = plan_by(
        asked.method,
        Cost.parse(asked.formula),
        asked.places,
        domain=asked.box,
        steps=asked.steps,
        count=count,
        landscape=asked.landscape,
    )
    for start in told.starts:
        slope = float(np.abs(told.cost.gradient(start)).max())
        if slope > LARGEST:
            at = ",".join(f"{x:g}" for x in start)
            raise ValueError(f"the slope is {slope:.3g} at {at}; divide the cost by as much")
    return told
