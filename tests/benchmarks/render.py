"""How long films take: the whole process against the film's length, and against encoding its frames alone.

    .venv/bin/python tests/benchmarks/render.py [--quality h]
    .venv/bin/python tests/benchmarks/render.py --story tangent [--seconds 10] [--profile]

Without a story a table of all: each is rendered by `descent render` in a process of its own, from its start
to its end; no film should take longer than it plays. With one, it is rendered as `descent render` does it
(computing, drawing, encoding, closing the file), after Manim has been imported.

Then it is drawn once more, its frames kept in batches; each batch is encoded by itself, with the same
settings and repeats, while nothing is drawn, and only that is timed. For one story prints both and their
ratio, which should be at most 1.5; exits with 1 above it.
"""

import argparse
import cProfile
import pstats
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

from manim.utils.exceptions import EndSceneEarlyException

from scenes.studio.film.encoder import Encoder, EncodingThread
from scenes.studio.film.manim_writer import configured, streaming
from scenes.studio.film.quality import QUALITIES, quality
from scenes.studio.registry import STORIES

BOUND = 1.5
BATCH = 240  # frames, 2 GB at 1080p


class Batches:
    """Stands where the encoding thread does; counts only the time of encoding."""

    def __init__(self, encoder):
        self.encoder, self.kept, self.seconds = encoder, [], 0.0

    def write(self, pixels, repeat=1, piece=0):
        self.kept.append((pixels.copy(), repeat, piece))  # the array is drawn on again
        if len(self.kept) >= BATCH:
            self.empty()

    def empty(self):
        begun = time.perf_counter()
        for pixels, repeat, piece in self.kept:
            self.encoder.write(pixels, repeat, piece)
        self.seconds += time.perf_counter() - begun
        self.kept = []

    def finish(self):
        self.empty()
        begun = time.perf_counter()
        self.encoder.finish()
        self.seconds += time.perf_counter() - begun

    def abandon(self):
        pass


class Until:
    """Ends the scene after so many frames."""

    def __init__(self, frames):
        self.most, self.frames = frames, 0

    def __call__(self, frames):
        self.frames += frames
        if self.most and self.frames >= self.most:
            self.most = None  # what the scene does on its way out is written too
            raise EndSceneEarlyException


def film(entry, size, most, wrap):
    """Render and return the seconds, the frames, and what `wrap` made of the encoder."""
    scene_class = getattr(import_module(entry.module), entry.scene)
    with tempfile.TemporaryDirectory() as folder, configured(size, 0, Path(folder), False):
        begun = time.perf_counter()
        scene = type(entry.scene, (scene_class,), {"parameters": entry.parameters()})()
        scene.prepare()
        scene.prepared = True
        sink = wrap(Encoder(Path(folder) / "video.mp4", size.width, size.height, size.fps))
        count = Until(most)
        with streaming(scene, sink, count):
            scene.render()
        return time.perf_counter() - begun, count.frames, sink


def whole_process(story, letter):
    """Return the seconds of a render from the command line."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "film.mp4")
        begun = time.perf_counter()
        command = [sys.executable, "-m", "scenes", "render", story, f"-q{letter}", "-o", path]
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - begun


def print_table(letter):
    size = quality(letter)
    print(f"{'':10}{'time':>8}{'length':>8}{'ratio':>8}{'encoding alone':>16}    seconds, {size}")
    for story in STORIES:
        seconds = whole_process(story, letter)
        _, frames, batches = film(STORIES[story], size, None, Batches)
        length = frames / size.fps
        ratio, alone = seconds / length, batches.seconds
        print(f"{story:10}{seconds:8.1f}{length:8.1f}{ratio:8.2f}{alone:16.1f}", flush=True)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--story", choices=list(STORIES))
    parser.add_argument("--quality", choices=list(QUALITIES), default="h")
    parser.add_argument("--seconds", type=float, help="of video; all of it if left out")
    parser.add_argument(
        "--profile", action="store_true", help="show what the drawing thread spends its time on"
    )
    given = parser.parse_args()
    if given.story is None:
        print_table(given.quality)
        return 0
    entry, size = STORIES[given.story], quality(given.quality)
    most = round(given.seconds * size.fps) if given.seconds else None
    if given.profile:
        with cProfile.Profile() as profile:
            film(entry, size, most, EncodingThread)
        pstats.Stats(profile).sort_stats("tottime").print_stats(40)
        return 0
    whole, frames, _ = film(entry, size, most, EncodingThread)
    _, again, batches = film(entry, size, most, Batches)
    if frames != again:
        raise SystemExit(f"{frames} frames, then {again}: the story isn't the same twice")
    for name, seconds in (("render", whole), ("encode", batches.seconds)):
        print(f"{name}  {seconds:7.2f} s  {seconds / frames * 1e3:6.2f} ms a frame")
    print(f"ratio   {whole / batches.seconds:7.2f}    of {frames} frames at {size} (bound {BOUND})")
    return 1 if whole / batches.seconds > BOUND else 0


if __name__ == "__main__":
    sys.exit(main())
