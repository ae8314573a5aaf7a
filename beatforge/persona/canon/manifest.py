"""A canonical set as it was frozen: a manifest of digests beside the pictures, one for each version of the persona.

In: the folder `canon/<persona>` of a project. Out: frozen values, and what of a set is missing or was changed since. A
manifest is written once; the next version of the persona gets the next one, and both stand side by side.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_NAME = re.compile(r"CanonicalSet_v([1-9][0-9]*)\.json")


@dataclass(frozen=True, slots=True)
class FrozenSet:
    """What a set was when it was frozen: `files` are SHA-256 digests by path below `canon/<persona>/<version>`."""

    name: str  # CanonicalSet_v1
    persona: str
    version: str
    locked: str  # digest of what was locked in the persona's file
    size: int  # pixels of a picture's side
    tool: str  # version of beatforge
    files: Mapping[str, str]

    def text(self) -> str:
        """The manifest, a digest a line."""
        return json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False) + "\n"

    @property
    def digest(self) -> str:
        """Of the whole manifest."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    def lacks(self, home: Path) -> Iterator[tuple[str, str]]:
        """Files that are not what they were when the set was frozen: path, and "missing" or "changed"."""
        for name, digest in self.files.items():
            found = digest_of(home / self.version / name)
            if found != digest:
                yield name, "changed" if found else "missing"


def frozen_sets(home: Path) -> tuple[FrozenSet, ...]:
    """Every set that is frozen in `canon/<persona>`, the oldest first; what is no manifest is left aside."""
    found: dict[int, FrozenSet] = {}
    for path in home.glob("CanonicalSet_v*.json"):
        if match := _NAME.fullmatch(path.name):
            found[int(match[1])] = _read(path)
    return tuple(found[number] for number in sorted(found))


def frozen_at(home: Path, version: str) -> FrozenSet | None:
    """The set of this version of the persona, if it is frozen."""
    return next((one for one in reversed(frozen_sets(home)) if one.version == version), None)


def next_name(home: Path) -> str:
    """What the next set is called."""
    numbers = [int(match[1]) for path in home.glob("*.json") if (match := _NAME.fullmatch(path.name))]
    return f"CanonicalSet_v{max(numbers, default=0) + 1}"


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits; empty where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _read(path: Path) -> FrozenSet:
    from beatforge.errors import UsageError

    try:
        told: dict[str, Any] = json.loads(path.read_bytes())
        return FrozenSet(**told)
    except (OSError, ValueError, TypeError) as error:
        raise UsageError(f"{path}: not a manifest as `beatforge persona freeze` writes it; restore the file") from error
