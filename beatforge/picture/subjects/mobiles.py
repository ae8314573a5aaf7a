"""A mobile: rods that hang from rods, vanes at their ends, turning each at its own pace.

Plain arithmetic, once a frame: rows for a table; nothing is painted here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from beatforge.picture.layout import Arrangement

NONE = 9.0

MOST_RODS = 16


def rows(arranged: Arrangement, name: str) -> list[tuple[float, ...]]:
    rows = arranged[name]
    assert isinstance(rows, list)
    return rows


def number(arranged: Arrangement, name: str) -> float:
    value = arranged[name]
    assert isinstance(value, float)
    return value


def mobile(
    values: Mapping[str, float], arranged: Arrangement, upright: float
) -> tuple[list[tuple[float, ...]], list[tuple[float, ...]]]:
    """Rods that turn about their threads, each with a vane at one end and the rest at the other."""
    at = (number(arranged, "hang_x") * values["half_width"], number(arranged, "hang_y"))
    rods: list[tuple[float, ...]] = []
    vanes: list[tuple[float, ...]] = []
    narrow = 1.0 - 0.45 * upright
    for nth, (long, share, thread, size, pick, phase) in enumerate(rows(arranged, "limbs")):
        knot = (at[0], at[1] - thread)
        rods.append((*at, *knot, 0.0018))
        turn = math.tau * (phase + values["t"] * (0.013 + 0.004 * nth) * (-1) ** nth)
        lean = 0.05 * math.sin(math.tau * (values["t"] * 0.05 + phase)) + 0.012 * values["swell"] * math.sin(
            math.tau * values["beat_phase"] / 4
        )
        reach = (0.62 + 0.38 * abs(math.cos(turn))) * math.copysign(1.0, (-1) ** nth) * narrow
        left = (knot[0] - long * share * reach, knot[1] + long * share * lean + 0.012)
        right = (knot[0] + long * (1.0 - share) * reach, knot[1] - long * (1.0 - share) * lean - 0.012)
        rods += [(*left, *knot, 0.0042), (*knot, *right, 0.0042)]
        vanes.append(_vane(left, size, pick, turn, phase, narrow))
        at = right
    vanes.append(_vane(at, 0.055, 1.0, math.tau * values["t"] * 0.02, 0.4, narrow))
    rods += [(0.0, NONE, 0.1, NONE, 0.01)] * (MOST_RODS - len(rods))
    return rods, vanes


def _vane(
    at: tuple[float, float], size: float, pick: float, turn: float, phase: float, narrow: float
) -> tuple[float, ...]:
    size *= 0.5 + 0.5 * narrow
    angle = math.tau * (0.04 * math.sin(turn) + phase * 0.2 - 0.1)
    turned = 0.32 + 0.6 * abs(math.sin(turn * 0.5 + phase))
    return (at[0], at[1] - size * 0.55, size, math.cos(angle), math.sin(angle), turned, pick)
