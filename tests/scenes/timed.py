"""Stories gone through in a moment, for what is said and when: each animation is one frame, and not drawn."""

from dataclasses import dataclass

from manim import tempconfig

SETTINGS = {
    "dry_run": True,
    "disable_caching": True,
    "frame_rate": 15,
    "pixel_width": 160,
    "pixel_height": 90,
    "progress_bar": "none",
    "verbosity": "ERROR",
}


@dataclass(frozen=True)
class Stretch:
    """A stretch of time in which something moves, or nothing does."""

    begin: float
    end: float
    moves: bool


def timed(story, told):
    """Return a scene of the story, told to its end; `stretches` holds what was played and what was held."""

    class Timed(story):
        parameters = told

        def setup(self):
            self.stretches = []
            self.renderer.skip_animations = self.renderer._original_skipping_status = True
            self.camera.capture_mobjects = lambda *mobjects, **options: None
            super().setup()

        def play(self, *animations, **options):
            self._timed(True, super().play, *animations, **options)

        def hold(self, seconds=1.0):
            self._timed(False, super().hold, seconds)

        def _timed(self, moves, act, *given, **options):
            begin = self.now
            act(*given, **options)
            if self._stopwatch is None:
                self.stretches.append(Stretch(begin, self.now, moves))

    with tempconfig(SETTINGS):
        scene = Timed()
        scene.render()
    return scene
