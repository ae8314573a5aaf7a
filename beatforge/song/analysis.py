"""What a song is: the result of listening, as plain numbers. No audio in here.

Times are seconds from sample 0. Envelopes are integers 0..255 at `ENVELOPE_HZ`, so that an analysis is small,
canonical and the same on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from beatforge.song.damage import Damage
from beatforge.song.lyrics.lines import Lyrics
from beatforge.song.tempos import Alternative, Tempo

ENVELOPE_HZ = 100
CHROMA_HZ = 2
LIKELY_SUNG = 0.5
"""`voice_confidence` from which somebody is taken to sing."""

ENVELOPES = ("energy", "bass", "mid", "high", "onset")
SECTION_KINDS = ("intro", "verse", "prechorus", "chorus", "bridge", "solo", "instrumental", "drop", "outro")
BASIC, STANDARD, FULL = DEPTHS = ("basic", "standard", "full")
"""How much is listened for: tempo, key, energy and mood; all that is heard; what the words say too."""


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
class Stretch:
    """Some time of the song, [start, end) in seconds."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Loudness:
    """ITU-R BS.1770 and EBU Tech 3342: loudness in LUFS (-70 for silence), its range in LU, the peak in dBTP."""

    integrated_lufs: float
    range_lu: float
    true_peak_dbtp: float


@dataclass(frozen=True, slots=True)
class Mood:
    """How it feels: valence -1 (sad, angry) .. 1 (glad), energy 0 (calm) .. 1 (wild); `tags` say it in words."""

    valence: float
    energy: float
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feeling:
    """A point of the emotional arc: valence -1..1 and energy 0..1 from this second on."""

    at: float
    valence: float
    energy: float


@dataclass(frozen=True, slots=True)
class Analysis:
    """A whole song. `duration` is samples / sample_rate of the decoded file, exactly; `damage` what the file lacks.

    `lyrics` come from a file beside the song: listening leaves them out. `tempos` is the tempo map, empty where nothing
    recurs; `tempo_bpm` is the tempo that holds longest. Confidences are 0..1. In 6/8 a beat is a dotted quarter.

    `other_key` is the next likely key; `builds` and `breaks` are where energy gathers and where the beat stays away.
    `voice` is an estimate of where somebody sings if anybody does, 0..255 at ENVELOPE_HZ, `voice_confidence` how likely
    it is that anybody does; no shot carries them. `depth` says how much was listened for: what a shallower one leaves
    out is empty. `chroma` are the twelve notes from C on, each 0..255, at CHROMA_HZ. `stems` are how loud each is of
    those that pictures can follow, 0..255 at ENVELOPE_HZ; like lyrics they come from elsewhere (`stems.curves`).
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
    tempos: tuple[Tempo, ...] = ()
    tempo_confidence: float = 0.0
    alternatives: tuple[Alternative, ...] = ()
    metre: str = "4/4"
    metre_confidence: float = 0.0
    downbeat_confidence: float = 0.0
    key_confidence: float = 0.0
    other_key: str = ""
    loudness: Loudness | None = None
    builds: tuple[Stretch, ...] = ()
    breaks: tuple[Stretch, ...] = ()
    mood: Mood | None = None
    arc: tuple[Feeling, ...] = ()
    voice: tuple[int, ...] = ()
    depth: str = STANDARD
    chroma: tuple[tuple[int, ...], ...] = ()
    voice_confidence: float = 0.0
    stems: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def has_voice(self) -> bool:
        """Whether anybody sings, by the words where there are any."""
        return self.lyrics is not None or self.voice_confidence >= LIKELY_SUNG

    def to_value(self) -> dict[str, Any]:
        """This analysis as JSON values, without lyrics and stems where there are none."""
        value = asdict(self)
        for added in ("lyrics", "stems"):
            if not value[added]:
                del value[added]
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
                "tempos": tuple(Tempo(**tempo) for tempo in value.get("tempos", ())),
                "alternatives": tuple(Alternative(**other) for other in value.get("alternatives", ())),
                "loudness": Loudness(**value["loudness"]) if value.get("loudness") else None,
                "builds": tuple(Stretch(**build) for build in value.get("builds", ())),
                "breaks": tuple(Stretch(**rest) for rest in value.get("breaks", ())),
                "mood": Mood(**{**value["mood"], "tags": tuple(value["mood"]["tags"])}) if value.get("mood") else None,
                "arc": tuple(Feeling(**feeling) for feeling in value.get("arc", ())),
                "voice": tuple(value.get("voice", ())),
                "chroma": tuple(tuple(notes) for notes in value.get("chroma", ())),
                "stems": {name: tuple(curve) for name, curve in value.get("stems", {}).items()},
            }
        )
