"""Whether anybody sings in a song at all, as a confidence 0..1; where, is for `voice`.

In: the long spectrum. Out: a `Singer`. What tells a voice from instruments without a model is how it treats pitch
between E3 and C6: it glides from note to note, wavers about the tempered pitches instead of standing on them, and
its strength lies in several partials rather than in one. `WEIGHTS` are what each of these counts;
`tests/bench/fit_singer.py` fits them. Speech without music, whispering, and distorted guitars that bend their notes
are the hard cases.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatforge.song.spectrum import BINS_PER_SEMITONE, LOWEST_MIDI, PITCH_HZ, Spectra

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RANGE_MIDI = (52, 84)
"""Where fundamentals and low partials of voices lie: E3 to C6."""

PASSAGE_S = 3.0
"""So long a stretch is judged by itself: about a line of a song."""

SUNG_SHARE = 0.25
"""A song is judged by the passage that only so many of its passages are more like singing than."""

SIGNS = ("glides", "stays", "off pitch", "leader off pitch", "stands out",
         "staying varies", "off pitch varies", "leader off pitch varies")  # fmt: skip
"""How much better a frame fits the next one shifted by up to two thirds of a semitone than as it is; how well it fits
as it is; how far its notes, and the strongest of them, lie from tempered pitch (0..2); the share of the strongest."""

WEIGHTS: Mapping[str, tuple[float, float, float]] = {
    "glides": (-0.2077, 0.0715, 3.070),
    "stays": (0.8593, 0.0772, 1.940),
    "off pitch": (0.8323, 0.0805, -1.001),
    "leader off pitch": (0.3346, 0.3192, -0.822),
    "stands out": (0.1215, 0.0262, -2.096),
    "staying varies": (0.1024, 0.0535, -0.806),
    "off pitch varies": (0.0570, 0.0201, 0.931),
    "leader off pitch varies": (0.3833, 0.2671, 1.100),
}
"""Of each sign its mean and deviation in what was fitted on, and what a deviation counts in log odds."""

SURENESS, HALF_SURE = 3.15, 3.04
"""Of the curve that makes a confidence of the deciding passage's log odds, and where that is one half."""

PASSAGE_HALF_SURE = 1.8
"""Log odds from which a passage by itself is more likely sung than not."""

_QUIET = 0.15
"""Frames of less than this share of what loud ones have tell nothing."""


@dataclass(frozen=True, slots=True)
class Singer:
    """How likely it is that anybody sings in the song, and for passages, by their middles in seconds, how much each is
    like singing; all 0..1."""

    confidence: float
    at: tuple[float, ...] = ()
    likely: tuple[float, ...] = ()

    def between(self, start: float, end: float) -> float:
        """Mean likelihood of the passages in [start, end); 0 where none sounds."""
        inside = [likely for at, likely in zip(self.at, self.likely, strict=True) if start <= at < end]
        return sum(inside) / len(inside) if inside else 0.0


def find_singer(spectra: Spectra) -> Singer:
    """Whether anybody sings in this song; confidence 0 where nothing sounds."""
    import numpy as np

    at, passages = describe_passages(spectra)
    if not len(at):
        return Singer(0.0)
    mean, deviation, weight = np.array([WEIGHTS[sign] for sign in SIGNS]).T
    odds = (passages - mean) / deviation @ weight
    deciding = float(np.quantile(odds, 1 - SUNG_SHARE))
    likely = 1 / (1 + np.exp(PASSAGE_HALF_SURE - odds))
    return Singer(
        round(1 / (1 + math.exp(-SURENESS * (deciding - HALF_SURE))), 3), tuple(at.tolist()), tuple(likely.tolist())
    )


def describe_passages(spectra: Spectra) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Middles in seconds and signs of all passages that sound, two in each `PASSAGE_S`."""
    import numpy as np

    columns, strength = _columns(spectra.pitch)
    width = round(PASSAGE_S * PITCH_HZ)
    if len(columns) < width or not strength.any():
        return np.zeros(0), np.zeros((0, len(SIGNS)))
    means = _running(columns, width)
    spread = np.sqrt(np.maximum(0, _running(columns**2, width) - means**2))
    sounds = (strength > _QUIET * np.percentile(strength, 90)).astype(np.float64)
    at = np.arange(width // 2, len(columns), width // 2)
    at = at[_running(sounds[:, None], width)[at, 0] > 0.5]
    return at / PITCH_HZ, np.hstack([means[at], spread[at, 1:4]])


def _columns(pitch: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(slow frames, 5) of what `SIGNS` average, and how strong the notes of each frame are."""
    import numpy as np
    from scipy.ndimage import uniform_filter1d

    loud = np.sqrt(pitch)
    # The mean over a fifth around takes broadband noise (drums, breath) away and leaves partials.
    notes = np.maximum(0, loud - uniform_filter1d(loud, 2 * 3 * BINS_PER_SEMITONE + 1, axis=1)).astype(np.float64)
    turn = np.exp(2j * np.pi * (np.arange(notes.shape[1]) - 1) / BINS_PER_SEMITONE)
    turn *= np.exp(-1j * np.angle((notes.sum(axis=0) * turn).sum()))
    low, high = ((midi - LOWEST_MIDI) * BINS_PER_SEMITONE for midi in RANGE_MIDI)
    notes, turn = notes[:, low:high], turn[low:high]
    strength = notes.sum(axis=1)
    some = np.where(strength > 0, strength, np.inf)
    before, after = notes[:-1], notes[1:]
    size = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    size = np.where(size > 1e-9, size, np.inf)
    same = (before * after).sum(axis=1)
    moved = np.max([(before * np.roll(after, shift, axis=1)).sum(axis=1) for shift in (-2, -1, 1, 2)], axis=0)
    columns = [
        np.append((moved - same) / size, 0.0),
        np.append(same / size, 0.0),
        1 - (notes @ turn).real / some,
        1 - turn.real[notes.argmax(axis=1)],
        notes.max(axis=1) / some,
    ]
    return np.stack(columns, axis=1), strength


def _running(columns: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    from scipy.ndimage import uniform_filter1d

    mean: NDArray[np.float64] = uniform_filter1d(columns, width, axis=0, mode="nearest")
    return mean
