"""Stems through a build: of a folder, by rules, by a model; what an edit makes, and what is refused before anything."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from beatforge.cli.main import main
from beatforge.cli.noop import recall
from beatforge.cli.session import Session
from beatforge.errors import PROJECT, ProjectError
from beatforge.song.stems.stems import FOUR
from tests.parted import read_stems, tiny_model
from tests.projects import build, edit, events_of, make_project, planned, run

SONG = "  file: song.wav"


def with_stems(file: Path, said: str) -> Path:
    return edit(file, SONG, f"  stems: {said}\n{SONG}")


def write_stem(file: Path, name: str, seconds: float = 16.0, level: float = 0.1) -> Path:
    """A stem of a hum in the project's folder of stems."""
    path = file.parent / "stems" / name
    path.parent.mkdir(exist_ok=True)
    hum = level * np.sin(2 * np.pi * 220 * np.arange(int(seconds * 22050)) / 22050)
    soundfile.write(path, hum, 22050)
    return path


def refused(file: Path) -> str:
    with pytest.raises(ProjectError) as caught, Session.open(file):
        pass
    return str(caught.value)


@pytest.fixture
def unbuilt(tmp_path: Path, short_song: Path) -> Path:
    """The project file of a film that nobody built."""
    return make_project(tmp_path / "unbuilt", short_song)


@pytest.fixture
def no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Caches in which no model is."""
    for name in ("HF_HUB_CACHE", "HF_HOME", "TORCH_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_stems_by_rules_lie_in_the_build_folder_and_make_no_picture(
    film: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_stems(film, "{separate: dsp}")
    assert planned(film) == {"stems": True}
    assert main(["build", str(film), "stems"]) == 0
    assert str(film.parent / "build" / "stems" / "vocals.wav") in capsys.readouterr().out
    assert events_of(film).keys() == {"fresh"}
    song, _ = soundfile.read(film.parent / "song.wav")
    stems = read_stems(film.parent / "build" / "stems", FOUR)
    assert np.abs(sum(stems.values()) - song).max() < 1e-6
    assert main(["plan", str(film)]) == 0
    assert "stems: vocals, drums, bass, other, by dsp, approximate" in capsys.readouterr().out
    assert main(["song", "show", str(film)]) == 0
    assert "by dsp, approximate" in capsys.readouterr().out
    with Session.open(film) as session:
        assert session.stems()[""].approximate
    edit(film, "seed: 3", "seed: 4")
    edit(film, "name: small", "name: other")
    assert "stems" not in planned(film), "a song is parted once, whatever film is made of it"
    (film.parent / "build" / "stems" / "bass.wav").unlink()
    assert events_of(film, "stems") == {"restored": ["stems"]}


def test_stems_of_a_folder_are_inputs_by_their_bytes(film: Path) -> None:
    write_stem(film, "vocals.wav")
    with_stems(film, "{folder: stems}")
    assert build(film) == ["stems"]
    assert not (film.parent / "build" / "stems").exists(), "they are where their maker put them"
    write_stem(film, "vocals.wav", level=0.2)
    assert planned(film) == {"stems": True}
    assert build(film) == ["stems"]
    write_stem(film, "vocals.wav", level=0.1)
    (film.parent / "stems" / "notes.txt").write_text("nobody's business")
    assert "made" not in events_of(film)


def test_a_build_with_nothing_to_do_sees_another_stem_in_the_folder(film: Path) -> None:
    write_stem(film, "vocals.wav")
    with_stems(film, "{folder: stems}")
    build(film)
    build(film)
    assert recall(film, "standard", ())
    write_stem(film, "drums.wav")
    assert recall(film, "standard", ()) is None
    assert build(film) == ["stems"]


def test_stems_that_do_not_add_up_to_the_song_are_told(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("vocals.wav", "instrumental.flac"):
        write_stem(film, name)
    with_stems(film, "{folder: stems}")
    build(film)
    main(["song", "show", str(film)])
    said = capsys.readouterr().out
    assert "stems: vocals, instrumental, by folder\n" in said and "they don't add up to the song" in said


@pytest.mark.parametrize(
    ("files", "said", "words"),
    [
        (["vocal.wav"], "{folder: stems}", 'BF071 stems: "vocal.wav" is no stem by its name'),
        (["vocal.wav"], "{folder: stems}", '^^^^^ did you mean "vocals"?, or move it out of the folder'),
        (["vocals.wav", "vocals.flac"], "{folder: stems}", "BF071"),
        ([], "{folder: stems}", 'BF050 there is no folder "stems"'),
        ([], "{folder: song.wav}", "BF052"),
        ([], "{folder: ../stems}", "BF051"),
        ([], "{}", "BF011 stems come from a folder, or are separated"),
        ([], "{separate: dsp, folder: stems}", "BF050"),
        (["bass.ogg"], "{separate: dsp, folder: stems}", "BF016 folder and separate exclude each other"),
        ([], "{separate: dsp, model: htdemucs}", "BF016 model is only for separate: demucs"),
        ([], "{separate: dsp, device: cpu}", "BF016"),
        ([], "{separate: demux}", 'BF030 unknown separator "demux"'),
        ([], "{separate: demucs, device: tpu}", "BF030"),
        ([], "{separate: demucs, model: 'hf://x'}", "BF050"),
        ([], "{separate: demucs, model: 'a b'}", "BF014"),
        ([], "dsp", "BF012"),
    ],
)
def test_what_is_wrong_with_stems_is_told_with_its_place_before_anything_is_made(
    unbuilt: Path, files: list[str], said: str, words: str
) -> None:
    for name in files:
        write_stem(unbuilt, name)
    text = refused(with_stems(unbuilt, said))
    assert words in text and "project.yaml:7:" in text, text


def test_a_stem_of_another_length_is_refused_before_it_is_read(unbuilt: Path) -> None:
    write_stem(unbuilt, "vocals.wav", seconds=15)
    with_stems(unbuilt, "{folder: stems}")
    assert "BF073 stems/vocals.wav is 15.00 s long, its song 16.00 s" in refused(unbuilt)


def test_a_model_that_is_not_there_is_refused_with_its_file_and_a_way_to_fetch_it(
    unbuilt: Path, no_models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_stems(unbuilt, "{separate: demucs}")
    assert main(["build", str(unbuilt)]) == PROJECT
    said = capsys.readouterr().err
    assert "project.yaml:7:21: BF072 demucs: " in said
    assert str(no_models / "torch" / "hub" / "checkpoints" / "955717e8-8726e21a.th") in said
    assert "get_model('htdemucs')" in said and "separate: dsp" in said
    edit(unbuilt, "{separate: demucs}", "{separate: demucs, model: htdemux}")
    assert "BF072 demucs: demucs has no model htdemux" in refused(unbuilt)


def test_a_model_of_the_projects_own_parts_its_song_through_a_build(film: Path, no_models: Path) -> None:
    weights = tiny_model(film.parent / "models")
    with_stems(film, "{separate: demucs, model: models/tiny}")
    assert f"BF072 demucs: {weights.name} is a pickle" in refused(film)
    assert main(["allow", str(film.parent / "models")]) == 0
    done = run("build", str(film), "stems")
    assert done.returncode == 0, done.stderr
    stems = read_stems(film.parent / "build" / "stems", FOUR)
    song, _ = soundfile.read(film.parent / "song.wav")
    assert np.abs(sum(stems.values()) - song).max() < 1e-6
    assert np.abs(stems["vocals"]).max() > 1e-4
    assert planned(film) == {}
    for path in (film.parent / "models").iterdir():
        path.unlink()
    tiny_model(film.parent / "models", seed=2)
    assert planned(film) == {"stems": True}, "another model under the same name"
