"""Which moment of a film a still shows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Moment:
    """The end of a beat, a step of the run, or a time in seconds; if nothing is named, the poster.

    Raises ValueError where two are named, or one that no film has.
    """

    beat: str | None = None
    step: int | None = None
    time: float | None = None

    def __post_init__(self) -> None:
        if sum(each is not None for each in (self.beat, self.step, self.time)) > 1:
            raise ValueError("a still shows one moment; give only one of --beat, --step and --time")
        if self.step is not None and self.step < 0:
            raise ValueError(f"the step is {self.step}; it must be 0 or more")
        if self.time is not None and not 0 <= self.time < float("inf"):
            raise ValueError(f"the time is {self.time:g}; it must be a number of seconds, 0 or more")
