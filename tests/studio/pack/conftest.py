"""A pack of a story of seconds."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from scenes.studio.cli import run
from scenes.studio.pack import job
from scenes.studio.registry import STORIES

ASKED = ("render", "short", "-ql", "--pace", "4", "--pack", "pack", "--language", "en", "--language", "de")
HERE = Path(__file__).parents[1]


@pytest.fixture
def asked():
    """The command line of a pack in two languages."""
    return [*ASKED]


@pytest.fixture(scope="session")
def packed(tmp_path_factory):
    """What is known of a pack in two languages."""
    folder = tmp_path_factory.mktemp("packs")
    known = []
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(HERE))
        import fake_descent

        patch.chdir(folder)
        for entry in fake_descent.FAKES:
            patch.setitem(STORIES, entry.name, entry)
        write = job._write
        patch.setattr(job, "_write", lambda job, packed: known.append(packed) or write(job, packed))
        assert run([*ASKED, "--format", "stills"]) == 0
    return replace(known[0], video=folder / "pack/short.mp4", drafts=folder)


EVIL = '</script><script>alert(1)</script> <b>&" #eval(`1`) $x$'


@pytest.fixture
def written_in(packed, tmp_path):
    """What is known of the pack, with a folder of its own for what is made from it."""
    video, drafts = shutil.copy(packed.video, tmp_path), tmp_path / "drafts"
    drafts.mkdir()
    return replace(packed, video=Path(video), drafts=drafts)


@pytest.fixture
def hostile(written_in):
    """The same with a title, a formula and a caption that would be run if they were not only shown."""
    own = written_in.own
    spoken = [replace(own.captions[0], text=EVIL), *own.captions[1:]]
    told = replace(own, title=EVIL, formula=EVIL, captions=spoken)
    return replace(written_in, told=[told], record=replace(written_in.record, trajectories=[]))
