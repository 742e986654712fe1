"""Helpers that don't do what they claim: they stand where `together.help_` does, in a process of its own."""

import os
import signal
import time

from scenes.studio.film.pieces import PieceFolder


def dies(part, pipe):
    """Claim two pieces, write half of one, and be killed."""
    pieces = PieceFolder(part.pieces)
    for number in (0, 2):
        pieces.claim(number)
    pieces.file(2).with_suffix(".part").write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)


def is_deaf(part, pipe):
    """Go on, whatever is asked."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    time.sleep(60)
