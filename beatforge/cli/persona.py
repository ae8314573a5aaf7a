"""`beatforge persona ls|show|sheet`, and what holds a project to its persona before any work."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.errors import DONE, ProjectError, UsageError

if TYPE_CHECKING:
    from beatforge.project.models import Project
    from beatforge.project.personas import Persona

FEWEST, MOST = 32, 2048
"""Pixels of a sheet's cell."""


def hold_to_persona(project: Project, allowed: Sequence[Path]) -> Persona | None:
    """The film's persona, if it has one; ProjectError with all that the project says against it, or asks of it in
    vain."""
    if project.film.persona is None:
        return None
    from beatforge.film.dj.staged import named_problems
    from beatforge.persona.holding import violations_of

    persona = read_locked(project.film.persona, project.folder, allowed)
    if problems := [*violations_of(project, persona), *named_problems(project, persona)]:
        raise ProjectError(problems)
    return persona


def read_locked(name: str, folder: Path | None, allowed: Sequence[Path] = ()) -> Persona:
    """The persona with this id; ProjectError for faults of its file, and for what was changed under its lock."""
    from beatforge.persona.locked import lock_faults
    from beatforge.project.personas import read_persona

    persona = read_persona(name, folder, allowed)
    if faults := list(lock_faults(persona)):
        raise ProjectError(faults)
    return persona


def ls(args: argparse.Namespace) -> int:
    """Every persona with its version."""
    from beatforge.project.personas import read_persona
    from beatforge.project.reach import persona_files

    folder, allowed = _place(args)
    for name in persona_files(folder, allowed):
        persona = read_persona(name, folder, allowed)
        home = "the project's own" if persona.is_own else "shipped"
        print(f"{name:16}  {persona.spec.version:5}  {home:17}  {persona.spec.display_name}")
    return DONE


def show(args: argparse.Namespace) -> int:
    """Who a persona is, the lock of its version, and its articles with what each forbids."""
    from beatforge.persona.locked import SHOWN, locked_digest

    persona = read_locked(args.name, *_place(args))
    spec = persona.spec
    frozen = "frozen" if spec.version in spec.digests else "not frozen"
    print(f"{spec.display_name} ({persona.id}), version {spec.version}, {frozen}: {locked_digest(persona)[:SHOWN]}")
    for key in ("look", "voice", "always", "camera"):
        if words := getattr(spec, key):
            print(f"{key:8}  {', '.join(words)}")
    print("never:")
    for article in spec.constitution:
        print(f"  {article.title}  ({', '.join(article.forbids)})")
    shelves = {"expressions": spec.expressions, "gestures": spec.gestures, "poses": spec.poses, "themes": spec.themes}
    for key, there in shelves.items():
        print(f"{key}: {', '.join(there)}")
    return DONE


def sheet(args: argparse.Namespace) -> int:
    """Contact sheets as PNG files; their paths."""
    if not FEWEST <= args.cell <= MOST:
        raise UsageError(f"--cell {args.cell}: {FEWEST} to {MOST} pixels are possible")
    from beatforge.persona.sheets import NEEDS, SHEETS, has_for, write_sheets
    from beatforge.project.problems import advice

    for name in args.only:
        if name not in SHEETS:
            raise UsageError(f"--only {name}: no such sheet; {advice(name, SHEETS)}")
    folder, allowed = _place(args)
    persona = read_locked(args.name, folder, allowed)
    for name in args.only:
        if not has_for(persona.spec, name):
            raise UsageError(f"--only {name}: {persona.id} has no {NEEDS[name]}")
    home = Path(args.output) if args.output else (folder or Path()) / "build" / f"persona-{persona.id}"
    for path in write_sheets(persona.spec, home, args.cell, args.only):
        print(path)
    return DONE


def _place(args: argparse.Namespace) -> tuple[Path | None, tuple[Path, ...]]:
    """The folder whose own personas count, if there is a project, and what the user allows it to read."""
    from beatforge.cli.opening import FILE, find_project
    from beatforge.cli.settings import read_settings

    if args.project is None and not any((home / FILE).is_file() for home in (Path.cwd(), *Path.cwd().parents)):
        return None, ()
    file = find_project(args.project)
    return (file.parent if file else None), tuple(read_settings().allow)
