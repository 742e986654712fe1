"""Small symmetric systems, many at once: the same arithmetic for one matrix and for a stack of them."""

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import Floats


def solve_definite(matrix: Floats, right: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Solve A x = b where A is positive definite: (..., d, d), (..., d) -> x (..., d), where it is (...).

    By A = L D L^T without pivoting; A is positive definite exactly where all of D is positive (G. H. Golub,
    C. F. Van Loan, 2013, "Matrix Computations", section 4.2). Elsewhere x means nothing.

    >>> x, definite = solve_definite(np.array([[2.0, 1.0], [1.0, 2.0]]), np.array([3.0, 0.0]))
    >>> x.tolist(), bool(definite)
    ([2.0, -1.0], True)
    """
    d = right.shape[-1]
    lower, diagonal = np.zeros_like(matrix), np.zeros_like(right)
    with np.errstate(all="ignore"):
        for j in range(d):
            row = lower[..., j, :j]
            diagonal[..., j] = matrix[..., j, j] - _sum(row * row * diagonal[..., :j])
            for i in range(j + 1, d):
                entry = matrix[..., i, j] - _sum(lower[..., i, :j] * row * diagonal[..., :j])
                lower[..., i, j] = entry / diagonal[..., j]
        solution = right.copy()
        for i in range(d):
            solution[..., i] -= _sum(lower[..., i, :i] * solution[..., :i])
        solution /= diagonal
        for i in reversed(range(d)):
            solution[..., i] -= _sum(lower[..., i + 1 :, i] * solution[..., i + 1 :])
        definite = ((diagonal > 0) & np.isfinite(solution)).all(axis=-1)
        return solution, np.asarray(definite)


def _sum(terms: Floats) -> Floats:
    """The sum along the last axis, in one order whatever the shape."""
    total = np.zeros(terms.shape[:-1])
    for i in range(terms.shape[-1]):
        total = total + terms[..., i]
    return total
