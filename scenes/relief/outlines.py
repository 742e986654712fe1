"""The outlines of what Typst sets, read from its SVG.

Manim's `Typst` reads the same SVG shape by shape, which takes a hundred times longer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.etree import ElementTree

import numpy as np
import typst
from numpy.typing import NDArray

POINTS = 10  # the size of type that outlines are given in
_PAGE = f"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(size: {POINTS}pt)
#let mark(number, body) = text(fill: rgb(0, 0, number), body)
"""
_HREF = "{http://www.w3.org/1999/xlink}href"
_NAME = re.compile(r"([a-z]+)\(([^)]*)\)")
_TOKEN = re.compile(r"[a-zA-Z]|-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?")
_IDENTITY = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


@dataclass(frozen=True)
class Piece:
    """One glyph or line as cubics (4n, 2) in points, y upwards; and by which number it is marked, or 0."""

    points: NDArray[np.float64]
    is_line: bool
    mark: int


def pieces(source: str) -> list[Piece]:
    """Return the outlines of Typst markup, in the order in which they are set.

    In it, `mark(n, body)` marks what it holds by a number from 1 to 255; nothing else may be blue. Raises
    typst.TypstError for what is no Typst.

    >>> [(len(piece.points) // 4, piece.is_line, piece.mark) for piece in pieces("$mark(#2, 1)/-$")]
    [(16, False, 2), (6, False, 0), (1, True, 0)]
    """
    root = ElementTree.fromstring(_compiler().compile(input=(_PAGE + source).encode(), format="svg"))
    return list(_drawn(root, _IDENTITY * [[1.0], [-1.0]]))


@cache
def _compiler() -> Any:
    return typst.Compiler()  # one for all: it finds the fonts once


def _drawn(parent: ElementTree.Element, outer: NDArray[np.float64]) -> Iterator[Piece]:
    glyphs = {each.get("id"): each for each in parent.iter() if _tag(each) == "symbol"}
    for element in parent:
        yield from _pieces_of(element, outer, glyphs)


def _pieces_of(
    element: ElementTree.Element, outer: NDArray[np.float64], glyphs: dict[str | None, ElementTree.Element]
) -> Iterator[Piece]:
    transform = _joined(outer, element.get("transform", ""))
    match _tag(element):
        case "g":
            for child in element:
                yield from _pieces_of(child, transform, glyphs)
        case "use":
            shift = [float(element.get("x", 0)), float(element.get("y", 0))]
            shape = glyphs[element.get(_HREF, "#")[1:]][0].get("d", "")
            yield from _piece(shape, transform, np.array(shift), element, is_line=False)
        case "path":
            is_line = element.get("fill", "none") == "none"
            yield from _piece(element.get("d", ""), transform, np.zeros(2), element, is_line=is_line)


def _piece(
    shape: str,
    transform: NDArray[np.float64],
    shift: NDArray[np.float64],
    element: ElementTree.Element,
    *,
    is_line: bool,
) -> Iterator[Piece]:
    points = _cubics(shape)
    if len(points):
        color = element.get("fill", "")
        mark = int(color[5:], 16) if len(color) == 7 and not is_line else 0
        yield Piece((points + shift) @ transform[:, :2].T + transform[:, 2], is_line, mark)


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rsplit("}", 1)[-1]


def _joined(outer: NDArray[np.float64], text: str) -> NDArray[np.float64]:
    """The transform `text` of an element, after which the outer one is applied; both (2, 3)."""
    for name, listed in _NAME.findall(text):
        numbers = [float(number) for number in re.split(r"[ ,]+", listed.strip())]
        match name:
            case "matrix":
                inner = np.reshape(numbers, (3, 2)).T
            case "translate":
                inner = _IDENTITY + np.array([[0, 0, numbers[0]], [0, 0, (numbers[1:] or [0.0])[0]]])
            case "scale":
                inner = _IDENTITY * [[numbers[0]], [numbers[-1]]]
            case _:
                raise ValueError(f"the transform {name} is not known")
        outer = np.column_stack([outer[:, :2] @ inner[:, :2], outer[:, :2] @ inner[:, 2] + outer[:, 2]])
    return outer


@cache
def _cubics(shape: str) -> NDArray[np.float64]:
    """The path of an SVG as cubics, (4n, 2): closed, and without pieces of no length."""
    tokens = _TOKEN.findall(shape)
    at = start = np.zeros(2)
    curves: list[NDArray[np.float64]] = []
    command, k = "", 0
    while k < len(tokens):
        if tokens[k].isalpha():
            command, k = tokens[k], k + 1
        count = _NUMBERS[command.lower()]
        numbers = np.array([float(token) for token in tokens[k : k + count]])
        k += count
        origin = at if command.islower() else np.zeros(2)
        match command.lower():
            case "z":
                stops = np.array([start])
            case "h" | "v":
                stops = _along(command, numbers[0], at)
            case _:
                stops = numbers.reshape(-1, 2) + origin
        if command.lower() == "m":
            at = start = stops[0]
            command = "l" if command == "m" else "L"
            continue
        curves.append(_cubic(at, stops))
        at = stops[-1]
    kept = [curve for curve in curves if np.abs(curve - curve[0]).max() > 1e-9]
    return np.concatenate(kept) if kept else np.zeros((0, 2))


_NUMBERS = {"m": 2, "l": 2, "h": 1, "v": 1, "q": 4, "c": 6, "z": 0}


def _along(command: str, number: float, at: NDArray[np.float64]) -> NDArray[np.float64]:
    axis = 0 if command.lower() == "h" else 1
    stop = at.copy()
    stop[axis] = number + (at[axis] if command.islower() else 0.0)
    return stop[None]


def _cubic(begin: NDArray[np.float64], stops: NDArray[np.float64]) -> NDArray[np.float64]:
    """A line, a parabola or a cubic from `begin` as a cubic, (4, 2)."""
    if len(stops) == 3:
        return np.vstack([begin, stops])
    if len(stops) == 2:
        handle, end = stops
        return np.array([begin, begin + 2 / 3 * (handle - begin), end + 2 / 3 * (handle - end), end])
    return begin + np.array([[0.0], [1 / 3], [2 / 3], [1.0]]) * (stops[0] - begin)
