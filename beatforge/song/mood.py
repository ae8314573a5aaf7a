"""How the song feels, by rules from its sound: valence, energy, words for them, and both along the song.

In: the spectra, key and tempo. Out: a `Mood` and an arc of `Feeling`s. The rules follow what listeners agree on
(Juslin & Laukka 2004; Eerola, Friberg & Bresin 2013): loud, busy and fast is energetic; major, fast and lively is glad.
Words are not read here (`sentiment` lays them over); no rule knows irony.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from beatforge.song.analysis import ENVELOPE_HZ, Feeling, Mood, Section
from beatforge.song.chroma import mean_between
from beatforge.song.key import HeardKey, find_key
from beatforge.song.spectrum import FRAME_HZ, PITCH_HZ, Spectra

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEVEL_DB, FLUX, TEMPO_BPM = (-26.0, -8.0), (0.02, 0.07), (60.0, 180.0)
"""From the quietest and calmest to the loudest and busiest music, a solo piano to metal."""

ENERGY_WEIGHTS = {"level": 0.5, "flux": 0.35, "tempo": 0.15}
VALENCE_WEIGHTS = {"mode": 0.5, "tempo": 0.3, "flux": 0.2}
SURE_KEY = 0.5
"""Confidence from which a key's mode counts fully."""

SECTION_SHARE = 0.6
"""How far a part's own strength moves it from the song's energy."""

TAGS: Mapping[str, tuple[float, float]] = {
    "euphoric": (0.8, 0.95),
    "joyful": (0.7, 0.7),
    "upbeat": (0.45, 0.6),
    "playful": (0.6, 0.5),
    "warm": (0.5, 0.3),
    "peaceful": (0.5, 0.1),
    "dreamy": (0.1, 0.3),
    "calm": (0.0, 0.12),
    "driving": (0.1, 0.8),
    "tense": (-0.4, 0.7),
    "aggressive": (-0.6, 0.95),
    "dark": (-0.6, 0.5),
    "melancholic": (-0.45, 0.3),
    "sad": (-0.75, 0.15),
}
"""Word -> the valence and energy it means most."""

NEAR, MOST_TAGS = 0.4, 3


def measure_mood(spectra: Spectra, key: HeardKey, tempo_bpm: float) -> Mood | None:
    """The mood of the whole song; None for silence."""
    cues = _cues(spectra, tempo_bpm)
    if cues is None:
        return None
    energy = sum(weight * cues[name] for name, weight in ENERGY_WEIGHTS.items())
    lively = sum(weight * (2 * cues[name] - 1) for name, weight in VALENCE_WEIGHTS.items() if name != "mode")
    return mood_of(VALENCE_WEIGHTS["mode"] * _mode(key) + lively, energy)


def mood_of(valence: float, energy: float) -> Mood:
    """A mood with the words that mean such feelings, nearest first."""
    valence, energy = round(min(1.0, max(-1.0, valence)), 3), round(min(1.0, max(0.0, energy)), 3)
    far = {tag: math.hypot((valence - glad) / 2, energy - strong) for tag, (glad, strong) in TAGS.items()}
    nearest = sorted(far, key=lambda tag: far[tag])[:MOST_TAGS]
    return Mood(valence, energy, tuple(tag for tag in nearest if far[tag] <= NEAR or tag == nearest[0]))


def measure_arc(
    mood: Mood | None,
    key: HeardKey,
    sections: Sequence[Section],
    chroma: NDArray[np.float32],
    energy: NDArray[np.float64],
) -> tuple[Feeling, ...]:
    """How each part feels: its own strength and its own mode move it away from the song's mood."""
    if mood is None:
        return ()
    usual = float(energy.mean())
    arc = []
    for section in sections:
        span = [section.start, section.end]
        strength = float(mean_between(energy[:, None].astype("float32"), span, ENVELOPE_HZ)[0, 0])
        turn = _mode(find_key(mean_between(chroma, span, PITCH_HZ))) - _mode(key)
        felt = mood_of(
            mood.valence + VALENCE_WEIGHTS["mode"] / 2 * turn + 0.2 * (strength - usual),
            mood.energy + SECTION_SHARE * (strength - usual),
        )
        arc.append(Feeling(round(section.start, 3), felt.valence, felt.energy))
    return tuple(arc)


def _mode(key: HeardKey) -> float:
    """1 for surely major, -1 for surely minor, 0 where nobody knows."""
    sign = {"major": 1.0, "minor": -1.0}.get(key.name.rpartition(" ")[2], 0.0)
    return sign * min(1.0, key.confidence / SURE_KEY)


def _cues(spectra: Spectra, tempo_bpm: float) -> Mapping[str, float] | None:
    """Level, flux and tempo, each 0..1; a song without tempo has a middling one."""
    import numpy as np

    if not spectra.power.any() or len(spectra.mel) < FRAME_HZ:
        return None
    power = spectra.power
    level = 10 * math.log10(float(power[power > 1e-2 * power.mean()].mean()))
    gain = 20 / max(float(np.percentile(spectra.mel[:: max(1, len(spectra.mel) // 4000)], 99)), 1e-9)
    total = 0.0
    for start in range(0, len(spectra.mel) - 1, 4096):
        loud = np.log1p(gain * spectra.mel[start : start + 4097])
        total += float(np.maximum(0, np.diff(loud, axis=0)).mean(axis=1).sum())
    flux = total / (len(spectra.mel) - 1)
    tempo = tempo_bpm or sum(TEMPO_BPM) / 2
    return {"level": _share(level, LEVEL_DB), "flux": _share(flux, FLUX), "tempo": _share(tempo, TEMPO_BPM)}


def _share(value: float, span: tuple[float, float]) -> float:
    return min(1.0, max(0.0, (value - span[0]) / (span[1] - span[0])))
