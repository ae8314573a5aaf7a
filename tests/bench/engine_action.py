"""The action that every engine of `engines` runs: python act.py NAME OUT STEPS INPUT...

Notes its name, then writes OUT in two halves; while a file `between.NAME` lies beside it, it stands
still there, and its process id is in `stands.NAME`.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

RUNS, BETWEEN, STANDS = "runs.log", "between", "stands"


def body(name: str, steps: str, inputs: Sequence[bytes]) -> bytes:
    """What the action writes; the plan is always the same."""
    digest = hashlib.sha256(steps.encode())
    for data in inputs:
        digest.update(data)
    head = "plan" if name == "plan" else digest.hexdigest()
    return head.encode() + b"\n" + b"." * 100_000 + b"\nEND"


def act(folder: Path, name: str, out: Path, steps: str, inputs: Sequence[Path]) -> None:
    """Run the action in this folder."""
    with (folder / RUNS).open("a") as log:
        log.write(f"{name}\n")
    data = body(name, steps, [path.read_bytes() for path in inputs])
    with out.open("wb") as file:
        file.write(data[: len(data) // 2])
        file.flush()
        if (folder / f"{BETWEEN}.{name}").exists():
            note = folder / f"{STANDS}.{name}"
            part = note.with_name(f"{note.name}.part")
            part.write_text(str(os.getpid()))
            part.replace(note)
            while (folder / f"{BETWEEN}.{name}").exists():
                time.sleep(0.01)
        file.write(data[len(data) // 2 :])


if __name__ == "__main__":
    act(Path(), sys.argv[1], Path(sys.argv[2]), sys.argv[3].strip("-"), [Path(word) for word in sys.argv[4:]])
