import sys
from pathlib import Path

import pytest

from tests.studio.preview.running import SCENE, Running


@pytest.fixture(scope="module")
def fake_command():
    return [sys.executable, str(Path(__file__).parents[1] / "fake_descent.py")]


@pytest.fixture(scope="module")
def preview(tmp_path_factory, fake_command):
    """A preview whose only film is made."""
    top = tmp_path_factory.mktemp("preview")
    (top / "tmp").mkdir()
    folder = top / "my lecture"
    folder.mkdir()
    (folder / "lecture.toml").write_text(SCENE.format("patches") + "seconds = 0.2\n")
    (folder / "secret.txt").write_text("mine")
    running = Running(fake_command, folder)
    try:
        running.until(lambda: "<video" in running.page())
        running.until(lambda: 'role="status">' not in running.page())
        yield running
    finally:
        running.close()
