"""`descent trace`: the numbers of a descent, step by step, as a table, CSV, JSON or a file to load again."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import cloup

from gdmath.checks import written
from gdmath.formulas.formula import Formula, read
from gdmath.landscapes import Landscape, named
from gdmath.method_table import OPTIMIZERS, SCHEDULES, SEARCHES
from gdmath.methods import Method
from scenes.parameters import LARGEST, check_domain
from scenes.studio.commands import Command
from scenes.studio.data import OPTIONS, DataOptions, Modelled
from scenes.studio.failures import FailedError, UnfitError, is_full, no_space
from scenes.studio.options import NumbersType, NumberType
from scenes.studio.target import refuse_to_replace

if TYPE_CHECKING:
    from gdmath.critical.critical_point import CriticalPoints
    from gdmath.trajectory import Trajectory

FORMATS = ("table", "csv", "json", "npz")
ENDINGS = {"": "table", ".txt": "table", ".csv": "csv", ".json": "json", ".npz": "npz"}


@dataclass(frozen=True)
class Request:
    """What to trace. Raises ValueError, at once, for what can't be."""

    formula: Formula | None
    starts: tuple[tuple[float, ...], ...]
    method: Method
    steps: int
    landscape: Landscape | None = None  # the one that was called by name
    data: Modelled | None = None

    def __post_init__(self) -> None:
        for start in self.starts:
            self._check_start(start)
        if not 0 <= self.steps <= 100_000:
            raise UnfitError(f"steps is {written(self.steps)}; it must lie between 0 and 100000")

    def run(self) -> "list[Trajectory]":
        """Compute a descent from every start, and find the starts and the rate that were not named."""
        from gdmath.cost import Cost
        from gdmath.descent import descend
        from gdmath.framing import plan_by

        if self.data:
            cost, batches = self.data.cost, self.data.batches
        else:
            assert self.formula
            cost, batches = Cost.parse(self.formula), None
        starts = self.starts or (((0.0,) * cost.dimension,) if self.data else None)
        told = plan_by(self.method, cost, starts, steps=self.steps, landscape=self.landscape)
        if batches is None:
            return list(told.runs)
        rate, stop = told.learning_rate, told.stop
        return [
            descend(cost, start, told.optimizer, learning_rate=rate, stop=stop, batches=batches)
            for start in told.starts
        ]

    def _check_start(self, start: tuple[float, ...]) -> None:
        names, place = _variables(self.formula, self.data), ",".join(f"{x:g}" for x in start)
        if len(start) != len(names):
            raise UnfitError(
                f"the start {place} has {len(start)} number(s); the cost has the variables "
                f"{', '.join(names)}, so write for instance --start {','.join(['1'] * len(names))}"
            )
        if not all(map(math.isfinite, start)):
            raise UnfitError(f"the start {place} is not finite; give numbers")
        if self.formula and self.formula.is_undefined(**dict(zip(names, start, strict=True))):
            raise UnfitError(f"the cost is not defined at the start {place}; start elsewhere")


@cloup.command("trace", cls=Command)
@cloup.argument(
    "formula", required=False, help="the cost, such as 'x**4 - 3*x**2 + x', or a landscape's name; or --data"
)
@cloup.option_group(
    "The descent",
    cloup.option(
        "--start",
        "starts",
        type=NumbersType(),
        multiple=True,
        help="where it starts; x,y,... for several variables; again for several "
        "[found: in a valley, or the landscape's own; on data 0]",
    ),
    cloup.option(
        "--learning-rate",
        type=NumberType(),
        help="the length of a step; of a line search the first one tried [found: what suits the cost]",
    ),
    cloup.option("--steps", type=NumberType(whole=True), default=1000, help="the most steps to take [1000]"),
    cloup.option(
        "--optimizer",
        default="gradient-descent",
        help=f"one of {', '.join(OPTIMIZERS)} (descent methods tells more)",
    ),
    cloup.option(
        "--schedule",
        help=f"of the learning rate: {', '.join(SCHEDULES)}; or a line search: {', '.join(SEARCHES)} "
        "[what suits the optimizer]",
    ),
    cloup.option(
        "--set",
        "settings",
        multiple=True,
        metavar="NAME=VALUE",
        help="a setting of the optimizer or schedule, such as beta1=0.8, or of any: clip_norm=1, noise=0.1",
    ),
)
@OPTIONS
@cloup.option_group(
    "The output",
    cloup.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        help="npz is for -o, and Trajectory.load reads it [what -o's name ends in, else a table to read]",
    ),
    cloup.option("--all", "everything", is_flag=True, help="a table of all steps, however many"),
    cloup.option(
        "--analysis", is_flag=True, help="list the critical points too, in the domain or the landscape's own"
    ),
    cloup.option(
        "--domain", type=NumbersType(2), help="of every variable, for --analysis [around the descents]"
    ),
    cloup.option("-o", "--output", type=click.Path(path_type=Path), help="write a file; print only its path"),
    cloup.option("--force", is_flag=True, help="replace the file if it exists"),
)
def trace_command(
    formula: str | None,
    starts: tuple[tuple[float, ...], ...],
    learning_rate: float | None,
    steps: int,
    optimizer: str,
    schedule: str | None,
    settings: tuple[str, ...],
    form: str | None,
    everything: bool,
    analysis: bool,
    domain: tuple[float, float] | None,
    output: Path | None,
    force: bool,
    **table: Any,
) -> None:
    """Print the steps of a descent on a cost, with its exact derivatives.

    The cost is a formula, or the name of a landscape: rosenbrock, himmelblau, ... (descent landscapes lists
    them); or, with --data, the mean error of a model over the rows of a CSV file.
    """
    try:
        options = DataOptions(**table)
        land, checked, data = None, None, None
        if formula is None:
            if options.data is None:
                raise UnfitError("there is no cost; write a formula, such as 'x**2', or --data points.csv")
        elif options.data is not None:
            raise UnfitError(f"{written(formula.strip())} and --data are two costs; leave one of them out")
        else:
            land = named(formula)
            checked = read(land.formula if land else formula.strip())
        check_domain(domain)
        form = form or _form_of(output)
        _check_output(form, output, len(starts), analysis, domain)
        if output is not None:
            refuse_to_replace(output, force)
        method = Method(optimizer, schedule, settings, learning_rate)
        data = options.read() if options.data is not None else None
        runs = Request(checked, starts, method, steps, land, data).run()
        told = data.told if data else (f"read as {checked.reading}",) if checked and checked.reading else ()
        found = _critical(runs, domain, land) if analysis else None
        text = "" if form == "npz" else _text(told, runs, form, everything, found)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if form != "table" and not land:  # a landscape's formula is not the user's
        for line in told:
            click.echo(line, err=True)
    if output is None:
        click.echo(text, nl=False)
    else:
        save = runs[0].save if form == "npz" else lambda draft: draft.write_text(text, encoding="utf-8")
        _publish(save, output)
        click.echo(output)


def _variables(formula: Formula | None, data: Modelled | None) -> tuple[str, ...]:
    if formula:
        return formula.variables
    return tuple(symbol.name for symbol in data.cost.variables) if data else ()


def _form_of(output: Path | None) -> str:
    ending = output.suffix.lower() if output else ""
    if ending not in ENDINGS:
        known = ", ".join(filter(None, ENDINGS))
        raise UnfitError(f"{output} ends in {ending}; end it in one of {known}, or choose a --format")
    return ENDINGS[ending]


def _check_output(
    form: str, output: Path | None, starts: int, analysis: bool, domain: tuple[float, float] | None
) -> None:
    if form == "npz" and output is None:
        raise UnfitError("--format npz makes a file; name it with -o, such as -o run.npz")
    if form == "npz" and starts > 1:
        raise UnfitError(
            f"an .npz file holds one descent, not {starts}; give one --start, or end -o in .csv or .json"
        )
    if analysis and form != "table":
        raise UnfitError(f"--analysis is a text to read, and {form} is not; leave one of them out")
    if domain and not analysis:
        raise UnfitError("--domain says where --analysis looks; add --analysis, or leave --domain out")


def _text(
    told: Sequence[str],
    runs: "list[Trajectory]",
    form: str,
    everything: bool,
    found: "CriticalPoints | None",
) -> str:
    from scenes.studio import report

    if form == "csv":
        return report.to_csv(runs)
    if form == "json":
        return report.to_json(runs)
    from scenes.studio.table import table

    several = len(runs) > 1
    text = report.reading(told)
    text += report.summary(runs, found) if several else table(runs[0], everything)
    text += "" if several else report.findings(runs[0], found)
    return text if found is None else text + report.critical(runs[0].cost, found)


def _critical(
    runs: "list[Trajectory]", domain: tuple[float, float] | None, land: Landscape | None
) -> "CriticalPoints":
    import numpy as np

    from gdmath.stationary import critical_points

    cost = runs[0].cost
    if domain:
        box = [domain] * cost.dimension
    elif land:
        box = list(land.domain)
    else:
        points = np.vstack([run.thetas[np.isfinite(run.values)] for run in runs])
        low, high = points.min(axis=0), points.max(axis=0)
        with np.errstate(over="ignore"):
            margin = np.maximum(high - low, 1.0)
            low, high = low - margin, high + margin
        if not ((np.abs([low, high]) <= LARGEST).all() and (low < high).all()):
            raise UnfitError("the descent is too far out to look around it; add where, as in --domain=-5,5")
        box = list(zip(low.tolist(), high.tolist(), strict=True))
    return critical_points(cost, box)


def _publish(save: Callable[[Path], object], output: Path) -> None:
    from scenes.studio.publish import publish, workshop

    with workshop(output) as room:
        draft = room / "draft"
        try:
            save(draft)
            publish(draft, output)
        except OSError as error:
            if is_full(error):
                raise FailedError(no_space(output)) from error
            reason = (error.strerror or "it failed").lower()
            raise FailedError(
                f"{output} can't be written ({reason}); make room, or name a file elsewhere with -o"
            ) from error
