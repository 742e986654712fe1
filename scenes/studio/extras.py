"""Packages that not every installation has: what to do where one is missing."""

from collections.abc import Iterable
from importlib.util import find_spec


def require(what: str, packages: Iterable[str], extra: str) -> None:
    """Raise ValueError with the remedy where a package that something needs, one of an extra, is missing."""
    if any(find_spec(package) is None for package in packages):
        raise ValueError(
            f"{what} needs packages that are not installed; run ./setup.sh, or "
            f"pip install 'descent-in-motion[{extra}]'"
        )
