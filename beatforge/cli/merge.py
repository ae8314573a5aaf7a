"""`beatforge merge-file`, which git calls to merge project files by key; `beatforge git-setup`, which tells it to."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from beatforge.errors import UsageError

CONFLICT = 1  # git's own status for a file that a person has to look at


def merge_file(args: argparse.Namespace) -> int:
    """Merge BASE, OURS and THEIRS into OURS; 1 if a person has to look at it."""
    from beatforge.past.merge import merge_files
    from beatforge.project.edit import write_whole

    base, ours, theirs = (_read(Path(name)) for name in (args.base, args.ours, args.theirs))
    name = args.path or args.ours
    data, merged = merge_files(base, ours, theirs, Path(name).name, args.marker_size)
    write_whole(Path(args.ours), data)
    if merged.how == "lines":
        print(f"beatforge: {name} is merged line by line; not all of it can be read as YAML", file=sys.stderr)
    for key in merged.conflicts:
        print(f"beatforge: {name}: both sides changed {key}", file=sys.stderr)
    return CONFLICT if merged.conflicts else 0


def git_setup(args: argparse.Namespace) -> int:
    """Let git merge the project files of this repository by key, or with --undo no longer."""
    from beatforge.cli.opening import find_project
    from beatforge.past.setup import set_up, undo

    file = find_project(args.path or args.project)
    assert file
    said = undo(file.parent) if args.undo else set_up(file.parent)
    print("\n".join(said) if said else "nothing to change")
    return 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(f"{path}: no such file") from error
