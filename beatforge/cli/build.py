"""`beatforge build`: the no-op path first, which imports next to nothing; then the real thing."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from beatforge.cli.opening import split_names
from beatforge.errors import CANCELLED, DONE, TARGET

if TYPE_CHECKING:
    from beatforge.cli.building import Built
    from beatforge.graph.lock import Owner

SHOWN_RESULTS = 8


def build(args: argparse.Namespace) -> int:
    """Make what is stale; nothing heavy is imported when nothing is."""
    from beatforge.cli.noop import recall

    file, names = split_names(args.project, args.names)
    known = None if names or args.locked else recall(file, args.profile, args.sets)
    if known is not None:
        _print_fresh(known["targets"], args.log)
        return DONE
    return _make(args, file, names)


def _make(args: argparse.Namespace, file: object, names: tuple[str, ...]) -> int:
    from pathlib import Path

    from beatforge.cli.building import build_project
    from beatforge.cli.display import choose_display
    from beatforge.cli.settings import jobs_of

    assert isinstance(file, Path)
    jobs = jobs_of(args.jobs)
    with choose_display(args.log, jobs) as display:
        built = build_project(
            file, names, profile=args.profile, sets=args.sets, jobs=jobs, keep_going=args.keep_going,
            locked=args.locked,
            on_event=display.show, on_expect=display.expect, on_wait=_say_who_builds,
            on_warning=_warn,
        )  # fmt: skip
    if args.log == "text":
        _print_summary(built)
    for error in built.errors:
        print(f"beatforge: {error}", file=sys.stderr)
    if built.interrupted:
        print("beatforge: cancelled; what was finished is kept", file=sys.stderr)
        return CANCELLED
    return max((error.exit_status for error in built.errors), default=TARGET) if built.failed else DONE


def _print_fresh(names: list[str], log: str) -> None:
    if log == "json":
        for name in names:
            print(json.dumps({"event": "fresh", "target": name}))
    else:
        print(f"nothing to make; {len(names)} targets are fresh")


def _print_summary(built: Built) -> None:
    if built.is_complete and not (built.made or built.restored):
        _print_fresh(built.fresh, "text")
        return
    counts = [f"{len(built.made)} made"]
    counts += [f"{len(rows)} {what}" for what, rows in (("restored", built.restored), ("fresh", built.fresh)) if rows]
    counts += [
        f"{len(rows)} {what}" for what, rows in (("failed", built.failed), ("cancelled", built.cancelled)) if rows
    ]
    print(", ".join(counts))
    results = [path for path in built.results if path.is_file()] if built.is_complete else []
    for path in results[:SHOWN_RESULTS]:
        print(path)
    if len(results) > SHOWN_RESULTS:
        print(f"and {len(results) - SHOWN_RESULTS} more in {results[-1].parent}")


def _warn(text: str) -> None:
    print(f"beatforge: warning: {text}", file=sys.stderr, flush=True)


def _say_who_builds(owner: Owner | None) -> None:
    print(f"waiting for {owner or 'another build'}, which builds this project", file=sys.stderr, flush=True)
