"""A process at a piece of work, as the one sees it that started it."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import connection, get_context, resource_tracker
from multiprocessing.connection import Connection
from types import ModuleType
from typing import Any

from scenes.studio.processes.attempt import DONE, FAILED, HELD_BACK

PATIENCE = 2.0  # seconds for processes to tidy up in, when all is to end
_CONTEXT = get_context("spawn")  # Manim's state, and threads, survive no fork


class Worker:
    """A process that calls work(task, pipe), where pipe takes what it tells."""

    def __init__(self, name: str, work: Callable[[Any, Connection], None], task: Any) -> None:
        self.problem: str | None = None
        self.finished = False  # it told how it ended
        self._pipe, theirs = _CONTEXT.Pipe(duplex=False)
        self._process = _CONTEXT.Process(target=work, args=(task, theirs), name=name)
        # The tracker of multiprocessing lets signals through once it has started, so it starts first; about
        # a process that was killed it would complain.
        with _environment(PYTHONWARNINGS="ignore", PYTHONSAFEPATH="1"):
            resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, HELD_BACK)
        try:
            with _environment(PYTHONSAFEPATH="1"), _apart():  # a random.py of this folder is not Python's
                self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()

    @property
    def over(self) -> bool:
        """Whether it told how it ended, or is dead."""
        return self.finished or not self._process.is_alive()

    def told(self) -> Iterator[tuple[str, Any]]:
        """Yield what it told since the last time, with its kind; how it ended is kept here."""
        with suppress(EOFError, OSError):
            while self._pipe.poll():
                kind, value = self._pipe.recv()
                if kind in (DONE, FAILED):
                    self.finished, self.problem = True, value
                    return
                yield kind, value

    def join(self) -> None:
        """Wait for a while until it has ended."""
        self._process.join(PATIENCE)

    def death(self) -> str:
        """Return what to tell of a process that ended without a word."""
        code = self._process.exitcode or 0
        if code >= 0:
            return f"its process ended without a word (exit code {code})"
        hint = "; perhaps memory ran out: try fewer --jobs" if -code == signal.SIGKILL else ""
        return f"its process was killed by {signal.Signals(-code).name}{hint}"


def wait(workers: Sequence[Worker], seconds: float) -> None:
    """Wait until one of them has told something or has ended."""
    connection.wait(
        [each for worker in workers for each in (worker._pipe, worker._process.sentinel)], seconds
    )


def dismiss(workers: Sequence[Worker]) -> None:
    """End processes: at first so that they can tidy up, then at once."""
    for worker in workers:
        worker._process.terminate()
    deadline = time.monotonic() + PATIENCE
    for worker in workers:
        worker._process.join(max(0.0, deadline - time.monotonic()))
        if worker._process.is_alive():
            worker._process.kill()
            worker._process.join()
        worker._pipe.close()
        worker._process.close()


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    """Let processes that are started meanwhile have these variables; ours are afterwards what they were."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            del os.environ[name]
            if value is not None:
                os.environ[name] = value


@contextmanager
def _apart() -> Iterator[None]:
    """Let processes start that don't run the program again which is running here, be it a person's own."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
