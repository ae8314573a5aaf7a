"""Which deck each song lies on, and how loud each deck is heard from frame to frame.

In: an analysis, and the parts of its mix where several songs are mixed. Songs take decks in turn as they come in, the
first one the left. One song as it is goes from deck to deck with its sections, as a DJ brings the next record. A
moment hangs only on what sounds in it.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from beatforge.film.clock import frame_at
from beatforge.mix.parts import Mix, Part
from beatforge.song.analysis import Analysis

LEFT, RIGHT = 0, 1
MIDDLE = 128
"""The crossfader in the middle, and where nothing is heard."""

AUDIBLE = 40
"""A deck's loudness, of 255, from which it is played."""

OVER_S = 1.0
"""Seconds that the crossfader takes from deck to deck where one song goes on."""

PRESENCE: Mapping[str, float] = {"mix": 1.0, "instrumental": 0.9, "vocals": 0.75}
"""How much of a deck's level a part of this stem is; others .6."""


@dataclass(frozen=True, slots=True)
class Decks:
    """The deck of each song, and curves by frame: loudness of both decks 0..255, the crossfader 0 (left) .. 255."""

    sides: Mapping[str, int]
    left: tuple[int, ...]
    right: tuple[int, ...]
    crossfader: tuple[int, ...]
    starts: tuple[float, ...]
    """Where the sections begin, which take decks in turn."""
    rate: Fraction

    def side_at(self, second: float) -> int:
        """The deck whose turn it is; the other one where that is not heard."""
        side = max(0, bisect_right(self.starts, second + 1e-6) - 1) % 2
        after = min(len(self.left) - 1, frame_at(second, self.rate) + round(OVER_S * self.rate))
        levels = (self.left[after], self.right[after])
        return side if levels[side] >= AUDIBLE or levels[side] >= levels[1 - side] else 1 - side


def decks_of(analysis: Analysis, mix: Mix | None, num_frames: int, rate: Fraction) -> Decks:
    """The decks of a mashup's mix, or of one song."""
    if mix is None:
        return _of_song(analysis, num_frames, rate)
    parts = [part for part in mix.parts if part.role != "voice"]
    sides = {song: index % 2 for index, song in enumerate(songs_in_turn(parts))}
    powers = [[0.0] * num_frames, [0.0] * num_frames]
    for part in parts:
        _add(part, powers[sides[part.song]], rate)
    levels = [[min(255, round(255 * math.sqrt(power))) for power in side] for side in powers]
    starts = tuple(section.start for section in analysis.sections)
    return Decks(sides, tuple(levels[LEFT]), tuple(levels[RIGHT]), tuple(map(_between, *levels)), starts, rate)


def songs_in_turn(parts: Sequence[Part]) -> tuple[str, ...]:
    """The songs in the order in which they are first heard."""
    return tuple(dict.fromkeys(part.song for part in sorted(parts, key=lambda part: (part.start_s, part.song))))


def _of_song(analysis: Analysis, num_frames: int, rate: Fraction) -> Decks:
    starts = tuple(section.start for section in analysis.sections)
    over, fader = OVER_S * float(rate), []
    edges = [start * float(rate) for start in starts]
    for frame in range(num_frames):
        index = max(0, bisect_right(edges, frame) - 1)
        gone = 1.0 if not index else min(1.0, (frame - edges[index]) / over)
        fader.append(round(255 * (gone if index % 2 else 1 - gone)))
    left, right = (tuple(round(255 * math.sqrt(abs(side - f) / 255)) for f in fader) for side in (255, 0))
    return Decks({"": LEFT}, left, right, tuple(fader), starts, rate)


def _add(part: Part, powers: list[float], rate: Fraction) -> None:
    gain = PRESENCE.get(part.stem, 0.6) * min(1.0, 10 ** (part.gain_db / 20))
    low, high = math.ceil(part.start_s * rate), math.ceil(part.end_s * rate)
    for frame in range(max(0, low), min(len(powers), high)):
        second = float(frame / rate)
        risen = (second - part.start_s) / part.fade_in_s if part.fade_in_s else 1.0
        left = (part.end_s - second) / part.fade_out_s if part.fade_out_s else 1.0
        powers[frame] += gain * gain * max(0.0, min(risen, left, 1.0))


def _between(left: int, right: int) -> int:
    return round(255 * right / (left + right)) if left + right else MIDDLE
