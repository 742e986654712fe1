"""The stills of a film's sections."""

from scenes.studio.pack.formats.moving import picture_at
from scenes.studio.pack.packed import Packed


def stills(packed: Packed) -> None:
    """Write the picture at each pause of the film, in full size."""
    folder, pauses = packed.folder / "stills", packed.record.pauses
    folder.mkdir()
    digits = len(str(len(pauses)))
    for number, time in enumerate(pauses, 1):
        picture_at(packed.video, time).save(folder / f"{packed.video.stem}-{number:0{digits}}.png")
