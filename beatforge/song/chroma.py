"""Which notes sound: chroma from the long spectrum, tuned to the song, averaged over any stretches of time.

On songs whose key is known this does as well as a constant-Q transform (`tests.bench.bench_key`) at a hundredth of its
cost, since the spectrum is there anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from beatforge.song.spectrum import BINS_PER_SEMITONE, LOWEST_MIDI, PITCH_HZ, Spectra

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NOTES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
MODES = ("major", "minor")
KEYS = tuple(f"{note} {mode}" for mode in MODES for note in NOTES)
"""Keys by name."""

BASS_SEMITONES = 19
"""From LOWEST_MIDI on, A1 to Eb3: where basses and left hands play."""


def measure_chroma(spectra: Spectra) -> NDArray[np.float32]:
    """(slow frames, 12) note strengths from C, each frame scaled to its loudest note; silent frames are 0."""
    return folded(measure_semitones(spectra))


def measure_semitones(spectra: Spectra) -> NDArray[np.float32]:
    """(slow frames, semitones from LOWEST_MIDI) strengths of notes, tuned to the song."""
    import numpy as np
    from scipy.ndimage import uniform_filter1d

    # Roots even out partials against fundamentals; the local mean takes broadband noise (drums) away.
    loud = np.sqrt(spectra.pitch)
    floor = uniform_filter1d(loud, 2 * 3 * BINS_PER_SEMITONE + 1, axis=1, mode="constant")
    return _tuned(np.maximum(0, loud - floor))


def folded(fine: NDArray[np.float32]) -> NDArray[np.float32]:
    """Octaves of notes added up; as `measure_chroma`. The first notes alone are what the bass plays."""
    import numpy as np

    chroma = np.zeros((len(fine), 12), np.float32)
    for semitone in range(fine.shape[1]):
        chroma[:, (LOWEST_MIDI + semitone) % 12] += fine[:, semitone]
    peak = chroma.max(axis=1, keepdims=True)
    quiet = np.float32(1e-3 * max(float(peak.max(initial=0)), 1e-6))
    scaled: NDArray[np.float32] = (chroma / np.where(peak > quiet, peak, np.inf)).astype(np.float32)
    return scaled


def chroma_between(chroma: NDArray[np.float32], times: Sequence[float]) -> NDArray[np.float32]:
    """(len(times) - 1, 12) mean chroma of each stretch between neighbouring times."""
    return mean_between(chroma, times, PITCH_HZ)


def mean_between(frames: NDArray[np.float32], times: Sequence[float], frame_hz: float) -> NDArray[np.float32]:
    """(len(times) - 1, columns) mean of the frames between neighbouring times, at least one frame each."""
    import numpy as np

    starts = np.clip(np.round(np.asarray(times[:-1]) * frame_hz).astype(int), 0, len(frames) - 1)
    ends = np.minimum(np.maximum(np.round(np.asarray(times[1:]) * frame_hz).astype(int), starts + 1), len(frames))
    return np.stack([frames[start:end].mean(axis=0) for start, end in zip(starts, ends, strict=True)])


def _tuned(notes: NDArray[np.float32]) -> NDArray[np.float32]:
    """(frames, semitones) after shifting by the song's own tuning, up to half a semitone."""
    import numpy as np

    bins = np.arange(notes.shape[1])
    # Bin 1 of each three is the tempered pitch; the mean angle within the semitone is how far the song is off.
    turn = np.exp(2j * np.pi * (bins - 1) / BINS_PER_SEMITONE)
    shift = np.angle((notes.sum(axis=0) * turn).sum()) / (2 * np.pi) * BINS_PER_SEMITONE
    whole = int(np.floor(shift))
    part = float(shift - whole)
    padded = np.pad(notes, ((0, 0), (BINS_PER_SEMITONE, BINS_PER_SEMITONE)))
    left, width = BINS_PER_SEMITONE + whole, notes.shape[1]
    moved = (1 - part) * padded[:, left : left + width] + part * padded[:, left + 1 : left + 1 + width]
    weights = np.array([0.5, 1.0, 0.5], np.float32)
    summed: NDArray[np.float32] = (moved.reshape(len(notes), -1, BINS_PER_SEMITONE) * weights).sum(axis=2)
    return summed
