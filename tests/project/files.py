"""Project files for the tests of the language: the song is any file, since reading a project decodes nothing."""

from __future__ import annotations

import textwrap
from pathlib import Path

from beatforge.errors import ProjectError
from beatforge.project.load import load_project
from beatforge.project.models import Project

START = "version: 1\nname: drive\nsong: {file: song.ogg}\n"


def written_project(folder: Path, text: str, start: str = START) -> Path:
    """A project folder with this text after the usual start; its project file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "song.ogg").touch()
    file = folder / "project.yaml"
    file.write_text(start + textwrap.dedent(text), encoding="utf-8", newline="")
    return file


def project_of(folder: Path, text: str, sets: tuple[str, ...] = ()) -> Project:
    """The project that this text makes after the usual start."""
    return load_project(written_project(folder, text), sets)


def faults_of(folder: Path, text: str, start: str = START) -> str:
    """What the user is told about this text."""
    file = written_project(folder, text, start)
    try:
        load_project(file)
    except ProjectError as error:
        return str(error)
    return ""
