"""What the stems of a song are: which there are, who made them, and how loud each is when. No samples in here.

A step leaves a float32 WAV per stem (`stem_file`), in stereo, at the song's rate and as long as the song, and beside
them this value in `STEMS`. Whoever wants sound of them asks `files_of` what to sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

STEMS = "stems.json"
"""The file in which a step leaves what the stems are."""

FOUR: tuple[str, ...] = ("vocals", "drums", "bass", "other")
"""What separating makes, and what adds up to a song."""

STEM_NAMES: tuple[str, ...] = (*FOUR, "guitar", "piano", "instrumental")
"""Every stem there can be; `instrumental` is all but the vocals, and adds nothing where its parts are there."""

ENVELOPE_DB = 60.0
"""How far below the loudest moment of any stem an envelope reaches."""

SUMS_DB = -40.0
"""Stems whose sum is this close to the song (what is left of it, against the song) are all of it, and no more."""


def stem_file(name: str) -> str:
    """What the WAV of a stem is called among its step's outputs."""
    return f"{name}.wav"


@dataclass(frozen=True, slots=True)
class Stems:
    """The stems of one song, in the order of `STEM_NAMES`.

    `envelopes` are 0..255 at ENVELOPE_HZ on one scale for all stems: 255 is the loudest moment of any of them, each
    step `ENVELOPE_DB` / 255 dB less, 0 that far below it or silent. `residual_db` is how loud it is what the stems lack
    of the song, against the song: -120 for nothing, 0 for all of it; None where no stems could add up to it.
    `loudness_lufs` is how loud each is where it sounds (integrated, ITU-R BS.1770-5; -70 for silence).
    `approximate` says that no model and no studio parted them, but rules of thumb: to be said wherever they are shown.
    """

    names: tuple[str, ...]
    sample_rate: int
    num_samples: int
    approximate: bool
    made_by: str  # "folder", "dsp", "demucs htdemucs"
    envelopes: Mapping[str, tuple[int, ...]]
    residual_db: float | None = None
    loudness_lufs: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether the stems add up to the song."""
        return self.residual_db is not None and self.residual_db <= SUMS_DB

    def files_of(self, stem: str) -> tuple[str, ...]:
        """The files whose sum is this stem, by what the mixer calls it; none where it is not there."""
        return files_of(stem, self.names)

    def to_value(self) -> dict[str, Any]:
        """These stems as JSON values."""
        return asdict(self)

    @staticmethod
    def from_value(value: Mapping[str, Any]) -> Stems:
        """The stems that `to_value` wrote."""
        envelopes = {name: tuple(curve) for name, curve in value["envelopes"].items()}
        return Stems(**{**value, "names": tuple(value["names"]), "envelopes": envelopes})


def files_of(stem: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The files whose sum is a stem, where stems of these names are there; none where it is not among them.

    `other` takes in guitar and piano. `instrumental` is its own file, else the sum of drums, bass and other.
    """
    others = tuple(name for name in ("other", "guitar", "piano") if name in names)
    found: tuple[str, ...] = (stem,) if stem in names else ()
    if stem == "other":
        found = others
    elif stem == "instrumental" and not found and others and {"drums", "bass"} <= set(names):
        found = ("drums", "bass", *others)
    return tuple(stem_file(name) for name in found)
