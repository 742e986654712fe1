"""What a process does that was started for one piece of work, and what it tells the one that started it."""

import os
import signal
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection

from scenes.studio import interrupts
from scenes.studio.failures import FailedError, UnfitError, diagnosis
from scenes.studio.progress import Progress

HELD_BACK = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # until a new process can tidy up after them
SAY, START, ADVANCE, DONE, FAILED = "say", "start", "advance", "done", "failed"
_EVERY = 0.2  # seconds between two reports of frames


def attempt(name: str, debug: bool, pipe: Connection, make: Callable[[Progress], object]) -> None:
    """Make something in this process, which ends then; the last thing told is DONE, or FAILED and why.

    Ctrl-C is for the one that started this process, which then ends it by SIGTERM.
    """
    interrupts.listen()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD_BACK)
    if not debug:
        _hush()
    reports = _Reports(pipe)
    try:
        make(reports)
        reports.close()
        end = DONE, None
    except KeyboardInterrupt:
        os._exit(interrupts.EXIT_CODE)
    except (UnfitError, FailedError) as error:
        if debug:
            traceback.print_exc()
        end = FAILED, str(error)
    except Exception as error:
        if debug:
            traceback.print_exc()
        end = FAILED, diagnosis(f"making {name}", error)
    with suppress(OSError):  # nobody listens any more
        pipe.send(end)
        pipe.close()
    os._exit(0)  # nothing is left to be tidied up, and modules take their time to go


def _hush() -> None:
    """Let nothing that libraries or a lecturer's code print come between the lines of progress."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


class _Reports:
    """Progress, told through a pipe, and not for each frame."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe, self._frames, self._last = pipe, 0, 0.0

    def say(self, stage: str) -> None:
        self._pipe.send((SAY, stage))

    def start(self, frames: int | None) -> None:
        self._pipe.send((START, frames))

    def advance(self, frames: int) -> None:
        self._frames += frames
        if time.monotonic() - self._last >= _EVERY:
            self.close()

    def close(self) -> None:
        self._pipe.send((ADVANCE, self._frames))
        self._frames, self._last = 0, time.monotonic()
