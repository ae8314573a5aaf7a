"""Child processes with fewer powers than the tests: no override of permissions, a small disk."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from functools import cache
from pathlib import Path


def powerless(*command: str) -> list[str]:
    """A command line under which permission bits count, for root too."""
    if os.name != "posix" or os.geteuid() != 0:
        return list(command)
    tool = shutil.which("setpriv")
    assert tool, "tests that run as root need setpriv (util-linux) to see what permissions do"
    return [tool, "--bounding-set", "-all", "--inh-caps", "-all", *command]


@cache
def can_mount() -> bool:
    """Whether this user may mount a small disk in a name space of their own."""
    tool = shutil.which("unshare")
    if tool is None:
        return False
    script = "mount -t tmpfs none /mnt"
    return subprocess.run([tool, "-rm", "sh", "-c", script], capture_output=True, check=False).returncode == 0


def on_small_disk(folder: Path, kilobytes: int, script: str) -> list[str]:
    """A shell script with a disk of this size mounted at a folder; what is written there is gone at its end."""
    mount = f"mount -t tmpfs -o size={kilobytes}k none {shlex.quote(str(folder))}"
    return ["unshare", "-rm", "sh", "-c", f"{mount} && {script}"]
