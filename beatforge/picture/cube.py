"""Colour tables from `.cube` files, as Adobe's "Cube LUT Specification 1.0" has them.

In: a file. Out: a `ColourTable`; ToolError names the line that is wrong. 3D tables of 2 to 129 steps are taken as they
are, curves (1D tables) become a 3D table of 65 steps. Values outside 0..1 are held to it; a table for other colours
than 0..1, or for a video's narrower range, is refused. Keywords that say nothing about colours are passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from beatforge.errors import ToolError
from beatforge.picture.grade import ColourTable
from beatforge.picture.planes import PAD, Plane

MOST_STEPS, MOST_POINTS = 129, 65536
"""Of a 3D table each way, and of a curve."""

CURVE_STEPS = 65
"""Of the 3D table that stands for curves."""

_WHOLE = {"DOMAIN_MIN": (0, 0, 0), "DOMAIN_MAX": (1, 1, 1), "LUT_3D_INPUT_RANGE": (0, 1), "LUT_1D_INPUT_RANGE": (0, 1)}
"""What keywords say of a table for all colours, in that many numbers."""

_NARROW = ("LUT_IN_VIDEO_RANGE", "LUT_OUT_VIDEO_RANGE")


def read_cube(path: Path) -> ColourTable:
    """The table in a file."""
    try:
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError as error:
        raise ToolError(f"{path.name} can't be read: {error.strerror}") from error
    first = next((at for at, line in enumerate(lines) if _is_colour(line)), len(lines))
    sizes = _header(lines[:first], path)
    if len(sizes) == 2:
        raise ToolError(f"{path.name}: a curve and a 3D table in one file; export a 3D table alone")
    if not sizes:
        raise ToolError(f"{path.name}: no LUT_3D_SIZE; is this a colour table?")
    ((name, size),) = sizes.items()
    count = size**3 if name == "LUT_3D_SIZE" else size
    rows = np.clip(_colours(lines, first, path), 0.0, 1.0)
    if len(rows) != count:
        raise ToolError(f"{path.name}: {count} colours are announced, {len(rows)} are there")
    return _table(rows.reshape(size * size, size, 3), size) if count > size else _curves(rows)


def _is_colour(line: str) -> bool:
    """Whether a line is for numbers, right or wrong ones, not for a keyword or a comment."""
    word = line.split("#")[0].strip().partition(" ")[0]
    return bool(word) and (not word[0].isalpha() or word.lower() in ("nan", "inf"))


def _header(lines: Sequence[str], path: Path) -> dict[str, int]:
    """The sizes that keywords tell, by keyword."""
    sizes: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        words = line.split("#")[0].split()
        if not words:
            continue
        if words[0] in ("LUT_3D_SIZE", "LUT_1D_SIZE"):
            sizes[words[0]] = _size(words, path, number)
        elif words[0] in _WHOLE and [_number(word) for word in words[1:]] != list(_WHOLE[words[0]]):
            raise ToolError(f"{path.name}:{number}: a table for other values than 0 to 1 can't be used")
        elif words[0] in _NARROW:
            raise ToolError(f"{path.name}:{number}: a table for video range; export it for full range")
    return sizes


def _size(words: Sequence[str], path: Path, number: int) -> int:
    most = MOST_STEPS if words[0] == "LUT_3D_SIZE" else MOST_POINTS
    if len(words) == 2 and words[1].isdigit() and 2 <= int(words[1]) <= most:
        return int(words[1])
    raise ToolError(f"{path.name}:{number}: {words[0]} is a whole number from 2 to {most}")


def _colours(lines: Sequence[str], first: int, path: Path) -> np.ndarray:
    """The rows of numbers from line `first` on."""
    if first == len(lines):
        return np.empty((0, 3))
    try:
        colours = np.loadtxt(lines[first:], comments="#", ndmin=2)
        if colours.shape[1] == 3 and np.isfinite(colours).all():
            return colours
    except ValueError:
        pass  # then one line is to blame
    for number, line in enumerate(lines[first:], start=first + 1):
        words = line.split("#")[0].split()
        if words and (len(words) != 3 or any(_number(word) is None for word in words)):
            raise ToolError(f'{path.name}:{number}: "{" ".join(words)[:40]}" is no colour: three numbers are')
    raise ToolError(f"{path.name}: its colours can't be read")


def _number(word: str) -> float | None:
    """The number that a word is; None if it is none, or no finite one."""
    try:
        value = float(word)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _curves(points: np.ndarray) -> ColourTable:
    """A table that bends each channel on its own."""
    steps, places = np.linspace(0, 1, CURVE_STEPS), np.linspace(0, 1, len(points))
    red, green, blue = (np.interp(steps, places, points[:, channel]) for channel in range(3))
    colours = np.empty((CURVE_STEPS, CURVE_STEPS, CURVE_STEPS, 3))
    colours[..., 0], colours[..., 1], colours[..., 2] = red, green[:, None], blue[:, None, None]
    return _table(colours.reshape(CURVE_STEPS**2, CURVE_STEPS, 3), CURVE_STEPS)


def _table(colours: np.ndarray, size: int) -> ColourTable:
    """Packed as planes hold colours: r11 g11 b10."""
    red, green, blue = (
        (colours[..., at] * ((1 << bits) - 1) + 0.5).astype(np.uint32) for at, bits in enumerate((11, 11, 10))
    )
    plane = Plane(size, size * size, 1)
    plane.words[PAD : PAD + size * size, PAD : PAD + size] = red | green << 11 | blue << 22
    return ColourTable(plane, size)
