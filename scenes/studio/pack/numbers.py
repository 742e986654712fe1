"""The numbers of a film's runs as the page beside it takes them."""

import math
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from gdmath.method_table import OPTIMIZERS
from gdmath.trajectory import Trajectory
from scenes.studio.film.stretches import Stretch
from scenes.studio.pack.record import Record
from scenes.words.caption import Name

DIGITS = 9  # significant ones
_METHODS = {entry.name: name for name, entry in OPTIMIZERS.items()}


def numbers(record: Record, words: Any) -> dict[str, Any]:
    """Return the runs, and when the film comes to which of their steps.

    Only runs that the film follows step by step are there; `stretches` name them by their places in `runs`.
    """
    shown = sorted({number for stretch in record.stretches for number in stretch.runs})
    trajectories = [record.trajectories[number] for number in shown]
    return {
        "runs": [
            {
                "names": [Name(symbol.name).plain(".") for symbol in run.cost.variables],
                "thetas": _rounded(run.thetas),
                "costs": _rounded(run.values),
                "gradients": _rounded(run.gradients),
            }
            for run in trajectories
        ],
        "stretches": [
            {
                "runs": [shown.index(number) for number in stretch.runs],
                "labels": _labels(stretch, record, shown, words),
                "steps": list(stretch.times),
                "times": [round(time, 4) for time in stretch.times.values()],
                "asides": [
                    [None if time is None else round(time, 4) for time in aside] for aside in stretch.asides
                ],
            }
            for stretch in record.stretches
        ],
    }


def _labels(stretch: Stretch, record: Record, shown: Sequence[int], words: Any) -> list[str]:
    """Return what tells the runs of a stretch apart, or a single one from all that are shown."""
    among = stretch.runs if len(stretch.runs) > 1 else shown
    named = labels([record.trajectories[number] for number in among], words)
    return [named[among.index(number)] for number in stretch.runs]


def labels(runs: Sequence[Trajectory], words: Any) -> list[str]:
    """Return a name for each of several runs, made of as little as tells them apart; else their numbers."""
    kinds: list[Callable[[Trajectory], str]] = [
        lambda run: _optimizer(run, words),
        lambda run: f"{words.control('rate')} {_rate(run):.3g}",
        lambda run: (
            f"{words.control('from')} {'; '.join(f'{x:.3g}'.replace('-', '−') for x in run.thetas[0])}"
        ),
        lambda run: _examples(run, words),
        lambda run: run.optimizer,
    ]
    for count in range(len(kinds)):
        for some in combinations(kinds, count):
            named = [", ".join(kind(run).replace(".", words.DECIMAL) for kind in some) for run in runs]
            if len(set(named)) == len(runs):
                return named
    return [f"{words.control('run')} {number}" for number in range(1, len(runs) + 1)]


def _optimizer(run: Trajectory, words: Any) -> str:
    """What its optimizer is called; one that is not of ours, by its class."""
    kind = run.optimizer.partition("(")[0]
    return words.optimizer_short(_METHODS[kind]) if kind in _METHODS else kind


def _rate(run: Trajectory) -> float:
    return float(run.learning_rates[0]) if len(run) else math.nan


def _examples(run: Trajectory, words: Any) -> str:
    """How many examples each of its steps saw."""
    if run.batches is None:
        return words.control("all")
    return words.control("batches").replace("{n}", str(run.batches.rows.shape[1]))


def _rounded(values: Any) -> Any:
    """Return numbers with few digits, and null for those that are not finite."""
    if isinstance(values, np.ndarray) and values.ndim > 1:
        return [_rounded(row) for row in values]
    return [float(f"{x:.{DIGITS}g}") if math.isfinite(x) else None for x in np.asarray(values).tolist()]
