"""`beatforge migrate`: an older project file shown or rewritten in this release's words."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beatforge.project.nodes import Source


def migrate(args: argparse.Namespace) -> int:
    """Print the difference, or write it; a file of this version is left alone."""
    from beatforge.cli.opening import find_project
    from beatforge.cli.settings import read_settings
    from beatforge.project.load import check_start, open_source
    from beatforge.project.upgrades import VERSION, migrated, written_version

    file = find_project(args.path or args.project)
    assert file
    source = open_source(file, read_settings().allow)
    check_start(source)
    text = migrated(source)
    version = written_version(source)
    if text == source.text:
        print(f"{file.name}: version {version or VERSION}, nothing to migrate")
    elif args.write:
        _write(file, source, text)
        print(f"{file.name}: version {version} -> {VERSION}; commit it")
    else:
        mark = _mark(file.read_bytes()).decode()
        sys.stdout.write(_difference(file.name, mark + source.text, mark + text))
        print(f"{file.name}: version {version} -> {VERSION}; beatforge migrate --write writes it", file=sys.stderr)
    return 0


def _write(file: Path, source: Source, text: str) -> None:
    """The text in the place of the file's, unless it was edited meanwhile; a byte order mark stays."""
    from beatforge.errors import UsageError
    from beatforge.project.edit import write_whole

    real = file.resolve()
    old = real.read_bytes()
    mark = _mark(old)
    if old != mark + source.text.encode():
        raise UsageError(f"{file.name} was edited meanwhile; start again")
    write_whole(real, mark + text.encode())


def _mark(data: bytes) -> bytes:
    """The byte order mark the file begins with, if it does."""
    mark = b"\xef\xbb\xbf"
    return mark if data.startswith(mark) else b""


def _difference(name: str, old: str, new: str) -> str:
    """What would change, as `diff -u` and `git apply` have it."""
    import difflib

    lines = difflib.unified_diff(_lines(old), _lines(new), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith(("\n", "\r")) else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """Lines with their ends, as `diff` counts them; a text of Mac lines alone has lines too."""
    ends = "\n" if "\n" in text else "\r"
    parts = text.split(ends)
    return [part + ends for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
