"""When words are sung that no file has times for: an honest guess from what is heard. Pure, laid over the analysis.

In: lyrics and an analysis. Out: the lyrics with times that say of themselves that they are estimates. A text without
any times is laid over the song (`placing`), where the song confirms it (`confirmed`); where lines have times, only
their words are placed (`wording`). What a file says stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from beatforge.song.analysis import ENVELOPE_HZ, Analysis
from beatforge.song.lyrics.confirmed import place_lines
from beatforge.song.lyrics.lines import Line, Lyrics, Word
from beatforge.song.lyrics.placing import Ground, voiced_pace
from beatforge.song.lyrics.syllables import syllables
from beatforge.song.lyrics.wording import line_pace, moments_of, onset_strength, place_words, sung_pace

PEAKS = ("chorus", "drop")
"""Parts in which lines that return are at home."""


def estimated(lyrics: Lyrics, analysis: Analysis, voice: Sequence[int] = ()) -> Lyrics:
    """The lyrics with a time for each word. `voice` is how likely somebody sings, 0..255 at ENVELOPE_HZ: a stem's
    envelope, say; the analysis' own where nothing is given."""
    wording = _Wording(
        moments_of(analysis.beats, analysis.duration), onset_strength(analysis.envelopes.get("onset", ()))
    )
    if lyrics.is_timed:
        return replace(lyrics, lines=_reworded(lyrics.lines, wording))
    curve = voice or analysis.voice or analysis.envelopes["mid"]
    counts = [_count(line) for line in lyrics.lines]
    pace = voiced_pace(curve, analysis.duration, sum(counts))
    peaks = tuple((part.start, part.end) for part in analysis.sections if part.kind in PEAKS)
    ground = Ground(
        tuple(curve), ENVELOPE_HZ, analysis.duration, analysis.beats, analysis.beats_per_bar, peaks, analysis.chroma
    )
    laid = place_lines(ground, counts, [_said(line) for line in lyrics.lines], pace)
    latest = [*laid.starts[1:], analysis.duration]
    lines = tuple(
        wording.placed(line, start, before, pace)
        for line, start, before in zip(lyrics.lines, laid.starts, latest, strict=True)
    )
    return replace(lyrics, lines=lines, is_confirmed=laid.is_confirmed)


def _reworded(lines: Sequence[Line], wording: _Wording) -> tuple[Line, ...]:
    """Lines with times, in which words without any are placed at the song's own pace."""
    pace = sung_pace([line.start for line in lines], [_count(line) for line in lines])
    latest = [*(line.start for line in lines[1:]), None]
    return tuple(
        line if line.start is None or not all(word.is_estimate for word in line.words)
        else replace(wording.placed(line, line.start, before, pace), is_estimate=line.is_estimate)
        for line, before in zip(lines, latest, strict=True)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Wording:
    """What words of a song are placed by."""

    moments: tuple[float, ...]
    onsets: tuple[float, ...]

    def placed(self, line: Line, start: float, latest: float | None, pace: float) -> Line:
        """The line from `start` on, with its words; they end before `latest`."""
        counts = [syllables(word.text) for word in line.words]
        own = line_pace(pace, max(1, sum(counts)), None if latest is None else latest - start)
        starts = place_words(start, own, counts, latest, self.moments, self.onsets, ENVELOPE_HZ)
        end = starts[-1] + own * counts[-1]
        end = max(starts[-1], end if latest is None else min(end, latest))
        ends = [*starts[1:], end]
        words = tuple(
            Word(word.text, round(at, 3), round(max(at, until), 3), is_estimate=True)
            for word, at, until in zip(line.words, starts, ends, strict=True)
        )
        return replace(line, start=round(start, 3), end=round(end, 3), words=words, is_estimate=True)


def _count(line: Line) -> int:
    return max(1, sum(syllables(word.text) for word in line.words))


def _said(line: Line) -> str:
    """A line's words, however they are written."""
    return " ".join(word.text.casefold().strip(".,;:!?") for word in line.words)
