"""Tests that need another program are left out where it is not installed; in CI nothing may be left out."""

import os
from shutil import which

import pytest

PROGRAMS = {  # what a test may need: under which names, and what brings it
    "chromium": (("chromium", "chromium-browser", "google-chrome"), "apt-get install chromium"),
    "soffice": (("soffice",), "apt-get install libreoffice-impress"),
    "pdftoppm": (("pdftoppm",), "apt-get install poppler-utils"),
}


def missing():
    """Return the programs that are not here."""
    return [name for name, (names, _) in PROGRAMS.items() if not any(map(which, names))]


def pytest_report_header():
    return [
        f"no {name} is installed, so the tests that need it are left out; to run them: {PROGRAMS[name][1]}"
        for name in missing()
        if not os.environ.get("CI")
    ]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    if not os.environ.get("CI"):
        lacking = set(missing())
        items[:] = [
            item
            for item in items
            if not any(lacking & set(marker.args) for marker in item.iter_markers("needs"))
        ]
