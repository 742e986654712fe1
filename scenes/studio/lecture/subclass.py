"""A lecturer's own story in a Python file: what can be told of it unread, and how it is loaded.

Only `loaded` runs the file; a class of a notebook comes pickled.
"""

import ast
import hashlib
import pickle
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from gdmath.formulas.nearest import unknown
from scenes.parameters import StoryParameters
from scenes.studio.failures import UnfitError
from scenes.studio.registry import STORIES, Entry


def outline(path: Path, name: str) -> Entry:
    """Return what there is to know of the story of a class without running its file.

    Its parameters are those of the story that it, or its base in the same file, is a subclass of; if that is
    none of ours, those that every story has. Raises ValueError for a file that is not Python, or lacks it.
    """
    try:
        tree = ast.parse(path.read_bytes(), str(path.name))
    except SyntaxError as error:
        raise ValueError(f"{path.name}, line {error.lineno or 1}: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError, OSError):
        raise ValueError(f"{path.name} can't be read as Python") from None
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    if name not in classes:
        raise ValueError(unknown(f"class of {path.name}", name, classes))
    told = _told(classes, name)
    return Entry(
        name, "", name, told.parameters if told else StoryParameters, "", bool(told and told.spatial)
    )


def _told(classes: dict[str, ast.ClassDef], name: str) -> Entry | None:
    ours = {entry.scene: entry for entry in STORIES.values()}
    seen: set[str] = set()
    while name not in ours or name in classes:
        bases = classes[name].bases if name in classes and name not in seen else []
        seen.add(name)
        if not bases:
            return None
        name = ast.unparse(bases[0]).rpartition(".")[2]
    return ours[name]


def loaded(path: Path, name: str) -> tuple[Entry, Any]:
    """Run a file and return the entry of its story, which can be imported from then on, and its class.

    Raises UnfitError unless the class is a story.
    """
    from scenes.kit.story import Story

    module_name = f"lecture_{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"
    spec = spec_from_file_location(module_name, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[module_name] = module
    sys.path.append(str(path.parent))
    spec.loader.exec_module(module)
    story = getattr(module, name, None)
    if not (isinstance(story, type) and issubclass(story, Story)):
        raise UnfitError(f"{name} in {path.name} is no story; make it a subclass of one, as TangentDescent")
    return Entry(name, module_name, name, type(story.parameters), ""), story


def unpickled(pickled: bytes) -> tuple[Entry, Any]:
    """Return the entry of a story that was pickled, which can be imported from then on, and its class."""
    story = pickle.loads(pickled)
    module = ModuleType("pickled_story")
    setattr(module, story.__name__, story)
    sys.modules[module.__name__] = module
    return Entry(story.__name__, module.__name__, story.__name__, type(story.parameters), ""), story
