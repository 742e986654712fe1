"""Processes that end well, badly or not at all: each costs its own video only."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from scenes.studio.lecture.board import Lines
from scenes.studio.lecture.crew import make_all
from scenes.studio.processes.worker import PATIENCE


@pytest.fixture
def hands(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import hands

    return hands


class Counting(Lines):
    """Counts the processes at work whenever one more is about to begin."""

    busy = ()

    def begin(self, name):
        super().begin(name)
        self.busy += (len(multiprocessing.active_children()),)


@pytest.fixture
def listening():
    """Let an interrupt be heard, even where the tests run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def go(hands, names, tmp_path):
    done, told = [], []
    board = Counting(len(names), told.append)
    tasks = [hands.Task(name=name, file=str(tmp_path / name)) for name in names]
    outcomes = make_all(tasks, 2, board, lambda task: done.append(task.name), hands.work)
    assert max(board.busy) == 1
    return outcomes, done, told


def test_who_dies_is_tried_once_more_and_the_others_are_made(hands, tmp_path):
    names = ["dies", "well 1", "dies-once", "fails", "leaves", "well 2"]
    outcomes, done, told = go(hands, names, tmp_path)
    assert [outcome.name for outcome in outcomes] == names
    assert [outcome.attempts for outcome in outcomes] == [2, 1, 2, 1, 2, 1]
    problems = [outcome.problem for outcome in outcomes]
    assert problems[0] == "its process was killed by SIGKILL; perhaps memory ran out: try fewer --jobs"
    assert problems[3] == "there is no such valley"
    assert problems[4] == "its process ended without a word (exit code 3)"
    assert [problems[k] for k in (1, 2, 5)] == [None] * 3
    assert sorted(done) == ["dies-once", "well 1", "well 2"]
    assert sum("once more" in line for line in told) == 3
    assert sum("10 frames in" in line for line in told) == 3
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("kind", ["waits", "deaf"])
def test_an_interrupt_ends_all_processes_within_three_seconds(kind, hands, listening, tmp_path):
    sent = []

    def interrupt():
        while sum(1 for _ in tmp_path.iterdir()) < 2:
            time.sleep(0.02)
        sent.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        go(hands, [f"{kind} 1", f"{kind} 2", "well"], tmp_path)
    assert time.monotonic() - sent[0] < 3
    assert PATIENCE < 3
    assert multiprocessing.active_children() == []


def test_a_program_that_makes_videos_is_not_run_again_by_their_processes(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(
        "import sys\n"
        f"sys.path.append({str(Path(__file__).parent)!r})\n"
        "import hands\n"
        "from scenes.studio.lecture.board import Silence\n"
        "from scenes.studio.lecture.crew import make_all\n"
        "print('run')\n"
        "print(make_all([hands.Task(name='one')], 1, Silence(), lambda task: None, hands.work)[0].problem)\n"
    )
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("run\nNone\n", "")
