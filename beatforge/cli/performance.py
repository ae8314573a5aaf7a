"""`beatforge performance`: the timeline of a show as a table, before anything is rendered."""

from __future__ import annotations

import argparse
import json

from beatforge.cli.opening import split_names
from beatforge.errors import DONE, UsageError


def performance(args: argparse.Namespace) -> int:
    """What is done when, and why; listens first where it has to."""
    from beatforge.cli.session import Session

    file, _ = split_names(args.project, args.names)
    with Session.open(file, profile=args.profile, sets=args.sets) as session:
        from beatforge.film.dj.staged import has_performer
        from beatforge.film.dj.table import rows_of, table_lines

        if not has_performer(session.project):
            raise UsageError("nobody performs in this film; say film: {mode: dj, persona: NAME}")
        plan = session.require_plan()
        assert plan.show is not None
        if args.json:
            value = {"persona": plan.persona, "theme": plan.show.theme, "rows": rows_of(plan)}
            print(json.dumps(value, indent=1, ensure_ascii=False))
        else:
            count = len(plan.show.moves)
            print(f"{plan.name}: {plan.persona}, {plan.show.theme}, {count} action{'s' if count != 1 else ''}")
            print("\n".join(table_lines(plan)))
    return DONE
