"""A lecture built by executors: threads, processes, and a dask cluster, of which nothing is shared."""

import os
import signal
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import psutil
import pytest
from distributed import LocalCluster

from scenes.studio.cli import run
from scenes.studio.cluster.make import make
from scenes.studio.cluster.parcel import order, unpacked, write
from scenes.studio.lecture.board import Lines, Silence
from scenes.studio.lecture.build import build, tasks_of
from scenes.studio.lecture.reading import read

# dask leaves sockets to be collected; whichever test that comes in would be told of them.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
LECTURE = """
[defaults]
quality = "l"
pace = 4

[[scenes]]
scene = "patches"
seconds = 0.2

[[scenes]]
scene = "broken"
"""


@pytest.fixture
def lecture(fakes):
    Path("lecture.toml").write_text(LECTURE)
    return read(Path("lecture.toml"), None)


def threads():
    return ThreadPoolExecutor(2)


def processes():
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"))


@pytest.mark.parametrize("executor", [threads, processes])
def test_any_executor_makes_what_processes_make(executor, lecture):
    told = []
    with executor() as workers:
        outcomes = build(
            lecture, Path("out"), [], 1, lambda count: Lines(count, told.append), executor=workers
        )
    assert [outcome.problem is None for outcome in outcomes] == [True, False]
    assert outcomes[1].problem.startswith("rendering broken failed: ZeroDivisionError: division by zero")
    assert any("/2 patches: 3 frames in" in line for line in told)
    build(lecture, Path("here"), [], 2, lambda count: Silence())
    names = [{path.name for path in Path(out, "patches").iterdir()} for out in ("here", "out")]
    assert names[0] == names[1]
    for name in names[0] - {"manifest.json"}:  # it tells the command
        assert Path("out/patches", name).read_bytes() == Path("here/patches", name).read_bytes(), name
    assert build(lecture, Path("out"), ["patches"], 1, Lines, executor=None) == []


def task_of(lecture, name, folder):
    (video,) = (video for video in lecture.videos if video.name == name)
    (task,) = tasks_of([video], lecture, folder, "", 0)
    return task


def test_another_version_is_told_in_a_line(lecture, tmp_path):
    delivery = make(replace(order(task_of(lecture, "patches", tmp_path)), code="older"))
    assert "has another version of descent-in-motion" in delivery.problem


def test_data_and_own_python_travel_with_a_video(fakes):
    Path("lectures/data").mkdir(parents=True)
    Path("lectures/data/points.csv").write_text("x,y\n1,2\n2,3\n3,5\n")
    Path("lectures/own.py").write_text(
        "import helping\nfrom fake_stories import Circle\nclass Own(Circle):\n    told = helping.TOLD\n"
    )
    Path("lectures/helping.py").write_text("TOLD = 1\n")
    Path("lectures/lecture.toml").write_text(
        '[[scenes]]\nscene = "intro"\ndata = "data/points.csv"\n[[scenes]]\nscene = "own.py:Own"\n'
    )
    lecture = read(Path("lectures/lecture.toml"), None)
    sent = order(task_of(lecture, "intro", Path("out")))
    assert sent.files == {"data/points.csv": b"x,y\n1,2\n2,3\n3,5\n"}
    Path("there").mkdir()
    task = unpacked(sent, Path("there"))
    assert task.video.files["data"].read_text().startswith("x,y")
    assert task.video.files["data"].is_relative_to(task.base)
    sent = order(task_of(lecture, "Own", Path("out")))
    assert sent.files.keys() == {"own.py", "helping.py"}
    assert not sent.task.video.source.is_absolute()


def test_no_delivery_writes_outside_its_folder(tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("../out", "/etc/out"):
        with pytest.raises(ValueError, match="leads out"):
            write({name: b""}, tmp_path / "in")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_scheduler_that_is_not_there_is_told_soon(lecture, capsys):
    begin = time.monotonic()
    assert run(["build", "--cluster", "tcp://127.0.0.1:9"]) == 1
    assert time.monotonic() - begin < 30
    err = capsys.readouterr().err
    assert err.startswith(
        "descent: no dask scheduler answers at tcp://127.0.0.1:9; `dask scheduler` starts one "
    )
    assert err.count("\n") == 1


@pytest.fixture
def cluster(fakes):
    """Two workers of a dask cluster, each a process with a nanny that starts it again."""
    with LocalCluster(2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        yield cluster


def killed(cluster, numbers):
    """Kill the first worker that is making a video."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not numbers:
        for worker in list(cluster.workers.values()):
            children = psutil.Process(worker.process.pid).children()
            if any("scenes.studio.cluster.make" in child.cmdline() for child in children):
                numbers.append(worker.process.pid)
                os.kill(worker.process.pid, signal.SIGKILL)
                return
        time.sleep(0.02)


def test_a_killed_worker_of_a_cluster_costs_no_video(cluster, capsys):
    scene = '[[scenes]]\nscene = "short"\nname = "{}"\nquality = "l"\npace = 4\n'
    Path("lecture.toml").write_text(scene.format("one") + scene.format("two"))
    numbers = []
    killer = threading.Thread(target=killed, args=(cluster, numbers))
    killer.start()
    assert run(["build", "--cluster", cluster.scheduler_address]) == 0
    killer.join()
    assert len(numbers) == 1
    out, err = capsys.readouterr()
    assert out == "lecture/index.html\n"
    assert f"making 2 videos, on the cluster {cluster.scheduler_address}\n" in err
    for name in ("one", "two"):
        assert Path("lecture", name, f"{name}.mp4").is_file()
