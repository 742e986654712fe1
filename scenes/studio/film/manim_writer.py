"""The one place that knows how Manim hands its frames on.

Manim encodes each play to a file of its own and joins them at the end. Here all plays stream into one
encoder instead: nothing is written twice, and a keyframe stands at each second of the whole video.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

import manim
import srt
from manim.scene.scene_file_writer import SceneFileWriter

from scenes.kit.screen import Screen
from scenes.studio.film.encoder import AHEAD, EncodingThread
from scenes.studio.film.filming import Filming
from scenes.studio.film.pieces import Pieces
from scenes.studio.film.quality import Quality

# Of Manim: all in the one that is given to it, whatever manim.cfg says.
FOLDERS = ("tex_dir", "text_dir", "images_dir", "video_dir", "partial_movie_dir", "sections_dir", "log_dir")


class StreamWriter(SceneFileWriter):
    """Gives every frame of a scene to one encoder, and tells `watch` how many frames were given.

    With each section of the scene, that is with each beat of a story, a new piece begins.
    """

    def __init__(
        self, settings: Any, encoder: EncodingThread, watch: Callable[[int], None], pieces: Pieces
    ) -> None:
        self.encoder = encoder
        self.watch = watch
        self.pieces = pieces
        super().__init__(settings)

    @property
    def captions(self) -> Sequence[srt.Subtitle]:
        """What the scene spoke."""
        return self.subcaptions

    def write_frame(self, pixels: Any, *, repeat: int = 1) -> None:
        while repeat > 0:
            piece, count = self.pieces.ahead(repeat)
            self.encoder.write(pixels, count, piece)
            self.pieces.pass_by(count)
            self.watch(count)
            repeat -= count

    def next_section(self, *args: Any, **kwargs: Any) -> None:
        super().next_section(*args, **kwargs)
        self.pieces.cut()

    def finish(self) -> None:
        self.encoder.finish()

    def abort_encode_jobs(self, *_args: Any, **_kwargs: Any) -> None:
        self.encoder.abandon()

    def begin_animation(self, *args: Any, **kwargs: Any) -> None:
        """Manim would open a file here."""

    def end_animation(self, *args: Any, **kwargs: Any) -> None:
        """Manim would close the file here."""

    def add_partial_movie_file(self, hash_animation: str | None) -> None:
        """There are no files of single plays."""

    def add_sound(self, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError("sound can't be written yet; take the call of add_sound out")


@contextmanager
def configured(quality: Quality, seed: int, folder: Path, verbose: bool) -> Iterator[None]:
    """Set Manim up for one video, whatever manim.cfg says; restore its configuration afterwards.

    What Manim keeps between plays (typeset text) goes to the folder; what it logs, to standard error.
    """
    screen = Screen.of(quality.width, quality.height)
    settings = {
        "renderer": "cairo",
        "format": "mp4",
        "pixel_width": quality.width,
        "pixel_height": quality.height,
        "frame_rate": quality.fps,
        "frame_height": screen.height,
        "frame_width": screen.width,
        "seed": seed,
        "media_dir": str(folder),
        **dict.fromkeys(FOLDERS, "{media_dir}"),
        "input_file": "",
        "output_file": "",
        "disable_caching": True,
        "progress_bar": "none",
        "verbosity": "INFO" if verbose else "ERROR",
        "background_opacity": 1.0,
        **dict.fromkeys(("dry_run", "save_sections", "preview", "live_preview", "log_to_file"), False),
        "show_in_file_browser": False,
        "from_animation_number": 0,
        "upto_animation_number": -1,
    }
    unknown = settings.keys() - manim.config.keys()
    if unknown:
        raise RuntimeError(
            f"this Manim ({manim.__version__}) lacks the settings {', '.join(sorted(unknown))}"
        )
    with manim.tempconfig(settings), _quiet():
        yield


@contextmanager
def streaming(
    scene: manim.Scene,
    encoder: EncodingThread,
    watch: Callable[[int], None],
    is_ours: Callable[[int], bool] = lambda piece: True,  # noqa: ARG005
) -> Iterator[StreamWriter]:
    """Let the scene write the pieces that are ours to the encoder, which is stopped whatever happens.

    `watch` is told how many frames were written; at every play, that there are no more.
    """
    renderer: Any = scene.renderer
    pieces = Pieces(renderer.camera.frame_rate)
    writer = StreamWriter(scene.file_writer_settings, encoder, watch, pieces)
    renderer.file_writer = writer
    renderer.render = _handing_on(renderer)
    renderer.add_frame = _on_time(renderer)
    renderer.play = Filming(renderer, pieces, is_ours, lambda: watch(0)).play
    try:
        yield writer
    finally:
        encoder.abandon()


def _handing_on(renderer: Any) -> Callable[..., None]:
    """Return what draws a frame in place of Manim's `render`, which copies each.

    The camera draws on several arrays in turn; by the time one comes round again it has been converted. It
    turns to the next at once, for Manim also draws between frames, what does not move in the next play.
    """
    camera = renderer.camera
    arrays = cycle([*(camera.pixel_array.copy() for _ in range(AHEAD)), camera.pixel_array])

    def render(scene: manim.Scene, time: float, moving_mobjects: Any = None) -> None:
        del time
        renderer.update_frame(scene, moving_mobjects)
        renderer.add_frame(camera.pixel_array)
        camera.pixel_array = next(arrays)

    return render


def _on_time(renderer: Any) -> Callable[..., None]:
    """Return what adds frames in place of Manim's `add_frame`, whose time gathers what is rounded.

    So a frame has the same time wherever drawing began.
    """

    def add_frame(pixels: Any, num_frames: int = 1) -> None:
        if not renderer.skip_animations:
            fps = renderer.camera.frame_rate
            renderer.time = (round(renderer.time * fps) + num_frames) / fps
            renderer.file_writer.write_frame(pixels, repeat=num_frames)

    return add_frame


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what Manim logs off standard output."""
    handlers = [
        h for name in ("manim", None) for h in logging.getLogger(name).handlers if hasattr(h, "console")
    ]
    consoles: list[Any] = [handler.console for handler in handlers]  # type: ignore[attr-defined]
    for handler in handlers:
        handler.console = manim.error_console  # type: ignore[attr-defined]
    try:
        yield
    finally:
        for handler, console in zip(handlers, consoles, strict=True):
            handler.console = console  # type: ignore[attr-defined]
