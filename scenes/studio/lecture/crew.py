"""Several videos at once, each in a process of its own: one that dies costs its own video and no other."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from scenes.studio.lecture.board import Board
from scenes.studio.lecture.worker import Task, work
from scenes.studio.processes.attempt import ADVANCE, SAY, START
from scenes.studio.processes.worker import Worker, dismiss, wait

ATTEMPTS = 2  # for those whose process dies
GLANCE = 0.3  # seconds


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
        self.worker = Worker(task.name, work, task)

    def listen(self, board: Board) -> None:
        """Read all that it told."""
        heard = {SAY: board.say, START: board.start, ADVANCE: board.advance}
        for kind, value in self.worker.told():
            heard[kind](self.task.name, value)

    def end(self, board: Board) -> Outcome:
        """Let it end, and return how its video went."""
        self.worker.join()
        self.listen(board)  # what was told between the last look and the end
        problem = self.worker.problem if self.worker.finished else self.worker.death()
        dismiss([self.worker])
        return Outcome(self.task.name, problem, time.monotonic() - self.begun, self.attempt)


def make_all(
    tasks: Sequence[Task],
    jobs: int,
    board: Board,
    done: Callable[[Task], None],
    work: Callable[[Task, Connection], None] = work,
    check: Callable[[], None] = lambda: None,
) -> list[Outcome]:
    """Make the videos, `jobs` at a time, and return how each went, in the order of the tasks.

    `done` is called for each that is finished, `check` a few times a second; `work` is what a process does.
    When interrupted, or by what `check` raises, all processes end first, and tidy up.
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
            wait([hand.worker for hand in hands], GLANCE)
            check()
            for hand in list(hands):
                hand.listen(board)
                if hand.worker.over:
                    hands.remove(hand)
                    outcome = hand.end(board)
                    if not hand.worker.finished and hand.attempt < ATTEMPTS:
                        board.note(f"{hand.task.name}: {outcome.problem}; once more")
                        waiting.appendleft((hand.task, hand.attempt + 1))
                        continue
                    if outcome.problem is None:
                        done(hand.task)
                    outcomes[hand.task.name] = outcome
                    board.end(outcome.name, outcome.problem, outcome.seconds)
    finally:
        dismiss([hand.worker for hand in hands])
    return [outcomes[task.name] for task in tasks]
