"""Groups whose commands are the stories, each with the story's own options."""

from collections.abc import Callable, Sequence
from typing import Any

import click
import cloup

from gdmath.formulas.nearest import nearest, unknown
from scenes.studio import options
from scenes.studio.commands import CONTEXT, Command
from scenes.studio.registry import STORIES, Entry


class StoryGroup(click.Group):
    """Its commands are the stories; options may stand before a story's name as well as after it."""

    def __init__(self, *args: Any, command_of: Callable[[Entry], click.Command], **kwargs: Any) -> None:
        self.command_of = command_of
        super().__init__(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(STORIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        return self.command_of(STORIES[cmd_name]) if cmd_name in STORIES else None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in CONTEXT["help_option_names"]:
            story = self._story_in(args)
            args = [story, *args[: args.index(story)], *args[args.index(story) + 1 :]]
        return super().parse_args(ctx, args)

    def _story_in(self, args: list[str]) -> str:
        """Return the first word that names a story, or raise a UsageError."""
        words = [arg for arg in args if not arg.startswith("-")]
        named = next((word for word in words if word in STORIES), None)
        if named:
            return named
        if args[0] in words:
            raise click.UsageError(unknown("story", args[0], STORIES))
        meant = next((word for word in words if nearest(word, STORIES)), None)
        if meant:
            raise click.UsageError(unknown("story", meant, STORIES))
        raise click.UsageError(
            f"name a story ({', '.join(STORIES)}), such as: descent {self.name} {next(iter(STORIES))}"
        )


def story_command(
    entry: Entry,
    title: str,
    own: Sequence[options.Decorator],
    callback: Callable[..., None],
    repeatable: Sequence[str] = (),
) -> click.Command:
    """Return a command of one story: its `own` options under a title, then those of the story."""
    decorated: Callable[..., Any] = cloup.option_group(title, *own)(callback)
    decorated = cloup.option_group("The story", *options.story_options(entry.parameters, repeatable))(
        decorated
    )
    sentence = f"{entry.summary[0].upper()}{entry.summary[1:]}."
    return cloup.command(entry.name, cls=Command, help=sentence)(decorated)
