"""Where a video goes, and whether it may go there."""

import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

SUFFIX = ".mp4"
PIXELS, OUTLINES = ".png", (".pdf", ".svg")  # of pictures
LONGEST_NAME = 200  # bytes; a file system takes 255, and what is half done has a longer name than this
DEFAULT_FOLDER = Path("media")


@dataclass(frozen=True)
class Target:
    """The path of a finished video; its captions go beside it."""

    path: Path

    @property
    def captions(self) -> tuple[Path, Path]:
        """The captions' paths: .srt, which players load by themselves, and .vtt for web pages."""
        return self.path.with_suffix(".srt"), self.path.with_suffix(".vtt")


def choose(story: str, output: Path | None, force: bool) -> Target:
    """Return the target that was asked for, or media/STORY.mp4, which is always replaced.

    Raises ValueError where a file of the person's would be lost, or no file can be written.
    """
    if output is None:
        target = Target(DEFAULT_FOLDER / f"{story}{SUFFIX}")
        for path in (target.path, *target.captions):
            _check_writable(path)
    else:
        target = Target(_named(output, "video", (SUFFIX,)))
        for path in (target.path, *target.captions):
            refuse_to_replace(path, force)
    return target


def choose_picture(story: str, output: Path | None, force: bool, flat: bool) -> Path:
    """Return where a picture goes: where it was asked for, or to media/STORY.png, which is always replaced.

    Only those of flat stories have outlines. Raises ValueError as `choose` does.
    """
    if output is None:
        path = DEFAULT_FOLDER / f"{story}{PIXELS}"
        _check_writable(path)
        return path
    path = _named(output, "picture", (PIXELS, *OUTLINES))
    if path.suffix.lower() in OUTLINES and not flat:
        raise ValueError(f"{story} is drawn in space, which has no outlines; name a {PIXELS} file with -o")
    refuse_to_replace(path, force)
    return path


def refuse_to_replace(path: Path, force: bool) -> None:
    """Raise ValueError if something is there, unless forced; always if it is no ordinary file."""
    _check_ordinary(path)
    if os.path.lexists(path) and not force:
        raise ValueError(f"{path} exists; add --force to replace it, or name another file with -o")
    _check_writable(path)


def _named(output: Path, what: str, suffixes: Sequence[str]) -> Path:
    """Return the path of a video or a picture, with the first of its endings if it has none."""
    with _within_reach(output):
        if output.is_dir():
            raise ValueError(
                f"{output} is a folder; name a file in it, such as {output / (what + suffixes[0])}"
            )
        _check_ordinary(output)
    if output.suffix == "":
        return output.with_name(output.name + suffixes[0])
    if output.suffix.lower() not in suffixes:
        endings = " or ".join(suffixes)
        raise ValueError(f"{output} ends in {output.suffix}; a {what}'s name ends in {endings}")
    return output


def _check_ordinary(path: Path) -> None:
    """Raise ValueError for a device or a pipe, whose place a finished file would take."""
    with suppress(OSError):  # what can't be looked at is told by the other checks
        kind = path.stat().st_mode
        if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
            raise ValueError(f"{path} is no ordinary file; name another with -o")


def _check_writable(path: Path) -> None:
    with _within_reach(path):
        _check_ordinary(path)
        if path.is_dir():
            raise ValueError(f"{path} is a folder; move it away, or name a file with -o")
        folder = path.parent
        while not os.path.lexists(folder):  # a link that leads nowhere is there, and no folder
            folder = folder.parent
        if not folder.is_dir():
            raise ValueError(
                f"{folder} is not a folder, so {path} can't be written; name another file with -o"
            )
        with tempfile.TemporaryFile(dir=folder):
            pass


@contextmanager
def _within_reach(path: Path) -> Iterator[None]:
    """Say of what the file system refuses what a person can do."""
    length = len(os.fsencode(path.name))
    if length > LONGEST_NAME:
        raise ValueError(
            f"the file's name is {length} bytes long; give one of at most {LONGEST_NAME} with -o"
        )
    try:
        yield
    except OSError as error:
        raise ValueError(f"no file can be made in {path.parent}; name one elsewhere with -o") from error
