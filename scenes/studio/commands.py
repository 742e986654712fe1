"""Commands and groups that say what they know when they are asked for what they don't."""

import re
from typing import Any

import click
import cloup

from scenes.studio.nearest import nearest, unknown

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

_OPTION = re.compile(r"-[A-Za-z]\w*(=.*)?|--[A-Za-z][\w-]*(=.*)?|--?", re.DOTALL)


class Command(cloup.Command):
    """A command that takes values which begin with a minus sign, and names the options it has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"context_settings": CONTEXT, **kwargs})

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; `-3` and `-x**2` are values, not options."""
        shielded = [arg if _OPTION.fullmatch(arg) or not arg.startswith("-") else f" {arg}" for arg in args]
        try:
            return super().parse_args(ctx, shielded)
        except click.NoSuchOption as error:
            known = [name for param in self.get_params(ctx) for name in param.opts if name.startswith("--")]
            raise click.UsageError(unknown(f"option of {self.name}", error.option_name, known), ctx) from None


class Group(cloup.Group):
    """A group of commands that names the nearest to one it doesn't have."""

    kind = "command"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"context_settings": CONTEXT, **kwargs})

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        name = args[0]
        if self.get_command(ctx, name) is None:
            raise click.UsageError(unknown(self.kind, name, self.list_commands(ctx)), ctx)
        return super().resolve_command(ctx, args)


class StoryGroup(Group):
    """Its commands are stories; options may stand before the story's name as well as after it."""

    kind = "story"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0].startswith("-") and args[0] not in CONTEXT["help_option_names"]:
            stories = self.list_commands(ctx)
            places = [place for place, arg in enumerate(args) if arg in stories]
            if not places:
                words = [arg for arg in args if not arg.startswith("-")]
                named = next((word for word in words if nearest(word, stories)), None)
                raise click.UsageError(
                    unknown(self.kind, named, stories)
                    if named
                    else f"name a story: {', '.join(stories)}; for instance: descent render {stories[0]}",
                    ctx,
                )
            story = args[places[0]]
            args = [story, *args[: places[0]], *args[places[0] + 1 :]]
        return super().parse_args(ctx, args)
