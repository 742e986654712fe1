"""A film as a handout: its sections in the light on A4, each a still with what is said beside it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from scenes.kit.screen import Screen
from scenes.studio import interrupts
from scenes.studio.film.drawing import draw, draw_pixels
from scenes.studio.film.skipping import draw_sections
from scenes.studio.job import prepared
from scenes.studio.pack.formula import formula_markup
from scenes.studio.pack.packed import Packed
from scenes.studio.pack.sections import Section, sections
from scenes.studio.pack.texts import Told
from scenes.studio.pack.web import read

MOST = 10.8, 7.2  # centimetres of a still
FINE = 92  # of 100: how well pixels are kept


def handout(packed: Packed) -> None:
    """Write a handout in each language; what is written in the stills is in the film's own."""
    pictures = packed.drafts / "handout"
    pictures.mkdir()
    stills = _draw(packed, pictures)
    (pictures / "handout.typ").write_text(read("formats/handout.typ"), encoding="utf-8")
    for told in packed.told:
        data = json.dumps(_data(packed, told, stills), ensure_ascii=False)
        (pictures / "handout.json").write_text(data, encoding="utf-8")
        typst.compile(
            pictures / "handout.typ",
            output=packed.folder / f"handout.{told.language}.pdf",
            root=pictures,
            ignore_system_fonts=True,
        )


def _draw(packed: Packed, folder: Path) -> list[str]:
    """Draw the picture of each section in the light; return the files' names."""
    ending = "jpg" if packed.entry.spatial else "svg"
    names = [f"{number}.{ending}" for number in range(len(packed.record.pauses))]
    parameters = replace(packed.parameters, theme="light")
    with prepared(packed.entry, parameters, packed.quality, packed.drafts, packed.debug) as scene:

        def draw_one(number: int) -> None:
            path = folder / names[number]
            if packed.entry.spatial:
                Image.fromarray(draw_pixels(scene)[..., :3]).save(path, quality=FINE, subsampling=0)
            else:
                draw(scene, path, transparent=False)
            packed.progress.say(f"handout: {number + 1} of {len(names)}")

        draw_sections(packed.record.pauses, scene, draw_one, interrupts.check)
    return names


def _data(packed: Packed, told: Told, stills: list[str]) -> dict[str, Any]:
    screen = Screen.of(packed.quality.width, packed.quality.height)
    unit = min(side / most for side, most in zip(MOST, (screen.width, screen.height), strict=True))
    return {
        "language": told.language,
        "title": told.title,
        "formula": formula_markup(packed.record, told.language) or None,
        "written": told.formula,
        "width": unit * screen.width,
        "height": unit * screen.height,
        # above the caption, which stands beside the still
        "shown": (screen.height / 2 - screen.captions.top) / screen.height,
        "sections": list(_sections(told, packed, stills)),
    }


def _sections(told: Told, packed: Packed, stills: list[str]) -> Iterator[dict[str, Any]]:
    before: Section | None = None
    for section, still in zip(sections(told, packed.record), stills, strict=True):
        again = before is not None and section.title == before.title
        yield {
            "title": None if again else section.title,
            "picture": still,
            "captions": section.text.splitlines(),
        }
        before = section
