"""What the machine does that makes a video: as a function for its executor, and as a program of its own.

Workers of executors may be threads, or processes that may have no children by multiprocessing; Manim wants a
process for itself. So each video is made by `python -m scenes.studio.cluster.make`.
"""

import os
import pickle
import socket
import subprocess
import sys
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

from scenes.studio.cluster.parcel import Delivery, Order, read, unpacked
from scenes.studio.failures import FailedError
from scenes.studio.lecture.record import code_digest
from scenes.studio.lecture.worker import work
from scenes.studio.processes.attempt import ADVANCE, DONE, FAILED
from scenes.studio.publish import scratch


def make(order: Order) -> Delivery:
    """Make a video in a process of its own, and return the files of its pack."""
    machine = socket.gethostname()
    if order.code != code_digest():
        return Delivery(
            {}, problem=f"{machine} has another version of descent-in-motion; install this one there"
        )
    try:
        with scratch(Path(order.task.name)) as room:
            task = unpacked(order, room)
            frames, end = _run(pickle.dumps(task), room)
            if end is None:
                return Delivery({}, frames, f"its process on {machine} was killed", died=True)
            return Delivery({} if end else read(task.folder), frames, end or None)
    except (OSError, FailedError) as error:
        return Delivery({}, problem=f"{machine} can't make it: {error}")


def _run(task: bytes, room: Path) -> tuple[int, str | None]:
    """Return how many frames a process drew, and what went wrong: nothing, or None if it did not say."""
    ours, theirs = Pipe(duplex=False)
    given = room / "task"
    given.write_bytes(task)
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", __name__, str(given), str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    theirs.close()
    frames, end = 0, None
    try:
        while end is None:
            kind, value = ours.recv()
            if kind == ADVANCE:
                frames += value
            elif kind in (DONE, FAILED):
                end = value or ""
    except EOFError:
        pass
    finally:
        ours.close()  # which the process notices, if it is still at work
        process.wait()
    return frames, end


def main() -> None:
    """Work on the task in a file, and tell through the pipe of a number."""
    given, number = sys.argv[1:]
    work(pickle.loads(Path(given).read_bytes()), Connection(int(number), readable=False))


if __name__ == "__main__":
    main()
