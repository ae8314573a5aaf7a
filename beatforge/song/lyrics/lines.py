"""What is sung: lines and words with their times, in seconds of the song file. No format in here.

Times are rounded to milliseconds. Plain text has none at all: None stands for them. Whatever finds times that no file
has says so: `is_estimate` where they were guessed, `aligned_by` where a model heard them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from beatforge.errors import PROJECT, BeatforgeError

LYRICS = "lyrics.json"
"""The file in which a step leaves them."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word; `is_estimate` says that its start stands in no file and nobody heard it: it was guessed."""

    text: str
    start: float | None
    end: float | None
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What is sung in one breath. `row` and `column` say where in the file it stands, counted from 1; what was heard
    and not read counts its own lines. `is_estimate` says that its times were guessed."""

    text: str
    start: float | None
    end: float | None
    words: tuple[Word, ...]
    row: int
    column: int = 1
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class Lyrics:
    """The words of a song, lines in the order in which they begin.

    `form` is the format that they were read from, or who heard them; `aligned_by` the model that found their times.
    `is_confirmed` says that estimated lines that return lie on sound that returns.
    """

    form: str
    lines: tuple[Line, ...]
    aligned_by: str = ""
    is_confirmed: bool = False

    @property
    def is_timed(self) -> bool:
        """Whether anything says when the words are sung."""
        return any(line.start is not None for line in self.lines)

    @property
    def is_estimate(self) -> bool:
        """Whether times of lines are guessed, some at least."""
        return any(line.is_estimate for line in self.lines)

    @property
    def word_starts(self) -> tuple[float, ...]:
        """The seconds at which words begin, in order, each once."""
        return tuple(sorted({w.start for line in self.lines for w in line.words if w.start is not None}))

    def to_value(self) -> dict[str, Any]:
        """These lyrics as JSON values."""
        return asdict(self)

    @staticmethod
    def from_value(value: Mapping[str, Any]) -> Lyrics:
        """The lyrics that `to_value` wrote."""
        lines = [{**line, "words": tuple(Word(**word) for word in line["words"])} for line in value["lines"]]
        said = {name: value[name] for name in ("form", "aligned_by", "is_confirmed") if name in value}
        return Lyrics(**said, lines=tuple(Line(**line) for line in lines))


class LyricsFault(BeatforgeError):
    """What is wrong in a lyrics file, and how it is put right. `row` 0 means the whole file; `source` is the row."""

    exit_status = PROJECT

    def __init__(self, text: str, hint: str, row: int = 0, column: int = 1, width: int = 1, source: str = "") -> None:
        super().__init__(f"{row}:{column}: {text}; {hint}" if row else f"{text}; {hint}")
        self.text, self.hint, self.row, self.column, self.width, self.source = text, hint, row, column, width, source
