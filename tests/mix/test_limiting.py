"""The limiter: no peak above its ceiling, not even between samples; the rest is left alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from beatforge.mix.limiting import Limiter
from beatforge.song.waves import Samples
from tests.mix.sounds import referee, tones, write

RATE = 44100


def limited(sound: Samples, ceiling_db: float, at_once: int) -> Samples:
    limiter = Limiter(RATE, ceiling_db)
    blocks = [limiter.hear(sound[:, at : at + at_once]) for at in range(0, sound.shape[1], at_once)]
    return np.concatenate([*blocks, limiter.rest()], axis=1)


def loud(seconds: float) -> Samples:
    rng = np.random.default_rng(0)
    swell = 1 + 0.9 * np.sin(2 * np.pi * 0.7 * np.arange(round(seconds * RATE)) / RATE)
    sound = tones([60.0, 440.0], RATE, seconds, 0.4) + rng.normal(0, 0.2, (2, len(swell)))
    return (sound * swell).astype(np.float32)


@pytest.mark.parametrize("ceiling_db", [-1.0, -3.0])
def test_peaks_end_at_the_ceiling_by_another_meter_too(tmp_path: Path, ceiling_db: float) -> None:
    _, peak = referee(write(tmp_path / "loud.wav", limited(loud(4.0), ceiling_db, RATE), RATE))
    assert peak == pytest.approx(ceiling_db, abs=0.15)  # in white noise, interpolators differ by 0.1 dB


def test_a_peak_between_samples_counts(tmp_path: Path) -> None:
    """A quarter of the sample rate, 45 degrees off: samples stay 3 dB below the wave between them."""
    time = np.arange(RATE)
    wave = (0.99 * np.sin(np.pi / 2 * time + np.pi / 4)).astype(np.float32)
    sound = np.stack([wave, wave])
    assert np.abs(sound).max() < 0.71
    found = limited(sound, -2.0, 5000)
    assert np.abs(found[:, 2000:-2000]).max() == pytest.approx(10 ** (-2 / 20) * 0.7071, rel=0.02)


def test_quiet_sound_passes_as_it_is_and_lengths_stay() -> None:
    sound = loud(1.3) * np.float32(0.05)
    assert np.array_equal(limited(sound, -1.0, 1234), sound)
    for count in (1, 100, 5001):
        assert limited(loud(1.3)[:, :count], -6.0, 700).shape == (2, count)


def test_blocks_do_not_matter() -> None:
    sound = loud(1.0)
    assert np.allclose(limited(sound, -2.0, 333), limited(sound, -2.0, RATE), atol=1e-6)


def test_the_gain_is_down_when_the_peak_comes_and_moves_no_faster_than_said() -> None:
    sound = np.full((2, RATE), 0.25, np.float32)
    sound[:, RATE // 2] = 1.0
    gain = limited(sound, -6.0, 4096)[0] / sound[0]
    assert gain[RATE // 2] <= 10 ** (-6 / 20) + 1e-4
    before = int(0.02 * RATE)
    assert gain[RATE // 2 - before] == pytest.approx(1) and gain[-1] == pytest.approx(1)
    assert np.abs(np.diff(20 * np.log10(gain))).max() < 0.1
