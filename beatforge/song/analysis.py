"""What a song is: the result of listening, as plain numbers. No audio in here.

Times are seconds from sample 0. Envelopes are integers 0..255 at `ENVELOPE_HZ`, so that an analysis is small,
canonical and the same on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from beatforge.song.damage import Damage
from beatforge.song.lyrics.lines import Lyrics

ENVELOPE_HZ = 100
ENVELOPES = ("energy", "bass", "mid", "high", "onset")
SECTION_KINDS = ("intro", "verse", "prechorus", "chorus", "bridge", "solo", "instrumental", "drop", "outro")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the song, [start, end) in seconds; sections touch and cover the whole song."""

    start: float
    end: float
    kind: str


@dataclass(frozen=True, slots=True)
class Drop:
    """A moment where energy jumps up; strength 0..1 is the share of the song's own energy range."""

    at: float
    strength: float


@dataclass(frozen=True, slots=True)
class Analysis:
    """A whole song. `duration` is samples / sample_rate of the decoded file, exactly; `damage` what the file lacks.

    `lyrics` come from a file beside the song: listening leaves them out.
    """

    duration: float
    sample_rate: int
    channels: int
    decoder: str
    tempo_bpm: float
    steady: bool
    beats: tuple[float, ...]
    downbeats: tuple[float, ...]
    beats_per_bar: int
    key: str
    sections: tuple[Section, ...]
    drops: tuple[Drop, ...]
    envelopes: Mapping[str, tuple[int, ...]]
    damage: tuple[Damage, ...] = ()
    lyrics: Lyrics | None = None

    def to_value(self) -> dict[str, Any]:
        """This analysis as JSON values, without lyrics where there are none."""
        value = asdict(self)
        if self.lyrics is None:
            del value["lyrics"]
        return value

    @staticmethod
    def from_value(value: Mapping[str, Any]) -> Analysis:
        """The analysis that `to_value` wrote."""
        return Analysis(
            **{
                **value,
                "beats": tuple(value["beats"]),
                "downbeats": tuple(value["downbeats"]),
                "sections": tuple(Section(**section) for section in value["sections"]),
                "drops": tuple(Drop(**drop) for drop in value["drops"]),
                "damage": tuple(Damage(**damage) for damage in value["damage"]),
                "envelopes": {name: tuple(curve) for name, curve in value["envelopes"].items()},
                "lyrics": Lyrics.from_value(value["lyrics"]) if value.get("lyrics") else None,
            }
        )
