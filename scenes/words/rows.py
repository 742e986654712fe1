"""Which entry of a table says how a run ended."""

from typing import assert_never

from gdmath.ending import Ending
from gdmath.endings.cause import (
    Balances,
    Creeps,
    Cycles,
    Escapes,
    Falls,
    Going,
    Hovers,
    JumpsPole,
    Leaves,
    Level,
    Nears,
    NoStep,
    OnKink,
    Overshoots,
    Rests,
    RunsOff,
    Thrown,
    Wanders,
)


def row_name(told: Ending) -> str | None:
    """The name of the entry of a table; None where the place itself is shown."""
    cause = told.cause
    match cause:
        case Rests() | Nears() | NoStep(rest=Rests()):
            return None
        case Balances() | NoStep():
            return "held" if isinstance(cause, Balances) else "no step"
        case Level() | OnKink():
            return "kink" if isinstance(cause, OnKink) else "level"
        case JumpsPole() | Leaves():
            return "pole" if isinstance(cause, JumpsPole) else "left"
        case Overshoots(escaped=True) | Falls() | RunsOff() | Thrown() | Escapes():
            return "escaped"
        case Cycles() | Creeps():
            return "cycle" if isinstance(cause, Cycles) else "creeping"
        case Wanders() | Overshoots() | Hovers() | Going():
            return "going"
        case _:
            assert_never(cause)
