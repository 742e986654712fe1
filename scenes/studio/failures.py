"""What can go wrong in ways that a person is told in one line."""

import errno
from pathlib import Path

DEBUG = "DESCENT_DEBUG"  # the environment variable that asks for tracebacks


class UnfitError(ValueError):
    """Values that can't be used: the command ends with 2."""


class FailedError(Exception):
    """Something that should have worked and did not: the command ends with 1."""


def is_full(error: BaseException | None) -> bool:
    """Whether an error, or what brought it about, is that there is no space left on a disk."""
    while error is not None:
        if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
            return True
        error = error.__cause__ or error.__context__
    return False


def no_space(place: Path | str) -> str:
    """Return what to tell a person whose disk is full."""
    return f"the disk is full, so {place} can't be written; make room, or name a file elsewhere with -o"
