"""Outlines of Manim's mobjects as paths of cairo."""

from __future__ import annotations

from typing import Any

import cairo
import numpy as np

from gdmath.arrays import Array

JOINED = 5e-5  # frame units between an end and the next begin that are one point


def trace_outline(context: cairo.Context[Any], points: Array) -> None:
    """Make cubics (4 k, 3), four points each, the context's path; what ends where it began is closed.

    Manim's cameras do the same, point by point.
    """
    context.new_path()
    cubics = np.asarray(points, float)[: len(points) // 4 * 4, :2].reshape(-1, 4, 2)
    if not len(cubics):
        return
    apart = np.abs(cubics[1:, 0] - cubics[:-1, 3]).max(axis=1) > JOINED
    first = np.concatenate([[0], 1 + np.flatnonzero(apart)])
    last = np.append(first[1:], len(cubics)) - 1
    closed = np.abs(cubics[first, 0] - cubics[last, 3]).max(axis=1) <= JOINED
    curves = cubics[:, 1:].reshape(-1, 6).tolist()
    curve_to = context.curve_to
    for start, begin, end, meets in zip(
        cubics[first, 0].tolist(), first.tolist(), last.tolist(), closed.tolist(), strict=True
    ):
        context.move_to(*start)
        for curve in curves[begin : end + 1]:
            curve_to(*curve)
        if meets:
            context.close_path()
