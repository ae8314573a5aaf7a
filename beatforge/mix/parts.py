"""What is heard, as an edit list: parts of songs, each with a map from its song's seconds to the mix's. No samples.

In: numbers that a recipe chose. Out: frozen values, checked where they are made. Pure; the steps beside it make sound
of them.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from beatforge.mix.scratch import PATTERNS, Scratch, scratches_of
from beatforge.song.wheel import MAX_SEMITONES

MAX_RATIO = 4.0
"""How much slower or faster than its song a stretch of a part may be at all; music bears some 1.2."""

STEMS = ("mix", "vocals", "drums", "bass", "other", "instrumental")
"""What of a song is heard: all of it, one stem, or all stems but the vocals."""

ROLES = ("lead", "harmony", "call", "response", "texture", "bed", "voice")
STRETCHES = ("signalsmith", "rubberband")
"""What changes tempo and pitch; the first unless the project says otherwise."""

PART = "part.wav"
"""The file in which a part's step leaves its sound: float32, stereo."""

LOUDNESS_LUFS = -14.0
TRUE_PEAK_DBTP = -1.0
"""What streaming platforms play a song at, and the peak they ask for (AES TD1008)."""

Warp = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One row of the edit list: something of a song, from some second of the mix to another.

    `warp` are anchors (seconds in the song, seconds in the mix), both rising, at least two; its ends are the part's
    bounds, and time runs evenly between anchors. Fades are of equal power and inside the bounds. `low_cut_hz` 0
    keeps the basses. `duck_db` is how far the part goes down while a part of the role "lead" sounds over it; of a
    part of the role "voice" it is how far all that is no voice goes down under it. `scratches` are when a hand has its
    record, in order; they change nothing of the part's own file. ValueError names what is wrong.
    """

    id: str
    song: str
    stem: str
    warp: Warp
    semitones: int = 0
    gain_db: float = 0.0
    fade_in_s: float = 0.0
    fade_out_s: float = 0.0
    low_cut_hz: float = 0.0
    duck_db: float = 0.0
    role: str = "bed"
    scratches: tuple[Scratch, ...] = ()

    def __post_init__(self) -> None:
        if fault := _fault_of(self):
            raise ValueError(f"part {self.id}: {fault}")

    @property
    def start_s(self) -> float:
        """Where the part begins in the mix, in seconds."""
        return self.warp[0][1]

    @property
    def end_s(self) -> float:
        """Where the part ends in the mix, in seconds."""
        return self.warp[-1][1]

    @property
    def is_plain(self) -> bool:
        """Whether the part runs at its song's own tempo and pitch."""
        return not self.semitones and all(ratio == 1.0 for ratio in self.ratios)

    @property
    def ratios(self) -> tuple[float, ...]:
        """How much longer than in the song each stretch between anchors lasts; rounded, so that 1 means unchanged."""
        return tuple(
            round((after[1] - before[1]) / (after[0] - before[0]), 9)
            for before, after in zip(self.warp, self.warp[1:], strict=False)
        )

    def mix_s(self, song_s: float) -> float:
        """Where a second of the song is heard in the mix; beyond the ends as at the ends."""
        return _along(self.warp, song_s, 0)

    def song_s(self, mix_s: float) -> float:
        """Which second of the song is heard at a second of the mix; beyond the ends as at the ends."""
        return _along(self.warp, mix_s, 1)

    def to_value(self) -> dict[str, Any]:
        """This part as JSON values."""
        value = {**asdict(self), "warp": [list(anchor) for anchor in self.warp]}
        del value["scratches"]
        return {**value, "scratches": [each.to_value() for each in self.scratches]} if self.scratches else value

    @staticmethod
    def from_value(value: Mapping[str, Any]) -> Part:
        """The part that `to_value` wrote."""
        warp = tuple((float(song), float(mix)) for song, mix in value["warp"])
        return Part(**{**value, "warp": warp, "scratches": scratches_of(value)})


@dataclass(frozen=True, slots=True)
class Mix:
    """All that is heard: parts in the order in which they begin, at `sample_rate` Hz, for `duration_s` seconds.

    `loudness_lufs` is integrated loudness by ITU-R BS.1770, None to leave it as it is; `true_peak_dbtp` bounds the
    encoded file, None to let it be. ValueError names what is wrong.
    """

    parts: tuple[Part, ...]
    duration_s: float
    sample_rate: int = 48000
    loudness_lufs: float | None = LOUDNESS_LUFS
    true_peak_dbtp: float | None = TRUE_PEAK_DBTP
    stretch: str = STRETCHES[0]

    def __post_init__(self) -> None:
        if self.duration_s <= 0 or self.sample_rate <= 0 or not self.parts:
            raise ValueError(f"a mix of {len(self.parts)} parts, {self.duration_s} s at {self.sample_rate} Hz")
        if self.stretch not in STRETCHES:
            raise ValueError(f"stretch {self.stretch} is none of {', '.join(STRETCHES)}")
        names = [part.id for part in self.parts]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"two parts are called {twice}")
        late = next((part for part in self.parts if part.end_s > self.duration_s + 1e-6), None)
        if late:
            raise ValueError(f"part {late.id} ends at {late.end_s:.3f} s, the mix at {self.duration_s:.3f} s")

    @property
    def num_samples(self) -> int:
        """Length of the mix."""
        return round(self.duration_s * self.sample_rate)

    @property
    def is_trivial(self) -> bool:
        """Whether it is one song from its first second to its last, as it is."""
        whole = replace(self.parts[0], id="", song="") == Part("", "", "mix", ((0.0, 0.0), (self.duration_s,) * 2))
        return len(self.parts) == 1 and whole and self.loudness_lufs is None and self.true_peak_dbtp is None

    def to_value(self) -> dict[str, Any]:
        """This mix as JSON values."""
        return {**asdict(self), "parts": [part.to_value() for part in self.parts]}

    @staticmethod
    def from_value(value: Mapping[str, Any]) -> Mix:
        """The mix that `to_value` wrote."""
        return Mix(**{**value, "parts": tuple(Part.from_value(part) for part in value["parts"])})


def rounded_warp(anchors: Sequence[tuple[float, float]]) -> Warp:
    """Anchors as they go into a key: to the nanosecond, so that a part moved by whole bars keeps its samples."""
    return tuple((round(song, 9), round(mix, 9)) for song, mix in anchors)


def _fault_of(part: Part) -> str:
    """What is wrong with a part; "" if nothing is."""
    numbers = (*(x for anchor in part.warp for x in anchor), part.gain_db, part.fade_in_s, part.fade_out_s)
    steps = list(zip(part.warp, part.warp[1:], strict=False))
    checks = (
        (part.stem in STEMS, f"stem {part.stem} is none of {', '.join(STEMS)}"),
        (part.role in ROLES, f"role {part.role} is none of {', '.join(ROLES)}"),
        (all(math.isfinite(x) for x in numbers), "a number is not finite"),
        (len(part.warp) >= 2, "its warp needs two anchors"),
        (part.warp[:1] >= ((0.0, 0.0),) and all(min(anchor) >= 0 for anchor in part.warp), "a time is negative"),
        (all(a[0] < b[0] and a[1] < b[1] for a, b in steps), "the times of its warp do not rise"),
        (abs(part.semitones) <= MAX_SEMITONES, f"a shift of {part.semitones} semitones is beyond {MAX_SEMITONES}"),
        (min(part.fade_in_s, part.fade_out_s, part.low_cut_hz, part.duck_db) >= 0, "a fade, cut or duck is negative"),
    )
    for is_right, fault in checks:
        if not is_right:
            return fault
    stray = next((r for r in part.ratios if not 1 / MAX_RATIO <= r <= MAX_RATIO), None)
    if stray:
        return f"it runs {stray:g} times as long as its song; {1 / MAX_RATIO:g} to {MAX_RATIO:g} can be done"
    if fault := _fault_of_scratches(part):
        return fault
    if part.fade_in_s + part.fade_out_s > part.end_s - part.start_s + 1e-6:
        return "its fades are longer than it is"
    return ""


def _fault_of_scratches(part: Part) -> str:
    for scratch in part.scratches:
        if scratch.pattern not in PATTERNS:
            return f"scratch {scratch.pattern} is none of {', '.join(PATTERNS)}"
        if not (0 < scratch.length_s < math.inf and 1 <= scratch.strength <= 100):
            return f"a scratch of {scratch.length_s:g} s, strength {scratch.strength}"
        if not (scratch.start_s < part.end_s and scratch.end_s > part.start_s):
            return f"it does not sound while it is scratched at {scratch.start_s:.3f} s"
    if any(b.start_s < a.end_s - 1e-9 for a, b in zip(part.scratches, part.scratches[1:], strict=False)):
        return "its scratches overlap"
    return ""


def _along(warp: Warp, at: float, side: int) -> float:
    """The other side's time at `at` of one side of the map, 0 for the song's."""
    own = [anchor[side] for anchor in warp]
    at = min(max(at, own[0]), own[-1])
    index = min(max(bisect_right(own, at) - 1, 0), len(own) - 2)
    (a, b), (c, d) = (anchor if side == 0 else anchor[::-1] for anchor in warp[index : index + 2])
    return b + (d - b) * (at - a) / (c - a)
