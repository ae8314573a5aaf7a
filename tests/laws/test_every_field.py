"""Every field of the language, edited: what it decides is stale and nothing else; and each decides something.

The film is planned and compiled, not rendered: two targets are the same if their values, code, packages and inputs
are. A few edits are built for real, and make what was foretold.
"""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from beatforge.errors import ProjectError
from beatforge.film.compile import compile_plan
from beatforge.film.listening import listening_targets
from beatforge.film.plan import Plan
from beatforge.film.planning import make_plan, pinned
from beatforge.graph.files import sha256_of
from beatforge.graph.keys import key_of
from beatforge.graph.target import Origin, Output, Source, Target
from beatforge.mix.voices import Voice
from beatforge.project.known import MODES
from beatforge.project.load import VERSION, load_project
from beatforge.project.lyrics import TRANSCRIBERS
from beatforge.project.personas import Persona, read_persona
from beatforge.project.songs import LyricsSpec
from beatforge.song.lyrics.lines import Lyrics
from beatforge.song.lyrics.read import load_lyrics
from tests.brought import write_font, write_footage, write_table
from tests.film.songs import song
from tests.laws import fields
from tests.laws.fields import DOCUMENT, FIELDS, LIBRARY, STARS, STYLE, case_of, keys_of, put, walk
from tests.projects import build, planned

ANALYSIS = song(bpm=120, bars=32)
VOICE = Voice(9.0, "pyav")
ELSEWHERE = ("mashup.", "mix.stretch")
"""What one song as it is does not hang on: see `test_mashup_fields` and `tests/film/test_heard.py`."""
PATHS = tuple(path for path in walk() if not path.startswith(ELSEWHERE))
REACH = {path: case.reach for path in PATHS if (case := case_of(path))}
LISTENING_GATES = ("gate/silence", "gate/loudness", "gate/av_drift")
SHOWN = ("film.mode", "film.theme", "film.performance", "film.scratch", "film.event_safe", "scenes.*.shot")
"""Fields that need a performer."""
FULL = bool(os.environ.get("BEATFORGE_FULL"))
CUTTING = ("song.pins", "film.fps", "film.tier", "film.scene_count", "film.scene_seconds")
"""Fields that move the boundaries of scenes, and so may take away the scene that an override is for."""


@pytest.fixture(autouse=True)
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkpoint for `beats: beat_this`, a model for whisper; only their bytes count here."""
    (tmp_path / "whisper").mkdir()
    (tmp_path / "whisper" / "base.pt").write_text("weights")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "beats.ckpt").write_text("weights")
    monkeypatch.setenv("BEATFORGE_BEAT_THIS", str(tmp_path / "beats.ckpt"))


class Film:
    """A document, planned and compiled."""

    def __init__(self, folder: Path, document: Mapping[str, Any]) -> None:
        more = (f"{number}.{kind}" for kind in ("cube", "mp4", "ttf", "flac", "pt") for number in ("one", "two"))
        for name in ("song.wav", "other.wav", *more):
            (folder / name).write_text(name)
        for name in ("one_stems/vocals.wav", "two_stems/drums.wav", "models/one.th", "models/two.th"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(name)
        (folder / "one.lrc").write_text("[00:03.00]one word\n[00:21.00]more\n")
        (folder / "two.srt").write_text("00:00:05,000 --> 00:00:06,000\nother words\n")
        (folder / "project.yaml").write_text(json.dumps(document))
        project = load_project(folder / "project.yaml", library=LIBRARY)
        analysis = replace(ANALYSIS, lyrics=_lyrics(folder, project.song.lyrics))
        voices, persona = (VOICE,) * len(project.voices), _persona(project.film.persona)
        self.plan: Plan = make_plan(project, analysis, LIBRARY.profiles["standard"], voices, persona=persona)
        named = [(song.credit, song.licence) for song in project.songs.values()]
        self.listed = project.library.style(project.film.style), pinned(project, analysis), project.approvals, named
        targets = [*listening_targets(project, _no_origin), *compile_plan(self.plan, analysis, _no_origin)]
        self.targets = {target.name: target for target in targets}
        self.made_of: dict[str, str] = {}
        for target in targets:
            self.made_of[target.name] = self._made_of(target, folder)
        assert len(self.targets) == len(targets), "two targets of one name"

    @property
    def places(self) -> set[str]:
        return {place for target in self.targets.values() for place in target.places.values()}

    def stale_after(self, before: Film) -> set[str]:
        """Targets that a build would make after a build of `before`."""
        made = set(before.made_of.values())
        return {name for name, parts in self.made_of.items() if parts not in made}

    def joins_of(self, scene_id: str) -> set[str]:
        return {
            name
            for name in self.targets
            if name.startswith("transition/") and scene_id in name.split("/")[1].split("+")
        }

    def coded(self, scene_id: str) -> object:
        """How a scene's segment is encoded, and the words over it."""
        value: Any = self.targets[f"scene/{scene_id}"].value
        files = [i.path for i in self.targets[f"scene/{scene_id}"].inputs if isinstance(i, Source)]
        return value["encoder"], value.get("lyrics"), files if "lyrics" in value else ()

    def _made_of(self, target: Target, folder: Path) -> str:
        inputs = [
            self.made_of[i.target] + i.name if isinstance(i, Output) else sha256_of(folder / i.path)
            for i in target.inputs
        ]
        return key_of({"step": target.step, "value": target.value, "inputs": inputs, "code": target.roots,
                       "packages": target.packages})  # fmt: skip


@cache
def _persona(name: str | None) -> Persona | None:
    return read_persona(name) if name else None


def _lyrics(folder: Path, said: LyricsSpec | None) -> Lyrics | None:
    """What a project's words are; what whisper hears is one.lrc."""
    file = said.file or "one.lrc" if said else ""
    return load_lyrics(folder / file, Path(file).suffix) if file else None


def _no_origin(path: object) -> Origin:
    return Origin("", "")


def reachable(reach: str, selector: str, before: Film, after: Film) -> set[str]:
    """Of the film after an edit, what may be stale."""
    names = set(after.targets)
    film = {name for name in names if name.startswith(("film/", "subtitles/", "usage/"))}
    judged = film | {name for name in names if name.startswith(("measures", "gate/"))}
    heard = {name for name in names if name.startswith(("mix", "part/", "voice/", *LISTENING_GATES))}
    pictures = judged | {name for name in names if name.startswith(("scene/", "transition/", "last/", "figure/"))}
    chosen = [scene.id for scene in after.plan.scenes if _selects(selector, scene.id)]
    joins = {name for scene_id in chosen for name in after.joins_of(scene_id)}
    order = [scene.id for scene in after.plan.scenes]
    previous = {f"scene/{a}" for a, b in pairwise(order) if b in chosen}
    grown = {f"{kind}/{name}" for name in _grown(chosen, after.plan) for kind in ("scene", "last")}
    before_it = {f"last/{a}" for a, b in pairwise(order) if b in chosen}
    is_chained = any(scene.shot.chain for plan in (before.plan, after.plan) for scene in plan.scenes)
    carded = {f"scene/{scene_id}" for plan in (before.plan, after.plan) for scene_id in plan.cards} & names
    titled = judged | carded if carded else film
    return {
        fields.FILM: titled,
        fields.PICTURES: pictures,
        fields.LISTENING: pictures | {"analysis"},
        fields.SUNG: pictures | {"lyrics"},
        fields.PARTED: {"stems"},
        fields.EVERYTHING: names,
        fields.SCENE: judged | joins | grown | {name for name in names if name.startswith("figure/")},
        fields.CARD: judged | {f"scene/{order[0]}", f"scene/{order[-1]}"},
        fields.WAY_IN: judged | joins | previous | (grown | before_it if is_chained else set()),
        fields.GROWTH: judged | joins | previous | grown | before_it,
        fields.PLACES: set() if before.plan.title == after.plan.title else titled,
        fields.LISTS: {name for name in names if name.startswith("usage/")},
        fields.ONE: set(),
        fields.OUTPUT: names - {"analysis"},
        fields.HEARD: film | heard,
        fields.WORDED: judged | (_worded(before) | _worded(after)) & names,
        fields.USED: {name for name in names if name.startswith("usage/")},
        fields.GATE: film | {name for name in names if name.startswith("gate/")},
    }[reach]


def _worded(film: Film) -> set[str]:
    """Targets over which words are burned."""
    return {name for name, target in film.targets.items() if "lyrics" in target.value}


def _grown(chosen: list[str], plan: Plan) -> set[str]:
    """The chosen scenes and all that grow out of them."""
    found = set(chosen)
    for one, following in pairwise(plan.scenes):
        if one.id in found and following.shot.chain:
            found.add(following.id)
    return found


def _selects(selector: str, scene_id: str) -> bool:
    """Selectors are read by the real thing elsewhere; here a scene, an occurrence or a kind by its name."""
    return scene_id == selector or scene_id.startswith((f"{selector}.", f"{selector}-"))


def test_every_field_has_a_line_in_the_table() -> None:
    assert [path for path in PATHS if case_of(path) is None] == []
    assert [path for path in FIELDS if path not in PATHS] == []


@pytest.mark.parametrize("path", [path for path, reach in REACH.items() if reach == fields.ONE])
def test_a_field_with_one_value_gets_a_line_as_soon_as_it_has_two(path: str) -> None:
    kind = path.replace("[]", "").rpartition(".")[2]
    known = {"version": (VERSION,), "mode": MODES, "transcribe": TRANSCRIBERS}
    singular = kind.removesuffix("s")
    assert len(known.get(kind, LIBRARY.names.get(singular, ()))) == 1


@pytest.mark.parametrize("path", [path for path, reach in REACH.items() if reach != fields.ONE])
def test_every_field_decides_something_and_nothing_beyond_its_reach(tmp_path: Path, path: str) -> None:
    case = case_of(path)
    assert case
    document: Any = copy.deepcopy(DOCUMENT)
    if path.startswith("scenes.*.style."):
        document = put(document, ("scenes", STARS["scenes"], "style"), copy.deepcopy(STYLE))
    elif path == "scenes.*.transition":
        document = put(document, keys_of("scenes.*.motif"), "sea")
    for inner, value in case.around.items():
        in_scene = path.startswith("scenes.") and inner.startswith("film.style")
        document = put(document, keys_of(inner.replace("film.", "scenes.*.") if in_scene else inner), value)
    keys = keys_of(path, item=1 if "sections" in path else 0)
    one = Film(tmp_path, put(document, keys, case.one))
    other = Film(tmp_path, put(document, keys, case.other))
    stale = other.stale_after(one)
    assert stale <= reachable(case.reach, STARS["scenes"], one, other)
    if case.reach == fields.PLACES:
        assert one.places != other.places
    elif case.reach == fields.LISTS:
        assert one.listed != other.listed or path.startswith("scenes.")  # as `styles` and `song show` show it
    else:
        assert stale, "no target changes"
        _expect_consequences(one, other, stale)


def _finish_of(plan: Plan, scene_id: str) -> tuple[object, ...]:
    """What is done to a scene after it is painted, beside its grade."""
    lut = next((scene.lut for scene in plan.scenes if scene.id == scene_id), None)
    return plan.cards.get(scene_id), plan.flash_limit, lut


def _expect_consequences(before: Film, after: Film, stale: set[str]) -> None:
    """What hangs on a stale target is stale: a scene's shot is in its transitions, all pictures are in the film."""
    if any(not name.startswith(("analysis", "lyrics", "stems", "subtitles/", "usage/")) for name in stale):
        assert any(name.startswith("film/") for name in stale)
    shots = {scene.id: scene.shot for scene in before.plan.scenes}
    for scene in after.plan.scenes:
        if shots.get(scene.id) != scene.shot:
            assert f"scene/{scene.id}" in stale and after.joins_of(scene.id) <= stale
        elif (_finish_of(before.plan, scene.id), before.coded(scene.id)) != (
            _finish_of(after.plan, scene.id),
            after.coded(scene.id),
        ):
            assert f"scene/{scene.id}" in stale
        elif f"scene/{scene.id}" in stale and not set(after.targets[f"scene/{scene.id}"].upstream) & stale:
            joins = (after.joins_of(scene.id), before.joins_of(scene.id))
            assert joins[0] != joins[1] or joins[0] & stale, "shown shorter or longer without another transition"


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A random project: any part of the language left out or said."""
    document: Any = copy.deepcopy(DOCUMENT)
    document["film"] = {"size": "64x64", "fps": 24, "scene_count": draw(st.integers(3, 12))}
    said = draw(st.lists(st.sampled_from([path for path in FIELDS if not path.startswith("scenes.")]), max_size=12))
    for path in said:
        turns = tuple(f"song.pins.{turn}" for turn in ("sections", "tempos", "drops", "builds", "breaks", "mood.tags"))
        heard = tuple(f"song.lyrics.{key}" for key in ("align", "transcribe", "model", "language", "device"))
        listed = (*turns, *heard, "song.stems", "film.scene_seconds", "voices", "approvals", *SHOWN)
        if FIELDS[path].reach != fields.ONE and not path.startswith(listed):
            document = _edited(document, path, draw(FIELDS[path].drawn), "", 0)
    for optional in ("title", "artist", "direction", "outputs"):
        if draw(st.booleans()):
            document.pop(optional, None)
    if draw(st.booleans()):
        document["song"].pop("pins", None)
    if "lyrics" in (document.get("outputs") or [{}])[0]:
        document["song"].setdefault("lyrics", {"file": "one.lrc"})
    return dict(document)


def _edited(document: Any, path: str, value: Any, selector: str, item: int) -> Any:
    """The document with one value of one field, in a place that can hold it."""
    for parent, whole in (("motifs[]", [value]), ("backend[]", [value]), ("providers[]", [value])):
        if path.endswith(parent):
            return put(document, keys_of(path.removesuffix("[]"), {**STARS, "scenes": selector}), whole)
    keys = keys_of(path, {**STARS, "scenes": selector}, item)
    if path.endswith((".gain", "_ms")):
        document = put(document, (*keys[:-1], "from"), "bass")
    return put(document, keys, value)


@st.composite
def edits(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any], str, str]:
    """A random project, the same project after one edit of one field, the field, and the selector it is for."""
    path = draw(st.sampled_from(sorted(REACH)))
    case = case_of(path)
    assert case
    document: Any = draw(documents())
    selector = draw(
        st.sampled_from(["intro", "verse", "verse-1", "chorus", "chorus-1", "outro-1", "verse-1.01", "chorus-1.01"])
    )
    if path.startswith("scenes.") and draw(st.booleans()):
        document = put(document, ("scenes", selector), {"seed": draw(st.integers(0, 9)), "prompt": "rain"})
    elif not path.startswith(CUTTING) and draw(st.booleans()):
        document = put(document, ("scenes", selector), {"reactivity": 0.5, "motif": "sea"})
    if path.startswith("film.scene_seconds"):
        document = put(document, ("film", "scene_seconds"), {"min": 2, "max": 9})
    if path.startswith("song.pins.sections"):
        assume("pins" in document["song"])
    if path.startswith("song.pins.tempos"):
        document = put(document, ("song", "pins"), {"tempos": [{"at": 16, "tempo_bpm": 100}]})
    if path.startswith("song.lyrics.") and not path.endswith("file"):
        way = {"file": "one.lrc"} if path.endswith("align") else {"transcribe": "whisper"}
        document = put(document, ("song", "lyrics"), way)
    if path.startswith("song.stems"):
        model = {"separate": "demucs", "model": "models/one"} if path.endswith(("model", "device")) else {}
        document = put(document, ("song", "stems"), model or {path.rpartition(".")[2]: case.one})
    if path.startswith("outputs[]"):
        document["outputs"] = [{"platform": "youtube"}]
    if path.startswith(SHOWN):
        for inner, value in case.around.items():
            document = put(document, keys_of(inner), value)
    if path.startswith("approvals"):
        document |= copy.deepcopy(dict(case.around))
    if path.startswith("voices"):
        document["voices"] = [{"file": "one.flac"}]
    if path.startswith("outputs[].lyrics"):
        document["song"] |= {"lyrics": {"file": "one.lrc"}}
    return document, _edited(document, path, draw(case.drawn), selector, 1 if "sections" in path else 0), path, selector


@settings(
    max_examples=2000 if FULL else 120, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
@given(edits())
def test_any_edit_of_any_project_reaches_what_it_may_and_all_that_hangs_on_it(
    tmp_path: Path, edit: tuple[dict[str, Any], dict[str, Any], str, str]
) -> None:
    document, edited, path, selector = edit
    try:
        before, after = Film(tmp_path, document), Film(tmp_path, edited)
    except ProjectError:
        assume(False)
    case = case_of(path)
    assert case
    stale = after.stale_after(before)
    assert stale <= reachable(case.reach, selector, before, after)
    _expect_consequences(before, after, stale)
    if path == "scenes.*.seed":
        chosen = [scene for scene in after.plan.scenes if _selects(selector, scene.id)]
        seeds = {scene.id: scene.shot.seed for scene in before.plan.scenes}
        other = {scene.id for scene in chosen if scene.shot.seed != seeds[scene.id]}
        joins = {name for scene_id in other for name in after.joins_of(scene_id)}
        film = {name for name in stale if name.startswith(("measures", "gate/", "film/"))}
        assert ("film/youtube" in film) is bool(other)
        assert stale == {f"scene/{scene_id}" for scene_id in other} | joins | film


@settings(max_examples=500 if FULL else 40, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_a_document_is_the_same_film_in_any_order_of_its_keys(tmp_path: Path, document: dict[str, Any]) -> None:
    try:
        first = Film(tmp_path, document)
    except ProjectError:
        assume(False)
    assert Film(tmp_path, _turned(document)).made_of == first.made_of


def _turned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _turned(value[key]) for key in reversed(value)}
    return [_turned(item) for item in value] if isinstance(value, list) else value


BUILT = [
    path
    for path, reach in REACH.items()
    if reach in (fields.SCENE, fields.PICTURES, fields.FILM) and not path.startswith("outputs")
]


@pytest.mark.parametrize("number", range(20 if FULL else 2))
def test_random_edits_built_for_real_make_what_was_foretold(film: Path, number: int) -> None:
    """The edits are said with --set; scene ids are those of the film that the tests build."""
    chance = random.Random(f"field {number}")
    path = chance.choice([path for path in BUILT if not path.startswith(CUTTING) and "sections" not in path])
    case = case_of(path)
    assert case
    stars = {**STARS, "scenes": "verse-1.01"}
    around = {**({f"film.style.drives.{STARS['drives']}.from": "bass"} if ".drives." in path else {}), **case.around}
    if path.startswith("scenes.*.style."):
        around = {key.replace("film.style", "scenes.*.style"): said for key, said in around.items()}
    value = [case.other] if path.endswith("[]") else case.other
    said = {"film.style": {"base": "own"}, **around, path.removesuffix("[]"): value}
    sets = tuple(f"{'.'.join(map(str, keys_of(key, stars)))}={json.dumps(part)}" for key, part in said.items())
    for turn, name in enumerate(("one", "two")):
        write_table(
            film.parent / f"{name}.cube", of=lambda colour, turn=turn: [channel / (2 + turn) for channel in colour]
        )
        write_footage(film.parent / f"{name}.mp4", seconds=8, turn=0.3 * turn)
        write_font(film.parent / f"{name}.ttf", turn)
    expected = planned(film, sets)
    assert all(expected.values())
    assert build(film, sets=sets) == list(expected)
    assert planned(film, sets) == {}
