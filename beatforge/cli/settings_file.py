"""How the user's settings are written: every key with its description, read and blamed as the project language is.

In: the file's tree. Out: its values, or every fault at once. Imports pydantic; `settings` imports this when there is a
file to read.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field as Key

from beatforge.errors import ProjectError
from beatforge.project.fields import EmptyIsList, Field, OneIsList, Written, number, whole
from beatforge.project.known import Surroundings
from beatforge.project.nodes import Source
from beatforge.project.problems import Fault
from beatforge.project.scalars import read_text

LEAST_STORE = 100_000_000
_UNITS = {"K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "KI": 2**10, "MI": 2**20, "GI": 2**30, "TI": 2**40}


def read_bytes(value: Any) -> int:
    """A number of bytes from "20G", "1.5T" or "500MiB"; Fault for what is no size."""
    text = read_text(value, 40)
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) ?([KMGT]i?)B?", text, re.IGNORECASE)
    if match is None:
        raise Fault("BF014", f'"{text}" is no size', "a number and its unit: 500M, 20G, 1.5T or 20GiB")
    return round(float(match[1]) * _UNITS[match[2].upper()])


def _read_cap(value: Any) -> int:
    size = read_bytes(value)
    if not LEAST_STORE <= size < 2**60:
        raise Fault("BF013", f"{read_text(value, 40)} is out of range; 100M to 1000T is possible")
    return size


def _read_folder(value: Any) -> Path:
    """A folder from the root of the file system or from the user's home; it need not be there today."""
    text = read_text(value, 4000)
    try:
        path = Path(text).expanduser()
    except RuntimeError as error:
        raise Fault("BF014", f'"{text}" names a user who is not here') from error
    if not path.is_absolute() or "\0" in text:
        raise Fault("BF014", f'"{text}" is no complete path', "start it with / or with ~/ for your home")
    return path


_Folder = Annotated[Path, Field(_read_folder, {"type": "string"})]


_Weight = Annotated[float, number(0, 100)]


class WeightsFile(Written):
    """How much each part of a match counts; only their proportions matter."""

    bpm: _Weight | None = Key(default=None, description="tempo, after the best change of it; else 35")
    key: _Weight | None = Key(default=None, description="key, after the best shift; else 30")
    energy: _Weight | None = Key(default=None, description="how energetic, and when; else 20")
    genre: _Weight | None = Key(default=None, description="genre by tag, or how alike they sound; else 15")
    harmonic: _Weight | None = Key(default=None, description="all of those against the words; else 60")
    semantic: _Weight | None = Key(default=None, description="the words; else 40")


class LibraryFile(Written):
    """The song library."""

    path: _Folder | None = Key(default=None, description="where the library is; else with your data")
    embedder: _Folder | None = Key(
        default=None, description="folder of a sentence-transformers model in ONNX form, for what words mean"
    )
    weights: WeightsFile | None = Key(default=None, description="how much each part of a match counts")
    min_score: Annotated[float, number(0, 1)] | None = Key(
        default=None, description="what scores less is not offered; else 0.5"
    )
    num_candidates: Annotated[int, whole(1, 100)] | None = Key(
        default=None, description="how many songs a match offers; else 5"
    )


class SettingsFile(Written):
    """What a user sets for all projects."""

    store: _Folder | None = Key(default=None, description="where results are kept; else in the user's cache folder")
    store_max: Annotated[int, Field(_read_cap, {"type": "string"})] | None = Key(
        default=None, description="how large the store may grow, as 20G"
    )
    jobs: Annotated[int, whole(1, 1024)] | None = Key(default=None, description="steps at once; else one per core")
    allow: Annotated[tuple[_Folder, ...], OneIsList(), EmptyIsList] | None = Key(
        default=None, description="folders that every project may read; beatforge allow writes them"
    )
    library: LibraryFile | None = Key(default=None, description="the song library, and how its songs are matched")


def check_settings(source: Source) -> SettingsFile:
    """The values of the file; raises every fault at once."""
    from beatforge.project.validate import validate

    checked: SettingsFile | None = validate(source, SettingsFile, Surroundings({}, Path()))
    if source.problems:
        raise ProjectError(sorted(source.problems, key=lambda problem: problem.order))
    assert checked is not None
    return checked
