"""What processes do in the tests of the crew, by the name of their task: no video, which would take time."""

import os
import signal
import time
from pathlib import Path
from types import SimpleNamespace

from scenes.studio.processes.attempt import ADVANCE, DONE, FAILED, HELD_BACK, SAY, START


class Task(SimpleNamespace):
    """A name, and a file that it may write."""


def work(task, pipe):
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD_BACK)
    pipe.send((SAY, "loading"))
    match task.name.partition(" ")[0]:
        case "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        case "dies-once" if not Path(task.file).exists():
            Path(task.file).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        case "leaves":
            os._exit(3)
        case "fails":
            pipe.send((FAILED, "there is no such valley"))
            return
        case "deaf":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            Path(task.file).touch()
            time.sleep(60)
        case "waits":
            Path(task.file).touch()
            time.sleep(60)
    pipe.send((START, 10))
    pipe.send((ADVANCE, 10))
    pipe.send((DONE, None))
