"""Frames on their way from Manim to the encoder."""

import time

from manim import Circle, Scene, Square, linear

from scenes.studio.film.encoder import EncodingThread
from scenes.studio.film.manim_writer import configured, streaming
from scenes.studio.film.quality import Quality


class Plays(Scene):
    """Between the plays Manim draws what will not move, while frames are waiting for the encoder."""

    def construct(self):
        still, moving = Square(1, fill_opacity=1), Circle(1, fill_opacity=1)
        self.add(still, moving)
        for side in (1, -1, 1, -1):
            self.play(moving.animate.shift((2 * side, 0, 0)), run_time=0.5, rate_func=linear)
            still.shift((0, 0.5 * side, 0))
            self.wait(0.2)


class SlowEncoder:
    def __init__(self):
        self.pictures = []

    def converted(self, pixels):
        time.sleep(0.01)
        return pixels.tobytes()

    def encode(self, frame, repeat, piece):
        time.sleep(0.01)
        self.pictures += [frame] * repeat

    def finish(self):
        pass

    abandon = finish


class Witness(EncodingThread):
    """Remembers each picture as it was when it was handed over."""

    def __init__(self, encoder):
        self.pictures = []
        super().__init__(encoder)

    def write(self, pixels, repeat=1, piece=0):
        self.pictures += [pixels.tobytes()] * repeat
        super().write(pixels, repeat, piece)


def test_no_picture_changes_while_it_waits_for_the_encoder(tmp_path):
    encoder = SlowEncoder()
    with configured(Quality(96, 64, 30), 0, tmp_path, False):
        scene = Plays()
        thread = Witness(encoder)
        with streaming(scene, thread, lambda _: None):
            scene.render()
    assert len(encoder.pictures) == 4 * (15 + 6)
    assert encoder.pictures == thread.pictures
    assert len(set(encoder.pictures)) > 25
