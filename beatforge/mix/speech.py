"""How far voices stand over the music while they speak, as the mix has them: after gains, fades and ducking.

In: rows of the mix with their files. Out: a number for each voice that music makes way for. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from beatforge.mix.ducking import SOUNDS_DB, Ducking
from beatforge.mix.summing import summed
from beatforge.song.loudness import HOP_S, WeightedPower

FARTHEST_LU = 60.0
"""A voice over silence is called this far over it."""


def voices_over_music(
    rows: Sequence[Mapping[str, Any]], files: Sequence[Path], num_samples: int, rate: int, ducking: Ducking
) -> list[tuple[float, float]]:
    """(second at which it begins, LU over all that is no voice while it speaks) of each voice that ducks anything."""
    asked = [index for index, row in enumerate(rows) if row["role"] == "voice" and row["duck_db"]]
    music = [index for index, row in enumerate(rows) if row["role"] != "voice"]
    if not asked or not music:
        return []

    def powers(chosen: Sequence[int]) -> NDArray[np.float64]:
        meter = WeightedPower(rate, 2)
        for block in summed([rows[i] for i in chosen], [files[i] for i in chosen], num_samples, rate, ducking):
            meter.hear(block)
        return np.array(meter.powers)

    around = powers(music)
    found = []
    for index in asked:
        own = powers([index])
        start_s = rows[index]["start"] / rate
        within = slice(
            int(start_s / HOP_S), int((rows[index]["start"] + rows[index]["num_samples"]) / rate / HOP_S) + 1
        )
        loud = (
            own >= np.percentile(own[within], 95) * 10 ** (-SOUNDS_DB / 10) if len(own[within]) else np.zeros(0, bool)
        )
        speaks = np.flatnonzero(loud & (own > 0))
        if len(speaks):
            found.append((round(start_s, 3), _apart(float(own[speaks].sum()), float(around[speaks].sum()))))
    return found


def _apart(voice: float, music: float) -> float:
    return round(min(FARTHEST_LU, 10 * float(np.log10(voice / max(music, 1e-12 * voice)))), 2)
