"""The same surface with matplotlib: plot_surface, FuncAnimation, and its own writer."""

import time
from pathlib import Path

import numpy as np


def seconds_a_frame(cost, paths, frames, quality, turn, folder, faces):
    """Return seconds a frame and the name of the writer used. Raises ImportError without matplotlib.

    `paths` are tables of points (k, 2); the camera turns by `turn` radians a second.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import animation, pyplot

    grid = np.linspace(-1, 1, faces + 1)
    x, y = np.meshgrid(grid, grid)
    figure = pyplot.figure(figsize=(quality.width / 100, quality.height / 100), dpi=100)
    axes = figure.add_subplot(projection="3d")
    axes.plot_surface(
        x, y, cost(x, y), rcount=faces, ccount=faces, cmap="viridis", linewidth=0.3, edgecolor="w"
    )
    lines = [axes.plot([], [], [], color="y", lw=3, zorder=5)[0] for _ in paths]
    dots = [axes.plot([], [], [], "o", color="y", ms=8, zorder=6)[0] for _ in paths]

    def draw(k):
        axes.view_init(30, -60 + k * np.degrees(turn) / quality.fps)
        for path, line, dot in zip(paths, lines, dots, strict=True):
            part = path[: 1 + k * (len(path) - 1) // frames]
            line.set_data_3d(*part.T, cost(*part.T))
            dot.set_data_3d(*part[-1:].T, cost(*part[-1:].T))
        return [*lines, *dots]

    writer, name, ending = _writer(animation, quality.fps)
    film = animation.FuncAnimation(figure, draw, frames=frames, blit=False)
    begin = time.perf_counter()
    film.save(Path(folder) / f"matplotlib{ending}", writer=writer, dpi=100)
    spent = time.perf_counter() - begin
    pyplot.close(figure)
    return spent / frames, name


def _writer(animation, fps):
    if animation.FFMpegWriter.isAvailable():
        options = ["-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p"]
        return (
            animation.FFMpegWriter(fps=fps, codec="libx264", extra_args=options),
            "its ffmpeg writer",
            ".mp4",
        )
    return animation.PillowWriter(fps=fps), "its Pillow writer, for want of an ffmpeg program", ".gif"
