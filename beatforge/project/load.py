"""A project file becomes a checked `Project`, or one error that lists everything wrong with it.

In: the path of `project.yaml` or of its folder, and `--set` overrides. The file's whole neighbourhood is checked with
it: shipped config, the project's own styles, the song's file. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.errors import ProjectError, UsageError
from beatforge.project.known import Surroundings
from beatforge.project.library import Library, read_library
from beatforge.project.nodes import Source, read_source
from beatforge.project.problems import Problem
from beatforge.project.sets import apply_sets

if TYPE_CHECKING:
    from beatforge.project.models import Project

PROJECT_FILE = "project.yaml"
VERSION = 1


def load_project(
    path: Path | str,
    sets: Sequence[str] = (),
    known_ids: Collection[str] = (),
    library: Library | None = None,
) -> Project:
    """The project at `path`. `known_ids` are scene ids that a `--set` may name besides those in the file."""
    file = project_file(Path(path))
    source = read_source(file, file.name)
    if sets:
        apply_sets(source, sets, known_ids)
    return check_source(source, file.parent, library)


def project_file(path: Path) -> Path:
    """The project file itself, where `path` may be its folder."""
    return path / PROJECT_FILE if path.is_dir() else path


def check_source(source: Source, folder: Path, library: Library | None = None) -> Project:
    """The project that the tree means; raises every fault of the tree and of the project's own styles at once."""
    from beatforge.project.models import Project
    from beatforge.project.validate import validate

    _check_start(source)
    faults: tuple[Problem, ...] = ()
    if library is None:
        library, names, faults = read_library(folder)
    else:
        names = library.names
    project: Project | None = validate(source, Project, Surroundings(names, folder))
    if problems := sorted((*source.problems, *faults), key=lambda problem: problem.order):
        if all(not problem.line and problem.file.startswith("--set ") for problem in problems):
            raise UsageError("\n".join(str(problem) for problem in problems))
        raise ProjectError(problems)
    assert project is not None and library is not None
    project._source, project._folder, project._library = source, folder, library
    return project


def _check_start(source: Source) -> None:
    """An empty file, or one of another version, has one fault; all others would mislead."""
    if source.root.entries == {} and not source.problems:
        start = "beatforge new makes a project to start from"
        raise ProjectError([Problem(source.label, 0, 0, 0, "BF015", "the file is empty", start)])
    _, node, steps = source.find(["version"])
    if not steps or node.text is None or node.is_null or (node.plain and node.text == str(VERSION)):
        return
    if node.plain and node.text.isdecimal() and len(node.text) < 6 and int(node.text) > VERSION:
        hint = f"this beatforge reads version {VERSION}; a newer one reads {node.text}"
    else:
        hint = f"write version: {VERSION}"
    raise ProjectError([*source.problems, source.problem(node, "BF020", f"unknown version {node.kind}", hint)])
