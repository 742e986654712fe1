"""What is sent to the machine that makes a video, and what comes back: the content of all files, no paths."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from scenes.studio.lecture.record import code_digest
from scenes.studio.lecture.worker import Task

Files = Mapping[str, bytes]  # by their paths within a folder


@dataclass(frozen=True)
class Order:
    """A task, the files that it reads, by their places in the lecture's folder, and the code that asks."""

    task: Task
    files: Files
    code: str


@dataclass(frozen=True)
class Delivery:
    """The files of a finished pack, or what went wrong; `died` if that was the process, not the video."""

    files: Files
    frames: int = 0
    problem: str | None = None
    died: bool = False


def order(task: Task) -> Order:
    """Return a task with all that it reads. Raises OSError for a file that can't be read."""
    video = task.video
    named = {key: Path(str(video.values[key])) for key in video.files}  # within the lecture's folder
    files = {path.as_posix(): video.files[key].read_bytes() for key, path in named.items()}
    source = video.source
    if source is not None:  # it may import its neighbours
        files |= {path.name: path.read_bytes() for path in source.parent.glob("*.py")}
        source = Path(source.name)
    video = replace(video, files=named, source=source)
    return Order(replace(task, video=video), files, code_digest())


def unpacked(order: Order, folder: Path) -> Task:
    """Write what a task reads into a folder, and return the task as it is there."""
    base = folder / "lecture"
    base.mkdir()
    write(order.files, base)
    video = order.task.video
    files = {key: base / path for key, path in video.files.items()}
    source = None if video.source is None else base / video.source
    return replace(
        order.task,
        video=replace(video, files=files, source=source),
        base=base,
        folder=folder / video.name,
    )


def read(folder: Path) -> dict[str, bytes]:
    """Return the content of all files in a folder."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def write(files: Files, folder: Path) -> None:
    """Write files into a folder. Raises ValueError for one whose name leads out of it."""
    for name, content in files.items():
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise ValueError(f"{name} leads out of the folder")
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
