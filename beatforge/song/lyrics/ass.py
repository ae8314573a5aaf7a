r"""`.ass`: the `Dialogue:` rows of its `[Events]`; `{\k25}` before a syllable says for how many hundredths it is sung,
`{\kt100}` how many hundredths after the row's start the next one begins.

In: rows. Out: lines. What only says how text looks is passed over, and drawings, comments and styles are; but where a
karaoke template made the dialogue (`fx`), the comments it was made from (`karaoke`) are read instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from beatforge.song.lyrics.lines import Line, LyricsFault
from beatforge.song.lyrics.pieces import Piece, line_of
from beatforge.song.lyrics.stamps import checked

_TIME = re.compile(r"(\d{1,2}):(\d{1,2}):(\d{1,2})[.:](\d{1,3})", re.ASCII)
_BLOCK = re.compile(r"\{([^{}]*)\}")
_SUNG = re.compile(r"\\[kK]([fot]?)(-?\d*)", re.ASCII)
_DRAWS = re.compile(r"\\p[1-9]")
_BREAK = re.compile(r"\\[Nnh]")
_USUAL = ("Layer", "Start", "End", "Style", "Name", "MarginL", "MarginR", "MarginV", "Effect", "Text")


def read_ass(rows: Sequence[str]) -> tuple[Line, ...]:
    """The dialogue of an .ass file as lines."""
    names, lines, part = list(_USUAL), [], ""
    is_shown_anew = _is_shown_anew(rows)
    for number, row in enumerate(rows, start=1):
        kind, _, rest = row.strip().partition(":")
        if kind.startswith("[") and kind.endswith("]"):
            part = kind.lower()
        elif part == "[events]" and kind == "Format":
            names = [name.strip() for name in rest.split(",")]
            if not {"Start", "End"} < set(names) or names[-1] != "Text":
                hint = f"it is usually {', '.join(_USUAL)}"
                raise LyricsFault("a format needs Start, End and, as the last, Text", hint, number, 1, len(row))
        elif part == "[events]" and (
            kind == "Comment" and _effect(rest, names) == "karaoke" if is_shown_anew else kind == "Dialogue"
        ):
            lines.append(_line(row, rest, names, number))
    if not part:
        hint = "name the file by what it is: .lrc, .srt, .vtt or .txt"
        raise LyricsFault("this is no .ass file: it has no [Events]", hint, 1, 1, max(1, len(rows[0])))
    return tuple(line for line in lines if line)


def _is_shown_anew(rows: Sequence[str]) -> bool:
    """Whether a karaoke template made what is shown: then a row is a syllable's flourish, and what is sung stands in
    the comments that it was made from."""
    kinds = {(kind.strip(), _effect(rest, _USUAL)) for kind, _, rest in (row.partition(":") for row in rows)}
    return {("Dialogue", "fx"), ("Comment", "karaoke")} <= kinds


def _effect(rest: str, names: Sequence[str]) -> str:
    fields = rest.split(",", len(names) - 1)
    return fields[names.index("Effect")].strip().lower() if "Effect" in names and len(fields) == len(names) else ""


def _line(row: str, rest: str, names: Sequence[str], number: int) -> Line | None:
    fields = rest.split(",", len(names) - 1)
    if len(fields) < len(names):
        hint = f"its Format row announces {len(names)}: {', '.join(names)}"
        raise LyricsFault(f"a dialogue of {len(fields)} fields", hint, number, 1, len(row))
    said = dict(zip(names, fields, strict=True))
    start, end = (_time(said, name, row, number) for name in ("Start", "End"))
    if end < start:
        raise LyricsFault("this ends before it begins", "End is the later one", number, row.find(said["End"]) + 1)
    text = fields[-1]
    if _DRAWS.search(text):
        return None
    marks = list(_marks(text, row, number))
    if not any(length is not None for length, _, _ in marks):
        return line_of([Piece(start, end, "".join(part for _, part, _ in marks), is_marked=False)], number)
    pieces, at = [], start
    for length, part, jump in marks:
        at = at if jump is None else max(at, start + jump)
        until = at + (length or 0.0)
        pieces.append(Piece(at, until, part))
        at = until
    return line_of(pieces, number)


def _marks(text: str, row: str, number: int) -> Iterator[tuple[float | None, str, float | None]]:
    """(seconds it is sung for; text; seconds after the row's start that it begins), in order; None for what is not
    said."""
    at, length, jump, first = 0, None, None, row.rindex(text) if text else len(row)
    for block in _BLOCK.finditer(text):
        if block.start() > at:
            yield length, _BREAK.sub(" ", text[at : block.start()]), jump
            length = jump = None
        for sung in _SUNG.finditer(block[1]):
            if length is not None:
                yield length, "", jump
                length = jump = None
            if sung[1] == "t":
                jump = _length(sung, first + block.start(1), number)
            else:
                length = _length(sung, first + block.start(1), number)
        at = block.end()
    if text[at:] or length is not None:
        yield length, _BREAK.sub(" ", text[at:]), jump


def _length(sung: re.Match[str], first: int, number: int) -> float:
    digits = sung[2]
    if not digits or len(digits) > 6 or int(digits) < 0:
        hint = r"hundredths of a second, as {\k25}"
        raise LyricsFault(f'"{sung[0][:20]}" can\'t be read', hint, number, first + sung.start() + 1, len(sung[0]))
    return int(digits) / 100


def _time(said: Mapping[str, str], name: str, row: str, number: int) -> float:
    text = said[name].strip()
    match = _TIME.fullmatch(text)
    column = max(0, row.find(text)) + 1
    if match is None:
        raise LyricsFault(f'"{text[:40]}" is no time', "write it as 0:01:02.50", number, column, max(1, len(text)))
    return checked(match, number, *match.groups(), before=column - 1)
