"""Measure the height field against Manim's own surface, matplotlib, and the encoder alone.

    python tests/benchmarks/surface.py            everything, about ten minutes and 5 GB of memory
    python tests/benchmarks/surface.py --quick    shorter videos, about a minute

All times are of one run on one machine; the ratios are what counts.
"""

import argparse
import gc
import logging
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from manim import DEGREES, Dot3D, Surface, ThreeDScene, ValueTracker, VMobject, config, linear  # noqa: E402
from matplotlib_surface import seconds_a_frame  # noqa: E402

from scenes.kit.theme import DARK  # noqa: E402
from scenes.relief.ball import SurfacePoint  # noqa: E402
from scenes.relief.camera import HeightCamera  # noqa: E402
from scenes.relief.field import HeightField  # noqa: E402
from scenes.relief.path import SurfacePath  # noqa: E402
from scenes.relief.plot_box import PlotBox  # noqa: E402
from scenes.relief.scene import HeightScene  # noqa: E402
from scenes.studio.film.encoder import Encoder, EncodingThread  # noqa: E402
from scenes.studio.film.manim_writer import configured, streaming  # noqa: E402
from scenes.studio.film.quality import Quality  # noqa: E402

QUALITY = Quality(1920, 1080, 60)
FACES = 32
STARTS = [(0.7, 0.4), (0.3, 0.8), (-0.5, 0.5)]
STEPS = 200
BOX = PlotBox((-1, 1), (-1, 1), (-0.2, 0.2), size=(6, 6, 1.2))
VIEW = {"phi": 60 * DEGREES, "theta": -60 * DEGREES, "zoom": 0.8}
TURN = 20 * DEGREES  # a second


def cost(x, y):
    return np.sin(5 * x) * np.cos(5 * y) / 5


def descent(start):
    points = [start]
    for _ in range(STEPS):
        x, y = points[-1]
        points.append((x - 0.01 * np.cos(5 * x) * np.cos(5 * y), y + 0.01 * np.sin(5 * x) * np.sin(5 * y)))
    return np.array(points)


def actors(faces=FACES, line_every=2):
    field = HeightField(cost, box=BOX, resolution=(faces, faces), line_every=line_every)
    paths = [SurfacePath(field, descent(start), color=DARK.point) for start in STARTS]
    balls = [SurfacePoint(field, path.thetas[0], color=DARK.point).follow(path) for path in paths]
    return field, paths, balls


class Ours(HeightScene):
    seconds = 2.0
    line_every = 2

    def construct(self):
        self.set_camera_orientation(**VIEW)
        field, paths, balls = actors(line_every=self.line_every)
        step = ValueTracker(0)
        for path in paths:
            path.grow_with(step)
        self.add(field, *paths, *balls)
        self.begin_ambient_camera_rotation(TURN)
        self.play(step.animate.set_value(STEPS), run_time=self.seconds, rate_func=linear)


class OursWithAllLines(Ours):
    line_every = 1


class Manims(ThreeDScene):
    seconds = 2.0

    def construct(self):
        self.set_camera_orientation(**VIEW)
        surface = Surface(
            lambda u, v: BOX.to_scene([u, v, cost(u, v)]),
            u_range=(-1, 1),
            v_range=(-1, 1),
            resolution=(FACES, FACES),
            stroke_width=0.5,
        )
        step = ValueTracker(0)
        self.add(surface)
        for start in STARTS:
            thetas = descent(start)
            points = BOX.to_scene(np.column_stack([thetas, cost(*thetas.T)]))
            path = VMobject(stroke_color=DARK.point, stroke_width=4)
            ball = Dot3D(points[0], radius=0.1, color=DARK.point)

            def grow(path, points=points):
                shown = points[: int(step.get_value()) + 2]
                path.set_points_as_corners(shown)

            path.add_updater(grow, call_updater=True)
            ball.add_updater(lambda ball, points=points: ball.move_to(points[int(step.get_value())]))
            self.add(path, ball)
        self.begin_ambient_camera_rotation(TURN)
        self.play(step.animate.set_value(STEPS), run_time=self.seconds, rate_func=linear)


def render(scene_class, seconds, folder):
    """Render and encode a scene; return seconds a frame and how many frames it had."""
    counts = []
    with configured(QUALITY, 0, Path(folder), False):
        config.background_color = DARK.background
        scene = type(scene_class.__name__, (scene_class,), {"seconds": seconds})()
        encoder = Encoder(Path(folder) / "video.mp4", QUALITY.width, QUALITY.height, QUALITY.fps)
        begin = time.perf_counter()
        with streaming(scene, EncodingThread(encoder), counts.append):
            scene.render()
        spent = time.perf_counter() - begin
    return spent / sum(counts), sum(counts)


class Keeper:
    """Takes the place of the encoder, and keeps the frames if it is told to."""

    def __init__(self, keep):
        self.keep, self.frames, self.count = keep, [], 0

    def write(self, pixels, repeat=1, piece=0):
        self.count += repeat
        if self.keep:
            self.frames += [pixels.copy()] * repeat  # the array is drawn on again

    def finish(self):
        pass

    abandon = finish


def draw(scene_class, seconds, folder, keep=False):
    """Return the time that drawing a frame of a scene takes, and its frames if they are to be kept."""
    keeper = Keeper(keep)
    with configured(QUALITY, 0, Path(folder), False):
        config.background_color = DARK.background
        scene = type(scene_class.__name__, (scene_class,), {"seconds": seconds})()
        begin = time.perf_counter()
        with streaming(scene, keeper, lambda _: None):
            scene.render()
        spent = time.perf_counter() - begin
    return spent / keeper.count, keeper.frames


def encode(frames, folder):
    """Return the time that encoding one of the frames takes, in the same way."""
    encoder = EncodingThread(Encoder(Path(folder) / "same.mp4", QUALITY.width, QUALITY.height, QUALITY.fps))
    begin = time.perf_counter()
    for frame in frames:
        encoder.write(frame)
    encoder.finish()
    return (time.perf_counter() - begin) / len(frames)


def draw_seconds(faces, repeats=40):
    """Return the time that drawing one frame of the turning surface takes, Manim's share included."""
    field, paths, balls = actors(faces, line_every=4)
    camera = HeightCamera(pixel_width=QUALITY.width, pixel_height=QUALITY.height)
    camera.set_phi(VIEW["phi"])
    camera.set_zoom(VIEW["zoom"])
    times = []
    for k in range(repeats):
        camera.set_theta(VIEW["theta"] + k * TURN / QUALITY.fps)
        begin = time.perf_counter()
        camera.reset()
        camera.capture_mobjects([field, *paths, *balls])
        times.append(time.perf_counter() - begin)
    return float(np.median(times))


def compare(seconds, rivals=2.0, rounds=3):
    """Measure ours over so many seconds of video, and the far slower others over `rivals` seconds."""
    print(
        f"{FACES} x {FACES} faces with 16 x 16 mesh lines, three paths and balls, camera turning, {QUALITY}"
    )
    print(f"  load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"  the least of {rounds} rounds, all of them measured in turn in each")
    ours, drawing, encoding, lined, matplotlibs, manims = ([] for _ in range(6))
    with tempfile.TemporaryDirectory() as folder:
        render(Ours, 0.2, folder)
        for _ in range(rounds):
            drawing.append(draw(Ours, seconds, folder)[0])
            spent, count = render(Ours, seconds, folder)
            ours.append(spent)
            frames = draw(Ours, seconds, folder, keep=True)[1]
            encoding.append(encode(frames, folder))
            del frames
            gc.collect()
            lined.append(render(OursWithAllLines, seconds, folder)[0])
            slow = round(rivals * QUALITY.fps)
            matplotlibs += matplotlib_seconds(slow, folder)
            manims.append(render(Manims, rivals, folder)[0])
    row("ours, drawn and encoded", min(ours), count)
    row("the same with a mesh line along every face", min(lined), count)
    row("ours, drawn only", min(drawing), count)
    row("the same frames, encoded only", min(encoding), count)
    row("Manim's Surface, Dot3D and VMobject", min(manims), slow)
    print(f"  drawn and encoded / encoded only: {min(ours) / min(encoding):.2f}   (at most 1.6)")
    print(f"  Manim's / ours: {min(manims) / min(ours):.1f}   (at least 20)")
    if matplotlibs:
        best, writer = min(matplotlibs)
        row(f"matplotlib, {writer}", best, slow)
        print(f"  matplotlib / ours: {best / min(ours):.1f}   (at least 6)")
    else:
        print("  matplotlib is not installed: .venv/bin/python -m pip install matplotlib")
    return min(encoding)


def matplotlib_seconds(count, folder):
    """Return matplotlib's seconds a frame and its writer in a list, which is empty where it is not there."""
    paths = [descent(start) for start in STARTS]
    try:
        return [seconds_a_frame(cost, paths, count, QUALITY, TURN, folder, FACES)]
    except ImportError:
        return []


def row(name, seconds, frames):
    print(f"  {name:<62} {1000 * seconds:8.1f} ms a frame, {frames} frames", flush=True)


def growth(encoding, rounds=3):
    print(
        f"growth: draw only, mesh lines along every fourth lattice line, the least of {rounds} rounds in turn"
    )
    sizes = (16, 32, 64, 128)
    measured = [[draw_seconds(faces) for faces in sizes] for _ in range(rounds)]
    before = None
    for faces, *seconds in zip(sizes, *measured, strict=True):
        spent = min(seconds)
        note = "" if before is None else f"   {spent / before:.2f} times the time for 4 times the faces"
        if faces == 64:
            note += f"; {spent / encoding:.2f} of encoding (at most 1.3)"
        print(f"  {faces:>3} x {faces:<3} {1000 * spent:8.1f} ms a frame{note}", flush=True)
        before = spent


def length(durations):
    print("length: time and peak memory of whole videos, each in a process of its own")
    for seconds in durations:
        script = [sys.executable, __file__, "--one", str(seconds)]
        spent, peak = subprocess.run(script, check=True, capture_output=True, text=True).stdout.split()[-2:]
        share = float(spent) / seconds
        print(
            f"  {seconds:>4} s of video {float(spent):8.1f} s, {share:.2f} s for each second; peak {peak} MB",
            flush=True,
        )


def one(seconds):
    with tempfile.TemporaryDirectory() as folder:
        frame, count = render(Ours, seconds, folder)
    print(f"{frame * count:.2f} {peak_memory()}")


def peak_memory():
    """Return the most memory that this process has had, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage tells starts from the parent's memory
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main():
    logging.getLogger("matplotlib").setLevel(logging.WARNING)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="shorter videos")
    parser.add_argument("--one", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one is not None:
        one(options.one)
        return
    encoding = compare(2.0, 0.5, 1) if options.quick else compare(8.0)
    growth(encoding, 1 if options.quick else 3)
    length((2, 4, 8) if options.quick else (30, 60, 120))


if __name__ == "__main__":
    main()
