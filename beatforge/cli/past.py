"""`beatforge history scene/ID` and `beatforge why --since REF`: what git knows about why the film is as it is."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from beatforge.cli.opening import split_names
from beatforge.cli.session import Session
from beatforge.errors import ProjectError, ToolError, UsageError

if TYPE_CHECKING:
    from beatforge.past.films import Film
    from beatforge.past.story import Chapter, Story

SHORT = 8  # digits of a commit's name that are shown


def history(args: argparse.Namespace) -> int:
    """The commits that changed what a target is made of, newest first."""
    file, asked = split_names(args.project, args.names)
    if len(asked) != 1:
        raise UsageError("name one scene or target; `beatforge status` lists them")
    with Session.open(file, profile=args.profile) as session, opened_story(session) as story:
        now = film_now(session)
        name = _target(asked[0], now.targets)
        chapters = list(islice(story.chapters(name, now), args.number))
        if not chapters and name not in now.targets:
            raise UsageError(f'no target "{asked[0]}", now or in a commit; {_nearest(asked[0], now.targets)}')
        if args.json:
            rows = [_row(chapter) for chapter in chapters]
            print(json.dumps({"target": name, "commits": rows}, indent=1, ensure_ascii=False))
            return 0
        for chapter in chapters:
            print("\n".join(_lines(chapter)))
        if not chapters:
            print(f"no commit changed {name}")
        _tell_untracked(story)
    return 0


def why_since(args: argparse.Namespace) -> int:
    """Which targets differ between a commit and the work tree, and why."""
    file, asked = split_names(args.project, args.names)
    with Session.open(file, profile=args.profile, sets=args.sets) as session, opened_story(session) as story:
        from beatforge.past.differences import differing

        commit = story.versions.commit(args.since)
        try:
            then = story.films.film(story.versions.written(commit.oid))
        except ProjectError as error:
            raise _blamed(error, args.since) from error
        now = film_now(session)
        found = differing(then, now)
        chosen = _chosen(asked, then, now)
        told = {name: reasons for name, reasons in found.items() if not asked or name in chosen}
        print(f"since {args.since} ({commit.oid[:SHORT]} {commit.date[:10]} {commit.message}):")
        for name, reasons in told.items():
            print("\n".join([name, *(f"  {reason}" for reason in reasons)]))
        for name in chosen:
            if name not in found:
                print(f"{name} is as it was")
        print(f"{len(found)} of {len({*then.targets, *now.targets})} targets differ")
        _tell_untracked(story)
    return 0


@contextmanager
def opened_story(session: Session) -> Iterator[Story]:
    """What git knows about the session's project."""
    from beatforge.past.films import films_of
    from beatforge.past.git import require_repository
    from beatforge.past.objects import objects_of
    from beatforge.past.story import Story
    from beatforge.past.versions import Versions

    repository = require_repository(session.folder)
    if session.plan() is None:
        raise ToolError("the song is not listened to yet, so its scenes are not known: beatforge build analysis")
    listened = {target.step: session.heard.entries[target.name].parts for target in session.listening}
    films = films_of(session.file.name, session.scope, session.sets, session.store, listened, session.settings.allow)
    with objects_of(repository) as objects, films as versions_films:
        versions = Versions(
            repository,
            objects,
            session.file.name,
            lambda path: digest_now(session, path),
            lambda path: _read_now(session, path),
            lambda folder: _names_now(session, folder),
        )
        yield Story(versions, versions_films)


def film_now(session: Session) -> Film:
    """The film of the work tree."""
    from beatforge.graph.target import Source
    from beatforge.past.films import Film

    targets = {target.name: target for target in session.targets()}
    sources = {i.path for target in targets.values() for i in target.inputs if isinstance(i, Source)}
    return Film(targets, {path: digest_now(session, path) for path in sources})


def _names_now(session: Session, folder: str) -> tuple[str, ...]:
    """The files in a folder as it is in the work tree; none if it is not there."""
    try:
        return tuple(sorted(path.name for path in (session.folder / folder).iterdir() if path.is_file()))
    except OSError:
        return ()


def _read_now(session: Session, path: str) -> bytes:
    """The bytes of a file as it is in the work tree; none if it is not there."""
    try:
        return (session.folder / path).read_bytes()
    except OSError:
        return b""


def digest_now(session: Session, path: str) -> str:
    """The digest of a file as it is in the work tree; empty if it is not there."""
    try:
        return session.trace.files.digest(session.folder / path)
    except OSError:
        return ""


def _target(asked: str, names: Collection[str]) -> str:
    """The target that is meant: its name, or a scene's id; a scene that is gone may be meant too."""
    return asked if asked in names or "/" in asked or asked in ("analysis", "lyrics", "mix") else f"scene/{asked}"


def _chosen(asked: Sequence[str], then: Film, now: Film) -> list[str]:
    """Targets of either film that are meant, by name, scene id or kind."""
    names = list(dict.fromkeys((*now.targets, *then.targets)))
    chosen: list[str] = []
    for word in asked:
        found = [name for name in names if name == _target(word, names) or name.partition("/")[0] == word]
        if not found:
            raise UsageError(f'no target "{word}", now or then; {_nearest(word, names)}')
        chosen += found
    return list(dict.fromkeys(chosen))


def _nearest(asked: str, names: Collection[str]) -> str:
    from beatforge.project.problems import advice

    known = [*names, *(name.removeprefix("scene/") for name in names)]
    return advice(asked, known) or "`beatforge status` lists them"


def _blamed(error: ProjectError, revision: str) -> ProjectError:
    """The faults of an earlier version, saying so."""
    return ProjectError([replace(problem, file=f"{revision}:{problem.file}") for problem in error.problems])


def _lines(chapter: Chapter) -> list[str]:
    commit = chapter.commit
    head = (
        f"{commit.oid[:SHORT]} {commit.date[:10]} {commit.author}: {commit.message}" if commit.oid else commit.message
    )
    return [
        head,
        *(f"  {change}" for change in chapter.changes),
        *([f"  skipped: {chapter.skipped}"] * bool(chapter.skipped)),
    ]


def _row(chapter: Chapter) -> dict[str, Any]:
    commit = chapter.commit
    return {
        "commit": commit.oid or None,
        "date": commit.date or None,
        "author": commit.author or None,
        "message": commit.message,
        "skipped": chapter.skipped or None,
        "changes": [
            {"text": change.text, "before": change.before or None, "after": change.after or None}
            for change in chapter.changes
        ],
    }


def _tell_untracked(story: Story) -> None:
    for path in sorted(story.versions.untracked):
        print(f"{path} is not in git; it counts as it is now", file=sys.stderr)
