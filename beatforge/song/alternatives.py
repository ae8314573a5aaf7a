"""From readings to what a human is told: how sure the tempo is, and what else it may be."""

from __future__ import annotations

from collections.abc import Sequence

from beatforge.song.readings import FASTEST_BPM, SLOWEST_BPM, Reading
from beatforge.song.tempos import HALF_BEAT, RATIOS, USUAL, Alternative

LEAST = 0.01
"""What is less likely is not worth a line, but for what is usually mistaken."""

_NEAR, _HALF = 0.01, (3 / 8, 5 / 8)


def alternatives_of(
    readings: Sequence[Reading], tempo_bpm: float, clearness: float = 1.0
) -> tuple[float, tuple[Alternative, ...]]:
    """Confidence in the first reading, whose tempo is given, and the others by kind, the likeliest first.

    Those of `USUAL` are always among them, the rarer from `LEAST` on. `clearness` 0..1 is how sure it is that there is
    a pulse at all; the confidences are shares of it. Other places of the beat than half-way take their share without a
    name.
    """
    best = readings[0]
    shares = dict.fromkeys((*RATIOS, HALF_BEAT), 0.0)
    for other in readings[1:]:
        for kind, ratio in RATIOS.items():
            if abs(other.ratio / best.ratio / ratio - 1) < _NEAR:
                shares[kind] += other.probability
        aside = (other.shift - best.shift) * best.ratio % 1
        if other.ratio == best.ratio and _HALF[0] < aside < _HALF[1]:
            shares[HALF_BEAT] += other.probability
    found = [
        Alternative(kind, round(tempo_bpm * RATIOS.get(kind, 1.0), 4), round(clearness * share, 2))
        for kind, share in shares.items()
        if (kind in USUAL or clearness * share >= LEAST)
        and SLOWEST_BPM <= tempo_bpm * RATIOS.get(kind, 1.0) <= FASTEST_BPM
    ]
    found.sort(key=lambda other: -other.confidence)
    return round(clearness * best.probability, 2), tuple(found)
