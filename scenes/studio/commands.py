"""Commands and groups that say what they know when they are asked for what they don't."""

import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any

import click
import cloup

from gdmath.formulas.nearest import unknown

NAME = "descent"
MOST_WIDTH = 100  # of help, in characters
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": MOST_WIDTH}

_OPTION = re.compile(r"-[A-Za-z]\w*(=.*)?|--[A-Za-z][\w-]*(=.*)?|--?", re.DOTALL | re.ASCII)
_SURPLUS = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)


class Command(cloup.Command):
    """A command that takes values which begin with a minus sign, and names the options it has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"context_settings": CONTEXT, **kwargs})

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; `-3` and `-x**2` are values, not options."""
        shielded = self._shielded(ctx, args)
        try:
            return super().parse_args(ctx, shielded)
        except click.NoSuchOption as error:
            known = [name for param in self.get_params(ctx) for name in param.opts if name.startswith("--")]
            message = unknown(f"option of {self.name}", error.option_name, known)
            if not error.option_name.startswith("--"):
                message += f"; if it is a formula, write it in parentheses: '({error.option_name})'"
            raise click.UsageError(message, ctx) from None
        except click.UsageError as error:
            if surplus := _SURPLUS.fullmatch(error.message):
                reason = f"{surplus[1]} is more than {self.name} takes; put a formula between single quotes"
                raise click.UsageError(reason, ctx) from None
            raise

    def _shielded(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put a space before what looks like an option but is an argument."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        takers = {name for option in options if not option.is_flag for name in option.opts}
        return [
            f" {arg}" if arg.startswith("-") and not _OPTION.fullmatch(arg) and before not in takers else arg
            for before, arg in zip(["", *args], args, strict=False)
        ]


def as_typed() -> str:
    """Return the command line of the command that runs, as it was given."""
    return shlex.join(["descent", *click.get_current_context().find_root().obj])


def called() -> str:
    """Return what a person types to call this program: its name where a shell finds it, else its path."""
    path = Path(sys.argv[0])
    if path.name != NAME:
        return NAME
    found = shutil.which(NAME)
    return NAME if found and path.exists() and path.samefile(found) else shlex.quote(str(path))


class Group(cloup.Group):
    """A group of commands that names the nearest to one it doesn't have."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"context_settings": CONTEXT, **kwargs})

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if self.get_command(ctx, args[0]) is None:
            raise click.UsageError(unknown("command", args[0], self.list_commands(ctx)), ctx)
        return super().resolve_command(ctx, args)
