"""`beatforge persona review|approve|reject`: what people said of a set's pictures, and their saying so.

In: `approvals:` of the project, the pictures' files. Out: a table, or verdicts written into project.yaml with its
comments kept. A verdict is for the picture as it was; a picture that was drawn anew is to be looked at again.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.cli.canon import SIZE, CanonicalSet, the_set
from beatforge.cli.canon_targets import canon_targets, picture_names
from beatforge.errors import DONE, ProjectError, UsageError

if TYPE_CHECKING:
    from beatforge.project.models import Project
    from beatforge.project.problems import Problem

STATES = ("missing", "rejected", "changed", "open", "approved")
"""What a picture can be: not drawn, rejected, approved or rejected when it looked otherwise, not judged, approved."""

SHOWN = 16
"""Digits of a digest that are written into the project."""


@dataclass(frozen=True, slots=True)
class Row:
    """A picture in the table."""

    name: str
    state: str
    reason: str = ""
    by: str = ""


def review(args: argparse.Namespace) -> int:
    """The table of what is approved, rejected and open."""
    work = the_set(args)
    if args.questions:
        print("\n".join(questions(work)))
        return DONE
    rows = list(reviewed(work, _names(work)))
    if args.json:
        print(json.dumps({"pictures": [asdict(row) for row in rows]}, indent=1, ensure_ascii=False))
        return DONE
    width = max(len(row.name) for row in rows)
    for state in STATES:
        for row in rows:
            if row.state == state:
                print(f"{row.state:8}  {row.name:{width}}  {row.reason}{f' ({row.by})' if row.by else ''}".rstrip())
    counts = Counter(row.state for row in rows)
    print(f"{work.title}: " + ", ".join(f"{counts[state]} {state}" for state in STATES if counts[state]))
    return DONE


def approve(args: argparse.Namespace) -> int:
    """Pictures approved, each with the reason."""
    return _judge(args, "approve")


def reject(args: argparse.Namespace) -> int:
    """Pictures rejected, each with the reason."""
    return _judge(args, "reject")


def reviewed(work: CanonicalSet, names: Sequence[str]) -> Iterator[Row]:
    """A row for each picture of the set."""
    from beatforge.persona.canon.manifest import digest_of
    from beatforge.project.approvals import APPROVE

    approvals = work.project().approvals
    who = work.persona.id
    for name in names:
        digest = digest_of(work.folder / work.place / f"{name}.png")
        said = approvals.get(f"{who}/{name}")
        if not digest:
            yield Row(f"{who}/{name}", "missing")
        elif said is None:
            yield Row(f"{who}/{name}", "open")
        elif not said.holds_for(digest):
            state = "changed" if said.verdict == APPROVE else "open"
            yield Row(f"{who}/{name}", state, f"was: {said.verdict}, {said.reason}", said.by or "")
        else:
            yield Row(
                f"{who}/{name}", "approved" if said.verdict == APPROVE else "rejected", said.reason, said.by or ""
            )


def questions(work: CanonicalSet) -> Iterator[str]:
    """What to look for in every picture, from what the persona's file says of them."""
    spec = work.persona.spec
    yield from (f"Does it show this: {always}?" for always in spec.always)
    yield from (f"Does it keep to this: {article.title}?" for article in spec.constitution)
    yield "Is one figure there, alone, and whole as far as the picture means to show it?"


def check_verdicts(project: Project, allowed: Sequence[Path]) -> None:
    """Nothing, where every verdict of the project is on a picture that its persona has; else ProjectError."""
    if project.approvals and (faults := list(_verdict_faults(project, allowed))):
        raise ProjectError(faults)


def _verdict_faults(project: Project, allowed: Sequence[Path]) -> Iterator[Problem]:
    from beatforge.persona.canon.pictures import canonical_pictures
    from beatforge.project.personas import read_persona
    from beatforge.project.problems import advice
    from beatforge.project.reach import persona_files

    personas, known = persona_files(project.folder, allowed), dict[str, tuple[str, ...]]()
    for name in project.approvals:
        who, _, picture = name.partition("/")
        at = ("approvals", name)
        if who not in personas:
            yield project.problem_at(at, "BF092", f'no persona "{who}"', "key", hint=advice(who, personas))
            continue
        if who not in known:
            spec = read_persona(who, project.folder, allowed).spec
            known[who] = tuple(f"{who}/{one.name}" for one in canonical_pictures(spec))
        if name not in known[who]:
            hint = advice(name, known[who]) or f"`beatforge persona review {who}` lists them"
            yield project.problem_at(at, "BF092", f'{who} has no picture "{picture}"', "key", hint=hint)


def _judge(args: argparse.Namespace, verdict: str) -> int:
    from beatforge.persona.canon.manifest import digest_of
    from beatforge.project.edit import set_at

    work, names = _chosen(args)
    check_verdicts(work.project(), work.allowed)
    by = args.by or _user(work.folder)
    digests = {name: digest_of(work.folder / work.place / f"{name}.png") for name in names}
    if missing := [name for name, digest in digests.items() if not digest]:
        raise UsageError(f"{missing[0]} is not drawn yet: beatforge persona canon {work.persona.id}")
    for name, digest in digests.items():
        said = {"verdict": verdict, "reason": args.reason, **({"by": by} if by else {}), "digest": digest[:SHOWN]}
        picture = f"{work.persona.id}/{name}"
        set_at(work.file, ("approvals", picture), said, work.allowed, in_rows=True)
        print(f"{work.file.name}: {picture}: {verdict}, {args.reason}")
    return DONE


def _chosen(args: argparse.Namespace) -> tuple[CanonicalSet, list[str]]:
    """The set, and those of its pictures that are named; UsageError naming the nearest."""
    from fnmatch import fnmatchcase

    from beatforge.persona.canon.pictures import FOLDERS
    from beatforge.project.problems import advice

    firsts = {name.partition("/")[0] for name in args.pictures}
    named = firsts - {*FOLDERS}
    if len(named) > 1 or (named and firsts & {*FOLDERS}):
        raise UsageError("pictures of one persona at a time")
    args.name = next(iter(named), None)
    work = the_set(args)
    known, names = _names(work), list[str]()
    for asked in args.pictures:
        pattern = asked.removeprefix(f"{args.name}/") if args.name else asked
        found = [name for name in known if fnmatchcase(name, pattern)]
        if not found:
            hint = advice(pattern, known) or f"`beatforge persona review {work.persona.id}` lists them"
            raise UsageError(f'{work.title} has no picture "{pattern}"; {hint}')
        names += found
    return work, list(dict.fromkeys(names))


def _names(work: CanonicalSet) -> list[str]:
    return list(picture_names(canon_targets(work.persona, SIZE)))


def _user(folder: Path) -> str:
    """Who git says is at work here; nobody, where it says nothing."""
    from beatforge.errors import BeatforgeError
    from beatforge.past.git import run

    try:
        return run(folder, "config", "user.name").decode(errors="replace").strip()[:80]
    except BeatforgeError:
        return ""
