"""Stems of a song: what they are called, what they add up to, and how they are taken from a folder or by rules."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from beatforge.errors import ToolError
from beatforge.song.analysis import ENVELOPE_HZ
from beatforge.song.energy import envelope_length
from beatforge.song.stems import similar
from beatforge.song.stems.dsp import dsp_step
from beatforge.song.stems.folder import StemsFault, stems_among
from beatforge.song.stems.given import given_step
from beatforge.song.stems.heard import even_blocks, hear
from beatforge.song.stems.keeping import HZ, Keeper
from beatforge.song.stems.masks import median_along
from beatforge.song.stems.raw import RawSound
from beatforge.song.stems.spectra import Frames
from beatforge.song.stems.stems import FOUR, STEMS, Stems
from tests.parted import RATE, Sound, band_with_voice, read_stems, sdr_db, summed, write_parted

Step = Callable[..., None]


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Sound]]:
    """A song of 8 s and what it was put together from."""
    path = tmp_path_factory.mktemp("parted") / "song.wav"
    return path, write_parted(path)


@pytest.fixture(scope="module")
def parted(song: tuple[Path, dict[str, Sound]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which rules of thumb left its stems."""
    return run(dsp_step, tmp_path_factory.mktemp("dsp"), song[0])


def run(step: Step, out: Path, *inputs: Path, **value: object) -> Path:
    out.mkdir(exist_ok=True)
    step(value, inputs, out, lambda done, total: None)
    return out


def stems_in(folder: Path) -> Stems:
    return Stems.from_value(json.loads((folder / STEMS).read_text()))


def test_stems_are_what_was_written() -> None:
    stems = Stems(FOUR, 44100, 441, True, "dsp", dict.fromkeys(FOUR, (0, 255)), -120.0)
    assert Stems.from_value(json.loads(json.dumps(stems.to_value()))) == stems


@pytest.mark.parametrize(
    ("stem", "names", "files"),
    [
        ("vocals", FOUR, "vocals"),
        ("instrumental", FOUR, "drums bass other"),
        ("instrumental", (*FOUR, "guitar", "piano"), "drums bass other guitar piano"),
        ("instrumental", ("vocals", "instrumental"), "instrumental"),
        ("instrumental", ("vocals", "drums", "bass"), ""),
        ("other", (*FOUR, "guitar"), "other guitar"),
        ("other", ("vocals", "guitar"), "guitar"),
        ("drums", ("vocals",), ""),
    ],
)
def test_a_stem_is_the_sum_of_files_or_is_not_there(stem: str, names: tuple[str, ...], files: str) -> None:
    stems = Stems(names, 44100, 1, False, "folder", {})
    assert stems.files_of(stem) == tuple(f"{name}.wav" for name in files.split())


def test_files_of_a_folder_are_stems_by_their_names_and_others_are_nobodys_business() -> None:
    found = stems_among(["other.ogg", "bass.MP3", "vocals.wav", "notes.txt", ".vocals.wav", "cover.png"])
    assert found == (("vocals", "vocals.wav"), ("bass", "bass.MP3"), ("other", "other.ogg"))


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["vocal.wav"], 'did you mean "vocals"?'),
        (["Drums.wav"], 'did you mean "drums"?'),
        (["no_vocals.wav"], 'did you mean "instrumental"?'),
        (["song - bass.flac"], 'did you mean "bass"?'),
        (["kazoo.ogg"], "stems are called vocals, drums"),
        (["vocals.wav", "vocals.ogg"], "leave one of them there"),
        (["readme.txt"], "no stems in it"),
        ([], "no stems in it"),
    ],
)
def test_a_folder_that_can_not_be_read_as_stems_says_what_to_rename(names: list[str], words: str) -> None:
    with pytest.raises(StemsFault, match=words.replace("?", r"\?")):
        stems_among(names)


def test_stems_of_a_folder_come_at_the_songs_rate_and_length_and_their_residual_is_told(
    song: tuple[Path, dict[str, Sound]], tmp_path: Path
) -> None:
    path, truth = song
    given = {**truth, "bass": band_with_voice(8.0, 2 * RATE)["bass"]}
    for name, wave in given.items():
        rate = wave.shape[1] // 8
        soundfile.write(tmp_path / f"{name}.flac", wave.T[: len(wave.T) - 4000], rate, subtype="PCM_24")
    out = run(given_step, tmp_path / "out", path, *(tmp_path / f"{name}.flac" for name in FOUR), stems=list(FOUR))
    stems = stems_in(out)
    assert (stems.names, stems.sample_rate, stems.num_samples) == (FOUR, RATE, 8 * RATE)
    assert not stems.approximate and stems.made_by == "folder"
    got = read_stems(out, FOUR)
    assert {wave.shape for wave in got.values()} == {(2, 8 * RATE)}
    assert sdr_db(truth["vocals"][:, :-8000], got["vocals"][:, :-8000]) > 60
    assert sdr_db(truth["bass"][:, :-8000], got["bass"][:, :-8000]) > 40
    assert stems.residual_db is not None and stems.residual_db < -40 and stems.is_whole


def test_stems_that_add_up_to_the_song_are_whole_and_some_of_them_are_not_asked_to(
    song: tuple[Path, dict[str, Sound]], tmp_path: Path
) -> None:
    path, truth = song
    soundfile.write(tmp_path / "vocals.wav", truth["vocals"].T, RATE, subtype="FLOAT")
    rest = summed(truth) - truth["vocals"]
    soundfile.write(tmp_path / "instrumental.wav", rest.T, RATE, subtype="FLOAT")
    both = run(given_step, tmp_path / "both", path, tmp_path / "vocals.wav", tmp_path / "instrumental.wav",
               stems=["vocals", "instrumental"])  # fmt: skip
    one = run(given_step, tmp_path / "one", path, tmp_path / "vocals.wav", stems=["vocals"])
    assert stems_in(both).is_whole
    assert stems_in(one).residual_db is None and stems_in(one).files_of("instrumental") == ()
    assert stems_in(one).envelopes.keys() == {"vocals"}


def test_stems_that_were_mixed_otherwise_than_the_song_are_taken_and_told(
    song: tuple[Path, dict[str, Sound]], tmp_path: Path
) -> None:
    path, truth = song
    for name, wave in truth.items():
        soundfile.write(tmp_path / f"{name}.wav", wave.T * (0.5 if name == "bass" else 1), RATE, subtype="FLOAT")
    stems = stems_in(run(given_step, tmp_path / "out", path, *(tmp_path / f"{name}.wav" for name in FOUR),
                         stems=list(FOUR)))  # fmt: skip
    expected = 10 * np.log10(np.square(truth["bass"] / 2).sum() / np.square(summed(truth)).sum())
    assert stems.residual_db == pytest.approx(expected, abs=0.1) and not stems.is_whole


def test_a_stem_of_another_length_than_its_song_is_refused(song: tuple[Path, dict[str, Sound]], tmp_path: Path) -> None:
    path, truth = song
    soundfile.write(tmp_path / "vocals.wav", truth["vocals"].T[: 6 * RATE], RATE)
    with pytest.raises(ToolError, match=r"vocals.wav is 6.00 s long, its song 8.00 s"):
        run(given_step, tmp_path / "out", path, tmp_path / "vocals.wav", stems=["vocals"])


def test_a_stem_that_is_no_sound_is_refused_by_name(song: tuple[Path, dict[str, Sound]], tmp_path: Path) -> None:
    (tmp_path / "vocals.wav").write_text("no sound")
    with pytest.raises(ToolError, match=r"vocals.wav can't be decoded"):
        run(given_step, tmp_path / "out", song[0], tmp_path / "vocals.wav", stems=["vocals"])


def test_stems_by_rules_add_up_to_the_song_and_are_called_approximate(
    song: tuple[Path, dict[str, Sound]], parted: Path
) -> None:
    stems = stems_in(parted)
    assert stems.approximate and stems.made_by == "dsp" and stems.names == FOUR and stems.is_whole
    assert np.abs(summed(read_stems(parted, FOUR)) - summed(song[1])).max() < 1e-6
    assert sorted(path.name for path in parted.iterdir()) == sorted([STEMS, *(f"{name}.wav" for name in FOUR)])


@pytest.mark.parametrize("name", FOUR)
def test_each_stem_by_rules_is_far_nearer_to_the_truth_than_the_song_is(
    song: tuple[Path, dict[str, Sound]], parted: Path, name: str
) -> None:
    truth, got = song[1], read_stems(parted, FOUR)
    assert sdr_db(truth[name], got[name]) > sdr_db(truth[name], summed(truth)) + 7
    assert sdr_db(truth[name], got[name]) > 2  # silence would have 0


def test_envelopes_tell_where_a_stem_sounds_on_one_scale_for_all(tmp_path: Path) -> None:
    loud, quiet = np.zeros((2, 2 * RATE), np.float32), np.zeros((2, 2 * RATE), np.float32)
    loud[:, :RATE] = 0.5
    quiet[:, RATE:] = 0.05
    with Keeper(tmp_path, ("vocals", "drums"), RATE, False, "folder") as keeper:
        for start in range(0, 2 * RATE, 1000):  # no whole bins
            part = slice(start, start + 1000)
            keeper.keep((loud + quiet)[:, part], {"vocals": loud[:, part], "drums": quiet[:, part]})
    curves = stems_in(tmp_path).envelopes
    assert len(curves["vocals"]) == envelope_length(2.0) == 201
    assert set(curves["vocals"][3:97]) == {255} and set(curves["vocals"][104:]) == {0}
    assert set(curves["drums"][104:197]) == {170} and set(curves["drums"][:97]) == {0}  # 20 of 60 dB below
    assert HZ == ENVELOPE_HZ


def test_stems_are_the_same_bytes_however_often_they_are_made(
    song: tuple[Path, dict[str, Sound]], parted: Path, tmp_path: Path
) -> None:
    again = run(dsp_step, tmp_path / "again", song[0])
    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        path.name: path.read_bytes() for path in parted.iterdir()
    }


@pytest.mark.parametrize("seconds", [0.01, 0.5])
def test_a_sound_too_short_to_know_anything_of_still_comes_apart(tmp_path: Path, seconds: float) -> None:
    sound = band_with_voice(3.0)["drums"][0, : int(seconds * RATE)]
    soundfile.write(tmp_path / "short.wav", sound, RATE, subtype="FLOAT")
    out = run(dsp_step, tmp_path / "out", tmp_path / "short.wav")
    assert np.abs(summed(read_stems(out, FOUR)) - sound).max() < 1e-6


def test_silence_comes_apart_into_silence(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "silence.wav", np.zeros((RATE, 2)), RATE)
    stems = stems_in(run(dsp_step, tmp_path / "out", tmp_path / "silence.wav"))
    assert all(set(curve) == {0} for curve in stems.envelopes.values()) and stems.is_whole


@pytest.mark.parametrize("size", [256, 1024])
def test_sound_through_no_mask_is_what_it_was(tmp_path: Path, size: int) -> None:
    wave = np.random.default_rng(3).standard_normal((2, 300 * 512 + 77)).astype(np.float32)
    with RawSound(tmp_path / "sound.raw") as sound:
        sound.append(wave)
        frames = Frames(size, sound.num_samples)
        blocks = [
            block for (block,) in frames.masked(sound, lambda spectra, *_: (np.ones(spectra.shape[1:], "f4"),), 2)
        ]
    assert np.abs(np.concatenate(blocks, axis=1) - wave).max() < 1e-5


def test_masks_are_the_same_wherever_blocks_of_frames_begin(
    song: tuple[Path, dict[str, Sound]], parted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beatforge.song.stems.spectra.FRAMES", 61)
    other = read_stems(run(dsp_step, tmp_path / "other", song[0]), FOUR)
    for name, wave in read_stems(parted, FOUR).items():
        assert np.abs(other[name] - wave).max() < 1e-5


def test_the_fast_median_is_scipys(tmp_path: Path) -> None:
    from scipy.ndimage import median_filter

    grid = np.random.default_rng(4).random((40, 50)).astype(np.float32)
    assert np.array_equal(median_along(grid, 7), median_filter(grid, (1, 7), mode="reflect"))


def test_what_returns_is_known_and_what_does_not_is_not() -> None:
    chance = np.random.default_rng(5)
    bar = 10 * chance.random((100, 513)).astype(np.float32) ** 8
    song = np.tile(bar, (40, 1))
    song[1000:1050, 100:200] += 5.0  # sung once
    returning = similar.Returning(1024, 512, RATE)
    returning.hear(song)
    returning.settle()
    found = returning.strengths(1000, 1050)
    expected = np.tile(bar, (40, 1))[1000:1050, : found.shape[1]]
    heard = expected > 0.1
    assert (np.abs(found - expected) / np.maximum(expected, 0.1))[heard].max() < 0.03  # a quarter of a decibel
    assert found[:, 100:200][expected[:, 100:200] < 1].max() < 1.1


def test_even_blocks_are_cut_or_filled_up_to_a_count() -> None:
    def blocks(*sizes: int) -> list[np.ndarray]:
        return [np.ones((2, size), np.float32) for size in sizes]

    def sizes(count: int, *given: int) -> list[int]:
        return [block.shape[1] for block in even_blocks(blocks(*given), 4, count)]

    assert sizes(0, 3, 3, 3) == [4, 4, 1]
    assert sizes(6, 3, 3, 3) == [4, 2]
    assert sizes(8, 20) == [4, 4]
    assert sizes(11, 5) == [4, 4, 3]
    assert sum(float(block[0].sum()) for block in even_blocks(blocks(5), 4, 11)) == 5


def test_every_try_of_a_decoder_is_heard_from_the_beginning(
    tmp_path: Path, song: tuple[Path, dict[str, Sound]]
) -> None:
    with RawSound(tmp_path / "raw") as raw:
        hear(song[0], raw.anew)
        sound = hear(song[0], raw.anew)
        assert raw.num_samples == sound.num_samples == 8 * RATE
