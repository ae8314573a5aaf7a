"""A song as one vector, so that a few hundred candidates are found among thousands without looking at each.

In: an entry. Out: blocks of unit length, one per part of the score: tempo (an octave is a full turn, so that half and
double tempo are neighbours), key (its place on the circle of fifths), energy and its shape, timbre, words hashed into a
fixed number of places, and what they mean if there is an embedder. A query gives each block the weight it has in the
score, so the inner product of both ranks roughly as `compatibility` will. No model, no download; the same on every
machine.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence

from beatforge.mashup.compatibility import Weights
from beatforge.mashup.library.entry import Entry
from beatforge.mashup.profile import SHAPE, Profile
from beatforge.song.wheel import parse_key

BLOCKS: Mapping[str, int] = {"tempo": 6, "key": 2, "energy": 2 + 2 * SHAPE, "timbre": 30, "words": 256, "meaning": 96}
"""Block -> how many numbers it has, in this order."""

SIZE = sum(BLOCKS.values())
LAYOUT = 1
"""To be raised when vectors of an earlier release can't be compared any more; the index is then made again."""

_HARMONICS = (1, 2, 4)
_KEY_SHARE = 0.3
"""A shift brings any two keys together; only so much of the key's score hangs on where they are by nature."""


def vector_of(entry: Entry) -> list[float]:
    """The song's vector; a block of what is not known is zero."""
    return _joined(_blocks(entry.profile, words_of(entry)), dict.fromkeys(BLOCKS, 1.0))


def match_vector(entry: Entry, weights: Weights) -> list[float]:
    """What to look for when songs are wanted that go with this one."""
    total = (weights.bpm + weights.key + weights.energy + weights.genre) or 1.0
    whole = (weights.harmonic + weights.semantic) or 1.0
    harmonic = weights.harmonic / whole / total
    shares = {
        "tempo": weights.bpm * harmonic,
        "key": _KEY_SHARE * weights.key * harmonic,
        "energy": weights.energy * harmonic,
        "timbre": weights.genre * harmonic,
        ("meaning" if entry.profile.meaning else "words"): weights.semantic / whole,
    }
    return _joined(_blocks(entry.profile, words_of(entry)), {**dict.fromkeys(BLOCKS, 0.0), **shares})


def meaning_vector(meaning: Sequence[float]) -> list[float]:
    """What to look for when songs are wanted that mean the like. Single words are not looked for by vectors: among a
    song's hundred others a hashed word is lost."""
    blocks = {name: [0.0] * size for name, size in BLOCKS.items()} | {"meaning": _projected(meaning)}
    return _joined(blocks, dict.fromkeys(BLOCKS, 1.0))


def words_of(entry: Entry) -> dict[str, int]:
    """All words by which the song is found: its own, its artist's, and those for how it sounds."""
    words = dict(entry.profile.words)
    for word in (*entry.sound, *entry.tags.artist.lower().split()):
        words[word] = words.get(word, 0) + 2
    return words


def _blocks(profile: Profile, words: Mapping[str, int]) -> dict[str, list[float]]:
    key = parse_key(profile.key)
    return {
        "tempo": _turns(math.log2(profile.tempo_bpm), _HARMONICS) if profile.tempo_bpm else [0.0] * BLOCKS["tempo"],
        "key": _turns(key.place / 12, (1,)) if key else [0.0, 0.0],
        "energy": _unit([part for level in (profile.energy, *profile.shape) for part in _level(level)]),
        "timbre": _unit(list(profile.timbre)) if len(profile.timbre) == BLOCKS["timbre"] else [0.0] * BLOCKS["timbre"],
        "words": _hashed(words),
        "meaning": _projected(profile.meaning),
    }


def _turns(turns: float, harmonics: Sequence[int]) -> list[float]:
    """A place on a circle; higher harmonics tell neighbours apart more sharply."""
    angles = [2 * math.pi * turns * harmonic for harmonic in harmonics]
    return _unit([part for angle in angles for part in (math.cos(angle), math.sin(angle))])


def _level(level: float) -> tuple[float, float]:
    """0..1 as a quarter turn: the inner product of two levels falls as they part."""
    return math.cos(math.pi * level), math.sin(math.pi * level)


def _hashed(words: Mapping[str, int]) -> list[float]:
    """Each word at a place and with a sign of its own, so that words that meet cancel as often as they add."""
    places = [0.0] * BLOCKS["words"]
    for word, count in words.items():
        number = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")
        places[number % len(places)] += (1 if number >> 40 & 1 else -1) * (1 + math.log(count))
    return _unit(places)


def _projected(meaning: Sequence[float]) -> list[float]:
    """A meaning of any length in a fixed number of places: random signs keep angles (Johnson and Lindenstrauss)."""
    if not meaning:
        return [0.0] * BLOCKS["meaning"]
    import numpy as np

    shape = (BLOCKS["meaning"], len(meaning))
    bits = np.unpackbits(np.frombuffer(hashlib.shake_256(b"signs").digest(-(-shape[0] * shape[1] // 8)), np.uint8))
    signs = 2.0 * bits[: shape[0] * shape[1]].reshape(shape) - 1
    return _unit((signs @ np.asarray(meaning)).tolist())


def _unit(values: list[float]) -> list[float]:
    length = math.sqrt(sum(value * value for value in values))
    return [value / length for value in values] if length else values


def _joined(blocks: Mapping[str, list[float]], shares: Mapping[str, float]) -> list[float]:
    return [round(value * shares[name], 6) for name in BLOCKS for value in blocks[name]]
