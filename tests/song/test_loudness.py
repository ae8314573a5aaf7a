"""Loudness, its range and true peak against the sequences of EBU Tech 3341 and 3342, and against FFmpeg's meter."""

import re
import subprocess

import imageio_ffmpeg
import numpy as np
import pytest
import soundfile

from beatforge.song.analysis import Loudness
from beatforge.song.listen import listen
from beatforge.song.loudness import LoudnessMeter, PeakMeter

RATE = 16000
"""The tests' 1 kHz tone means the same at any rate, and a low one is quick."""


def tone(seconds, *levels_db, rate=RATE, hz=1000.0):
    """A sine per channel at these levels, in dB of full scale."""
    wave = np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)
    return np.outer(10 ** (np.array(levels_db) / 20), wave).astype(np.float32)


def measured(*pieces, rate=RATE):
    meter = LoudnessMeter(rate, len(pieces[0]))
    for piece in pieces:
        meter.hear(piece)
    return meter.result()


@pytest.mark.parametrize(
    ("pieces", "lufs"),
    [
        ([(20, -23)], -23),
        ([(20, -33)], -33),
        ([(3, -36), (18, -23), (3, -36)], -23),
        ([(3, -72), (3, -36), (18, -23), (3, -36), (3, -72)], -23),
        ([(20, -26), (20.1, -20), (20, -26)], -23),
    ],
)
def test_integrated_loudness_is_that_of_ebu_3341(pieces, lufs):
    heard = measured(*(tone(seconds, level, level) for seconds, level in pieces))
    assert heard.integrated_lufs == pytest.approx(lufs, abs=0.1)


def test_channels_of_surround_count_as_ebu_3341_has_them():
    assert measured(tone(20, -28, -28, -24, -30, -30)).integrated_lufs == pytest.approx(-23, abs=0.1)


def test_the_low_effects_channel_does_not_count():
    quiet, boom = -200, -3
    assert measured(tone(5, -23, -23, quiet, boom, quiet, quiet)).integrated_lufs == pytest.approx(-23, abs=0.1)


@pytest.mark.parametrize(
    ("levels", "range_lu"), [((-20, -30), 10), ((-20, -15), 5), ((-40, -20), 20), ((-50, -35, -20, -35, -50), 15)]
)
def test_loudness_range_is_that_of_ebu_3342(levels, range_lu):
    assert measured(*(tone(20, level, level) for level in levels)).range_lu == pytest.approx(range_lu, abs=1)


@pytest.mark.parametrize(("parts", "turn"), [(4, 0.0), (4, 0.125), (6, 1 / 6), (8, 3 / 16)])
def test_a_peak_between_samples_is_found(parts, turn):
    wave = 0.5 * np.sin(2 * np.pi * (np.arange(4000) / parts + turn))
    fade = np.minimum(1, np.minimum(np.arange(4000), np.arange(4000)[::-1]) / 500)
    meter = PeakMeter(48000, 1)
    meter.hear((wave * fade)[None].astype(np.float32))
    assert -6.4 <= meter.peak_dbtp <= -5.8


def test_a_peak_at_the_very_end_is_found():
    sound = np.zeros((1, 1000), np.float32)
    sound[0, -1] = 0.5
    meter = PeakMeter(48000, 1)
    meter.hear(sound)
    assert meter.peak_dbtp == pytest.approx(-6.02, abs=0.1)


@pytest.mark.parametrize("sizes", [(1,), (7, 400, 1601), (100000,)])
def test_how_sound_is_cut_into_blocks_does_not_matter(sizes):
    sound = np.random.default_rng(3).standard_normal((2, 12000)).astype(np.float32) * np.linspace(0.01, 0.3, 12000)
    sound = sound.astype(np.float32)
    meter, start, turn = LoudnessMeter(11025, 2), 0, 0
    while start < sound.shape[1]:
        meter.hear(sound[:, start : start + sizes[turn % len(sizes)]])
        start, turn = start + sizes[turn % len(sizes)], turn + 1
    whole, pieces = measured(sound, rate=11025), meter.result()
    assert pieces.integrated_lufs == pytest.approx(whole.integrated_lufs, abs=0.011)
    assert pieces.range_lu == pytest.approx(whole.range_lu, abs=0.011)
    assert pieces.true_peak_dbtp == pytest.approx(whole.true_peak_dbtp, abs=0.011)


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.3, 5])
def test_silence_is_as_quiet_as_the_gate(seconds):
    assert measured(tone(seconds, -200, -200)) == Loudness(-70.0, 0.0, -120.0)


def test_listening_agrees_with_the_meter_of_ffmpeg(make_song, tmp_path):
    sound, rate = soundfile.read(make_song("VC").path, dtype="float32")
    both = np.stack([sound, np.roll(sound, 40) * np.linspace(0.2, 1, len(sound))], axis=1)
    path = tmp_path / "song.flac"
    soundfile.write(path, np.repeat(both, 2, axis=0)[:, :], 2 * rate)
    heard = listen(path).loudness
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostats", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr.rpartition("Summary:")[2]
    lufs, lra, peak = (float(re.search(rf"{name}:\s+(-?[\d.]+)", said)[1]) for name in ("I", "LRA", "Peak"))
    assert heard.integrated_lufs == pytest.approx(lufs, abs=0.1)
    assert heard.range_lu == pytest.approx(lra, abs=0.2)
    assert heard.true_peak_dbtp == pytest.approx(peak, abs=0.2)


@pytest.mark.parametrize("form", ["PCM_U8", "PCM_16", "PCM_24", "FLOAT", "DOUBLE"])
def test_every_sample_format_is_equally_loud(tmp_path, form):
    path = tmp_path / "tone.wav"
    soundfile.write(path, tone(4, -20, -20).T, RATE, subtype=form)
    assert listen(path).loudness.integrated_lufs == pytest.approx(-20, abs=0.1)


@pytest.mark.parametrize("rate", [50, 500, 1000, 2000, 3000, 3300, 4000])
def test_sound_of_any_rate_has_a_loudness(rate):
    """A recording of a telephone, or of a sensor: the shelf of the standard lies above its upper end."""
    heard = measured(tone(30, -20, -20, rate=rate, hz=rate / 7), rate=rate)
    assert -40 < heard.integrated_lufs < -10 and heard.range_lu == pytest.approx(0, abs=0.5)
