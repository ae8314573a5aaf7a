"""The wheel of keys: how keys are written by DJs, which sound together, and the smallest shift to one that does.

In: keys as `Analysis.key` has them ("A minor", "" for none). Out: positions on the circle of fifths, names, semitones.
Pure; no sound is looked at. Keys one place apart share six of seven notes and relative keys all seven, which is the
rule of Mixxx (`KeyUtils::shortestStepsToCompatibleKey`): so a key that fits is never more than two semitones away.
"""

from __future__ import annotations

from dataclasses import dataclass

from beatforge.song.chroma import NOTES

_FLATS = {"Db": "C#", "D#": "Eb", "Gb": "F#", "G#": "Ab", "A#": "Bb", "Cb": "B", "B#": "C", "Fb": "E", "E#": "F"}
_MODES = ("major", "minor")

MAX_SEMITONES = 6
"""How far anything is shifted, either way: beyond half an octave the other way round is nearer."""

FARTHEST = 6
"""Places between a key and the one opposite it on the circle, a tritone away."""


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """A key; `tonic` is 0 for C to 11 for B."""

    tonic: int
    is_minor: bool

    def __str__(self) -> str:
        return f"{NOTES[self.tonic]} {_MODES[self.is_minor]}"

    @property
    def place(self) -> int:
        """0..11 clockwise on the circle of fifths from C major; relative keys share a place."""
        major = self.tonic + 3 if self.is_minor else self.tonic
        return major * 7 % 12

    def shifted(self, semitones: int) -> Key:
        """The key as it sounds after a shift."""
        return Key((self.tonic + semitones) % 12, self.is_minor)


def parse_key(text: str) -> Key | None:
    """The key written as "A minor", "Bb major", "F#m", "8A" (Camelot) or "1m" (Open Key); None for what is no key."""
    said = text.strip()
    if (number := said[:-1]).isdecimal() and 1 <= int(number) <= 12:
        return _numbered(int(number), said[-1])
    note, _, mode = said.partition(" ")
    if not mode and note.endswith("m"):
        note, mode = note[:-1], "minor"
    note = note[:1].upper() + note[1:].replace("♯", "#").replace("♭", "b")
    note, mode = _FLATS.get(note, note), mode.strip().lower() or "major"
    return Key(NOTES.index(note), mode == "minor") if note in NOTES and mode in _MODES else None


def camelot(key: Key) -> str:
    """As on the Camelot wheel: "8B" is C major, "8A" A minor."""
    return f"{(key.place + 7) % 12 + 1}{'A' if key.is_minor else 'B'}"


def open_key(key: Key) -> str:
    """As in Open Key notation: "1d" is C major, "1m" A minor."""
    return f"{key.place + 1}{'m' if key.is_minor else 'd'}"


def places_apart(key: Key, other: Key) -> int:
    """0..6 places between two keys on the circle, whatever their modes."""
    apart = abs(key.place - other.place) % 12
    return min(apart, 12 - apart)


def are_compatible(key: Key, other: Key) -> bool:
    """Whether both sound together: the same, relative, or one place apart on the circle."""
    return places_apart(key, other) <= 1


def relation(key: Key, other: Key) -> str:
    """How two keys stand to each other: "same", "relative", "fifth", "diagonal" (one place and mode) or "distant"."""
    if key == other:
        return "same"
    if places_apart(key, other) > 1:
        return "distant"
    if key.is_minor == other.is_minor:
        return "fifth"
    return "diagonal" if places_apart(key, other) else "relative"


def shift_to_fit(key: Key | None, other: Key | None) -> int:
    """The smallest shift of `key`, in semitones, after which it fits `other`; 0 where either is unknown.

    Of two shifts of one size, one up and one down, the one that ends nearer on the circle, then the downward one.
    """
    if key is None or other is None:
        return 0
    fits = [
        (abs(semitones), places_apart(moved, other), semitones)
        for semitones in range(-MAX_SEMITONES, MAX_SEMITONES + 1)
        if are_compatible(moved := key.shifted(semitones), other)
    ]
    return min(fits)[2]


def _numbered(number: int, letter: str) -> Key | None:
    """The key at an hour of a wheel: A and B on Camelot's, m and d in Open Key."""
    if letter.upper() in "AB":
        place, is_minor = (number + 4) % 12, letter.upper() == "A"
    elif letter in "md":
        place, is_minor = number - 1, letter == "m"
    else:
        return None
    return Key((place * 7 - (3 if is_minor else 0)) % 12, is_minor)
