"""Numbers that are right: floating point where its errors are small for certain, more digits elsewhere."""

import math
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdmath.arithmetic.compile import Compiled, Program
from gdmath.arithmetic.conditioning import Conditioning
from gdmath.arithmetic.constants import pairs_of_constants
from gdmath.arithmetic.double_double import GAIN, DoubleDouble
from gdmath.arithmetic.errors import UNIT
from gdmath.arithmetic.exactly import Exact, Output
from gdmath.arithmetic.guarded import Guarded
from gdmath.formulas.graph import Node
from gdmath.objective import Extent

TOLERANCE = 5e-10  # the relative error from which on more digits are asked for
_MANY = 256  # points for which a common bound pays
_HUGE = 1e300  # next to the largest floats
_FEW = 8  # points that are quicker one by one than as arrays
_TINIEST = 1e-270  # next to the smallest floats, a sum of two of them has no more digits than one


class Evaluation:
    """Values of a cost and of derivatives, `outputs`, that are each right to `TOLERANCE`.

    A first look in floating point also bounds its error, unless the formula can't lose digits; for the points
    where the bound is too large, and where a number is not finite, `Exact` gives the answer. Where `cost` is
    undefined, so are all outputs.
    """

    def __init__(
        self,
        cost: Node,
        outputs: Sequence[Output],
        names: Sequence[str],
        slopes: Callable[[], Sequence[Sequence[Node]]] | None = None,
    ) -> None:
        self.cost, self.outputs, self.names = cost, tuple(outputs), tuple(names)
        nodes = [output.node for output in outputs]
        self._conditioning = None if slopes is None else Conditioning(names, nodes, slopes)

    @property
    def program(self) -> Program:
        """The code of the outputs."""
        return self._near.program

    @property
    def plain(self) -> Compiled:
        """The values in floating point, unchecked."""
        return self._near.plain

    @cached_property
    def _near(self) -> Guarded:
        return Guarded(self.cost, [output.node for output in self.outputs], self.names)

    @cached_property
    def _far(self) -> Guarded:
        return Guarded(self.cost, [output.node for output in self.outputs], self.names, far=True)

    def _guard(self, point: Sequence[float]) -> Guarded:
        return self._near if all(map(self._near.is_near, point)) else self._far

    @cached_property
    def exact(self) -> Exact:
        """The outputs in as many digits as it takes."""
        return Exact(self.cost, self.outputs, self.names)

    def at(self, point: Sequence[float]) -> list[float]:
        """Return the outputs at one point; in an `np.errstate` that ignores everything."""
        count = len(self.outputs)
        guarded = self._guard(point)
        try:
            values = guarded.code(*point)
        except (ZeroDivisionError, OverflowError):
            values = guarded.code(*map(np.float64, point))
        if guarded.is_sound:
            doubtful = [i for i, value in enumerate(values) if not math.isfinite(value)]
        else:
            pairs = zip(values[:count], values[count:], strict=True)
            doubtful = [i for i, (value, e) in enumerate(pairs) if not e <= TOLERANCE * abs(value) < math.inf]
        if not all(map(math.isfinite, point)):
            return list(values[:count])
        if doubtful and not guarded.is_sound:
            doubtful = self._unexcused(guarded, point, values, doubtful)
        if not doubtful:
            return list(values[:count])
        return self._second_opinion(guarded, point, list(values), doubtful)

    def _unexcused(
        self, guarded: Guarded, point: Sequence[float], answers: Sequence[float], doubtful: list[int]
    ) -> list[int]:
        """Which of the doubtful outputs need more digits."""
        count = len(self.outputs)
        if not self._can_excuse(guarded) or not all(map(math.isfinite, answers[:count])):
            return doubtful
        assert self._conditioning is not None
        excused = self._conditioning.excuses(list(map(np.float64, point)), answers[count:])
        return [i for i in doubtful if not excused[i]]

    def _can_excuse(self, guarded: Guarded) -> bool:
        """Far from the origin, the slopes that tell of excuses may be wrong themselves."""
        return self._conditioning is not None and guarded is self._near and not guarded.is_sound

    def _second_opinion(
        self, guarded: Guarded, point: Sequence[float], answers: list[float], doubtful: list[int]
    ) -> list[float]:
        count = len(self.outputs)
        columns = [np.array([x]) for x in point]
        if guarded.undefined(*columns)[0]:
            return [math.nan] * count
        values = answers[:count]
        if guarded is self._near and not guarded.is_sound:
            for i, (value, sure) in self._doubled(columns, answers[count:], doubtful).items():
                if sure[0]:
                    values[i] = float(value[0])
                    doubtful = [other for other in doubtful if other != i]
        return self._third_opinion(values, point, doubtful)

    def _doubled(
        self, columns: Sequence[NDArray[np.float64]], errors: Sequence[Any], wanted: Sequence[int]
    ) -> dict[int, tuple[NDArray[np.float64], NDArray[np.bool_]]]:
        """Some of the outputs with twice the digits, and where these do."""
        if not self._double.is_able:
            return {}
        values = self._double([self.outputs[i].node for i in wanted], columns)
        found = {}
        for i, value in zip(wanted, values, strict=True):
            size = np.abs(value)
            sure = (errors[i] * GAIN <= TOLERANCE * size) & (size > _TINIEST) & np.isfinite(value)
            found[i] = (value, np.asarray(sure))
        return found

    @cached_property
    def _double(self) -> DoubleDouble:
        parts = self.program.parts
        return DoubleDouble(self.names, parts, pairs_of_constants(parts))

    def _third_opinion(self, values: list[float], point: Sequence[float], doubtful: list[int]) -> list[float]:
        """The values with the doubtful ones in as many digits as it takes."""
        if 0 in doubtful and not self.exact.is_defined(point):
            return [math.nan] * len(values)
        for i, value in zip(doubtful, self.exact.values(point, doubtful), strict=True):
            values[i] = value
        return values

    def error(self, point: Sequence[float]) -> float:
        """Return a bound on what the first output is off by at a point, in an `np.errstate` as above."""
        guarded = self._guard(point)
        numbers = guarded.checked(*map(np.float64, point))
        value, error = abs(float(numbers[0])), float(numbers[len(self.outputs)])
        is_kept = error <= TOLERANCE * value or not self._unexcused(guarded, point, numbers, [0])
        return max(error, UNIT * value) if is_kept else UNIT * value

    def over(
        self, columns: Sequence[NDArray[np.float64]], shape: tuple[int, ...]
    ) -> list[NDArray[np.float64]]:
        """Return the outputs over arrays of this shape; in an `np.errstate` that ignores everything."""
        return self.survey(columns, shape)[0]

    def survey(
        self, columns: Sequence[NDArray[np.float64]], shape: tuple[int, ...]
    ) -> tuple[list[NDArray[np.float64]], Extent | None]:
        """Return what `over` does, and what is known of all points; the outputs are cost and gradient."""
        if not self._near.is_sound and math.prod(shape) >= _MANY and self._limits is not None:
            reaches = [float(max(column.max(), -column.min())) for column in columns]
            bounds = [float(bound) for bound in self._limits(*reaches)]
            if max(reaches) * self.program.bounds.near > 1 and max(bounds) < _HUGE:
                limits = [bound / TOLERANCE for bound in bounds[: len(self.outputs)]]
                values, slope = self._but_for_few(columns, shape, limits)
                return values, Extent(max(reaches), bounds[len(self.outputs)], slope)
        return self._each(columns, shape), None

    def _each(
        self, columns: Sequence[NDArray[np.float64]], shape: tuple[int, ...]
    ) -> list[NDArray[np.float64]]:
        far = self._near.far_of(columns)
        if far is None:
            return self._guarded(self._near, columns, shape)
        mask = np.broadcast_to(far, shape).reshape(-1)
        values = [np.empty(shape) for _ in self.outputs]
        for guarded, rows in ((self._near, np.flatnonzero(~mask)), (self._far, np.flatnonzero(mask))):
            some = self._guarded(guarded, [_rows(column, shape, rows) for column in columns], rows.shape)
            for value, own in zip(values, some, strict=True):
                value.reshape(-1)[rows] = own
        return values

    def _guarded(
        self, guarded: Guarded, columns: Sequence[NDArray[np.float64]], shape: tuple[int, ...]
    ) -> list[NDArray[np.float64]]:
        count = len(self.outputs)
        answers = guarded.code(*columns)
        values = [_full(value, shape) for value in answers[:count]]
        self._correct(guarded, columns, values, answers[count:] or [0.0] * count, shape)
        return values

    def _but_for_few(
        self, columns: Sequence[NDArray[np.float64]], shape: tuple[int, ...], limits: Sequence[float]
    ) -> tuple[list[NDArray[np.float64]], float]:
        """The outputs in floating point, but for those small enough to be in doubt; and the least slope."""
        values = [_full(value, shape) for value in self.plain(*columns)]
        small, least = [], []
        for value, limit, sign in zip(values, limits, self._signs, strict=True):
            size = value if sign > 0 else np.abs(value)
            rows = np.flatnonzero(size <= limit)
            least.append(limit if len(rows) else float(size.min()))
            if not least[-1] > limit:
                small.append(rows)
        if not small:
            return values, max(least[1:], default=0.0)
        rows = small[0] if len(small) == 1 else np.unique(np.concatenate(small))
        few = [_rows(column, shape, rows) for column in columns]
        if len(rows) <= _FEW:
            for row, point in zip(rows.tolist(), np.stack(few, axis=-1).tolist(), strict=True):
                for value, correct in zip(values, self.at(point), strict=True):
                    value.reshape(-1)[row] = correct
        else:
            for value, correct in zip(values, self._each(few, rows.shape), strict=True):
                value.reshape(-1)[rows] = correct
        return values, 0.0

    @cached_property
    def _limits(self) -> Compiled | None:
        return self.program.limits()

    @cached_property
    def _signs(self) -> list[int]:
        return [self.program.bounds.sign[id(output.node)] for output in self.outputs]

    def _correct(
        self,
        guarded: Guarded,
        columns: Sequence[NDArray[np.float64]],
        values: list[NDArray[np.float64]],
        errors: Sequence[Any],
        shape: tuple[int, ...],
    ) -> None:
        """Put right what is not certain."""
        doubtful = [
            ~((error <= TOLERANCE * np.abs(value)) & np.isfinite(value))
            for value, error in zip(values, errors, strict=True)
        ]
        finite = np.logical_and.reduce([np.isfinite(column) for column in columns])
        rows = np.flatnonzero(np.logical_or.reduce(doubtful) & finite)
        if not len(rows):
            return
        if self._can_excuse(guarded):
            rows = self._excuse(columns, values, errors, shape, doubtful, rows)
        points = np.stack([np.broadcast_to(column, shape).reshape(-1)[rows] for column in columns], axis=-1)
        undefined = np.broadcast_to(guarded.undefined(*points.T)[0], len(rows))
        flat = [value.reshape(-1) for value in values]
        for value in flat:
            value[rows[undefined]] = np.nan
        rows, points = rows[~undefined], points[~undefined]
        masks = [np.broadcast_to(mask, shape).reshape(-1)[rows] for mask in doubtful]
        if guarded is self._near and not guarded.is_sound and len(rows):
            known = [np.broadcast_to(error, shape).reshape(-1)[rows] for error in errors]
            wanted = [i for i, mask in enumerate(masks) if mask.any()]
            for i, (value, sure) in self._doubled(list(points.T), known, wanted).items():
                taken = masks[i] & sure
                flat[i][rows[taken]] = value[taken]
                masks[i] = masks[i] & ~sure
        for k in np.flatnonzero(np.logical_or.reduce(masks)).tolist():
            odd = [i for i, mask in enumerate(masks) if mask[k]]
            now = self._third_opinion([float(value[rows[k]]) for value in flat], points[k].tolist(), odd)
            for value, new in zip(flat, now, strict=True):
                value[rows[k]] = new

    def _excuse(
        self,
        columns: Sequence[NDArray[np.float64]],
        values: Sequence[NDArray[np.float64]],
        errors: Sequence[Any],
        shape: tuple[int, ...],
        doubtful: list[Any],
        rows: NDArray[np.intp],
    ) -> NDArray[np.intp]:
        """Take back doubts about errors that are excused; return the rows that are still in doubt."""
        assert self._conditioning is not None

        def some(array: Any) -> NDArray[np.float64]:
            return _rows(array, shape, rows)

        finite = np.logical_and.reduce([np.isfinite(some(value)) for value in values])
        excused = self._conditioning.excuses(list(map(some, columns)), list(map(some, errors)))
        left = np.zeros(len(rows), dtype=bool)
        for i, excuse in enumerate(excused):
            mask = np.broadcast_to(doubtful[i], shape).reshape(-1).copy()
            mask[rows] &= ~(excuse & finite)
            left |= mask[rows]
            doubtful[i] = mask.reshape(shape)
        return rows[left]


def _full(value: Any, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """An array of its own, contiguous."""
    if isinstance(value, np.ndarray) and value.shape == shape and value.base is None:
        return np.ascontiguousarray(value)
    return np.broadcast_to(np.asarray(value, dtype=float), shape).copy()


def _rows(array: Any, shape: tuple[int, ...], rows: NDArray[np.intp]) -> NDArray[np.float64]:
    """Some of an array's numbers, if it had this shape and then one axis."""
    return (array if np.shape(array) == shape[-1:] == shape else np.broadcast_to(array, shape).reshape(-1))[
        rows
    ]
