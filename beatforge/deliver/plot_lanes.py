"""The lanes of a song's picture: what each shows of some seconds of it, and the words above them all.

In: a pen and the place of a lane. Out: drawn pixels. Colours tell kinds of parts; light ones stand out on the dark.
"""

from __future__ import annotations

import colorsys
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from beatforge.song.analysis import CHROMA_HZ, ENVELOPE_HZ, SECTION_KINDS, Analysis

NOTES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
INK, DIM, FAINT = (232, 232, 238), (150, 152, 166), (52, 54, 66)
DROP, ENERGY, VOICE = (255, 92, 92), (255, 206, 84), (96, 214, 190)


@dataclass(frozen=True, slots=True)
class Row:
    """Where a lane is drawn, and the seconds it shows; `peaks` has one 0..1 for each column, where there are some."""

    pen: Any
    analysis: Analysis
    left: int
    top: int
    width: int
    height: int
    start: float
    seconds: float
    peaks: Any = None

    @property
    def end(self) -> float:
        """The second at its right edge, or that at which the song ends before it."""
        return min(self.start + self.seconds, self.analysis.duration)

    def x(self, second: float) -> float:
        """The column of a second."""
        return self.left + (second - self.start) / self.seconds * self.width

    def seen(self, start: float, end: float) -> tuple[float, float] | None:
        """The columns of some seconds that are seen here."""
        if end <= self.start or start >= self.end:
            return None
        return self.x(max(start, self.start)), self.x(min(end, self.end))


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: its name at the left, its height in pixels, what draws it, and whether an analysis has any of it."""

    name: str
    height: int
    draw: Callable[[Row], None]
    is_there: Callable[[Analysis], bool] = lambda analysis: True


@lru_cache(maxsize=8)
def letters(size: float) -> Any:
    """The font that comes along, with letters of this height."""
    from beatforge.deliver.cards import font_at
    from beatforge.deliver.subtitles import FONTS

    return font_at(FONTS / "NotoSans-Bold.ttf", size)


def colour_of(kind: str) -> tuple[int, int, int]:
    """The colour of a kind of part: hues around the wheel, the chorus warm."""
    at = SECTION_KINDS.index(kind) if kind in SECTION_KINDS else 0
    hue = (0.58 + 0.61803 * at) % 1.0
    red, green, blue = colorsys.hls_to_rgb(hue, 0.62, 0.55)
    return round(red * 255), round(green * 255), round(blue * 255)


def header_lines(analysis: Analysis) -> list[str]:
    """What is said above the lanes, most important first."""
    metre = analysis.metre if analysis.metre_confidence else f"{analysis.beats_per_bar} beats a bar"
    key = analysis.key + (f" {_sure(analysis.key_confidence)}" if analysis.key_confidence else "")
    tempo = f"{analysis.tempo_bpm:.2f} bpm" + (
        f" {_sure(analysis.tempo_confidence)}" if analysis.tempo_confidence else ""
    )
    facts = [clock(analysis.duration), tempo + ("" if analysis.steady else ", not steady"), metre, key]
    if analysis.loudness:
        sound = analysis.loudness
        facts.append(
            f"{sound.integrated_lufs:.1f} LUFS, range {sound.range_lu:.1f} LU, peak {sound.true_peak_dbtp:.1f} dBTP"
        )
    lines = ["    ".join(facts)]
    also = [f"{other.kind} {other.tempo_bpm:.2f} bpm {_sure(other.confidence)}" for other in analysis.alternatives]
    if analysis.other_key and analysis.other_key != analysis.key:
        also.append(f"key {analysis.other_key}")
    if also:
        lines.append("may also be: " + ", ".join(also))
    if analysis.mood:
        mood = analysis.mood
        lines.append(
            f"mood: {', '.join(mood.tags) or 'no word for it'} (valence {mood.valence:+.2f}, energy {mood.energy:.2f})"
        )
    return lines


def _sections(row: Row) -> None:
    counts: dict[str, int] = {}
    for part in row.analysis.sections:
        counts[part.kind] = counts.get(part.kind, 0) + 1
        if (seen := row.seen(part.start, part.end)) is None:
            continue
        name = f"{part.kind} {counts[part.kind]}"
        row.pen.rectangle((seen[0], row.top, seen[1] - 3, row.top + row.height - 3), fill=colour_of(part.kind))
        label = name if part.start >= row.start else f"({name})"
        if row.pen.textlength(label, font=letters(13)) < seen[1] - seen[0] - 8:
            row.pen.text((seen[0] + 6, row.top + row.height / 2 - 1), label, fill=(14, 14, 20), font=letters(13),
                         anchor="lm")  # fmt: skip


def _waveform(row: Row) -> None:
    """Peaks in the colours of the parts, downbeats behind them, drops, builds and breaks over them."""
    middle, reach = row.top + row.height / 2, row.height / 2 - 4
    for at in _within(row.analysis.downbeats, row.start, row.end):
        row.pen.line((row.x(at), row.top, row.x(at), row.top + row.height), fill=(*FAINT, 255))
    tints = _tints(row)
    for column, peak in enumerate(_peaks(row)):
        high = max(0.5, peak * reach)
        at = row.left + column
        row.pen.line((at, middle - high, at, middle + high), fill=tints[column])
    for kind, colour, stretches in (("build", DROP, row.analysis.builds), ("break", VOICE, row.analysis.breaks)):
        for stretch in stretches:
            if seen := row.seen(stretch.start, stretch.end):
                row.pen.rectangle((seen[0], row.top, seen[1], row.top + 3), fill=colour)
                row.pen.text((seen[0] + 2, row.top + 4), kind, fill=colour, font=letters(11))
    for drop in row.analysis.drops:
        if row.start <= drop.at < row.end:
            x = row.x(drop.at)
            row.pen.line((x, row.top, x, row.top + row.height), fill=DROP, width=2)
            row.pen.text((x + 4, row.top + row.height - 15), "drop", fill=DROP, font=letters(11))


def _beats(row: Row) -> None:
    strong = {round(at, 3) for at in row.analysis.downbeats}
    for at in _within(row.analysis.beats, row.start, row.end):
        is_first = round(at, 3) in strong
        low = row.top + row.height - 2
        row.pen.line((row.x(at), low - (row.height - 3 if is_first else 6), row.x(at), low),
                     fill=INK if is_first else DIM, width=2 if is_first else 1)  # fmt: skip


def _tempo(row: Row) -> None:
    for part in row.analysis.tempos:
        if seen := row.seen(part.start, part.end):
            row.pen.line((seen[0], row.top + 1, seen[0], row.top + row.height - 2), fill=DIM)
            label = f"{part.tempo_bpm:.1f}"
            if row.pen.textlength(label, font=letters(11)) < seen[1] - seen[0] - 6:
                row.pen.text((seen[0] + 4, row.top + row.height / 2), label, fill=DIM, font=letters(11), anchor="lm")


def _energy(row: Row) -> None:
    """Bass as an area, energy as a line over it."""
    low, reach = row.top + row.height - 3, row.height - 8
    for name, colour, is_area in (("bass", (90, 120, 220), True), ("energy", ENERGY, False)):
        curve = row.analysis.envelopes[name]
        points = [(row.left + column, low - reach * _at(curve, second, ENVELOPE_HZ) / 255)
                  for column, second in _columns(row)]  # fmt: skip
        if len(points) > 1 and is_area:
            row.pen.polygon([(points[0][0], low), *points, (points[-1][0], low)], fill=(*colour, 110))
        elif len(points) > 1:
            row.pen.line(points, fill=colour, width=2)


def _harmony(row: Row) -> None:
    """Twelve notes from C below to B above, the stronger the lighter; those of the key have names."""
    step = row.height / 12
    first, last = int(row.start * CHROMA_HZ), math.ceil(row.end * CHROMA_HZ)
    for index, notes in enumerate(row.analysis.chroma[first:last], start=first):
        seen = row.seen(index / CHROMA_HZ, (index + 1) / CHROMA_HZ)
        top = max(notes, default=0)
        for note, strength in enumerate(notes):
            if seen and top and strength * 4 > top:
                y = row.top + row.height - (note + 1) * step
                shade = (strength / top) ** 2
                colour = tuple(round(24 + (channel - 24) * shade) for channel in (170, 140, 250))
                row.pen.rectangle((seen[0], y, seen[1], y + step - 1), fill=colour)


def _voice(row: Row) -> None:
    points = [(row.left + column, row.top + row.height - 2 - (row.height - 4) * _at(row.analysis.voice, second,
               ENVELOPE_HZ) / 255) for column, second in _columns(row)]  # fmt: skip
    if len(points) > 1:
        low = row.top + row.height - 2
        row.pen.polygon([(points[0][0], low), *points, (points[-1][0], low)], fill=(*VOICE, 150))


def _words(row: Row) -> None:
    """Each line as a bar from when it begins to when it ends, its words above it, a tick where each begins."""
    lines = row.analysis.lyrics.lines if row.analysis.lyrics else ()
    timed = sorted((line for line in lines if line.start is not None), key=lambda line: line.start or 0.0)
    for index, line in enumerate(timed):
        start, end = line.start or 0.0, line.end or line.start or 0.0
        seen = row.seen(start, max(end, start + 0.2))
        if seen is None:
            continue
        level = row.top + (index % 2) * (row.height / 2)
        bar = level + row.height / 2 - 5
        row.pen.rectangle((seen[0], bar, seen[1] - 1, bar + 2), fill=(*VOICE, 255 if not line.is_estimate else 120))
        for word in line.words:
            if word.start is not None and row.start <= word.start < row.end:
                row.pen.line((row.x(word.start), bar - 2, row.x(word.start), bar + 2), fill=INK)
        after = timed[index + 2].start if index + 2 < len(timed) else None
        room = (row.x(after) if after is not None else row.left + row.width) - seen[0] - 4
        if start >= row.start:
            row.pen.text((seen[0], level + 1), _fitting(row.pen, line.text, min(room, row.left + row.width - seen[0])),
                         fill=INK, font=letters(12))  # fmt: skip


def _axis(row: Row) -> None:
    step = next(step for step in (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1e9) if step * row.width / row.seconds >= 64)
    at = math.ceil(row.start / step) * step
    while at <= row.end:
        row.pen.line((row.x(at), row.top, row.x(at), row.top + 4), fill=DIM)
        row.pen.text((row.x(at), row.top + 6), clock(at, 0), fill=DIM, font=letters(11), anchor="ma")
        at += step


LANES = (
    Lane("", 24, _sections),
    Lane("", 92, _waveform),
    Lane("beats", 16, _beats, lambda analysis: bool(analysis.beats)),
    Lane("tempo", 16, _tempo, lambda analysis: len(analysis.tempos) > 1),
    Lane("energy", 46, _energy),
    Lane("notes", 48, _harmony, lambda analysis: bool(analysis.chroma)),
    Lane("voice", 18, _voice, lambda analysis: analysis.has_voice and any(analysis.voice)),
    Lane("words", 44, _words, lambda analysis: analysis.lyrics is not None and analysis.lyrics.is_timed),
    Lane("", 20, _axis),
)
"""From above to below."""


def clock(seconds: float, places: int = 1) -> str:
    """Seconds as m:ss."""
    whole = round(seconds, places)
    return f"{int(whole) // 60}:{whole % 60:0{3 + places if places else 2}.{places}f}"


def _sure(confidence: float) -> str:
    return f"({confidence:.0%})"


def _within(times: Sequence[float], start: float, end: float) -> Iterator[float]:
    return (at for at in times if start <= at < end)


def _columns(row: Row) -> Iterator[tuple[int, float]]:
    """Each column that shows some of the song, and its second."""
    for column in range(row.width):
        second = row.start + (column + 0.5) * row.seconds / row.width
        if second >= row.end:
            return
        yield column, second


def _at(curve: Sequence[int], second: float, rate: int) -> int:
    return curve[min(len(curve) - 1, int(second * rate))] if curve else 0


def _peaks(row: Row) -> Iterator[float]:
    """0..1 for each column: the waveform, or energy where there is none."""
    for column, second in _columns(row):
        own = row.peaks is not None and column < len(row.peaks)
        yield float(row.peaks[column]) if own else _at(row.analysis.envelopes["energy"], second, ENVELOPE_HZ) / 255


def _tints(row: Row) -> list[tuple[int, int, int]]:
    """The colour of each column: its part's."""
    tints = [DIM] * row.width
    for part in row.analysis.sections:
        if seen := row.seen(part.start, part.end):
            for column in range(int(seen[0]) - row.left, min(row.width, math.ceil(seen[1]) - row.left)):
                tints[column] = colour_of(part.kind)
    return tints


def _fitting(pen: Any, text: str, room: float) -> str:
    """As much of the text as has room."""
    font = letters(12)
    if pen.textlength(text, font=font) <= room:
        return text
    while text and pen.textlength(text + "\u2026", font=font) > room:
        text = text[:-1]
    return text.rstrip() + "\u2026" if len(text) > 1 else ""
