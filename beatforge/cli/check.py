"""`beatforge check`: every fault of the project, without making anything."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beatforge.project.problems import Problem


def check(args: argparse.Namespace) -> int:
    """Find all faults; where the song was listened to before, those of the plan too."""
    from beatforge.cli.session import Session

    with Session.open(args.path or args.project, profile=args.profile, sets=args.sets) as session:
        planned = session.plan() is not None
    if args.format == "json":
        print_json(())
    else:
        rest = "" if planned else "; scenes are checked once the song was listened to (beatforge build analysis)"
        print(f"{session.file.name}: no problems{rest}")
    return 0


def print_json(problems: Sequence[Problem]) -> None:
    """`{"problems": [{"file", "line", "column", "code", "message", ..}]}` on standard output."""
    print(json.dumps({"problems": [problem.to_value() for problem in problems]}, indent=1, ensure_ascii=False))
