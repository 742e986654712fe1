"""A lecturer's own table: the columns of a file that a model is made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from gdmath.data.dataset import Dataset, label, place_of
from gdmath.data.datasets import load_sheet
from gdmath.data.sheet import Sheet

LONGEST = 24  # characters of a column's name that are shown
_IN_PYTHON = {  # what a message names, and what it is on the command line
    "decimal='.' or decimal=','": "--decimal . or --decimal ,",
    "decimal=','": "--decimal ,",
    "the sign with decimal": "the sign with --decimal",
    ", or say header=True or header=False": "",
}


@dataclass(frozen=True)
class Columns:
    """The numbers of a table, its target last, and what its `features` and its `target` are called."""

    data: Dataset
    features: tuple[str, ...]
    target: str

    @property
    def shown(self) -> tuple[str, ...]:
        """The names of the features and of the target as a picture shows them."""
        names = (*self.features, self.target)
        return tuple(shown(label(names, place)) for place in range(len(names)))


def shown(name: str) -> str:
    """Return a name that is not too long for a picture, cut off between words if it has any.

    >>> shown("price"), shown("concentration in the atmosphere (ppm)"), shown("Durchschnittstemperatur2024")
    ('price', 'concentration in the…', 'Durchschnittstemperatur…')
    """
    if len(name) <= LONGEST:
        return name
    start, between = name[:LONGEST], name.rfind(" ", LONGEST // 2, LONGEST)
    return start[: between if between > 0 else LONGEST - 1].rstrip(" (,;:/-") + "…"


def read_columns(
    path: str,
    features: Sequence[str] = (),
    target: str | None = None,
    decimal: str | None = None,
    *,
    labelled: bool = False,
    alone: bool = False,
) -> Columns:
    """Read these columns of a CSV file: without names, the last one as target and all others as features.

    A target that is `labelled` may hold two texts. Of a feature that is `alone` and has no name, the first
    column of numbers is taken. Raises ValueError, in one line, for what can't be read.
    """
    try:
        sheet = load_sheet(path, decimal=decimal)
    except OSError as error:
        reason = (error.strerror or "it failed").lower()
        raise ValueError(f"{path} can't be read ({reason}); name a CSV file") from None
    except ValueError as error:
        raise ValueError(for_the_shell(str(error))) from None
    if len(sheet.columns) == 1:
        raise ValueError(f"{path} has one column; a model needs a feature and a target")
    wanted = target or str(len(sheet.columns))
    if features and _is_among(sheet, features, wanted):
        raise ValueError(f"the column {wanted} is both feature and target; choose another with --x or --y")
    try:
        chosen = features or ([_first_of_numbers(sheet, wanted)] if alone else ())
        data = sheet.dataset([*chosen, wanted] if chosen else None, wanted if labelled else None)
    except ValueError as error:
        raise ValueError(f"{path}: {for_the_shell(str(error))}") from None
    named = data.columns[data.place(target) if target and not chosen else -1]
    return Columns(data, tuple(name for name in data.columns if name != named), named)


def for_the_shell(message: str) -> str:
    """Return a message about a file in the words of the command line."""
    for said, option in _IN_PYTHON.items():
        message = message.replace(said, option)
    return message


def _first_of_numbers(sheet: Sheet, target: str) -> str:
    """The first column, by its number, that holds numbers, is not the target, and does not count rows."""
    places = [place for place in range(len(sheet.columns)) if place != place_of(sheet.columns, target)]
    if sheet.counts_rows and len(places) > 1:
        places = [place for place in places if place]
    numeric = [place for place in places if sheet.is_numeric(place)]
    return str((numeric or places)[0] + 1)


def _is_among(sheet: Sheet, columns: Sequence[str], target: str) -> bool:
    try:
        return place_of(sheet.columns, target) in [place_of(sheet.columns, column) for column in columns]
    except ValueError:  # of one that is not there, which is said where it is asked for
        return False
