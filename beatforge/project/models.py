"""The language, version 1: every key with its range, default and description, in this one place.

`Project` is what `load.load_project` gives back. It holds what the user wrote and nothing of styles or beats, and
can say where each value was written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import Field as Key
from pydantic import PrivateAttr, model_validator

from beatforge.project.approvals import ApprovalSpec, PictureName
from beatforge.project.fields import (
    EmptyIsList,
    EmptyIsMapping,
    Field,
    Flag,
    OneIsList,
    Rate,
    Size,
    Slug,
    Version,
    Written,
    choice,
    number,
    one_of,
    text,
    whole,
)
from beatforge.project.gates import GATES, Gates
from beatforge.project.grades import CardSpec, FootageSpec, GradeSpec
from beatforge.project.known import (
    CODECS,
    DEFAULT_CODEC,
    DEFAULT_PLATFORM,
    DEFAULT_STYLE,
    DEFAULT_TIER,
    LATER,
    MODES,
    SHOW_MARKS,
    SHOW_STYLE,
    TRANSITIONS,
)
from beatforge.project.library import Library
from beatforge.project.looks import StyleSpec
from beatforge.project.mashups import MashupSpec
from beatforge.project.mixes import MixSpec, VoiceSpec
from beatforge.project.nodes import Source
from beatforge.project.performances import CueSpec
from beatforge.project.problems import Fault, Problem, advice
from beatforge.project.scalars import MAX_SIDE, MIN_SIDE
from beatforge.project.selectors import FILM, Selector, parse_selector
from beatforge.project.shown import ShownLyrics
from beatforge.project.songs import Song
from beatforge.project.vocabulary import SCRATCHES, SHOT_KINDS

_WHO = "say film.persona; `beatforge persona ls` lists who there is"

_SELECTOR = "section kind, hero, occurrence (chorus-2), time range (1:12-1:20) or scene id (verse-2.09)"


_Which = Field(
    lambda text: parse_selector(text).text, {"type": "string", "x-kind": "which"}, codes=("BF013", "BF014", "BF040")
)


_Waived = Field(
    lambda text: text if text == FILM else parse_selector(text).text,
    {"type": "string", "x-kind": "film or which"},
    codes=("BF013", "BF014", "BF040"),
)


def _seen(default: Any) -> dict[str, Any]:
    """The default as one would write it, for the schema."""
    return {"default": default}


class SceneSeconds(Written):
    """Bounds for the length of a scene."""

    checks: ClassVar = ("BF013",)

    min: Annotated[float, number(0.5, 600)] = Key(description="shortest scene, in seconds", examples=[2])
    max: Annotated[float, number(0.5, 600)] = Key(description="longest scene, in seconds", examples=[8])

    @model_validator(mode="after")
    def _min_first(self) -> SceneSeconds:
        if self.min > self.max:
            raise Fault("BF013", f"min {self.min:g} is more than max {self.max:g}", at=("min",))
        return self


class Film(Written):
    """What is seen, as a whole."""

    checks: ClassVar = ("BF011", "BF016")

    mode: Annotated[str, choice("mode", MODES, LATER["mode"])] = Key(
        default="song",
        description="what kind of film: of the song, or of a persona who performs it (`dj`)",
    )
    size: Size | None = Key(
        default=None,
        description=f"width and height in pixels, even, {MIN_SIDE} to {MAX_SIDE} each; for outputs whose platform has"
        " no frame of its own, else their platform's usual size",
        examples=["1280x720"],
    )
    fps: Rate = Key(default="24", description="frames per second; 23.976 means 24000/1001", json_schema_extra=_seen(24))
    tier: Annotated[str, one_of("tier")] | None = Key(
        default=None, description=f"how densely the film is cut; {DEFAULT_TIER} if nothing else says how many scenes"
    )
    scene_count: Annotated[int, whole(1, 10000)] | None = Key(
        default=None, description="how many scenes, instead of a tier", examples=[36]
    )
    scene_seconds: SceneSeconds | None = Key(
        default=None, description="how long scenes are, instead of a tier", examples=[{"min": 2, "max": 8}]
    )
    style: StyleSpec = Key(
        default=StyleSpec(base=DEFAULT_STYLE),
        description="a style's id, or a style of one's own; where a persona performs and nothing is said, a clean"
        f" {SHOW_STYLE} without bars",
        json_schema_extra=_seen(DEFAULT_STYLE),
    )
    concept: Annotated[str, text(4000, empty=True)] = Key(
        default="",
        description="what the film is about, in a few sentences",
        examples=["A lone driver reaches the sea at dawn."],
    )
    persona: Annotated[str, one_of("persona")] | None = Key(
        default=None,
        description="the character whom the film is about: concept, prompts and styles are held against what their"
        " constitution forbids",
        examples=["nova_fade"],
    )
    theme: Annotated[str, text(80)] | None = Key(
        default=None,
        description="one of the persona's themes, the look of the show; the first one if nothing is said",
        examples=["mashup_chaos"],
    )
    performance: Annotated[tuple[CueSpec, ...], EmptyIsList] = Key(
        default=(),
        description="what she and the lights do otherwise than the music would have it",
        examples=[[{"at": "0:33", "action": "drop_reaction"}]],
        max_length=1000,
    )
    scratch: Annotated[str, choice("scratch", SCRATCHES)] = Key(
        default=SCRATCHES[0], description="whether her scratches are heard too"
    )
    event_safe: Flag = Key(
        default=False,
        description="whether the film may be shown at events: themes without strobes, and a list of its songs",
    )
    palette: Annotated[str, one_of("palette")] | None = Key(
        default=None, description="colours instead of the style's own"
    )
    backend: Annotated[tuple[Annotated[str, one_of("backend")], ...], OneIsList()] = Key(
        default=("procedural",),
        description="what renders; a list is a permission to fall back",
        min_length=1,
        json_schema_extra=_seen("procedural"),
    )
    reactivity: Annotated[float, number(0, 2)] = Key(
        default=1.0, description="how much the music moves the picture", examples=[1.4]
    )

    grade: GradeSpec | None = Key(
        default=None, description="colours after everything is painted", examples=[{"contrast": 1.1, "warmth": 0.2}]
    )
    flash_limit: Flag = Key(
        default=True, description="whether trains of flashes are held back, for people whom they harm"
    )
    title_card: CardSpec | None = Key(default=None, description="words over the first scene", examples=[{"seconds": 4}])
    end_card: CardSpec | None = Key(
        default=None, description="words over the last scene", examples=[{"text": "thank you for listening"}]
    )
    chain: Flag = Key(default=False, description="whether every scene grows out of the last frame of the one before")

    @model_validator(mode="after")
    def _one_pace(self) -> Film:
        paces = [key for key in ("tier", "scene_count", "scene_seconds") if getattr(self, key) is not None]
        if len(paces) > 1:
            text = f"{paces[1]} can't stand beside {paces[0]}"
            raise Fault("BF016", text, "each says how many scenes there are; keep one", (paces[1],), "key")
        return self

    @model_validator(mode="after")
    def _who_performs(self) -> Film:
        if self.persona is None and self.mode == "dj":
            raise Fault("BF011", "a film of this mode needs a performer", _WHO, ("mode",))
        if self.persona is None and self.theme is not None:
            raise Fault("BF011", "a theme is a persona's", _WHO, ("theme",), "key")
        if self.mode != "dj" and self.scratch != SCRATCHES[0]:
            raise Fault("BF016", "scratches are heard in films of mode dj", "say mode: dj too", ("scratch",), "key")
        if self.event_safe and not self.flash_limit:
            text = "a film for events keeps the limit of flashes"
            raise Fault("BF016", text, "take flash_limit away", ("flash_limit",), "key")
        return self

    @model_validator(mode="after")
    def _style_of_a_show(self) -> Film:
        if self.mode == "dj" and "style" not in self.model_fields_set:
            usual = StyleSpec(base=SHOW_STYLE, marks=dict(SHOW_MARKS))
            object.__setattr__(self, "style", usual)  # a default that hangs on another key; nobody has seen this yet
        return self

    @property
    def pace(self) -> str:
        """The key that decides how many scenes there are; `tier` if the user wrote none."""
        return next((key for key in ("scene_count", "scene_seconds") if getattr(self, key) is not None), "tier")


class Direction(Written):
    """Who decides what is seen where."""

    providers: tuple[Annotated[str, one_of("provider")], ...] = Key(
        default=("offline",), description="who is asked, in order", min_length=1
    )


class Override(Written):
    """What is different in some scenes."""

    checks: ClassVar = ("BF016",)
    usual: ClassVar = "prompt"

    style: StyleSpec | None = Key(default=None, description="a style's id, or what differs from the film's style")
    palette: Annotated[str, one_of("palette")] | None = Key(
        default=None, description="colours instead of the style's own"
    )
    prompt: Annotated[str, text(2000)] | None = Key(
        default=None, description="what to see, in words", examples=["rain on the windscreen, wipers on the beat"]
    )
    seed: Annotated[int, whole(0, 2**32 - 1)] | None = Key(
        default=None, description="another roll of the same dice", examples=[7]
    )
    reactivity: Annotated[float, number(0, 2)] | None = Key(
        default=None, description="how much the music moves the picture", examples=[1.4]
    )
    transition: Annotated[str, choice("transition", TRANSITIONS)] | None = Key(
        default=None, description="how the scene begins"
    )
    motif: Annotated[str, one_of("motif")] | None = Key(default=None, description="what is shown")
    shot: Annotated[str, choice("shot", SHOT_KINDS)] | None = Key(
        default=None,
        description="from where the film's persona is seen; in a film of mode song this shows her instead of a motif",
        examples=["close_up"],
    )
    footage: FootageSpec | None = Key(
        default=None,
        description="filmed footage, painted in the style instead of a motif; it runs on from scene to scene",
        examples=[{"file": "clips/dance.mp4", "start": "0:12"}],
    )
    grade: GradeSpec | None = Key(
        default=None, description="what differs from the film's grade", examples=[{"saturation": 0.5}]
    )
    chain: Flag | None = Key(
        default=None, description="whether the scene grows out of the last frame of the one before"
    )

    @model_validator(mode="after")
    def _one_subject(self) -> Override:
        other = next((key for key in ("motif", "footage") if getattr(self, key) is not None), None)
        if self.shot is not None and other:
            hint = "each says what is seen; keep one"
            raise Fault("BF016", f"{other} can't stand beside shot", hint, (other,), "key")
        return self


class OutputSpec(Written):
    """One film file."""

    checks: ClassVar = ("BF017",)
    usual: ClassVar = "platform"

    platform: Annotated[str, one_of("platform")] = Key(default=DEFAULT_PLATFORM, description="where the film is for")
    size: Size | None = Key(
        default=None,
        description="width and height in pixels, instead of the platform's or the film's; composed for this frame",
        examples=["1080x1080"],
    )
    codec: Annotated[str, choice("codec", CODECS)] | None = Key(
        default=None,
        description=f"coding of pictures, {DEFAULT_CODEC} if nothing else is said; prores and dnxhr are 10-bit 4:2:2"
        " .mov files with PCM sound, for editing",
    )
    lyrics: ShownLyrics | None = Key(
        default=None, description="how words are shown: `burn`, `soft` or `off`, or how they look", examples=["burn"]
    )


class Project(Written):
    """A music video, as its maker wrote it down."""

    later: ClassVar = ("loras", "budget", "characters", "world", "story")

    version: Version = Key(description="1, the version of this language")
    name: Slug = Key(description="names the files that are made: letters, digits, - and _", examples=["midnight-drive"])
    title: Annotated[str, text(200)] | None = Key(
        default=None, description="title of the song, for tags", examples=["Midnight Drive"]
    )
    artist: Annotated[str, text(200)] | None = Key(
        default=None, description="artist of the song, for tags", examples=["Nobody"]
    )
    seed: Annotated[int, whole(0, 2**32 - 1)] = Key(
        default=0, description="another film of the same kind", examples=[42]
    )
    song: Song | None = Key(default=None, description="what is heard", examples=[{"file": "audio/song.mp3"}])
    mashup: MashupSpec | None = Key(
        default=None,
        description="what is heard instead of one song: several, made into one",
        examples=[{"type": "classic", "songs": {"a": {"file": "audio/one.ogg"}, "b": {"file": "audio/two.ogg"}}}],
    )
    mix: MixSpec = Key(default_factory=MixSpec, description="how the whole sounds", examples=[{"loudness_lufs": -14}])
    voices: Annotated[tuple[VoiceSpec, ...], EmptyIsList] = Key(
        default=(),
        description="voices over the music, from files",
        examples=[[{"file": "voices/intro.wav", "at": "0:12"}]],
    )
    film: Film = Key(default_factory=Film, description="what is seen, as a whole", examples=[{"fps": 24}])
    direction: Direction = Key(
        default_factory=Direction, description="who decides what is seen where", examples=[{"providers": ["offline"]}]
    )
    scenes: Annotated[
        Mapping[Annotated[str, _Which], Override],
        EmptyIsMapping,
    ] = Key(
        default={},
        description=f"what is different in some scenes, by {_SELECTOR}",
        examples=[{"hero": {"reactivity": 1.4}}],
    )
    gates: Gates = Key(
        default_factory=Gates,
        description="what the finished film is measured against",
        examples=[{"freeze_ratio": {"max": 0.02}, "energy_motion": "off"}],
    )
    waive: Annotated[
        Mapping[
            Annotated[str, _Waived],
            Annotated[
                Mapping[Annotated[str, choice("gate", GATES)], Annotated[str, text(400, about="why it may fail here")]],
                EmptyIsMapping,
                Key(description="gates that may fail here, each with the reason"),
            ],
        ],
        EmptyIsMapping,
    ] = Key(
        default={},
        description=f"gates that may fail, each with the reason, by {FILM} or {_SELECTOR}",
        examples=[{"verse-1.05": {"freeze_ratio": "held breath before the drop"}}],
    )
    outputs: Annotated[tuple[OutputSpec, ...], EmptyIsList] = Key(
        default=(OutputSpec(),),
        description="the files to make, the first one as build/<name>.mp4",
        min_length=1,
        json_schema_extra=_seen([{"platform": DEFAULT_PLATFORM}]),
    )

    approvals: Annotated[Mapping[Annotated[str, PictureName], ApprovalSpec], EmptyIsMapping] = Key(
        default={},
        description="what people said of a persona's canonical pictures, by persona/folder/name; `beatforge persona"
        " approve` and `reject` write it",
        examples=[
            {
                "nova_fade/expressions/delighted_joy": {
                    "verdict": "approve",
                    "reason": "the joy reaches her eyes",
                    "digest": "3f2a9c0d1e4b",
                }
            }
        ],
    )

    _source: Source = PrivateAttr()
    _folder: Path = PrivateAttr()
    _library: Library = PrivateAttr()

    @model_validator(mode="after")
    def _platforms_once(self) -> Project:
        seen: set[str] = set()
        for index, output in enumerate(self.outputs):
            if output.platform in seen:
                raise Fault("BF017", f"two outputs for {output.platform}", at=("outputs", index, "platform"))
            seen.add(output.platform)
        return self

    @model_validator(mode="after")
    def _somebody_performs(self) -> Project:
        shot = next((selector for selector, scene in self.scenes.items() if scene.shot is not None), None)
        if shot is not None and self.film.persona is None:
            raise Fault("BF011", "a shot is of a persona", _WHO, ("scenes", shot, "shot"), "key")
        if self.film.mode != "dj" and shot is None:
            for key in ("theme", "performance", "event_safe"):
                if getattr(self.film, key):
                    text = f"{key} is said, and nobody performs in this film"
                    hint = "say mode: dj, or `shot` for the scenes that show the persona"
                    raise Fault("BF016", text, hint, ("film", key), "key")
        return self

    @property
    def songs(self) -> Mapping[str, Song]:
        """All songs by id: those of the mashup, or the one song, whose id is empty."""
        if self.mashup is not None:
            return self.mashup.songs
        assert self.song is not None  # one of both is there, or the file is refused
        return {"": self.song}

    def song_path(self, song_id: str) -> tuple[str, ...]:
        """Where in the project the song with this id is written."""
        return ("mashup", "songs", song_id) if song_id else ("song",)

    @property
    def folder(self) -> Path:
        """The project folder; paths in the project start here."""
        return self._folder

    @property
    def library(self) -> Library:
        """What the project was checked against: shipped styles and its own."""
        return self._library

    @property
    def notes(self) -> tuple[Problem, ...]:
        """What the user should know of the file although it is no fault."""
        return tuple(self._source.notes)

    @property
    def selectors(self) -> Mapping[str, Selector]:
        """The keys of `scenes`, understood."""
        return {text: parse_selector(text) for text in self.scenes}

    def place(self, path: Sequence[str | int]) -> str:
        """Where the value was written, as "project.yaml:31:11"; its nearest parent's place if it was not."""
        return self._source.place(self._source.find(path)[1])

    def said(self, path: Sequence[str | int]) -> str | None:
        """The value as the user wrote it, as "seed: 41", of a list's item under the list's name; None where a default
        stands."""
        _, node, steps = self._source.find(path)
        if steps < len(path):
            return None
        name = next(step for step in reversed(path) if isinstance(step, str))
        return f"{name}: {node.text}" if node.text is not None else name

    def problem_at(
        self,
        path: Sequence[str | int],
        code: str,
        text: str,
        token: str = "value",
        candidates: Collection[str] = (),
        hint: str = "",
    ) -> Problem:
        """A problem under the key or value at `path`; its hint names the candidates nearest to what stands there."""
        key, node, _ = self._source.find(path)
        marked = key if token == "key" and key is not None else node
        return self._source.problem(marked, code, text, hint or advice(marked.text or "", candidates))
