"""Where the sound changes: flux per frame in three bands, from the short spectrum. No decision is taken here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatforge.song.spectrum import FRAME_HZ, MELS, Spectra

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BANDS = 3
_LAG = 2
_CHUNK = 4096


def measure_onsets(spectra: Spectra) -> NDArray[np.float32]:
    """(BANDS, frames) rising energy, low to high band, each of unit deviation and 0 where nothing begins."""
    import numpy as np
    from scipy.ndimage import median_filter

    frames = len(spectra.mel)
    gain = 20 / max(float(np.percentile(spectra.mel[:: max(1, frames // 4000)], 99)), 1e-9)
    edges = np.linspace(0, MELS, BANDS + 1).astype(int)
    onsets = np.zeros((BANDS, frames), np.float32)
    for start in range(_LAG, frames, _CHUNK):
        # In chunks, because each step needs a copy of the spectrum.
        end = min(frames, start + _CHUNK)
        loud = np.log1p(gain * spectra.mel[start - _LAG : end])
        padded = np.pad(loud, ((0, 0), (1, 1)), mode="edge")
        # A partial that glides into the neighbouring band is no onset (Boeck & Widmer, SuperFlux).
        before = np.maximum(np.maximum(padded[:, :-2], padded[:, 2:]), loud)[:-_LAG]
        rise = np.maximum(0, loud[_LAG:] - before)
        for band in range(BANDS):
            onsets[band, start:end] = rise[:, edges[band] : edges[band + 1]].mean(axis=1)
    floor = median_filter(onsets, size=(1, round(0.75 * FRAME_HZ) | 1), mode="nearest")
    onsets = np.maximum(0, onsets - floor)
    deviation = onsets.std(axis=1, keepdims=True)
    scaled: NDArray[np.float32] = onsets / np.where(deviation > 1e-6, deviation, np.inf)
    return scaled
