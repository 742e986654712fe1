"""What `descent doctor` finds."""

import pytest

from scenes.studio import doctor
from scenes.studio.cli import run


def test_rendering_works_here(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "Rendering works here."
    assert all(line.startswith("ok ") for line in lines[:-1])
    assert any("libx264" in line for line in lines)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["typst", "ManimPango"])
def test_what_is_missing_is_named_with_its_remedy(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(doctor.PACKAGES, name, ("no_such_module", doctor.PACKAGES[name][1]))
    assert run(["doctor"]) == 1
    out = capsys.readouterr().out
    assert f"missing  {name}: No module named 'no_such_module'; " in out
    assert "./setup.sh" in out
    assert out.endswith("Rendering can't work yet.\n")


def test_an_encoder_that_fails_is_found(monkeypatch, capsys):
    def broken(*_):
        raise ValueError("no codec\nlibx264")

    monkeypatch.setattr("scenes.studio.film.encoder.Encoder", broken)
    assert run(["doctor"]) == 1
    assert "missing  H.264 video: no codec libx264; run ./setup.sh again" in capsys.readouterr().out
