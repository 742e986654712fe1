"""How much sooner many videos are made by several processes, in ratios of whole commands of one run.

    .venv/bin/python tests/benchmarks/batch.py [--videos 12] [--quality l] [--fps 30]

Short films, flat and in space: one after the other, two at a time, and on a dask cluster of two workers; one
video by two processes against one; a second build with nothing to do; 1,000 scenes checked. Wanted: 1.6 times
as fast two at a time on two quiet cores, the cluster within 15 % of that, 2 s for nothing, 3 s for the check.
It needs a quiet machine: the load is printed beside.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from distributed import LocalCluster

DESCENT = str(Path(sys.executable).with_name("descent"))
SCENE = '[[scenes]]\nscene = "{story}"\nname = "{story}-{number}"\nseed = {number}\n'
DEFAULTS = '[defaults]\nquality = "{quality}"\nfps = {fps}\npace = 4\n'
STORIES = {"2D": "wave", "3D": "surface"}
NOTHING, CHECK = 2.0, 3.0  # seconds


def seconds(*arguments):
    """Return how long a command takes."""
    begin = time.perf_counter()
    subprocess.run([DESCENT, *map(str, arguments)], check=True, capture_output=True)
    return time.perf_counter() - begin


def write(folder, story, count, given):
    """Write a lecture of so many films of a story and return its file."""
    path = folder / f"{story}-{count}.toml"
    text = DEFAULTS.format(quality=given.quality, fps=given.fps)
    path.write_text(text + "".join(SCENE.format(story=story, number=k) for k in range(count)))
    return path


def row(folder, kind, story, given, cluster):
    """Print how long the films of a story take in each way."""
    lecture = write(folder, story, given.videos, given)
    ways = {"one": ("--jobs", 1), "two": ("--jobs", 2), "dask": ("--cluster", cluster)}
    took = {
        way: seconds("build", lecture, *options, "-o", folder / f"{story}-{way}")
        for way, options in ways.items()
    }
    options = ["render", story, f"-q{given.quality}", "--fps", given.fps]
    alone, split = (seconds(*options, "--jobs", n, "-o", folder / f"{story}{n}.mp4") for n in (1, 2))
    nothing = seconds("build", lecture, "--jobs", 1, "-o", folder / f"{story}-one")
    print(
        f"{kind:4}{took['one']:9.1f}{took['two']:9.1f}{took['one'] / took['two']:8.2f}{took['dask']:9.1f}"
        f"{took['dask'] / took['two']:8.2f}{alone:10.1f}{split:8.1f}{alone / split:8.2f}{nothing:10.2f}"
        f"{os.getloadavg()[0]:8.1f}",
        flush=True,
    )
    return nothing


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--videos", type=int, default=12)
    parser.add_argument("--quality", default="l")
    parser.add_argument("--fps", type=int, default=30)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        check = seconds("check", write(folder, "tangent", 1000, given))
        print(f"1,000 scenes checked in {check:.2f} s")
        print(
            f"{'':4}{'one':>9}{'two':>9}{'ratio':>8}{'dask':>9}{'to two':>8}{'one video':>10}{'by two':>8}"
            f"{'ratio':>8}{'nothing':>10}{'load':>8}    seconds, {given.videos} videos"
        )
        with LocalCluster(2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
            nothing = [
                row(folder, kind, story, given, cluster.scheduler_address) for kind, story in STORIES.items()
            ]
    return int(check > CHECK or max(nothing) > NOTHING)


if __name__ == "__main__":
    sys.exit(main())
