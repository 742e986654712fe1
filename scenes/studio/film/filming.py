"""A scene played frame by frame; where only some pieces are wanted, the others are gone through undrawn.

A piece is drawn as if the film began with it: no picture of what stood still before is laid down in it. So it
is the same in every process, whichever pieces that has drawn before.
"""

from collections.abc import Callable
from typing import Any

import manim

from scenes.studio.film.pieces import Pieces
from scenes.studio.film.play import Play


class Filming:
    """Takes the place of what plays a scene, and draws the pieces that are ours.

    `is_ours` is asked about each piece when it is come to; `check` is called at every play.
    """

    def __init__(
        self, renderer: Any, pieces: Pieces, is_ours: Callable[[int], bool], check: Callable[[], None]
    ) -> None:
        self._renderer, self._pieces, self._is_ours, self._check = renderer, pieces, is_ours, check
        self._piece, self._ours = -1, False
        self._manims = renderer.play

    def play(self, scene: manim.Scene, *animations: Any, **options: Any) -> None:
        """Draw what is ours of a play."""
        self._check()
        self._renderer.skip_animations = False
        if self._renderer.file_writer.sections[-1].skip_animations:  # Manim does that, and writes no frames
            self._manims(scene, *animations, **options)
            return
        play, at, static = Play(scene, animations, options), 0, False
        while at < play.frames:
            piece, count = self._pieces.ahead(play.frames - at)
            if piece != self._piece:
                self._begin(piece)
                static = False
            if not self._ours:
                self._pieces.pass_by(count)
            else:
                if not static:
                    self._renderer.save_static_frame_data(scene, scene.static_mobjects)
                    static = True
                self._draw(play, at, count)
            at += count
        play.end()

    def _begin(self, piece: int) -> None:
        self._piece, self._ours = piece, self._is_ours(piece)
        if self._ours and hasattr(self._renderer.camera, "sprites"):
            self._renderer.camera.sprites.forget()

    def _draw(self, play: Play, begin: int, count: int) -> None:
        """Draw and hand on so many frames of a play."""
        renderer, scene = self._renderer, play.scene
        if play.frozen:
            play.go_to(begin)
            renderer.update_frame(scene, mobjects=scene.moving_mobjects)
            renderer.add_frame(renderer.get_frame(), num_frames=count)
            return
        for frame in range(begin, begin + count):
            play.go_to(frame)
            renderer.render(scene, scene.last_t, scene.moving_mobjects)
