"""`beatforge check PATH..`: one project, or each project that some files belong to, as a commit hook names them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from beatforge.cli.check import check
from beatforge.cli.opening import FILE
from beatforge.errors import DONE, BeatforgeError, UsageError

ONE_REPORT = ("json", "sarif")


def check_paths(args: argparse.Namespace) -> int:
    """Check each project once, all of them; the status of the first that has faults."""
    if len(args.paths) <= 1:
        args.path = project_of(Path(args.paths[0])) if args.paths else None
        return check(args)
    projects = list(dict.fromkeys(project_of(Path(path)) for path in args.paths))
    if len(projects) > 1 and args.format in ONE_REPORT:
        raise UsageError(f"--format {args.format} makes one report; check one project at a time")
    statuses = []
    for args.path in projects:
        try:
            statuses.append(check(args))
        except BeatforgeError as error:
            print(f"{args.path}:\n{error}", file=sys.stderr)
            statuses.append(error.exit_status)
    return next((status for status in statuses if status), DONE)


def project_of(path: Path) -> Path:
    """The project that a path means: that beside `styles/` or `personas/` for a file in there, that beside a lock."""
    is_below = path.parent.name in ("styles", "personas")
    home = path.parent.parent if is_below else path.parent
    is_part = is_below or path.suffix == ".lock"
    return home / FILE if is_part and (home / FILE).is_file() else path
