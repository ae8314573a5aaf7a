"""Words on screen: which words of the song are seen from when to when, and how they look in an output's frame. Pure.

In: lyrics with their times, what the project says of an output, its frame. Out: cues in milliseconds of the song, and
for a stretch of the film its own lines as frame numbers from its first frame; a segment never knows its place in the
song. How letters are drawn, and where a line is broken into two, is the business of who draws them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from itertools import accumulate
from typing import Any
from unicodedata import east_asian_width, normalize

from beatforge.film.clock import frame_at
from beatforge.project.recipes import Platform
from beatforge.project.shown import EDGE, PANEL_OPACITY, UPRIGHT_SIZE, WIDE_SIZE, ShownLyrics
from beatforge.song.lyrics.lines import Line, Lyrics, Word

FONT, FONT_SHA256 = "NotoSans-Bold.ttf", "e83493c945848ecd4a9ad0f6d19164541a0d3e23a9c952304a00a46e00272ac5"
"""The font that is always there, and its bytes: other bytes make other pictures, whatever the file is called."""

LEAD_MS, HOLD_MS = 700, 500
"""How long a line is seen before its first word and after its last one, where others leave the room."""

LEAST_MS = 833
"""How long a line is seen at least, where there is room: five sixths of a second (Netflix, Timed Text Style Guide)."""

FADE_S = 0.1
"""Seconds in which a line comes and goes."""

TOGETHER_MS = 200
"""Lines that begin nearer than this to each other are sung together, and seen as one."""

MOST_ROWS = 2
"""Rows of letters at once (Netflix, Timed Text Style Guide, general requirements: two lines at most)."""

READING_SPEED = 20.0
"""Characters a second that adults read with ease at most (Netflix, Timed Text Style Guide for English: 20)."""

WIDTH = 0.56
"""Mean width of a bold letter, in heights of letters; rows that turn out longer are set a little smaller."""

PHRASE_ENDS = frozenset(",.;:!?\u2014\u3001\u3002")
"""Signs after which a line is rather broken."""

SUBTITLE_ROW = 42
"""Characters in a row of plain subtitles (Netflix, Timed Text Style Guide)."""


@dataclass(frozen=True, slots=True)
class Letters:
    """How words look in one output: pixels of its frame, "rrggbb", the area (left, top, right, bottom) they stay in,
    and the file of a font of the project's own."""

    size: int
    colour: str
    sung_colour: str
    edge: str
    box: str
    opacity: float
    position: str
    area: tuple[int, int, int, int]
    font: str | None = None

    @property
    def row_chars(self) -> int:
        """How many characters of usual width a row has room for."""
        return max(6, int((self.area[2] - self.area[0]) / (WIDTH * self.size)))

    def to_value(self) -> dict[str, Any]:
        """These letters as JSON values; a font of the project's own is an input, ours is known by its bytes."""
        told = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "font"}
        own = {"font": {"name": FONT, "sha256": FONT_SHA256}} if self.font is None else {}
        return {**told, "area": list(self.area), "has_font": self.font is not None, **own}


@dataclass(frozen=True, slots=True)
class Cue:
    """What is seen at once, from and until when: (text, start, end) of each word, all in milliseconds of the song.

    A text carries the space that follows it. Words of lines that only know when they begin are all sung at once, then.
    `row` is the line's row in its file.
    """

    start: int
    end: int
    words: tuple[tuple[str, int, int], ...]
    row: int

    @property
    def text(self) -> str:
        """The words in one row."""
        return "".join(text for text, _, _ in self.words).strip()

    @property
    def speed(self) -> float:
        """Characters a second that have to be read."""
        return 1000 * len(self.text) / max(1, self.end - self.start)


def letters_of(shown: ShownLyrics, platform: Platform, width: int, height: int) -> Letters:
    """How words look in a frame of this size, clear of what the platform writes over it."""
    usual = UPRIGHT_SIZE if height > width else WIDE_SIZE
    side, top, bottom = (
        round(length * share / 100)
        for length, share in ((width, platform.margin_side), (height, platform.margin_top),
                              (height, platform.margin_bottom))
    )  # fmt: skip
    return Letters(
        size=max(8, round(min(width, height) * (shown.size or usual) / 100)),
        colour=shown.colour,
        sung_colour=shown.sung_colour,
        edge=EDGE,
        box=shown.box,
        opacity=PANEL_OPACITY,
        position=shown.position,
        area=(side, top, width - side, height - bottom),
        font=shown.font,
    )


def cues_of(lyrics: Lyrics, row_chars: int, duration: float) -> tuple[Cue, ...]:
    """What is seen when, in order and one at a time; lines that nothing says the times of are not seen."""
    pages = [page for line in lyrics.lines if line.start is not None for page in _pages(line, row_chars)]
    merged: list[Cue] = []
    for page in sorted(pages, key=lambda page: page.start):
        if merged and page.start - merged[-1].start < TOGETHER_MS and page.row != merged[-1].row:
            both = (*_spaced(merged[-1].words), *page.words)
            merged[-1] = replace(merged[-1], end=max(merged[-1].end, page.end), words=both)
        else:
            merged.append(page)
    return tuple(cue for cue in _timed(merged, round(duration * 1000)) if cue.end > cue.start)


def fast_cues(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """Those that go faster than they can be read with ease, the fastest first."""
    return tuple(sorted((cue for cue in cues if cue.speed > READING_SPEED), key=lambda cue: -cue.speed))


def lines_between(cues: Sequence[Cue], start_frame: int, end_frame: int, rate: Fraction) -> list[dict[str, Any]]:
    """Of the film's frames [start_frame, end_frame), the lines that are seen in them, as JSON values; all frame numbers
    count from `start_frame`."""
    lines = []
    for cue in cues:
        first, last = _frame(cue.start, rate), _frame(cue.end, rate)
        if first < end_frame and last > start_frame and first < last:
            words = [
                [text, _frame(start, rate) - start_frame, _frame(end, rate) - start_frame]
                for text, start, end in cue.words
            ]
            fade = max(1, round(FADE_S * rate))
            lines.append({"first": first - start_frame, "num_frames": last - first, "fade": fade, "words": words})
    return lines


def _frame(at_ms: int, rate: Fraction) -> int:
    return frame_at(at_ms / 1000, rate)


def _timed(pages: Sequence[Cue], duration_ms: int) -> list[Cue]:
    """Pages seen a little before and after they are sung, one gone when the next one comes."""
    cues: list[Cue] = []
    for index, page in enumerate(pages):
        before = min(pages[index - 1].end, page.start) if index else 0
        start = max(page.start - LEAD_MS, before, 0)
        following = pages[index + 1] if index + 1 < len(pages) else None
        free = max(following.start - LEAD_MS, min(page.end, following.start)) if following else duration_ms
        end = min(max(page.end + HOLD_MS, start + LEAST_MS), free)
        cues.append(replace(page, start=start, end=min(end, duration_ms)))
    return cues


def _pages(line: Line, row_chars: int) -> list[Cue]:
    """The line as cues of words that fit into the rows, from the first word of each to the last one's end."""
    words = _words(line)
    is_followed = sum(word.is_estimate for word in line.words) * 2 <= len(line.words)
    last = round((line.end or 0.0) * 1000)
    cues = []
    for first, stop in _split(words, MOST_ROWS * row_chars):
        part = words[first:stop]
        start, end = part[0][1], max(end for _, _, end in part)
        sung = tuple(part) if is_followed else tuple((text, start, start) for text, _, _ in part)
        cues.append(Cue(start, max(end, last if stop == len(words) else 0, start), sung, line.row))
    return cues


def _split(words: Sequence[tuple[str, int, int]], room: int) -> list[tuple[int, int]]:
    """From which word to which each page goes: as few as have room, about equally long, rather where a phrase ends."""
    passed = [0.0, *accumulate(_width(text) for text, _, _ in words)]
    count = math.ceil(max(0.0, passed[-1] - 1) / room)
    equal = passed[-1] / max(1, count)

    def cost(first: int, stop: int) -> float:
        length = passed[stop] - passed[first]
        goes_on = stop < len(words) and words[stop - 1][0].rstrip()[-1:] not in PHRASE_ENDS
        return ((length - equal) / room) ** 2 + 0.06 * goes_on + 10 * max(0.0, length - 1 - room)

    best: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}
    for _ in range(min(count, len(words))):
        best = {
            stop: min(
                ((spent + cost(first, stop), [*pages, (first, stop)])
                 for first, (spent, pages) in best.items() if first < stop),
                default=(math.inf, []),
            )
            for stop in range(1, len(words) + 1)
        }  # fmt: skip
    return best.get(len(words), (0.0, []))[1]


def _words(line: Line) -> list[tuple[str, int, int]]:
    """The line's text as it is written, each word with its times; signs that are no words go with the word before."""
    at = round((line.start or 0.0) * 1000)
    end = max(at, round((line.end or 0.0) * 1000))
    tokens, left = line.text.split(), list(line.words)
    if [word.text for word in left] != [token for token in tokens if any(token == word.text for word in left)]:
        tokens = [word.text for word in left]  # another writing of the line: its words then are all there is to show
    found: list[tuple[str, int, int]] = []
    for token in tokens:
        if left and left[0].text == token:
            word, left = left[0], left[1:]
            start = max(at, _ms(word.start, at))
            stop = max(start, _ms(word.end, _next_start(left, end)))
        else:
            start = stop = found[-1][2] if found else at
        found += _pieces(token, start, stop)
    return found


def _next_start(left: Sequence[Word], end: int) -> int:
    return _ms(left[0].start, end) if left else end


def _ms(seconds: float | None, otherwise: int) -> int:
    return otherwise if seconds is None else round(seconds * 1000)


def _pieces(token: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """A word; one of a script that sets no spaces sign by sign, so that it can be broken anywhere. What is written as a
    letter and its accent is one sign: fonts have it so."""
    token = normalize("NFC", token)
    if not any(_is_wide(char) for char in token):
        return [(f"{token} ", start, end)]
    marks = [start + (end - start) * index // len(token) for index in range(len(token) + 1)]
    pieces = [(char, marks[index], marks[index + 1]) for index, char in enumerate(token)]
    return [*pieces[:-1], (f"{pieces[-1][0]} ", pieces[-1][1], pieces[-1][2])]


def _spaced(words: tuple[tuple[str, int, int], ...]) -> tuple[tuple[str, int, int], ...]:
    text, start, end = words[-1]
    return (*words[:-1], (f"{text.rstrip()} ", start, end))


def _width(text: str) -> float:
    """Characters of usual width that a text takes the room of."""
    return sum(1.7 if _is_wide(char) else 1.0 for char in text)


def _is_wide(char: str) -> bool:
    return east_asian_width(char) in ("W", "F")
