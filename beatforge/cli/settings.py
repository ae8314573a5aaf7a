"""What a user sets once for all projects: the store, its size, how many steps at once, what projects may read, and how
songs of the library are matched.

In: the user's file (`BEATFORGE_CONFIG`, or `config.yaml` in the user's configuration folder) and the environment, which
wins over it; the command line wins over both. Out: frozen `Settings`, or every fault of the file with its place. A
file that is not there is an empty one. No project can write here: only `beatforge allow` and the user do.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from beatforge.project.nodes import Source

FILE = "config.yaml"
STORE_MAX = 20_000_000_000


@dataclass(frozen=True, slots=True)
class LibrarySettings:
    """Where the song library is (None: with the user's data), the folder of a sentence embedder if there is one, and
    what is not as usual when songs are matched."""

    path: Path | None = None
    embedder: Path | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    min_score: float | None = None
    num_candidates: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, defaults filled in. `origins` says where each came from: a place, a variable, or ""."""

    store: Path | None = None  # None: the user's cache folder
    store_max: int = STORE_MAX  # bytes
    jobs: int | None = None  # None: one step per core
    allow: tuple[Path, ...] = ()  # folders outside a project that it may read
    origins: Mapping[str, str] = field(default_factory=dict)
    library: LibrarySettings = LibrarySettings()


def settings_path() -> Path:
    """The user's file, there or not."""
    if named := os.environ.get("BEATFORGE_CONFIG"):
        return Path(named).expanduser().absolute()
    import platformdirs

    return Path(platformdirs.user_config_dir("beatforge", appauthor=False)) / FILE


def read_settings() -> Settings:
    """The user's settings; ProjectError with every fault of the file."""
    path = settings_path()
    if not path.exists():
        return _with_environment({}, {})
    from beatforge.cli.settings_file import check_settings
    from beatforge.project.nodes import read_source

    source = read_source(path, str(path))
    checked = check_settings(source)
    values = {key: getattr(checked, key) for key in checked.model_fields_set if getattr(checked, key) is not None}
    if checked.library is not None:
        values["library"] = LibrarySettings(**checked.library.model_dump(exclude_none=True))
    return _with_environment(values, dict(_places(source)))


def jobs_of(asked: int) -> int:
    """Steps at once: as asked on the command line, else as the user set it, else one per core."""
    return asked if asked > 0 else read_settings().jobs or os.cpu_count() or 1


def _with_environment(values: dict[str, Any], origins: dict[str, str]) -> Settings:
    if root := os.environ.get("BEATFORGE_STORE"):
        values["store"], origins["store"] = Path(root).expanduser().absolute(), "BEATFORGE_STORE"
    if root := os.environ.get("BEATFORGE_LIBRARY"):
        library = values.get("library", LibrarySettings())
        values["library"] = replace(library, path=Path(root).expanduser().absolute())
        origins["library"] = "BEATFORGE_LIBRARY"
    return Settings(**values, origins={key: place for key, place in origins.items() if key in values})


def _places(source: Source) -> Iterator[tuple[str, str]]:
    """Each key's place in the file."""
    for key, (_, value) in (source.root.entries or {}).items():
        yield key, source.place(value)
