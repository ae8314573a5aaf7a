"""The bytes of a lyrics file as rows of text; a fault where they are none.

UTF-8 with or without its mark, or UTF-16 with it; rows end with LF, CRLF or CR. Other encodings are not guessed: a
wrong guess would sing other letters. An UltraStar file may say what it is: `#ENCODING:CP1252`.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from beatforge.song.lyrics.lines import LyricsFault

MAX_BYTES = 1 << 20
"""A song of four minutes has 5 kB of words; what is larger than this is another file."""

_ROW_END = re.compile(r"\r\n|\n|\r")
_SAID = re.compile(rb"^#ENCODING:[ \t]*(CP125[0-8])[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
"""What UltraStar files of before 2011 may say of themselves: pages of Windows."""

_ALLOWED_CONTROLS = "\t\v\f"


def rows_of(data: bytes) -> tuple[str, ...]:
    """The rows of a text file, without their ends."""
    if not data.strip():
        raise LyricsFault("the file is empty", "put the words into it, or leave lyrics: out")
    if len(data) > MAX_BYTES:
        raise LyricsFault(f"larger than {MAX_BYTES >> 20} MiB", "is it the right file? words of a song are a few kB")
    rows = tuple(_ROW_END.split(_decoded(data)))
    for number, row in enumerate(rows, start=1):
        if not row.isprintable():
            _refuse_controls(row, number)
    return rows


def _decoded(data: bytes) -> str:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return _text(data[len(mark) :], encoding, "save it as UTF-8")
    data = data.removeprefix(codecs.BOM_UTF8)
    if said := _SAID.search(data):
        return _text(data, said[1].decode().lower(), "is its #ENCODING: right?")
    if b"\0" in data[:4096]:
        raise LyricsFault("this is no text, or UTF-16 without its mark", "name a lyrics file, saved as UTF-8")
    return _text(data, "utf-8", "save it as UTF-8; your editor may call what it is now ANSI, Latin-1 or Windows-1252")


def _text(data: bytes, encoding: str, hint: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = _ROW_END.split(data[: error.start].decode(encoding))
        name = encoding[:6].rstrip("-").upper()
        wrong = " ".join(f"{byte:02X}" for byte in data[error.start : error.end])
        row = _ROW_END.split(data[error.start :].decode(encoding, "replace"))[0]
        raise LyricsFault(
            f"no {name} here (bytes {wrong})", hint, len(before), len(before[-1]) + 1, source=before[-1] + row
        ) from error


def _refuse_controls(row: str, number: int) -> None:
    """Fault for what would move a cursor instead of being read."""
    for column, char in enumerate(row, start=1):
        if char not in _ALLOWED_CONTROLS and unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn"):
            raise LyricsFault(
                f"a character that is no letter (U+{ord(char):04X})", "leave it out", number, column, 1, row
            )
