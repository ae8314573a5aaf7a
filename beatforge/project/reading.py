"""A text file's bytes and its text, read so that no file can hang, flood or fool the reader.

In: a path, or bytes. Out: bytes of a plain file up to a size, or their text; else a Problem that says what it is
instead: a folder, a pipe, a device, another encoding.
"""

from __future__ import annotations

import codecs
import re
import stat
from pathlib import Path

from beatforge.errors import ProjectError
from beatforge.project.problems import Problem

MAX_BYTES = 2 * 2**20

LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""Where lines end for YAML 1.1, so that places agree with the parser's."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
"""Longer marks first: the one of UTF-32 begins like the one of UTF-16."""

_START = 64
"""Bytes of the start in which text of two bytes a letter shows by its zeros."""


def read_bytes(path: Path, label: str) -> bytes:
    """The file's bytes; raises ProjectError where there is no plain file of a readable size."""
    try:
        mode = path.stat().st_mode  # before opening: a pipe that nobody writes to would never open
        if not stat.S_ISREG(mode):
            raise ProjectError([_whole(label, f"{path.name} is {_kind(mode)}, not a file")])
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)  # some files of the system have more in them than they say
    except OSError as error:
        reason = "is not there" if isinstance(error, FileNotFoundError) else f"can't be read: {error.strerror}"
        hint = f"{path.name} is a link to {path.readlink()}" if path.is_symlink() else ""
        raise ProjectError([_whole(label, f"{path.name} {reason}", hint)]) from error
    if len(data) > MAX_BYTES:
        raise ProjectError([_whole(label, f"larger than {MAX_BYTES // 2**20} MiB; is it the right file?")])
    return data


def decoded(data: bytes, label: str) -> str:
    """The bytes as UTF-8, with or without a byte order mark."""
    name = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if name or data[:_START].count(0) > _START // 4:
        raise ProjectError([_whole(label, f"the file is {name or 'UTF-16'}", "save it as UTF-8")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        lines = LINE_BREAK.split(before)
        row, column = len(lines), len(lines[-1]) + 1
        line = LINE_BREAK.split(data.decode("utf-8-sig", "replace"))[row - 1]
        text, hint = f"byte 0x{data[error.start]:02X} is not UTF-8", "save the file as UTF-8"
        raise ProjectError([Problem(label, row, column, column + 1, "BF001", text, hint, line)]) from error


def _kind(mode: int) -> str:
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    return kinds.get(stat.S_IFMT(mode), "a device")


def _whole(label: str, message: str, hint: str = "") -> Problem:
    return Problem(label, 0, 0, 0, "BF001", message, hint)
