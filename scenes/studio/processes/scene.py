"""A story's scene, ready for a process to go through it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from scenes.parameters import StoryParameters
from scenes.studio.failures import UnfitError
from scenes.studio.film.quality import Quality
from scenes.studio.registry import Entry

Attend = Callable[[Any], None]


def unattended(scene: Any) -> None:
    """Take no note of what a scene does."""


@contextmanager
def prepared(
    entry: Entry,
    parameters: StoryParameters,
    quality: Quality,
    drafts: Path,
    debug: bool,
    attend: Attend = unattended,
) -> Iterator[Any]:
    """Yield the scene with all computed that it draws, and Manim set up for it meanwhile.

    What Manim writes goes to the folder `drafts`. `attend` is handed the scene before it computes anything.
    Raises UnfitError where the story can't be told.
    """
    from scenes.studio.film.manim_writer import configured

    scene_class = getattr(import_module(entry.module), entry.scene)
    with configured(quality, parameters.seed, drafts, debug):
        scene = type(entry.scene, (scene_class,), {"parameters": parameters})()
        attend(scene)
        try:
            scene.prepare()
            scene.prepared = True
        except ValueError as error:
            raise UnfitError(str(error)) from error
        yield scene


def expected_frames(scene: Any) -> int | None:
    """Return how many frames a prepared scene will have, about, if it can be told."""
    seconds = getattr(scene, "expected_seconds", None)
    return round(seconds * scene.camera.frame_rate) if seconds else None
