"""How a song sounds, as numbers and as words: its timbre, and what a person might type to find it again.

In: spectra, and an analysis. Out: a timbre of fixed length in natural units, and words such as "slow" or "dark".
Thresholds of tempo are those by which styles are suggested for songs; those of energy and brightness leave about a
quarter of 19 real songs at either end.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from beatforge.mashup.profile import Profile
from beatforge.song.analysis import Analysis

if TYPE_CHECKING:
    from beatforge.song.spectrum import Spectra

BANDS = 10
QUIET = 1e-4
"""Frames of less than this share of the loudest one's power (40 dB below) say nothing of the timbre."""

FLOOR = 0.003
"""A band this far (50 dB) below the loudest one is as good as silent; how silent exactly says nothing."""

_SLOW_BPM, _FAST_BPM = 92, 132
_CALM, _LOUD = 0.5, 0.75
_DARK, _BRIGHT = 0.28, 0.36

SAME_WORDS: Final[Mapping[str, str]] = {
    "quick": "fast", "uptempo": "fast", "ballad": "slow", "quiet": "calm", "soft": "calm", "gentle": "calm",
    "loud": "energetic", "energy": "energetic", "powerful": "energetic", "warm": "dark", "sad": "minor",
    "happy": "major", "vocal": "sung", "vocals": "sung", "drops": "drop",
}  # fmt: skip
"""What people say -> what songs are labelled with."""


def measure_timbre(spectra: Spectra) -> tuple[float, ...]:
    """Of ten bands: the mean level against the mean of all (natural logarithm), how much it varies, how fast."""
    import numpy as np

    bands = spectra.mel.reshape(len(spectra.mel), BANDS, -1).mean(axis=2)
    bands = bands[spectra.power > QUIET * max(float(spectra.power.max(initial=0)), 1e-12)]
    if len(bands) < 2:
        return ()
    mean = bands.mean(axis=0)
    mean += FLOOR * mean.max() + 1e-9
    level = np.log(mean)
    spread = np.minimum(3, bands.std(axis=0) / mean)
    speed = np.abs(np.diff(bands, axis=0)).mean(axis=0) / mean
    return tuple(np.round(np.concatenate([level - level.mean(), 2 * spread, 2 * speed]), 3).tolist())


def brightness(timbre: Sequence[float]) -> float:
    """0..1: where the middle of the levels lies, from the lowest band to the highest; 0.5 without a timbre."""
    weights = [math.exp(level / 2) for level in timbre[:BANDS]]
    return sum(i * weight for i, weight in enumerate(weights)) / ((BANDS - 1) * sum(weights)) if weights else 0.5


def sound_words(analysis: Analysis, profile: Profile) -> tuple[str, ...]:
    """Words for how the song sounds; what lies in the middle has none. Whether anybody sings only lyrics can tell."""
    bright, energy = brightness(profile.timbre), profile.energy
    moods = analysis.mood.tags if analysis.mood else ()
    said = {
        "slow": 0 < analysis.tempo_bpm < _SLOW_BPM,
        "fast": analysis.tempo_bpm > _FAST_BPM,
        "calm": energy < _CALM,
        "energetic": energy > _LOUD,
        "dark": bool(profile.timbre) and bright < _DARK,
        "bright": bool(profile.timbre) and bright > _BRIGHT,
        "minor": profile.key.endswith("minor"),
        "major": profile.key.endswith("major"),
        "sung": analysis.lyrics is not None,
        "waltz": analysis.metre == "3/4",
        "drop": bool(analysis.drops),
    }
    return tuple(dict.fromkeys([*(word for word, holds in said.items() if holds), *(tag.lower() for tag in moods)]))
