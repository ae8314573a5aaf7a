"""A project folder of two songs that go together, ready to build: the step from a match to a mashup.

In: who sings, who carries, their match. Out: a folder that needs nothing from elsewhere: a project reads inside its
own folder, so the songs come along as hard links, or as copies where the file system has none to give.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from beatforge.errors import ToolError, UsageError
from beatforge.mashup.compatibility import Match
from beatforge.mashup.library.entry import Entry
from beatforge.project.new import shared_files
from beatforge.project.quoting import written

_PROJECT = """\
# yaml-language-server: $schema=schemas/project.v1.schema.json
version: 1
name: {name}
title: {title}

# {score:.2f} of 1 by `beatforge library match`:
{reasons}
mashup:
  type: auto                  # or one of the eight; `beatforge plan` says what auto chose, and why
  # The first song sings, the second one carries it. dsp takes songs apart roughly and without weights; where demucs is
  # installed, {{separate: demucs}} sounds far better, and {{folder: stems/}} takes stems that you have.
  songs:
    a: {a}
    b: {b}

outputs:
  - {{platform: youtube}}
"""


def write_recipe(folder: Path, voice: Entry, bed: Entry, match: Match) -> tuple[Path, str]:
    """The project file of a new project in `folder`, and how its songs came there: "linked" or "copied"."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is there already and not empty; -o names another folder")
    songs = {"a": voice, "b": bed}
    for entry in songs.values():
        if not entry.path.is_file():
            raise UsageError(f"{entry.path} is gone; `beatforge library add` finds it where it is now")
    places, hows = {}, set()
    for letter, entry in songs.items():
        files = [entry.path, *([Path(entry.words.path)] if entry.words and Path(entry.words.path).is_file() else [])]
        inside = [f"audio/{letter}-{_slug(entry.name)}{path.suffix.lower()}" for path in files]
        hows |= {_bring(path, folder / place) for path, place in zip(files, inside, strict=True)}
        lyrics = {"lyrics": {"file": inside[1]}} if inside[1:] else {}
        places[letter] = {"file": inside[0], **lyrics, "stems": {"separate": "dsp"}}
    text = _PROJECT.format(
        name=written(_slug(folder.resolve().name)),
        title=written(f"{voice.name} x {bed.name}"),
        score=match.score,
        reasons="\n".join(f"#   {reason}" for reason in match.reasons),
        a=written(places["a"]),
        b=written(places["b"]),
    )
    for place, data in {**shared_files(), "project.yaml": text.encode()}.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(data)
    return folder / "project.yaml", "copied" if "copied" in hows else "linked"


def folder_name(voice: Entry, bed: Entry) -> str:
    """What the folder of these two is called."""
    return f"{_slug(voice.name)}-x-{_slug(bed.name)}"


def _bring(path: Path, target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path.resolve(), target)
        return "linked"
    except OSError:
        pass  # another file system, or one without hard links
    try:
        shutil.copyfile(path, target)
    except OSError as error:
        raise ToolError(f"{path} can't be copied to {target}: {error.strerror or error}") from error
    return "copied"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60].rstrip("-") or "song"
