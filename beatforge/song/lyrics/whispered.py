"""The words of a song as whisper hears them, with their times.

In: a song, or its voice alone, and a model. Out: lyrics. Nothing is random: temperature 0, 32-bit floats, no text that
was heard before is believed. Where nobody sings a model makes words up; three guards are against that (see `is_heard`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.song.lyrics.ear import RATE, hear_song, load_ear, spoken_language
from beatforge.song.lyrics.lines import LYRICS, Line, Lyrics, Word
from beatforge.song.lyrics.syllables import syllables

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from whisper import Whisper

NO_SPEECH, UNSURE, TOO_REPETITIVE = 0.6, -1.0, 2.4
"""whisper's own thresholds: chance that nobody speaks, mean log probability of what is heard, how well its text packs.
It only uses the last one to try again at a higher temperature, by chance, which is not done here."""

SILENCE_S = 2.0
"""Improbable words around a pause of this length are left out."""


def transcribe_step(value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: object) -> None:
    """Writes `LYRICS` into `out`: what the model `inputs[1]` hears in the sound `inputs[0]`."""
    import json

    model = load_ear(inputs[1], value["model"], value["device"])
    lyrics = transcribe(model, hear_song(inputs[0]), value["language"])
    part = out / f"{LYRICS}.part"
    part.write_text(json.dumps(lyrics.to_value(), sort_keys=True, separators=(",", ":"), allow_nan=False))
    part.replace(out / LYRICS)


def transcribe(model: Whisper, samples: NDArray[np.float32], language: str = "") -> Lyrics:
    """The words heard in `samples`, at `RATE`; a `language` of "" is listened for."""
    import whisper
    from whisper.audio import N_SAMPLES, log_mel_spectrogram

    if not language:
        mel = log_mel_spectrogram(samples, model.dims.n_mels, padding=N_SAMPLES)
        language = spoken_language(model, mel, language)
    heard = whisper.transcribe(
        model, samples, word_timestamps=True, temperature=0.0, fp16=False, language=language,
        condition_on_previous_text=False, no_speech_threshold=NO_SPEECH, logprob_threshold=UNSURE,
        compression_ratio_threshold=TOO_REPETITIVE, hallucination_silence_threshold=SILENCE_S,
    )  # fmt: skip
    duration = len(samples) / RATE
    lines = [_line(segment, duration) for segment in heard["segments"] if is_heard(segment)]
    kept = [line for line in lines if line is not None]
    numbered = (Line(line.text, line.start, line.end, line.words, row) for row, line in enumerate(kept, start=1))
    return Lyrics("whisper", tuple(numbered), aligned_by="whisper")


def is_heard(segment: Mapping[str, Any]) -> bool:
    """Whether a segment is more than made up: no silence by whisper's own measure, nor one phrase again and again."""
    is_silence = segment["no_speech_prob"] > NO_SPEECH and segment["avg_logprob"] < UNSURE
    return not is_silence and segment["compression_ratio"] <= TOO_REPETITIVE


def _line(segment: Mapping[str, Any], duration: float) -> Line | None:
    """The words of a segment that begin within the song; None where there are none."""
    words: list[Word] = []
    for heard in segment["words"]:
        text, start = heard["word"].strip(), round(float(heard["start"]), 3)
        if not syllables(text) or start >= duration:
            continue
        start = max(start, words[-1].start or 0.0) if words else start
        words.append(Word(text, start, round(max(start, min(float(heard["end"]), duration)), 3)))
    if not words:
        return None
    return Line(" ".join(word.text for word in words), words[0].start, words[-1].end, tuple(words), 1)
