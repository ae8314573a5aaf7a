"""What a whisper model hears, and where it finds known words: through its real loader and decoder, with tiny models."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from beatforge.errors import ToolError
from beatforge.song.lyrics.aligned import align_step
from beatforge.song.lyrics.lines import LYRICS, Lyrics
from beatforge.song.lyrics.whispered import is_heard, transcribe_step
from tests.sounds import write_song
from tests.whispers import save_whisper

SECONDS = 12
VALUE = {"model": "", "language": "en", "device": "cpu"}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_whisper(tmp_path_factory.mktemp("model") / "say.pt", (0.0, "neon water", 12.0))


@pytest.fixture(scope="module")
def loud(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import numpy as np
    import soundfile

    path = tmp_path_factory.mktemp("loud") / "loud.wav"
    soundfile.write(path, np.random.default_rng(1).normal(0, 0.2, 16000 * SECONDS), 16000)
    return path


def told(out: Path) -> Lyrics:
    return Lyrics.from_value(json.loads((out / LYRICS).read_text()))


def aligned(model: Path, sound: Path, text: str, suffix: str, folder: Path) -> Lyrics:
    (folder / "words").write_text(text)
    inputs = [sound, model, folder / "words"]
    align_step({**VALUE, "suffix": suffix}, inputs, folder, lambda done, total: None)
    return told(folder)


def test_heard_words_have_times_within_the_song(model: Path, loud: Path, tmp_path: Path) -> None:
    transcribe_step(VALUE, [loud, model], tmp_path, None)
    lyrics = told(tmp_path)
    assert [word.text for line in lyrics.lines for word in line.words] == ["neon", "water"]
    assert 0 <= lyrics.word_starts[0] <= lyrics.word_starts[-1] < SECONDS
    assert lyrics.form == lyrics.aligned_by == "whisper" and not lyrics.is_estimate


@pytest.mark.parametrize("no_speech, sure, packed, heard", [
    (0.9, -0.5, 1.5, True), (0.1, -1.5, 1.5, True), (0.9, -1.5, 1.5, False), (0.1, -0.2, 3.0, False)
])  # fmt: skip
def test_silence_and_repetition_are_told_from_words(no_speech: float, sure: float, packed: float, heard: bool) -> None:
    assert is_heard({"no_speech_prob": no_speech, "avg_logprob": sure, "compression_ratio": packed}) is heard


def test_known_words_are_found_and_others_are_not(model: Path, loud: Path, tmp_path: Path) -> None:
    lyrics = aligned(model, loud, "neon water\nunder a quiet moon\n", ".txt", tmp_path)
    found, lost = lyrics.lines
    assert found.start is not None and 0 <= found.start <= found.words[1].start < SECONDS
    assert lost.start is None and lost.words[0].start is None
    assert lyrics.form == "plain" and lyrics.aligned_by == "whisper" and not lyrics.is_estimate


def test_words_are_looked_for_in_lines_with_times_which_stand(model: Path, loud: Path, tmp_path: Path) -> None:
    lyrics = aligned(model, loud, "[00:02.00]neon water\n[00:05.00]<00:05.00>under <00:06.50>moons\n", ".lrc", tmp_path)
    assert [line.start for line in lyrics.lines] == [2.0, 5.0]
    first, second = lyrics.lines
    assert 2.0 <= first.words[1].start <= 5.0 and not any(word.is_estimate for word in first.words)
    assert [word.start for word in second.words] == [5.0, 6.5]


def test_words_that_are_nowhere_heard_are_one_message(model: Path, tmp_path: Path) -> None:
    import numpy as np
    import soundfile

    soundfile.write(tmp_path / "silent.wav", np.zeros(16000 * SECONDS), 16000)
    with pytest.raises(ToolError, match="none of the 1 lines is heard in the song; are these its words"):
        aligned(model, tmp_path / "silent.wav", "neon water\n", ".txt", tmp_path)


def test_a_file_that_is_no_model_is_one_message(tmp_path: Path) -> None:
    song = write_song(tmp_path / "song.wav", seconds=2)
    (tmp_path / "broken.pt").write_bytes(b"not a model")
    with pytest.raises(ToolError, match=r"broken\.pt is no whisper model, or damaged"):
        transcribe_step(VALUE, [song, tmp_path / "broken.pt"], tmp_path, None)


def test_a_device_that_is_not_there_is_named(model: Path, loud: Path, tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="torch finds no mps on this machine; there is cpu"):
        transcribe_step({**VALUE, "device": "mps"}, [loud, model], tmp_path, None)
