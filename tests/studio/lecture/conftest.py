from pathlib import Path

import pytest


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Write a lecture file into the empty working folder, and return its path."""
    monkeypatch.chdir(tmp_path)

    def write(text, name="lecture.toml"):
        path = Path(name)
        path.write_text(text, encoding="utf-8")
        return path

    return write
