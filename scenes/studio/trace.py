"""`descent trace`: the numbers of a descent, step by step, as a table, CSV or JSON."""

import gc
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
import cloup

from gdmath.formula import Formula, read
from scenes.studio.commands import Command
from scenes.studio.failures import UnfitError
from scenes.studio.options import Number, Numbers
from scenes.studio.target import refuse_to_replace

if TYPE_CHECKING:
    from gdmath.trajectory import Trajectory

FORMATS = ("table", "csv", "json")
START = 50.0


@dataclass(frozen=True)
class Request:
    """What to trace. Raises ValueError, at once, for what can't be."""

    formula: Formula
    start: tuple[float, ...]
    learning_rate: float
    steps: int

    def __post_init__(self) -> None:
        names, written = self.formula.variables, ",".join(f"{x:g}" for x in self.start)
        if len(self.start) != len(names):
            raise UnfitError(
                f"the start {written} has {len(self.start)} number(s); the cost has the variables "
                f"{', '.join(names)}, so write for instance --start {','.join(['1'] * len(names))}"
            )
        if not all(map(math.isfinite, self.start)):
            raise UnfitError(f"the start {written} is not finite; give numbers")
        if not math.isfinite(self.formula.evaluate(**dict(zip(names, self.start, strict=True)))):
            raise UnfitError(f"the cost is not defined at the start {written}; start elsewhere")
        if not (math.isfinite(self.learning_rate) and self.learning_rate > 0):
            raise UnfitError(f"the learning rate is {self.learning_rate:g}; it must be positive, such as 0.1")
        if not 0 <= self.steps <= 100_000:
            raise UnfitError(f"steps is {self.steps}; it must lie between 0 and 100000")

    def run(self) -> "Trajectory":
        """Compute the descent."""
        # Most of the time goes into loading and unloading modules: less without a pool of threads that
        # nothing here would use, and with no search for garbage among modules, at the end either.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        gc.disable()
        from gdmath.cost import Cost
        from gdmath.descent import descend
        from gdmath.stopping import Stop

        gc.freeze()
        gc.enable()
        cost = Cost.parse(self.formula.text, self.formula.variables)
        return descend(cost, self.start, learning_rate=self.learning_rate, stop=Stop(steps=self.steps))


@cloup.command("trace", cls=Command)
@cloup.argument("formula", help="the cost, such as 'x**4 - 3*x**2 + x'")
@cloup.option_group(
    "The descent",
    cloup.option(
        "--start", type=Numbers(), help=f"where it starts; x,y,... for several variables [{START:g}]"
    ),
    cloup.option("--learning-rate", type=Number(), default=0.01, help="the length of a step [0.01]"),
    cloup.option("--steps", type=Number(whole=True), default=1000, help="the most steps to take [1000]"),
)
@cloup.option_group(
    "The output",
    cloup.option(
        "--format", "form", type=click.Choice(FORMATS), help="[what -o's name ends in, else a table to read]"
    ),
    cloup.option("--all", "everything", is_flag=True, help="a table of all steps, however many"),
    cloup.option("-o", "--output", type=click.Path(path_type=Path), help="write a file; print only its path"),
    cloup.option("--force", is_flag=True, help="replace the file if it exists"),
)
def trace_command(
    formula: str,
    start: tuple[float, ...] | None,
    learning_rate: float,
    steps: int,
    form: str | None,
    everything: bool,
    output: Path | None,
    force: bool,
) -> None:
    """Print the steps of gradient descent on a cost, with its exact derivatives."""
    try:
        checked = read(formula.strip())
        if output is not None:
            refuse_to_replace(output, force)
        trajectory = Request(checked, _start(checked, start), learning_rate, steps).run()
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    text = _written(trajectory, form or _form_of(output), everything)
    if output is None:
        click.echo(text, nl=False)
    else:
        _save(text, output)
        click.echo(output)


def _start(formula: Formula, given: tuple[float, ...] | None) -> tuple[float, ...]:
    if given is None and len(formula.variables) > 1:
        ones = ",".join(["1"] * len(formula.variables))
        raise UnfitError(
            f"name a start: a number for each of {', '.join(formula.variables)}, as in --start {ones}"
        )
    return given or (START,)


def _form_of(output: Path | None) -> str:
    ending = output.suffix.removeprefix(".").lower() if output else ""
    return ending if ending in FORMATS else "table"


def _written(trajectory: "Trajectory", form: str, everything: bool) -> str:
    if form == "csv":
        return trajectory.to_csv()
    if form == "json":
        return trajectory.to_json()
    from scenes.studio.table import table

    return table(trajectory, everything)


def _save(text: str, output: Path) -> None:
    from scenes.studio.publish import publish, workshop

    with workshop(output) as room:
        draft = room / "text"
        draft.write_text(text, encoding="utf-8")
        publish(draft, output)
