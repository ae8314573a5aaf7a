"""Law 12: one frame clock. Boundaries are round(time x rate), the film has ceil(duration x rate) frames."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from beatforge.cli.session import Session
from tests.films import sound_of, times_of
from tests.projects import build, make_project
from tests.sounds import write_song

RATES = {
    "23.976": Fraction(24000, 1001),
    "24": Fraction(24),
    "25": Fraction(25),
    "29.97": Fraction(30000, 1001),
    "30": Fraction(30),
    "50": Fraction(50),
    "60": Fraction(60),
}
SECONDS = 7.7134
AAC_FRAME = 1024

PROJECT = """\
version: 1
name: clock
song: {file: song.wav, pins: {tempo_bpm: 113.7, first_downbeat: 0.21}}
film: {size: 64x64, fps: RATE, scene_count: 3, concept: a road to the sea}
scenes: {0:00-0:08: {transition: morph}}
"""


@pytest.fixture(scope="module")
def odd_song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A song whose length is no whole number of frames at any rate."""
    return write_song(tmp_path_factory.mktemp("odd") / "odd.wav", SECONDS, bpm=113.7, rate=44100)


@pytest.fixture(autouse=True)
def shared_store(tmp_path_factory: pytest.TempPathFactory, own_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All rates hear the same song once."""
    monkeypatch.setenv("BEATFORGE_STORE", str(tmp_path_factory.getbasetemp() / "clock-store"))


@pytest.mark.parametrize("rate", RATES)
def test_pictures_keep_the_clock_at_every_rate(odd_song: Path, tmp_path: Path, rate: str) -> None:
    file = make_project(tmp_path, odd_song, PROJECT.replace("RATE", rate))
    build(file)
    fps = RATES[rate]
    with Session.open(file) as session:
        plan = session.require_plan()
        targets = {target.name: target for target in session.targets()}
    times = times_of(file.parent / "build" / "clock.mp4")
    duration = Fraction(round(SECONDS * 44100), 44100)
    assert len(times) == math.ceil(duration * fps) == plan.num_frames
    assert all(abs(time - number / fps) < Fraction(1, 10000) for number, time in enumerate(times))
    film = targets["film/youtube"]
    assert sum(film.value["frames"]) == plan.num_frames
    downbeats = [Fraction("0.21") + bar * 4 * 60 / Fraction("113.7") for bar in range(4)]
    starts = {math.floor(time * fps + Fraction(1, 2)) for time in downbeats}
    assert len(plan.scenes) == 3 and {scene.start_frame for scene in plan.scenes[1:]} <= starts
    assert all(a.end_frame == b.start_frame for a, b in zip(plan.scenes, plan.scenes[1:], strict=False))
    for scene in plan.scenes:
        join = next((join.num_frames for join in plan.transitions if join.before == scene.id), 0)
        shown = len(times_of(file.parent / "build" / "scenes" / f"{scene.id}.mp4"))
        assert shown == scene.end_frame - scene.start_frame - join


@pytest.mark.parametrize("rate", [22050, 44100, 48000])
def test_sound_starts_at_sample_0_and_ends_within_one_codec_frame(tmp_path: Path, rate: int) -> None:
    """22050 Hz is no rate of AAC for every player, so it is heard at 48000."""
    song = write_song(tmp_path / "odd.wav", SECONDS, rate=rate)
    file = make_project(
        tmp_path / "project", song, PROJECT.replace("RATE", "25").replace("scene_count: 3", "scene_count: 1")
    )
    build(file)
    heard_rate = 48000 if rate == 22050 else rate
    source = sound_of(song, heard_rate)
    film = sound_of(file.parent / "build" / "clock.mp4", heard_rate)
    assert offset_of(film, source) == 0
    assert abs(len(film) - len(source)) <= AAC_FRAME
    overlap = min(len(film), len(source))
    assert np.corrcoef(film[:overlap], source[:overlap])[0, 1] > 0.98


def test_the_film_is_no_shorter_than_its_sound(odd_song: Path, tmp_path: Path) -> None:
    file = make_project(tmp_path, odd_song, PROJECT.replace("RATE", "24"))
    build(file)
    film = file.parent / "build" / "clock.mp4"
    pictures = len(times_of(film)) / Fraction(24)
    assert 0 <= float(pictures) - SECONDS < 1 / 24


def offset_of(heard: np.ndarray, source: np.ndarray, most: int = 6000) -> int:
    """By how many samples `heard` is late, from the peak of the cross-correlation."""
    size = 1 << (len(heard) + len(source)).bit_length()
    product = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(source, size)), size)
    lags = np.concatenate([product[-most:], product[: most + 1]])
    return int(np.argmax(lags)) - most


def test_the_measure_of_lateness_finds_a_late_copy() -> None:
    sound = np.random.default_rng(1).standard_normal(20000)
    assert offset_of(np.concatenate([np.zeros(37), sound]), sound) == 37
    assert offset_of(sound[12:], sound) == -12
