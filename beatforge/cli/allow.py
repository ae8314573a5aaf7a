"""`beatforge allow DIR`: a folder that every project may read, written into the user's settings.

In: a folder. Out: the settings file with it, comments and order kept, replaced at once. Only a user can say this; no
project file, however it is written, reaches further than its own folder and these.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.cli.settings import read_settings, settings_path
from beatforge.errors import UsageError
from beatforge.project.quoting import written

if TYPE_CHECKING:
    from beatforge.project.nodes import Node, Source

_HEADER = "# What beatforge keeps to in every project: beatforge config shows it.\n"


def allow(args: argparse.Namespace) -> int:
    """Allow a folder, take it back, or list what is allowed."""
    folders = read_settings().allow
    if args.list or not args.folder:
        if args.folder or args.remove:
            raise UsageError("name a folder, or ask for --list alone")
        for folder in folders:
            print(f"{folder}" + ("" if folder.is_dir() else "  (not there now)"))
        if not folders:
            print("nothing is allowed: projects read inside their own folders; beatforge allow DIR adds a folder")
        return 0
    asked = Path(args.folder).expanduser().absolute()
    return _remove(asked, folders) if args.remove else _add(asked, folders)


def _add(asked: Path, folders: Sequence[Path]) -> int:
    if not asked.is_dir():
        parent = f"; its folder is {asked.parent}" if asked.is_file() else ""
        raise UsageError(f"{asked} is no folder{parent}")
    folder = asked.resolve()
    if cover := _covering(folder, folders):
        print(f"{folder} is allowed already" + (f", as part of {cover}" if cover.resolve() != folder else ""))
        return 0
    _write([*folders, folder])
    print(f"allowed {folder}: every project may name files in it ({settings_path()})")
    return 0


def _remove(asked: Path, folders: Sequence[Path]) -> int:
    kept = [folder for folder in folders if folder != asked and folder.resolve() != asked.resolve()]
    if len(kept) == len(folders):
        from beatforge.project.problems import advice

        cover = _covering(asked.resolve(), folders)
        known = advice(str(asked), [str(folder) for folder in folders]) or "`beatforge allow --list` shows what is"
        raise UsageError(f"{asked} is not listed; " + (f"it is part of {cover}, which is" if cover else known))
    _write(kept)
    print(f"no longer allowed: {asked} ({settings_path()})")
    return 0


def _covering(folder: Path, folders: Sequence[Path]) -> Path | None:
    """The allowed folder that this one is, or lies in."""
    return next((cover for cover in folders if folder.is_relative_to(cover.resolve())), None)


def _write(folders: Sequence[Path]) -> None:
    """The settings file with these folders; made if there is none."""
    from beatforge.cli.settings_file import check_settings
    from beatforge.project.edit import write_whole
    from beatforge.project.nodes import parse_source

    path = settings_path().resolve()  # a link into a folder of dotfiles stays a link
    data = path.read_bytes() if path.exists() else _HEADER.encode()
    text = with_folders(parse_source(data, str(path)), [str(folder) for folder in folders])
    mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
    whole = (mark + text).encode()
    check_settings(parse_source(whole, str(path)))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, whole)


def with_folders(source: Source, folders: Sequence[str]) -> str:
    """The file's text with this list under `allow`, changed in as few places as can be."""
    from beatforge.project.edit import edited
    from beatforge.project.nodes import parse_source

    entry = (source.root.entries or {}).get("allow")
    if entry is None:
        text = _with_key(source, folders)
    elif entry[1].items and not entry[1].flow:
        text = _by_lines(source, entry[1].items, folders)
    else:
        text = _in_line(source, entry[1], folders)
    root = parse_source(text.encode(), source.label).root
    says = [_folder(node) for node in ((root.entries or {}).get("allow") or (None, root))[1].items or []]
    return text if says == list(folders) else edited(source, ("allow",), list(folders))


def _with_key(source: Source, folders: Sequence[str]) -> str:
    newline = _newline(source)
    start = source.text if not source.text or source.text.endswith("\n") else source.text + newline
    return start + "".join(f"{line}{newline}" for line in ("allow:", *(f"  - {written(name)}" for name in folders)))


def _by_lines(source: Source, items: Sequence[Node], folders: Sequence[str]) -> str:
    """A list with a line for each folder: lines come and go, so that each folder keeps its comment."""
    lines, last = source.text.split("\n"), items[-1].line
    gone = {item.line for item in items if _folder(item) not in folders}
    was = {_folder(item) for item in items}
    lead, end = lines[items[0].line][: items[0].column], _newline(source)[:-1]
    more = [f"{lead}{written(name)}{end}" for name in folders if name not in was]
    kept = [([] if row in gone else [line]) + (more if row == last else []) for row, line in enumerate(lines)]
    return "\n".join(line for some in kept for line in some)


def _in_line(source: Source, node: Node, folders: Sequence[str]) -> str:
    """A list in brackets, a single folder, or nothing, replaced where it stands."""
    lines = source.text.split("\n")
    if node.line != node.end_line:
        return source.text
    line = lines[node.line]
    space = " " if line[: node.column].endswith(":") else ""
    lines[node.line] = line[: node.column] + space + written(list(folders)) + line[node.end_column :]
    return "\n".join(lines)


def _newline(source: Source) -> str:
    return "\r\n" if "\r\n" in source.text else "\n"


def _folder(node: Node) -> str:
    return str(Path(node.text or "").expanduser())
