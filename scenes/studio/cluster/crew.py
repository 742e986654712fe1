"""Many videos by one executor: sent out, brought back, put in their places."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait

from scenes.studio.cluster.make import make
from scenes.studio.cluster.parcel import Delivery, order, write
from scenes.studio.failures import FailedError, is_full, no_space
from scenes.studio.lecture.board import Board
from scenes.studio.lecture.crew import ATTEMPTS, Outcome
from scenes.studio.lecture.worker import Task
from scenes.studio.pack.folder import put_folder
from scenes.studio.publish import workshop

PATIENCE = 1.0  # seconds between two looks at whether all is to end


def make_all_on(
    executor: Executor,
    tasks: Sequence[Task],
    board: Board,
    done: Callable[[Task], None],
    check: Callable[[], None],
) -> list[Outcome]:
    """Make the videos by an executor, and return how each went, in the order of the tasks.

    See `make_all`. Those that are not begun when interrupted are taken back.
    """
    begun = time.monotonic()
    outcomes: dict[str, Outcome] = {}
    waiting: dict[Future[Delivery], tuple[Task, int]] = {}

    def end(task: Task, delivery: Delivery, attempt: int) -> None:
        board.begin(task.name)
        board.advance(task.name, delivery.frames)
        problem = delivery.problem or _put(task, delivery)
        if problem is None:
            done(task)
        outcomes[task.name] = Outcome(task.name, problem, time.monotonic() - begun, attempt)
        board.end(task.name, problem, time.monotonic() - begun)

    try:
        for task in tasks:
            try:
                waiting[executor.submit(make, order(task))] = task, 1
            except OSError as error:
                end(task, Delivery({}, problem=f"{error.filename} can't be read ({error.strerror})"), 1)
        while waiting:
            check()
            for future in wait(waiting, PATIENCE, FIRST_COMPLETED).done:
                task, attempt = waiting.pop(future)
                delivery = _delivered(future)
                if delivery.died and attempt < ATTEMPTS:
                    board.note(f"{task.name}: {delivery.problem}; once more")
                    waiting[executor.submit(make, order(task))] = task, attempt + 1
                else:
                    end(task, delivery, attempt)
    finally:
        for future in waiting:
            future.cancel()
    return [outcomes[task.name] for task in tasks]


def _delivered(future: Future[Delivery]) -> Delivery:
    """Return what came back; where nothing did, why."""
    try:
        return future.result()
    except Exception as error:
        told = " ".join(str(error).split()) or type(error).__name__
        return Delivery({}, problem=f"no worker could make it: {told}")


def _put(task: Task, delivery: Delivery) -> str | None:
    """Put a pack in its place; return what went wrong, if anything."""
    try:
        with workshop(task.folder) as room:
            inside = room / "pack"
            inside.mkdir()
            write(delivery.files, inside)
            put_folder(inside, task.folder)
    except FailedError as error:
        return str(error)
    except (OSError, ValueError) as error:
        return no_space(task.folder) if is_full(error) else f"its files can't be written: {error}"
    return None
