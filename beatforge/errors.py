"""What can go wrong, in three kinds; only `cli` catches them.

`ProjectError` is about the user's file, `ToolError` about a program, codec or library on this machine, `TargetError`
about one step of a build, and `GateError`, its kind, about a film that is not good enough. Each carries the exit status
the command line ends with.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beatforge.project.problems import Problem

DONE, USAGE, PROJECT, TOOL, TARGET, GATE, BUDGET, CANCELLED = 0, 2, 3, 4, 5, 6, 7, 130


class BeatforgeError(Exception):
    """Any failure a user is told about in one message."""

    exit_status = TOOL


class UsageError(BeatforgeError):
    """The command line names something that does not exist."""

    exit_status = USAGE


class ProjectError(BeatforgeError):
    """The project file has faults; all that were found, each with its place, in the order of the file."""

    exit_status = PROJECT

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.order))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ToolError(BeatforgeError):
    """A program, codec, file system or library of this machine refused."""

    exit_status = TOOL


class TargetError(BeatforgeError):
    """A step failed; the message names the target and keeps the tool's last lines."""

    exit_status = TARGET


class GateError(TargetError):
    """The film is not as good as its gates ask for; nothing of it was replaced."""

    exit_status = GATE
