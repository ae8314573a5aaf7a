"""`--locked`: the lock on disk against the one that a build would write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatforge.errors import ToolError

if TYPE_CHECKING:
    from beatforge.cli.session import Session


def check_lock(session: Session, locked: bool) -> None:
    """ProjectError for a lock that a newer beatforge wrote, or with `locked` for one that is out of date."""
    from beatforge.past.lock import lock_file, lock_text, refuse_newer, require_lock

    lock = lock_file(session.file)
    refuse_newer(lock)
    if not locked:
        return
    plan = session.plan()
    if plan is None:
        raise ToolError(f"the song is not listened to yet, so {lock.name} can't be checked: beatforge build analysis")
    require_lock(lock, lock_text(session.project, plan))
