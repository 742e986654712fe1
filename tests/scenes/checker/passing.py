"""A film gone through frame by frame, each shown to someone who looks, and nothing drawn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from manim import tempconfig

from scenes.kit.glyphs import Labels
from scenes.studio.film.quality import SHAPES

PIXELS = 90  # along the shorter side
FPS = 15


def go_through(story: Any, told: Any, shape: str, folder: Any, look: Callable[[Any, int], None]) -> Any:
    """Return a scene told to its end; `look(scene, frames)` saw each picture, and how long it stood."""
    across, up = SHAPES[shape]
    options = {
        "media_dir": str(folder),
        "dry_run": True,
        "disable_caching": True,
        "frame_rate": FPS,
        "pixel_width": round(PIXELS * across / min(across, up)),
        "pixel_height": round(PIXELS * up / min(across, up)),
        "progress_bar": "none",
        "verbosity": "ERROR",
    }
    with tempconfig(options), _readable_labels():
        scene = type("Watched", (story,), {"parameters": told})()
        renderer: Any = scene.renderer

        def add_frame(_pixels: Any, num_frames: int = 1) -> None:
            look(scene, num_frames)
            renderer.time += num_frames / FPS

        renderer.update_frame = lambda *_given, **_options: None
        renderer.get_frame = lambda: None
        renderer.add_frame = add_frame
        scene.render()
    return scene


@contextmanager
def _readable_labels() -> Iterator[None]:
    """Let labels keep what is written on them: `texts`, in the order of their boxes."""
    write = Labels.write

    def kept(labels: Any, texts: list) -> Labels:
        labels.texts = [text for text, *_ in texts if text]
        return write(labels, texts)

    Labels.write = kept
    try:
        yield
    finally:
        Labels.write = write
