"""One fault in a user's file: where, what, and what to do. Made here, printed as text or as JSON.

Positions count from 1, as editors do. `line` 0 means the whole file, or a `--set` on the command line.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from beatforge.project.meant import our_word

SHOWN_COLUMNS = 120
"""A longer source line is shown cut around the fault."""


class Fault(ValueError):
    """What is wrong with one value; whoever knows the value's place makes a `Problem` of it.

    `at` leads from the value that was read to the part that is wrong; `token` says which end of it the caret marks.
    """

    def __init__(self, code: str, text: str, hint: str = "", at: tuple[str | int, ...] = (), token: str = "value"):
        super().__init__(text)
        self.code, self.text, self.hint, self.at, self.token = code, text, hint, at, token


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault with its place. `str()` is what the user reads; columns are characters, `end_column` exclusive."""

    file: str
    line: int
    column: int
    end_column: int
    code: str
    message: str
    hint: str = ""
    source_line: str = ""

    def __str__(self) -> str:
        file, message, hint = _visible(self.file), _visible(self.message), _visible(self.hint)
        if not self.line:
            return f"{file}: {self.code} {message}" + (f"\n      | {hint}" if hint else "")
        head = f"{file}:{self.line}:{self.column}: {self.code} {message}"
        source, start, end = _cropped(self.source_line, self.column - 1, self.end_column - 1)
        pad, width = _columns(source[:start]), max(1, _columns(source[start:end]))
        under = f"{' ' * pad}{'^' * width} {hint}".rstrip()
        return f"{head}\n{self.line:>5} | {source.rstrip()}\n{'':5} | {under}"

    @property
    def order(self) -> tuple[str, int, int, str]:
        """Where this problem stands among others."""
        return (self.file, self.line or 2**31, self.column, self.code)

    def to_value(self) -> dict[str, Any]:
        """This problem as JSON values."""
        return asdict(self)


def nearest(word: str, names: Iterable[str]) -> list[str]:
    """The one to three names that `word` was most likely meant to be."""
    known = {name.lower().replace("-", "_"): name for name in names}
    asked = word.lower().replace("-", "_")
    close = difflib.get_close_matches(asked, known, n=3, cutoff=0.6)
    if not close:
        close = [name for name in known if len(asked) > 2 and (name.startswith(asked) or asked.startswith(name))][:3]
    ratios = [difflib.SequenceMatcher(None, asked, name).ratio() for name in close]
    return [known[name] for name, ratio in zip(close, ratios, strict=True) if ratio > max(ratios) - 0.08]


def advice(word: str, names: Iterable[str]) -> str:
    """A hint that names what was probably meant, or what is there if that is short enough to read."""
    names = list(names)
    if ours := our_word(word, names):
        return f'did you mean "{ours}"?'
    close = [f'"{name}"' for name in nearest(word, names)]
    if close:
        return "did you mean " + " or ".join(filter(None, (", ".join(close[:-1]), close[-1]))) + "?"
    if len(names) == 1:
        return f"{names[0]} is all there is"
    if 0 < len(names) <= 12:
        return "one of " + ", ".join(names)
    return ""


def _visible(text: str) -> str:
    """The text safe for a terminal: what would move the cursor, or hide, is shown as its escape."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or unicodedata.category(char) == "Zs" else char.encode("unicode_escape").decode()
        for char in text
    )


def _cropped(line: str, start: int, end: int) -> tuple[str, int, int]:
    """A piece of the line that fits a terminal, safe to print, with the span's place in it."""
    start = min(start, len(line))
    end = min(max(end, start + 1), max(len(line), start + 1))
    first = max(0, start - SHOWN_COLUMNS // 3) if len(line) > SHOWN_COLUMNS else 0
    last = min(len(line), first + SHOWN_COLUMNS)
    shown = "".join(char if char.isprintable() else " " for char in line[first:last])
    before, after = ("..." if first else ""), ("..." if last < len(line) else "")
    shift = len(before) - first
    return f"{before}{shown}{after}", start + shift, min(end, max(last, start + 1)) + shift


def _columns(text: str) -> int:
    """How many cells of a terminal the text fills."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)
