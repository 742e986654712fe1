"""The film without its background, a WebM file with an alpha channel: for slides and pages of any colour."""

import numpy as np
from manim import ManimColor

from scenes.studio import interrupts
from scenes.studio.film.clear import ClearEncoder
from scenes.studio.film.encoder import EncodingThread
from scenes.studio.film.manim_writer import streaming
from scenes.studio.pack.packed import Packed
from scenes.studio.processes.scene import prepared
from scenes.studio.progress import Progress


def webm(packed: Packed) -> None:
    """Draw the film once more, on no background."""
    size = packed.quality
    background = np.array(ManimColor(packed.theme.background).to_int_rgb(), np.uint8)
    watch = _Watch(packed.progress, round(packed.own.seconds * size.fps))
    with prepared(packed.entry, packed.parameters, size, packed.drafts, packed.debug) as scene:
        scene.camera.background_opacity = 0.0
        path = packed.video.with_suffix(".webm")
        encoder = ClearEncoder(path, size.width, size.height, size.fps, background, packed.threads)
        with streaming(scene, EncodingThread(encoder), watch.advance):
            scene.render()


class _Watch:
    """Says how much of the film is there."""

    def __init__(self, progress: Progress, frames: int) -> None:
        self._progress, self._frames, self._done, self._told = progress, frames, 0, -1

    def advance(self, frames: int) -> None:
        """Hear that so many more frames were drawn."""
        interrupts.check()
        self._done += frames
        percent = 100 * self._done // self._frames
        if percent > self._told:
            self._told = percent
            self._progress.say(f"webm {percent} %")
