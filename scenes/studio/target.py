"""Where a video goes, and whether it may go there."""

import os
from dataclasses import dataclass
from pathlib import Path

SUFFIX = ".mp4"
DEFAULT_FOLDER = Path("media")


@dataclass(frozen=True)
class Target:
    """The path of a finished video; its captions go beside it."""

    path: Path

    @property
    def captions(self) -> Path:
        """The captions' path: the video's, ending in .srt, which players load by themselves."""
        return self.path.with_suffix(".srt")


def choose(story: str, output: Path | None, force: bool) -> Target:
    """Return the target that was asked for, or media/STORY.mp4, which is always replaced.

    Raises ValueError where a file of the person's would be lost, or no file can be written.
    """
    if output is None:
        target = Target(DEFAULT_FOLDER / f"{story}{SUFFIX}")
    else:
        target = Target(_named(output))
        for path in (target.path, target.captions):
            refuse_to_replace(path, force)
    _check_writable(target.path)
    return target


def refuse_to_replace(path: Path, force: bool) -> None:
    """Raise ValueError if something is there, unless forced."""
    if os.path.lexists(path) and not force:
        raise ValueError(f"{path} exists; add --force to replace it, or name another file with -o")
    _check_writable(path)


def _named(output: Path) -> Path:
    if output.is_dir():
        raise ValueError(f"{output} is a folder; name a file in it, such as {output / 'video.mp4'}")
    if output.suffix == "":
        return output.with_name(output.name + SUFFIX)
    if output.suffix.lower() != SUFFIX:
        raise ValueError(f"{output} ends in {output.suffix}; a video's name ends in {SUFFIX}")
    return output


def _check_writable(path: Path) -> None:
    if path.is_dir():
        raise ValueError(f"{path} is a folder; move it away, or name a file with -o")
    folder = path.parent
    while not folder.exists():
        folder = folder.parent
    if not folder.is_dir():
        raise ValueError(f"{folder} is not a folder, so {path} can't be written; name another file with -o")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ValueError(f"you may not write in the folder {folder}; name a file elsewhere with -o")
