"""The mixed file: its loudness and peak as another program measures them, its length to the sample."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from beatforge.deliver.audio import MEASURES
from beatforge.deliver.mixed import encode_parts
from beatforge.mix.scratch import Scratch
from beatforge.song.sound import stereo_blocks
from beatforge.song.waves import Samples
from tests.mix.sounds import referee, write

RATE = 44100
SECONDS = 4.0
CODECS: dict[str, dict[str, Any]] = {"aac": {"codec": "aac", "bitrate": 192_000}, "pcm_s24le": {"codec": "pcm_s24le"}}


def drums(seconds: float, level: float) -> Samples:
    """Hits with sharp attacks over a soft pad: at peaks some 15 dB louder than on the whole."""
    rng = np.random.default_rng(3)
    time = np.arange(round(seconds * RATE)) / RATE
    hits = rng.normal(0, 0.3, (2, len(time))) * np.exp(-(time % 0.5) * 20)
    pad = 0.2 * (np.sin(2 * np.pi * 220 * time) + np.sin(2 * np.pi * 331 * time))
    return (level * (hits + pad)).astype(np.float32)


def decoded(path: Path) -> Samples:
    return np.concatenate(list(stereo_blocks(path, "pyav", RATE)), axis=1)


def made(folder: Path, sound: Samples, codec: str, *scratches: Scratch, **more: Any) -> Path:
    part = write(folder / "part.wav", sound, RATE)
    told = {"scratches": [scratch.to_value() for scratch in scratches]} if scratches else {}
    row = {"start": 0, "num_samples": sound.shape[1], "role": "bed", "gain_db": 0.0, "fade_in": 0, "fade_out": 0,
           "low_cut_hz": 0.0, "duck_db": 0.0, **told}  # fmt: skip
    out = folder / "out"
    out.mkdir(parents=True, exist_ok=True)
    value = {"parts": [row], "sample_rate": RATE, "num_samples": sound.shape[1], **CODECS[codec], **more}
    encode_parts(value, [part], out, lambda done, total: None)
    files = {path.name for path in out.iterdir()}
    (mix,) = files - {MEASURES}
    assert files == {mix, MEASURES}
    return out / mix


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("level", [0.05, 1.5])
def test_a_mix_is_as_loud_as_asked_and_peaks_below_the_ceiling_once_it_is_encoded(
    tmp_path: Path, codec: str, level: float
) -> None:
    mix = made(tmp_path, drums(SECONDS, level), codec, loudness_lufs=-14.0, true_peak_dbtp=-1.0)
    loudness, peak = referee(mix)
    assert loudness == pytest.approx(-14.0, abs=0.2)
    assert peak <= -1.0
    measures = json.loads((mix.parent / MEASURES).read_text())
    assert measures["samples"] == round(SECONDS * RATE)
    assert decoded(mix).shape[1] == round(SECONDS * RATE)


def test_without_a_loudness_the_level_stays_and_only_peaks_go_down(tmp_path: Path) -> None:
    quiet = drums(SECONDS, 0.02)
    mix = made(tmp_path, quiet, "pcm_s24le", true_peak_dbtp=-1.0)
    assert np.abs(decoded(mix) - quiet).max() <= 2**-23


@pytest.mark.parametrize("pattern", ["baby", "transformer"])
def test_a_scratch_in_the_film_begins_with_its_act_and_leaves_levels_as_they_are(tmp_path: Path, pattern: str) -> None:
    song = drums(SECONDS, 0.4)
    usual = decoded(made(tmp_path, song, "pcm_s24le"))
    mix = made(tmp_path, song, "pcm_s24le", Scratch(31 / 24, 0.8, pattern, 80))
    found = decoded(mix)
    changed = np.flatnonzero(np.abs(found - usual).max(axis=0) > 0.005) / RATE
    assert 31 / 24 <= changed[0] < 31 / 24 + 0.005 and changed[-1] < 31 / 24 + 0.8
    assert np.abs(found).max() < 1.1 * np.abs(usual).max()
    first = mix.read_bytes()
    assert made(tmp_path, song, "pcm_s24le", Scratch(31 / 24, 0.8, pattern, 80)).read_bytes() == first


def test_a_scratched_mix_keeps_the_loudness_and_the_peak_that_were_asked_for(tmp_path: Path) -> None:
    scratches = (Scratch(0.5, 1.0, "baby"), Scratch(2.0, 1.0, "transformer"))
    mix = made(tmp_path, drums(SECONDS, 1.5), "aac", *scratches, loudness_lufs=-14.0, true_peak_dbtp=-1.0)
    loudness, peak = referee(mix)
    assert loudness == pytest.approx(-14.0, abs=0.2)
    assert peak <= -1.0


def test_silence_stays_silent(tmp_path: Path) -> None:
    silent = np.zeros((2, 2 * RATE), np.float32)
    mix = made(tmp_path, silent, "pcm_s24le", loudness_lufs=-14.0, true_peak_dbtp=-1.0)
    assert not decoded(mix).any()
