"""A new project folder from a template: project file, schema for the editor, git's two files, a copy of the song.

Nothing that exists is overwritten; everything is rendered before the first file is written.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from zlib import crc32

from beatforge.errors import UsageError
from beatforge.project.known import AUDIO_SUFFIXES
from beatforge.project.load import PROJECT_FILE
from beatforge.project.places import data_dir
from beatforge.project.problems import advice
from beatforge.project.quoting import written

SCHEMA_FILE = "project.v1.schema.json"
_SHARED = {"gitignore": ".gitignore", "gitattributes": ".gitattributes"}


def template_names() -> tuple[str, ...]:
    """The templates there are."""
    return tuple(sorted(path.name for path in data_dir("templates").iterdir() if path.is_dir()))


def new_project(folder: Path, song: Path | None = None, template: str = "default", other: Path | None = None) -> Path:
    """The project file of a new project in `folder`. Without a song, the file names one that is still to come. `other`
    is the second song of a template for two."""
    if template not in template_names():
        raise UsageError(f'unknown template "{template}"; {advice(template, template_names())}')
    if other is not None and not _takes_two(template):
        told = ", ".join(name for name in template_names() if _takes_two(name))
        raise UsageError(f'the template "{template}" is for one song; --template {told} takes two')
    for one in (song, other):
        _check_song(one)
    name = re.sub(r"[^A-Za-z0-9_]+", "-", folder.resolve().name).strip("-_") or "film"
    inside, second = _place_of(song, folder), _place_of(other, folder, "other.ogg")
    if inside == second:
        raise UsageError(f"both songs would be {inside}; call one of them otherwise")
    seed = str(crc32(name.encode()) % 1000)  # two films by one template should not begin with the same pictures
    files = _rendered(template, name=name, title=_title(song, folder), song=inside, other=second, seed=seed)
    copied = {place: one for place, one in ((inside, song), (second, other)) if one and _is_copied(one, folder)}
    written_ones = [*files, *copied]
    written_ones.sort(key=lambda path: path != PROJECT_FILE)
    if taken := [path for path in written_ones if (folder / path).exists()]:
        raise UsageError(f"{folder / taken[0]} is there already; a new project needs a folder without it")
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    (folder / inside).parent.mkdir(parents=True, exist_ok=True)
    for place, one in copied.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(one, folder / place)
    return folder / PROJECT_FILE


def shared_files() -> dict[str, bytes]:
    """What every project folder has, by path: the schema for editors, and git's two files."""
    files = {f"schemas/{SCHEMA_FILE}": (data_dir("schemas") / SCHEMA_FILE).read_bytes()}
    return files | {name: (data_dir("templates") / source).read_bytes() for source, name in _SHARED.items()}


def _rendered(template: str, **values: str) -> dict[str, bytes]:
    """Path in the new folder -> its bytes."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=False
    )
    environment.filters["yaml"] = written
    root, files = data_dir("templates"), shared_files()
    for path in sorted((root / template).rglob("*")):
        inside = path.relative_to(root / template).as_posix()
        if path.suffix == ".j2":
            text = environment.from_string(path.read_text(encoding="utf-8")).render(**values)
            files[inside.removesuffix(".j2")] = text.encode()
        elif path.is_file():
            files[inside] = path.read_bytes()
    return files


def _check_song(song: Path | None) -> None:
    if song is None:
        return
    if not song.is_file():
        near = [path.name for path in song.parent.glob("*") if path.suffix.lower() in AUDIO_SUFFIXES]
        raise UsageError(f'there is no song "{song}"; {advice(song.name, near)}'.rstrip("; "))
    if song.suffix.lower() not in AUDIO_SUFFIXES:
        raise UsageError(f'"{song.name}" is no audio file by its name; one of {" ".join(AUDIO_SUFFIXES)}')


def _is_copied(song: Path | None, folder: Path) -> bool:
    return song is not None and not song.resolve().is_relative_to(folder.resolve())


def _takes_two(template: str) -> bool:
    return any("{{ other" in path.read_text("utf-8") for path in (data_dir("templates") / template).rglob("*.j2"))


def _place_of(song: Path | None, folder: Path, usual: str = "song.ogg") -> str:
    """Where the song lies in the project: where it is, if that is inside, else under audio/."""
    if song is None:
        return f"audio/{usual}"
    if _is_copied(song, folder):
        return f"audio/{song.name}"
    return song.resolve().relative_to(folder.resolve()).as_posix()


def _title(song: Path | None, folder: Path) -> str:
    words = re.sub(r"[-_]+", " ", song.stem if song is not None else folder.resolve().name).strip()
    return words[:1].upper() + words[1:] or "Untitled"
