"""Where a build under attack is stopped or killed: at a moment of its own, not at a time that hangs on the machine.

`hook/sitecustomize.py` carries it out inside the attacked process; `tests.attack.arena` hands it over.
"""

from __future__ import annotations

from dataclasses import dataclass

BEGUN = r"^mkdir tmp/\*/\*$"
"""A step's own folder appears: the step is about to run."""
COMMITTED = r"^rename ac/"
"""A step's record gets its name."""
PLACED = r"^rename build/"
"""A result appears where the user finds it."""


@dataclass(frozen=True, slots=True)
class Trip:
    """`then` (a signal's name) is sent to the process itself at the `count`-th moment that matches, `after_s` later."""

    match: str
    count: int = 1
    who: str = "builder"  # or "worker"
    then: str = "SIGSTOP"
    after_s: float = 0.0
    every: bool = False  # again at every further such moment
