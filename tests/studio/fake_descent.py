"""The command line with stories that take seconds: run it as a program, or call `register`."""

from dataclasses import dataclass

from scenes.parameters import StoryParameters, TangentParameters, option
from scenes.studio.registry import STORIES, Entry


@dataclass(frozen=True, kw_only=True)
class PatchParameters(StoryParameters):
    """Two patches side by side."""

    left: str = option("#f0922b", "the left colour")
    right: str = option("#74c4f8", "the right colour")
    starts: tuple[tuple[float, float], ...] = option(((0.7, 0.4),), "points, as x,y")
    seconds: float = option(2.0, "how long it lasts")


FAKES = (
    Entry("circle", "fake_stories", "Circle", TangentParameters, "a circle is drawn"),
    Entry("patches", "fake_stories", "Patches", PatchParameters, "two colours side by side"),
    Entry("broken", "fake_stories", "Broken", TangentParameters, "fails after some frames"),
    Entry("unfit", "fake_stories", "Unfit", TangentParameters, "can't be told"),
    Entry("talkative", "fake_stories", "Talkative", TangentParameters, "prints"),
    Entry("short", "fake_stories", "Short", TangentParameters, "beats, a question and steps"),
    Entry("counting", "fake_stories", "Counting", TangentParameters, "tells the step that is drawn in bits"),
    Entry("stepping", "fake_stories", "Stepping", TangentParameters, "a bar as long as the step"),
    Entry("endless", "fake_stories", "Endless", TangentParameters, "goes on and on"),
)


def register() -> None:
    for entry in FAKES:
        STORIES[entry.name] = entry


if __name__ == "__main__":
    import fake_descent  # by a name that other processes find

    fake_descent.register()
    from scenes.__main__ import main

    main()
