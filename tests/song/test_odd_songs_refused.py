"""Songs that lie: locked, misnamed, endless, with a false head. A right result, or one message."""

from __future__ import annotations

import struct
from pathlib import Path

import mir_eval
import numpy as np
import pytest
import soundfile

from beatforge.errors import ToolError
from beatforge.song import decode
from beatforge.song.damage import in_words
from beatforge.song.listen import listen
from beatforge.song.protection import lock_of
from tests.rendered import RATE, RHYTHMS, render_steady
from tests.song.test_odd_songs import SECONDS, encode, sound


def refusal(song: Path) -> str:
    """The one message about a song."""
    with pytest.raises(ToolError) as told:
        listen(song)
    said = str(told.value)
    assert song.name in said and "\n" not in said
    return said


@pytest.mark.parametrize(
    ("entry", "lock"), [(b"drms", "FairPlay"), (b"enca", "Common Encryption"), (b"aavd", "Audible")]
)
def test_a_locked_song_is_called_locked(tmp_path: Path, entry: bytes, lock: str) -> None:
    song = encode(tmp_path / "song.m4a", "aac")
    assert lock_of(song) == ""
    locked = tmp_path / "song.m4p"
    locked.write_bytes(song.read_bytes().replace(b"mp4a", entry, 1))
    assert f"is locked against copying ({lock})" in refusal(locked)


def test_a_locked_wma_is_called_locked(tmp_path: Path) -> None:
    song = tmp_path / "song.wma"
    head, lock = "3026b2758e66cf11a6d900aa0062ce6c", "fbb3112223bdd211b4b700a0c955fc6e"
    song.write_bytes(bytes.fromhex(head) + struct.pack("<QIH", 1000, 3, 0x0201) + bytes.fromhex(lock) + bytes(4000))
    assert "is locked against copying (Windows Media DRM)" in refusal(song)


@pytest.mark.parametrize(("name", "codec"), [("really-mp3.wav", "libmp3lame"), ("really-flac.mp3", "flac")])
def test_what_is_in_a_file_counts_not_what_it_is_called(tmp_path: Path, name: str, codec: str) -> None:
    song = encode(tmp_path / f"song.{'mp3' if codec == 'libmp3lame' else 'flac'}", codec)
    song.rename(tmp_path / name)
    assert listen(tmp_path / name).duration == SECONDS


def test_a_picture_that_is_called_a_song_is_refused(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (64, 64), "red").save(tmp_path / "cover.png")
    (tmp_path / "cover.png").rename(tmp_path / "song.mp3")
    assert "cannot be decoded as sound" in refusal(tmp_path / "song.mp3")


def wav_head(data_bytes: int, rate: int = 44100, channels: int = 2, bits: int = 16) -> bytes:
    width = channels * bits // 8
    form = struct.pack("<HHIIHH", 1, channels, rate, rate * width, width, bits)
    return b"RIFF" + struct.pack("<I", min(data_bytes + 36, 2**32 - 1)) + b"WAVEfmt " + struct.pack("<I", 16) + form + (
        b"data" + struct.pack("<I", data_bytes)
    )  # fmt: skip


def test_a_head_that_promises_hours_gives_what_is_there_and_names_what_is_not(tmp_path: Path) -> None:
    pcm = (sound() * 20000).astype("<i2")
    song = tmp_path / "song.wav"
    song.write_bytes(wav_head(2**31 - 64) + np.repeat(pcm, 2).tobytes())
    found = listen(song)
    assert found.duration == SECONDS
    (damage,) = found.damage
    assert damage.kind == "short" and damage.seconds == pytest.approx((2**31 - 64) / 176400 - SECONDS, abs=1)
    assert "before its header says" in in_words(damage)


@pytest.mark.parametrize(
    ("rate", "channels"), [(0, 2), (44100, 0), (2**32 - 1, 2), (44100, 65535)], ids=["0 Hz", "0", "4 GHz", "65535"]
)
def test_a_head_that_can_not_be_true_is_refused(tmp_path: Path, rate: int, channels: int) -> None:
    width = 2 * channels
    form = struct.pack("<HHIIHH", 1, channels, rate, (rate * width) % 2**32, width % 65536, 16)
    head = b"RIFF" + struct.pack("<I", 4036) + b"WAVEfmt " + struct.pack("<I", 16) + form
    (tmp_path / "song.wav").write_bytes(head + b"data" + struct.pack("<I", 4000) + bytes(4000))
    refusal(tmp_path / "song.wav")


@pytest.mark.parametrize("name", ["song.wav", "song.flac", "song.ogg"])
def test_a_song_of_no_samples_is_refused(tmp_path: Path, name: str) -> None:
    soundfile.write(tmp_path / name, np.zeros((0, 2), np.float32), 44100)
    refusal(tmp_path / name)


@pytest.mark.parametrize("name", ["song.mp3", "song.flac", "song.wav", "song.ogg"])
def test_the_first_bytes_of_a_song_are_no_song(tmp_path: Path, name: str) -> None:
    soundfile.write(tmp_path / name, sound(), 44100)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:24])
    refusal(tmp_path / name)


def test_what_goes_on_for_hours_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decode, "LONGEST_S", 20)
    soundfile.write(tmp_path / "song.wav", np.zeros(90 * 8000, np.int16), 8000)
    heard = []

    def hear(blocks: object) -> None:
        for block in blocks:  # type: ignore[attr-defined]
            heard.append(block.heard_s)

    with pytest.raises(ToolError, match=r"song\.wav goes on for more than"):
        decode.decode(tmp_path / "song.wav", hear)
    assert 0 < max(heard) <= 20


def test_a_clipped_song_keeps_its_beats(tmp_path: Path) -> None:
    song = render_steady(RHYTHMS["rock"], 121.7, 20, seed=4)
    soundfile.write(tmp_path / "song.wav", np.clip(song.sound * 30, -1, 1), RATE)
    heard = listen(tmp_path / "song.wav")
    trimmed = (mir_eval.beat.trim_beats(np.array(times)) for times in (song.beats, heard.beats))
    assert mir_eval.beat.f_measure(*trimmed) > 0.95
