"""From what was asked for to the plan that a story is told by."""

from gdmath.cost import Cost
from gdmath.framing import Plan, plan
from scenes.parameters import DescentParameters


def planned(asked: DescentParameters, count: int = 1) -> Plan:
    """Return the plan of what was asked for, with `count` starts if none were named.

    Raises ValueError for a cost that can't be shown.
    """
    return plan(
        Cost.parse(asked.formula),
        asked.places,
        learning_rate=asked.learning_rate,
        domain=asked.box,
        steps=asked.steps,
        count=count,
        landscape=asked.landscape,
    )
