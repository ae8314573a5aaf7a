"""Words set in rows: where each is broken, how large its letters are, and where every word stands.

In: words with their spaces, a size, an area of the frame, a font. Out: rows in the middle of the area, as large as they
fit. Where rows stand up and down is the business of who draws them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from beatforge.deliver.cards import font_at

MOST_ROWS, SMALLEST = 2, 0.92
"""Into how many rows words are set at most, and how much smaller they get before they are set in one more."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its text, the pixels it takes, the indices of its words and from where to where each of them is seen."""

    text: str
    left: float
    width: float
    words: tuple[int, ...]
    spans: tuple[tuple[float, float], ...]


def rows_of(words: Sequence[str], size: float, area: Sequence[int], path: Path) -> tuple[list[Row], float]:
    """The words in rows, and the size of their letters, in pixels."""
    widest = area[2] - area[0] - size * 0.7
    font = font_at(path, size)
    best: tuple[list[range], float] = [range(len(words))], 0.0
    for count in range(1, min(MOST_ROWS, len(words)) + 1):
        rows = min(_broken(len(words), count), key=lambda rows: max(_length(words, row, font) for row in rows))
        fits = min(size, size * widest / max(1.0, *(_length(words, row, font) for row in rows)))
        if fits > best[1]:
            best = rows, fits
        if fits >= SMALLEST * size:
            break
    rows, fits = best
    fits = max(4.0, fits)
    font = font_at(path, fits)
    return [_row(words, row, font, (area[0] + area[2]) / 2) for row in rows], fits


def _broken(count: int, rows: int) -> Iterator[list[range]]:
    """All ways to set so many words in so many rows."""
    for breaks in combinations(range(1, count), rows - 1):
        yield [range(start, end) for start, end in pairwise((0, *breaks, count))]


def _length(words: Sequence[str], row: range, font: Any) -> float:
    return float(font.getlength("".join(words[index] for index in row).rstrip()))


def _row(words: Sequence[str], row: range, font: Any, middle: float) -> Row:
    text = "".join(words[index] for index in row).rstrip()
    width = float(font.getlength(text))
    left, before, spans = middle - width / 2, "", []
    for index in row:
        start = float(font.getlength(before))
        before += words[index]
        spans.append((left + start, left + float(font.getlength(before.rstrip()))))
    return Row(text, left, width, tuple(row), tuple(spans))
