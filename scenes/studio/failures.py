"""What can go wrong in ways that a person is told in one line."""

import errno
import traceback
from pathlib import Path

JOBS = ("job.py", "picture.py")  # which lead to all that fails
DEBUG = "DESCENT_DEBUG"  # the environment variable that asks for tracebacks


class UnfitError(ValueError):
    """Values that can't be used: the command ends with 2."""


class FailedError(Exception):
    """Something that should have worked and did not: the command ends with 1."""


def is_full(error: BaseException | None) -> bool:
    """Whether an error, or what brought it about, is that there is no space left, or allowed, on a disk."""
    while error is not None:
        if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return True
        error = error.__cause__ or error.__context__
    return False


def no_space(place: Path | str) -> str:
    """Return what to tell a person whose disk is full."""
    return f"the disk is full, so {place} can't be written; make room, or name a file elsewhere with -o"


def diagnosis(work: str, error: Exception) -> str:
    """Return what to tell a person of work, such as "rendering wave", that failed."""
    message = " ".join(str(error).split())
    if isinstance(error, ImportError):
        return f"{work} failed: {message}; run `descent doctor` to see what is missing"
    frames = traceback.extract_tb(error.__traceback__)
    if any(Path(frame.filename).parts[-2:-1] == ("_config",) for frame in frames):
        return f"Manim can't use its settings ({message}); mend or move away the manim.cfg of this folder"
    own = [
        frame
        for frame in frames
        if "site-packages" not in frame.filename and Path(frame.filename).name not in JOBS
    ]
    place = f" ({Path(own[-1].filename).name}, line {own[-1].lineno})" if own else ""
    return f"{work} failed: {type(error).__name__}: {message}{place}"
