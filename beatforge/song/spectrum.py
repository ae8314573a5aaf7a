"""One pass over the sound: everything the other files measure comes from the two spectra made here.

A short window (46 ms, every 12 ms) keeps time: mel bands for onsets, timbre and envelopes. A long one (372 ms, every
93 ms) keeps pitch: 36 bins per octave for chroma. Samples are dropped as soon as both have seen them.
Frame i of either is centred on sample i x hop.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from beatforge.song.analysis import Loudness
from beatforge.song.damage import Damage
from beatforge.song.decode import RATE, Block

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FRAME, HOP = 1024, 256
FRAME_HZ = RATE / HOP
PITCH_FRAME, PITCH_HOP = 8192, 2048
PITCH_HZ = RATE / PITCH_HOP
MELS, MEL_LOW_HZ, MEL_HIGH_HZ = 80, 30.0, 10000.0
SILENCE = 1e-9
"""A frame of less power (about -85 dB below full scale: dither, a codec's idea of nothing) holds nothing."""

BINS_PER_SEMITONE, LOWEST_MIDI, SEMITONES = 3, 33, 63


@dataclass(frozen=True, slots=True)
class Spectra:
    """What was heard: `mel` (frames, MELS) and `pitch` (slow frames, semitones x 3) magnitudes, `power` per frame."""

    mel: NDArray[np.float32]
    power: NDArray[np.float32]
    pitch: NDArray[np.float32]
    duration: float
    sample_rate: int
    channels: int
    damage: tuple[Damage, ...] = ()
    loudness: Loudness | None = None


def measure_spectra(blocks: Iterator[Block], progress: Callable[[int, int], None] | None = None) -> Spectra:
    """The spectra of all blocks; `progress` is told seconds heard and seconds in all."""
    import numpy as np

    mel_bank, pitch_bank = mel_filters(), pitch_filters()
    short, long = np.zeros(FRAME // 2, np.float32), np.zeros(PITCH_FRAME // 2, np.float32)
    mel, power, pitch = [], [], []

    def take(samples: NDArray[np.float32]) -> None:
        nonlocal short, long
        magnitudes, short = _magnitudes(np.concatenate([short, samples]), FRAME, HOP)
        mel.append(magnitudes @ mel_bank)
        power.append(np.square(magnitudes).sum(axis=1))
        magnitudes, long = _magnitudes(np.concatenate([long, samples]), PITCH_FRAME, PITCH_HOP)
        pitch.append(magnitudes @ pitch_bank)

    block = None
    for block in blocks:
        take(block.samples)
        if progress:
            progress(math.ceil(block.heard_s), math.ceil(block.total_s))
    assert block is not None
    take(np.zeros(PITCH_FRAME // 2, np.float32))
    return Spectra(
        mel=np.concatenate(mel),
        power=np.concatenate(power),
        pitch=np.concatenate(pitch),
        duration=block.heard_s,
        sample_rate=block.sample_rate,
        channels=block.channels,
        damage=block.damage,
        loudness=block.loudness,
    )


def _magnitudes(samples: NDArray[np.float32], frame: int, hop: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Magnitudes of all whole frames, and the samples that later frames still need."""
    import numpy as np

    count = max(0, (len(samples) - frame) // hop + 1)
    if not count:
        return np.zeros((0, frame // 2 + 1), np.float32), samples
    windows = np.lib.stride_tricks.sliding_window_view(samples, frame)[: count * hop : hop]
    window = (np.hanning(frame + 1)[:-1] * (2 / frame)).astype(np.float32)
    magnitudes = np.abs(np.fft.rfft(windows * window)).astype(np.float32, copy=False)
    magnitudes[np.square(magnitudes).sum(axis=1) < SILENCE] = 0
    return magnitudes, samples[count * hop :].copy()


@cache
def mel_centres() -> tuple[float, ...]:
    """Centre of each mel band in Hz."""
    return tuple(_mel_edges()[1:-1].tolist())


def _mel_edges() -> NDArray[np.float64]:
    import numpy as np

    # The HTK scale. librosa's own filters would do, but importing them loads numba (2 s, and a compiler when fresh).
    low, high = (2595 * np.log10(1 + hz / 700) for hz in (MEL_LOW_HZ, MEL_HIGH_HZ))
    edges: NDArray[np.float64] = 700 * (10 ** (np.linspace(low, high, MELS + 2) / 2595) - 1)
    return edges


@cache
def mel_filters() -> NDArray[np.float32]:
    """(FRAME // 2 + 1, MELS) triangles of unit area: a band's value is a mean magnitude."""
    import numpy as np

    edges, hz = _mel_edges(), np.fft.rfftfreq(FRAME, 1 / RATE)[:, None]
    rise, fall = (hz - edges[:-2]) / np.diff(edges)[:-1], (edges[2:] - hz) / np.diff(edges)[1:]
    bank = np.maximum(0, np.minimum(rise, fall))
    # Triangles narrower than a bin may miss every bin: they take the nearest.
    missed = np.flatnonzero(bank.sum(axis=0) == 0)
    bank[np.abs(hz - edges[missed + 1]).argmin(axis=0), missed] = 1
    scaled: NDArray[np.float32] = (bank / bank.sum(axis=0)).astype(np.float32)
    return scaled


@cache
def pitch_filters() -> NDArray[np.float32]:
    """(PITCH_FRAME // 2 + 1, SEMITONES x 3) narrow log-frequency bells; bin 1 of 3 is in tune at A = 440 Hz."""
    import numpy as np

    hz = np.fft.rfftfreq(PITCH_FRAME, 1 / RATE)[:, None]
    midi = 69 + 12 * np.log2(np.maximum(hz, 1) / 440)
    centres = LOWEST_MIDI + (np.arange(SEMITONES * BINS_PER_SEMITONE) - 1) / BINS_PER_SEMITONE
    # Low bells cannot be narrower than what the window resolves (about 1.5 bins).
    width = np.maximum(0.3, 12 / np.log(2) * 1.2 * (RATE / PITCH_FRAME) / (440 * 2 ** ((centres - 69) / 12)))
    bank = np.exp(-0.5 * ((midi - centres) / (width / 1.5)) ** 2)
    bank[hz[:, 0] < 30] = 0
    scaled: NDArray[np.float32] = (bank / bank.sum(axis=0)).astype(np.float32)
    return scaled
