"""What a look is made of, without what it shows: numbers about one picture that a style leaves everywhere.

In: red, green, blue 0..1, (height, width, 3). Out: a vector. Colour and its depth, the picture's rims, directions of
edges, steps at growing distances, powers of frequencies, grain, dark and light lines, how far edges run one way, how
few colours there are, and grids. Nothing is learnt: no weight here knows a style.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

Grid = Any
"""An array of numbers."""

_BANDS = (0.01, 0.03, 0.06, 0.1, 0.16, 0.25, 0.36, 0.5)


def look_vector(rgb: Grid) -> Grid:
    """The features of a picture, one after the other."""
    light = rgb @ np.array([0.2126, 0.7152, 0.0722])
    parts = (_colours(rgb, light), _rims(rgb), _edges(light), _steps(light), _powers(light), _grain(rgb, light),
             _lines(rgb, light), _runs(light), _palette(rgb), _grids(light))  # fmt: skip
    return np.array([number for part in parts for number in part])


def box(values: Grid, radius: int) -> Grid:
    """Means over squares of 2 `radius` + 1 pixels."""
    for axis in (0, 1):
        pad = [(0, 0)] * values.ndim
        pad[axis] = (radius + 1, radius)
        sums = np.cumsum(np.pad(values, pad, mode="edge"), axis=axis, dtype=np.float64)
        length = values.shape[axis]
        ends, starts = range(2 * radius + 1, 2 * radius + 1 + length), range(length)
        values = (np.take(sums, ends, axis) - np.take(sums, starts, axis)) / (2 * radius + 1)
    return values


def _colours(rgb: Grid, light: Grid) -> list[float]:
    chroma = np.ptp(rgb, axis=-1)
    found = [*np.quantile(light, (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98)), *np.quantile(chroma, (0.1, 0.5, 0.9, 0.98))]
    centred = light - light.mean()
    for channel in (0, 2):
        other = rgb[..., channel] - rgb[..., channel].mean()
        found.append((centred * other).mean() / (light.std() * other.std() + 1e-6))
    return [*found, light.std()]


def _rims(rgb: Grid) -> list[float]:
    rims = (rgb[:8], rgb[-8:], rgb[:, :8], rgb[:, -8:])
    return [number for rim in rims for number in (*rim.mean((0, 1)), rim.std())]


def _edges(light: Grid) -> list[float]:
    down, across = np.gradient(light)
    size, angle = np.hypot(down, across), np.mod(np.arctan2(down, across), np.pi)
    directions, _ = np.histogram(angle, 12, (0, np.pi), weights=size)
    return [*(directions / max(directions.sum(), 1e-9)), size.mean(), *np.quantile(size, (0.5, 0.75, 0.9, 0.97))]


def _steps(light: Grid) -> list[float]:
    found = []
    for step, axis in itertools.product((1, 2, 4, 8, 16), (0, 1)):
        moved = np.abs(light - np.roll(light, step, axis))
        found += [np.log(moved.mean() + 1e-4), np.log(np.median(moved) + 1e-3), (moved < 0.004).mean()]
    return found


def _powers(light: Grid) -> list[float]:
    power = np.abs(np.fft.rfft2(light - light.mean()))
    radius = np.hypot(*np.meshgrid(np.fft.rfftfreq(light.shape[1]), np.fft.fftfreq(light.shape[0])))
    bands = [power[(radius >= low) & (radius < high)] for low, high in itertools.pairwise(_BANDS)]
    peaks = [np.log(band.max() / max(band.mean(), 1e-9) + 1e-9) for band in bands[3:]]
    return [*(np.log1p(band.mean()) for band in bands), *peaks]


def _grain(rgb: Grid, light: Grid) -> list[float]:
    """How rough places are, from the smoothest to the roughest: grain shows where nothing else is."""
    tint = rgb[..., 0] - rgb[..., 2]
    found: list[float] = []
    for values, radius in ((light, 1), (light, 3), (tint, 3)):
        rest = values - box(values, radius)
        rough = np.sqrt(np.maximum(box(rest**2, 6), 0.0))
        square = (rest**2).mean() + 1e-9
        found += [*np.log(np.quantile(rough, (0.05, 0.25, 0.5, 0.75, 0.95)) + 1e-3)]
        found += [(rest**3).mean() / square**1.5, np.log((rest**4).mean() / square**2 + 1e-6)]
    return found


def _lines(rgb: Grid, light: Grid) -> list[float]:
    """How many thin dark and light lines there are, and of which colour."""
    found: list[float] = []
    for radius in (1, 3):
        closed = _extreme(_extreme(light, radius, np.maximum), radius, np.minimum)
        opened = _extreme(_extreme(light, radius, np.minimum), radius, np.maximum)
        for line in (closed - light, light - opened):
            weights = line / max(line.sum(), 1e-9)
            found += [np.log(line.mean() + 1e-4), (line > 0.15).mean(), *np.tensordot(weights, rgb, 2)]
    return found


def _extreme(values: Grid, radius: int, choose: Callable[[Grid, Grid], Grid]) -> Grid:
    for axis in (0, 1):
        found = values
        for step in range(-radius, radius + 1):
            found = choose(found, np.roll(values, step, axis))
        values = found
    return values


def _runs(light: Grid) -> list[float]:
    """How much the edges about a place have one direction: strokes and hatching do, grain does not."""
    down, across = np.gradient(light)
    found: list[float] = []
    for radius in (2, 6):
        xx, yy, xy = (box(product, radius) for product in (across * across, down * down, across * down))
        strong = xx + yy
        one_way = np.sqrt((xx - yy) ** 2 + 4 * xy**2) / (strong + 1e-6)
        found += [*np.quantile(one_way, (0.1, 0.25, 0.5, 0.75)), (one_way * strong).sum() / (strong.sum() + 1e-9)]
    return found


def _palette(rgb: Grid) -> list[float]:
    """How many colours there are, and how much of the picture the most frequent ones cover."""
    found: list[float] = []
    for steps, rare, most in ((16, 1e-4, (4, 16)), (64, 2e-5, (8, 64))):
        codes = (rgb * (steps - 0.01)).astype(int) @ np.array([steps * steps, steps, 1])
        shares = np.sort(np.bincount(codes.ravel()))[::-1] / codes.size
        found += [np.log((shares > rare).sum() + 1), *(shares[:count].sum() for count in most)]
    return found


def _grids(light: Grid) -> list[float]:
    """How far steps gather on lines 2, 4 or 8 pixels apart."""
    found = []
    for every, axis in itertools.product((2, 4, 8), (0, 1)):
        steps = np.abs(np.diff(light, axis=axis)).mean(1 - axis)
        steps = steps[: len(steps) // every * every].reshape(-1, every).mean(0)
        found.append(steps.max() / (steps.mean() + 1e-6))
    return found
