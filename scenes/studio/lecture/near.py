"""Files that a lecture names: beside it or below, and nowhere else."""

import os
import stat
from pathlib import Path

from gdmath.checks import written
from gdmath.formulas.nearest import nearest

LARGEST = 50e6  # bytes


def beside(folder: Path, name: str, what: str) -> Path:
    """Return the path of a file that is named relative to a lecture's folder.

    Raises ValueError unless it is an ordinary file there or below: a lecture takes along all that it is
    made of, and reads nothing else.
    """
    if not name or "\0" in name or "\\" in name:
        raise ValueError(f"the {what} is {written(name)}; name a file beside the lecture file")
    parts = Path(name).parts
    if Path(name).is_absolute() or ".." in parts:
        raise ValueError(f"the {what} {written(name)} is elsewhere; {_REMEDY}")
    path = folder / name
    try:
        real = path.resolve(strict=True)
        found = real.stat()
    except (OSError, RuntimeError):
        raise ValueError(f"there is no {what} {written(name)}{_hint(path)}") from None
    if not real.is_relative_to(folder.resolve()):
        raise ValueError(f"the {what} {written(name)} is a link to elsewhere; {_REMEDY}")
    if not stat.S_ISREG(found.st_mode) or not os.access(real, os.R_OK):
        raise ValueError(f"the {what} {written(name)} is no file that can be read; name another")
    if found.st_size > LARGEST:
        raise ValueError(f"the {what} {written(name)} has {found.st_size / 1e6:.0f} MB; give one below 50")
    return path


_REMEDY = "copy it beside the lecture file, and name it without a folder above"


def _hint(path: Path) -> str:
    try:
        names = sorted(each.name for each in path.parent.iterdir() if each.suffix == path.suffix)
    except OSError:
        return " beside the lecture file"
    close = nearest(path.name, names)
    return f"; did you mean {close}?" if close else " beside the lecture file"
