"""`beatforge.lock`: one line per scene with the words that were understood and the digest of what they rest on.

Derived from the project alone, so it is written, compared and merged, and nothing of it decides what is made. Lines are
sorted, with an empty one between them, so that git merges edits of different scenes. Holds no time, host or path.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.errors import ProjectError
from beatforge.project.problems import Problem

if TYPE_CHECKING:
    from beatforge.film.basis import Understood
    from beatforge.film.plan import Plan
    from beatforge.project.models import Project

LOCK_FILE = "beatforge.lock"
VERSION = 1

_HEAD = """\
# What the words of each scene were understood to mean, and a digest of all that this rests on.
# `beatforge build` writes this file; commit it. `beatforge build --locked` fails where it is out of date.

"""
_HINT = "build without --locked and commit the file"
_SCENE = re.compile(r"  (?P<id>[^\s:#]+): \{")
_CHOSEN = re.compile(r"^mashup: .*$", re.MULTILINE)
_NUMBER = re.compile(r"[0-9]+(?:e[0-9]+)?")  # hex digits that YAML would read as one
_VERSION = re.compile(r"^version: *(?P<number>[0-9]{1,6}) *$", re.MULTILINE)


def lock_text(project: Project, plan: Plan) -> str:
    """The lock of a film."""
    from beatforge.film.basis import understood_scenes

    chosen = f"mashup: {{type: {plan.heard.recipe}}}" if plan.heard.recipe else ""
    return written_lock({scene.scene_id: _line(scene) for scene in understood_scenes(project, plan)}, chosen)


def written_lock(lines: Mapping[str, str], chosen: str = "") -> str:
    """A lock file with these lines by scene id; `chosen` is the line that says which mashup was made."""
    body = "".join(f"\n{lines[scene_id]}\n" for scene_id in sorted(lines))
    return f"{_HEAD}version: {VERSION}\n\n{chosen}{chosen and chr(10) * 2}scenes:\n{body}"


def chosen_line(text: str) -> str:
    """The line of a lock file that says which mashup was made; empty for one song."""
    match = _CHOSEN.search(text)
    return match[0].rstrip() if match else ""


def lock_lines(text: str) -> dict[str, str]:
    """The lines of a lock file by scene id; whatever else stands there is no part of it."""
    found = {}
    for line in text.splitlines():
        if match := _SCENE.match(line):
            found[match["id"]] = line.rstrip()
    return found


def lock_file(project_file: Path) -> Path:
    """Where a project's lock is; a project file with a name of its own has a lock of that name."""
    is_usual = project_file.name == "project.yaml"
    return project_file.with_name(LOCK_FILE if is_usual else f"{project_file.stem}.lock")


def refuse_newer(lock: Path) -> None:
    """ProjectError for a lock that a newer beatforge wrote: this one would lose what it says."""
    text = read_lock(lock)
    match = _VERSION.search(text)
    if match and is_newer(text):
        number, (start, end) = text[: match.start()].count("\n"), match.span("number")
        columns = (start - match.start() + 1, end - match.start() + 1)
        hint = f"this beatforge reads and writes version {VERSION}; build with the newer one, or remove the file"
        fault = f"unknown version {match['number']}"
        raise ProjectError([Problem(lock.name, number + 1, *columns, "BF020", fault, hint, match[0])])


def is_newer(text: str) -> bool:
    """Whether a lock's text is of a version that this beatforge does not know."""
    match = _VERSION.search(text)
    return match is not None and int(match["number"]) > VERSION


def write_lock(lock: Path, text: str) -> bool:
    """Put the lock beside the project file, whole, if it says something else; whether it did."""
    if lock.is_file() and lock.read_bytes() == text.encode():
        return False
    part = lock.with_name(f".{lock.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(lock)
    finally:
        part.unlink(missing_ok=True)
    return True


def require_lock(lock: Path, text: str) -> None:
    """ProjectError naming each line of the lock on disk that is not what a build would write."""
    found = read_lock(lock)
    if found == text:
        return
    if not found:
        raise ProjectError([Problem(lock.name, 0, 0, 0, "BF070", "the lock is not there", _HINT)])
    wanted, there = lock_lines(text), lock_lines(found)
    numbers = {line.rstrip(): number for number, line in enumerate(found.splitlines(), start=1)}
    problems = [
        _problem(lock.name, scene_id, wanted.get(scene_id), there.get(scene_id), numbers)
        for scene_id in sorted(wanted.keys() | there.keys())
        if wanted.get(scene_id) != there.get(scene_id)
    ]
    if not problems and chosen_line(text) != chosen_line(found):
        fault = f"what is made now: {chosen_line(text) or 'no mashup'}"
        raise ProjectError([Problem(lock.name, numbers.get(chosen_line(found), 0), 1, 7, "BF070", fault, _HINT)])
    raise ProjectError(problems or [Problem(lock.name, 0, 0, 0, "BF070", "the lock was edited by hand", _HINT)])


def read_lock(lock: Path) -> str:
    """The text of the lock on disk with LF line ends; empty without one."""
    try:
        return lock.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    except FileNotFoundError:
        return ""


def merged_lock(base: str, ours: str, theirs: str) -> str:
    """Three locks as one, scene by scene; a line that both sides changed stays ours until a build writes it anew."""
    b, o, t = (lock_lines(side) for side in (base, ours, theirs))
    kept = {
        scene_id: line
        for scene_id in o.keys() | t.keys()
        if (line := t.get(scene_id) if o.get(scene_id) == b.get(scene_id) else o.get(scene_id)) is not None
    }
    chosen = [chosen_line(side) for side in (base, ours, theirs)]
    return written_lock(kept, chosen[2] if chosen[1] == chosen[0] else chosen[1])


def _line(scene: Understood) -> str:
    who = f"director: {scene.director}, backend: {scene.backend}"
    basis = f'"{scene.basis}"' if _NUMBER.fullmatch(scene.basis) else scene.basis
    return f"  {scene.scene_id}: {{{who}, words: {_written(scene.words)}, basis: {basis}}}"


@cache
def _written(words: tuple[str, ...]) -> str:
    from beatforge.project.quoting import written

    return written(list(words))


def _problem(name: str, scene_id: str, wanted: str | None, there: str | None, numbers: Mapping[str, int]) -> Problem:
    if there is None:
        return Problem(name, 0, 0, 0, "BF070", f"no line for {scene_id}", _HINT)
    text = f"{scene_id} is understood otherwise now" if wanted else f"the film has no scene {scene_id}"
    return Problem(name, numbers[there], 3, 3 + len(scene_id), "BF070", text, _HINT, there)
