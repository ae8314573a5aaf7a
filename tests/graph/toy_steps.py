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


def same(value: dict[str, Any], inputs: list[Path], out: Path, progress: Progress) -> None:
    """One result, whatever the value."""
    (out / "out.txt").write_text("the same")


def by_chance(value: dict[str, Any], inputs: list[Path], out: Path, progress: Progress) -> None:
    """Other bytes every time."""
    (out / "out.txt").write_bytes(os.urandom(16))


def once(value: dict[str, Any], inputs: list[Path], out: Path, progress: Progress) -> None:
    if not _is_first(value):
        raise RuntimeError("this step works only once")
    (out / "out.txt").write_text("made")


def video(value: dict[str, Any], inputs: list[Path], out: Path, progress: Progress) -> None:
    """A bar that wanders over a slope, with a little noise of this run's own; later runs may have a habit."""
    import av
    import numpy as np

    habit = value.get("later") if "later" in value and not _is_first(value) else ""
    if habit == "text":
        (out / "out.mp4").write_text("no video")
        return
    chance = np.random.default_rng(int.from_bytes(os.urandom(4)))
    width, height = (48, 48) if habit == "smaller" else (64, 64)
    slope = np.broadcast_to(np.linspace(40, 180, width), (height, width))
    with av.open(str(out / "out.mp4"), "w") as file:
        stream = file.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.options = {"qp": "0", "preset": "ultrafast"}
        for number in range(value["frames"] - (habit == "shorter")):
            luma = slope.copy()
            at = (number + (habit == "shift")) * 4 % (width - 8)
            luma[:, at : at + 8] = 235
            luma += chance.integers(-value["noise"], value["noise"], luma.shape, endpoint=True)
            picture = np.full((height * 3 // 2, width), 128, np.uint8)
            picture[:height] = luma.round().clip(0, 255)
            file.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="yuv420p")))
        file.mux(stream.encode())


def _is_first(value: dict[str, Any]) -> bool:
    flag = Path(value["flag"])
    try:
        flag.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
