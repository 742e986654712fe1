"""Named costs with their domains, known minima, a start and a rate for teaching, and where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

from gdmath.formulas.formula import read
from gdmath.landscape_data import ROWS

if TYPE_CHECKING:
    from gdmath.cost import Cost


@dataclass(frozen=True)
class Landscape:
    """A cost that is known.

    `domain` holds (low, high) for each variable, `minima` every global minimum within it, to the last digit,
    and `lowest` the cost there; None and no minima for the saddles, which fall without bound. So do
    mccormick, cross-in-tray, holder-table, schwefel and eggholder, but only outside their domains; that of
    eggholder cuts its minimum off, which lies on the edge. From `start` plain gradient
    descent at `learning_rate` shows what the landscape teaches, `lesson` in a sentence. `source` is where it
    was published. `others` are further starts, for stories of several descents.

    >>> landscape("booth").minima, landscape("booth").lowest
    (((1.0, 3.0),), 0.0)
    """

    name: str
    formula: str
    domain: tuple[tuple[float, float], ...]
    minima: tuple[tuple[float, ...], ...]
    lowest: float | None
    start: tuple[float, ...]
    learning_rate: float
    lesson: str
    source: str
    others: tuple[tuple[float, ...], ...] = ()

    @property
    def starts(self) -> tuple[tuple[float, ...], ...]:
        """The start, and the `others` that lead elsewhere, if any are known."""
        return (self.start, *self.others)

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The names of the variables, in the order of theta's components; known without sympy."""
        return read(self.formula).variables

    @cached_property
    def cost(self) -> "Cost":
        """The cost itself; its variables are in natural order."""
        from gdmath.cost import Cost

        return Cost.parse(self.formula)


LANDSCAPES: Mapping[str, Landscape] = {row[0]: Landscape(*row) for row in ROWS}


def landscape(name: str) -> Landscape:
    """Return the landscape of this name. Raises ValueError, with the nearest names, for any other.

    >>> landscape("himmelblau").cost.dimension
    2
    """
    if not isinstance(name, str):
        raise ValueError(f"the landscape is {name!r:.60}; give its name, such as 'himmelblau'")
    if name in LANDSCAPES:
        return LANDSCAPES[name]
    near = get_close_matches(name.lower(), LANDSCAPES, n=3, cutoff=0.5)
    remedy = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(LANDSCAPES)}"
    raise ValueError(f"there is no landscape named {name!r}; {remedy}")


def named(text: str) -> Landscape | None:
    """Return the landscape that a text names, or None for a formula.

    Raises ValueError for what is rather a name, misspelt, than a formula.

    >>> named("himmelblau").start
    (0.0, 0.0)
    >>> named("x**2") is None
    True
    """
    name = text.strip()
    if name in LANDSCAPES:
        return LANDSCAPES[name]
    is_word = len(name) > 4 and name.replace("-", "").isalpha()
    near = get_close_matches(name.lower(), LANDSCAPES, n=1) if is_word else []
    if near:
        raise ValueError(
            f"no landscape is named {name!r}; did you mean {near[0]}? (descent landscapes lists all)"
        )
    return None
