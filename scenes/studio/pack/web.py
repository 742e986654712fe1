"""What pages that stand for themselves are made of."""

import base64
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import Any

from scenes.kit.theme import Theme

_HERE = Path(__file__).parent
_COLORS = ("background", "text", "muted", "point", "cost", "gradient", "optimum")


def template(name: str, **parts: Any) -> str:
    """Return a file of this room with its `$names` replaced."""
    return Template(read(name)).substitute(parts)


def read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def colors(theme: Theme) -> dict[str, str]:
    """Return what style sheets call by name."""
    return {role: getattr(theme, role) for role in _COLORS} | {"scheme": theme.name}


def policy(styles: Sequence[str], scripts: Sequence[str], more: str) -> str:
    """Return what a page may do: these styles and scripts, and what `more` allows; nothing else."""
    style, script = (" ".join(f"'sha256-{_sha(each)}'" for each in texts) for texts in (styles, scripts))
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; {more}; base-uri 'none'; "
        "form-action 'none'"
    )


def embedded(data: Any) -> str:
    """Return JSON that no text in it can end as a script."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).replace(
        "<", "\\u003c"
    )


def _sha(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
