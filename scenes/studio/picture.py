"""One still: a moment of a story becomes a published picture, and no film is made on the way."""

import contextlib
import sys
from dataclasses import dataclass
from pathlib import Path

from scenes.parameters import StoryParameters
from scenes.studio import interrupts
from scenes.studio.failures import FailedError, UnfitError, diagnosis, is_full, no_space
from scenes.studio.film.moment import Moment
from scenes.studio.film.quality import Quality
from scenes.studio.processes.scene import prepared
from scenes.studio.publish import put, scratch, workshop
from scenes.studio.registry import Entry


@dataclass(frozen=True)
class Picture:
    """What to draw, of which moment, and where to: a .png file, or .pdf or .svg of a flat story."""

    entry: Entry
    parameters: StoryParameters
    quality: Quality
    moment: Moment
    path: Path
    transparent: bool = False
    debug: bool = False


def run(job: Picture) -> Path:
    """Draw and publish; return the picture's path.

    Raises UnfitError or FailedError; then the path stays as it was and nothing is left beside it.
    """
    path = job.path
    with contextlib.redirect_stdout(sys.stderr), workshop(path) as room, scratch(path) as drafts:
        finished = room / f"picture{path.suffix.lower()}"
        try:
            _draw(job, finished, drafts)
        except UnfitError:
            raise
        except Exception as error:
            if is_full(error):
                raise FailedError(no_space(path)) from error
            raise FailedError(diagnosis(f"drawing {job.entry.name}", error)) from error
        put(finished, path, "picture")
    return path


def _draw(job: Picture, path: Path, drafts: Path) -> None:
    from scenes.studio.film.drawing import draw
    from scenes.studio.film.skipping import MissingMomentError, draw_at

    with prepared(job.entry, job.parameters, job.quality, drafts, job.debug) as scene:
        try:
            draw_at(
                job.moment,
                scene,
                lambda: draw(scene, path, job.transparent),
                interrupts.check,
            )
        except MissingMomentError as error:
            raise UnfitError(str(error)) from error
