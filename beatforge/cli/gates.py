"""`beatforge gates`: what each gate measured of the last build, as a table or JSON; and what a build says of gates.

In: verdicts in the store. Nothing is measured or judged here. Exit status 6 where a gate fails.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from beatforge.cli.opening import split_names
from beatforge.errors import DONE, GATE

if TYPE_CHECKING:
    from beatforge.cli.session import Session

LIMITS = {"min": "at least", "max": "at most"}
"""How a limit is said; all others are told by name."""


def gates(args: argparse.Namespace) -> int:
    """The table of all gates."""
    from beatforge.cli.session import Session

    file, _ = split_names(args.project, args.names)
    with Session.open(file, profile=args.profile, sets=args.sets) as session:
        found = verdicts(session)
        fails = any(verdict["state"] == "fails" for verdict in found.values())
        if args.json:
            print(json.dumps({"gates": found, "fails": fails}, indent=1, ensure_ascii=False))
        else:
            print("\n".join(_lines(session, found)))
    return GATE if fails else DONE


def verdicts(session: Session, only: Sequence[str] | None = None) -> dict[str, dict[str, Any]]:
    """The last verdict of every gate there is, by target; `is_current` says whether it is of the film as it stands."""
    from beatforge.film.gates import VERDICT

    latest, found = session.trace.latest(session.scope), {}
    for name, entry in session.survey.entries.items():
        if entry.target.kind != "gate" or (only is not None and name not in only):
            continue
        known = entry.outputs or (latest[name].outputs if name in latest else None)
        path = session.store.blob_path(known[VERDICT].digest) if known and VERDICT in known else None
        if path is not None and path.is_file():
            found[name] = {**json.loads(path.read_bytes()), "is_current": entry.state == "fresh"}
    return found


def remarks(found: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What a build says although nothing failed: advice, and waivers that waive nothing."""
    for name, verdict in found.items():
        if verdict["state"] == "advises":
            for finding in verdict["findings"][:1]:
                yield f"{name} advises: {_told(finding)}; {verdict['way_out']}"
        for scene in verdict["waives_nothing"]:
            yield f"waive: {{{scene}: {{{verdict['gate']}: ...}}}} waives nothing; take it out"


def _lines(session: Session, found: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    if not found:
        yield "no gate has judged this film yet: beatforge build"
        return
    for name, verdict in found.items():
        old = "" if verdict["is_current"] else "  (of an earlier version)"
        yield f"{verdict['state']:8} {name.removeprefix('gate/'):26} {figures_of(verdict)}{old}"
        yield from (f"           {_told(finding)}" for finding in verdict["findings"])
        yield from (f"           waived: {_told(row)}; {row['reason']}" for row in verdict["waived"])
        yield from (f"           the waiver for {scene} waives nothing" for scene in verdict["waives_nothing"])
    states = [verdict["state"] for verdict in found.values()]
    yield ", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(sorted(states)))


def figures_of(verdict: Mapping[str, Any]) -> str:
    """A gate's figures and limits in a line: "freeze_ratio 0.002, longest_s 0.12; at most 0.01, longest 0.5"."""
    figures = ", ".join(f"{name} {figure:g}" for name, figure in verdict["figures"].items())
    limits = ", ".join(f"{LIMITS.get(name, name)} {limit:g}" for name, limit in verdict["limits"].items())
    return f"{figures}; {limits}" if limits else figures


def _told(finding: Mapping[str, Any]) -> str:
    return f"{finding['scene']} at {finding['time']} (frame {finding['frame']}): {finding['text']}"
