"""Parts: every anchor where the map says, as long as planned to the sample, and nothing touched that need not be."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from beatforge.mix.parts import PART
from beatforge.mix.reel import Reel
from beatforge.mix.runs import EVEN, LONGEST_S, runs_of
from beatforge.mix.stretching import RUN_UP_S, stretch_part, stretched
from beatforge.song.waves import Samples, read_wave
from tests.mix.sounds import click_errors_ms, clicks, made_part, pitch_of, tones, write

RATE = 22050
CLOSE_MS = 0.5


def drummer(count: int, beat_s: float, sway: float, seed: int = 1) -> list[float]:
    """Beats that come up to `sway` seconds early or late, from half a second on."""
    late = np.random.default_rng(seed).uniform(-sway, sway, count)
    return [round(0.5 + beat_s * index + float(late[index]), 4) for index in range(count)]


def onto_grid(beats: list[float], beat_s: float, every: int = 1) -> list[tuple[float, int]]:
    return [(at, round(index * every * beat_s * RATE)) for index, at in enumerate(beats[::every])]


@pytest.mark.parametrize("beat_s", [0.42, 0.5, 0.55])
def test_clicks_of_an_uneven_song_land_on_the_grid(tmp_path: Path, beat_s: float) -> None:
    beats = drummer(24, 0.5, 0.012)
    anchors = onto_grid(beats, beat_s)
    sound = made_part(tmp_path, clicks(beats, RATE, 13.5), RATE, anchors)
    assert sound.shape[1] == anchors[-1][1]
    errors = click_errors_ms(sound, RATE, [sample for _, sample in anchors[1:-1]])
    assert np.abs(errors).max() <= CLOSE_MS


@pytest.mark.parametrize("ratio", [0.84, 0.93, 1.07, 1.2])
def test_clicks_between_far_anchors_land_where_time_runs_evenly(tmp_path: Path, ratio: float) -> None:
    beats = [0.5 + 0.47 * index for index in range(24)]
    anchors = [(beats[0], 0), (beats[-1], round((beats[-1] - beats[0]) * ratio * RATE))]
    sound = made_part(tmp_path, clicks(beats, RATE, 12.5), RATE, anchors)
    assert sound.shape[1] == anchors[-1][1]
    due = [round((at - beats[0]) * ratio * RATE) for at in beats[1:-1]]
    assert np.abs(click_errors_ms(sound, RATE, due)).max() <= CLOSE_MS


@pytest.mark.parametrize("semitones", [-6, -1, 3, 6])
def test_a_shift_moves_pitch_and_not_time(tmp_path: Path, semitones: int) -> None:
    factor = 2 ** (semitones / 12)
    anchors = [(0.0, 0), (4.0, 4 * RATE)]
    for frequency in (55.0, 440.0):
        sound = made_part(tmp_path, tones([frequency], RATE, 4.0), RATE, anchors, semitones)
        pitch = pitch_of(sound[:, RATE : 3 * RATE], RATE, frequency * factor)
        assert abs(1200 * np.log2(pitch / (frequency * factor))) < 0.5  # cents
    beats = [0.5 * index for index in range(1, 8)]
    clicked = made_part(tmp_path, clicks(beats, RATE, 4.0), RATE, anchors, semitones)
    assert np.abs(click_errors_ms(clicked, RATE, [round(at * RATE) for at in beats])).max() <= CLOSE_MS


def test_stretching_leaves_pitch_alone(tmp_path: Path) -> None:
    sound = made_part(tmp_path, tones([330.0], RATE, 4.0), RATE, [(0.0, 0), (4.0, round(4.4 * RATE))])
    assert abs(1200 * np.log2(pitch_of(sound[:, RATE : 3 * RATE], RATE, 330.0) / 330.0)) < 0.5


def test_what_is_not_stretched_is_copied_bit_by_bit(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).normal(0, 0.2, (2, 6 * RATE)).astype(np.float32)
    sound = made_part(tmp_path, noise, RATE, [(1.0, 0), (2.5, round(1.5 * RATE)), (5.0, 4 * RATE)])
    assert np.array_equal(sound, noise[:, RATE : 5 * RATE])


def test_a_tempo_nearly_right_is_only_resampled(tmp_path: Path) -> None:
    ratio = 1.0013
    anchors = [(0.5, 0), (9.5, round(9 * ratio * RATE))]
    assert [run.is_stretched for run in runs_of(anchors, RATE, 0)] == [False]
    song = tones([200.0, 1250.0], RATE, 10.0)
    sound = made_part(tmp_path, song, RATE, anchors)
    at = 0.5 + np.arange(sound.shape[1]) / RATE / (sound.shape[1] / RATE / 9)
    due = 0.2 * (np.sin(2 * np.pi * 200 * at) + np.sin(2 * np.pi * 1250 * at))
    assert 20 * np.log10(np.abs(sound[0] - due)[100:-100].max()) < -80


def test_a_shift_that_only_a_faster_tape_needs_stretches_nothing(tmp_path: Path) -> None:
    """Three semitones up at a tempo as much higher: clicks stay as sharp as they were."""
    ratio = 2 ** (-3 / 12)
    anchors = [(0.5, 0), (4.5, round(4 * ratio * RATE))]
    assert [run.is_stretched for run in runs_of(anchors, RATE, 3)] == [False]
    sound = made_part(tmp_path, tones([440.0], RATE, 5.0), RATE, anchors, 3)
    assert abs(1200 * np.log2(pitch_of(sound, RATE, 440 / ratio) / (440 / ratio))) < 0.5


def test_silence_is_heard_where_the_song_has_ended(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).normal(0, 0.2, (2, 2 * RATE)).astype(np.float32)
    sound = made_part(tmp_path, noise, RATE, [(1.0, 0), (4.0, 3 * RATE)])
    assert np.array_equal(sound[:, :RATE], noise[:, RATE:]) and not sound[:, RATE:].any()


def test_stems_are_heard_as_their_sum(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    stems = [rng.normal(0, 0.1, (2, 2 * RATE)).astype(np.float32) for _ in range(3)]
    files = [write(tmp_path / f"{index}.wav", stem, RATE) for index, stem in enumerate(stems)]
    value = {"sample_rate": RATE, "num_samples": RATE, "anchors": [[0.5, 0], [1.5, RATE]], "decoder": "soundfile"}
    stretch_part(value, files, tmp_path, lambda done, total: None)
    due = (stems[0] + stems[1] + stems[2])[:, RATE // 2 : RATE // 2 + RATE]
    assert np.array_equal(read_wave(tmp_path / PART, 0, RATE), due)


def test_a_part_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    anchors = [(0.2, 0), (3.0, round(3.1 * RATE))]
    noise = np.random.default_rng(0).normal(0, 0.2, (2, 4 * RATE)).astype(np.float32)
    first = made_part(tmp_path, noise, RATE, anchors, 2)
    assert np.array_equal(first, made_part(tmp_path, noise, RATE, anchors, 2))


def test_tones_keep_their_power_where_runs_meet(tmp_path: Path) -> None:
    """Two runs agree in time but not in phase: where they meet, power may dip for some milliseconds, never break."""
    beats = [0.5 + 2.0 * index + (0.02 if index % 2 else 0.0) for index in range(8)]
    anchors = onto_grid(beats, 2.1)
    assert len(runs_of(anchors, RATE, 0)) == 7
    sound = made_part(tmp_path, tones([220.0, 277.2, 329.6], RATE, 16.0), RATE, anchors)
    power = np.sqrt(np.convolve(np.square(sound[0]), np.ones(RATE // 10) / (RATE // 10), "valid"))
    assert 20 * np.log10(power.min() / np.median(power)) > -2.0


class Watched(Reel):
    """A reel that notes how much was asked of it at once."""

    most = 0

    def read(self, start: int, end: int) -> Samples:
        self.most = max(self.most, end - start)
        return super().read(start, end)


@pytest.mark.parametrize("semitones", [0, 2])
def test_memory_holds_some_seconds_however_long_the_part_is(tmp_path: Path, semitones: int) -> None:
    song = write(tmp_path / "song.wav", tones([200.0], RATE, 50.0), RATE)
    reel = Watched([song], "soundfile", RATE)
    blocks = [block.shape[1] for block in stretched([(0.0, 0), (50.0, 50 * RATE)], reel, RATE, semitones)]
    assert sum(blocks) == 50 * RATE
    longest = (LONGEST_S + 2 * RUN_UP_S + 1) * RATE
    assert max(blocks) <= longest and reel.most <= longest


def test_runs_cover_a_part_and_each_keeps_near_its_own_ratio() -> None:
    beats = drummer(200, 0.5, 0.004)
    anchors = onto_grid(beats, 0.52, every=4)
    runs = runs_of(anchors, RATE, 0)
    assert runs[0].start == 0 and runs[-1].end == anchors[-1][1]
    assert all(before.end == after.start for before, after in pairwise(runs))
    for run in runs:
        for (song, sample), (song_end, end) in pairwise(run.anchors):
            assert (end - sample) / RATE / (song_end - song) == pytest.approx(run.ratio, rel=EVEN * 1.01)
