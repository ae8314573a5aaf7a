"""What the film is: every decision made, nothing left to the renderer. Holds no path and no hash.

Invariants: scenes touch and cover [0, num_frames); `transitions[i]` joins scenes i and i+1 and covers the last
frames of scene i, so that the film is as long as its song; a cut has no frames.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from beatforge.film.cards import Card
from beatforge.film.shot import Shot
from beatforge.film.subtitles import Letters
from beatforge.mix.parts import Mix
from beatforge.song.lyrics.lines import Lyrics

if TYPE_CHECKING:
    from beatforge.film.dj.show import Show

Path = tuple[str | int, ...]
Causes = tuple[Path, ...]
"""Paths into the project that have a say in a value, the deciding one first; see `causes`."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """How every segment of one output is encoded; equal for all of them, so that packets can be copied.

    `codec` is the encoder's name. `kbps` caps the peaks above what `crf` asks for. None where the codec has no such
    thing, or chooses it itself.
    """

    codec: str
    preset: str | None
    crf: int | None
    fps: str
    width: int
    height: int
    profile: str
    level: str | None = None
    kbps: int | None = None

    def to_value(self) -> dict[str, Any]:
        """This encoder as JSON values; without what does not apply."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Clip:
    """What a backend delivers, keyed by what generates it: the whole shot with its handles."""

    shot: Shot


@dataclass(frozen=True, slots=True)
class Segment:
    """What is shown of a clip: its first `num_frames` frames through an encoder.

    The procedural backend fuses clip and segment: it renders straight into the encoder.
    """

    clip: Clip
    num_frames: int
    encoder: Encoder


@dataclass(frozen=True, slots=True)
class Scene:
    """A stretch of the film with one shot; `understood` words made its look, `unknown` ones vary its details."""

    id: str
    kind: str
    occurrence: int
    start_frame: int
    end_frame: int
    hero: bool
    style: str
    understood: tuple[str, ...]
    unknown: tuple[str, ...]
    shot: Shot
    causes: Mapping[str, Causes]
    """Dotted prefix into the shot's value -> the lines of the project that have a say in it."""
    lut: str | None = None
    """The file of its colour table."""
    footage: str | None = None
    """The file of what it shows instead of its motif."""
    view: str = ""
    """From where it is seen."""
    light: str = ""
    """The light that its colours are in, empty for the style's own; `guessed` if no word asked for it."""
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """How one scene becomes the next, over the last `num_frames` of the first; `chain` where the next grows out of the
    last frame. `reason` says in words why it is this kind."""

    before: str
    after: str
    kind: str
    num_frames: int
    causes: Causes
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sounding:
    """Where the sound of a song lies: its file and who decodes it, and the target that delivers stems of these names.

    `path` is where the project names the file.
    """

    file: str
    decoder: str
    path: Path
    stems: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard, and where the sound of its songs lies, by their id; a voice has that of its target.

    `causes` say by part id what in the project has a say in it, where a recipe chose it; `recipe` which one did.
    `scratch_causes` have a say in when parts are scratched.
    """

    mix: Mix
    sounds: Mapping[str, Sounding]
    causes: Mapping[str, Causes] = field(default_factory=dict)
    recipe: str = ""
    scratch_causes: Causes = ()


@dataclass(frozen=True, slots=True)
class Sound:
    """How the mix is encoded: bits a second, or None for codecs that lose nothing."""

    codec: str
    bitrate: int | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One output: where it is delivered and how its segments and its sound are encoded.

    Deliveries with equal variants share their segments (or their sound); those of the first output have no name.
    `codec` is the language's word; the encoder says what does it.
    """

    platform: str
    codec: str
    encoder: Encoder
    variant: str
    sound: Sound
    sound_variant: str
    place: str
    keeps_scenes: bool
    """Whether each scene's segment is also put beside the film, under `scenes/`."""
    size_causes: Causes
    causes: Causes
    shows: str = "off"
    """Whether the song's words are burned into its pictures, a track of subtitles, or not seen: burn, soft, off."""
    letters: Letters | None = None
    """How the words look, where they are seen."""
    words_variant: str = ""
    """What tells segments over which words are burned from the same ones of an output that shows them otherwise."""
    letters_causes: Causes = ()

    @property
    def shown_variant(self) -> str:
        """What tells all that is measured on these pictures from that of other outputs."""
        return "-".join(filter(None, (self.variant, self.words_variant)))


@dataclass(frozen=True, slots=True)
class Figure:
    """Who performs in a film: a persona, its version, and all of it that is seen, as JSON values."""

    id: str
    version: str
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Used:
    """A song that a list of usage names, with what the project says of it, empty where it says nothing."""

    id: str
    file: str
    title: str
    artist: str
    credit: str
    licence: str
    causes: Causes


@dataclass(frozen=True, slots=True)
class Gate:
    """What the finished film is judged by: limits by name, and for which scenes (or, for the whole film) a finding is
    waived, each with the reason. One that only advises fails nothing. `causes` are by prefix of its target's value."""

    name: str
    advises: bool
    limits: Mapping[str, float]
    waived: Mapping[str, str]
    film_waived: str
    causes: Mapping[str, Causes]


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole film."""

    name: str
    title: str
    artist: str
    fps: str
    num_frames: int
    scenes: tuple[Scene, ...]
    transitions: tuple[Transition, ...]
    heard: Heard
    deliveries: tuple[Delivery, ...]
    chapters: tuple[tuple[int, str], ...]
    """(start frame, name) of each section."""
    unknown: tuple[str, ...]
    """Words of the concept that change nothing."""
    causes: Causes
    """What has a say in when scenes begin and end."""
    flash_limit: bool = True
    cards: Mapping[str, tuple[tuple[Card, Causes], ...]] = field(default_factory=dict)
    """Scene id -> words over it, and what has a say in them."""
    gates: tuple[Gate, ...] = ()
    lyrics: Lyrics | None = None
    """What is sung, with times of the film, for outputs that show it."""
    lyrics_causes: Causes = ()
    duration: float = 0.0
    """Seconds of what is heard."""
    figure: Figure | None = None
    """Who is seen in its scenes, where somebody is."""
    show: Show | None = None
    """What they do, over the whole film."""
    persona: str = ""
    """The persona that the film was held against, with its version."""
    used: tuple[Used, ...] = ()
    """The songs that a list beside each film names, where there is such a list."""
