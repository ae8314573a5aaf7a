"""`beatforge mix`: sound files as loud and as long as planned, their tags, their stems; voices over a song."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from beatforge.cli.main import main
from beatforge.cli.session import Session
from beatforge.deliver.sounds import FORMATS
from beatforge.errors import USAGE
from beatforge.song.sound import stereo_blocks
from beatforge.song.waves import Samples
from tests.films import sound_of, tags_of
from tests.mix.sounds import referee
from tests.projects import build, edit, events_of, make_project

RATE = 22050
MIX_RATE = 48000
"""What a song at 22050 Hz is brought to, for players of AAC."""

SECONDS = 16


def spoken(path: Path, seconds: float = 3.0) -> Path:
    """A tone with short breaths in it."""
    time = np.arange(round(seconds * MIX_RATE)) / MIX_RATE
    voice = 0.3 * np.sin(2 * np.pi * 2500 * time) * (time % 1.0 < 0.75)
    soundfile.write(path, voice.astype(np.float32), MIX_RATE)
    return path


@pytest.fixture
def narrated(film: Path) -> Path:
    """A finished film, whose song then gets a voice from 5 s to 8 s."""
    spoken(film.with_name("vo.wav"))
    return edit(film, "film:\n", "voices:\n  - {file: vo.wav, at: 0:05, duck_db: 12}\nfilm:\n")


def heard(path: Path, rate: int = MIX_RATE) -> Samples:
    return np.concatenate(list(stereo_blocks(path, "pyav", rate)), axis=1)


def test_every_kind_of_file_is_as_loud_and_as_long_as_planned_and_says_whose_it_is(narrated: Path) -> None:
    for suffix in FORMATS:
        out = narrated.with_name(f"mix{suffix}")
        assert main(["mix", str(narrated), "-o", str(out)]) == 0
        loudness, peak = referee(out)
        assert loudness == pytest.approx(-14.0, abs=0.2) and peak <= -1.0, suffix
        assert heard(out).shape[1] == SECONDS * MIX_RATE, suffix
        with av.open(str(out)) as file:
            tags = {**file.metadata, **file.streams.audio[0].metadata}
        assert {name.lower(): text for name, text in tags.items()}.items() >= {
            ("title", "Small Song"), ("artist", "Nobody")
        }  # fmt: skip
    left = {path.name for path in narrated.parent.iterdir() if path.name.startswith((".mix", "mix"))}
    assert left == {f"mix{suffix}" for suffix in FORMATS}


def test_stems_add_up_to_the_mix_before_it_was_limited(narrated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, folder = narrated.with_name("mix.wav"), narrated.with_name("stems")
    assert main(["mix", str(narrated), "-o", str(out), "--stems", str(folder), "--set", "mix.loudness_lufs=-24"]) == 0
    stems = {path.name: soundfile.read(path, always_2d=True)[0].T for path in folder.iterdir()}
    assert set(stems) == {"song.wav", "voices.wav"}
    assert capsys.readouterr().out.split()[-3:] == [str(out), *(str(folder / name) for name in sorted(stems))]
    loudness, peak = referee(out)
    assert loudness == pytest.approx(-24.0, abs=0.2) and peak < -2  # nothing had to be limited
    assert np.abs(sum(stems.values()) - heard(out)).max() <= 2**-22


def test_a_song_alone_is_exported_as_it_is(tmp_path: Path, short_song: Path) -> None:
    file = make_project(tmp_path / "project", short_song)
    assert main(["mix", str(file)]) == 0
    out = file.parent / "build" / "small.wav"
    assert np.abs(heard(out) - heard(short_song)).max() <= 2**-23


def test_music_is_down_while_the_voice_speaks_and_edits_make_again_only_what_they_touch(narrated: Path) -> None:
    assert {"voice/1", "part/song", "part/voice-1", "mix"} <= set(made(narrated))
    ducked = _levels(narrated)
    edit(narrated, "duck_db: 12", "duck_db: 0")
    assert made(narrated) == ["mix"]
    plain = _levels(narrated)
    # the voice is at 2500 Hz; the bass drum tells how loud the music is, which the loudness of the whole moves too
    assert ducked["before"] - plain["before"] == pytest.approx(ducked["after"] - plain["after"], abs=0.5)
    down = (ducked["before"] - plain["before"]) - (ducked["under"] - plain["under"])
    assert down == pytest.approx(12, abs=1.0)
    spoken(narrated.with_name("vo.wav"), 2.5)
    edit(narrated, "at: 0:05", "at: 0:06.5")
    assert made(narrated) == ["mix", "part/voice-1", "voice/1"]


def made(file: Path) -> list[str]:
    """What a build of the mix makes."""
    return sorted(events_of(file, "mix").get("made", ()))


def _levels(file: Path) -> dict[str, float]:
    """How loud the basses of the encoded mix are before, under and after the voice, in dB."""
    with Session.open(file) as session:
        outputs = session.survey.entries["mix"].outputs
        assert outputs
        path = session.store.blob_path(outputs["mix.m4a"].digest)
        measures = json.loads(session.store.blob_path(outputs["measures.json"].digest).read_bytes())
    assert measures["samples"] == SECONDS * MIX_RATE
    sound = sound_of(path, RATE)
    low = np.convolve(sound, np.hanning(120) / 60, "same")
    where = {"before": (2, 4.5), "under": (5.1, 7.6), "after": (9.1, 11.6)}
    return {
        when: float(10 * np.log10(np.square(low[round(a * RATE) : round(b * RATE)]).mean()))
        for when, (a, b) in where.items()
    }


def test_a_voice_beyond_the_end_is_refused_with_its_place(narrated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(narrated, "at: 0:05", "at: 0:15")
    assert main(["build", str(narrated), "mix"]) == 3
    said = capsys.readouterr().err
    assert "BF060 the voice lasts 3.0 s and would end at 18.0 s, the music at 16.0 s" in said
    assert "begin at 13.0 s or earlier" in said and "project.yaml:17:24" in said


def test_a_name_of_no_sound_file_is_refused_before_anything_is_made(
    narrated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mix", str(narrated), "-o", "mix.ogx"]) == 2
    assert '"mix.ogx" is no sound file by its name; one of .wav .flac .mp3 .m4a .opus' in capsys.readouterr().err


def test_a_film_gets_a_voice_and_keeps_its_pictures(narrated: Path) -> None:
    assert {name.partition("/")[0] for name in build(narrated)} == {"voice", "part", "mix", "film"}
    film = narrated.parent / "build" / "small.mp4"
    assert tags_of(film)["title"] == "Small Song"
    loudness, peak = referee(film)
    assert loudness == pytest.approx(-14.0, abs=0.2) and peak <= -1.0


@pytest.mark.parametrize("name", ["song.wav", "vo.wav", "./build/../song.wav"])
def test_a_mix_never_takes_the_place_of_what_it_is_made_from(
    narrated: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = narrated.parent / name
    before = file.read_bytes()
    assert main(["mix", str(narrated), "-o", str(file)]) == USAGE
    assert "is what the film is made from" in capsys.readouterr().err
    assert file.read_bytes() == before
