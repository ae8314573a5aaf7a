"""How alike two songs are in energy, genre and words: scores of 0..1, each with its reason. Pure.

Genre is what the files' tags say. Without tags it is how alike the songs sound, a neighbourhood of measured timbre,
and is called that: nobody here knows what house is.
"""

from __future__ import annotations

import math
import re

from beatforge.mashup.profile import Profile
from beatforge.mashup.vocabulary import likeness_of_words

ENERGY_ZERO = 0.45
"""Mean energies this far apart have nothing in common; 17 real songs lie between 0.43 and 0.89."""

TIMBRE_SCALE = 1.0
_SHAPE_SHARE = 0.3
_OTHER_TAG = 0.5
_SHOWN_WORDS = 3
_FULL_WORDS = 0.5
"""Cosine of two songs' words that counts as entirely one subject; two strangers in one language have 0.05 to 0.15."""


FEWEST_WORDS = 5
"""A title alone is no subject."""


def energy_score(voice: Profile, bed: Profile) -> tuple[float, str]:
    """Level, and how it moves over the song."""
    level = max(0.0, 1 - abs(voice.energy - bed.energy) / ENERGY_ZERO)
    apart = [abs(one - two) for one, two in zip(voice.shape, bed.shape, strict=True)]
    shape = max(0.0, 1 - sum(apart) / max(1, len(apart)) / ENERGY_ZERO)
    score = (1 - _SHAPE_SHARE) * level + _SHAPE_SHARE * shape
    said = "alike" if score > 0.75 else "somewhat apart" if score > 0.4 else "far apart"
    return score, f"energies {said} ({voice.energy:.2f} and {bed.energy:.2f})"


def genre_score(voice: Profile, bed: Profile) -> tuple[float | None, str]:
    """By tags where both have one, and they share a word; else by sound, which counts half where the tags differ."""
    own, other = _genre_words(voice.genre), _genre_words(bed.genre)
    sound = _sound_likeness(voice, bed)
    if own and other:
        if own == other:
            return 1.0, f"both tagged {voice.genre}"
        if shared := own & other:
            return 0.8, f"both tagged {' '.join(sorted(shared))}"
        if sound is None:
            return 0.0, f"tagged {voice.genre} and {bed.genre}"
        return _OTHER_TAG * sound, f"tagged {voice.genre} and {bed.genre}, sounding {_alike(sound)}"
    if sound is None:
        return None, "no genre tags and no timbre, so genre does not count"
    return sound, f"{'one' if own or other else 'no'} genre tag; by their timbre {_alike(sound)}"


def semantic_score(voice: Profile, bed: Profile) -> tuple[float | None, str]:
    """By the sentence embedder's vectors where both have one, else by the words both use."""
    if voice.meaning and bed.meaning and voice.meant_by == bed.meant_by:
        dot = sum(one * two for one, two in zip(voice.meaning, bed.meaning, strict=True))
        return max(0.0, dot), f"words mean {_alike(max(0.0, dot))} things"
    own, other = dict(voice.words), dict(bed.words)
    if not own or not other:
        return None, "no words, so only the music counts"
    if min(len(own), len(other)) < FEWEST_WORDS:
        return None, "too few words to tell, so only the music counts"
    likeness = min(1.0, likeness_of_words(own, other) / _FULL_WORDS)
    shared = sorted(own.keys() & other.keys(), key=lambda word: (-min(own[word], other[word]), word))
    return likeness, f"both say {', '.join(shared[:_SHOWN_WORDS])}" if shared else "no word in common"


def _sound_likeness(voice: Profile, bed: Profile) -> float | None:
    if not voice.timbre or len(voice.timbre) != len(bed.timbre):
        return None
    squares = [(one - two) ** 2 for one, two in zip(voice.timbre, bed.timbre, strict=True)]
    return math.exp(-math.sqrt(sum(squares) / len(squares)) / TIMBRE_SCALE)


def _genre_words(genre: str) -> frozenset[str]:
    """ "Drum & Bass" and "drum'n'bass" as the same words."""
    return frozenset(re.findall(r"[^\W_]{2,}", genre.lower()))


def _alike(likeness: float) -> str:
    return "much alike" if likeness > 0.7 else "somewhat alike" if likeness > 0.4 else "different"
