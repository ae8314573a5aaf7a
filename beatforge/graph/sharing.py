"""A store that several users of a machine share: what one of them makes, the others may use and remove.

In: the mode that the store's own folder was given, such as by `chmod g+ws`. Out: the same rights on what is put into
it, whatever the umask of who puts it. Nothing is opened to anyone who may not write to the store's own folder.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from beatforge.errors import ToolError


def make_folder(path: Path, root: Path) -> None:
    """A folder of the store, if it is not there."""
    if not path.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        if path != root:
            let_in(path, root)


def let_in(path: Path, root: Path) -> None:
    """Give a new file or folder the rights that others have on the store."""
    bits = _others_may_write(root)
    if bits:
        with contextlib.suppress(OSError):  # made by another user a moment ago
            mode = path.stat().st_mode
            more = bits << 1 | bits | (stat.S_ISGID | bits >> 1 if stat.S_ISDIR(mode) else 0)
            path.chmod(stat.S_IMODE(mode) | more)


def lock_mode(root: Path) -> int:
    """The mode of lock files: others have to write them to take them."""
    bits = _others_may_write(root)
    return 0o644 | bits


def refused(path: Path, root: Path) -> ToolError:
    """What to say when a file of the store belongs to somebody else."""
    return ToolError(
        f"{path} belongs to {_owner(path)} and cannot be used by this one; to share a store, let the group write to"
        f" all of it (chmod -R g+w {root}; find {root} -type d -exec chmod g+s {{}} +), or set BEATFORGE_STORE"
    )


def _others_may_write(root: Path) -> int:
    if os.name != "posix":
        return 0
    try:
        return root.stat().st_mode & 0o022
    except OSError:
        return 0


def _owner(path: Path) -> str:
    try:
        return f"user {path.owner()}"
    except (OSError, KeyError, NotImplementedError):  # gone, without a name here, or on Windows, which has no owner()
        return "another user"
