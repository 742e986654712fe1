"""Several videos at once, each in a process of its own: one that dies costs its own video and no other."""

import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import connection, get_context, resource_tracker
from multiprocessing.connection import Connection
from types import ModuleType

from scenes.studio.lecture.board import Board
from scenes.studio.lecture.worker import ADVANCE, DONE, FAILED, HELD_BACK, SAY, START, Task, work

ATTEMPTS = 2  # for those whose process dies
PATIENCE = 2.0  # seconds for processes to tidy up in, when all is to end
_CONTEXT = get_context("spawn")  # Manim's state, and threads, survive no fork


@dataclass(frozen=True)
class Outcome:
    """How a video went: what went wrong, if anything, in so many seconds and attempts."""

    name: str
    problem: str | None
    seconds: float
    attempts: int


class _Hand:
    """A process at work on a task."""

    def __init__(self, task: Task, attempt: int, work: Callable[[Task, Connection], None]) -> None:
        self.task, self.attempt, self.begun = task, attempt, time.monotonic()
        self.problem: str | None = None
        self.finished = False
        self.pipe, theirs = _CONTEXT.Pipe(duplex=False)
        self.process = _CONTEXT.Process(target=work, args=(task, theirs), name=task.name, daemon=True)
        # The tracker of multiprocessing lets signals through once it has started, so it starts first; about
        # a process that was killed it would complain.
        with _environment(PYTHONWARNINGS="ignore", PYTHONSAFEPATH="1"):
            resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, HELD_BACK)
        try:
            with _environment(PYTHONSAFEPATH="1"), _apart():  # a random.py of this folder is not Python's
                self.process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()

    def listen(self, board: Board) -> None:
        """Read all that it told."""
        with suppress(EOFError, OSError):
            while self.pipe.poll():
                kind, value = self.pipe.recv()
                match kind:
                    case _ if kind == SAY:
                        board.say(self.task.name, value)
                    case _ if kind == START:
                        board.start(self.task.name, value)
                    case _ if kind == ADVANCE:
                        board.advance(self.task.name, value)
                    case _ if kind in (DONE, FAILED):
                        self.finished, self.problem = True, value
                        return

    def outcome(self) -> Outcome:
        problem = self.problem if self.finished else self._death()
        return Outcome(self.task.name, problem, time.monotonic() - self.begun, self.attempt)

    def _death(self) -> str:
        code = self.process.exitcode or 0
        if code >= 0:
            return f"its process ended without a word (exit code {code})"
        hint = "; perhaps memory ran out: try fewer --jobs" if -code == signal.SIGKILL else ""
        return f"its process was killed by {signal.Signals(-code).name}{hint}"


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


def make_all(
    tasks: Sequence[Task],
    jobs: int,
    board: Board,
    done: Callable[[Task], None],
    work: Callable[[Task, Connection], None] = work,
) -> list[Outcome]:
    """Make the videos, `jobs` at a time, and return how each went, in the order of the tasks.

    `done` is called for each that is finished; `work` is what a process does. When interrupted, all
    processes end first, and tidy up.
    """
    waiting = deque((task, 1) for task in tasks)
    hands: list[_Hand] = []
    outcomes: dict[str, Outcome] = {}
    try:
        while waiting or hands:
            while waiting and len(hands) < jobs:
                task, attempt = waiting.popleft()
                board.begin(task.name)
                hands.append(_Hand(task, attempt, work))
            connection.wait([each for hand in hands for each in (hand.pipe, hand.process.sentinel)], 1.0)
            for hand in list(hands):
                hand.listen(board)
                if hand.finished or not hand.process.is_alive():
                    hands.remove(hand)
                    outcome = _ended(hand, board)
                    if not hand.finished and hand.attempt < ATTEMPTS:
                        board.note(f"{hand.task.name}: {outcome.problem}; once more")
                        waiting.appendleft((hand.task, hand.attempt + 1))
                        continue
                    if outcome.problem is None:
                        done(hand.task)
                    outcomes[hand.task.name] = outcome
                    board.end(outcome.name, outcome.problem, outcome.seconds)
    finally:
        _dismiss(hands)
    return [outcomes[task.name] for task in tasks]


def _ended(hand: _Hand, board: Board) -> Outcome:
    hand.process.join(PATIENCE)
    hand.listen(board)  # what was told between the last look and the end
    outcome = hand.outcome()
    _dismiss([hand])
    return outcome


def _dismiss(hands: Sequence[_Hand]) -> None:
    """End processes: at first so that they can tidy up, then at once."""
    for hand in hands:
        hand.process.terminate()
    deadline = time.monotonic() + PATIENCE
    for hand in hands:
        hand.process.join(max(0.0, deadline - time.monotonic()))
        if hand.process.is_alive():
            hand.process.kill()
            hand.process.join()
        hand.pipe.close()
        hand.process.close()
