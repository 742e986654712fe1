"""The record of a descent: what every story draws from."""

import csv
import io
import json
import struct
import zlib
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from gdmath.arrays import Floats
from gdmath.cost import Cost
from gdmath.data.batches import BatchRecord
from gdmath.formulas.expression import parse
from gdmath.formulas.sympy_text import written
from gdmath.objective import Objective
from gdmath.optimizers.kinds import Lengths


class Outcome(Enum):
    """How a descent can end; the value says it in words."""

    CONVERGED = "the gradient vanished"
    SETTLED = "the cost or theta stopped changing"
    OUT_OF_STEPS = "the steps were used up"
    ESCAPED = "the cost or theta grew past every bound"
    UNDEFINED = "the cost is not defined there"
    TOO_LARGE = "numbers there are too large for floating point"
    KINK = "the cost has no gradient there"
    NO_LENGTH = "no length satisfies the line search"


@dataclass(frozen=True)
class Status:
    """How a descent ended: the outcome, the step at which it did, and a sentence with the numbers."""

    outcome: Outcome
    step: int
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, eq=False)
class Trajectory:
    """A recorded descent of n steps in d dimensions.

    `thetas` (n+1, d), `values` (n+1,) and `gradients` (n+1, d) hold the start and every point reached;
    `learning_rates` (n,) and `directions` (n, d) the steps, with
    thetas[k+1] = thetas[k] + learning_rates[k] * directions[k]. The last point of an escape may be infinite.
    `values` and `gradients` are exact at `thetas`, never differenced. `optimizer` is the method's label,
    `note` what it has to say of the run, if anything. `batches` holds which examples each step saw, where
    the descent was stochastic; the whole cost and its gradient are then computed when they are first asked
    for, since over many rows they take far longer than the steps did. `known` holds them otherwise.
    """

    cost: Objective
    thetas: Floats
    learning_rates: Floats
    directions: Floats
    status: Status
    known: tuple[Floats, Floats] | None = field(default=None, repr=False)
    optimizer: str = "GradientDescent()"
    note: str = ""
    batches: BatchRecord | None = None
    searched: bool = False

    def __len__(self) -> int:
        """Return the number of steps n."""
        return len(self.learning_rates)

    @property
    def lengths(self) -> Lengths:
        """What sets how long its steps are: one learning rate, one that changes, or a search."""
        if self.searched:
            return "searched"
        return "changing" if len(np.unique(self.learning_rates[:1000])) > 1 else "fixed"

    @property
    def values(self) -> Floats:
        """The cost at every point (n+1,)."""
        return self._whole[0]

    @property
    def gradients(self) -> Floats:
        """The gradient at every point (n+1, d)."""
        return self._whole[1]

    @cached_property
    def _whole(self) -> tuple[Floats, Floats]:
        if self.known:
            return self.known
        # One by one: over many rows, all points at once would not fit in memory.
        points = [self.cost.value_and_gradient(theta) for theta in self.thetas]
        return np.array([value for value, _ in points]), np.array([gradient for _, gradient in points])

    def save(self, path: str | Path) -> None:
        """Write everything to a .npz file, without loss."""
        about = {
            **self.cost.record(),
            "outcome": self.status.outcome.name,
            "step": self.status.step,
            "sentence": self.status.sentence,
            "optimizer": self.optimizer,
            "note": self.note,
            "searched": self.searched,
        }
        arrays = self._arrays() | (self.batches._asdict() if self.batches else {})
        if "data" in about:
            arrays["data"] = about.pop("data")
        with Path(path).open("wb") as file:
            np.savez(file, allow_pickle=False, about=np.array(json.dumps(about)), **arrays)

    @classmethod
    def load(cls, path: str | Path, cost: Objective | None = None) -> "Trajectory":
        """Read what `save` wrote.

        A file can't hold a function of one's own: give the `FunctionCost` of such a run as `cost`.

        Raises ValueError for a file that is no trajectory, OSError for none.
        """
        content = io.BytesIO(Path(path).read_bytes())
        try:
            with np.load(content, allow_pickle=False) as file:
                about = json.loads(str(file["about"]))
                if "columns" in about:
                    about["data"] = file["data"]
                arrays = {name: file[name] for name in _ARRAYS}
                batches = BatchRecord(file["epochs"], file["rows"]) if "epochs" in file else None
                return _trajectory(about, arrays, batches, cost)
        except _FunctionError as error:
            raise ValueError(f"{path}: {error}") from None
        except _DAMAGES as error:
            raise ValueError(f"{path} holds no trajectory; write one with Trajectory.save") from error

    def rows(self) -> list[dict[str, float | int | None]]:
        """Return one row a point: step, each variable, cost, each partial derivative, learning rate.

        The learning rate of the last point, from which no step was taken, is None. A stochastic descent has
        the step's epoch too.
        """
        names = [symbol.name for symbol in self.cost.variables]
        rates: list[float | None] = [*self.learning_rates.tolist(), None]
        epochs = [] if self.batches is None else [*self.batches.epochs.tolist(), None]
        return [
            {
                "step": step,
                **({"epoch": epochs[step]} if epochs else {}),
                **dict(zip(names, theta, strict=True)),
                "cost": value,
                **{f"dC/d{name}": slope for name, slope in zip(names, gradient, strict=True)},
                "learning_rate": rate,
            }
            for step, (theta, value, gradient, rate) in enumerate(
                zip(self.thetas.tolist(), self.values.tolist(), self.gradients.tolist(), rates, strict=True)
            )
        ]

    def to_csv(self) -> str:
        """Return the rows as CSV text with a header; numbers read back exactly."""
        rows = self.rows()
        text = io.StringIO()
        writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue()

    def to_json(self) -> str:
        """Return cost, status and rows as JSON text; a number that is not finite is null."""
        rows = [{key: _finite(value) for key, value in row.items()} for row in self.rows()]
        about = {
            "formula": self.cost.formula,
            "gradient": _symbolic_gradient(self.cost),
            "optimizer": self.optimizer,
            "outcome": self.status.outcome.name.lower(),
            "status": self.status.sentence,
            "note": self.note,
            "steps": rows,
        }
        return json.dumps(about, indent=1, allow_nan=False) + "\n"

    def _arrays(self) -> dict[str, Floats]:
        return {name: getattr(self, name) for name in _ARRAYS}


_ARRAYS = ("thetas", "values", "gradients", "learning_rates", "directions")
_DAMAGES = (
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RuntimeError, MemoryError),
    *(EOFError, BadZipFile, zlib.error, struct.error),
)


class _FunctionError(Exception):
    """The file holds the run of a function that it does not hold."""


def _trajectory(
    about: dict[str, Any], arrays: dict[str, Floats], batches: BatchRecord | None, cost: Objective | None
) -> Trajectory:
    """What a file holds, put together. Raises ValueError, among others, where it does not fit together."""
    cost, steps = _cost(about, cost), len(arrays["learning_rates"])
    d = cost.dimension
    shapes = ((steps + 1, d), (steps + 1,), (steps + 1, d), (steps,), (steps, d))
    for array, shape in zip(arrays.values(), shapes, strict=True):
        if array.shape != shape or array.dtype.kind != "f":
            raise ValueError(f"an array has the shape {array.shape} instead of {shape}")
    if batches and not batches.epochs.shape == batches.rows.shape[:1] == (steps,):
        raise ValueError("the batches are not those of the steps")
    texts = [about[name] for name in ("sentence", "optimizer")] + [about.get("note", "")]
    if not all(isinstance(text, str) for text in texts) or about["step"] != steps:
        raise ValueError("the status is not that of the steps")
    status = Status(Outcome[about["outcome"]], steps, texts[0])
    known = arrays.pop("values"), arrays.pop("gradients")
    return Trajectory(
        cost=cost,
        status=status,
        known=known,
        optimizer=texts[1],
        note=texts[2],
        searched=about.get("searched") is True,
        batches=batches,
        **arrays,
    )


def _cost(about: dict[str, Any], given: Objective | None) -> Objective:
    if "function" in about:
        names = [symbol.name for symbol in given.variables] if given else about["variables"]
        if given is None or names != about["variables"]:
            raise _FunctionError(
                f"the run is of a function of one's own, {about['function']}, which a file can't hold; "
                f"give it again, as in Trajectory.load(path, cost=FunctionCost(value, gradient, "
                f"variables={about['variables']}))"
            )
        return given
    if "data" not in about:
        return Cost(*parse(about["formula"], about["variables"], typed=False))
    from gdmath.data.data_cost import DataCost

    return DataCost.read(about["formula"], about["variables"], about["columns"], about["data"])


def _symbolic_gradient(cost: Objective) -> list[str] | None:
    try:
        return [written(partial) for partial in cost.symbolic_gradient] if isinstance(cost, Cost) else None
    except ValueError:  # too long
        return None


def _finite(value: float | int | None) -> float | int | None:
    return value if value is None or np.isfinite(value) else None
