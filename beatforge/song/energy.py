"""How strong the song is at each moment, and where it jumps.

The curve is one for the whole song: it tells its loud parts from its quiet ones, which the band envelopes do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from beatforge.song.analysis import ENVELOPE_HZ, Drop
from beatforge.song.spectrum import FRAME_HZ, Spectra

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SMOOTH_S = 1.0
RANGE_DB = 40.0
LEAST_JUMP = 0.25
_BEATS_BEFORE_AND_AFTER = 8


def measure_energy(spectra: Spectra) -> NDArray[np.float64]:
    """0..1 at ENVELOPE_HZ: loudness in dB between the song's own quiet and loud, over about a second."""
    import numpy as np

    power = smooth(spectra.power.astype(np.float64), round(SMOOTH_S * FRAME_HZ))
    if not power.any():
        return np.zeros(envelope_length(spectra.duration))
    loud = float(np.percentile(power, 98))
    level = 10 * np.log10(np.maximum(power, 1e-12) / max(loud, 1e-12))
    quiet = max(-RANGE_DB, min(float(np.percentile(level, 5)), -6.0))
    return to_envelope_rate(np.clip(1 - level / quiet, 0, 1), spectra.duration)


def find_drops(energy: NDArray[np.float64], downbeats: Sequence[float], beats: Sequence[float]) -> tuple[Drop, ...]:
    """Downbeats where energy jumps up and stays up for two bars; at most one in any two bars."""
    import numpy as np

    if len(beats) < 2:
        return ()
    span = _BEATS_BEFORE_AND_AFTER * float(np.median(np.diff(beats)))
    length = max(1, round(span * ENVELOPE_HZ))
    jumps = []
    for at in downbeats:
        here = round(at * ENVELOPE_HZ)
        # The curve is a second wide: what lies within half of that of the downbeat belongs to both sides.
        gap = round(SMOOTH_S * ENVELOPE_HZ / 2)
        before, after = energy[max(0, here - length) : max(0, here - gap)], energy[here + gap : here + length]
        # What follows the silence before the song is its beginning, not a jump; the end has nothing to stay up.
        if here >= length and len(after) >= (length - gap) // 2 and len(before):
            jumps.append((float(after.mean() - before.mean()), at))
    chosen: list[Drop] = []
    for jump, at in sorted(jumps, reverse=True):
        if jump >= LEAST_JUMP and all(abs(at - drop.at) >= span - 1e-6 for drop in chosen):
            chosen.append(Drop(at, round(min(1.0, jump), 4)))
    return tuple(sorted(chosen, key=lambda drop: drop.at))


def envelope_length(duration: float) -> int:
    """How many values at ENVELOPE_HZ a song has; the last lies at or before its end."""
    return int(duration * ENVELOPE_HZ) + 1


def to_envelope_rate(curve: NDArray[np.float64], duration: float, frame_hz: float = FRAME_HZ) -> NDArray[np.float64]:
    """A curve of so many values a second at ENVELOPE_HZ."""
    import numpy as np

    at = np.arange(envelope_length(duration)) * (frame_hz / ENVELOPE_HZ)
    resampled: NDArray[np.float64] = np.interp(at, np.arange(len(curve)), curve)
    return resampled


def smooth(curve: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Running mean of `width` values, centred; shorter at the ends instead of reaching past them."""
    import numpy as np

    sums = np.concatenate([[0.0], np.cumsum(curve, dtype=np.float64)])
    index = np.arange(len(curve))
    first, last = np.maximum(0, index - width // 2), np.minimum(len(curve), index + width // 2 + 1)
    mean: NDArray[np.float64] = np.maximum(0, sums[last] - sums[first]) / (last - first)
    return mean
