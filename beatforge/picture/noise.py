"""Chance and noise for pictures: integer hashes, value noise and its sums.

In: values (floats that hold whole numbers make cells); out: values 0..1. Coordinates must stay below a million.
Nothing here knows time: what should move is moved by its coordinates.
"""

from __future__ import annotations

import math

from beatforge.picture.trace import Number, V, as_float, executor, floor, fma, lerp

_ALONG, _ACROSS, _STIR = 374761393, 668265263, 1274126177
_UNIT = 1.0 / 16777216.0


def cell(x: Number, y: Number | None = None, salt: int = 0) -> V:
    """The name of a lattice cell, an integer value for `chance`; x and y hold whole numbers (use `floor`)."""
    run = executor()
    name = run.binary("mul", run.to_int(as_float(x)), _whole(_ALONG))
    if y is not None:
        name = run.binary("add", name, run.binary("mul", run.to_int(as_float(y)), _whole(_ACROSS)))
    return run.binary("add", name, _whole(salt * 2654435761)) if salt else name


def beside(name: V, right: int, down: int) -> V:
    """The name of the cell so many cells from that one; cheaper than `cell`."""
    return executor().binary("add", name, _whole(right * _ALONG + down * _ACROSS))


def chance(name: V, salt: int = 0) -> V:
    """A fixed random number 0..1 for a cell; each `salt` gives another one."""
    run = executor()
    word = run.binary("add", name, _whole(salt * 2654435761 + 974711))
    for shift, factor in ((15, 0x2C1B3C6D), (12, 0x297A2D39)):
        word = run.binary("mul", run.binary("xor", word, run.binary("lshr", word, _whole(shift))), _whole(factor))
    return _top_bits(word) * _UNIT


def noise(x: Number, y: Number) -> V:
    """Smooth value noise on a unit lattice."""
    run = executor()
    x, y = as_float(x), as_float(y)
    left, low = floor(x), floor(y)
    name = cell(left, low)
    right = run.binary("add", name, _whole(_ALONG))
    x, y = _eased(x - left), _eased(y - low)
    bottom = lerp(_lattice(name), _lattice(right), x)
    top = lerp(
        _lattice(run.binary("add", name, _whole(_ACROSS))), _lattice(run.binary("add", right, _whole(_ACROSS))), x
    )
    return lerp(bottom, top, y) * _UNIT


def noise1(x: Number, salt: int = 0) -> V:
    """Smooth value noise along a line (ridges, wobble)."""
    run = executor()
    x = as_float(x)
    left = floor(x)
    name = run.binary("add", cell(left), _whole(salt * _ACROSS))
    return lerp(_lattice(name), _lattice(run.binary("add", name, _whole(_ALONG))), _eased(x - left)) * _UNIT


def noise1_at(x: float, salt: int = 0) -> float:
    """`noise1` of a plain number, for what is worked out once per frame."""
    left = math.floor(x)
    ends = [(left + step) * _ALONG + salt * _ACROSS & 0xFFFFFFFF for step in (0, 1)]
    low, high = (((name ^ name >> 13) * _STIR & 0xFFFFFFFF) >> 8 for name in ends)
    part = x - left
    return (low + (high - low) * part * part * (3.0 - 2.0 * part)) * _UNIT


def fbm(x: Number, y: Number, octaves: int = 3) -> V:
    """Noise with finer and fainter noise upon it, turned at each octave."""
    total: Number = 0.0
    amount = 0.5
    for _ in range(octaves):
        total = fma(noise(x, y), amount, total)
        amount *= 0.5
        x, y = fma(x, 1.6, fma(y, 1.2, 3.7)), fma(y, 1.6, fma(x, -1.2, 7.1))
    return as_float(total) * (1.0 / (1.0 - 2.0 * amount))


def fbm1(x: Number, salt: int = 0, octaves: int = 3) -> V:
    """`fbm` along a line."""
    total: Number = 0.0
    amount = 0.5
    for octave in range(octaves):
        total = fma(noise1(x, salt + octave), amount, total)
        amount *= 0.5
        x = fma(x, 2.03, 5.3)
    return as_float(total) * (1.0 / (1.0 - 2.0 * amount))


def _whole(number: int) -> V:
    return executor().constant(number & 0xFFFFFFFF, "i")


def _eased(part: V) -> V:
    return part * part * fma(part, -2.0, 3.0)


def _lattice(name: V) -> V:
    """A lattice point's height, 0 .. 2**24."""
    run = executor()
    stirred = run.binary("mul", run.binary("xor", name, run.binary("lshr", name, _whole(13))), _whole(_STIR))
    return _top_bits(stirred)


def _top_bits(word: V) -> V:
    run = executor()
    return run.to_float(run.binary("lshr", word, _whole(8)))
