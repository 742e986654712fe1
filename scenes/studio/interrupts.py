"""Ends a run at the first Ctrl-C (SIGINT), SIGTERM or SIGHUP, once, so that it can tidy up in peace."""

import signal
from types import FrameType

EXIT_CODE = 130

_arrived = False


def listen() -> None:
    """Turn the first signal into a KeyboardInterrupt and ignore those that follow.

    SIGHUP stays ignored where it was, so that nohup works.
    """
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _interrupt)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _interrupt)


def check() -> None:
    """Raise KeyboardInterrupt if a signal has arrived.

    Python drops an exception that a handler raises inside a destructor or a callback from C; whoever loops
    over frames asks here as well.
    """
    if _arrived:
        raise KeyboardInterrupt


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    global _arrived
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    _arrived = True
    raise KeyboardInterrupt
