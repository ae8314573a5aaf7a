"""How well the voice of one song sounds over the bed of another, taken apart, after the best transform.

In: two `Profile`s and weights. Out: a `Match`: what to do to the voice (tempo and pitch; the bed stays as it is), a
score of 0..1 for each part and reasons in words. The voice of A over B is another question than that of B over A.
What is not known of either song is left out, its weight goes to the rest, and the reasons say so. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from beatforge.mashup.likeness import energy_score, genre_score, semantic_score
from beatforge.mashup.profile import Profile
from beatforge.song.wheel import FARTHEST, Key, camelot, parse_key, places_apart, relation, shift_to_fit

MAX_TEMPO_RATIO = 1.2
"""How much faster or slower a voice may go; AI_Mixer's limit, and about where voices begin to sound treated."""

BPM_ZERO = 0.10
"""The stretch at which the BPM score has come down to 0 (AI_Mixer)."""

TOLERANCE = 0.05
"""A stretch that few people hear (AI_Mixer); half the BPM score is left there."""

MIN_SCORE = 0.5
NUM_CANDIDATES = 5
"""AI_Mixer's defaults: what scores less is not offered, and no more than so many are."""

SLOWING = 1.25
"""How much worse slowing a voice down is than speeding it up: consonants smear, vibrato wobbles."""

_OTHER_OCTAVE = 0.95
_UNSURE_READING = 0.3
_RELATIONS = {"same": 1.0, "relative": 0.95, "fifth": 0.85, "diagonal": 0.7, "distant": 0.0}
_PER_SEMITONE = 0.07
_BY_NATURE = 0.3
_NO_VOICE, _LEAST_VOICE = 0.6, 0.08
_TWO_VOICES = 0.3


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much; only proportions matter. The first four make the harmonic score, the last two the whole."""

    bpm: float = 35.0
    key: float = 30.0
    energy: float = 20.0
    genre: float = 15.0
    harmonic: float = 60.0
    semantic: float = 40.0

    @staticmethod
    def from_value(value: Mapping[str, float]) -> Weights:
        """Weights with these instead of the defaults; KeyError names one that is not there."""
        known = {field.name for field in fields(Weights)}
        if unknown := [name for name in value if name not in known]:
            raise KeyError(unknown[0])
        return Weights(**value)


@dataclass(frozen=True, slots=True)
class Match:
    """How well a voice goes over a bed. Scores are 0..1, None where nothing is known.

    `tempo_ratio` is how much faster the voice has to go (1.05: by 5 %), `semitones` by how much it is shifted.
    `direction` is the factor for what hangs on who sings over whom. Where `is_possible` is False no tempo within reach
    meets the bed's, nothing is stretched, and the score is halved.
    """

    score: float
    bpm: float
    key: float | None
    energy: float
    genre: float | None
    semantic: float | None
    harmonic: float
    direction: float
    tempo_ratio: float
    semitones: int
    is_possible: bool
    reasons: tuple[str, ...]

    def to_value(self) -> dict[str, Any]:
        """This match as JSON values."""
        return {**asdict(self), "reasons": list(self.reasons)}


def compatibility(voice: Profile, bed: Profile, weights: Weights | None = None) -> Match:
    """How well the voice of one song goes over the bed of the other."""
    weights = weights or Weights()
    bpm, ratio, is_possible, tempo_reason = _meet_tempo(voice, bed)
    key, semitones, key_reason = _meet_key(voice, bed)
    energy, energy_reason = energy_score(voice, bed)
    genre, genre_reason = genre_score(voice, bed)
    semantic, semantic_reason = semantic_score(voice, bed)
    direction, direction_reasons = _direction(voice, bed)
    harmonic = _weighted(((bpm, weights.bpm), (key, weights.key), (energy, weights.energy), (genre, weights.genre)))
    whole = _weighted(((harmonic, weights.harmonic), (semantic, weights.semantic))) * direction
    return Match(
        score=round(whole if is_possible else whole / 2, 4),
        bpm=round(bpm, 4),
        key=None if key is None else round(key, 4),
        energy=round(energy, 4),
        genre=None if genre is None else round(genre, 4),
        semantic=None if semantic is None else round(semantic, 4),
        harmonic=round(harmonic, 4),
        direction=round(direction, 4),
        tempo_ratio=round(ratio, 6),
        semitones=semitones,
        is_possible=is_possible,
        reasons=(tempo_reason, key_reason, energy_reason, genre_reason, semantic_reason, *direction_reasons),
    )


def _meet_tempo(voice: Profile, bed: Profile) -> tuple[float, float, bool, str]:
    """Score, ratio, whether the tempos meet at all, and why; over octaves and other readings of the beats."""
    if not voice.tempo_bpm or not bed.tempo_bpm:
        return 0.0, 1.0, False, "no steady beat to line up"
    found = []
    for tempo, trust in ((voice.tempo_bpm, 1.0), *voice.readings):
        for bed_tempo, bed_trust in ((bed.tempo_bpm, 1.0), *bed.readings):
            if min(trust, bed_trust) < _UNSURE_READING:
                continue
            for octave in (1.0, 2.0, 0.5):
                ratio = bed_tempo * octave / tempo
                sure = trust * bed_trust * (1.0 if octave == 1.0 else _OTHER_OCTAVE)
                found.append((_stretch_score(ratio) * sure, sure, -abs(math.log(ratio)), ratio, tempo, bed_tempo))
    within = [each for each in found if 1 / MAX_TEMPO_RATIO <= each[3] <= MAX_TEMPO_RATIO]
    if not within:
        reason = f"{voice.tempo_bpm:.0f} and {bed.tempo_bpm:.0f} bpm do not meet within x{MAX_TEMPO_RATIO:g}"
        return 0.0, 1.0, False, reason
    score, _, _, ratio, tempo, bed_tempo = max(within)
    return score, ratio, True, _tempo_words(tempo, bed_tempo, ratio)


def _stretch_score(ratio: float) -> float:
    """1 for no stretch, falling evenly to 0 at `BPM_ZERO`; a slower voice loses faster."""
    return max(0.0, 1 - abs(math.log(ratio)) * (1.0 if ratio >= 1 else SLOWING) / BPM_ZERO)


def _tempo_words(tempo: float, bed_tempo: float, ratio: float) -> str:
    percent = 100 * abs(ratio - 1)
    moved = f"{percent:.1f} % {'faster' if ratio > 1 else 'slower'}" if percent >= 0.05 else "as it is"
    heard = "" if percent < 0.05 else ", hardly heard" if percent <= 100 * TOLERANCE else ", heard"
    octave = ratio * tempo / bed_tempo
    feel = "" if abs(octave - 1) < 0.01 else " in double time" if octave > 1 else " in half time"
    return f"voice {moved}{heard} ({tempo:.1f} to {bed_tempo:.1f} bpm{feel})"


def _meet_key(voice: Profile, bed: Profile) -> tuple[float | None, int, str]:
    """Score, shift of the voice, and why.

    A part of the score is how near the keys are by nature: a shift moves no drums and leaves formants, and it is only
    as right as both keys were heard.
    """
    own, other = parse_key(voice.key), parse_key(bed.key)
    if own is None or other is None:
        return None, 0, "no key heard in one of them, so keys do not count"
    semitones = shift_to_fit(own, other)
    moved = own.shifted(semitones)
    reached = _RELATIONS[relation(moved, other)] * (1 - _PER_SEMITONE * abs(semitones))
    by_nature = 1 - places_apart(own, other) / FARTHEST
    score = (1 - _BY_NATURE) * reached + _BY_NATURE * by_nature
    return score, semitones, _key_words(own, moved, other, semitones)


def _key_words(own: Key, moved: Key, other: Key, semitones: int) -> str:
    stands = {
        "same": "the same key",
        "relative": "relative keys, all notes shared",
        "fifth": "a fifth apart, six of seven notes shared",
        "diagonal": "a fifth and mode apart, six of seven notes shared",
    }[relation(moved, other)]
    keys = f"{moved} ({camelot(moved)}) over {other} ({camelot(other)}): {stands}"
    return f"voice {semitones:+d} semitones from {own}, {keys}" if semitones else keys


def _direction(voice: Profile, bed: Profile) -> tuple[float, tuple[str, ...]]:
    """The factor for who sings over whom, and why."""
    factor, reasons = 1.0, []
    if voice.voice is not None and voice.voice < _LEAST_VOICE:
        factor *= _NO_VOICE
        reasons.append("hardly anybody sings in the song that is to give the voice")
    if bed.voice is not None and bed.voice >= _LEAST_VOICE:
        factor *= 1 - _TWO_VOICES * bed.voice
        reasons.append(f"the bed itself sings {100 * bed.voice:.0f} % of the time; its vocals would have to go")
    return factor, tuple(reasons)


def _weighted(parts: tuple[tuple[float | None, float], ...]) -> float:
    """Mean of the known parts by their weights; 0 where no known part has any."""
    known = [(score, weight) for score, weight in parts if score is not None]
    total = sum(weight for _, weight in known)
    return sum(score * weight for score, weight in known) / total if total else 0.0
