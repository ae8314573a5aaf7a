"""Colour tables from `.cube` files, as Adobe's "Cube LUT Specification 1.0" has them.

In: a file's text. Out: a `ColourTable`; ToolError names the line that is wrong. Only 3D tables are read, of 2 to 64
steps; values outside 0..1 are held to it, and a domain other than 0..1 is refused.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from beatforge.errors import ToolError
from beatforge.picture.grade import ColourTable
from beatforge.picture.planes import PAD, Plane

MOST_STEPS = 64
_DOMAIN = {"DOMAIN_MIN": 0.0, "DOMAIN_MAX": 1.0}


def read_cube(path: Path) -> ColourTable:
    """The table in a file."""
    size, rows = 0, []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig", errors="replace").splitlines(), start=1):
        words = line.split("#")[0].split()
        if not words or words[0] == "TITLE":
            continue
        if words[0] == "LUT_3D_SIZE":
            size = _size(words, path, number)
        elif words[0] in _DOMAIN:
            if _numbers(words[1:], path, number) != [_DOMAIN[words[0]]] * 3:
                raise ToolError(f"{path.name}:{number}: a table for other values than 0 to 1 can't be used")
        elif words[0] == "LUT_1D_SIZE":
            raise ToolError(f"{path.name}:{number}: a 1D table; a 3D table is needed (LUT_3D_SIZE)")
        else:
            rows.append(_numbers(words, path, number))
    if not size:
        raise ToolError(f"{path.name}: no LUT_3D_SIZE; is this a colour table?")
    if len(rows) != size**3:
        raise ToolError(f"{path.name}: {size**3} colours are announced, {len(rows)} are there")
    return _table(np.clip(np.array(rows, np.float64), 0.0, 1.0).reshape(size * size, size, 3), size)


def _size(words: list[str], path: Path, number: int) -> int:
    if len(words) == 2 and words[1].isdigit() and 2 <= int(words[1]) <= MOST_STEPS:
        return int(words[1])
    raise ToolError(f"{path.name}:{number}: LUT_3D_SIZE is a whole number from 2 to {MOST_STEPS}")


def _numbers(words: list[str], path: Path, number: int) -> list[float]:
    try:
        values = [float(word) for word in words]
    except ValueError:
        values = []
    if len(values) != 3 or not np.isfinite(values).all():
        raise ToolError(f'{path.name}:{number}: "{" ".join(words)[:40]}" is no colour: three numbers are')
    return values


def _table(colours: np.ndarray, size: int) -> ColourTable:
    """Packed as planes hold colours: r11 g11 b10."""
    red, green, blue = (
        (colours[..., at] * ((1 << bits) - 1) + 0.5).astype(np.uint32) for at, bits in enumerate((11, 11, 10))
    )
    plane = Plane(size, size * size, 1)
    plane.words[PAD : PAD + size * size, PAD : PAD + size] = red | green << 11 | blue << 22
    return ColourTable(plane, size)
