"""Every field of the project language: how it is edited, and how far an edit of it may reach.

`walk` finds the fields in the models themselves, so a new one without a line in `FIELDS` fails the tests. A scene's
`style` has the fields of the film's; they stand here once, under `film.style`.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pydantic import BaseModel

from beatforge.project.approvals import VERDICTS
from beatforge.project.fields import Field
from beatforge.project.gates import GATES, JUDGINGS, Gates
from beatforge.project.known import CODECS, MODES, TRANSITIONS
from beatforge.project.library import load_library
from beatforge.project.lyrics import ALIGNERS
from beatforge.project.models import Project
from beatforge.project.personas import read_persona
from beatforge.project.shown import BOXES, POSITIONS, SHOWN
from beatforge.project.vocabulary import ACTIONS, CHANNELS, FEATURES, GRADES, LIGHT_CUES, SCRATCHES, SHOT_KINDS
from beatforge.song.analysis import DEPTHS, SECTION_KINDS
from beatforge.song.chroma import KEYS
from beatforge.song.trackers import TRACKERS

LIBRARY = load_library()
NAMES = LIBRARY.names

# How far an edit reaches.
FILM = "the film only"
PICTURES = "any picture"
LISTENING = "listening and any picture"
SUNG = "the words and any picture"
PARTED = "the stems"
EVERYTHING = "all there is"
SCENE = "its scenes, their transitions and the film"
WAY_IN = "the transition into its scenes, the scene before, and the film"
GROWTH = "its scenes, what grows out of them, how they are reached, and the film"
PLACES = "where results lie"
LISTS = "nothing but what is listed for people"
ONE = "nothing: there is one value only"
CARD = "the first or the last scene, and the film"
OUTPUT = "the output's pictures, sound and film"
WORDED = "pictures over which words are sung, subtitles and the film"
HEARD = "what is heard, the gates that listen, and the film"
GATE = "one gate, and the film behind it"
USED = "the list of songs that are used"


@dataclass(frozen=True)
class Case:
    """Two values that make different films (in `around`, a few other values), and values to draw from."""

    one: Any
    other: Any
    reach: str
    drawn: SearchStrategy[Any]
    around: Mapping[str, Any] = field(default_factory=dict)


def _named(kind: str) -> SearchStrategy[str]:
    return st.sampled_from(sorted(NAMES[kind]))


def _light() -> tuple[str, str]:
    """A word of light that means other colours on dark grounds than on light ones."""
    lights: Mapping[str, Mapping[str, Any]] = LIBRARY.lexicon["light"]
    return next((entry["words"][0], name) for name, entry in lights.items() if entry["dark"] != entry["light"])


_TEXT = st.text(st.characters(categories=("Lu", "Ll", "Nd", "Zs"), max_codepoint=0x24F), min_size=1).map(str.strip)
_WORDS = st.lists(
    st.sampled_from(["road", "sea", "rain", "night", "dawn", "slow", "stars", "zebra", "without"]),
    min_size=1,
    max_size=5,
).map(" ".join)
_SEED = st.integers(0, 2**32 - 1)
_TURN = [{"start": 12, "end": 12.5}]
_TURNS = {"song.pins.builds": _TURN, "song.pins.breaks": _TURN}
_HEX = st.text("0123456789abcdef", min_size=12, max_size=64)
_SEEN = "nova_fade/expressions/delighted_joy"
_SAID = {"verdict": "approve", "reason": "as meant", "digest": "0123456789ab"}
_NOVA = {"film.persona": "nova_fade"}
_SHOW = {"film.mode": "dj", **_NOVA}
_CUE = {"at": 9, "action": "crossfader_hit"}
_SPEC = read_persona("nova_fade").spec
_THEMES, _FACES = sorted(_SPEC.themes), sorted(_SPEC.expressions)
_SHARE = st.floats(0, 2).map(lambda number: round(number, 3))
_COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
_PLAIN = {"film.style": {"base": "synthwave"}}
_MOTIFS = sorted(NAMES["motif"])
_MEDIUM, _MARK = next((medium, words[0]) for medium, words in sorted(LIBRARY.marks.items()) if words)
_MARKED = {"film.style.medium": _MEDIUM}

FIELDS: dict[str, Case] = {
    "version": Case(1, 1, ONE, st.just(1)),
    "name": Case("small", "large", PLACES, st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True)),
    "title": Case("One", "Two", FILM, _TEXT.filter(bool).map(lambda text: text[:200])),
    "artist": Case("One", "Two", FILM, _TEXT.filter(bool).map(lambda text: text[:200])),
    "seed": Case(3, 4, PICTURES, _SEED),
    "song.file": Case("song.wav", "other.wav", EVERYTHING, st.sampled_from(["song.wav", "other.wav"])),
    "song.beats": Case("dsp", "beat_this", LISTENING, st.sampled_from(TRACKERS)),
    "song.credit": Case("One", "Two", LISTS, _TEXT.filter(bool).map(lambda text: text[:200])),
    "song.licence": Case("CC0", "CC BY", LISTS, _TEXT.filter(bool).map(lambda text: text[:200])),
    "song.depth": Case("standard", "basic", LISTENING, st.sampled_from(DEPTHS)),
    "song.section_count.min": Case(4, 6, LISTENING, st.integers(1, 8)),
    "song.section_count.max": Case(9, 12, LISTENING, st.integers(8, 16)),
    "song.pins.key": Case("A minor", "C major", LISTS, st.sampled_from(KEYS)),
    "song.pins.drops[]": Case(16, 32, PICTURES, st.integers(2, 31), {"song.pins.drops": [40]}),
    "song.pins.builds[].start": Case(8, 10, LISTS, st.integers(2, 11), _TURNS),
    "song.pins.builds[].end": Case(16, 20, LISTS, st.integers(13, 31), _TURNS),
    "song.pins.breaks[].start": Case(8, 10, LISTS, st.integers(2, 11), _TURNS),
    "song.pins.breaks[].end": Case(16, 20, LISTS, st.integers(13, 31), _TURNS),
    "song.pins.mood.valence": Case(-0.5, 0.5, LISTS, st.integers(-10, 10).map(lambda number: number / 10)),
    "song.pins.mood.energy": Case(0.2, 0.8, LISTS, st.integers(0, 10).map(lambda number: number / 10)),
    "song.pins.mood.tags[]": Case("dark", "bright", LISTS, st.sampled_from(["dark", "bright"]),
                                  {"song.pins.mood": {"tags": ["calm"]}}),
    "song.pins.tempo_bpm": Case(120, 100, LISTENING, st.integers(60, 200)),
    "song.pins.tempos[].at": Case(16, 20, PICTURES, st.integers(2, 31),
                                  {"song.pins": {"tempos": [{"at": 16, "tempo_bpm": 100}]}}),
    "song.pins.tempos[].tempo_bpm": Case(100, 80, PICTURES, st.integers(60, 200),
                                         {"song.pins": {"tempos": [{"at": 16, "tempo_bpm": 100}]}}),
    "song.pins.beats_per_bar": Case(4, 3, PICTURES, st.integers(2, 7)),
    "song.pins.first_downbeat": Case(0, 0.25, PICTURES, st.integers(0, 200).map(lambda number: number / 100)),
    "song.pins.sections[].at": Case(16, 20, PICTURES, st.integers(2, 31)),
    "song.pins.sections[].kind": Case("verse", "bridge", PICTURES, st.sampled_from(SECTION_KINDS)),
    "song.pins.words[]": Case(3, 5, PICTURES, st.integers(0, 31), {"film.style.drives.burst": {"from": "word"}}),
    "song.lyrics.file": Case("one.lrc", "two.srt", SUNG, st.sampled_from(["one.lrc", "two.srt"]),
                             {"film.style.drives.burst": {"from": "word"}, "song.pins.words": []}),
    "song.lyrics.align": Case("estimate", "whisper", SUNG, st.sampled_from(ALIGNERS),
                              {"song.lyrics": {"file": "one.lrc"}}),
    "song.lyrics.transcribe": Case("whisper", "whisper", ONE, st.just("whisper")),
    "song.lyrics.model": Case("one.pt", "two.pt", SUNG, st.sampled_from(["one.pt", "two.pt"]),
                              {"song.lyrics": {"transcribe": "whisper"}}),
    "song.lyrics.language": Case("en", "de", SUNG, st.sampled_from(["en", "de", "ja"]),
                                 {"song.lyrics": {"transcribe": "whisper"}}),
    "song.lyrics.device": Case("cpu", "cuda", SUNG, st.sampled_from(["cpu", "cuda", "mps"]),
                               {"song.lyrics": {"transcribe": "whisper"}}),
    "mix.loudness_lufs": Case(-14, -16, HEARD, st.integers(-30, -8)),
    "mix.true_peak_dbtp": Case(-1, -2, HEARD, st.integers(-6, 0)),
    **{f"voices[].{part}": Case(one, other, HEARD, drawn, {"voices": [{"file": "one.flac", **more}]})
       for part, one, other, drawn, more in (
           ("file", "one.flac", "two.flac", st.sampled_from(["one.flac", "two.flac"]), {}),
           ("at", 3, 5.5, st.integers(0, 20), {}),
           ("gain_db", 0, -3, st.integers(-20, 12), {}),
           ("duck_db", 10, 6, st.integers(0, 20), {}),
           ("fade_in_s", 0, 0.5, st.integers(0, 4), {}),
           ("fade_out_s", 0, 0.5, st.integers(0, 4), {}))},
    "song.stems.folder": Case("one_stems", "two_stems", PARTED, st.sampled_from(["one_stems", "two_stems"])),
    "song.stems.separate": Case("dsp", "demucs", PARTED, st.sampled_from(["dsp", "demucs"])),
    "song.stems.model": Case("models/one", "models/two", PARTED, st.sampled_from(["models/one", "models/two"]),
                             {"song.stems": {"separate": "demucs"}}),
    "song.stems.device": Case("cpu", "cuda", PARTED, st.sampled_from(["cpu", "cuda", "mps"]),
                              {"song.stems": {"separate": "demucs", "model": "models/one"}}),
    "film.mode": Case("song", "dj", PICTURES, st.sampled_from(MODES), _NOVA),
    "film.theme": Case("mashup_chaos", "chill_lofi", PICTURES, st.sampled_from(_THEMES), _SHOW),
    "film.scratch": Case("silent", "audible", HEARD, st.sampled_from(SCRATCHES), _SHOW),
    "film.event_safe": Case(False, True, USED, st.booleans(), {**_SHOW, "film.theme": "chill_lofi"}),
    **{f"film.performance[].{key}": Case(one, other, PICTURES, drawn, {**_SHOW, "film.performance": [_CUE]})
       for key, one, other, drawn in (
           ("at", 9, 12.5, st.integers(0, 20)),
           ("action", "deck_scratch_L", "drop_reaction", st.sampled_from(ACTIONS[1:])),
           ("face", "delighted_joy", "neutral_confident", st.sampled_from(_FACES)),
           ("strength", 50, 80, st.integers(1, 100)),
           ("length_s", 1, 2, st.integers(1, 4)),
           ("light", "spot", "dim", st.sampled_from(LIGHT_CUES)))},
    "film.size": Case("64x64", "96x54", PICTURES, st.sampled_from(["64x64", "96x54", "128x96", [640, 360]])),
    "film.fps": Case(24, 30, PICTURES, st.sampled_from([24, 23.976, 25, 30, 60])),
    "film.tier": Case("basic", "cinematic", PICTURES, _named("tier")),
    "film.scene_count": Case(8, 12, PICTURES, st.integers(1, 40)),
    "film.scene_seconds.min": Case(2, 4.5, PICTURES, st.integers(1, 8), {"film.scene_seconds": {"min": 2, "max": 5}}),
    "film.scene_seconds.max": Case(9, 3, PICTURES, st.integers(8, 30), {"film.scene_seconds": {"min": 2, "max": 9}}),
    "film.style.base": Case("synthwave", "watercolor", PICTURES, _named("style"), _PLAIN),
    "film.style.display_name": Case("One", "Two", LISTS, _TEXT.filter(bool).map(lambda text: text[:80])),
    "film.style.category": Case("one", "two", LISTS, _TEXT.filter(bool).map(lambda text: text[:40])),
    "film.style.description": Case("one", "two", LISTS, _TEXT.filter(bool).map(lambda text: text[:400])),
    "film.style.motifs[]": Case(_MOTIFS[0], _MOTIFS[1], PICTURES, _named("motif")),
    "film.style.medium": Case("neon", "wash", PICTURES, _named("medium")),
    "film.style.palette.base": Case("night", "noir", PICTURES, _named("palette")),
    "film.style.palette.tone": Case("dark", "light", PICTURES, st.sampled_from(["dark", "light"]),
                                    {"film.concept": _light()[0]}),
    "film.style.palette.colours.*": Case("#102030", "#405060", PICTURES, _COLOUR),
    "film.style.motion.speed": Case(1, 2, PICTURES, _SHARE),
    "film.style.motion.camera": Case(1, 2, PICTURES, _SHARE),
    "film.style.motion.hold": Case(1, 2, PICTURES, st.integers(1, 3)),
    "film.style.drives.*.from": Case("beat", "bass", PICTURES, st.sampled_from(FEATURES)),
    "film.style.drives.*.gain": Case(1, 0.5, PICTURES, _SHARE),
    "film.style.drives.*.attack_ms": Case(30, 60, PICTURES, st.integers(0, 400)),
    "film.style.drives.*.release_ms": Case(220, 400, PICTURES, st.integers(0, 900)),
    "film.style.marks.*": Case(1, 2, PICTURES, _SHARE, _MARKED),
    "film.style.prompt_suffix": Case("one", "two", LISTS, _TEXT),
    "film.style.negative_prompt": Case("one", "two", LISTS, _TEXT),
    "film.style.backend": Case("one", "two", LISTS, _TEXT.filter(bool).map(lambda text: text[:80])),
    "film.style.models[]": Case("one", "two", LISTS, _TEXT.filter(bool).map(lambda text: text[:80])),
    "film.style.loras[]": Case("one", "two", LISTS, _TEXT.filter(bool).map(lambda text: text[:80])),
    "film.style.guidance_scale": Case(7, 7.5, LISTS, st.integers(1, 20)),
    "film.style.controlnet_scale": Case(0.6, 0.8, LISTS, _SHARE),
    "film.style.requires_source_footage": Case(True, False, LISTS, st.booleans()),
    "film.style.best_for[]": Case("one", "two", LISTS, _TEXT.filter(bool).map(lambda text: text[:40])),
    "film.style.note": Case("one", "two", LISTS, _TEXT),
    "film.concept": Case("the road", "rain", PICTURES, _WORDS),
    "film.palette": Case("night", "noir", PICTURES, _named("palette")),
    "film.backend[]": Case("procedural", "procedural", ONE, _named("backend")),
    "film.persona": Case("nova_fade", "nova_fade", ONE, _named("persona")),
    "film.reactivity": Case(1, 0.5, PICTURES, _SHARE),
    **{f"{where}.grade.{name}": Case(0.5, 0.25, reach, st.integers(0, 9).map(lambda tenths: tenths / 10))
       for where, reach in (("film", PICTURES), ("film.style", PICTURES), ("scenes.*", SCENE)) for name in GRADES},
    **{f"{where}.grade.lut": Case("one.cube", "two.cube", reach, st.sampled_from(["one.cube", "two.cube"]))
       for where, reach in (("film", PICTURES), ("scenes.*", SCENE))},
    "scenes.*.footage.file": Case("one.mp4", "two.mp4", SCENE, st.sampled_from(["one.mp4", "two.mp4"])),
    "scenes.*.footage.start": Case(1, 2, SCENE, st.integers(0, 9), {"scenes.*.footage": {"file": "one.mp4"}}),
    "film.flash_limit": Case(True, False, PICTURES, st.booleans()),
    **{f"film.{card}.{part}": Case(one, other, CARD, drawn)
       for card in ("title_card", "end_card")
       for part, one, other, drawn in (("text", "One", "Two", _TEXT.filter(bool).map(lambda text: text[:80])),
                                       ("under", "one", "two", _TEXT), ("seconds", 1, 2, st.integers(1, 9)),
                                       ("font", "one.ttf", "two.ttf", st.sampled_from(["one.ttf", "two.ttf"])))},
    "film.chain": Case(True, False, PICTURES, st.booleans()),
    "direction.providers[]": Case("offline", "offline", ONE, _named("provider")),
    "scenes.*.palette": Case("night", "noir", SCENE, _named("palette")),
    "scenes.*.prompt": Case("rain", "zebras at dawn", SCENE, _WORDS),
    "scenes.*.seed": Case(1, 2, SCENE, _SEED),
    "scenes.*.reactivity": Case(1, 0.5, SCENE, _SHARE),
    "scenes.*.transition": Case("morph", "cut", WAY_IN, st.sampled_from(TRANSITIONS)),
    "scenes.*.chain": Case(True, False, GROWTH, st.booleans()),
    "scenes.*.shot": Case("close_up", "wide", SCENE, st.sampled_from(SHOT_KINDS), _NOVA),
    "scenes.*.motif": Case("road", "sea", SCENE, _named("motif")),
    **{
        f"gates.{gate}.{limit}": Case(1, 0.5, GATE, st.integers(0, 100).map(lambda number: number / 100))
        for gate in GATES
        for limit in getattr(Gates(), gate).limits()
    },
    **{f"gates.{gate}.judge": Case("fail", "advise", GATE, st.sampled_from(JUDGINGS)) for gate in GATES},
    "waive.*.*": Case("meant", "meant so", GATE, _TEXT.filter(bool)),
    **{f"approvals.*.{key}": Case(one, other, LISTS, drawn, {"approvals": {_SEEN: _SAID}})
       for key, one, other, drawn in (("verdict", "approve", "reject", st.sampled_from(VERDICTS)),
                                      ("reason", "as drawn", "no earrings", _TEXT.filter(bool)),
                                      ("by", "Nova", "Rob", _TEXT.filter(bool).map(lambda text: text[:80])),
                                      ("digest", "0" * 12, "f" * 64, _HEX))},
    "outputs[].platform": Case("youtube", "tiktok", OUTPUT, _named("platform")),
    "outputs[].size": Case("96x54", "54x96", PICTURES, st.sampled_from(["96x54", "54x96", [640, 360]])),
    "outputs[].codec": Case("h264", "prores", OUTPUT, st.sampled_from(CODECS)),
    **{f"outputs[].lyrics.{part}": Case(one, other, WORDED, drawn, {"song.lyrics.file": "one.lrc"})
       for part, one, other, drawn in (
           ("show", "burn", "soft", st.sampled_from(SHOWN)),
           ("font", "one.ttf", "two.ttf", st.sampled_from(["one.ttf", "two.ttf"])),
           ("size", 12.5, 15, st.integers(3, 15)),
           ("colour", "#ffffff", "#a0e0ff", st.sampled_from(["#ffffff", "#a0e0ff", "#ffe0a0"])),
           ("sung_colour", "#ffd23f", "#80ff80", st.sampled_from(["#ffd23f", "#80ff80", "#ff9ad9"])),
           ("position", "bottom", "top", st.sampled_from(POSITIONS)),
           ("box", "outline", "panel", st.sampled_from(BOXES)))},
}  # fmt: skip

STYLE = {
    "base": "synthwave",
    "motifs": [_MOTIFS[0]],
    "medium": "neon",
    "palette": {"base": "night", "tone": "dark", "colours": {"sun": "#ffd98a"}},
    "motion": {"speed": 1, "camera": 1, "hold": 1},
    "drives": {CHANNELS[0]: {"from": "bass", "gain": 1, "attack_ms": 30, "release_ms": 220}},
    "grade": {"contrast": 1.1},
    "prompt_suffix": "on paper",
    "negative_prompt": "photo",
    "backend": "other",
    "models": ["one"],
    "loras": ["one"],
    "guidance_scale": 7,
    "controlnet_scale": 0.7,
    "requires_source_footage": False,
    "best_for": ["calm"],
    "note": "A note.",
}
"""A style that says all there is to say; colours but the sun are its base's."""

DOCUMENT: dict[str, Any] = {
    "version": 1,
    "name": "small",
    "title": "Small Song",
    "artist": "Nobody",
    "seed": 3,
    "song": {
        "file": "song.wav",
        "pins": {
            "tempo_bpm": 120,
            "first_downbeat": 0,
            "words": [6.5],
            "sections": [
                {"at": 0, "kind": "intro"}, {"at": 16, "kind": "verse"}, {"at": 32, "kind": "chorus"},
                {"at": 48, "kind": "outro"},
            ],
        },
    },
    "film": {"mode": "song", "size": "64x64", "fps": 24, "scene_count": 8, "style": STYLE, "backend": ["procedural"],
             "reactivity": 1},
    "direction": {"providers": ["offline"]},
    "scenes": {},
    "outputs": [{"platform": "youtube"}],
}  # fmt: skip
"""A project of eight scenes of four bars."""

PACES = ("tier", "scene_count", "scene_seconds")
STARS = {"scenes": "verse-1.05", "colours": "sun", "drives": CHANNELS[0], "marks": _MARK, "waive": "verse-1.05",
         "verse-1.05": GATES[0], "approvals": _SEEN}  # fmt: skip
"""Which of a mapping's keys an edit is for."""


def case_of(path: str) -> Case | None:
    """A field's case; a scene's style has that of the film's, but reaches its scenes only."""
    inner = path.removeprefix("scenes.*.style.")
    found = FIELDS.get(path if inner == path else f"film.style.{inner}")
    if found is None or inner == path or found.reach != PICTURES:
        return found
    return Case(found.one, found.other, SCENE, found.drawn, found.around)


def walk(kind: Any = Project, path: str = "") -> Iterator[str]:
    """Dotted paths of all values that a user can write; `[]` is an item of a list, `*` a key of a mapping."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, info in kind.model_fields.items():
            inner = f"{path}.{info.alias or name}".lstrip(".")
            if any(isinstance(part, Field) for part in info.metadata):
                yield inner
            else:
                yield from walk(info.annotation, inner)
    elif typing.get_origin(kind) is Annotated:
        first, *marks = typing.get_args(kind)
        yield from [path] if any(isinstance(mark, Field) for mark in marks) else walk(first, path)
    elif typing.get_origin(kind) in (typing.Union, types.UnionType):
        for option in typing.get_args(kind):
            if option is not type(None):
                yield from walk(option, path)
    elif typing.get_origin(kind) is tuple:
        yield from walk(typing.get_args(kind)[0], f"{path}[]")
    elif isinstance(typing.get_origin(kind), type) and issubclass(typing.get_origin(kind), Mapping):
        yield from walk(typing.get_args(kind)[1], f"{path}.*")
    else:
        yield path


def keys_of(path: str, stars: Mapping[str, str] = STARS, item: int = 0) -> tuple[str | int, ...]:
    """The path into a document: a mapping's `*` is the key that `stars` has for it, `[]` is item `item`."""
    keys: list[str | int] = []
    for part in path.split("."):
        if part == "*":
            keys.append(stars[str(keys[-1])])
        else:
            keys.append(part.removesuffix("[]"))
            if part.endswith("[]"):
                keys.append(item)
    return tuple(keys)


def put(document: Any, keys: tuple[str | int, ...], value: Any) -> Any:
    """The document with this value; what else says how long scenes are leaves when one of `PACES` is said."""
    if not keys:
        return value
    first, *rest = keys
    if isinstance(document, list):
        assert isinstance(first, int) and first < len(document)
        return [put(item, tuple(rest), value) if index == first else item for index, item in enumerate(document)]
    kept = {
        key: part for key, part in (document or {}).items() if not (first in PACES and key in PACES and key != first)
    }
    return {**kept, first: put(kept.get(first), tuple(rest), value)}
