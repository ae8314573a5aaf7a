"""Known words found in their song: a whisper model listens for them, 30 seconds at a time, and says when each is sung.

In: lyrics, samples and a model. Out: the lyrics with times. Lines whose times a file has keep them, and only words in
them are looked for. Other lines are searched from the song's beginning to its end: of those that could come next, a
window has the ones that the model expects more of its sound than of silence. A line that is found nowhere has no times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from beatforge.errors import ToolError
from beatforge.song.lyrics.ear import FRAME_HZ, RATE, WINDOW_S, hear_song, load_ear, spoken_language, tokenizer_of
from beatforge.song.lyrics.lines import LYRICS, Line, Lyrics, Word
from beatforge.song.lyrics.read import load_lyrics

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from whisper import Whisper
    from whisper.tokenizer import Tokenizer

Progress = Callable[[int, int], None]
"""Told seconds of song that were searched, and seconds in all."""

MOST_TOKENS = 220
"""Of a window's words; a model takes 448 with its own, and nobody sings more in half a minute."""

HEARD = 1.0
"""Nats that a token has to be likelier in the song than in silence, in the mean, to count as heard: where words are
sung it is 2 to 9, where they are not -1 to 0.4 (whisper tiny.en, two songs with their bands)."""

SKIPPED = 0.3
"""What passing over a token costs, so that lines are skipped only for what is clearly heard behind them."""

STEP_S = 20.0
"""How far the search goes on from a window in which no line was found."""

EDGE_S = 1.0
"""A line that ends this near to its window's end may go on behind it."""

LONGEST = 2.0
"""A line's first word that seems longer than so many of its usual ones began later: the model lets it start with the
pause before. whisper does the same to words behind a pause."""


@dataclass(frozen=True, slots=True)
class _Ear:
    """A model, its spectrogram of the song (frames at FRAME_HZ, then half a minute of nothing), and the song's end."""

    model: Whisper
    tokens: Tokenizer
    mel: Any
    duration: float
    silence: Any
    """Half a minute of nothing, as the model's encoder leaves it."""

    def window(self, start: float) -> Any:
        """The half minute from `start` on."""
        import whisper

        first = round(start * FRAME_HZ)
        size = WINDOW_S * FRAME_HZ
        return whisper.pad_or_trim(self.mel[:, first : first + size], size).to(self.model.device)

    def numbers(self, line: Line) -> list[list[int]]:
        """The line's words as the model's tokens."""
        return [self.tokens.encode(f" {word.text}") for word in line.words]


def align_step(value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Progress) -> None:
    """Writes `LYRICS` into `out`: the words of the file `inputs[2]`, which is called `value["suffix"]` at its end,
    where the model `inputs[1]` finds them in the sound `inputs[0]`."""
    import json

    lyrics = load_lyrics(inputs[2], value["suffix"])
    model = load_ear(inputs[1], value["model"], value["device"])
    found = align(model, hear_song(inputs[0]), lyrics, value["language"], progress)
    part = out / f"{LYRICS}.part"
    part.write_text(json.dumps(found.to_value(), sort_keys=True, separators=(",", ":"), allow_nan=False))
    part.replace(out / LYRICS)


def align(
    model: Whisper,
    samples: NDArray[np.float32],
    lyrics: Lyrics,
    language: str = "",
    progress: Progress = lambda heard_s, total_s: None,
) -> Lyrics:
    """The lyrics with times that are heard in `samples`, at RATE. ToolError where no line of theirs is."""
    import numpy as np
    import torch
    from whisper.audio import N_SAMPLES, log_mel_spectrogram

    mel, silent = (
        log_mel_spectrogram(sound, model.dims.n_mels, padding=N_SAMPLES) for sound in (samples, np.zeros(0, np.float32))
    )
    with torch.no_grad():
        tokens = tokenizer_of(model, spoken_language(model, mel, language))
        silence = model.embed_audio(silent.unsqueeze(0).to(model.device))
        ear = _Ear(model, tokens, mel, len(samples) / RATE, silence)
        lines = (_timed if lyrics.is_timed else _searched)(ear, lyrics.lines, progress)
    if not any(line.start is not None for line in lines):
        hint = "are these its words? another model or language: may hear more, align: estimate listens for none"
        raise ToolError(f"none of the {len(lines)} lines is heard in the song; {hint}")
    return replace(lyrics, lines=tuple(lines), aligned_by="whisper")


def _timed(ear: _Ear, lines: Sequence[Line], progress: Progress) -> list[Line]:
    """Lines that keep their own times, with those of their words."""
    found: list[Line] = []
    at = 0
    while at < len(lines):
        start, count = lines[at].start or 0.0, 1
        progress(round(start), round(ear.duration))
        while at + count < len(lines) and _fits(ear, lines[at : at + count + 1], start):
            count += 1
        group, after = lines[at : at + count], lines[at + count : at + count + 1]
        ends = [line.start or 0.0 for line in (*group[1:], *after)] + ([] if after else [ear.duration])
        spans = _spans(ear, group, start, min(WINDOW_S, ends[-1] - start))
        found += [_within(line, span, end) for line, span, end in zip(group, spans, ends, strict=True)]
        at += count
    return found


def _fits(ear: _Ear, lines: Sequence[Line], start: float) -> bool:
    """Whether these lines are one window."""
    count = sum(len(word) for line in lines for word in ear.numbers(line))
    return (lines[-1].end or 0.0) - start < WINDOW_S - EDGE_S and count <= MOST_TOKENS


def _within(line: Line, spans: Sequence[tuple[float, float]], latest: float) -> Line:
    """The line with its words where they were heard, as far as the file does not say itself, and in their order."""
    at, words = line.start or 0.0, []
    for index, (word, (start, end)) in enumerate(zip(line.words, spans, strict=True)):
        if word.is_estimate and index:
            at = min(max(at, start), max(latest, at))
            word = Word(word.text, round(at, 3), round(max(at, min(end, latest)), 3))
        at = max(at, word.start or 0.0)
        words.append(replace(word, is_estimate=False))
    end = max((word.end or 0.0 for word in words[-1:]), default=line.end or 0.0)
    return replace(line, words=tuple(words), end=max(end, line.start or 0.0))


def _searched(ear: _Ear, lines: Sequence[Line], progress: Progress) -> list[Line]:
    """Lines from the first to the last, each where it is heard."""
    found = list(lines)
    at, first = 0.0, 0
    while at < ear.duration and first < len(lines):
        progress(round(at), round(ear.duration))
        span = _expected(ear, lines, first, at)
        if not span:
            at += STEP_S
            continue
        chosen = list(span)
        times = _spans(ear, [lines[index] for index in chosen], at, min(WINDOW_S, ear.duration - at))
        if len(chosen) > 1 and times[-1][-1][1] > at + WINDOW_S - EDGE_S and at + WINDOW_S < ear.duration:
            chosen.pop()
        for index, spans in zip(chosen, times, strict=False):
            found[index] = _heard(lines[index], spans)
        first = chosen[-1] + 1
        at = max(at + 1.0, times[len(chosen) - 1][-1][1])
    return found


def _expected(ear: _Ear, lines: Sequence[Line], first: int, at: float) -> range:
    """Which lines from `first` on are sung in the window at `at`: where the sum of what is heard is largest."""
    import numpy as np

    numbers: list[list[int]] = []
    for line in lines[first:]:
        own = [token for word in ear.numbers(line) for token in word]
        if numbers and sum(map(len, numbers)) + len(own) > MOST_TOKENS:
            break
        numbers.append(own[:MOST_TOKENS])
    flat = [token for own in numbers for token in own]
    gain = _log_chances(ear, ear.model.embed_audio(ear.window(at).unsqueeze(0)), flat)
    gain = gain - _log_chances(ear, ear.silence, flat)
    ends = np.cumsum([len(own) for own in numbers])
    sums = np.array([float(part.sum()) for part in np.split(gain, ends[:-1])])
    counts = np.array([len(own) for own in numbers])
    best, chosen, passed = 0.0, range(0), 0.0
    for begin in range(len(numbers)):
        total = np.cumsum(sums[begin:] - HEARD * counts[begin:]) - passed
        end = int(total.argmax())
        if total[end] > best:
            best, chosen = float(total[end]), range(first + begin, first + begin + end + 1)
        passed += SKIPPED * counts[begin]
    return chosen


def _log_chances(ear: _Ear, sound: Any, flat: Sequence[int]) -> NDArray[np.float32]:
    """For each token how much the model expects it in this sound behind those before it, in nats."""
    import torch

    before = [*ear.tokens.sot_sequence, ear.tokens.no_timestamps]
    row = torch.tensor([[*before, *flat]], device=ear.model.device)
    chances = ear.model.logits(row, sound)[0].float().log_softmax(dim=-1)
    called = chances[len(before) - 1 : -1]
    own: NDArray[np.float32] = called[torch.arange(len(flat)), torch.tensor(flat)].cpu().numpy()
    return own


def _spans(ear: _Ear, lines: Sequence[Line], at: float, length: float) -> list[list[tuple[float, float]]]:
    """Start and end of each word of these lines, all of which are sung in the window at `at`."""
    from whisper.timing import find_alignment

    numbers = [ear.numbers(line) for line in lines]
    flat = [token for line in numbers for word in line for token in word]
    timings = find_alignment(ear.model, ear.tokens, flat, ear.window(at), max(2, round(length * FRAME_HZ)))
    times = [(at + max(0.0, float(one.start)), at + max(0.0, float(one.end))) for one in timings for _ in one.tokens]
    spans, token = [], 0
    for line in numbers:
        own = []
        for word in line:
            last = token + len(word) - 1
            own.append((times[min(token, len(times) - 1)][0], times[min(last, len(times) - 1)][1]))
            token = last + 1
        spans.append(own)
    return spans


def _heard(line: Line, spans: Sequence[tuple[float, float]]) -> Line:
    """The line where it is heard."""
    usual = median(end - start for start, end in spans)
    begin = max(spans[0][0], spans[0][1] - LONGEST * usual)
    starts = [begin, *(start for start, _ in spans[1:])]
    words = tuple(
        Word(word.text, round(start, 3), round(max(start, end), 3))
        for word, start, (_, end) in zip(line.words, starts, spans, strict=True)
    )
    return replace(line, start=words[0].start, end=words[-1].end, words=words)
