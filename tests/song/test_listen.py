"""Listening as a whole: odd songs, the step, memory, sameness."""

import json
import subprocess
import sys

import numpy as np
import pytest
import soundfile

from beatforge.song.analysis import ENVELOPES, Analysis
from beatforge.song.listen import listen, listen_step


def write(path, seconds, rate=44100, gain=0.3):
    noise = np.random.default_rng(1).standard_normal(int(seconds * rate))
    soundfile.write(path, (gain * noise).clip(-1, 1), rate)
    return path


def test_silence_has_no_beats_and_no_key(tmp_path):
    heard = listen(write(tmp_path / "silence.wav", 20, gain=0))
    assert (heard.beats, heard.downbeats, heard.tempo_bpm, heard.key, heard.drops) == ((), (), 0.0, "", ())
    assert [(section.start, section.end) for section in heard.sections] == [(0, 20)]
    assert not any(any(curve) for curve in heard.envelopes.values())


@pytest.mark.parametrize("seconds", [0.01, 0.4, 3])
def test_short_songs_are_one_section(tmp_path, seconds):
    heard = listen(write(tmp_path / "short.wav", seconds))
    assert heard.duration == seconds
    assert [(section.start, section.end) for section in heard.sections] == [(0, seconds)]
    assert all(0 <= beat < seconds for beat in heard.beats)


def test_the_step_writes_what_listening_returns(make_song, tmp_path):
    truth = make_song("VC")
    told = []
    listen_step({"tempo_bpm": None}, [truth.path], tmp_path, lambda done, total: told.append((done, total)))
    assert [path.name for path in tmp_path.iterdir()] == ["analysis.json"]
    written = Analysis.from_value(json.loads((tmp_path / "analysis.json").read_text()))
    assert written == listen(truth.path)
    assert len(told) >= 3
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_listening_twice_hears_the_same_to_the_byte(make_song, tmp_path):
    truth = make_song("VC")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        listen_step({"tempo_bpm": None}, [truth.path], tmp_path / name, lambda done, total: None)
    assert (tmp_path / "one/analysis.json").read_bytes() == (tmp_path / "two/analysis.json").read_bytes()


def test_envelopes_are_small_integers_of_one_length(make_song):
    heard = listen(make_song("VC").path)
    assert tuple(heard.envelopes) == ENVELOPES
    assert {len(curve) for curve in heard.envelopes.values()} == {int(heard.duration * 100) + 1}
    for curve in heard.envelopes.values():
        assert all(isinstance(value, int) and 0 <= value <= 255 for value in curve)
        assert max(curve) > 128


def test_onsets_flash_on_beats(make_song):
    truth = make_song("VC")
    onset = np.array(listen(truth.path).envelopes["onset"])
    beats = (np.array(truth.beats)[4:-4] * 100).round().astype(int)
    assert onset[beats[:, None] + np.arange(3)].max(axis=1).mean() > 2 * onset.mean()


PEAK_MB = """
import sys
from pathlib import Path
from beatforge.song.listen import listen
listen(Path(sys.argv[1]))
# Not getrusage: its peak begins with that of the process that started this one.
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(int(status["VmHWM"].split()[0]) / 1024)
"""


def test_memory_grows_by_at_most_ten_megabytes_per_minute(make_song, tmp_path):
    some, rate = soundfile.read(make_song("VC").path, dtype="float32")
    peaks = []
    for minutes in (2, 10):
        path = tmp_path / f"{minutes}.wav"
        soundfile.write(path, np.resize(some, minutes * 60 * rate), rate)
        done = subprocess.run([sys.executable, "-c", PEAK_MB, path], capture_output=True, text=True, check=True)
        peaks.append(float(done.stdout))
    assert peaks[1] - peaks[0] <= 8 * 10


def test_nothing_that_compiles_is_imported_to_listen(make_song):
    lines = "import sys; from pathlib import Path; from beatforge.song.listen import listen; listen(Path(sys.argv[1]))"
    code = f"{lines}; print(sorted({{'numba', 'librosa'}} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code, make_song("VC").path], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
