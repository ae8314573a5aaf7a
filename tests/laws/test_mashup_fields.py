"""Every field below `mashup`, edited: what it decides is stale and nothing else; and each decides something.

A mashup's songs are songs: their fields are those of `song`, and are gone through there. The film is planned and
compiled, not rendered, from analyses made of plain numbers.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from beatforge.film.compile import compile_plan
from beatforge.film.listening import listening_targets, told_by
from beatforge.film.music import music_of
from beatforge.film.planning import make_plan
from beatforge.mashup.recipes import TYPES
from beatforge.project.load import load_project
from beatforge.project.mashups import PART_ROLES
from beatforge.song.lyrics.read import load_lyrics
from beatforge.song.stems.stems import FOUR
from tests.laws.fields import LIBRARY, keys_of, put, walk
from tests.laws.test_every_field import Film, _no_origin, _persona
from tests.mashup.bands import ANALYSES, ARC, lrc_of, stems_of

DOCUMENT: dict[str, Any] = {
    "version": 1,
    "name": "mash",
    "mashup": {
        "type": "classic",
        "songs": {
            name: {"file": f"{name}.wav", "lyrics": {"file": f"{name}.lrc"}, "stems": {"folder": f"{name}-stems"}}
            for name in ("a", "b", "c")
        },
    },
    "film": {"size": "64x64", "fps": 24, "scene_count": 8, "style": "synthwave"},
}
ROW, BAR = {"edits": [{"part": "a-vocals.09"}]}, {"edits": [{"bar": 9, "stem": "vocals"}]}
CASES: dict[str, tuple[Any, Any, Mapping[str, Any]]] = {
    "type": ("classic", "role_aware", {}),
    "tempo_bpm": (120, 126, {}),
    "key": ("A minor", "C# minor", {}),
    "bars": (20, 16, {}),
    "phrase_bars": (8, 4, {}),
    "voice": ("a", "c", {}),
    "bed": ("b", "c", {}),
    "stems.*": ("b", "c", {"type": "stem_swap"}),
    "theme[]": ("love", "journey", {"type": "theme_fusion"}),
    "themes.*[]": (["road"], ["rain"], {"type": "theme_fusion", "theme": "walking"}),
    "feelings.glad[]": (["road"], ["rain"], {"type": "semantic_aligned", "arc": ARC}),
    "feelings.sad[]": (["road"], ["rain"], {"type": "semantic_aligned", "arc": ARC}),
    "arc[].at": (0.0, 0.5, {"type": "semantic_aligned", "arc": ARC}),
    "arc[].valence": (-0.5, 1, {"type": "semantic_aligned", "arc": ARC}),
    "arc[].energy": (0.2, 1, {"type": "semantic_aligned", "arc": ARC}),
    "weights.bpm": (0, 100, {"type": "auto", "weights": {"key": 1}}),
    "weights.key": (0, 100, {"type": "auto", "weights": {"bpm": 1}}),
    "weights.energy": (0, 100, {"type": "auto", "weights": {"bpm": 1}}),
    "weights.harmonic": (0, 100, {"type": "auto", "weights": {"semantic": 1}}),
    "weights.semantic": (0, 100, {"type": "auto", "weights": {"bpm": 1}}),
    "edits[].part": ("a-vocals.09", "b-instrumental.01", {"edits": [{"part": "x", "gain_db": -3}]}),
    "edits[].bar": (9, 1, {"edits": [{"bar": 9, "gain_db": -3}]}),
    "edits[].stem": ("vocals", "instrumental", {"edits": [{"bar": 9, "gain_db": -3}]}),
    "edits[].mute": (False, True, ROW),
    "edits[].move_beats": (1, 2, ROW),
    "edits[].from": (4, 6, ROW),
    "edits[].bars": (2, 1, ROW),
    "edits[].gain_db": (-3, 2, ROW),
    "edits[].semitones": (1, 2, ROW),
    "edits[].low_cut_hz": (0, 200, BAR),
    "edits[].duck_db": (1, 2, BAR),
    "edits[].fade_in_s": (0.5, 1, ROW),
    "edits[].fade_out_s": (0.5, 1, ROW),
    "edits[].role": ("lead", "texture", ROW),
}
"""Two values of each field that make different films, with a few other values."""

OF_SONGS = ("file", "lyrics.file", "stems.folder", "pins.tempo_bpm", "pins.first_downbeat")
STARS = {"stems": "drums", "themes": "walking"}


class Mashup(Film):
    """A document of a mashup, planned and compiled."""

    def __init__(self, folder: Path, document: Mapping[str, Any]) -> None:
        for name, analysis in ANALYSES.items():
            for file in (f"{name}.wav", f"{name}-other.wav"):
                (folder / file).write_text(file)
            for place in (f"{name}-stems", f"{name}-others"):
                (folder / place).mkdir(exist_ok=True)
                for stem in FOUR:
                    (folder / place / f"{stem}.wav").write_text(f"{place} {stem}")
            for shift, file in enumerate((f"{name}.lrc", f"{name}-other.lrc")):
                (folder / file).write_text(lrc_of(analysis, shift + ord(name)))
        (folder / "project.yaml").write_text(json.dumps(document))
        project = load_project(folder / "project.yaml", library=LIBRARY)
        told: dict[str, Any] = {}
        for name, said in project.songs.items():
            told[told_by("analysis", name)] = ANALYSES[name].to_value()
            told[told_by("stems", name)] = stems_of(ANALYSES[name]).to_value()
            if said.lyrics and said.lyrics.file:
                lyrics = load_lyrics(folder / said.lyrics.file, ".lrc")
                told[told_by("lyrics", name)] = json.loads(json.dumps(lyrics.to_value()))
        self.music = music_of(project, told)
        assert self.music.mashed
        profile, persona = LIBRARY.profiles["standard"], _persona(project.film.persona)
        self.plan = make_plan(project, self.music.analysis, profile, (), self.music.mashed.heard, persona)
        targets = [*listening_targets(project, _no_origin), *compile_plan(self.plan, self.music.analysis, _no_origin)]
        self.targets = {target.name: target for target in targets}
        self.made_of = {}
        for target in targets:
            self.made_of[target.name] = self._made_of(target, folder)
        assert len(self.targets) == len(targets), "two targets of one name"


def edited(document: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    if path.endswith("[]") and "." in path:
        path = path.removesuffix("[]")  # all items at once
    changed = put(copy.deepcopy(document), ("mashup", *keys_of(path, STARS)), value) if "[]" not in path else None
    if changed is None:
        first, _, rest = path.partition("[]")
        items = list(document["mashup"].get(first, [{}]))
        items[0] = value if not rest else {**items[0], rest[1:]: value}
        changed = put(copy.deepcopy(document), ("mashup", first), items)
    return dict(changed)


def test_every_field_of_a_mashup_has_a_case() -> None:
    below = [path.removeprefix("mashup.") for path in walk() if path.startswith("mashup.")]
    assert {path for path in below if not path.startswith("songs.*.")} == set(CASES)
    of_songs = {path.removeprefix("songs.*.") for path in below if path.startswith("songs.*.")}
    assert of_songs == {path.removeprefix("song.") for path in walk() if path.startswith("song.")}


@pytest.mark.parametrize("path", CASES)
def test_every_field_decides_something_and_no_listening(tmp_path: Path, path: str) -> None:
    one, other, around = CASES[path]
    document = put(copy.deepcopy(DOCUMENT), ("mashup",), {**DOCUMENT["mashup"], **copy.deepcopy(around)})
    before, after = (Mashup(tmp_path, edited(document, path, value)) for value in (one, other))
    stale = after.stale_after(before)
    assert not {name for name in stale if name.startswith(("analysis", "lyrics", "stems"))}
    assert {"mix", "film/youtube"} <= stale or path.startswith("weights")
    if path.startswith("weights"):
        assert before.music.mashed and after.music.mashed
        assert before.music.mashed.made.reasons != after.music.mashed.made.reasons


@pytest.mark.parametrize("path", OF_SONGS)
def test_a_field_of_one_song_listens_to_no_other(tmp_path: Path, path: str) -> None:
    values = {"file": "a-other.wav", "lyrics.file": "a-other.lrc", "stems.folder": "a-others", "pins.tempo_bpm": 123,
              "pins.first_downbeat": 0.5}  # fmt: skip
    before = Mashup(tmp_path, DOCUMENT)
    after = Mashup(tmp_path, put(copy.deepcopy(DOCUMENT), ("mashup", "songs", "a", *path.split(".")), values[path]))
    stale = after.stale_after(before)
    assert stale and not {
        name for name in stale if name.startswith(("analysis/", "lyrics/", "stems/")) and name[-1] != "a"
    }


@pytest.mark.parametrize("role", PART_ROLES)
def test_every_role_can_be_said(tmp_path: Path, role: str) -> None:
    made = Mashup(
        tmp_path, edited(put(copy.deepcopy(DOCUMENT), ("mashup", "edits"), ROW["edits"]), "edits[].role", role)
    )
    assert next(part.role for part in made.plan.heard.mix.parts if part.id == "a-vocals.09") == role


def test_the_types_that_can_be_written_are_those_in_the_folder() -> None:
    assert LIBRARY.names["mashup type"] == (*TYPES, "auto") and len(TYPES) == 8
