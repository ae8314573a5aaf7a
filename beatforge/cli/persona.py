"""The film's persona, read where the project names one: the project is held against the constitution before any work."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.errors import ProjectError

if TYPE_CHECKING:
    from beatforge.project.models import Project
    from beatforge.project.personas import Persona


def hold_to_persona(project: Project, allowed: Sequence[Path]) -> None:
    """Nothing, where the project says nothing against its persona; ProjectError with every violation."""
    if project.film.persona is None:
        return
    from beatforge.persona.holding import violations_of

    persona = read_locked(project.film.persona, project.folder, allowed)
    if problems := violations_of(project, persona):
        raise ProjectError(problems)


def read_locked(name: str, folder: Path | None, allowed: Sequence[Path] = ()) -> Persona:
    """The persona with this id; ProjectError for faults of its file, and for what was changed under its lock."""
    from beatforge.persona.locked import lock_faults
    from beatforge.project.personas import read_persona

    persona = read_persona(name, folder, allowed)
    if faults := list(lock_faults(persona)):
        raise ProjectError(faults)
    return persona
