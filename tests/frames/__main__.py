"""python -m tests.frames show|accept [NAME ...]: control pictures, and how what is drawn now differs."""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from tests.frames.control import FOLDER, accept, accepted, difference, file_of
from tests.frames.drawings import NAMES, drawn

SHEET = Path("media/frames.png")
USAGE = "usage: python -m tests.frames show|accept [NAME ...]"
GAP = 4


def main(arguments):
    """Show, or accept, what differs; of the names, or of all. Return 1 if show finds a difference."""
    action, *names = arguments or [""]
    unknown = [name for name in names if name not in NAMES]
    if action not in ("show", "accept") or unknown:
        print(f"there is no {', '.join(unknown)}; there are {', '.join(NAMES)}" if unknown else USAGE)
        return 2
    rows = []
    for name in names or NAMES:
        picture, known = drawn(name), accepted(name)
        if known is not None and known.shape == picture.shape:
            found = difference(known, picture)
            if not found.counts:
                continue
            print(f"{name}: {found}")
        else:
            print(f"{name}: new")
            known = np.zeros_like(picture)
        rows.append(row(known, picture))
        if action == "accept":
            accept(name, picture)
    if action == "accept":
        put_away()
        return 0
    if rows:
        SHEET.parent.mkdir(exist_ok=True)
        Image.fromarray(column(rows)).save(SHEET)
        print(f"{SHEET}: each as it was, as it is now, and where they differ")
    return int(bool(rows))


def row(known, picture):
    """A picture as it was, as it is, and how far they are apart, side by side."""
    apart = np.clip(4 * np.abs(picture.astype(int) - known), 0, 255).astype(np.uint8)
    gap = np.full((len(picture), GAP, 3), 128, np.uint8)
    return np.concatenate([known, gap, picture, gap, apart], axis=1)


def column(rows):
    """Rows below each other."""
    wide = max(each.shape[1] for each in rows)
    padded = [
        np.pad(each, ((0, GAP), (0, wide - each.shape[1]), (0, 0)), constant_values=128) for each in rows
    ]
    return np.concatenate(padded)


def put_away():
    """Remove the pictures of what is drawn no more."""
    for path in set(FOLDER.glob("*.png")) - {file_of(name) for name in NAMES}:
        print(f"{path.stem}: gone")
        path.unlink()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
