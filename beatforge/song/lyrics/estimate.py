"""When words are sung that no file has times for: an honest guess from what is heard. Pure, laid over the analysis.

In: lyrics and an analysis. Out: the lyrics with times that say of themselves that they are estimates. A text without
any times is laid over the song by dynamic programming (`placing`); where lines have times, only their words are placed
(`wording`). What a file says stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from beatforge.song.analysis import ENVELOPE_HZ, Analysis
from beatforge.song.lyrics.lines import Line, Lyrics, Word
from beatforge.song.lyrics.placing import Ground, place_lines, voiced_pace
from beatforge.song.lyrics.syllables import syllables
from beatforge.song.lyrics.wording import onset_strength, place_words, sung_pace

PEAKS = ("chorus", "drop")
"""Parts in which lines that return are at home."""

RETURNS_AFTER = 4
"""A line that stands again so few lines later is said twice; it has not returned."""


def estimated(lyrics: Lyrics, analysis: Analysis, voice: Sequence[int] = ()) -> Lyrics:
    """The lyrics with a time for each word. `voice` is how likely somebody sings, 0..255 at ENVELOPE_HZ: a stem's
    envelope, say; the analysis' own where nothing is given."""
    onsets = onset_strength(analysis.envelopes.get("onset", ()))
    if lyrics.is_timed:
        return replace(lyrics, lines=_reworded(lyrics.lines, onsets))
    curve = voice or analysis.voice or analysis.envelopes["mid"]
    counts = [_count(line) for line in lyrics.lines]
    pace = voiced_pace(curve, analysis.duration, sum(counts))
    peaks = tuple((part.start, part.end) for part in analysis.sections if part.kind in PEAKS)
    ground = Ground(tuple(curve), ENVELOPE_HZ, analysis.duration, analysis.beats, analysis.beats_per_bar, peaks)
    starts = place_lines(ground, counts, _returning(lyrics.lines), pace)
    ends = [*starts[1:], analysis.duration]
    return replace(lyrics, lines=tuple(
        _placed(line, start, latest, pace, onsets)
        for line, start, latest in zip(lyrics.lines, starts, ends, strict=True)
    ))  # fmt: skip


def _reworded(lines: Sequence[Line], onsets: Sequence[float]) -> tuple[Line, ...]:
    """Lines with times, in which words without any are placed at the song's own pace."""
    pace = sung_pace([line.start for line in lines], [_count(line) for line in lines])
    latest = [*(line.start for line in lines[1:]), None]
    return tuple(
        line if line.start is None or not all(word.is_estimate for word in line.words)
        else replace(_placed(line, line.start, before, pace, onsets), is_estimate=line.is_estimate)
        for line, before in zip(lines, latest, strict=True)
    )  # fmt: skip


def _placed(line: Line, start: float, latest: float | None, pace: float, onsets: Sequence[float]) -> Line:
    """The line from `start` on, with its words; they end before `latest`."""
    counts = [syllables(word.text) for word in line.words]
    end = start + pace * sum(counts)
    end = end if latest is None else max(start, min(end, latest))
    starts = place_words(start, end, counts, onsets, ENVELOPE_HZ)
    ends = [*starts[1:], end]
    words = tuple(
        Word(word.text, round(at, 3), round(max(at, until), 3), is_estimate=True)
        for word, at, until in zip(line.words, starts, ends, strict=True)
    )
    return replace(line, start=round(start, 3), end=round(end, 3), words=words, is_estimate=True)


def _count(line: Line) -> int:
    return max(1, sum(syllables(word.text) for word in line.words))


def _returning(lines: Sequence[Line]) -> list[bool]:
    """For each line whether it stands again at another place of the text."""
    texts = [" ".join(word.text.casefold().strip(".,;:!?") for word in line.words) for line in lines]
    first = {text: index for index, text in reversed(list(enumerate(texts)))}
    last = {text: index for index, text in enumerate(texts)}
    return [last[text] - first[text] >= RETURNS_AFTER for text in texts]
