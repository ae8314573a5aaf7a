"""Flashes, block by block: when each part of the picture became clearly lighter or darker, or clearly red.

Thresholds are those of WCAG 2.2 (2.3.1) and ITU-R BT.1702: a change of a tenth of the greatest relative luminance
whose darker side is below 0.8; for red, a change of more than 20 in (R - G - B) x 320 with a side that is saturated.
A swing counts once, however many frames it takes. How many swings are too many is for the gate to say.
"""

from __future__ import annotations

from functools import cache

import numpy as np

STEP, DARK = 0.1, 0.8
RED_STEP, RED_SHARE = 20 / 320, 0.8


@cache
def _linear() -> np.ndarray:
    """sRGB's curve for 0..255."""
    code = np.arange(256) / 255
    curve: np.ndarray = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4).astype(np.float32)
    return curve


def linear_rgb(luma: np.ndarray, cb: np.ndarray, cr: np.ndarray) -> np.ndarray:
    """Linear light 0..1 of BT.709 limited range values, (..., 3)."""
    y, u, v = (luma.astype(np.float32) - 16) * (255 / 219), cb.astype(np.float32) - 128, cr.astype(np.float32) - 128
    u, v = u * (255 / 224), v * (255 / 224)
    coded = np.stack([y + 1.5748 * v, y - 0.1873 * u - 0.4681 * v, y + 1.8556 * u], axis=-1)
    linear: np.ndarray = _linear()[np.clip(np.rint(coded), 0, 255).astype(np.uint8)]
    return linear


def luminance(linear: np.ndarray) -> np.ndarray:
    """Relative luminance of linear light."""
    return linear @ np.array([0.2126, 0.7152, 0.0722], np.float32)


def redness(linear: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """R - G - B where positive, and whether the red is saturated."""
    red, total = linear[..., 0], linear.sum(axis=-1)
    return np.maximum(2 * red - total, 0), red >= RED_SHARE * np.maximum(total, 1e-6)


class FlashMeter:
    """Which blocks have just changed, frame after frame; the first frame only begins."""

    def __init__(self) -> None:
        self._light = _Swings()
        self._red = _Swings()
        self._was_red: np.ndarray | None = None

    def step(self, linear: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(blocks whose luminance swung, blocks whose red swung), both flat bool arrays."""
        light = luminance(linear).ravel()
        general = self._light.step(light, STEP, darkest_below=DARK)
        value, is_red = (part.ravel() for part in redness(linear))
        swung = self._red.step(value, RED_STEP)
        was_red = is_red if self._was_red is None else self._was_red
        red = swung & (is_red | was_red)
        self._was_red = np.where(swung, is_red, was_red | is_red)
        return general, red


def changed(before: np.ndarray, after: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same for one step between two frames, as where two segments meet."""
    meter = FlashMeter()
    meter.step(before)
    return meter.step(after)


class _Swings:
    """Follows each block from one extreme to the next; a change of direction by a whole step is a swing."""

    def __init__(self) -> None:
        self._low: np.ndarray | None = None
        self._high = self._way = np.empty(0)

    def step(self, value: np.ndarray, least: float, darkest_below: float = np.inf) -> np.ndarray:
        if self._low is None:
            self._low, self._high, self._way = value.copy(), value.copy(), np.zeros(value.shape, np.int8)
            return np.zeros(value.shape, bool)
        rises = (value - self._low >= least) & (self._low < darkest_below) & (self._way <= 0)
        falls = (self._high - value >= least) & (value < darkest_below) & (self._way >= 0)
        self._way = np.where(rises, 1, np.where(falls, -1, self._way)).astype(np.int8)
        self._high = np.where(rises, value, np.maximum(self._high, value))
        self._low = np.where(falls, value, np.minimum(self._low, value))
        return np.asarray(rises | falls)
