"""What the terminal can show. Imports nothing but what Python has loaded anyway.

`make_printable` lets any text out, whatever encoding the terminal or pipe has: a character it lacks becomes a JSON
escape, so that JSON stays JSON. `is_live` says whether lines can be redrawn.
"""

from __future__ import annotations

import codecs
import io
import os
import sys

_PLAIN = {"…": "~", "×": "x", "–": "-", "—": "-"}  # as wide as what they stand for


def make_printable() -> None:
    """No name, however strange, ends a command while it is printed."""
    codecs.register_error("beatforge", _escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="beatforge")


def is_live() -> bool:
    """Whether a display may redraw its lines: a terminal that is not dumb."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _escaped(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = "".join(_PLAIN.get(char) or _json_escape(char) for char in error.object[error.start : error.end])
    return text, error.end


def _json_escape(char: str) -> str:
    """As JSON writes it: by UTF-16 units."""
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
