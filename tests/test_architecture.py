"""Imports point one way: studio -> stories -> kit -> gdmath."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted([*(ROOT / "gdmath").rglob("*.py"), *(ROOT / "scenes").rglob("*.py")])
LEVELS = {"gdmath": 0, "parameters": 1, "kit": 2, "story": 3, "studio": 4, "main": 5}


def level(module: str) -> int | None:
    """How far up a module of ours stands, or None for others'."""
    parts = module.split(".")
    if parts[0] == "gdmath":
        return LEVELS["gdmath"]
    if parts[0] != "scenes" or len(parts) == 1:
        return None
    return LEVELS.get({"__main__": "main"}.get(parts[1], parts[1]), LEVELS["story"])


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names if node.module == "scenes"}
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path):
    own = level(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for module in imports(path):
        other = level(module)
        if own is not None and other is not None:
            assert other <= own, module
            # A story knows no other story.
            assert own != LEVELS["story"] or other != LEVELS["story"], module
    if own == LEVELS["gdmath"]:
        assert not any(module.split(".")[0] in ("manim", "scenes") for module in imports(path))


def test_parameters_need_nothing_that_is_slow_to_import():
    read = {"gdmath.formula", "gdmath.landscapes", "gdmath.landscape_data"}
    for path in ("scenes/parameters.py", "gdmath/landscapes.py"):
        # What is imported within a function is only for those who call it.
        found = imports(ROOT / path) - ({"gdmath.cost"} if path.startswith("gdmath") else set())
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
        ("import gdmath.descent, gdmath.typeset, gdmath.geometry", {"manim"}),
        ("import scenes.parameters, scenes.studio.registry", {"manim", "sympy", "numpy"}),
    ],
)
def test_what_is_light_stays_light(statement, heavy):
    code = f"{statement}; import sys; print(*(set(sys.modules) & {heavy!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
