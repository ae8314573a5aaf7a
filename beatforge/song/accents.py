"""What stresses a moment: kick, three bands of onsets and changes of harmony, each as a curve of mean 1.

In: what was measured of a song. Out: one row per name in `ACCENTS`, at `FRAME_HZ`. Nothing is decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatforge.song.spectrum import FRAME_HZ, PITCH_HZ, mel_centres

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from beatforge.song.spectrum import Spectra

ACCENTS = ("kick", "low", "mid", "high", "harmony")
KICK_HZ = 150.0
"""Below this there is little but bass drum and bass."""

_LAG, _REACH = 2, 4
_LOUDEST = 99.5


def measure_accents(spectra: Spectra, onsets: NDArray[np.float32], chroma: NDArray[np.float32]) -> NDArray[np.float64]:
    """(len(ACCENTS), frames); onsets are smoothed to about 40 ms, single bangs held down."""
    import numpy as np

    bell = np.exp(-0.5 * (np.arange(-4, 5) / 1.5) ** 2)
    rows = []
    for curve in (_kicks(spectra), *onsets):
        held = np.minimum(curve, np.percentile(curve, _LOUDEST)) if len(curve) else curve
        rows.append(np.convolve(held, bell / bell.sum())[4:-4])
    turns = _turns(chroma)
    # Window i of the pitch spectrum ends a reach at its centre, so a change is heard half a hop before its frame.
    rows.append(np.interp(np.arange(len(rows[0])) / FRAME_HZ * PITCH_HZ - 0.5, np.arange(len(turns)), turns))
    accents = np.array(rows, np.float64)
    scaled: NDArray[np.float64] = accents / np.maximum(accents.mean(axis=1, keepdims=True), 1e-9)
    return scaled


def _kicks(spectra: Spectra) -> NDArray[np.float32]:
    """Rising energy below `KICK_HZ`."""
    import numpy as np
    from scipy.ndimage import median_filter

    bands = int((np.asarray(mel_centres()) < KICK_HZ).sum())
    gain = 20 / max(float(np.percentile(spectra.mel[:: max(1, len(spectra.mel) // 4000)], 99)), 1e-9)
    loud = np.log1p(gain * spectra.mel[:, :bands])
    rise = np.zeros(len(loud), np.float32)
    rise[_LAG:] = np.maximum(0, loud[_LAG:] - loud[:-_LAG]).mean(axis=1)
    floor: NDArray[np.float32] = median_filter(rise, size=round(0.75 * FRAME_HZ) | 1, mode="nearest")
    kicks: NDArray[np.float32] = np.maximum(0, rise - floor)
    return kicks


def _turns(chroma: NDArray[np.float32]) -> NDArray[np.float64]:
    """Cosine distance between the harmony before and after each slow frame."""
    import numpy as np

    sums = np.concatenate([np.zeros((1, chroma.shape[1])), np.cumsum(chroma, axis=0, dtype=np.float64)])
    index = np.arange(len(chroma))
    before = sums[index] - sums[np.maximum(0, index - _REACH)]
    after = sums[np.minimum(len(chroma), index + _REACH)] - sums[index]
    size = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    turns = np.where(size > 1e-9, 1 - (before * after).sum(axis=1) / np.where(size > 1e-9, size, 1), 0.0)
    turns[:_REACH] = turns[-_REACH:] = 0
    return np.asarray(turns)
