"""Imports point one way: studio -> stories -> {words, runs, kit} -> relief -> gdmath."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted([*(ROOT / "gdmath").rglob("*.py"), *(ROOT / "scenes").rglob("*.py")])
MAY_IMPORT = {  # which rooms a room may import from, besides itself
    "gdmath": set(),
    "parameters": {"gdmath"},
    "relief.paint": {"gdmath"},
    "relief": {"relief.paint", "gdmath"},
    "runs": {"parameters", "gdmath"},
    "words": {"gdmath"},
    "kit": {"words", "runs", "relief", "parameters", "gdmath"},
    "story": {"kit", "words", "runs", "relief", "parameters", "gdmath"},
    "studio.film": {"kit", "gdmath"},
    "studio": {
        "studio.film",
        "kit",
        "words",
        "runs",
        "parameters",
        "gdmath",
    },  # it finds stories by name
    "main": {"studio"},
}
WITHOUT_MANIM = {"gdmath", "parameters", "relief.paint", "runs", "words"}
MOST_FILES = 20
MOST_LINES = 320


def room(module: str) -> str | None:
    """The room that a module of ours is in, or None for others'."""
    parts = module.split(".")
    if parts[0] == "gdmath":
        return "gdmath"
    if parts[0] != "scenes" or len(parts) == 1:
        return None
    if ".".join(parts[1:3]) in MAY_IMPORT:
        return ".".join(parts[1:3])
    if parts[1] in ("__main__", "__init__"):
        return "main"
    return parts[1] if parts[1] in MAY_IMPORT else "story"


def own_room(path: Path) -> str | None:
    return room(".".join(path.relative_to(ROOT).with_suffix("").parts))


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found.add(node.module)
            if (ROOT / node.module.replace(".", "/")).is_dir():  # modules may be named after a package
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_rooms_import_in_no_circle():
    def below(name: str) -> set[str]:
        found = set(MAY_IMPORT[name])
        for other in MAY_IMPORT[name]:
            found |= below(other)
        return found

    assert not [name for name in MAY_IMPORT if name in below(name)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path):
    own = own_room(path)
    if own is None:
        return
    for module in imports(path):
        other = room(module)
        same = other == own and own != "story"  # a story knows no other story
        assert other is None or same or other in MAY_IMPORT[own], module
    if own in WITHOUT_MANIM:
        assert "manim" not in {module.split(".")[0] for module in imports(path)}


@pytest.mark.parametrize("folder", ["scenes", "gdmath"])
def test_no_two_files_import_each_other(folder):
    """What `TYPE_CHECKING` imports counts too: the files could not be read one without the other."""
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in FILES}
    needs = {
        name: imports(path) & set(names) - {name} for name, path in names.items() if name.startswith(folder)
    }
    while free := [name for name, others in needs.items() if not others & set(needs)]:
        for name in free:
            del needs[name]
    assert not needs


def test_rooms_and_files_are_small():
    for folder in {path.parent for path in FILES}:
        files = [path for path in FILES if path.parent == folder and path.name != "__init__.py"]
        assert len(files) <= MOST_FILES, folder
    for path in FILES:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES, path


def test_parameters_need_nothing_that_is_slow_to_import():
    read = {"gdmath.checks", "gdmath.formulas.formula", "gdmath.landscapes", "gdmath.landscape_data"}
    read |= {"gdmath.method_table", "gdmath.methods"}
    for path in (*sorted(ROOT.glob("scenes/parameters/*.py")), ROOT / "gdmath/landscapes.py"):
        # What is imported within a function is only for those who call it.
        found = imports(path) - {"gdmath.cost"}
        found = {module for module in found if not module.startswith("scenes.parameters")}
        assert {module.split(".")[0] for module in found} <= {*sys.stdlib_module_names, "gdmath"}
        assert {module for module in found if module.startswith("gdmath")} <= read


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_is_ever_evaluated(path):
    names = {
        node.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name)
    }
    assert not names & {"eval", "exec", "sympify", "parse_expr"}


@pytest.mark.parametrize(
    ("statement", "heavy"),
    [
        ("import gdmath", {"manim", "sympy", "numpy"}),
        ("import gdmath.descent, gdmath.display.typeset, gdmath.display.geometry", {"manim"}),
        ("import scenes.parameters, scenes.studio.registry", {"manim", "sympy", "numpy"}),
        ("from scenes import show", {"manim", "sympy", "numpy"}),
    ],
)
def test_what_is_light_stays_light(statement, heavy):
    code = f"{statement}; import sys; print(*(set(sys.modules) & {heavy!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
