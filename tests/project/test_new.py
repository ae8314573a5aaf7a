"""New projects from templates, and the schema they bring along."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from beatforge.errors import ProjectError, UsageError
from beatforge.project.edit import set_scene
from beatforge.project.load import load_project
from beatforge.project.new import SCHEMA_FILE, new_project, template_names
from beatforge.project.places import data_dir
from beatforge.project.schema import project_schema, schema_text


@pytest.mark.parametrize("template", template_names())
def test_a_new_project_passes_check(tmp_path: Path, template: str) -> None:
    song = tmp_path / 'Rock & "Roll": no.ogg'
    song.touch()
    other = tmp_path / "other.ogg"
    other.touch()
    file = new_project(tmp_path / "my film", song, template, other if template == "mashup" else None)
    project = load_project(file)
    assert project.name == "my-film"
    assert all((file.parent / one.file).is_file() for one in project.songs.values())
    head = file.read_text().splitlines()[0]
    assert head == f"# yaml-language-server: $schema=schemas/{SCHEMA_FILE}"
    assert (file.parent / "schemas" / SCHEMA_FILE).read_text() == schema_text()
    assert (file.parent / ".gitignore").read_text() == "build/\n.beatforge/\n"
    assert (file.parent / ".gitattributes").is_file()


def test_without_a_song_check_says_what_is_missing(tmp_path: Path) -> None:
    file = new_project(tmp_path / "film")
    with pytest.raises(ProjectError, match=r'BF050 there is no file "audio/song\.ogg"') as caught:
        load_project(file)
    assert len(caught.value.problems) == 1
    (file.parent / "audio" / "song.ogg").touch()
    set_scene(file, "hero", "prompt", "rain")
    assert "# chorus: {palette: dawn}" in file.read_text()


def test_a_mashup_is_built_of_the_two_songs_that_are_dropped_in(tmp_path: Path) -> None:
    file = new_project(tmp_path / "film", template="mashup")
    for name in ("song.ogg", "other.ogg"):
        (file.parent / "audio" / name).touch()
    assert [song.file for song in load_project(file).songs.values()] == ["audio/song.ogg", "audio/other.ogg"]


def test_a_second_song_needs_a_template_for_two(tmp_path: Path) -> None:
    for name in ("one.ogg", "two.ogg"):
        (tmp_path / name).touch()
    with pytest.raises(UsageError, match="is for one song; --template mashup takes two"):
        new_project(tmp_path / "film", tmp_path / "one.ogg", "default", tmp_path / "two.ogg")
    with pytest.raises(UsageError, match=r"both songs would be audio/one\.ogg"):
        new_project(tmp_path / "film", tmp_path / "one.ogg", "mashup", tmp_path / "one.ogg")
    assert not (tmp_path / "film").exists()


def test_a_song_in_the_folder_stays_where_it_is(tmp_path: Path) -> None:
    song = tmp_path / "film" / "song.wav"
    song.parent.mkdir()
    song.touch()
    assert load_project(new_project(song.parent, song)).song.file == "song.wav"
    assert not (song.parent / "audio").exists()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")
    with pytest.raises(UsageError, match="is there already"):
        new_project(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".gitignore"]


def test_unknown_templates_and_songs_are_named(tmp_path: Path) -> None:
    (tmp_path / "song.ogg").touch()
    with pytest.raises(UsageError, match='unknown template "defualt"; did you mean "default"'):
        new_project(tmp_path / "film", None, "defualt")
    with pytest.raises(UsageError, match=r'did you mean "song\.ogg"'):
        new_project(tmp_path / "film", tmp_path / "sing.ogg")
    with pytest.raises(UsageError, match="no audio file"):
        new_project(tmp_path / "film", Path(__file__))
    assert not (tmp_path / "film").exists()


def test_the_committed_schema_is_the_models_own() -> None:
    assert (data_dir("schemas") / SCHEMA_FILE).read_text(encoding="utf-8") == schema_text(), (
        "python -m beatforge.project.schema"
    )


GOOD = [
    {"version": 1, "name": "a", "song": {"file": "a.ogg"}},
    {
        "version": 1,
        "name": "a",
        "song": {"file": "a.ogg", "pins": {"first_downbeat": "0:01.5", "sections": [{"at": 0, "kind": "intro"}]}},
        "film": {"size": [640, 360], "fps": 23.976, "style": {"base": "synthwave", "palette": "dawn"}, "tier": "basic"},
        "scenes": {
            "chorus": {"style": "synthwave"},
            "hero": {"reactivity": 1.4},
            "chorus-2": {"prompt": 1984},
            "1:12-1:20": {"transition": "cut"},
            "72-80.5": {"seed": 3},
            "verse-2.09": {"style": {"drives": {"pulse": {"from": "beat", "gain": 2}}}},
        },
        "outputs": [{"platform": "youtube"}],
    },
]
BAD = [
    {"version": 2, "name": "a", "song": {"file": "a.ogg"}},
    {"version": 1, "name": "a b", "song": {"file": "a.ogg"}},
    {"version": 1, "name": "a", "song": {}},
    {**GOOD[0], "mashup": {}},
    {**GOOD[0], "film": {"reactivity": 3}},
    {**GOOD[0], "film": {"fps": 26}},
    {**GOOD[0], "film": {"size": "big"}},
    {**GOOD[0], "film": {"style": {"motif": "sea"}}},
    {**GOOD[0], "scenes": {"choruss": {}}},
    {**GOOD[0], "scenes": {"hero": {"transition": "crosfade"}}},
]


def test_the_schema_accepts_and_refuses_as_the_loader_does() -> None:
    from jsonschema import Draft7Validator

    schema = project_schema()
    Draft7Validator.check_schema(schema)
    validator = Draft7Validator(schema)
    for good in GOOD:
        assert [error.message for error in validator.iter_errors(good)] == []
    for bad in BAD:
        assert list(validator.iter_errors(bad)), bad


def test_every_key_has_a_description() -> None:
    def bare(part: object, path: str) -> list[str]:
        if not isinstance(part, dict):
            return []
        keys = part.get("properties", {})
        own = [f"{path}.{key}" for key, value in keys.items() if not value.get("description") and "$ref" not in value]
        return own + [name for key, value in part.items() for name in bare(value, f"{path}.{key}")]

    assert bare(json.loads(schema_text()), "") == []
