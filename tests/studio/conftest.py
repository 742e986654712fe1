import sys
from pathlib import Path

import pytest

from scenes.studio.registry import STORIES

HERE = Path(__file__).parent


@pytest.fixture
def fakes(monkeypatch, tmp_path):
    """Stories of a second or two can be rendered, into an empty working folder."""
    monkeypatch.syspath_prepend(str(HERE))
    import fake_descent

    for entry in fake_descent.FAKES:
        monkeypatch.setitem(STORIES, entry.name, entry)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def fake_command():
    """The start of a command line that knows the fake stories."""
    return [sys.executable, str(HERE / "fake_descent.py")]
