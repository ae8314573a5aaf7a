"""One name for what the user wrote, whatever git commit, worktree or folder it stands in.

In: the project file and the project's own styles, as bytes from disk or from git. Out: a digest that is equal exactly
when these say the same, line endings aside. Manifests of finished films are filed under it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from beatforge.project.reach import may_read

STYLES = "styles"


def label_of(files: Mapping[str, bytes]) -> str:
    """sha256 over relative posix paths and their bytes, in the order of the paths; CRLF counts as LF."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.encode("utf-8", "surrogateescape"))
        digest.update(b"\0" + files[path].replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def is_style(name: str) -> bool:
    """Whether a file of this name in the styles folder is a style; names with a dot in front are editors' own."""
    return name.endswith((".yaml", ".yml")) and not name.startswith(".")


def label_on_disk(file: Path) -> str | None:
    """The label of a project file and the styles beside it as they are now; None while the file is not there."""
    files = written_on_disk(file)
    return label_of(files) if file.name in files else None


def written_on_disk(file: Path) -> dict[str, bytes]:
    """Relative path -> bytes of the project file and of the project's own styles; nothing through links out of it."""
    found = {}
    for path in (file, *sorted(style for style in (file.parent / STYLES).glob("*.y*ml") if is_style(style.name))):
        try:
            if not may_read(path, file.parent):
                continue
            found[path.relative_to(file.parent).as_posix()] = path.read_bytes()
        except OSError:
            continue  # an editor that saves by renaming is at it, or a link leads nowhere
    return found
