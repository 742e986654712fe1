"""The picture of each step that a film shows, as pixels and as a page, for slides that are turned by hand."""

from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from scenes.studio import interrupts
from scenes.studio.film.drawing import draw, draw_pixels, lay_out
from scenes.studio.film.skipping import draw_steps
from scenes.studio.film.stretches import Stretch
from scenes.studio.pack.packed import Packed
from scenes.studio.processes.scene import prepared

MOST = 300  # pictures of a film, and a few more
QUICK = 3  # at which a .png is compressed: in half of the time, for a tenth more bytes
PENDING = 4  # pictures that wait to be compressed

Step = tuple[int, int]  # the place of its stretch, and its number


def steps(packed: Packed) -> dict[str, Any]:
    """Write a .png and a .pdf of each step, or where there are too many, of every 2nd, 5th, 10th and so on.

    Pages of flat stories hold outlines. Returns which steps were drawn of each stretch of the film.
    """
    stretches = packed.record.stretches
    every = spacing(stretches)
    if stretches:
        (packed.folder / "steps").mkdir()
        _draw_all(packed, _paths(packed.folder / "steps" / packed.video.stem, stretches, every))
    return {
        "steps": [
            {
                "runs": list(stretch.runs),
                "first": min(stretch.times),
                "last": max(stretch.times),
                "every": every,
            }
            for stretch in stretches
        ]
    }


def spacing(stretches: Sequence[Stretch], most: int = MOST) -> int:
    """Return how many steps lie from one that is drawn to the next, a round number.

    >>> [spacing([Stretch((0,), dict.fromkeys(range(steps + 1), 0.0))]) for steps in (299, 570, 5000)]
    [1, 2, 20]
    """
    shown = sum(len(stretch.times) for stretch in stretches)
    return next(k * 10**power for power in count() for k in (1, 2, 5) if shown <= most * k * 10**power)


def _paths(stem: Path, stretches: Sequence[Stretch], every: int) -> dict[Step, Path]:
    """Return where each picture goes, without its ending: STEM-0007, or in the second of several stretches,
    STEM-2-0007. The last step of each is always there.
    """
    digits = max(4, *(len(str(max(stretch.times))) for stretch in stretches))
    return {
        (place, step): stem.with_name(
            f"{stem.name}{f'-{place + 1}' if len(stretches) > 1 else ''}-{step:0{digits}}"
        )
        for place, stretch in enumerate(stretches)
        for step in stretch.times
        if step % every == 0 or step == max(stretch.times)
    }


def _draw_all(packed: Packed, paths: Mapping[Step, Path]) -> None:
    pending: deque[Future[None]] = deque()
    with (
        prepared(packed.entry, packed.parameters, packed.quality, packed.drafts, packed.debug) as scene,
        ThreadPoolExecutor(2) as pool,
    ):
        done = 0

        def draw_one(place: int, step: int) -> None:
            nonlocal done
            interrupts.check()
            path = paths[place, step]
            pending.append(pool.submit(_write, draw_pixels(scene).copy(), path, packed.entry.spatial))
            if not packed.entry.spatial:
                draw(scene, path.with_name(f"{path.name}.pdf"), transparent=False)
            if len(pending) > PENDING:
                pending.popleft().result()
            done += 1
            packed.progress.say(f"step {done} of {len(paths)}")

        draw_steps(paths, scene, draw_one, interrupts.check)
        for each in pending:
            each.result()


def _write(pixels: np.ndarray, path: Path, as_page: bool) -> None:
    Image.fromarray(pixels[..., :3]).save(path.with_name(f"{path.name}.png"), compress_level=QUICK)
    if as_page:
        lay_out(pixels, path.with_name(f"{path.name}.pdf"))
