"""High dynamic range, as phones film it, brought to what a usual screen shows.

In: colours of a picture in BT.2020 with one of the two transfers of BT.2100. Out: BT.709 colours. Light up to that of
white paper stays as it is, what is brighter comes together below white.
"""

from __future__ import annotations

from functools import cache

import numpy as np

PQ, HLG = 16, 18
"""Codes of the transfers (ITU-T H.273)."""

PAPER_NITS, HLG_NITS = 203.0, 1000.0
"""The light of white paper (ITU-R BT.2408), and that of the brightest white a hybrid log picture is made for."""

KNEE = 0.75
"""Of paper's light, from where on lights come together."""

_STEPS = 4096
_NARROW = ((1.6605, -0.5876, -0.0728), (-0.1246, 1.1329, -0.0083), (-0.0182, -0.1006, 1.1187))
"""BT.2020 to BT.709 (ITU-R BT.2087)."""

_LUMA = (0.2627, 0.6780, 0.0593)


def usual_light(colours: np.ndarray, transfer: int) -> np.ndarray:
    """(height, width, 3) uint16 colours in a transfer, as uint8 colours of a usual screen."""
    light = _light(transfer)[colours >> 4]
    if transfer == HLG:
        light = light * (np.maximum(_summed(light, _LUMA), np.float32(1e-6)) ** np.float32(0.2))[..., None]
    light = light * np.float32((HLG_NITS if transfer == HLG else 10000.0) / PAPER_NITS)
    narrow = np.maximum(np.stack([_summed(light, weights) for weights in _NARROW], -1), np.float32(0))
    bright = np.maximum(narrow - np.float32(KNEE), 0.0)
    held = np.minimum(narrow, np.float32(KNEE)) + np.float32(1 - KNEE) * (bright / (bright + np.float32(1 - KNEE)))
    codes = np.sqrt(np.clip(held, 0.0, 1.0)) * np.float32(_STEPS - 1) + np.float32(0.5)
    shown: np.ndarray = _screen()[codes.astype(np.uint16)]
    return shown


def _summed(light: np.ndarray, weights: tuple[float, float, float]) -> np.ndarray:
    """Channels by weights; added in this order, so that every processor finds the same."""
    red, green, blue = (light[..., channel] * np.float32(weight) for channel, weight in enumerate(weights))
    total: np.ndarray = red + green + blue
    return total


@cache
def _light(transfer: int) -> np.ndarray:
    """Light 0..1 of each code value."""
    code = np.arange(_STEPS) / (_STEPS - 1)
    if transfer == PQ:
        root = code ** (1 / 78.84375)
        light = (np.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125)
    else:
        light = np.where(code <= 0.5, code**2 / 3, (np.exp((code - 0.55991073) / 0.17883277) + 0.28466892) / 12)
    return light.astype(np.float32)


@cache
def _screen() -> np.ndarray:
    """The byte for each square root of light."""
    return np.rint((np.arange(_STEPS) / (_STEPS - 1)) ** (2 / 2.2) * 255).astype(np.uint8)
