"""What `config/` and a project's `styles/` hold, as plain frozen values for the rooms that plan and render."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

USUAL_ATTACK_MS, USUAL_RELEASE_MS = 30, 220
"""How fast a channel follows the music where a style does not say; events then fade each at its own usual pace."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Ten "rrggbb" in the order of `ROLES`. An inline palette's id is that of its base, or empty."""

    id: str
    colours: tuple[str, ...]
    tone: str


@dataclass(frozen=True, slots=True)
class Motion:
    """Liveliness without the music; 1 is usual."""

    speed: float = 1.0
    camera: float = 1.0
    hold: int = 1


@dataclass(frozen=True, slots=True)
class StyleDrive:
    """One channel of the picture follows `feature`, `gain` times, rising and falling with these time constants."""

    feature: str
    gain: float = 1.0
    attack_ms: int = USUAL_ATTACK_MS
    release_ms: int = USUAL_RELEASE_MS


DEFAULT_DRIVES: Mapping[str, StyleDrive] = {
    "pulse": StyleDrive("beat"),
    "glow": StyleDrive("energy"),
    "swell": StyleDrive("bass"),
    "burst": StyleDrive("drop"),
    "shift": StyleDrive("section", 0.3),
}
"""For styles that do not say how the music moves them."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What a style recommends to those who choose it and to backends with weights. It changes no procedural picture.

    `best_for` names genres and moods; `note` says what people should know before they choose.
    """

    prompt_suffix: str = ""
    negative_prompt: str = ""
    backend: str = ""
    models: tuple[str, ...] = ()
    loras: tuple[str, ...] = ()
    guidance_scale: float = 7.0
    controlnet_scale: float = 0.7
    requires_source_footage: bool = False
    best_for: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """A complete look. `drives` has every channel; `motifs` has at least one, the most typical first.

    `marks` has those of the medium's ways that are not as usual, each as a factor.
    """

    id: str
    display_name: str
    category: str
    description: str
    motifs: tuple[str, ...]
    medium: str
    palette: Palette
    motion: Motion
    drives: Mapping[str, StyleDrive]
    marks: Mapping[str, float] = field(default_factory=dict)
    advice: Advice = Advice()
    grade: Mapping[str, float] = field(default_factory=dict)
    """What the style does to finished colours, by `GRADES`."""


@dataclass(frozen=True, slots=True)
class Tier:
    """How densely a film is cut."""

    id: str
    description: str
    scenes: int


@dataclass(frozen=True, slots=True)
class Profile:
    """How carefully pictures and sound are coded; None for the output's own size, codec and rate of sound."""

    id: str
    description: str
    long_side: int | None
    crf: int
    preset: str
    codec: str | None
    audio_kbps: int | None


@dataclass(frozen=True, slots=True)
class Platform:
    """What one place that shows films wants of a file. Either `size` or `usual_size` is there.

    `size` holds whatever the film's own size is; `usual_size` where the project says none. Margins are per cent of
    height and width that words on screen keep clear of.
    """

    id: str
    display_name: str
    description: str
    size: tuple[int, int] | None
    usual_size: tuple[int, int] | None
    video_kbps: int
    audio_kbps: int
    margin_top: int = 5
    margin_bottom: int = 5
    margin_side: int = 5
