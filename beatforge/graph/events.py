"""What a build tells while it runs.

In: facts from the executing threads. Out: frozen events, handed to the caller's function one at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

What = Literal["started", "progress", "made", "restored", "fresh", "failed", "cancelled", "superseded"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one target."""

    event: What
    target: str
    task: str = ""  # name of the doit task; empty where none was needed
    seconds: float = 0.0  # time the step took
    done: int = 0  # for `progress` in work units, else targets of this build that are settled
    total: int = 0
    message: str = ""
