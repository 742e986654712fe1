"""Captions as files: SubRip for players, WebVTT for web pages."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import srt


def files(subtitles: Sequence[srt.Subtitle]) -> Mapping[str, str]:
    """Return what the caption files of a video hold, by their endings; nothing if nothing was spoken."""
    if not subtitles:
        return {}
    return {".srt": srt.compose(subtitles), ".vtt": web(subtitles)}


def web(subtitles: Sequence[srt.Subtitle]) -> str:
    """Return cues as WebVTT: captions, or the titles of chapters."""
    cues = (f"{_clock(cue.start)} --> {_clock(cue.end)}\n{_escaped(cue.content)}\n" for cue in subtitles)
    return "\n".join(["WEBVTT\n", *cues])


def _clock(time: timedelta) -> str:
    """Return a time as WebVTT writes it.

    >>> _clock(timedelta(seconds=3661.5))
    '01:01:01.500'
    """
    milliseconds = round(time / timedelta(milliseconds=1))
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def _escaped(text: str) -> str:
    """Return a cue's text without what WebVTT would take for markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
