"""Steps for the engine's tests: small, quick, and each with one habit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Progress = Callable[[int, int], None]


def join(value: dict[str, Any], inputs: list[Path], out: Path, progress: Progress) -> None:
    """Value and inputs in one file, and a second file beside it."""
    (out / "out.txt").write_bytes(joined(value, [path.read_bytes() for path in inputs]))
    (out / "notes.json").write_text(json.dumps({"inputs": len(inputs)}))


def joined(value: dict[str, Any], inputs: list[bytes]) -> bytes:
    return b"(" + json.dumps(value, sort_keys=True).encode() + b"|" + b",".join(inputs) + b")"


def shout(value: dict[str, Any], inputs: list[Path], out: Path, progress: Progress) -> None:
    """Different inputs, one result."""
    (out / "out.txt").write_text(inputs[0].read_text().upper())


def slow(value: dict[str, Any], inputs: list[Path], out: Path, progress: Progress) -> None:
    """Takes its time, with a child process, and leaves half a file under the final name meanwhile."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    pids = Path(value["pids"])
    pids.mkdir(exist_ok=True)
    (pids / str(os.getpid())).touch()
    (pids / str(child.pid)).touch()
    (out / "out.txt").write_bytes(b"half")
    for tick in range(10):
        progress(tick + 1, 10)
        time.sleep(value["seconds"] / 10)
    join({"n": value["n"]}, inputs, out, progress)
    child.kill()
    child.wait()


def talk(value: dict[str, Any], inputs: list[Path], out: Path, progress: Progress) -> None:
    """Prints as much as a tool does, also below Python, and reads standard input."""
    print('{"done": true, "id": 0, "cpu_seconds": 0}')
    os.write(1, b'{"progress": [1, 2]}\nnot json\n' + b"x" * 200_000 + b"\n")
    subprocess.run([sys.executable, "-c", "print('child'); import sys; sys.stdin.read()"], check=True)
    assert sys.stdin.read() == ""
    join(value, inputs, out, progress)


def fail(value: dict[str, Any], inputs: list[Path], out: Path, progress: Progress) -> None:
    print("tool: no space in the attic", file=sys.stderr)
    raise RuntimeError("the chorus fell over")


def die(value: dict[str, Any], inputs: list[Path], out: Path, progress: Progress) -> None:
    (out / "out.txt").write_text("half")
    os.kill(os.getpid(), value["signal"])
    time.sleep(10)


def leave_nothing(value: dict[str, Any], inputs: list[Path], out: Path, progress: Progress) -> None:
    (out / "out.txt").write_text("")


def edit_own_input(value: dict[str, Any], inputs: list[Path], out: Path, progress: Progress) -> None:
    """As if the user saved the file while it was being read; once."""
    text = inputs[0].read_text()
    if "edited" not in text:
        inputs[0].write_text(text + " edited")
    (out / "out.txt").write_text(text)


def environment(value: dict[str, Any], inputs: list[Path], out: Path, progress: Progress) -> None:
    (out / "out.txt").write_text(f"{os.environ['OMP_NUM_THREADS']} {os.getpid()}")
