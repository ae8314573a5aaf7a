"""A project file becomes a checked `Project`, or one error that lists everything wrong with it.

In: the path of `project.yaml` or of its folder, and `--set` overrides. The file's whole neighbourhood is checked with
it: shipped config, the project's own styles, the song's file. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.errors import ProjectError, UsageError
from beatforge.project.known import Surroundings
from beatforge.project.library import Library, read_library, stray_marks
from beatforge.project.nodes import Source, read_source
from beatforge.project.problems import Problem
from beatforge.project.reach import may_read, real_path, ways_out
from beatforge.project.sets import apply_sets
from beatforge.project.upgrades import STEPS, VERSION, upgrade, written_version

if TYPE_CHECKING:
    from beatforge.project.looks import StyleSpec
    from beatforge.project.models import Project
    from beatforge.project.recipes import Style

PROJECT_FILE = "project.yaml"


def load_project(
    path: Path | str,
    sets: Sequence[str] = (),
    known_ids: Collection[str] = (),
    library: Library | None = None,
    allowed: Sequence[Path] = (),
) -> Project:
    """The project at `path`. `known_ids` are scene ids that a `--set` may name besides those in the file.

    `allowed` are folders outside the project that the user lets it read.
    """
    file = project_file(Path(path))
    source = open_source(file, allowed)
    upgrade(source)  # first, so that --set speaks this version whatever the file speaks
    if sets:
        apply_sets(source, sets, known_ids)
    return check_source(source, file.parent, library, allowed)


def open_source(file: Path, allowed: Sequence[Path] = ()) -> Source:
    """The project file as it is written, in whatever version."""
    _check_reach(file, allowed)
    return read_source(file, file.name)


def project_file(path: Path) -> Path:
    """The project file itself, where `path` may be its folder."""
    return path / PROJECT_FILE if path.is_dir() else path


def check_source(source: Source, folder: Path, library: Library | None = None, allowed: Sequence[Path] = ()) -> Project:
    """The project that the tree means; raises every fault of the tree and of the project's own styles at once."""
    from beatforge.project.models import Project
    from beatforge.project.validate import validate

    check_start(source)
    upgrade(source)
    faults: tuple[Problem, ...] = ()
    if library is None:
        library, names, faults = read_library(folder, allowed=allowed)
    else:
        names = library.names
    project: Project | None = validate(source, Project, Surroundings(names, folder, tuple(allowed)))
    source.problems.extend(_unheard(source))
    if project is not None and library is not None:
        source.problems.extend(_stray_marks(source, project, library))
    if problems := sorted((*source.problems, *faults), key=lambda problem: problem.order):
        if all(not problem.line and problem.file.startswith("--set ") for problem in problems):
            raise UsageError("\n".join(str(problem) for problem in problems))
        raise ProjectError(problems)
    assert project is not None and library is not None
    project._source, project._folder, project._library = source, folder, library
    return project


def _unheard(source: Source) -> Iterator[Problem]:
    """A project is heard in one way: as one song, or as a mashup of several."""
    from beatforge.project.meant import our_word
    from beatforge.project.problems import nearest

    said = source.root.entries or {}
    heard = [name for name in ("song", "mashup") if name in said]
    if len(heard) == 2:
        text, hint = "mashup can't stand beside song", "keep one; a mashup's songs are written below mashup"
        yield source.problem(said["mashup"][0], "BF016", text, hint)
    elif not heard and not any(our_word(word, ["song"]) or nearest(word, ["song", "mashup"]) for word in said):
        start = replace(source.root, end_line=source.root.line, end_column=source.root.column)
        yield source.problem(start, "BF011", 'missing "song"', "song: {file: audio/song.ogg}; or mashup")


def _stray_marks(source: Source, project: Project, library: Library) -> Iterator[Problem]:
    """Marks of inline styles that their medium does not have; a scene's style starts from the film's."""
    film = library.style(project.film.style)
    inline: list[tuple[tuple[str, ...], StyleSpec, Style]] = [(("film", "style"), project.film.style, film)]
    for selector, said in project.scenes.items():
        if said.style is not None:
            inline.append((("scenes", selector, "style"), said.style, library.style(said.style, film)))
    for path, spec, style in inline:
        for fault in stray_marks(spec, style.medium, library.marks):
            key, node, _ = source.find((*path, *fault.at))
            yield source.problem(key or node, fault.code, fault.text, fault.hint)


def _check_reach(file: Path, allowed: Sequence[Path]) -> None:
    """A project file that is a link out of its folder would show a stranger's lines in its messages."""
    if file.is_symlink() and not may_read(file, file.parent, allowed):
        hint = ways_out(real_path(file).parent)
        raise ProjectError([Problem(file.name, 0, 0, 0, "BF051", f"{file.name} is a link out of its folder", hint)])


def check_start(source: Source) -> None:
    """An empty file, or one of another version, has one fault; all others would mislead."""
    if source.root.entries == {} and not source.problems:
        start = "beatforge new makes a project to start from"
        raise ProjectError([Problem(source.label, 0, 0, 0, "BF015", "the file is empty", start)])
    _, node, steps = source.find(["version"])
    version = written_version(source)
    if not steps or node.is_null or version == VERSION or version in STEPS:
        return
    text, hint = f"unknown version {node.kind}", f"write version: {VERSION}"
    if version is not None and version > VERSION:
        text = f"version {version} needs a newer beatforge"
        hint = f"this release reads versions up to {VERSION}: pip install --upgrade beatforge"
    raise ProjectError([*source.problems, source.problem(node, "BF020", text, hint)])
