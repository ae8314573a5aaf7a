"""What is noted when a whole film is finished: which keys it had, so that git and gc can find it again; then gc.

Called once by `building`, inside the project's lock, when everything asked for is there. What cannot be noted costs an
answer later, never the film: it is said in one line, and the build stands.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.errors import BeatforgeError

if TYPE_CHECKING:
    from beatforge.cli.building import Built
    from beatforge.cli.session import Session


def keep(session: Session, built: Built, is_as_read: Callable[[], bool]) -> None:
    """Note a finished film. `is_as_read` says whether what the user wrote is still what was planned."""
    from beatforge.film.outputs import DEFAULT_PROFILE

    if not session.sets:  # values of one run only are no state of the project
        _try(lambda: _write_manifest(session, is_as_read))
        if session.scope == DEFAULT_PROFILE and is_as_read():
            _try(lambda: _write_lock(session))
    if built.made:
        _try(lambda: _collect(session))


def owner_name(file: Path) -> str:
    """How manifests name a project: its folder, or its file where that has a name of its own."""
    from beatforge.cli.opening import FILE

    return str(file.parent.absolute() if file.name == FILE else file.absolute())


def _write_manifest(session: Session, is_as_read: Callable[[], bool]) -> None:
    from beatforge.graph.manifests import Manifest, write
    from beatforge.past.label import label_on_disk

    label = label_on_disk(session.file)
    made = session.trace.latest(session.scope)
    keys = {name: made[name].key for name in session.survey.entries if name in made}
    if label is not None and is_as_read():
        write(session.store, Manifest(label, owner_name(session.file), session.scope, time.time(), keys))


def _write_lock(session: Session) -> None:
    from beatforge.past.lock import lock_file, lock_text, write_lock

    write_lock(lock_file(session.file), lock_text(session.project, session.require_plan()))


def _collect(session: Session) -> None:
    from beatforge.cli.gc import collect_if_over, over_line
    from beatforge.cli.wording import exact_bytes

    done = collect_if_over(session.store, session.settings.store_max)
    if done is not None and done.after < done.before:
        freed, cap = exact_bytes(done.before - done.after), exact_bytes(done.cap)
        print(f"the store had outgrown {cap}: {freed} of older results were removed from it", file=sys.stderr)
    if done is not None and done.rooted > done.cap:
        print(f"beatforge: {over_line(done)}", file=sys.stderr)


def _try(note: Callable[[], None]) -> None:
    try:
        note()
    except (BeatforgeError, OSError) as error:
        print(f"beatforge: the film is finished, but: {error}", file=sys.stderr)
