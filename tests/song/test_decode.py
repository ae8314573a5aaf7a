"""Any sound file in, or a kind refusal."""

import os
import sys

import av
import numpy as np
import pytest
import soundfile

from beatforge.errors import ToolError
from beatforge.song.decode import DECODERS
from beatforge.song.listen import listen


def pulses(rate, seconds=20.0):
    """A beep every half second."""
    time = np.arange(int(rate * seconds)) / rate
    return (0.5 * np.sin(2 * np.pi * 880 * time) * (time % 0.5 < 0.08)).astype(np.float32)


@pytest.mark.parametrize(
    ("name", "rate", "channels"),
    [
        ("mono.wav", 44100, 1),
        ("surround.wav", 48000, 6),
        ("odd.wav", 11029, 2),
        ("high.flac", 96000, 3),
        ("two.ogg", 44100, 2),
    ],
)
def test_any_rate_and_any_number_of_channels(tmp_path, name, rate, channels):
    sound = pulses(rate)
    soundfile.write(tmp_path / name, np.stack([sound] * channels, axis=1), rate)
    heard = listen(tmp_path / name)
    assert (heard.sample_rate, heard.channels, heard.duration) == (rate, channels, len(sound) / rate)
    assert heard.tempo_bpm == pytest.approx(120, abs=0.1)
    assert {len(curve) for curve in heard.envelopes.values()} == {int(heard.duration * 100) + 1}


@pytest.mark.parametrize("name", ["song.wav", "song.flac", "song.ogg", "song.mp3"])
@pytest.mark.parametrize("other", ["soundfile", "ffmpeg"])
def test_all_decoders_agree_on_positions(tmp_path, name, other):
    soundfile.write(tmp_path / name, pulses(44100), 44100)
    sounds = [
        np.concatenate([block.samples for block in DECODERS[decoder](tmp_path / name)]) for decoder in ("pyav", other)
    ]
    assert abs(len(sounds[0]) - len(sounds[1])) <= 2
    length = min(map(len, sounds))
    first, second = (sound[:length] for sound in sounds)
    far = [float(np.abs(first[8:-8] - np.roll(second, lag)[8:-8]).mean()) for lag in range(-8, 9)]
    assert abs(int(np.argmin(far)) - 8) <= 1


def test_the_second_decoder_reads_what_the_first_refuses(tmp_path):
    # FFmpeg does not know 24-bit Ensoniq PARIS files; libsndfile does.
    soundfile.write(tmp_path / "song.paf", pulses(44100), 44100, subtype="PCM_24")
    soundfile.write(tmp_path / "song.wav", pulses(44100), 44100, subtype="PCM_24")
    second, first = listen(tmp_path / "song.paf"), listen(tmp_path / "song.wav")
    assert (second.decoder, first.decoder) == ("soundfile", "pyav")
    assert (second.duration, second.sample_rate, second.beats) == (first.duration, first.sample_rate, first.beats)


def test_a_file_cut_short_is_as_long_as_what_is_left(tmp_path):
    soundfile.write(tmp_path / "whole.wav", pulses(44100), 44100)
    whole = (tmp_path / "whole.wav").read_bytes()
    (tmp_path / "cut.wav").write_bytes(whole[: 44 + 2 * 44100 * 12])
    assert listen(tmp_path / "cut.wav").duration == 12


def test_samples_that_are_not_numbers_are_refused(tmp_path):
    sound = pulses(44100)
    sound[50000] = np.nan
    soundfile.write(tmp_path / "song.wav", sound, 44100, subtype="FLOAT")
    with pytest.raises(ToolError, match="are not numbers"):
        listen(tmp_path / "song.wav")


def test_a_film_without_sound_is_no_song(tmp_path):
    with av.open(str(tmp_path / "silent.mp4"), "w") as container:
        stream = container.add_stream("mpeg4", rate=24, options={})
        stream.width = stream.height = 64
        for _ in range(12):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")))
        container.mux(stream.encode())
    with pytest.raises(ToolError, match="pyav: no audio stream"):
        listen(tmp_path / "silent.mp4")


@pytest.mark.parametrize(
    ("name", "content"), [("notes.txt", b"hello\n" * 100), ("song.wav", b"hello\n" * 100), ("song.mp3", bytes(5000))]
)
def test_what_is_no_sound_is_refused_with_every_decoders_reason(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ToolError, match=rf"{name} cannot be decoded as sound \(pyav: .+; soundfile: .+; ffmpeg: .+\)"):
        listen(tmp_path / name)


def test_a_missing_and_an_empty_file_are_named(tmp_path):
    (tmp_path / "empty.wav").touch()
    with pytest.raises(ToolError, match=r"empty\.wav is empty"):
        listen(tmp_path / "empty.wav")
    with pytest.raises(ToolError, match=r"gone\.wav is not a file"):
        listen(tmp_path / "gone.wav")


PROGRAM = """#!{python}
import struct, sys
assert sys.argv[-1] == "-" and "file:{song}" in sys.argv, sys.argv
out = sys.stdout.buffer
out.write(b".snd" + struct.pack(">5I", 32, 0xFFFFFFFF, 6, 8000, 1) + bytes(8))
beep = struct.pack(">640f", *(0.5 * (-1) ** (i // 8) for i in range(640))) + struct.pack(">3360f", *[0.0] * 3360)
out.write(beep * {beeps})
out.flush()
sys.stderr.write("[somewhere @ 0x1] the tape is torn\\n")
sys.exit({status})
"""


def program(folder, song, monkeypatch, beeps=40, status=0):
    """A program that knows one format nobody else does."""
    path = folder / "ffmpeg"
    path.write_text(PROGRAM.format(python=sys.executable, song=song.resolve(), beeps=beeps, status=status))
    path.chmod(0o755)
    song.write_bytes(b"known to one program only" * 400)
    monkeypatch.setenv("BEATFORGE_FFMPEG", str(path))


@pytest.mark.skipif(os.name == "nt", reason="the program of this test is a script")
def test_the_program_reads_what_both_libraries_refuse(tmp_path, monkeypatch):
    program(tmp_path, song := tmp_path / "song.tape", monkeypatch)
    heard = listen(song)
    assert (heard.decoder, heard.duration, heard.sample_rate, heard.channels) == ("ffmpeg", 20.0, 8000, 1)
    assert heard.tempo_bpm == pytest.approx(120, abs=0.1)


@pytest.mark.skipif(os.name == "nt", reason="the program of this test is a script")
@pytest.mark.parametrize("beeps", [0, 8])
def test_a_program_that_fails_gives_its_own_last_words(tmp_path, monkeypatch, beeps):
    program(tmp_path, song := tmp_path / "song.tape", monkeypatch, beeps, status=1)
    with pytest.raises(ToolError, match="ffmpeg: the tape is torn"):
        listen(song)


def test_a_program_that_is_not_there_is_named_with_the_ways_out(tmp_path, monkeypatch):
    (tmp_path / "song.tape").write_bytes(b"known to nobody" * 400)
    monkeypatch.setenv("BEATFORGE_FFMPEG", str(tmp_path / "gone"))
    with pytest.raises(ToolError, match=r"ffmpeg: BEATFORGE_FFMPEG names .*gone, which is no program"):
        listen(tmp_path / "song.tape")
