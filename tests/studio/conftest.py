import sys
from pathlib import Path

import pytest

from scenes.studio import cli
from scenes.studio.registry import STORIES

HERE = Path(__file__).parent


@pytest.fixture
def fakes(monkeypatch, tmp_path):
    """Stories of a second or two can be rendered, into an empty working folder."""
    monkeypatch.syspath_prepend(str(HERE))
    import fake_descent

    stories, commands = dict(STORIES), dict(cli.render_group.commands)
    fake_descent.register()
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    for registry, before in ((STORIES, stories), (cli.render_group.commands, commands)):
        registry.clear()
        registry.update(before)


@pytest.fixture
def fake_command():
    """The start of a command line that knows the fake stories."""
    return [sys.executable, str(HERE / "fake_descent.py")]
