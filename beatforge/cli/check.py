"""`beatforge check`: every fault of the project, without making anything."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def check(args: argparse.Namespace) -> int:
    """Find all faults; where the song was listened to before, those of the plan too."""
    from beatforge.cli.opening import find_project
    from beatforge.errors import ProjectError
    from beatforge.project.reports import FORMATS

    try:
        return _check(args)
    except ProjectError as error:
        if args.format == "text":
            raise
        file = find_project(args.path or args.project)
        assert file
        sys.stdout.write(FORMATS[args.format](error.problems, (), _seen_from_outside(file.parent)))
        return error.exit_status


def _check(args: argparse.Namespace) -> int:
    from beatforge.cli.lock import check_lock
    from beatforge.cli.session import Session
    from beatforge.project.reports import FORMATS

    with Session.open(args.path or args.project, profile=args.profile, sets=args.sets) as session:
        planned = session.plan() is not None
        check_lock(session, args.locked)
    notes = session.project.notes
    if args.format != "text":
        sys.stdout.write(FORMATS[args.format]((), notes, _seen_from_outside(session.folder)))
    else:
        for note in notes:
            print(note)
        rest = "" if planned else "; scenes are checked once the song was listened to (beatforge build analysis)"
        print(f"{session.file.name}: no problems{rest}")
    return 0


def _seen_from_outside(folder: Path) -> str:
    """The project folder as who shows the report calls it: from the repository in a workflow, else from here."""
    root = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()
    real = folder.resolve()
    return real.relative_to(root).as_posix() if real.is_relative_to(root) else real.as_posix()
