"""Commands that tell and cost nothing: plan, why. They show the survey that `build` itself obeys."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from beatforge.cli.brought import footage_lines
from beatforge.cli.mashup import mashup_lines, mashup_value
from beatforge.cli.opening import split_names
from beatforge.cli.parted import stems_lines
from beatforge.cli.prices import output_lines, output_rows
from beatforge.cli.session import Session
from beatforge.cli.sung import ear_lines, unmoved_lines
from beatforge.cli.understood import understood_lines
from beatforge.cli.wording import in_bytes, in_words
from beatforge.errors import UsageError

if TYPE_CHECKING:
    from beatforge.film.plan import Plan, Scene
    from beatforge.graph.reasons import Reason
    from beatforge.graph.staleness import Entry

SHOWN_REASONS = 3


def plan(args: argparse.Namespace) -> int:
    """`beatforge plan`: the bound of what `build` would make."""
    file, asked = split_names(args.project, args.names)
    with Session.open(file, profile=args.profile, sets=args.sets) as session:
        wanted = _wanted(session, asked)
        rows = [_row(entry) for name, entry in session.survey.entries.items() if name in wanted]
        rows += _possible(session) if session.plan() is None and not asked else []
        if args.json:
            value = {"targets": rows, "outputs": output_rows(session, wanted), "totals": _totals(rows),
                     **mashup_value(session)}  # fmt: skip
            print(json.dumps(value, indent=1, ensure_ascii=False))
        else:
            print("\n".join(_plan_lines(session, rows, wanted)))
    return 0


def why(args: argparse.Namespace) -> int:
    """`beatforge why TARGET`, `why --not TARGET`, `why --since REF`: the planner's own reasons."""
    if args.since:
        from beatforge.cli.past import why_since

        return why_since(args)
    file, asked = split_names(args.project, args.names)
    if not asked:
        raise UsageError("name a target or a scene id; `beatforge status` lists them")
    with Session.open(file, profile=args.profile, sets=args.sets) as session:
        for name in session.names(asked):
            entry = session.survey.entries[name]
            if args.fresh:
                print(session.survey.why_fresh(name) if entry.state != "stale" else "\n".join(_why_lines(entry)))
            elif entry.state == "stale" or entry.reasons:
                print("\n".join(_why_lines(entry)))
            else:
                print(session.survey.why_fresh(name))
    return 0


def _wanted(session: Session, asked: tuple[str, ...]) -> set[str]:
    from beatforge.graph.target import closure

    targets = session.targets()
    return {target.name for target in closure(targets, session.names(asked) if asked else None)}


def _row(entry: Entry) -> dict[str, Any]:
    stale = entry.state == "stale"
    return {
        "name": entry.target.name,
        "kind": entry.target.kind,
        "fresh": not stale,
        "certain": entry.certain,
        "reasons": [told(reason) for reason in entry.reasons],
        "seconds": round(entry.seconds, 2),
        "bytes": entry.bytes,
        "usd": 0.0,
    }


def _possible(session: Session) -> list[dict[str, Any]]:
    """What hangs on listening that is still to be done: bounds, since its scenes have no names yet."""
    from beatforge.cli.forecast import forecast

    return [
        {"name": item.name, "kind": item.name.partition("/")[0], "fresh": False, "certain": False,
         "reasons": ["analysis is stale"], "seconds": round(item.seconds, 2), "bytes": item.bytes, "usd": 0.0,
         "count": item.count}
        for item in forecast(session)
    ]  # fmt: skip


def _totals(rows: list[dict[str, Any]]) -> dict[str, Any]:
    stale = [row for row in rows if not row["fresh"]]
    return {
        "stale": sum(row.get("count", 1) for row in stale),
        "certain": sum(1 for row in stale if row["certain"]),
        "seconds": round(sum(row["seconds"] for row in stale), 2),
        "bytes": sum(row["bytes"] for row in rows),
        "usd": 0.0,
    }


def _plan_lines(session: Session, rows: list[dict[str, Any]], wanted: set[str]) -> list[str]:
    film = session.plan()
    lines = mashup_lines(session)
    if film:
        lines += _film_lines(film, session)
    lines += [f"warning: {text}" for text in session.song_warnings()]
    stale = [row for row in rows if not row["fresh"]]
    for row in stale:
        times = f" (up to {row['count']})" if row.get("count", 1) > 1 else ""
        lines.append(f"{'make' if row['certain'] else 'maybe'} {row['name']}{times}, about {in_words(row['seconds'])}")
        lines += [f"     {reason}" for reason in row["reasons"][:SHOWN_REASONS]]
        if len(row["reasons"]) > SHOWN_REASONS:
            lines.append(f"     and {len(row['reasons']) - SHOWN_REASONS} more: beatforge why {row['name']}")
    restored = [entry for name, entry in session.survey.entries.items() if name in wanted and entry.state == "restore"]
    lines += [f"copy {entry.target.name} from the store" for entry in restored]
    totals = _totals(rows)
    if not stale:
        return [*lines, f"nothing to make; {len(rows)} targets are fresh"]
    if film is None:
        lines.append("scenes get their names when the song was listened to: beatforge build analysis")
    return [
        *lines,
        *output_lines(output_rows(session, wanted)),
        f"{totals['stale']} to make ({totals['certain']} certain), {len(rows) - len(stale)} fresh; about"
        f" {in_words(totals['seconds'])} of one core, {in_bytes(totals['bytes'])}, $0.00",
    ]


def _film_lines(film: Plan, session: Session) -> list[str]:
    from beatforge.film.on_screen import screen_lines

    joins = [join.kind for join in film.transitions]
    counts = ", ".join(f"{joins.count(kind)} {kind}s" for kind in dict.fromkeys(joins))
    lines = [
        f"{film.name}: {len(film.scenes)} scenes, {film.num_frames} frames at {film.fps} fps; {counts or 'no joins'}"
        + (f"; {film.persona}" if film.persona else "")
    ]
    lines += [f"  {line}" for line in _scene_table(film.scenes, film)]
    unknown = sorted({word for scene in film.scenes for word in scene.unknown})
    lines += understood_lines(film, session.project)
    lines += footage_lines(film, session.project)
    lines += unmoved_lines(film, session.project, session.require_analysis())
    lines += stems_lines(session.stems())
    lines += ear_lines(session.project)
    lines += screen_lines(film)
    if unknown:
        lines.append(f"words of prompts that only vary details: {', '.join(unknown)}")
    if film.unknown:
        lines.append(f"words of the concept without effect: {', '.join(film.unknown)}")
    return lines


def _scene_table(scenes: tuple[Scene, ...], film: Plan) -> list[str]:
    into = {join.after: join for join in film.transitions}
    rows, width = [], max(4, *(len(scene.view) for scene in scenes))
    for scene in scenes:
        join = into.get(scene.id)
        how = "" if join is None else f"{join.kind}{f' {join.num_frames}' if join.num_frames else ''}: {join.reason}"
        look = scene.shot.look
        light = (scene.light + ("?" if scene.guessed else "")) or "-"
        rows.append(
            f"{scene.id:16} {scene.shot.num_frames:5} frames  {'hero' if scene.hero else '    '}  {look.motif:10}"
            f" {scene.view:{width}} {light:8} {look.medium:9} {how}"
        )
    return rows


def _why_lines(entry: Entry) -> list[str]:
    name = entry.target.name
    if entry.state == "stale":
        head = f"{name} is stale" + (
            "" if entry.certain else " (possibly: it hangs on a result that may come out the same)"
        )
    else:
        head = f"{name} was made, and is to be copied from the store"
    return [head, *(f"  {told(reason)}" for reason in entry.reasons)]


def told(reason: Reason) -> str:
    """The reason, naming of all lines that have a say in the value only those that were edited."""
    from dataclasses import replace

    from beatforge.film.causes import narrowed

    old, new = narrowed(reason.old_origin, reason.new_origin)
    return str(replace(reason, old_origin=old, new_origin=new))
