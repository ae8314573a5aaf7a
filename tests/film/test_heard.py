"""What is heard, as targets: a part holds nothing of where it sounds, and one song as it is needs none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from beatforge.errors import ProjectError
from beatforge.film.heard import finished, mix_target, part_targets, song_heard
from beatforge.film.plan import Delivery, Heard, Sounding
from beatforge.film.planning import make_plan
from beatforge.graph.target import Origin, Output, Source, Target
from beatforge.mix import parts
from beatforge.mix.parts import Mix, Part, rounded_warp
from beatforge.mix.voices import Voice
from beatforge.project import mashups, mixes
from beatforge.project.library import load_library
from beatforge.project.load import load_project
from beatforge.project.models import Project
from beatforge.song.stems.stems import FOUR
from tests.film.songs import song

LIBRARY = load_library()
SONG = song(bars=16)
BEAT_S = 60 / 117.3


def project(folder: Path, text: str = "") -> Project:
    for name in ("song.wav", "vo.wav"):
        (folder / name).touch()
    (folder / "project.yaml").write_text(f"version: 1\nname: small\nsong: {{file: song.wav}}\n{text}")
    return load_project(folder / "project.yaml", library=LIBRARY)


def targets(heard: Heard, delivery: Delivery) -> dict[str, Target]:
    def origin(causes: object) -> Origin:
        return Origin("", "")

    return {target.name: target for target in (*part_targets(heard, origin), mix_target(heard, delivery, origin))}


def delivery(folder: Path) -> Delivery:
    return make_plan(project(folder), SONG, LIBRARY.profiles["standard"]).deliveries[0]


def mashed(move_beats: int = 0) -> Heard:
    """Two songs: a bed, and a voice in two parts, the second of which may be moved."""

    def part(name: str, stem: str, song_s: float, beat: float, beats: int, **more: object) -> Part:
        anchors = [(song_s + 0.5 * index, (beat + index) * BEAT_S) for index in range(beats + 1)]
        return Part(name, name[0], stem, rounded_warp(anchors), **more)  # type: ignore[arg-type]

    parts = (
        part("b-instrumental.01", "instrumental", 3.0, 0, 64, duck_db=3.0),
        part("a-vocals.01", "vocals", 7.0, 4, 16, role="lead", semitones=2),
        part("a-vocals.09", "vocals", 17.0, 32 + move_beats, 16, role="lead", semitones=2),
    )
    sounds = {
        "a": Sounding(
            "a.ogg", "pyav", ("mashup", "songs", "a", "file"), "stems/a", ("vocals", "drums", "bass", "other")
        ),
        "b": Sounding(
            "b.ogg", "pyav", ("mashup", "songs", "b", "file"), "stems/b", ("vocals", "drums", "bass", "other")
        ),
    }
    return Heard(Mix(parts, 64 * BEAT_S, 44100), sounds)


def test_one_song_as_it_is_is_one_target_that_reads_the_song(tmp_path: Path) -> None:
    heard = make_plan(project(tmp_path), SONG, LIBRARY.profiles["standard"]).heard
    (mix,) = targets(heard, delivery(tmp_path)).values()
    assert (mix.name, mix.inputs) == ("mix", (Source("song.wav"),))
    assert mix.value == {
        "tracks": [{"gain_db": 0.0}], "codec": "aac", "bitrate": 320000, "decoder": "pyav",
        "sample_rate": 44100, "num_samples": 1411200,
    }  # fmt: skip


@pytest.mark.parametrize("beats", [-8, -1, 1, 4, 12])
def test_moving_a_part_makes_the_mix_again_and_no_part(tmp_path: Path, beats: int) -> None:
    before, after = (targets(mashed(move), delivery(tmp_path)) for move in (0, beats))
    changed = {name for name, target in after.items() if target.value != before[name].value}
    assert changed == {"mix"}
    rows = [target["mix"].value["parts"] for target in (before, after)]
    assert [one != other for one, other in zip(*rows, strict=True)] == [False, False, True]


def test_gain_fades_and_ducking_make_no_part_again(tmp_path: Path) -> None:
    plain = mashed()
    louder = tuple(
        replace(part, gain_db=-2.0, fade_in_s=0.2, fade_out_s=0.1, duck_db=4.0, low_cut_hz=90.0, role="bed")
        for part in plain.mix.parts
    )
    before = targets(plain, delivery(tmp_path))
    after = targets(replace(plain, mix=replace(plain.mix, parts=louder)), delivery(tmp_path))
    assert {name for name in after if after[name].value != before[name].value} == {"mix"}


def test_another_stretcher_makes_those_parts_again_that_are_stretched(tmp_path: Path) -> None:
    plain = mashed()
    as_it_is = replace(plain.mix.parts[0], id="b-drums.01", stem="drums", warp=((0.0, 0.0), (9.0, 9.0)))
    mix = replace(plain.mix, parts=(*plain.mix.parts, as_it_is))
    before = targets(replace(plain, mix=mix), delivery(tmp_path))
    after = targets(replace(plain, mix=replace(mix, stretch="rubberband")), delivery(tmp_path))
    changed = {name for name in after if after[name].value != before[name].value}
    assert changed == {f"part/{part.id}" for part in plain.mix.parts}


def test_a_stem_comes_from_the_stems_of_its_song(tmp_path: Path) -> None:
    found = targets(mashed(), delivery(tmp_path))
    assert found["part/a-vocals.01"].inputs == (Output("stems/a", "vocals.wav"),)
    names = ("drums.wav", "bass.wav", "other.wav")
    assert found["part/b-instrumental.01"].inputs == tuple(Output("stems/b", name) for name in names)
    assert found["mix"].inputs == tuple(Output(name, "part.wav") for name in found if name != "mix")
    assert json.loads(json.dumps(found["mix"].value)) == found["mix"].value


def test_a_voice_brings_the_mix_to_its_loudness_and_names_its_file(tmp_path: Path) -> None:
    said = project(tmp_path, "voices: [{file: vo.wav, at: 0:04, gain_db: -2, duck_db: 9, fade_out_s: 0.5}]\n")
    heard = song_heard(said, SONG, (Voice(3.5, "soundfile"),))
    assert (heard.mix.loudness_lufs, heard.mix.true_peak_dbtp) == (-14.0, -1.0)
    music, voice = heard.mix.parts
    assert (music.warp, music.duck_db, voice.role, voice.duck_db) == (((0, 0), (32.0, 32.0)), 0.0, "voice", 9.0)
    assert voice.warp == ((0.0, 4.0), (3.5, 7.5))
    found = targets(heard, delivery(tmp_path))
    assert found["part/voice-1"].inputs == (Source("vo.wav"),)
    assert found["part/voice-1"].value == {
        "sample_rate": 44100, "num_samples": 154350, "anchors": [[0.0, 0], [3.5, 154350]], "decoder": "soundfile"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "loudness", "peak"),
    [
        ("mix: {loudness_lufs: -16}\n", -16.0, -1.0),
        ("mix: {loudness_lufs: -16, true_peak_dbtp: -2}\n", -16.0, -2.0),
        ("mix: {true_peak_dbtp: -3}\n", None, -3.0),
        ("mix: {stretch: signalsmith}\n", None, None),
    ],
)
def test_a_song_alone_is_changed_only_where_that_is_written(
    tmp_path: Path, said: str, loudness: float | None, peak: float | None
) -> None:
    mix = song_heard(project(tmp_path, said), SONG).mix
    assert (mix.loudness_lufs, mix.true_peak_dbtp) == (loudness, peak)
    assert mix.is_trivial is (loudness is None and peak is None)


@pytest.mark.parametrize(
    ("voice", "length_s", "place", "said"),
    [
        (
            "{file: vo.wav, at: 0:30}",
            3.5,
            ":4:29:",
            "the voice lasts 3.5 s and would end at 33.5 s, the music at 32.0 s",
        ),
        ("{file: vo.wav, at: 40}", 3.5, ":4:29:", "begin at 28.5 s or earlier"),
        ("{file: vo.wav}", 99.0, ":4:17:", "longer than the music"),
        ("{file: vo.wav, fade_in_s: 3, fade_out_s: 1}", 3.5, ":4:36:", "fades are longer than the voice"),
    ],
)
def test_a_voice_that_does_not_fit_is_a_fault_with_its_place(
    tmp_path: Path, voice: str, length_s: float, place: str, said: str
) -> None:
    found = project(tmp_path, f"voices: [{voice}]\n")
    with pytest.raises(ProjectError) as fault:
        song_heard(found, SONG, (Voice(length_s, "pyav"),))
    assert place in str(fault.value) and said in str(fault.value)


def test_a_song_that_is_called_like_a_voice_keeps_its_own_sound(tmp_path: Path) -> None:
    """The ids of a mashup's songs are its maker's: `voice-1` may be one."""
    heard = mashed()
    parts = tuple(replace(part, song="voice-1") if part.song == "a" else part for part in heard.mix.parts)
    sounds = {"voice-1": heard.sounds["a"], "b": heard.sounds["b"]}
    made = finished(
        project(tmp_path, "voices: [{file: vo.wav}]\n"),
        Heard(replace(heard.mix, parts=parts), sounds),
        [Voice(2.0, "pyav")],
    )
    inputs = {name: target.inputs for name, target in targets(made, delivery(tmp_path)).items()}
    assert inputs["part/a-vocals.01"] == (Output("stems/a", "vocals.wav"),)
    assert inputs["part/voice-1"] == (Source("vo.wav"),)


def test_a_voice_that_is_too_late_fits_where_the_hint_says(tmp_path: Path) -> None:
    late = Voice(5.967, "pyav")
    with pytest.raises(ProjectError) as caught:
        finished(project(tmp_path, "voices: [{file: vo.wav, at: 60}]\n"), mashed(), [late])
    at = str(caught.value).partition("begin at ")[2].split()[0]
    assert finished(project(tmp_path, f"voices: [{{file: vo.wav, at: {at}}}]\n"), mashed(), [late])


def test_the_language_and_the_mixer_have_the_same_words() -> None:
    """The rooms may not know each other; a word that only one of them had would be refused, or never be said."""
    assert mixes.STRETCHES == parts.STRETCHES
    assert {*mashups.PART_ROLES, "voice"} == {*parts.ROLES}
    assert {*mashups.SWAPPED, "mix", "instrumental"} == {*parts.STEMS} and {*mashups.SWAPPED} == {*FOUR}
