"""The gate of the mix: it passes one that came out as planned, and says which goal another one missed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from beatforge.deliver.audio import MEASURES
from beatforge.deliver.gates.film import FilmMeasures
from beatforge.deliver.mixed import encode_parts
from beatforge.song.waves import Samples
from tests.deliver.pictures import Part, alive, film_of, verdict_of
from tests.mix.sounds import tones, write

RATE = 44100
SECONDS = 5
GOALS = {"loudness_lufs": -14.0, "true_peak_dbtp": -1.0}


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> FilmMeasures:
    return film_of(tmp_path_factory.mktemp("living"), [Part(alive(1), 48)])


def noise(level: float, seed: int = 0) -> Samples:
    return np.random.default_rng(seed).normal(0, level, (2, SECONDS * RATE)).astype(np.float32)


def measured(folder: Path, music: Samples, voice: Samples | None = None, **more: Any) -> dict[str, Any]:
    """The measures of a mix of music and a voice from the first second on."""
    files = [write(folder / "music.wav", music, RATE)]
    row = {"start": 0, "num_samples": music.shape[1], "role": "bed", "gain_db": 0.0, "fade_in": 0, "fade_out": 0,
           "low_cut_hz": 0.0, "duck_db": 0.0}  # fmt: skip
    rows = [row]
    if voice is not None:
        files.append(write(folder / "voice.wav", voice[:, : 3 * RATE], RATE))
        rows.append({**row, "start": RATE, "num_samples": 3 * RATE, "role": "voice", "duck_db": 10.0})
    value = {"parts": rows, "sample_rate": RATE, "num_samples": SECONDS * RATE, "codec": "aac", "bitrate": 192_000}
    out = folder / "out"
    out.mkdir()
    encode_parts({**value, **more}, files, out, lambda done, total: None)
    found: dict[str, Any] = json.loads((out / MEASURES).read_text())
    return found


def test_a_mix_that_meets_its_goals_passes(living: FilmMeasures, tmp_path: Path) -> None:
    sound = measured(tmp_path, noise(0.1), **GOALS)
    verdict, failures = verdict_of("loudness", living, GOALS, sound)
    assert failures == [] and verdict["figures"]["off_lu"] <= 0.2 and verdict["figures"]["peak_over_db"] == 0


def test_a_mix_that_cannot_be_so_loud_below_its_peak_fails(living: FilmMeasures, tmp_path: Path) -> None:
    """Single clicks, brought to -8 LUFS and no peak over -12 dBTP: no limiter does that."""
    clicks = np.zeros((2, SECONDS * RATE), np.float32)
    clicks[:, RATE // 8 :: RATE // 2] = 0.9
    goals = {"loudness_lufs": -8.0, "true_peak_dbtp": -12.0}
    _, failures = verdict_of("loudness", living, goals, measured(tmp_path, clicks, **goals))
    assert "LUFS where -8 was planned" in failures[0] and "another `mix: {loudness_lufs: ...}`" in failures[0]


def test_a_peak_over_the_one_that_was_planned_fails(living: FilmMeasures, tmp_path: Path) -> None:
    sound = measured(tmp_path, noise(0.3))
    failures = verdict_of("loudness", living, {**GOALS, "loudness_lufs": None}, sound)[1]
    assert len(failures) == 1 and "dBTP where -1 was planned, at most 0 dB over" in failures[0]
    assert verdict_of("loudness", living, {**GOALS, "loudness_lufs": None}, sound, peak=12)[1] == []


def test_a_voice_that_the_music_covers_is_found_where_it_begins(living: FilmMeasures, tmp_path: Path) -> None:
    for level, is_covered in ((0.2, False), (0.01, True)):
        (folder := tmp_path / str(level)).mkdir()
        sound = measured(folder, tones([440.0], RATE, SECONDS, 0.1), noise(level, 1), **GOALS)
        ((start_s, over_lu),) = sound["voices"]
        failures = verdict_of("loudness", living, GOALS, sound)[1]
        assert start_s == 1.0 and (over_lu < 6.0) == is_covered == bool(failures)
    assert "at 0:01.00" in failures[0] and "LU over the music while it speaks, at least 6 LU" in failures[0]


def test_a_song_as_it_is_has_no_goal_to_miss(living: FilmMeasures) -> None:
    nothing = {"loudness_lufs": None, "true_peak_dbtp": None}
    assert verdict_of("loudness", living, nothing, {"samples": 1, "level": []})[1] == []
