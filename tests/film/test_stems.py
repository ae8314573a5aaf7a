"""The target that makes stems: what its key knows, and what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from beatforge.film.stems import stems_target
from beatforge.graph.target import Origin, Source, Target
from beatforge.project.load import load_project
from beatforge.song.stems.stems import FOUR, STEMS


def target_of(folder: Path, stems: str, name: str = "stems", more: str = "") -> Target:
    """The target of a project with these stems; files lie beside it."""
    for path in ("song.ogg", "takes/bass.wav", "takes/vocals.ogg", "models/mine.yaml", "models/5eed-12ab.th"):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).touch()
    (folder / "models" / "mine.yaml").write_text("models: ['5eed']\n")
    text = f"version: 1\nname: drive\nsong: {{file: song.ogg, stems: {stems}}}\n{more}"
    (folder / "project.yaml").write_text(text)
    song = load_project(folder / "project.yaml").song
    assert song
    return stems_target(song, name, lambda path: Origin("", ".".join(map(str, path))))


@pytest.mark.parametrize("stems", ["{folder: takes}", "{separate: dsp}", "{separate: demucs, model: models/mine}"])
def test_the_key_of_stems_knows_nothing_of_the_film(tmp_path: Path, stems: str) -> None:
    one = target_of(tmp_path, stems)
    other = target_of(tmp_path, stems, more="title: Else\nseed: 9\nfilm: {size: 64x64, fps: 30, concept: the sea}\n")
    assert one == other


def test_stems_of_a_folder_are_its_files_in_a_fixed_order(tmp_path: Path) -> None:
    target = target_of(tmp_path, "{folder: takes/}")
    assert target.inputs == (Source("song.ogg"), Source("takes/vocals.ogg"), Source("takes/bass.wav"))
    assert target.outputs == ("vocals.wav", "bass.wav", STEMS) and not target.places
    assert target.value == {"stems": ["vocals", "bass"]}


def test_the_code_of_one_way_is_not_in_the_key_of_another(tmp_path: Path) -> None:
    from beatforge.graph.code import CodeIndex

    index = CodeIndex()
    ways = ("{folder: takes}", "{separate: dsp}", "{separate: demucs, model: models/mine}")
    closures = [set(index.modules(target_of(tmp_path, way).roots)) for way in ways]
    own = [{"given"}, {"dsp", "masks", "similar"}, {"learned"}]
    for closure, names in zip(closures, own, strict=True):
        assert {f"beatforge.song.stems.{name}" for name in names} <= closure
    assert not {f"beatforge.song.stems.{name}" for name in own[1]} & (closures[0] | closures[2])
    assert "beatforge.song.stems.learned" not in closures[0] | closures[1]
    assert not any(name.startswith(("beatforge.film", "beatforge.project")) for name in set().union(*closures))


def test_a_models_bytes_are_in_the_key_and_the_folder_it_lies_in_is_not(tmp_path: Path) -> None:
    target = target_of(tmp_path, "{separate: demucs, model: models/mine}")
    paths = [i.path for i in target.inputs if isinstance(i, Source)]
    assert [Path(path).name for path in paths] == ["song.ogg", "mine.yaml", "5eed-12ab.th"]
    assert target.value == {
        "model": "mine",
        "files": ["mine.yaml", "5eed-12ab.th"],
        "stems": list(FOUR),
        "device": "cpu",
    }
    assert {"torch", "demucs"} <= set(target.packages)


def test_only_separated_stems_of_the_one_song_are_put_where_people_look(tmp_path: Path) -> None:
    assert target_of(tmp_path, "{separate: dsp}").places["vocals.wav"] == "build/stems/vocals.wav"
    assert not target_of(tmp_path, "{separate: dsp}", name="stems/a").places
