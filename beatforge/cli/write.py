"""Commands that write or show the project's language: new, schema, scene set."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path


def new(args: argparse.Namespace) -> int:
    """`beatforge new FOLDER`: a project that can be built at once if a song is given."""
    from beatforge.errors import UsageError
    from beatforge.project.new import new_project

    folder, songs = Path(args.folder), [Path(song) for song in args.song or ()]
    if len(songs) > 2:
        raise UsageError("--song can be said twice at most; name further songs in the project file")
    song, other = (*songs, None, None)[:2]
    file = new_project(folder, song, args.template, other)
    print(f"wrote {file}")
    if args.song:
        print(f"next: beatforge build {shlex.quote(str(folder))}")
    else:
        print(f"next: put a song into {folder / 'audio'} and name it in {file.name}")
    if any((above / ".git").exists() for above in file.absolute().parents):
        print(f"once per clone, so that git merges project files by key: beatforge git-setup {folder}")
    return 0


def schema(args: argparse.Namespace) -> int:
    """`beatforge schema`: the JSON schema that editors complete and diagnose from."""
    from beatforge.project.schema import schema_text

    sys.stdout.write(schema_text())
    return 0


def scene(args: argparse.Namespace) -> int:
    """`beatforge scene set ID key value`: one value, written where a person would write it."""
    from beatforge.cli.opening import find_project
    from beatforge.cli.settings import read_settings
    from beatforge.project.edit import set_scene

    path = find_project(args.project)
    assert path
    _check_id(path, args.id)
    set_scene(path, args.id, args.key, args.value, read_settings().allow)
    print(f"{path.name}: scenes.{args.id}.{args.key} = {args.value}")
    return 0


def _check_id(path: Path, scene_id: str) -> None:
    """Refuse an id that the film, as far as it is known, does not have; other selectors are checked when it is set."""
    from beatforge.cli.session import Session
    from beatforge.errors import ProjectError
    from beatforge.project.selectors import parse_selector, split_selector

    selector, rest = split_selector(scene_id)
    if rest or "." not in selector or parse_selector(selector).form != "scene":
        return
    try:
        with Session.open(path) as session:
            if session.plan() is not None:
                session.scene(scene_id)
    except ProjectError:
        return  # what is wrong with the file is told when the edited one is checked
