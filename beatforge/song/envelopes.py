"""Curves that move the picture: integers 0..255 at ENVELOPE_HZ, one per name in ENVELOPES.

Bands and onsets are measured against the song's own slow loudness, so that a quiet verse moves too; `energy` is not,
it tells loud parts from quiet ones. Band curves rise fast and fall slowly, like light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatforge.song.analysis import ENVELOPE_HZ
from beatforge.song.energy import smooth, to_envelope_rate
from beatforge.song.spectrum import FRAME_HZ, Spectra, mel_centres

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BANDS_HZ = {"bass": (30.0, 160.0), "mid": (300.0, 2000.0), "high": (4000.0, 10000.0)}
RISE_AND_FALL_S = {"bass": (0.02, 0.28), "mid": (0.03, 0.30), "high": (0.01, 0.15), "onset": (0.0, 0.12)}
SLOW_S = 8.0
HEADROOM = 2.2
"""A band this many times above its slow mean is at full scale."""

ONSET_HEADROOM = 6.0
_FLOOR = 0.05


def measure_envelopes(
    spectra: Spectra, onsets: NDArray[np.float32], energy: NDArray[np.float64]
) -> dict[str, tuple[int, ...]]:
    """All envelopes of the song, equally long."""
    import numpy as np

    centres = np.asarray(mel_centres())
    curves = {"energy": energy}
    for band, (low, high) in BANDS_HZ.items():
        strength = spectra.mel[:, (centres >= low) & (centres < high)].mean(axis=1)
        curves[band] = _follow(_against_slow(strength, HEADROOM), *RISE_AND_FALL_S[band], spectra.duration)
    total = onsets.sum(axis=0)
    curves["onset"] = _follow(_against_slow(total, ONSET_HEADROOM), *RISE_AND_FALL_S["onset"], spectra.duration)
    return {name: tuple(np.round(255 * curve).astype(int).tolist()) for name, curve in curves.items()}


def _against_slow(strength: NDArray[np.float32], headroom: float) -> NDArray[np.float64]:
    """`strength` over its own slow mean; what is far below the song's usual level stays dark."""
    import numpy as np

    slow = smooth(strength.astype(np.float64), round(SLOW_S * FRAME_HZ))
    floor = _FLOOR * float(strength.mean()) if len(strength) else 0.0
    return np.clip(strength / np.maximum(headroom * np.maximum(slow, floor), 1e-9), 0, 1)


def _follow(curve: NDArray[np.float64], rise_s: float, fall_s: float, duration: float) -> NDArray[np.float64]:
    """The curve seen through one that takes `rise_s` to go up and `fall_s` to go down."""
    import math

    import numpy as np

    rise, fall = (1 - math.exp(-1 / (ENVELOPE_HZ * max(time, 1e-6))) for time in (rise_s, fall_s))
    followed, value = [], 0.0
    for target in to_envelope_rate(curve, duration).tolist():
        value += (target - value) * (rise if target > value else fall)
        followed.append(value)
    return np.array(followed)
