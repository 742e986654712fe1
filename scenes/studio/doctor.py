"""`descent doctor`: what rendering needs, whether it is here, and how to mend what is not."""

import importlib
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click
import cloup

from scenes.studio.commands import Command
from scenes.studio.target import choose

LEAST_SPACE = 500e6  # bytes; a minute at 1080p takes about 10 MB, type and drafts less
SET_UP = "run ./setup.sh again"
LIBRARIES = "install the libraries cairo and pango (./setup.sh does), then run ./setup.sh again"

# distribution -> (module, what to do when it can't be imported)
PACKAGES = {
    "numpy": ("numpy", SET_UP),
    "sympy": ("sympy", SET_UP),
    "click": ("click", SET_UP),
    "cloup": ("cloup", SET_UP),
    "rich": ("rich", SET_UP),
    "pillow": ("PIL", SET_UP),
    "av": ("av", SET_UP),
    "typst": ("typst", SET_UP),
    "pycairo": ("cairo", LIBRARIES),
    "ManimPango": ("manimpango", LIBRARIES),
    "manim": ("manim", SET_UP),
}


@dataclass(frozen=True)
class Finding:
    """One line of the report; without a remedy all is well."""

    name: str
    detail: str
    remedy: str = ""

    def __str__(self) -> str:
        if self.remedy:
            return f"missing  {self.name}: {self.detail}; {self.remedy}"
        return f"ok       {self.name}: {self.detail}"


@cloup.command("doctor", cls=Command)
def doctor_command() -> int:
    """Tell what is installed, what is missing, and how to mend it."""
    sick = False
    for finding in examine():
        click.echo(str(finding))
        sick |= bool(finding.remedy)
    click.echo("Rendering can't work yet." if sick else "Rendering works here.")
    return 1 if sick else 0


def examine() -> Iterator[Finding]:
    """Yield the findings, the slow ones last."""
    yield _python()
    yield from (_package(name, *about) for name, about in PACKAGES.items())
    yield _tried("type setting", _typeset, SET_UP)
    yield _tried("H.264 video", _encode, SET_UP)
    yield _tried("folder for videos", _may_write, "go to a folder of your own, or name one with -o")
    yield _space()
    yield _program("ffmpeg", "ffmpeg", "videos are encoded without it")
    yield _program("LaTeX", "latex", "formulas are set without it")


def _python() -> Finding:
    detail = f"{platform.python_version()} on {platform.system()} {platform.machine()}, {sys.prefix}"
    old = sys.version_info < (3, 11)
    return Finding("Python", detail, "install Python 3.11 or newer and run ./setup.sh" if old else "")


def _package(name: str, module: str, remedy: str) -> Finding:
    try:
        detail = version(name)
        loaded = importlib.import_module(module)
    except PackageNotFoundError:
        return Finding(name, "not installed", remedy)
    except Exception as error:  # a broken extension module may raise anything
        return Finding(name, _one_line(error), remedy)
    if name == "manim" and not detail.startswith("0.22."):
        return Finding(name, f"{detail}, where 0.22 is needed", SET_UP)
    library = {
        "pycairo": lambda: f", cairo {loaded.cairo_version_string()}",
        "ManimPango": lambda: f", pango {loaded.pango_version()}",
    }.get(name, str)
    return Finding(name, detail + library())


def _tried(name: str, attempt: Callable[[], str], remedy: str) -> Finding:
    try:
        return Finding(name, attempt())
    except Exception as error:
        return Finding(name, _one_line(error), remedy)


def _typeset() -> str:
    import typst

    typst.compile(b"$ x^2 $", format="svg")
    return "Typst compiles a formula"


def _encode() -> str:
    import numpy as np

    from scenes.studio.film.encoder import Encoder

    with tempfile.TemporaryDirectory() as folder:
        encoder = Encoder(Path(folder) / "video.mp4", 64, 64, 30)
        encoder.write(np.zeros((64, 64, 4), np.uint8), repeat=3)
        encoder.finish()
    return "PyAV encodes with libx264"


def _may_write() -> str:
    return f"{choose('video', None, force=False).path.parent.absolute()} can be written"


def _space() -> Finding:
    try:
        free = shutil.disk_usage(Path()).free
    except OSError as error:
        return Finding("disk", _one_line(error), "go to a folder that is there")
    return Finding("disk", f"{free / 1e9:.1f} GB free", "make room for videos" if free < LEAST_SPACE else "")


def _program(name: str, command: str, why: str) -> Finding:
    where = shutil.which(command)
    return Finding(name, f"{where or 'none'} (not needed: {why})")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
